import { type BatcherOptions, createBatcher } from '../batching/batcher.ts';
import { createCircuit } from '../batching/circuit-breaker.ts';
import type { RestCall } from '../hubspot/client.ts';
import { type Search, type SearchPage, searchContacts } from '../hubspot/search-contacts.ts';
import { unwrap } from '../outcome.ts';
import { type PipelineOptions, pipeline } from './pipeline.ts';
import { createSharedReads } from './shared-reads.ts';

/**
 * For so long the answer to a search is good for equal ones, in ms, unless something is written: they come from many front
 * ends at the same time, and HubSpot's index is some seconds behind.
 */
const FRESH_MS = 500;

export interface SearchesOptions {
  readonly sending: Omit<PipelineOptions, 'circuit'>;
  readonly gathering: Omit<BatcherOptions<Search>, 'maxSize' | 'bytesOf'>;
}

/** The searches of one credential. A call carries one search; equal ones at about the same time share it. */
export function createSearches(call: RestCall, { sending, gathering }: SearchesOptions) {
  // A quota that searches have used up holds back no update and no other read.
  const circuit = createCircuit();
  const send = searchContacts(call);
  const batcher = createBatcher(pipeline({ batch: send, single: send }, { ...sending, circuit }), {
    ...gathering,
    untilUseful: circuit.untilUseful,
    maxSize: 1,
    bytesOf: ({ search }) => Buffer.byteLength(JSON.stringify(search)),
  });
  const reads = createSharedReads<SearchPage>(FRESH_MS);

  return {
    batcher,
    /** Something was written: equal searches from now on may find something else. */
    written: reads.forget,
    /** A page of the contacts that a search finds. Rejects with a `SendError`. */
    find(asked: Search, signal?: AbortSignal): Promise<SearchPage> {
      const search = async (gone: AbortSignal) => unwrap(await batcher.load(asked, { signal: gone }));
      return reads.read(JSON.stringify(asked.search), search, signal);
    },
  };
}
