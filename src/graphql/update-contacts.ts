import type { BatchReport } from '../hubspot/contact-update.ts';
import { type ContactUpdateError, OutcomeUnknownError } from '../hubspot/update-errors.ts';
import { asUpdateError } from './as-update-error.ts';
import { builder } from './builder.ts';
import { completeContact } from './complete-contact.ts';
import { ContactBatch } from './contact-batch.ts';
import { contactProperties } from './contact-properties.ts';
import type { GatewayContext } from './context.ts';
import { refuseEmptyList, refuseLongList } from './list-limit.ts';
import { readUpdate, type UpdateContactInputShape } from './read-update.ts';
import { selectedProperties } from './selected-properties.ts';
import { UpdateContactResult, type UpdateResult } from './update-result.ts';

const PropertyValueInput = builder.inputType('PropertyValueInput', {
  description: 'A property by name, for those that the gateway has no definition of.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'The internal name of the property.' }),
    value: t.string({
      description:
        'The value exactly as HubSpot takes it; null clears. A leading ";" appends to a multiple-choice value.',
    }),
  }),
});

const UpdateContactInput = builder.inputType('UpdateContactInput', {
  description: 'An update of one contact. Properties that it does not name stay as they are.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'A record id, or a value of `idProperty`.' }),
    idProperty: t.string({
      description: 'The unique property that the contact is addressed by. Left out: by its record id.',
    }),
    properties: t.field({
      type: contactProperties.input,
      description: "Values to write, typed by the portal's definitions; null clears.",
    }),
    otherProperties: t.field({
      type: [PropertyValueInput],
      description: 'Values to write to properties that the definitions do not know.',
    }),
  }),
});

interface UpdateContactsPayload {
  readonly results: readonly UpdateResult[];
  readonly batches: readonly BatchReport[];
}

const UpdateContactsPayload = builder.objectRef<UpdateContactsPayload>('UpdateContactsPayload').implement({
  description: 'One answer per input, and the REST calls that carried them.',
  fields: (t) => ({
    results: t.expose('results', {
      type: [UpdateContactResult],
      description: '`results[i]` answers `inputs[i]`.',
    }),
    batches: t.expose('batches', {
      type: [ContactBatch],
      description: 'The REST calls that carried these inputs and were answered with a batch.',
    }),
  }),
});

builder.mutationField('updateContacts', (t) =>
  t.field({
    type: UpdateContactsPayload,
    description:
      'Updates contacts. Inputs of concurrent mutations travel to HubSpot together; each gets an answer of its own, and what is wrong with one does not touch the others. Updates of one contact are written in the order they come.',
    args: {
      inputs: t.arg({ type: [UpdateContactInput], required: true, description: 'The updates, at least one.' }),
    },
    resolve: async (_root, { inputs }, context, info) => {
      refuseEmptyList('inputs', inputs);
      refuseLongList('inputs', inputs, context.maxInputs);
      const updateOne = updater(context, selectedProperties(info, ['results', 'contact']));
      const batches = new Set<BatchReport>();
      const results = await Promise.all(inputs.map((input, index) => updateOne(input, index, batches)));
      return { results, batches: [...batches] };
    },
  }),
);

/** Answers one input, and never throws: what becomes of one input must not take the answers of the others with it. */
function updater(context: GatewayContext, selected: readonly string[]) {
  const credential = context.credential();
  const batcher = context.updatesFor(credential);
  const reader = context.contactsFor(credential);

  return async (
    input: UpdateContactInputShape,
    inputIndex: number,
    batches: Set<BatchReport>,
  ): Promise<UpdateResult> => {
    const failure = (error: ContactUpdateError) => ({ inputIndex, contactId: input.id, error });
    try {
      const outcome = await batcher.load(
        readUpdate(input, (batch) => batches.add(batch)),
        context.signal,
      );
      if (!outcome.ok) throw outcome.error;
      return { inputIndex, contact: await completeContact(outcome.value, selected, reader) };
    } catch (error) {
      const expected = asUpdateError(error);
      if (expected !== null) return failure(expected);
      context.reportBug(error);
      return failure(new OutcomeUnknownError('The gateway failed in an unexpected way; its log says how.'));
    }
  };
}
