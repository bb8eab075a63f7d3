import { archive, create, createOrUpdate, update } from '../contacts/operations.ts';
import type { CompleteContact } from '../contacts/read-back.ts';
import type { UpsertedContact } from '../contacts/upsert.ts';
import type { ArchivedContact } from '../hubspot/archive-contacts.ts';
import type { ContactUpdate, ContactUpsert, ContactWrite } from '../hubspot/contact-write.ts';
import type { Mutation, Success } from './answer-inputs.ts';
import type { Builder, FieldsOf, InputFields } from './builder.ts';
import type { ContactRef } from './contact.ts';
import { inputIndex } from './contact-errors.ts';
import { addContactMutation, addSharedTypes } from './contact-mutation.ts';
import type { ContactProperties } from './contact-properties.ts';
import {
  type AddressShape,
  type PropertiesShape,
  readArchive,
  readCreate,
  readUpdate,
  readUpsert,
} from './read-input.ts';

type UpdateShape = AddressShape & PropertiesShape;

const ALWAYS = [
  'InvalidInputError',
  'NotPermittedError',
  'RateLimitedError',
  'HubSpotUnavailableError',
  'OutcomeUnknownError',
] as const;
const OF_VALUES = ['InvalidPropertiesError', 'ContactConflictError', ...ALWAYS] as const;

export const updating: Mutation<UpdateShape, ContactUpdate, CompleteContact> = {
  name: 'updateContacts',
  success: 'UpdateContactSuccess',
  errors: ['ContactNotFoundError', ...OF_VALUES],
  idOf: ({ id }) => id,
  read: readUpdate,
  carryOut: update,
};

export const creating: Mutation<PropertiesShape, ContactWrite, CompleteContact> = {
  name: 'createContacts',
  success: 'CreateContactSuccess',
  errors: OF_VALUES,
  idOf: () => null,
  read: readCreate,
  carryOut: create,
};

export const upserting: Mutation<UpdateShape, ContactUpsert, UpsertedContact & CompleteContact> = {
  name: 'upsertContacts',
  success: 'UpsertContactSuccess',
  errors: OF_VALUES,
  idOf: ({ id }) => id,
  read: readUpsert,
  carryOut: createOrUpdate,
};

export const archiving: Mutation<AddressShape, ContactUpdate, ArchivedContact> = {
  name: 'archiveContacts',
  success: 'ArchiveContactSuccess',
  errors: ['ContactNotFoundError', ...ALWAYS],
  idOf: ({ id }) => id,
  read: readArchive,
  carryOut: archive,
};

const atMost = 'at least one, and at most MAX_INPUTS (1,000 by default).';

/** Adds the mutations of contacts, with their types. */
export function addContactMutations(builder: Builder, Contact: ContactRef, properties: ContactProperties): void {
  const shared = addSharedTypes(builder, Contact, properties);

  const PropertyValueInput = builder.inputType('PropertyValueInput', {
    description: 'A property and its raw value.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'The internal name of the property.' }),
      value: t.string({
        description:
          'The value in HubSpot\'s own format; null clears the property. A leading ";" adds to a multiple-choice value.',
      }),
    }),
  });

  /** Which contact an input is about. */
  const address = (t: InputFields) => ({
    id: t.id({ required: true, description: 'A record id, or a value of `idProperty`.' }),
    idProperty: t.string({
      description:
        'The unique property that `id` is a value of, such as `email`. Leave it out when `id` is a record id.',
    }),
  });
  /** What an input writes. */
  const values = (t: InputFields) => ({
    ...(properties.input && {
      properties: t.field({
        type: properties.input,
        description: "Values to write, typed by the account's definitions; null clears a property.",
      }),
    }),
    otherProperties: t.field({
      type: [PropertyValueInput],
      description:
        "Raw values to write: for properties that the gateway has no definition for, or where you need HubSpot's own format.",
    }),
  });

  const UpdateContactInput = builder.inputType('UpdateContactInput', {
    description: 'An update of one contact. Properties that it does not name keep their values.',
    fields: (t) => ({
      ...address(t),
      ...values(t),
    }),
  });
  const UpdateContactSuccess = addContactMutation(builder, shared, UpdateContactInput, updating, {
    description:
      'Updates contacts. The gateway sends the inputs of concurrent mutations to HubSpot in shared calls. Each input gets its own answer, and an invalid input does not affect the others. Updates of the same contact are written in the order in which they arrive.',
    inputs: `The updates: ${atMost}`,
  });

  const CreateContactInput = builder.inputType('CreateContactInput', {
    description: 'A contact to create.',
    fields: values,
  });
  const CreateContactSuccess = addContactMutation(builder, shared, CreateContactInput, creating, {
    description:
      'Creates contacts. An input whose email another contact already has is answered with a ContactConflictError that names this contact. No input is sent to HubSpot twice when the outcome of a call is not known, so that no contact is created twice.',
    inputs: `The contacts: ${atMost}`,
  });

  const UpsertContactInput = builder.inputType('UpsertContactInput', {
    description:
      'A contact to update, or to create where there is none. Properties that it does not name keep their values.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The value of `idProperty` that the contact has, or is to have.' }),
      idProperty: t.string({
        required: true,
        description: 'The unique property that `id` is a value of: `email`, or another one.',
      }),
      ...values(t),
    }),
  });
  const UpsertContactSuccess = addContactMutation(builder, shared, UpsertContactInput, upserting, {
    description:
      'Updates the contacts that exist and creates those that do not. Inputs with the same email (or the same value of `idProperty`) are carried out one after the other, in the order in which they arrive: the first one creates the contact, the others update it.',
    inputs: `The contacts: ${atMost}`,
  });

  const ArchiveContactInput = builder.inputType('ArchiveContactInput', {
    description: 'A contact to move to the recycle bin.',
    fields: address,
  });
  const ArchiveContactSuccess = addContactMutation(builder, shared, ArchiveContactInput, archiving, {
    description:
      "Moves contacts to HubSpot's recycle bin, from where they can be restored for some time. What was sent before for the same contact is written first.",
    inputs: `The contacts: ${atMost}`,
  });

  /** What a success tells of a contact that was written. */
  const writtenFields = (t: FieldsOf<Success<CompleteContact>>) => ({
    inputIndex: t.exposeInt('inputIndex', inputIndex),
    contact: t.expose('contact', { type: Contact, description: 'The contact as it is now.' }),
    warnings: t.field({
      type: [shared.ContactWarning],
      description: "HubSpot's warnings about the write; empty when there are none.",
      resolve: ({ contact }) => contact.warnings ?? [],
    }),
  });

  UpdateContactSuccess.implement({
    description: 'HubSpot reported that the contact was updated.',
    fields: writtenFields,
  });
  CreateContactSuccess.implement({
    description: 'HubSpot reported that the contact was created.',
    fields: writtenFields,
  });
  UpsertContactSuccess.implement({
    description: 'HubSpot reported that the contact was updated or created.',
    fields: (t) => ({
      ...writtenFields(t),
      created: t.boolean({
        description: 'Whether this input created the contact.',
        resolve: ({ contact }) => contact.created,
      }),
    }),
  });
  ArchiveContactSuccess.implement({
    description:
      'HubSpot accepted the call that archives the contact. HubSpot does not report single contacts: it accepts the record id of a contact that does not exist, too.',
    fields: (t) => ({
      inputIndex: t.exposeInt('inputIndex', inputIndex),
      contactId: t.id({ description: 'The record id of the contact.', resolve: ({ contact }) => contact.id }),
    }),
  });
}
