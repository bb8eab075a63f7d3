import { GraphQLError } from 'graphql';
import { carryOut, type Prepared } from '../contacts/carry-out.ts';
import type { CompleteContact } from '../contacts/read-back.ts';
import { ContactError, OutcomeUnknownError, RateLimitedError } from '../hubspot/contact-errors.ts';
import type { BatchReport } from '../hubspot/contact-update.ts';
import type { Builder } from './builder.ts';
import type { ContactRef } from './contact.ts';
import type { ContactProperties } from './contact-properties.ts';
import type { Admission, GatewayContext } from './context.ts';
import { addHubSpotReports } from './hubspot-reports.ts';
import { readUpdate, type UpdateContactInputShape } from './read-update.ts';
import { selectedProperties } from './selected-properties.ts';
import { addUpdateResult, failureOf, resultType, type UpdateResult } from './update-result.ts';

/** All answers to a mutation: one for each input, and the REST calls that carried them. */
interface Answers {
  readonly results: readonly UpdateResult[];
  readonly batches: readonly BatchReport[];
}

/** Adds the mutation `updateContacts`, with its types. */
export function addUpdateContacts(builder: Builder, Contact: ContactRef, properties: ContactProperties): void {
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

  const UpdateContactInput = builder.inputType('UpdateContactInput', {
    description: 'An update of one contact. Properties that it does not name keep their values.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'A record id, or a value of `idProperty`.' }),
      idProperty: t.string({
        description:
          'The unique property that `id` is a value of, such as `email`. Leave it out when `id` is a record id.',
      }),
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
    }),
  });

  const reports = addHubSpotReports(builder);
  const UpdateContactResult = addUpdateResult(builder, Contact, reports);
  const UpdateContactsPayload = builder.objectRef<Answers>('UpdateContactsPayload').implement({
    description: 'One answer per input, and the REST calls that carried the inputs.',
    fields: (t) => ({
      results: t.expose('results', {
        type: [UpdateContactResult],
        description: '`results[i]` answers `inputs[i]`.',
      }),
      batches: t.expose('batches', {
        type: [reports.ContactBatch],
        description:
          'The REST calls that carried these inputs and that HubSpot answered with a batch. Refused calls, failed calls and calls for a single contact are not listed.',
      }),
    }),
  });

  builder.mutationField('updateContacts', (t) =>
    t.field({
      type: UpdateContactsPayload,
      description:
        'Updates contacts. The gateway sends the inputs of concurrent mutations to HubSpot in shared calls. Each input gets its own answer, and an invalid input does not affect the others. Updates of the same contact are written in the order in which they arrive.',
      args: {
        inputs: t.arg({
          type: [UpdateContactInput],
          required: true,
          description: 'The updates: at least one, and at most MAX_INPUTS (1,000 by default).',
        }),
      },
      resolve: (_root, { inputs }, context, info) => {
        if (inputs.length === 0) throw emptyList();
        const selected = selectedProperties(info, ['results', 'contact']);
        return answerInputs(inputs, { selected, encode: properties.encode, context });
      },
    }),
  );
}

const emptyList = () =>
  new GraphQLError('"inputs" must have at least one item.', { extensions: { code: 'BAD_USER_INPUT' } });

interface Options {
  /** Names of the properties that are to be answered. */
  readonly selected: readonly string[];
  readonly encode: ContactProperties['encode'];
  readonly context: GatewayContext;
}

/**
 * Carries out a list of inputs. Never rejects for one of them: what becomes of one must not take the answers of the others
 * with it.
 */
export async function answerInputs(
  inputs: readonly UpdateContactInputShape[],
  { selected, encode, context }: Options,
): Promise<Answers> {
  const since = performance.now();
  const access = context.accessOf(context.credential());
  const { request, answered } = context.watchMutation(inputs.length);
  const batches = new Set<BatchReport>();
  const onBatch = (batch: BatchReport) => void batches.add(batch);

  function prepare(input: UpdateContactInputShape): Prepared {
    try {
      return { ...readUpdate(input, encode), request, onBatch };
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  const admitted = await context.admit(inputs.length);
  const prepared = inputs.slice(0, admitted.inputs).map(prepare);
  const carriedOut = carryOut(prepared, selected, access, { signal: context.signal, since, request });

  async function answer(input: UpdateContactInputShape, inputIndex: number): Promise<UpdateResult> {
    if (inputIndex >= admitted.inputs) return failureOf(beyondLimit(admitted), inputIndex, input.id);
    try {
      return { inputIndex, contact: await (carriedOut[inputIndex] as Promise<CompleteContact>) };
    } catch (error) {
      if (error instanceof ContactError) return failureOf(error, inputIndex, input.id);
      context.reportBug(error);
      const masked = new OutcomeUnknownError('The gateway failed unexpectedly; the reason is in its log.');
      return failureOf(masked, inputIndex, input.id);
    }
  }

  const results = await Promise.all(inputs.map(answer));
  answered(results.map(resultType));
  await context.answer.turn();
  return { results, batches: [...batches] };
}

function beyondLimit({ retryAfterMs }: Admission): ContactError {
  const message = `You have sent as many inputs as one caller may send in a second; wait ${retryAfterMs} ms.`;
  return new RateLimitedError(message, { retryAfterMs, policy: 'CALLER_LIMIT' });
}
