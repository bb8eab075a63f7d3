import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDepartures } from '../../src/batching/departures.ts';
import { plenty } from './scripted-send.ts';

const options = { maxSize: 100, maxBytes: 1000, windowMs: 5, maxInFlight: 4 };

/** Departures of batches that are counted as they leave. */
function watched({ partEmpty = 0, full = 0, quota = plenty } = {}) {
  const departures = createDepartures(options, quota);
  const inFlight = [
    ...Array.from({ length: partEmpty }, () => departures.departed(1)),
    ...Array.from({ length: full }, () => departures.departed(100)),
  ];
  const left: number[] = [];
  return {
    left,
    departures,
    inFlight,
    open: () => departures.schedule(() => left.push(performance.now())),
  };
}

/** With fake timers a turn of the event loop is whatever is due next. */
const turn = () => vi.advanceTimersToNextTimerAsync();

describe('a batch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('leaves after one turn of the event loop when it is alone and nothing is in flight', async () => {
    const { departures, left, open } = watched();
    open();
    departures.joined(1);
    await turn();
    expect(left).toEqual([]);
    await turn();
    expect(left).toHaveLength(1);
  });

  it('stays open as long as each turn brings another input', async () => {
    const { departures, left, open } = watched();
    open();
    for (let count = 0; count < 20; count += 1) {
      departures.joined(1);
      await turn();
      expect(left).toEqual([]);
    }
    await turn();
    expect(left).toHaveLength(1);
  });

  it('leaves after fifteen windows even when each turn brings another input', async () => {
    const { departures, left, open } = watched();
    const started = performance.now();
    open();
    while (left.length === 0) {
      departures.joined(1);
      await turn();
    }
    expect((left[0] ?? 0) - started).toBe(75);
  });

  /** The time from now until the batch that is gathered leaves. */
  async function waitOf({ departures, left, open }: ReturnType<typeof watched>): Promise<number> {
    const opened = performance.now();
    open();
    departures.joined(1);
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
    const { departures, inFlight, left, open } = watched(inFlightAtFirst);
    open();
    departures.joined(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(left).toEqual([]);
    departures.joined(1);
    inFlight[0]?.();
    expect(left).toHaveLength(1);
  });

  it('waits for a token, and stays open to newcomers', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const quota = { ...plenty, available: false, whenAvailable: () => promise };
    const { departures, left, open } = watched({ quota });
    open();
    departures.joined(1);
    await vi.advanceTimersByTimeAsync(1000);
    departures.joined(1);
    expect(left).toEqual([]);
    quota.available = true;
    resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(left).toHaveLength(1);
  });

  it('leaves before an input joins that has no room in it', () => {
    const { departures, left, open } = watched({ partEmpty: 1 });
    open();
    departures.makeRoom(600);
    departures.joined(600);
    departures.makeRoom(400);
    expect(left).toHaveLength(0);
    departures.makeRoom(401);
    expect(left).toHaveLength(1);
  });

  it('does not wait when the one in flight has arrived before it was opened', async () => {
    const { departures, inFlight, left, open } = watched({ partEmpty: 1 });
    inFlight[0]?.();
    open();
    departures.joined(1);
    await turn();
    await turn();
    expect(left).toHaveLength(1);
  });

  it('waits for company no longer than a call takes, where calls are quick', async () => {
    const { departures, left, open } = watched();
    const arrived = departures.departed(1);
    await vi.advanceTimersByTimeAsync(2);
    arrived();
    departures.departed(1);
    const opened = performance.now();
    open();
    departures.joined(1);
    while (left.length === 0) await turn();
    // The call took 2 ms; two looks at the turn of the event loop come on top. The window alone would be 20 ms.
    expect((left[0] ?? 0) - opened).toBeLessThan(5);
  });

  it('leaves at once when it is full, and only once', async () => {
    const { departures, left, open } = watched({ partEmpty: 1 });
    open();
    for (let count = 0; count < 100; count += 1) departures.joined(1);
    expect(left).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(left).toHaveLength(1);
  });

  it('leaves at once, and the next ones too, when there is hurry', async () => {
    const { departures, left, open } = watched({ partEmpty: 1 });
    open();
    departures.joined(1);
    departures.hurry();
    expect(left).toHaveLength(1);
    open();
    departures.joined(1);
    await vi.advanceTimersByTimeAsync(0);
    await turn();
    expect(left).toHaveLength(2);
  });
});
