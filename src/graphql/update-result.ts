import type {
  ContactConflictError,
  ContactUpdateError,
  HubSpotUnavailableError,
  InvalidPropertiesError,
  NotPermittedError,
  PropertyProblem,
  RateLimitedError,
} from '../hubspot/update-errors.ts';
import { builder } from './builder.ts';
import { Contact, ContactWarning } from './contact.ts';
import type { ContactModel } from './contact-model.ts';
import { HubSpotError } from './hubspot-error.ts';

/** An input that was written. */
export interface UpdateSuccess {
  readonly inputIndex: number;
  readonly contact: ContactModel;
}

/** An input that was not, or not knowingly, written. The error may be shared by inputs; what is theirs alone is here. */
export interface UpdateFailure<E extends ContactUpdateError = ContactUpdateError> {
  readonly inputIndex: number;
  readonly contactId: string;
  readonly error: E;
}

export type UpdateResult = UpdateSuccess | UpdateFailure;

/** The name of the union member. */
export const resultType = (result: UpdateResult): string =>
  'error' in result ? result.error.name : 'UpdateContactSuccess';

const Applied = builder.enumType('Applied', {
  description: 'What is known of a write that did not succeed.',
  values: {
    NO: { value: 'NO', description: 'Nothing was written: it is safe to send the input again.' },
    UNKNOWN: { value: 'UNKNOWN', description: 'It may have been written: read the contact before sending it again.' },
  } as const,
});

const UpdateContactError = builder.interfaceRef<UpdateFailure>('UpdateContactError').implement({
  description: 'What all answers have in common that are not a success.',
  fields: (t) => ({
    inputIndex: t.exposeInt('inputIndex', { description: 'The place of the input in `inputs`, counted from 0.' }),
    contactId: t.exposeID('contactId', { description: 'The `id` of the input.' }),
    message: t.string({
      description: 'What is wrong and what to do, in words.',
      resolve: ({ error }) => error.message,
    }),
    retryable: t.boolean({
      description: 'Whether the same input may succeed when it is sent again unchanged.',
      resolve: ({ error }) => error.retryable,
    }),
    applied: t.field({
      type: Applied,
      description: 'Whether the input was written nevertheless.',
      resolve: ({ error }) => error.applied,
    }),
    correlationId: t.string({
      nullable: true,
      description: "What HubSpot's support asks for; null when HubSpot gave none.",
      resolve: ({ error }) => error.hubspot?.correlationId ?? null,
    }),
    hubspot: t.field({
      type: HubSpotError,
      nullable: true,
      description: 'The error as HubSpot sent it; null when it sent none.',
      resolve: ({ error }) => error.hubspot,
    }),
  }),
});

const UpdateContactSuccess = builder.objectRef<UpdateSuccess>('UpdateContactSuccess').implement({
  description: 'HubSpot reported the contact as updated.',
  fields: (t) => ({
    inputIndex: t.exposeInt('inputIndex', { description: 'The place of the input in `inputs`, counted from 0.' }),
    contact: t.expose('contact', { type: Contact, description: 'The contact after the update.' }),
    warnings: t.field({
      type: [ContactWarning],
      description: 'What HubSpot remarked about the update; empty when nothing.',
      resolve: ({ contact }) => contact.record.warnings ?? [],
    }),
  }),
});

const failure = <E extends ContactUpdateError>(name: E['name']) => builder.objectRef<UpdateFailure<E>>(name);

const ContactNotFoundErrorType = failure('ContactNotFoundError').implement({
  description: 'No contact has this id (or this value of `idProperty`), or it was deleted. Nothing was written.',
  interfaces: [UpdateContactError],
});

const PropertyProblemType = builder.objectRef<PropertyProblem>('PropertyProblem').implement({
  description: 'Why a property cannot have a value.',
  fields: (t) => ({
    property: t.exposeString('property', { description: 'The internal name of the property.' }),
    code: t.exposeString('code', {
      nullable: true,
      description:
        "HubSpot's code: PROPERTY_DOESNT_EXIST, INVALID_OPTION, READ_ONLY_VALUE, INVALID_EMAIL, … Null when it sent none.",
    }),
    message: t.exposeString('message', { description: 'What is wrong with the value, in words.' }),
    value: t.exposeString('value', { nullable: true, description: 'The value that was refused, as it was sent.' }),
  }),
});

const InvalidPropertiesErrorType = failure<InvalidPropertiesError>('InvalidPropertiesError').implement({
  description: 'At least one property cannot have the value that was sent. Nothing of the input was written.',
  interfaces: [UpdateContactError],
  fields: (t) => ({
    problems: t.field({
      type: [PropertyProblemType],
      description: 'The properties that were refused, each with the reason.',
      resolve: ({ error }) => error.problems,
    }),
  }),
});

const ContactConflictErrorType = failure<ContactConflictError>('ContactConflictError').implement({
  description: 'Another contact already holds a value that must be unique, such as the email. Nothing was written.',
  interfaces: [UpdateContactError],
  fields: (t) => ({
    property: t.string({
      nullable: true,
      description: 'The unique property; null when HubSpot did not say.',
      resolve: ({ error }) => error.property,
    }),
    existingContactId: t.id({
      nullable: true,
      description: 'The contact that holds the value; null when HubSpot did not say.',
      resolve: ({ error }) => error.existingContactId,
    }),
  }),
});

const InvalidInputErrorType = failure('InvalidInputError').implement({
  description: 'The input makes no sense as it is; `message` says why. Nothing was written.',
  interfaces: [UpdateContactError],
});

const NotPermittedErrorType = failure<NotPermittedError>('NotPermittedError').implement({
  description: 'The credential is not valid, or has not the rights. Nothing was written.',
  interfaces: [UpdateContactError],
  fields: (t) => ({
    requiredScopes: t.stringList({
      description: 'The scopes that HubSpot asks for; empty when it did not say.',
      resolve: ({ error }) => [...error.requiredScopes],
    }),
  }),
});

const RateLimitedErrorType = failure<RateLimitedError>('RateLimitedError').implement({
  description: 'A quota is used up. Nothing was written.',
  interfaces: [UpdateContactError],
  fields: (t) => ({
    retryAfterMs: t.int({
      nullable: true,
      description: 'How long to wait before trying again, in milliseconds; null when it is not known.',
      resolve: ({ error }) => error.retryAfterMs,
    }),
    policy: t.string({
      nullable: true,
      description:
        "HubSpot's name of the quota: TEN_SECONDLY_ROLLING, DAILY, …; or the gateway's: QUEUE_LIMIT, CALLER_LIMIT. Null when it is not known.",
      resolve: ({ error }) => error.policy,
    }),
  }),
});

const HubSpotUnavailableErrorType = failure<HubSpotUnavailableError>('HubSpotUnavailableError').implement({
  description: 'HubSpot could not be reached, or could not take the update now. Nothing was written.',
  interfaces: [UpdateContactError],
  fields: (t) => ({
    status: t.int({
      nullable: true,
      description: 'The HTTP status that HubSpot answered; null when it answered nothing.',
      resolve: ({ error }) => error.status,
    }),
    retryAfterMs: t.int({
      nullable: true,
      description: 'How long HubSpot asks to wait before trying again, in milliseconds; null when it does not say.',
      resolve: ({ error }) => error.retryAfterMs,
    }),
  }),
});

const OutcomeUnknownErrorType = failure('OutcomeUnknownError').implement({
  description: 'The update may have been written or not: HubSpot did not say, or its answer was lost on the way.',
  interfaces: [UpdateContactError],
});

export const UpdateContactResult = builder.unionType('UpdateContactResult', {
  description: 'The answer to one input.',
  types: [
    UpdateContactSuccess,
    ContactNotFoundErrorType,
    InvalidPropertiesErrorType,
    ContactConflictErrorType,
    InvalidInputErrorType,
    NotPermittedErrorType,
    RateLimitedErrorType,
    HubSpotUnavailableErrorType,
    OutcomeUnknownErrorType,
  ],
  // The error classes are named as their types are.
  resolveType: resultType,
});
