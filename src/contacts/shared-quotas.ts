import { perKey } from '../batching/per-key.ts';
import type { Credential } from '../credential.ts';
import type { TokenOwner } from '../hubspot/token-owner.ts';
import { createLateLimiter } from '../rate-limit/late-limiter.ts';
import type { RateLimiter } from '../rate-limit/rate-limiter.ts';
import type { Quota } from '../rate-limit/rate-limiters.ts';

/** So long the first calls of a token wait to hear whose it is, in ms. */
const PATIENCE_MS = 1_000;
/** After so long HubSpot is asked once more whose a token is, in ms, when it could not say. */
const ASK_AGAIN_MS = 10_000;

export interface SharedQuotasOptions {
  /** Null where nobody tells; rejects where it may be told another time. */
  readonly ownerOf: (credential: Credential) => Promise<TokenOwner | null>;
  /** Opens the limiter of all that have this id. */
  readonly open: (id: string, quota?: Quota) => RateLimiter;
}

/** A quota of a name, or the one for all calls. */
interface SharedBy {
  readonly id: string;
  readonly owner: string;
  readonly quota: Quota | undefined;
}

/**
 * One quota for all tokens of one app in one account, and one quota of searches for all tokens of one account, as HubSpot has
 * them (documented). Only the count is shared: what the calls carry, and with which token, stays with each credential. The
 * owner of a token is asked for once for each access, by its first call.
 */
export function createSharedQuotas({ ownerOf, open }: SharedQuotasOptions) {
  // Without a limit of their own: one that is idle and used by no access goes when there are many.
  const shared = perKey(({ owner, quota }: SharedBy) => {
    const limiter = open(owner, quota);
    return {
      limiter,
      users: 0,
      get pending() {
        return this.users + (limiter.idle ? 0 : 1);
      },
      close: () => limiter.close(),
    };
  });
  /** Its calls and its searches ask the same. */
  const asked = new WeakMap<Credential, { readonly owner: Promise<TokenOwner | null>; until: number }>();

  function ownerOnce(credential: Credential): Promise<TokenOwner | null> {
    const known = asked.get(credential);
    if (known !== undefined && performance.now() < known.until) return known.owner;
    const asking = { owner: ownerOf(credential), until: Number.POSITIVE_INFINITY };
    asking.owner.catch(() => (asking.until = performance.now() + ASK_AGAIN_MS));
    asked.set(credential, asking);
    return asking.owner;
  }

  /** Documented: searches are limited by account, all other calls by app and account. Neither id can be that of a token. */
  const ownerIn = ({ app, account }: TokenOwner, quota?: Quota): string =>
    quota === undefined ? `app:${app}:${account}` : `account:${account}`;

  /** The part of one access in a limiter. */
  function join(owner: string, quota: Quota | undefined): RateLimiter {
    const joined = shared.get({ id: `${owner}:${quota?.name ?? ''}`, owner, quota });
    const { limiter } = joined;
    joined.users += 1;
    return {
      ask: limiter.ask,
      again: limiter.again,
      cancel: limiter.cancel,
      observe: limiter.observe,
      waitMs: limiter.waitMs,
      get left() {
        return limiter.left;
      },
      // What has to be remembered of the quota is remembered here, and not by the access.
      idle: true,
      async close() {
        joined.users -= 1;
      },
    };
  }

  return {
    open: (credential: Credential, quota?: Quota): RateLimiter =>
      createLateLimiter({
        async find() {
          const owner = await ownerOnce(credential);
          return owner && join(ownerIn(owner, quota), quota);
        },
        openOwn: () => open(credential.id, quota),
        patienceMs: PATIENCE_MS,
      }),
    /** When all accesses are closed. */
    close: async () => void (await Promise.all(shared.all().map((each) => each.close()))),
  };
}
