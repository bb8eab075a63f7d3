/**
 * Whoever asks for the same shares one read, until it is answered and for `keepMs` from then on; a failed one is not kept.
 * Nobody wants it any more when all of them have gone: the signal that `read` is given is aborted then. Those who come later
 * have the time of the first one.
 */
export function createSharedReads<T>(keepMs: number) {
  const reads = new Map<string, { readonly answer: Promise<T>; readonly gone: AbortController; callers: number }>();

  function begin(key: string, read: (signal: AbortSignal) => Promise<T>) {
    const gone = new AbortController();
    const shared = { answer: read(gone.signal), gone, callers: 0 };
    reads.set(key, shared);
    const forget = () => {
      if (reads.get(key) === shared) reads.delete(key);
    };
    shared.answer.then(() => setTimeout(forget, keepMs).unref(), forget);
    gone.signal.addEventListener('abort', forget);
    return shared;
  }

  return {
    read(key: string, read: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
      const shared = reads.get(key) ?? begin(key, read);
      shared.callers += 1;
      signal?.addEventListener('abort', () => {
        shared.callers -= 1;
        if (shared.callers === 0) shared.gone.abort();
      });
      return shared.answer;
    },
    /** Whoever asks from now on needs another answer. */
    forget: () => reads.clear(),
  };
}
