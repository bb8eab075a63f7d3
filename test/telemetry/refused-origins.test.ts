import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchRefusedOrigins } from '../../src/telemetry/requests.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
  const lines: { origin: string }[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { lines, refused: watchRefusedOrigins(log) };
}

it('an origin that is refused again and again is told once a minute', () => {
  const { lines, refused } = watch();
  for (let second = 0; second < 150; second += 1) {
    refused('https://app.example.com');
    vi.advanceTimersByTime(1_000);
  }
  expect(lines).toHaveLength(3);
});

it('origins without end are told a hundred a minute, and no more of each than names it', () => {
  const { lines, refused } = watch();
  for (let index = 0; index < 1_000; index += 1) refused(`https://${index}.${'x'.repeat(1_000)}.example.com`);
  expect(lines).toHaveLength(100);
  expect(Math.max(...lines.map(({ origin }) => origin.length))).toBe(200);
  vi.advanceTimersByTime(61_000);
  refused('https://app.example.com');
  expect(lines.at(-1)?.origin).toBe('https://app.example.com');
});
