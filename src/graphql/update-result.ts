import type { CompleteContact } from '../contacts/read-back.ts';
import type {
  ContactConflictError,
  ContactError,
  HubSpotUnavailableError,
  InvalidPropertiesError,
  NotPermittedError,
  PropertyProblem,
  RateLimitedError,
} from '../hubspot/contact-errors.ts';
import type { Builder } from './builder.ts';
import type { ContactRef } from './contact.ts';
import type { addHubSpotReports } from './hubspot-reports.ts';

/** An input that was written. */
export interface UpdateSuccess {
  readonly inputIndex: number;
  readonly contact: CompleteContact;
}

/** An input that was not, or not knowingly, written: the fields of the error, and what is the input's own. */
export type UpdateFailure<E extends ContactError = ContactError> = Omit<E, 'later' | 'unsent'> & {
  readonly inputIndex: number;
  readonly contactId: string;
};

/** The error may be shared by inputs. */
export const failureOf = (error: ContactError, inputIndex: number, contactId: string): UpdateFailure => ({
  ...error,
  message: error.message,
  inputIndex,
  contactId,
});

export type UpdateResult = UpdateSuccess | UpdateFailure;

/** The name of the union member. The error classes are named as their types are. */
export const resultType = (result: UpdateResult): string =>
  'contact' in result ? 'UpdateContactSuccess' : result.name;

/** Adds the union `UpdateContactResult`, with its members. */
export function addUpdateResult(
  builder: Builder,
  Contact: ContactRef,
  { ContactWarning, HubSpotError }: ReturnType<typeof addHubSpotReports>,
) {
  const inputIndex = { description: 'The position of the input in `inputs`, counted from 0.' };

  const UpdateContactSuccess = builder.objectRef<UpdateSuccess>('UpdateContactSuccess').implement({
    description: 'HubSpot reported that the contact was updated.',
    fields: (t) => ({
      inputIndex: t.exposeInt('inputIndex', inputIndex),
      contact: t.expose('contact', { type: Contact, description: 'The contact after the update.' }),
      warnings: t.field({
        type: [ContactWarning],
        description: "HubSpot's warnings about the update; empty when there are none.",
        resolve: ({ contact }) => contact.warnings ?? [],
      }),
    }),
  });

  const Applied = builder.enumType('Applied', {
    description: 'What is known about a write that did not succeed.',
    values: {
      NO: { description: 'Nothing was written. It is safe to send the input again.' },
      UNKNOWN: { description: 'It may have been written. Read the contact before you send the input again.' },
    },
  });

  const UpdateContactError = builder.interfaceRef<UpdateFailure>('UpdateContactError').implement({
    description: 'The fields that all errors have in common.',
    fields: (t) => ({
      inputIndex: t.exposeInt('inputIndex', inputIndex),
      contactId: t.exposeID('contactId', { description: 'The `id` of the input.' }),
      message: t.exposeString('message', { description: 'What is wrong and what to do, in words.' }),
      retryable: t.exposeBoolean('retryable', {
        description: 'Whether the same input may succeed if you send it again unchanged.',
      }),
      applied: t.expose('applied', {
        type: Applied,
        description: 'Whether the input may have been written in spite of the error.',
      }),
      correlationId: t.string({
        nullable: true,
        description: "The id to give to HubSpot's support; null when HubSpot sent none.",
        resolve: ({ hubspot }) => hubspot?.correlationId,
      }),
      hubspot: t.expose('hubspot', {
        type: HubSpotError,
        nullable: true,
        description: 'The error as HubSpot sent it; null when HubSpot sent none.',
      }),
    }),
  });

  const PropertyProblemType = builder.objectRef<PropertyProblem>('PropertyProblem').implement({
    description: 'Why a property cannot have a value.',
    fields: (t) => ({
      property: t.exposeString('property', { description: 'The internal name of the property.' }),
      code: t.exposeString('code', {
        nullable: true,
        description:
          "HubSpot's code (PROPERTY_DOESNT_EXIST, INVALID_OPTION, READ_ONLY_VALUE, …) or the gateway's (ILL_FORMED_VALUE, …). Null when there is none.",
      }),
      message: t.exposeString('message', { description: 'What is wrong with the value, in words.' }),
      value: t.exposeString('value', { nullable: true, description: 'The refused value, as it was sent.' }),
    }),
  });

  const failure = <E extends ContactError>(name: E['name']) => builder.objectRef<UpdateFailure<E>>(name);
  const interfaces = [UpdateContactError];

  return builder.unionType('UpdateContactResult', {
    description: 'The answer to one input: a success or one of the errors.',
    resolveType: resultType,
    types: [
      UpdateContactSuccess,
      failure('ContactNotFoundError').implement({
        interfaces,
        description: 'No contact has this id (or this value of `idProperty`), or it was deleted. Nothing was written.',
      }),
      failure<InvalidPropertiesError>('InvalidPropertiesError').implement({
        interfaces,
        description: 'At least one property cannot have the value that was sent. Nothing was written.',
        fields: (t) => ({
          problems: t.expose('problems', {
            type: [PropertyProblemType],
            description: 'The refused properties, each with the reason.',
          }),
        }),
      }),
      failure<ContactConflictError>('ContactConflictError').implement({
        interfaces,
        description: 'Another contact already has a value that must be unique, such as the email. Nothing was written.',
        fields: (t) => ({
          property: t.exposeString('property', {
            nullable: true,
            description: 'The unique property; null when HubSpot did not say.',
          }),
          existingContactId: t.exposeID('existingContactId', {
            nullable: true,
            description: 'The contact that has the value; null when HubSpot did not say.',
          }),
        }),
      }),
      failure('InvalidInputError').implement({
        interfaces,
        description: 'The input is not valid; `message` says why. Nothing was written.',
      }),
      failure<NotPermittedError>('NotPermittedError').implement({
        interfaces,
        description: 'The credential is not valid or lacks a permission. Nothing was written.',
        fields: (t) => ({
          requiredScopes: t.expose('requiredScopes', {
            type: ['String'],
            description: 'The scopes that HubSpot asks for; empty when it did not say.',
          }),
        }),
      }),
      failure<RateLimitedError>('RateLimitedError').implement({
        interfaces,
        description: 'A quota is used up. Nothing was written.',
        fields: (t) => ({
          retryAfterMs: t.exposeInt('retryAfterMs', {
            nullable: true,
            description: 'How long to wait before you try again, in milliseconds; null when it is not known.',
          }),
          policy: t.exposeString('policy', {
            nullable: true,
            description:
              "The name of the quota. HubSpot's are TEN_SECONDLY_ROLLING, DAILY, …; the gateway's are QUEUE_LIMIT, CALLER_LIMIT and REFUSED_INPUTS. Null when it is not known.",
          }),
        }),
      }),
      failure<HubSpotUnavailableError>('HubSpotUnavailableError').implement({
        interfaces,
        description: 'HubSpot could not be reached, or could not accept the update now. Nothing was written.',
        fields: (t) => ({
          status: t.exposeInt('status', {
            nullable: true,
            description: "The HTTP status of HubSpot's answer; null when there was no answer.",
          }),
          retryAfterMs: t.exposeInt('retryAfterMs', {
            nullable: true,
            description: 'How long to wait before you try again, in milliseconds; null when it is not known.',
          }),
        }),
      }),
      failure('OutcomeUnknownError').implement({
        interfaces,
        description: 'The update may or may not have been written: HubSpot did not say, or its answer did not arrive.',
      }),
    ],
  });
}
