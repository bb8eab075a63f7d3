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
 * Set on graphql's own `ID`, once for the process: Pothos builds every schema with that object and takes no other. Literals
 * in a document are exact; the default values of variables are read by `parseLiteral`, which would make numbers of them.
 */
Object.assign(GraphQLID, {
  coerceInputValue: coerceExactId,
  parseValue: coerceExactId,
  parseLiteral: GraphQLID.coerceInputLiteral,
});

/** A builder with the scalars and the root types of the contract; the files of this folder add their types to it. */
export function createBuilder() {
  const builder = new SchemaBuilder<{
    Context: GatewayContext;
    DefaultFieldNullability: false;
    Scalars: {
      ID: { Input: string; Output: string };
      Date: { Input: Date; Output: string };
      DateTime: { Input: Date; Output: Date | string };
      JSON: { Input: unknown; Output: unknown };
    };
  }>({ defaultFieldNullability: false });
  builder.addScalarType('Date', GraphQLDate, { description: 'A calendar day: YYYY-MM-DD.' });
  builder.addScalarType('DateTime', GraphQLDateTime, {
    description: 'A point in time in ISO 8601, with a time zone: 2026-03-10T23:04:41.164Z.',
  });
  builder.addScalarType('JSON', GraphQLJSON, { description: 'Any JSON value, as HubSpot sent it.' });
  builder.queryType({ description: 'Reads contacts and the definitions of their properties from HubSpot.' });
  builder.mutationType({ description: 'Writes contacts to HubSpot.' });
  return builder;
}

export type Builder = ReturnType<typeof createBuilder>;

type TypesOf<B> = B extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never;

/** What fields of an object type are made with. */
export type FieldsOf<Shape> = PothosSchemaTypes.ObjectFieldBuilder<TypesOf<Builder>, Shape>;
/** What fields of an input type are made with. */
export type InputFields = PothosSchemaTypes.InputFieldBuilder<TypesOf<Builder>, 'InputObject'>;
