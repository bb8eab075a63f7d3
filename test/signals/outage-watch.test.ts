import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { watchOutages } from '../../src/signals/outage-watch.ts';

function watch() {
  const lines: string[] = [];
  const outages = watchOutages(pino({}, { write: (line: string) => void lines.push(JSON.parse(line).msg) }));
  return { lines, outages };
}

const FAILS = 'HubSpot fails again and again: updates are held back until it answers';
const ANSWERS = 'HubSpot answers again';

describe('the watch of outages', () => {
  it('has one line for the begin of an outage and one for its end, however often its circuit opens meanwhile', () => {
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
