import SchemaBuilder from '@pothos/core';
import { GraphQLDate, GraphQLDateTime, GraphQLJSON } from 'graphql-scalars';
import type { GatewayContext } from './context.ts';

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
