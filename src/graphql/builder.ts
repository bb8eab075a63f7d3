import SchemaBuilder from '@pothos/core';
import { GraphQLError, GraphQLID } from 'graphql';
import { GraphQLDate, GraphQLDateTime, GraphQLJSON } from 'graphql-scalars';
import type { GatewayContext } from './context.ts';

const coerceId = GraphQLID.coerceInputValue;

/** Beyond 2^53 a JSON number is rounded when it is read, and would name another contact. */
function coerceExactId(value: unknown): string {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return coerceId(value);
  throw new GraphQLError(
    `ID cannot represent the number ${value}: numbers beyond ${Number.MAX_SAFE_INTEGER} are rounded when JSON is read. Send the id as a string.`,
    { extensions: { code: 'BAD_USER_INPUT' } },
  );
}

/**
 * On graphql's own `ID`, because Pothos builds schemas with no other. Literals in a document are exact; those that are
 * defaults of variables are read by `parseLiteral`, which would make numbers of them.
 */
Object.assign(GraphQLID, {
  coerceInputValue: coerceExactId,
  parseValue: coerceExactId,
  parseLiteral: GraphQLID.coerceInputLiteral,
});

/** A builder that knows the scalars of the contract, and nothing else yet. */
export function createBuilder() {
  const fresh = new SchemaBuilder<{
    Context: GatewayContext;
    DefaultFieldNullability: false;
    Scalars: {
      ID: { Input: string; Output: string };
      Date: { Input: Date; Output: string };
      DateTime: { Input: Date; Output: Date | string };
      JSON: { Input: unknown; Output: unknown };
    };
  }>({ defaultFieldNullability: false });
  fresh.addScalarType('Date', GraphQLDate, { description: 'A day, as YYYY-MM-DD.' });
  fresh.addScalarType('DateTime', GraphQLDateTime, {
    description: 'A moment, as ISO 8601 with a time zone: 2026-03-10T23:04:41.164Z.',
  });
  fresh.addScalarType('JSON', GraphQLJSON, { description: 'A value as HubSpot sent it, of whatever shape.' });
  return fresh;
}

export type Builder = ReturnType<typeof createBuilder>;

/** The builder that every file of this folder adds its types to; schema.ts says which files those are. */
export const builder = createBuilder();

builder.queryType({ description: 'Reads contacts, and the definitions of their properties, from HubSpot.' });
builder.mutationType({ description: 'Writes contacts to HubSpot.' });
