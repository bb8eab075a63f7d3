import { LRUCache } from 'lru-cache';

/** Entries kept at the same time, for one credential. As a size, for a `max` would set its memory aside at once. */
const KEEP = { maxSize: 10_000, sizeCalculation: () => 1 };

/**
 * Which record ids were merged into which others, as answers to single calls tell; what stands in a batch answer is not
 * enough. HubSpot undoes no merge, so what was learned stays true; the current record may be merged itself later. An answer
 * that disagrees is believed all the same. The first list that holds both ids cannot be put into order: HubSpot leaves the old
 * one out of the batch, and it is followed up after the new one was written.
 */
export function createMergedIds() {
  const into = new LRUCache<string, string>(KEEP);

  /** The id of the record that an id stands for now, as far as it is known; it leaves no id that `isBusy`. */
  function current(id: string, isBusy: (id: string) => boolean): string {
    const next = into.get(id);
    return next === undefined || isBusy(id) ? id : current(next, isBusy);
  }

  return {
    current,
    /** A call for `id` alone was answered with the record `now`; with `id` itself, it stands for nothing else. */
    learn(id: string, now: string): void {
      if (id !== now) into.set(id, now);
      else into.delete(id);
      // This record was just seen, so nothing leads away from it. That also keeps chains from becoming circles.
      into.delete(now);
    },
    /** The record that `id` was taken to stand for is not there. */
    forget: (id: string) => void into.delete(id),
  };
}
