import { type BatcherOptions, createBatcher, type LoadOptions } from '../batching/batcher.ts';
import { createCircuit } from '../batching/circuit-breaker.ts';
import { perKey } from '../batching/per-key.ts';
import type { RestCall } from '../hubspot/client.ts';
import { SEARCH_QUOTA, type SearchPage, searchContacts } from '../hubspot/search-contacts.ts';
import type { SearchRequest } from '../hubspot/wire.ts';
import type { FromRequest } from '../observer.ts';
import type { SendBatch } from '../outcome.ts';
import type { RateLimiter } from '../rate-limit/rate-limiter.ts';
import { type PipelineOptions, pipeline } from './pipeline.ts';

/** Idle batchers that are kept. There are more while more searches wait. */
const KEEP = 20;
/** Calls that hang tell nothing about the usual time of one. */
const LONGEST_CALL_MS = 500;

export interface SearchesOptions {
  /** Of the quota of searches. */
  readonly limiter: RateLimiter;
  readonly sending: Omit<PipelineOptions, 'limiter' | 'circuit'>;
  readonly gathering: Omit<BatcherOptions<FromRequest>, 'limiter' | 'untilUseful' | 'maxSize' | 'maxBytes' | 'bytesOf'>;
}

/**
 * The searches of one credential. A call carries one search, so each has a batcher of its own, for all who ask the same until
 * the call leaves. Only equal ones wait for each other: no other is worth waiting for while there is a token.
 */
export function createSearches(call: RestCall, { limiter, sending, gathering }: SearchesOptions) {
  // A quota that searches have used up holds back no update and no other read.
  const circuit = createCircuit();
  const { ask, again, cancel } = limiter;
  /** How long the last call took. */
  let callMs = 0;

  /** None of the batchers sees the others, whose searches leave before its own. A token comes back after its call's answer. */
  function waitMs(callsBefore: number): number {
    const others = searchers.all().filter(({ pending }) => pending > 0).length;
    return limiter.waitMs(callsBefore + others) * (1 + callMs / SEARCH_QUOTA.intervalMs);
  }

  const timed =
    (send: SendBatch<FromRequest, SearchPage>): SendBatch<FromRequest, SearchPage> =>
    async (asking) => {
      const begun = performance.now();
      const outcomes = await send(asking);
      callMs = Math.min(performance.now() - begun, LONGEST_CALL_MS);
      return outcomes;
    };

  const searchers = perKey(({ id, search }: { readonly id: string; readonly search: SearchRequest }) => {
    const send = timed(searchContacts(call, search));
    return createBatcher(pipeline({ batch: send, single: send }, { ...sending, limiter, circuit }), {
      ...gathering,
      limiter: { ask, again, cancel, waitMs },
      untilUseful: circuit.untilUseful,
      ownPaceMs: SEARCH_QUOTA.intervalMs / SEARCH_QUOTA.limit,
      maxSize: Number.POSITIVE_INFINITY,
      maxBytes: Number.POSITIVE_INFINITY,
      bytesOf: () => Buffer.byteLength(id),
    });
  }, KEEP);

  return {
    all: searchers.all,
    /** A page of the contacts that a search finds. Rejects with a `SendError`. */
    async search(search: SearchRequest, { request }: FromRequest, loading?: LoadOptions): Promise<SearchPage> {
      const outcome = await searchers.get({ id: JSON.stringify(search), search }).load({ request }, loading);
      if (!outcome.ok) throw outcome.error;
      return outcome.value;
    },
  };
}
