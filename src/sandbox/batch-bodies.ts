/** The bodies of calls: how those that come are read, and what a batch is answered. */
import { z } from 'zod';
import { type ContactRecord, MAX_INPUTS_PER_CALL } from '../hubspot/wire.ts';
import { requiredFields, tooManyInputs, unreadableBody } from './error-bodies.ts';
import type { SandboxContext } from './portal.ts';
import { iso } from './property-values.ts';
import type { SandboxAnswer, Shuffle } from './rest.ts';

/** Others report it of values, inferred for ids: what is not text is read as its text. */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const optionalText = text.nullish().transform((given) => given ?? undefined);

/** As a map, so that a property may have any name, `__proto__` included. Inferred: null clears. */
const properties = z
  .custom<Readonly<Record<string, unknown>>>((given) => isMap(given) && Object.values(given).every(isScalar))
  .transform(
    (given): ReadonlyMap<string, string> =>
      new Map(Object.entries(given).map(([name, value]) => [name, value === null ? '' : String(value)])),
  );

const isMap = (given: unknown): given is object => typeof given === 'object' && given !== null && !Array.isArray(given);
const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

const updateInput = z.object({ id: text, idProperty: optionalText, properties, objectWriteTraceId: optionalText });
export type UpdateInput = z.infer<typeof updateInput>;

/** Recorded: a body without `inputs` is a batch of none. */
const listOf = <T extends z.ZodType>(input: T) =>
  z
    .array(input)
    .max(MAX_INPUTS_PER_CALL)
    .nullish()
    .transform((given) => given ?? []);

export const batchUpdateBody = z.object({ inputs: listOf(updateInput) });
export const batchReadBody = z.object({
  inputs: listOf(z.object({ id: text })),
  idProperty: optionalText,
  properties: z.array(z.string()).nullish(),
});
export const singleUpdateBody = z.object({ properties });

/** What the body says, or the answer that refuses it. Inferred: another type counts before what is missing. */
export function readBody<T>(form: z.ZodType<T>, body: unknown): T | SandboxAnswer {
  const { data, error } = form.safeParse(body, { reportInput: true });
  if (error === undefined) return data;
  const { issues } = error;
  if (issues.some(({ code }) => code === 'too_big')) return tooManyInputs();
  const missing = issues.map(({ path, input }) => (input === undefined || input === null ? path.at(-1) : null));
  const names = missing.filter((name) => typeof name === 'string');
  return names.length < issues.length ? unreadableBody() : requiredFields(...new Set(names));
}

/** One item of `errors`, with the keys in the recorded order. */
export interface ItemError {
  readonly status: 'error';
  readonly category: string;
  readonly message: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** Recorded: one error for all records that are not there. */
export const notFound = (ids: readonly string[]): ItemError => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  message: 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
  context: { ids },
});

/**
 * The answer to a batch that was not refused as a whole: in an order that means nothing. Documented: 207 when an item
 * failed, except in version 2026-09, which puts errors into a 200.
 */
export function batchAnswer(
  { shuffle, nowMs, apiVersion }: SandboxContext,
  results: readonly ContactRecord[],
  errors: readonly ItemError[],
): SandboxAnswer {
  return {
    status: errors.length > 0 && apiVersion !== '2026-09' ? 207 : 200,
    body: {
      status: 'COMPLETE',
      results: shuffle(results),
      // Recorded: the number of groups, not of inputs; both are absent from a clean answer.
      ...(errors.length > 0 ? { numErrors: errors.length, errors } : {}),
      startedAt: iso(nowMs),
      completedAt: iso(Date.now()),
    },
  };
}

/** Puts lists into an order that looks random and is the same for the same seed. HubSpot promises no order. */
export function createShuffle(seed: number): Shuffle {
  let state = seed;
  /** A linear congruential generator is good enough for an order. */
  function random(): number {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  }
  return (items) =>
    items
      .map((item) => ({ item, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
}
