import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDepartures } from '../../src/batching/departures.ts';
import { plenty } from './scripted-send.ts';

const options = { maxSize: 100, maxBytes: 1000, windowMs: 5, maxInFlight: 4 };

interface Passenger {
  readonly bytes: number;
}

/** Departures, with batches in flight that have left before, and when each batch left after them. */
function watched({ partEmpty = 0, full = 0, quota = plenty } = {}) {
  const left: number[] = [];
  const batches: (readonly Passenger[])[] = [];
  const inFlight: (() => void)[] = [];
  const departures = createDepartures<Passenger>(options, quota, (batch, arrived) => {
    left.push(performance.now());
    batches.push(batch);
    inFlight.push(arrived);
  });
  const join = (bytes = 1, times = 1) => {
    const passengers = Array.from({ length: times }, () => ({ bytes }));
    for (const passenger of passengers) departures.join(passenger);
    return passengers;
  };
  const { available } = quota;
  quota.available = true;
  for (let count = 0; count < full; count += 1) join(1, 100);
  for (let count = 0; count < partEmpty; count += 1) {
    // One that is as large as a batch may be fills it and counts as part-empty.
    join(1000);
  }
  quota.available = available;
  left.length = 0;
  batches.length = 0;
  return { left, batches, departures, inFlight, join };
}

/** With fake timers a turn of the event loop is whatever is due next. */
const turn = () => vi.advanceTimersToNextTimerAsync();

describe('a batch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('leaves after one turn of the event loop when it is alone and nothing is in flight', async () => {
    const { join, left } = watched();
    join();
    await turn();
    expect(left).toEqual([]);
    await turn();
    expect(left).toHaveLength(1);
  });

  it('stays open as long as each turn brings another input', async () => {
    const { join, left } = watched();
    for (let count = 0; count < 20; count += 1) {
      join();
      await turn();
      expect(left).toEqual([]);
    }
    await turn();
    expect(left).toHaveLength(1);
  });

  it('leaves after fifteen windows even when each turn brings another input', async () => {
    const { join, left } = watched();
    const started = performance.now();
    while (left.length === 0) {
      join();
      await turn();
    }
    expect((left[0] ?? 0) - started).toBe(75);
  });

  /** The time from now until the batch that is gathered leaves. */
  async function waitOf({ join, left }: ReturnType<typeof watched>): Promise<number> {
    const opened = performance.now();
    join();
    for (let turns = 0; left.length === 0 && turns < 10; turns += 1) await turn();
    return (left[0] ?? Number.NaN) - opened;
  }

  it('waits for a window when another batch is in flight, for a longer one when that is part-empty too', async () => {
    const full = await waitOf(watched({ full: 1 }));
    const partEmpty = await waitOf(watched({ partEmpty: 1 }));
    expect(full).toBeGreaterThanOrEqual(5);
    expect(full).toBeLessThan(10);
    expect(partEmpty).toBeGreaterThanOrEqual(20);
    expect(partEmpty).toBeLessThan(25);
  });

  it('waits longer the fewer tokens are left, up to the time in which one is earned', async () => {
    const wait = (left: number) => waitOf(watched({ full: 1, quota: { ...plenty, left } }));
    expect(await wait(0.5)).toBeLessThan(10);
    expect(await wait(0.25)).toBeGreaterThanOrEqual(55);
    expect(await wait(0)).toBeGreaterThanOrEqual(105);
    expect(await wait(0)).toBeLessThan(160);
  });

  it.each([
    ['four are in flight', { full: 4 }],
    ['two part-empty ones are in flight', { partEmpty: 2 }],
  ])('waits for a slot when %s, and stays open to newcomers', async (_when, inFlightAtFirst) => {
    const { join, inFlight, left } = watched(inFlightAtFirst);
    join();
    await vi.advanceTimersByTimeAsync(1000);
    expect(left).toEqual([]);
    join();
    inFlight[0]?.();
    expect(left).toHaveLength(1);
  });

  it('waits for a token, and stays open to newcomers', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const quota = { ...plenty, available: false, whenAvailable: () => promise };
    const { join, left, batches } = watched({ quota });
    join();
    await vi.advanceTimersByTimeAsync(1000);
    join();
    expect(left).toEqual([]);
    quota.available = true;
    resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(batches.map(({ length }) => length)).toEqual([2]);
  });

  it('leaves when an input comes that has no room in it, which goes with the next one', async () => {
    const { join, batches } = watched();
    join(600);
    join(300);
    expect(batches).toHaveLength(0);
    join(101);
    expect(batches.map((batch) => batch.map(({ bytes }) => bytes))).toEqual([[600, 300]]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(batches[1]?.map(({ bytes }) => bytes)).toEqual([101]);
  });

  it('that is larger than a batch may be goes alone', () => {
    const { join, batches } = watched({ partEmpty: 1 });
    join(10);
    join(5000);
    expect(batches.map((batch) => batch.map(({ bytes }) => bytes))).toEqual([[10], [5000]]);
  });

  it('has its places and bytes free for others when what was in it is not to be sent any more', async () => {
    const { departures, join, batches } = watched({ partEmpty: 1 });
    const gone = [...join(1, 50), ...join(700)];
    const [stays] = join(2);
    for (const passenger of gone) departures.leave(passenger);
    const newcomers = join(9, 98);
    expect(batches).toEqual([]);
    join(3);
    expect(batches).toMatchObject([[stays, ...newcomers, { bytes: 3 }]]);
  });

  it('does not leave when nothing of it is left, and the next one waits as any other', async () => {
    const { departures, join, left } = watched();
    const [gone] = join();
    if (gone) departures.leave(gone);
    await vi.advanceTimersByTimeAsync(1000);
    expect(left).toEqual([]);
    join();
    await turn();
    expect(left).toEqual([]);
    await turn();
    expect(left).toHaveLength(1);
  });

  it('of those that wait for tokens is filled up again when what was in it goes', async () => {
    const tokens: (() => void)[] = [];
    const quota = {
      ...plenty,
      available: false,
      whenAvailable: () => new Promise<void>((resolve) => tokens.push(resolve)),
    };
    const { departures, join, batches } = watched({ quota });
    const gone = join(1, 990);
    const stay = join(2, 40);
    await vi.advanceTimersByTimeAsync(1000);
    // The store of tokens is told how many are needed.
    expect(tokens).toHaveLength(11);
    for (const passenger of gone) departures.leave(passenger);
    const late = join(3, 60);
    quota.available = true;
    tokens[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(batches).toEqual([[...stay, ...late]]);
  });

  it('does not wait when the one in flight has arrived before it was opened', async () => {
    const { join, inFlight, left } = watched({ partEmpty: 1 });
    inFlight[0]?.();
    join();
    await turn();
    await turn();
    expect(left).toHaveLength(1);
  });

  it('waits for company no longer than a call takes, where calls are quick', async () => {
    const { join, inFlight, left } = watched({ partEmpty: 1 });
    await vi.advanceTimersByTimeAsync(2);
    inFlight[0]?.();
    join(1000);
    left.length = 0;
    const began = performance.now();
    join();
    while (left.length === 0) await turn();
    // The call took 2 ms; two looks at the turn of the event loop come on top. The window alone would be 20 ms.
    expect((left[0] ?? 0) - began).toBeLessThan(5);
  });

  it('leaves at once when it is full, and only once', async () => {
    const { join, left } = watched({ partEmpty: 1 });
    join(1, 100);
    expect(left).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(left).toHaveLength(1);
  });

  it('leaves at once, and the next ones too, when there is hurry', async () => {
    const { departures, join, left } = watched({ partEmpty: 1 });
    join();
    departures.hurry();
    expect(left).toHaveLength(1);
    join();
    await vi.advanceTimersByTimeAsync(0);
    await turn();
    expect(left).toHaveLength(2);
  });
});
