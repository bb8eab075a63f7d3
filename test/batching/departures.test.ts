import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDepartures } from '../../src/batching/departures.ts';

const options = { maxSize: 100, windowMs: 5 };

/** Departures of batches that are counted as they leave. */
function watched(inFlight = 0) {
  const departures = createDepartures(options);
  for (let count = 0; count < inFlight; count += 1) departures.departed();
  const left: number[] = [];
  return {
    left,
    departures,
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
    departures.joined();
    await turn();
    expect(left).toEqual([]);
    await turn();
    expect(left).toHaveLength(1);
  });

  it('stays open as long as each turn brings another input', async () => {
    const { departures, left, open } = watched();
    open();
    for (let count = 0; count < 20; count += 1) {
      departures.joined();
      await turn();
      expect(left).toEqual([]);
    }
    await turn();
    expect(left).toHaveLength(1);
  });

  it('leaves after ten windows even when each turn brings another input', async () => {
    const { departures, left, open } = watched();
    const started = performance.now();
    open();
    while (left.length === 0) {
      departures.joined();
      await turn();
    }
    expect((left[0] ?? 0) - started).toBe(50);
  });

  it('waits for company for the window when another batch is in flight', async () => {
    const { departures, left, open } = watched(1);
    open();
    departures.joined();
    await vi.advanceTimersByTimeAsync(4);
    expect(left).toEqual([]);
    // The window's end, and the turn that brings nobody.
    await turn();
    await turn();
    await turn();
    expect(left).toHaveLength(1);
  });

  it('does not wait when the one in flight has arrived before it was opened', async () => {
    const { departures, left, open } = watched(1);
    departures.arrived();
    open();
    departures.joined();
    await turn();
    await turn();
    expect(left).toHaveLength(1);
  });

  it('leaves at once when it is full, and only once', async () => {
    const { departures, left, open } = watched(1);
    open();
    for (let count = 0; count < 100; count += 1) departures.joined();
    expect(left).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(left).toHaveLength(1);
  });

  it('leaves at once, and the next ones too, when there is hurry', async () => {
    const { departures, left, open } = watched(1);
    open();
    departures.joined();
    departures.hurry();
    expect(left).toHaveLength(1);
    open();
    departures.joined();
    await vi.advanceTimersByTimeAsync(0);
    await turn();
    expect(left).toHaveLength(2);
  });
});
