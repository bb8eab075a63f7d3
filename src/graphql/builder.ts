import SchemaBuilder from '@pothos/core';
import { GraphQLDate, GraphQLDateTime, GraphQLJSON } from 'graphql-scalars';
import type { GatewayContext } from './context.ts';

/** The builder that every file of this folder adds its types to; schema.ts says which files those are. */
export const builder = new SchemaBuilder<{
  Context: GatewayContext;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    Date: { Input: Date; Output: string };
    DateTime: { Input: Date; Output: Date | string };
    JSON: { Input: unknown; Output: unknown };
  };
}>({ defaultFieldNullability: false });

export type Builder = typeof builder;

builder.queryType({ description: 'Reads contacts, and the definitions of their properties, from HubSpot.' });
builder.mutationType({ description: 'Writes contacts to HubSpot.' });

builder.addScalarType('Date', GraphQLDate, { description: 'A day, as YYYY-MM-DD.' });
builder.addScalarType('DateTime', GraphQLDateTime, {
  description: 'A moment, as ISO 8601 with a time zone: 2026-03-10T23:04:41.164Z.',
});
builder.addScalarType('JSON', GraphQLJSON, { description: 'A value as HubSpot sent it, of whatever shape.' });
