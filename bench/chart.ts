import { TITLES } from './contenders.ts';
import type { Row } from './scenarios.ts';

const PLOT = { width: 520, height: 260, left: 70, top: 50 };
const READ_BACK = 'contacts-gateway, with read-back';
const FETCH = `${TITLES.fetch} (refused beyond 10)`;
const nameOf = ({ contender, readBack }: Row): string => {
  if (readBack) return READ_BACK;
  return contender === 'fetch' ? FETCH : TITLES[contender as keyof typeof TITLES];
};
const COLOURS: Readonly<Record<string, string>> = {
  [TITLES.gateway]: '#d9480f',
  [READ_BACK]: '#f4a261',
  [FETCH]: '#495057',
  [TITLES['hubspot-client']]: '#1971c2',
};
const LATENCY_MS = 150;

/** The time within which 99 of 100 updates are answered, against their rate, with logarithmic axes, as SVG. */
export function chart(rows: readonly Row[]): string {
  const shown = rows.flatMap((row) =>
    // What is refused is answered soon.
    row.rate !== undefined && row.latencyMs === LATENCY_MS && row.measured.tooMany === 0
      ? [{ rate: row.rate, p99: row.measured.p99, name: nameOf(row) }]
      : [],
  );
  const x = scale(
    shown.map(({ rate }) => rate),
    PLOT.width,
  );
  const y = scale(
    shown.map(({ p99 }) => p99),
    PLOT.height,
  );
  const left = (rate: number) => (PLOT.left + x.at(rate)).toFixed(1);
  const top = (ms: number) => (PLOT.top + PLOT.height - y.at(ms)).toFixed(1);
  const names = Object.keys(COLOURS).filter((name) => shown.some((point) => point.name === name));
  const lines = names.map((name) => {
    const points = shown.filter((point) => point.name === name).map(({ rate, p99 }) => `${left(rate)},${top(p99)}`);
    const dots = points.map((point) => `<circle cx="${point.replace(',', '" cy="')}" r="3" fill="${COLOURS[name]}"/>`);
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[name]}" stroke-width="2"/>${dots.join('')}`;
  });
  const rules = y.ticks.map(
    (ms) =>
      `<line x1="${PLOT.left}" x2="${PLOT.left + PLOT.width}" y1="${top(ms)}" y2="${top(ms)}" stroke="#e9ecef"/><text x="${PLOT.left - 6}" y="${Number(top(ms)) + 4}" text-anchor="end" fill="#495057">${ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`}</text>`,
  );
  const rates = [...new Set(shown.map(({ rate }) => rate))].map(
    (rate) =>
      `<text x="${left(rate)}" y="${PLOT.top + PLOT.height + 18}" text-anchor="middle" fill="#495057">${rate}</text>`,
  );
  const legend = names.map(
    (name, at) =>
      `<rect x="${PLOT.left + (at % 2) * 270}" y="${364 + Math.floor(at / 2) * 22}" width="12" height="12" fill="${COLOURS[name]}"/><text x="${PLOT.left + 18 + (at % 2) * 270}" y="${374 + Math.floor(at / 2) * 22}">${name}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="410" viewBox="0 0 640 410" font-family="system-ui, sans-serif" font-size="12">
<title>Time within which 99 of 100 updates are answered, against updates per second</title>
<rect width="640" height="410" fill="#fff"/>
<text x="${PLOT.left}" y="30" font-size="14" font-weight="600">99 of 100 updates are answered within</text>
${[...rules, ...rates, ...lines, ...legend].join('\n')}
<text x="${PLOT.left + PLOT.width / 2}" y="${PLOT.top + PLOT.height + 36}" text-anchor="middle" fill="#495057">updates per second; HubSpot answers in ${LATENCY_MS} ms and allows 100 calls in 10 s</text>
</svg>
`;
}

/** Logarithmic, from a little less than the least value, or the power of ten below it, to the one above the largest. */
function scale(values: readonly number[], length: number) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    at: (value: number) => ((Math.log10(value) - low) / (high - low)) * length,
    ticks: Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step)),
  };
}
