/** Puts lists into an order that looks random and is the same for the same seed. HubSpot promises no order. */
export function createShuffle(seed: number) {
  let state = seed >>> 0;
  // Mulberry32: small, and good enough for an order.
  function random(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
}

export type Shuffle = ReturnType<typeof createShuffle>;
