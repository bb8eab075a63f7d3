import SchemaBuilder from '@pothos/core';
import { GraphQLJSON } from 'graphql-scalars';
import type { GatewayContext } from './context.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

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
  builder.addScalarType('Date', DateScalar, { description: 'A calendar day: YYYY-MM-DD.' });
  builder.addScalarType('DateTime', DateTimeScalar, {
    description:
      'A point in time in ISO 8601, with a time zone: 2026-03-10T23:04:41.164Z. As an input also a calendar day, which means its midnight in UTC.',
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
