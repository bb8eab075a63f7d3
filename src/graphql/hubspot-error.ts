import type { ErrorDetail, HubSpotErrorBody } from '../hubspot/wire.ts';
import { builder } from './builder.ts';

const HubSpotErrorDetail = builder.objectRef<ErrorDetail>('HubSpotErrorDetail').implement({
  description: 'One detail of an error that HubSpot sent.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What is wrong, in words.' }),
    code: t.string({
      nullable: true,
      description: 'A code for the kind of error.',
      resolve: ({ code }) => code ?? null,
    }),
    context: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Facts that belong to the error, such as the name of the property.',
      resolve: ({ context }) => context ?? null,
    }),
    in: t.string({
      nullable: true,
      description: 'The part of the request that the error is about.',
      resolve: (detail) => detail.in ?? null,
    }),
    subCategory: t.field({
      type: 'JSON',
      nullable: true,
      description: 'A finer category: a text, or an object.',
      resolve: ({ subCategory }) => subCategory ?? null,
    }),
  }),
});

/** Every field is optional: HubSpot documents it so, and sends few of them. */
export const HubSpotError = builder.objectRef<HubSpotErrorBody>('HubSpotError').implement({
  description: "An error of HubSpot's REST API, field by field as it was sent. Any field may be missing.",
  fields: (t) => ({
    status: t.string({ nullable: true, description: 'Usually "error".', resolve: ({ status }) => status ?? null }),
    category: t.string({
      nullable: true,
      description: 'The kind of error: VALIDATION_ERROR, OBJECT_NOT_FOUND, CONFLICT, …',
      resolve: ({ category, errorType }) => category ?? errorType ?? null,
    }),
    subCategory: t.field({
      type: 'JSON',
      nullable: true,
      description: 'A finer category: a text, or an object.',
      resolve: ({ subCategory }) => subCategory ?? null,
    }),
    message: t.string({
      nullable: true,
      description: 'What is wrong, in words.',
      resolve: ({ message }) => message ?? null,
    }),
    id: t.string({ nullable: true, description: 'An id of the error itself.', resolve: ({ id }) => id ?? null }),
    correlationId: t.string({
      nullable: true,
      description: "What HubSpot's support asks for.",
      resolve: ({ correlationId }) => correlationId ?? null,
    }),
    context: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Facts that belong to the error, such as the ids it is about.',
      resolve: ({ context }) => context ?? null,
    }),
    links: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Addresses of further reading, by name.',
      resolve: ({ links }) => links ?? null,
    }),
    errors: t.field({
      type: [HubSpotErrorDetail],
      description: 'The details; empty when there are none.',
      resolve: ({ errors }) => errors ?? [],
    }),
  }),
});
