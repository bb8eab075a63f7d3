import type { z } from 'zod';
import type { BatchReport } from '../hubspot/contact-write.ts';
import type { contactWarningSchema, ErrorDetail, HubSpotErrorBody } from '../hubspot/wire.ts';
import type { Builder } from './builder.ts';

/** The types of what HubSpot reports beside contacts, field by field as it was sent: errors, warnings and batches. */
export const addHubSpotReports = (builder: Builder) => ({
  HubSpotError: addHubSpotError(builder),
  ContactWarning: addContactWarning(builder),
  ContactBatch: addContactBatch(builder),
});

function addHubSpotError(builder: Builder) {
  const subCategory = {
    type: 'JSON',
    nullable: true,
    description: 'A finer category: a string or an object.',
  } as const;

  const HubSpotErrorDetail = builder.objectRef<ErrorDetail>('HubSpotErrorDetail').implement({
    description: 'One detail of an error that HubSpot sent.',
    fields: (t) => ({
      message: t.exposeString('message', { description: 'What is wrong, in words.' }),
      code: t.exposeString('code', { nullable: true, description: 'A code for the kind of error.' }),
      context: t.expose('context', { type: 'JSON', nullable: true, description: 'Details, such as property names.' }),
      in: t.exposeString('in', { nullable: true, description: 'The part of the request that the error is about.' }),
      subCategory: t.expose('subCategory', subCategory),
    }),
  });

  return builder.objectRef<HubSpotErrorBody>('HubSpotError').implement({
    description:
      "An error of HubSpot's REST API, as HubSpot sent it. Any field may be missing. The gateway removes what is about other inputs of the same call.",
    fields: (t) => ({
      status: t.exposeString('status', { nullable: true, description: 'Usually "error".' }),
      category: t.string({
        nullable: true,
        description: 'The kind of error: VALIDATION_ERROR, OBJECT_NOT_FOUND, CONFLICT, …',
        resolve: ({ category, errorType }) => category ?? errorType,
      }),
      subCategory: t.expose('subCategory', subCategory),
      message: t.exposeString('message', { nullable: true, description: 'What is wrong, in words.' }),
      id: t.exposeString('id', { nullable: true, description: 'The id of the error itself.' }),
      correlationId: t.exposeString('correlationId', {
        nullable: true,
        description: "The id to give to HubSpot's support.",
      }),
      context: t.expose('context', { type: 'JSON', nullable: true, description: 'Details, such as record ids.' }),
      links: t.expose('links', { type: 'JSON', nullable: true, description: 'Links to further information, by name.' }),
      errors: t.field({
        type: [HubSpotErrorDetail],
        description: 'The details of the error; empty when there are none.',
        resolve: ({ errors }) => errors ?? [],
      }),
    }),
  });
}

const addContactWarning = (builder: Builder) =>
  builder.objectRef<z.infer<typeof contactWarningSchema>>('ContactWarning').implement({
    description: 'A warning that HubSpot sent about a contact that it wrote.',
    fields: (t) => ({
      category: t.exposeString('category', { description: 'The kind of warning.' }),
      message: t.exposeString('message', { description: 'The warning, in words.' }),
      context: t.expose('context', { type: 'JSON', nullable: true, description: 'Details, as HubSpot sent them.' }),
    }),
  });

function addContactBatch(builder: Builder) {
  const BatchStatus = builder.enumType('BatchStatus', {
    description: 'The state of a batch when HubSpot answered.',
    values: {
      CANCELED: { description: 'HubSpot has canceled the batch.' },
      COMPLETE: { description: 'HubSpot has processed the whole batch.' },
      PENDING: { description: 'HubSpot has not started yet.' },
      PROCESSING: { description: 'HubSpot has not finished yet.' },
    } satisfies Record<BatchReport['status'], object>,
  });

  return builder.objectRef<BatchReport>('ContactBatch').implement({
    description:
      'A REST call that carried inputs of this mutation, as HubSpot reported it. The call may have carried inputs of other mutations too.',
    fields: (t) => ({
      status: t.expose('status', { type: BatchStatus, description: 'The state of the batch when HubSpot answered.' }),
      requestedAt: t.expose('requestedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When HubSpot received the batch.',
      }),
      startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When HubSpot started.' }),
      completedAt: t.expose('completedAt', { type: 'DateTime', nullable: true, description: 'When HubSpot finished.' }),
      numErrors: t.exposeInt('numErrors', {
        nullable: true,
        description:
          "HubSpot's count of errors. It counts groups of errors, not inputs. Null when there were none, or when the call also carried inputs of other requests.",
      }),
      links: t.expose('links', { type: 'JSON', nullable: true, description: 'Links of the batch, by name.' }),
      size: t.exposeInt('size', { description: 'The number of inputs in the call, including those of other callers.' }),
    }),
  });
}
