/** A call: what it is carried out with, how its body is read, and what a batch is answered. */
import { z } from 'zod';
import type { SentDefinition } from '../definitions-file.ts';
import { type ContactRecord, MAX_INPUTS_PER_CALL } from '../hubspot/wire.ts';
import type { Contacts } from './contacts.ts';
import type { Rule } from './environment.ts';
import { tooManyInputs, unreadableBody } from './error-bodies.ts';
import type { SandboxAnswer } from './http.ts';
import { iso } from './property-values.ts';

/** What differs from account to account, or is not known for sure of HubSpot: a front end can be tried with either. */
export interface Switches {
  /**
   * What a value that cannot be written does to a batch whose inputs all have trace ids: `item` (207, an error for that
   * input; documented for create, probed for upsert) or `batch` (400 for all; recorded without trace ids).
   */
  invalidValues: 'item' | 'batch';
  /** Whether results of a batch that writes repeat the trace ids (probed for upsert, not recorded for update). */
  echoTraceIds: boolean;
  /** Whether a batch update takes `idProperty: "email"`: documented, and recorded otherwise. */
  emailUpdates: 'refused' | 'accepted';
  /** How far search is behind the contacts, in ms. Documented: "a few moments". */
  searchLagMs: number;
  /** What the account's administrators require of contacts; version 2026-09 alone holds writes to it. */
  rules: readonly Rule[];
}

/** What handlers need to carry out a request. */
export interface SandboxContext {
  readonly contacts: Contacts;
  readonly definitions: readonly SentDefinition[];
  readonly switches: Readonly<Switches>;
  /** `v3`, `2026-03`, `2026-09`. */
  readonly apiVersion: string;
  /** When the request came. */
  readonly nowMs: number;
}

/** As a map, so that a property may have any name, `__proto__` included. */
const properties = z
  .custom<Readonly<Record<string, string>>>(
    (sent) => typeof sent === 'object' && sent !== null && Object.values(sent).every((v) => typeof v === 'string'),
  )
  .transform((sent): ReadonlyMap<string, string> => new Map(Object.entries(sent)));

const createInput = z.object({ properties, objectWriteTraceId: z.string().optional() });
const writeInput = createInput.extend({ id: z.string(), idProperty: z.string().optional() });
export type WriteInput = z.infer<typeof writeInput>;

export const batchCreateBody = z.object({ inputs: z.array(createInput).max(MAX_INPUTS_PER_CALL) });
/** Of batch/update and batch/upsert. */
export const batchWriteBody = z.object({ inputs: z.array(writeInput).max(MAX_INPUTS_PER_CALL) });
export const batchArchiveBody = z.object({ inputs: z.array(z.object({ id: z.string() })).max(MAX_INPUTS_PER_CALL) });
export const batchReadBody = z.object({
  inputs: z.array(z.object({ id: z.string() })).max(MAX_INPUTS_PER_CALL),
  idProperty: z.string().optional(),
  properties: z.array(z.string()).optional(),
});
export const singleWriteBody = z.object({ properties });

/** The answer to a body that does not have its form. */
export const unreadable = ({ issues }: z.ZodError): SandboxAnswer =>
  issues.some(({ code }) => code === 'too_big') ? tooManyInputs() : unreadableBody();

/** One item of `errors`, with the keys in the recorded order. */
export const itemError = (category: string, message: string, context: Readonly<Record<string, readonly string[]>>) => ({
  status: 'error',
  category,
  message,
  context,
});

/** Recorded: one error for all records that are not there. */
export const notFound = (ids: readonly string[], traceIds: { readonly objectWriteTraceId?: readonly string[] } = {}) =>
  itemError(
    'OBJECT_NOT_FOUND',
    'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
    { ids, ...traceIds },
  );

/**
 * The answer to a batch that was not refused as a whole. Documented: 207 when an item failed, except in version
 * 2026-09, which puts errors into the usual answer.
 */
export function batchAnswer(
  { nowMs, apiVersion }: SandboxContext,
  results: readonly ContactRecord[],
  errors: readonly object[],
  usualStatus = 200,
): SandboxAnswer {
  return {
    status: errors.length > 0 && apiVersion !== '2026-09' ? 207 : usualStatus,
    body: {
      status: 'COMPLETE',
      // Recorded: in an order that means nothing. This one has nothing to do with the places of the inputs.
      results: results.toSorted((a, b) => (backwards(a.id) > backwards(b.id) ? -1 : 1)),
      // Recorded: the number of groups, not of inputs; both are absent from a clean answer.
      ...(errors.length > 0 ? { numErrors: errors.length, errors } : {}),
      startedAt: iso(nowMs),
      completedAt: iso(Date.now()),
    },
  };
}

const backwards = (text: string): string => [...text].reverse().join('');
