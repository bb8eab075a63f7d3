import { type Answers, answerInputs } from './answer-inputs.ts';
import { builder } from './builder.ts';
import { ContactBatch } from './contact-batch.ts';
import { contactProperties } from './contact-properties.ts';
import { refuseEmptyList } from './list-limit.ts';
import { selectedProperties } from './selected-properties.ts';
import { UpdateContactResult } from './update-result.ts';

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
    ...(contactProperties.input && {
      properties: t.field({
        type: contactProperties.input,
        description: "Values to write, typed by the portal's definitions; null clears.",
      }),
    }),
    otherProperties: t.field({
      type: [PropertyValueInput],
      description: 'Values to write to properties that the definitions do not know.',
    }),
  }),
});

const UpdateContactsPayload = builder.objectRef<Answers>('UpdateContactsPayload').implement({
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
    resolve: (_root, { inputs }, context, info) => {
      refuseEmptyList('inputs', inputs);
      return answerInputs(inputs, selectedProperties(info, ['results', 'contact']), context);
    },
  }),
);
