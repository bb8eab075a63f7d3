import type { InputRef } from '@pothos/core';
import { GraphQLError } from 'graphql';
import type { ContactWrite } from '../hubspot/contact-write.ts';
import { type Answers, answerInputs, type Mutation, resultType, type Success } from './answer-inputs.ts';
import type { Builder } from './builder.ts';
import type { ContactRef } from './contact.ts';
import { addContactErrors } from './contact-errors.ts';
import type { ContactProperties } from './contact-properties.ts';
import { addHubSpotReports } from './hubspot-reports.ts';
import { selectedProperties } from './selected-properties.ts';

/** Adds the types that all mutations share. */
export function addSharedTypes(builder: Builder, Contact: ContactRef, { encode }: ContactProperties) {
  const reports = addHubSpotReports(builder);
  return { ...reports, encode, errors: addContactErrors(builder, Contact, reports) };
}

export type SharedTypes = ReturnType<typeof addSharedTypes>;

interface Texts {
  readonly description: string;
  readonly inputs: string;
}

/** Adds a mutation of a list of inputs, with its union and its payload. `success`: its own type, which is to be implemented. */
export function addContactMutation<Input, W extends ContactWrite, Out>(
  builder: Builder,
  { errors, ContactBatch, encode }: SharedTypes,
  input: InputRef<Input>,
  mutation: Mutation<Input, W, Out>,
  { description, inputs: inputsDescription }: Texts,
) {
  const { name } = mutation;
  const prefix = mutation.success.replace('Success', '');
  const success = builder.objectRef<Success<Out>>(mutation.success);
  const result = builder.unionType(`${prefix}Result`, {
    description: 'The answer to one input: a success or one of the errors.',
    resolveType: (answer) => resultType(mutation, answer),
    types: [success, ...mutation.errors.map((error) => errors[error])],
  });

  const payload = builder.objectRef<Answers<Out>>(`${prefix}sPayload`).implement({
    description: 'One answer per input, and the REST calls that carried the inputs.',
    fields: (t) => ({
      results: t.expose('results', { type: [result], description: '`results[i]` answers `inputs[i]`.' }),
      batches: t.expose('batches', {
        type: [ContactBatch],
        description:
          'The REST calls that carried these inputs and that HubSpot answered with a batch. Refused calls, failed calls and calls for a single contact are not listed.',
      }),
    }),
  });

  builder.mutationField(name, (t) =>
    t.field({
      type: payload,
      description,
      args: { inputs: t.arg({ type: [input], required: true, description: inputsDescription }) },
      resolve: (_root, { inputs }, context, info) => {
        if (inputs.length === 0) throw emptyList();
        const selected = selectedProperties(info, ['results', 'contact']);
        return answerInputs(mutation, inputs as readonly Input[], { selected, encode, context });
      },
    }),
  );
  return success;
}

const emptyList = () =>
  new GraphQLError('"inputs" must have at least one item.', { extensions: { code: 'BAD_USER_INPUT' } });
