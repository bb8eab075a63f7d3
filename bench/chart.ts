import { TITLES } from './contenders.ts';
import type { Row } from './scenarios.ts';

const COLOURS: Readonly<Record<string, string>> = { gateway: '#d9480f', fetch: '#495057', mercurius: '#1971c2' };
const PANEL = { width: 340, height: 220, left: 60, top: 50 };

interface Panel {
  readonly title: string;
  readonly of: (row: Row) => number;
}

const PANELS: readonly Panel[] = [
  { title: 'REST calls per saved contact', of: ({ measured }) => measured.callsPerUpdate },
  { title: 'Saved contacts per second', of: ({ measured }) => measured.perSecond },
];

/** Both against concurrency, with logarithmic axes, as SVG. */
export function chart(rows: readonly Row[]): string {
  const shown = rows.filter(
    ({ scenario, latencyMs, contender }) => scenario === 'single updates' && latencyMs === 100 && contender in COLOURS,
  );
  const panels = PANELS.map((panel, at) => `<g transform="translate(${at * 440},0)">${drawPanel(panel, shown)}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="880" height="340" viewBox="0 0 880 340" font-family="system-ui, sans-serif" font-size="12">
<title>REST calls per saved contact, and saved contacts per second, against concurrency</title>
<rect width="880" height="340" fill="#fff"/>
${panels.join('\n')}
${legend(shown)}
</svg>
`;
}

function drawPanel({ title, of }: Panel, rows: readonly Row[]): string {
  const x = scale(
    rows.map(({ clients }) => clients),
    PANEL.width,
  );
  const y = scale(rows.map(of), PANEL.height);
  const left = (row: Row) => (PANEL.left + x.at(row.clients)).toFixed(1);
  const top = (row: Row) => (PANEL.top + PANEL.height - y.at(of(row))).toFixed(1);
  const lines = [...new Set(rows.map(({ contender }) => contender))].map((contender) => {
    const own = rows.filter((row) => row.contender === contender);
    const points = own.map((row) => `${left(row)},${top(row)}`).join(' ');
    const dots = own.map((row) => `<circle cx="${left(row)}" cy="${top(row)}" r="3" fill="${COLOURS[contender]}"/>`);
    return `<polyline points="${points}" fill="none" stroke="${COLOURS[contender]}" stroke-width="2"/>${dots.join('')}`;
  });
  const ticks = y.ticks.map((value) => {
    const at = PANEL.top + PANEL.height - y.at(value);
    return `<line x1="${PANEL.left}" x2="${PANEL.left + PANEL.width}" y1="${at}" y2="${at}" stroke="#e9ecef"/><text x="${PANEL.left - 6}" y="${at + 4}" text-anchor="end" fill="#495057">${value.toLocaleString('en')}</text>`;
  });
  const clients = [...new Set(rows.map((row) => row.clients))].map(
    (count) =>
      `<text x="${PANEL.left + x.at(count)}" y="${PANEL.top + PANEL.height + 18}" text-anchor="middle" fill="#495057">${count.toLocaleString('en')}</text>`,
  );
  const axis = `<text x="${PANEL.left + PANEL.width / 2}" y="${PANEL.top + PANEL.height + 36}" text-anchor="middle" fill="#495057">clients, HubSpot answers in 100 ms</text>`;
  return `<text x="${PANEL.left}" y="30" font-size="14" font-weight="600">${title}</text>${ticks.join('')}${clients.join('')}${axis}${lines.join('')}`;
}

/** Logarithmic, from the power of ten below the least value to the one above the largest. */
function scale(values: readonly number[], length: number) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    at: (value: number) => ((Math.log10(value) - low) / (high - low)) * length,
    ticks: Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step)),
  };
}

const legend = (rows: readonly Row[]): string =>
  [...new Set(rows.map(({ contender }) => contender))]
    .map((contender, at) => {
      const left = PANEL.left + at * 220;
      const title = TITLES[contender as keyof typeof TITLES];
      return `<rect x="${left}" y="318" width="12" height="12" fill="${COLOURS[contender]}"/><text x="${left + 18}" y="328">${title}</text>`;
    })
    .join('');
