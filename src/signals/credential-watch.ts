/** HubSpot answers 401 now and then for reasons of its own: after this time an answer is worth nothing any more, in ms. */
const FORGOTTEN_AFTER_MS = 30_000;

/** Whether HubSpot takes a credential, as its last answer tells. */
export function watchCredential() {
  let refusedAt = Number.NEGATIVE_INFINITY;
  return {
    /** `status`: of a call's answer; null where there was none. */
    told(status: number | null): void {
      if (status === 401) refusedAt = performance.now();
      else if (status !== null) refusedAt = Number.NEGATIVE_INFINITY;
    },
    get refused(): boolean {
      return performance.now() < refusedAt + FORGOTTEN_AFTER_MS;
    },
  };
}
