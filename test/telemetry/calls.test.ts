import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchCredential, watchOutages } from '../../src/telemetry/calls.ts';

describe('the watch of a credential', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('calls it refused after a 401, until the next answer with another status', () => {
    const credential = watchCredential();
    expect(credential.refused).toBe(false);
    credential.told(401);
    credential.told(null);
    expect(credential.refused).toBe(true);
    credential.told(503);
    expect(credential.refused).toBe(false);
  });

  it('forgets a refusal after a while, because without requests no answer could ever prove it wrong', () => {
    const credential = watchCredential();
    credential.told(401);
    vi.advanceTimersByTime(29_999);
    expect(credential.refused).toBe(true);
    vi.advanceTimersByTime(1);
    expect(credential.refused).toBe(false);
  });
});

function watch() {
  const lines: string[] = [];
  const outages = watchOutages(pino({}, { write: (line: string) => void lines.push(JSON.parse(line).msg) }));
  return { lines, outages };
}

const FAILS = 'HubSpot fails again and again: updates are held back until it answers';
const ANSWERS = 'HubSpot answers again';

describe('the watch of outages', () => {
  it('has one line for the beginning of an outage and one for its end, however often its circuit opens meanwhile', () => {
    const { lines, outages } = watch();
    const access = { circuitOpen: false };
    const told = (circuitOpen: boolean, answered: boolean) => {
      access.circuitOpen = circuitOpen;
      outages.told(access, 'a', answered);
    };
    told(false, true);
    told(false, false);
    told(true, false);
    // A probe fails, and another call comes before the circuit opens anew.
    told(false, false);
    told(true, false);
    told(true, true);
    expect(lines).toEqual([FAILS]);
    told(false, true);
    told(false, true);
    expect(lines).toEqual([FAILS, ANSWERS]);
    told(true, false);
    expect(lines).toEqual([FAILS, ANSWERS, FAILS]);
  });

  it('tells credentials apart: one that is refused does not end the outage of another', () => {
    const { lines, outages } = watch();
    outages.told({ circuitOpen: true }, 'a', false);
    outages.told({ circuitOpen: false }, 'b', true);
    expect(lines).toEqual([FAILS]);
  });
});
