/** What the rules look at: all replicas' tokens of one credential. */
export interface Situation {
  /** Calls allowed in an interval, less those that strangers have made. */
  readonly limit: number;
  /** How many replicas there are. */
  readonly replicas: number;
  /** The one that asks. */
  readonly me: {
    readonly owned: number;
    readonly free: number;
    readonly want: number;
    /** Whether it has given up some since its last report: those are for others. */
    readonly gave: boolean;
  };
  readonly others: readonly { readonly owned: number; readonly want: number }[];
}

/** An idle replica keeps a token for the next lone update, unless all idle ones together would keep more than a tenth. */
const REPLICAS_PER_LIMIT = 10;

/**
 * How many tokens a replica may have. Nothing is ever taken: a replica that may have fewer gives up what is free, says so
 * with its next report, and only then can another one have it. So the tokens owned never exceed the limit.
 *
 * An equal share is everybody's for the asking. Beyond it a replica has what nobody else wants: it gives up tokens that it
 * does not use as soon as another one waits, and tokens beyond its share to those that have less than theirs.
 *
 * exchange.lua is the same in Lua.
 */
export function allot({ limit, replicas, me, others }: Situation) {
  const share = Math.floor(limit / replicas);
  const pool = limit - me.owned - others.reduce((sum, { owned }) => sum + owned, 0);
  const wantOfOthers = others.reduce((sum, { want }) => sum + want, 0);
  // With more replicas than tokens one token is due to each, and they take turns.
  const due = Math.max(1, share);
  const below = others.reduce((sum, { owned, want }) => sum + Math.max(0, Math.min(want, due - owned)), 0);

  function allowed(): number {
    const { owned, free, want, gave } = me;
    if (pool < 0) return Math.max(Math.min(owned, share), owned + pool);
    if (want === 0 && wantOfOthers > pool) {
      const keep = replicas * REPLICAS_PER_LIMIT <= limit ? 1 : 0;
      return owned - Math.max(0, Math.min(free - keep, wantOfOthers - pool));
    }
    if (owned > share && below > pool) return Math.max(share, owned - (below - pool));
    if (want > 0) {
      const open = owned >= due || gave ? pool - below : pool;
      return owned + Math.max(0, Math.min(open, Math.max(want, share - owned)));
    }
    return want === 0 && owned < share ? owned + Math.min(pool - wantOfOthers, share - owned) : owned;
  }

  return { allowed: allowed(), share, pool };
}
