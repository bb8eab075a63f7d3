import type { BatchReport } from '../hubspot/contact-update.ts';
import { batchStatuses } from '../hubspot/wire.ts';
import { builder } from './builder.ts';

const STATUS_DESCRIPTIONS: Record<(typeof batchStatuses)[number], string> = {
  CANCELED: 'HubSpot gave the batch up.',
  COMPLETE: 'HubSpot has worked through the whole batch.',
  PENDING: 'HubSpot has not begun.',
  PROCESSING: 'HubSpot has not finished.',
};

const BatchStatus = builder.enumType('BatchStatus', {
  description: 'How far HubSpot had come with a batch when it answered.',
  values: Object.fromEntries(
    batchStatuses.map((status) => [status, { value: status, description: STATUS_DESCRIPTIONS[status] }]),
  ) as Record<(typeof batchStatuses)[number], { value: (typeof batchStatuses)[number]; description: string }>,
});

export const ContactBatch = builder.objectRef<BatchReport>('ContactBatch').implement({
  description:
    'A REST call that carried inputs of this mutation, as HubSpot reported it. It may have carried those of others too.',
  fields: (t) => ({
    status: t.expose('status', { type: BatchStatus, description: "HubSpot's own word for how far it had come." }),
    requestedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When HubSpot was asked.',
      resolve: ({ requestedAt }) => requestedAt ?? null,
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When HubSpot began.',
      resolve: ({ startedAt }) => startedAt ?? null,
    }),
    completedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When HubSpot had finished.',
      resolve: ({ completedAt }) => completedAt ?? null,
    }),
    numErrors: t.int({
      nullable: true,
      description: "HubSpot's count of errors: groups of errors, not inputs. Null when it had none.",
      resolve: ({ numErrors }) => numErrors ?? null,
    }),
    links: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Addresses that belong to the batch, by name.',
      resolve: ({ links }) => links ?? null,
    }),
    size: t.exposeInt('size', { description: 'How many inputs the call carried, those of other callers included.' }),
  }),
});
