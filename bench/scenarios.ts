import { type Contender, startContender, startGateway } from './contenders.ts';
import type { Load } from './messages.ts';
import type { Started } from './processes.ts';
import { type Bench, type Measured, type Round, summary } from './rounds.ts';

/** One row of the results. */
export interface Row {
  readonly scenario: string;
  readonly contender: Contender | 'REST call';
  readonly clients: number;
  readonly latencyMs: number;
  /** Updates per second, of those that come at random. */
  readonly rate?: number;
  readonly readBack?: boolean;
  readonly measured: Measured;
}

export interface Pace {
  /** Rounds that each contender has; they take turns. */
  readonly rounds: number;
  /** Of a round. */
  readonly seconds: number;
  /** Of the load beyond the quota. */
  readonly quotaSeconds: number;
  /** Of each load within the quota, whose updates per second these are. */
  readonly pacingSeconds: number;
  readonly rates: readonly number[];
  readonly clients: readonly number[];
}

export const FULL: Pace = {
  rounds: 3,
  seconds: 1.5,
  quotaSeconds: 30,
  pacingSeconds: 24,
  rates: [5, 20, 60, 200, 500, 800],
  clients: [1, 10, 50, 300, 1000],
};
export const QUICK: Pace = {
  rounds: 1,
  seconds: 0.5,
  quotaSeconds: 4,
  pacingSeconds: 6,
  rates: [20, 200],
  clients: [50, 300],
};

interface Competitor {
  readonly name: Row['contender'];
  readonly server: Pick<Started, 'url' | 'pid'>;
  readonly load?: Partial<Load>;
}

type Report = (row: Row) => void;

/**
 * Lets competitors take turns under one load: A B C, A B C, …, after one round to warm up, as fast as it goes, that counts
 * for nothing.
 */
async function compete(
  bench: Bench,
  competitors: readonly Competitor[],
  { scenario, latencyMs, load, pace }: { scenario: string; latencyMs: number; load: Partial<Load>; pace: Pace },
  report: Report,
): Promise<void> {
  const rounds = new Map<Competitor, Round[]>(competitors.map((competitor) => [competitor, []]));
  for (let turn = 0; turn <= pace.rounds; turn += 1) {
    for (const competitor of competitors) {
      const round = await bench.round(
        competitor.server,
        { seconds: pace.seconds, ...load, ...competitor.load },
        turn === 0 ? 0 : latencyMs,
      );
      if (turn > 0) rounds.get(competitor)?.push(round);
    }
  }
  for (const [{ name }, measured] of rounds) {
    report({ scenario, contender: name, clients: load.clients ?? 1, latencyMs, measured: summary(measured) });
  }
}

/** Everything that is measured, in order. */
export async function runScenarios(bench: Bench, pace: Pace, report: Report): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const started = async (contender: Contender): Promise<Competitor> => ({
    name: contender,
    server: stack.use(await startContender(contender, bench.hubspot)),
  });
  const gateway = await started('gateway');
  const others = [await started('ceiling'), await started('fetch'), await started('mercurius')];
  const direct = { name: 'REST call', server: { url: bench.hubspot, pid: 0 }, load: { direct: true } } as const;

  await compete(
    bench,
    [direct, gateway],
    { scenario: 'lone client', latencyMs: 100, load: { clients: 1, seconds: pace.seconds }, pace },
    report,
  );
  for (const latencyMs of [0, 100]) {
    for (const clients of pace.clients) {
      const competitors =
        latencyMs === 0 ? [gateway, ...others] : [gateway, ...others.filter(({ name }) => name !== 'ceiling')];
      await compete(bench, competitors, { scenario: 'single updates', latencyMs, load: { clients }, pace }, report);
    }
  }
  const alone = (scenario: string, load: Partial<Load>, latencyMs = 0) =>
    compete(bench, [gateway], { scenario, latencyMs, load, pace }, report);
  await alone('one bad input in 100', { clients: 300, badEvery: 100 });
  await alone('a hot contact', { clients: 300, hot: 200, requests: 2200, seconds: 10 });
  await alone('lists of 100', { clients: 10, inputsPerRequest: 100 });
  await alone('lists of 1000', { clients: 4, inputsPerRequest: 1000 });
  await credentials(bench, pace, report);
}

/** The same lists with one credential and with a thousand: what the gateway keeps for each must not cost the others. */
async function credentials(bench: Bench, pace: Pace, report: Report): Promise<void> {
  await using server = await startGateway(bench.hubspot, { CALLER_AUTH: 'hubspot-token' });
  const competitor: Competitor = { name: 'gateway', server };
  for (const count of [1, 1000]) {
    const load = { clients: 10, inputsPerRequest: 100, credentials: count };
    await compete(bench, [competitor], { scenario: `${count} credentials`, latencyMs: 0, load, pace }, report);
  }
}

const QUOTA = 100;
const OFFERED_PER_SECOND = 2000;

/** More updates than the quota allows, for longer than an interval of it. */
export async function runQuota(bench: Bench, pace: Pace, report: Report): Promise<void> {
  for (const contender of ['gateway', 'fetch', 'hubspot-client'] as const) {
    await bench.restart(QUOTA);
    await using server = await startUnderQuota(contender, bench.hubspot);
    const load = { clients: 1000, perSecond: OFFERED_PER_SECOND, seconds: pace.quotaSeconds };
    const measured = summary([await bench.round(server, load, 100)]);
    report({ scenario: `quota of ${QUOTA} calls in 10 s`, contender, clients: 1000, latencyMs: 100, measured });
  }
}

const startUnderQuota = (contender: Contender, hubspot: string): Promise<Started> =>
  contender === 'gateway' ? startGateway(hubspot, { RATE_LIMIT: String(QUOTA) }) : startContender(contender, hubspot);

/** Connections for updates that come at random: more than ever wait at a time. */
const CONNECTIONS = 3000;

/** What callers feel under the quota: updates that come at random, as many as the quota can carry. */
export async function runPacing(bench: Bench, pace: Pace, report: Report): Promise<void> {
  async function measure(contender: Contender, rate: number, latencyMs: number, readBack: boolean): Promise<void> {
    await bench.restart(QUOTA);
    await using server = await startUnderQuota(contender, bench.hubspot);
    await bench.round(server, { seconds: 0.1, requests: 1 }, latencyMs);
    const load = { clients: CONNECTIONS, perSecond: rate, random: true, readBack, seconds: pace.pacingSeconds };
    const measured = summary([await bench.round(server, load, latencyMs)]);
    const scenario = `${rate} updates/s at random${readBack ? ', read back' : ''}`;
    report({ scenario, contender, clients: CONNECTIONS, latencyMs, rate, readBack, measured });
  }

  for (const latencyMs of [30, 150]) {
    for (const readBack of [false, true]) {
      for (const rate of pace.rates) await measure('gateway', rate, latencyMs, readBack);
    }
  }
  // With one call each the quota is used up from 10 updates per second on: more would only wait longer.
  for (const contender of ['fetch', 'hubspot-client'] as const) {
    for (const rate of pace.rates.filter((each) => each <= 20)) await measure(contender, rate, 150, false);
  }
}

/** More clients than the quota can carry, each of which waits for its answer. */
export async function runClosedLoop(bench: Bench, pace: Pace, report: Report): Promise<void> {
  await bench.restart(SMALL_QUOTA);
  await using server = await startGateway(bench.hubspot, { RATE_LIMIT: String(SMALL_QUOTA) });
  const load = { clients: 600, seconds: pace.quotaSeconds };
  const measured = summary([await bench.round(server, load, 60)]);
  report({ scenario: CLOSED_LOOP, contender: 'gateway', clients: 600, latencyMs: 60, measured });
}

export const SMALL_QUOTA = 40;
export const CLOSED_LOOP = `600 clients on a quota of ${SMALL_QUOTA} calls in 10 s`;
