import type { ContactRecord } from '../hubspot/wire.ts';
import { iso } from './property-values.ts';
import type { SandboxAnswer, SandboxContext } from './rest.ts';

/** One item of `errors`, with the keys in the recorded order. */
export interface ItemError {
  readonly status: 'error';
  readonly category: string;
  readonly message: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

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

/** Recorded: one error for all records that are not there. */
export const notFound = (ids: readonly string[]): ItemError => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  message: 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
  context: { ids },
});
