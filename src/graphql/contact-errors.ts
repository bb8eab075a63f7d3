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
import { type ContactRef, contactReader } from './contact.ts';
import type { addHubSpotReports } from './hubspot-reports.ts';
import { selectedProperties } from './selected-properties.ts';

/** An input that was not, or not knowingly, carried out: the fields of the error, and what is the input's own. */
export type Failure<E extends ContactError = ContactError> = Omit<E, 'later' | 'unsent'> & {
  readonly inputIndex: number;
  /** Null for a contact that was to be created. */
  readonly contactId: string | null;
};

/** The error may be shared by inputs. The error classes are named as their types are. */
export const failureOf = (error: ContactError, inputIndex: number, contactId: string | null): Failure => ({
  ...error,
  message: error.message,
  inputIndex,
  contactId,
});

export const inputIndex = { description: 'The position of the input in `inputs`, counted from 0.' };

/** Adds the errors that an input can be answered with, and the interface that they have in common. */
export function addContactErrors(
  builder: Builder,
  Contact: ContactRef,
  { HubSpotError }: ReturnType<typeof addHubSpotReports>,
) {
  const Applied = builder.enumType('Applied', {
    description: 'What is known about a write that did not succeed.',
    values: {
      NO: { description: 'Nothing was written. It is safe to send the input again.' },
      UNKNOWN: { description: 'It may have been written. Read the contact before you send the input again.' },
    },
  });

  const ContactErrorType = builder.interfaceRef<Failure>('ContactError').implement({
    description: 'The fields that all errors have in common.',
    fields: (t) => ({
      inputIndex: t.exposeInt('inputIndex', inputIndex),
      contactId: t.exposeID('contactId', {
        nullable: true,
        description: 'The `id` of the input; null when the input was to create a contact.',
      }),
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
    description: 'Why a property cannot have a value, or must have one.',
    fields: (t) => ({
      property: t.exposeString('property', { description: 'The internal name of the property.' }),
      code: t.exposeString('code', {
        nullable: true,
        description:
          "HubSpot's code (PROPERTY_DOESNT_EXIST, INVALID_OPTION, MISSING_REQUIRED_PROPERTY, …) or the gateway's (ILL_FORMED_VALUE, …). Null when there is none.",
      }),
      message: t.exposeString('message', { description: 'What is wrong with the value, in words.' }),
      value: t.exposeString('value', {
        nullable: true,
        description: 'The refused value, as it was sent; null when none was.',
      }),
    }),
  });

  const failure = <E extends ContactError>(name: E['name']) => builder.objectRef<Failure<E>>(name);
  const interfaces = [ContactErrorType];

  return {
    ContactNotFoundError: failure('ContactNotFoundError').implement({
      interfaces,
      description: 'No contact has this id (or this value of `idProperty`), or it was deleted. Nothing was written.',
    }),
    InvalidPropertiesError: failure<InvalidPropertiesError>('InvalidPropertiesError').implement({
      interfaces,
      description:
        'At least one property cannot have the value that was sent, or has none although a rule of the account requires it. Nothing was written.',
      fields: (t) => ({
        problems: t.expose('problems', {
          type: [PropertyProblemType],
          description: 'The refused properties, each with the reason.',
        }),
      }),
    }),
    ContactConflictError: failure<ContactConflictError>('ContactConflictError').implement({
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
        existingContact: t.field({
          type: Contact,
          nullable: true,
          description:
            'The contact that has the value, read when you select it; null when HubSpot did not say which it is.',
          resolve: ({ existingContactId }, _args, context, info) =>
            existingContactId === null
              ? null
              : contactReader(context, null, selectedProperties(info, []))(existingContactId),
        }),
      }),
    }),
    InvalidInputError: failure('InvalidInputError').implement({
      interfaces,
      description: 'The input is not valid; `message` says why. Nothing was written.',
    }),
    NotPermittedError: failure<NotPermittedError>('NotPermittedError').implement({
      interfaces,
      description: 'The credential is not valid or lacks a permission. Nothing was written.',
      fields: (t) => ({
        requiredScopes: t.expose('requiredScopes', {
          type: ['String'],
          description: 'The scopes that HubSpot asks for; empty when it did not say.',
        }),
      }),
    }),
    RateLimitedError: failure<RateLimitedError>('RateLimitedError').implement({
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
    HubSpotUnavailableError: failure<HubSpotUnavailableError>('HubSpotUnavailableError').implement({
      interfaces,
      description: 'HubSpot could not be reached, or could not accept the write now. Nothing was written.',
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
    OutcomeUnknownError: failure('OutcomeUnknownError').implement({
      interfaces,
      description: 'The input may or may not have been written: HubSpot did not say, or its answer did not arrive.',
    }),
  };
}

export type ContactErrorTypes = ReturnType<typeof addContactErrors>;
