import { TITLES } from './contenders.ts';
import type { Row } from './scenarios.ts';
import type { Verdict } from './thresholds.ts';

const COLUMNS = ['contacts/s', '±', 'p50 ms', 'p99 ms', 'calls/update', '429s', 'CPU µs', 'peak MB'];
const WIDTHS = [30, 11, 6, 9, 9, 13, 7, 8, 8];

const line = (cells: readonly string[]): string =>
  cells.map((cell, at) => (at === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[at] ?? 0))).join('');

const nameOf = (contender: Row['contender']): string =>
  contender in TITLES ? TITLES[contender as keyof typeof TITLES] : contender;

const round = (value: number, digits: number) => value.toFixed(digits);

export function rowLine({ contender, measured }: Row): string {
  const { perSecond, spread, p50, p99, callsPerUpdate, tooMany, cpuUs, peakMb } = measured;
  return line([
    nameOf(contender),
    round(perSecond, 0),
    `${round(spread * 100, 0)}%`,
    round(p50, 1),
    round(p99, 1),
    round(callsPerUpdate, 4),
    String(tooMany),
    cpuUs === null ? '–' : round(cpuUs, 0),
    peakMb === null ? '–' : round(peakMb, 0),
  ]);
}

/** A heading wherever a row begins another scenario. */
export function headingOf({ scenario, clients, latencyMs }: Row): string {
  const title = `${scenario}, ${clients} ${clients === 1 ? 'client' : 'clients'}, ${latencyMs} ms upstream`;
  return `\n${title}\n${line(['', ...COLUMNS])}`;
}

export const verdictLine = ({ promise, figure, limit, holds }: Verdict): string =>
  `${holds ? 'holds ' : 'FAILS '} ${promise}: ${Number(figure.toPrecision(3))} (limit ${limit})`;
