import { CLOSED_LOOP, type Row, SMALL_QUOTA } from './scenarios.ts';

export interface Verdict {
  readonly promise: string;
  readonly figure: number;
  readonly limit: number;
  readonly holds: boolean;
}

type Find = (
  scenario: string,
  contender: Row['contender'],
  clients: number,
  latencyMs: number,
) => Row['measured'] | null;

/** What the project promises of its speed, as ratios of figures of one run. Those whose scenarios did not run are left out. */
export function judge(rows: readonly Row[]): Verdict[] {
  const find: Find = (scenario, contender, clients, latencyMs) =>
    rows.find(
      (row) =>
        row.scenario === scenario &&
        row.contender === contender &&
        row.clients === clients &&
        row.latencyMs === latencyMs,
    )?.measured ?? null;
  return [
    ...calls(find),
    ...latency(find),
    ...throughput(find),
    ...quota(rows),
    ...pacing(rows),
    ...growth(find, rows),
  ];
}

const SINGLE = 'single updates';

function calls(find: Find): Verdict[] {
  const [steady, few] = [find(SINGLE, 'gateway', 1000, 100), find(SINGLE, 'gateway', 50, 100)];
  return [
    ...atMost('REST calls per update, 1,000 clients, 100 ms', steady?.callsPerUpdate, 0.012),
    ...atMost('REST calls per update, 50 clients, 100 ms', few?.callsPerUpdate, 0.045),
  ];
}

function latency(find: Find): Verdict[] {
  const [rest, lone] = [find('lone client', 'REST call', 1, 100), find('lone client', 'gateway', 1, 100)];
  return [
    ...atMost('median, 50 clients, 100 ms, by the upstream’s', over(find(SINGLE, 'gateway', 50, 100)?.p50, 100), 1.4),
    ...atMost('median of a lone client, by the REST call itself', over(lone?.p50, rest?.p50), 1.03),
    ...atMost('p99, 300 clients, 100 ms, by the upstream’s', over(find(SINGLE, 'gateway', 300, 100)?.p99, 100), 2),
  ];
}

function throughput(find: Find): Verdict[] {
  return [50, 300].flatMap((clients) => {
    const against = (other: Row['contender']) =>
      over(find(SINGLE, 'gateway', clients, 0)?.perSecond, find(SINGLE, other, clients, 0)?.perSecond);
    return [
      ...atLeast(`throughput, ${clients} clients, 0 ms, by Yoga with a constant answer`, against('ceiling'), 0.9),
      ...atLeast(`throughput, ${clients} clients, 0 ms, by Yoga with a fetch each`, against('fetch'), 3),
      ...atLeast(`throughput, ${clients} clients, 0 ms, by Mercurius with a call each`, against('mercurius'), 1),
    ];
  });
}

function quota(rows: readonly Row[]): Verdict[] {
  const under = rows.find(
    ({ scenario, contender }) => scenario.startsWith('quota') && contender === 'gateway',
  )?.measured;
  return [
    ...atLeast('contacts per second under the quota, by what it allows', over(under?.perSecond, 1000), 0.95),
    ...atMost('429s of our own making', under?.tooMany, 0),
  ];
}

/** With L for the time in which HubSpot answers, in ms: p99 by 1.5 L + 250, and with a read-back by 3 L + 1,000. */
function pacing(rows: readonly Row[]): Verdict[] {
  const paced = rows.filter(({ rate, contender }) => rate !== undefined && contender === 'gateway');
  const p99 = [
    { rate: 20, latencyMs: 30, readBack: false },
    { rate: 200, latencyMs: 30, readBack: false },
    { rate: 60, latencyMs: 150, readBack: false },
    { rate: 800, latencyMs: 150, readBack: false },
    { rate: 20, latencyMs: 150, readBack: true },
    { rate: 200, latencyMs: 150, readBack: true },
  ].flatMap(({ rate, latencyMs, readBack }) => {
    const row = paced.find((one) => one.rate === rate && one.latencyMs === latencyMs && one.readBack === readBack);
    const allowed = readBack ? 3 * latencyMs + 1000 : 1.5 * latencyMs + 250;
    const what = `p99, ${rate} updates/s, ${latencyMs} ms${readBack ? ', read back' : ''}, by ${allowed} ms`;
    return atMost(what, over(row?.measured.p99, allowed), 1);
  });
  const closed = rows.find(({ scenario }) => scenario === CLOSED_LOOP)?.measured;
  return [
    ...p99,
    ...(paced.length === 0
      ? []
      : atMost('429s at random updates', Math.max(...paced.map(({ measured }) => measured.tooMany)), 0)),
    ...atLeast('contacts in each call, 600 clients on a small quota', closed && 1 / closed.callsPerUpdate, 85),
    ...atLeast(
      'calls used, 600 clients on a small quota',
      closed && (closed.callsPerUpdate * closed.perSecond * 10) / SMALL_QUOTA,
      0.9,
    ),
    ...atMost('429s of 600 clients on a small quota', closed?.tooMany, 0),
  ];
}

function growth(find: Find, rows: readonly Row[]): Verdict[] {
  const cpu = (clients: number) => find(SINGLE, 'gateway', clients, 0)?.cpuUs ?? undefined;
  const credentials = (count: number) => find(`${count} credentials`, 'gateway', 10, 0)?.cpuUs ?? undefined;
  const peaks = rows.filter(({ contender }) => contender === 'gateway').map(({ measured }) => measured.peakMb ?? 0);
  return [
    ...atMost('CPU per update, 1,000 clients by 10', over(cpu(1000), cpu(10)), 1.2),
    ...atMost('CPU per update, 1,000 credentials by 1', over(credentials(1000), credentials(1)), 1.5),
    ...atMost('peak memory of the gateway, MB', peaks.length === 0 ? undefined : Math.max(...peaks), 200),
  ];
}

const over = (a: number | undefined, b: number | undefined) => (a === undefined || b === undefined ? undefined : a / b);

const atMost = (promise: string, figure: number | undefined, limit: number): Verdict[] =>
  figure === undefined ? [] : [{ promise, figure, limit, holds: figure <= limit }];

const atLeast = (promise: string, figure: number | undefined, limit: number): Verdict[] =>
  figure === undefined ? [] : [{ promise, figure, limit, holds: figure >= limit }];
