import type { Load, LoadResult, SandboxQuestion, SandboxState } from './messages.ts';
import { type Started, startHelper, usageOf } from './processes.ts';
import { median, quantile, spread } from './statistics.ts';

/** What one contender did under one load; of several rounds, medians. */
export interface Measured {
  /** Contacts saved per second. */
  readonly perSecond: number;
  /** Of a request, in ms. */
  readonly p50: number;
  readonly p99: number;
  readonly callsPerUpdate: number;
  /** 429s of HubSpot. */
  readonly tooMany: number;
  /** CPU of the contender for each contact, in µs; null where the system does not tell. */
  readonly cpuUs: number | null;
  /** The most memory so far, in MB; null where the system does not tell. */
  readonly peakMb: number | null;
  /** Answers by type, of all rounds. */
  readonly answers: Readonly<Record<string, number>>;
  /** How far the rounds lie apart in contacts per second, as a share of their median. */
  readonly spread: number;
}

export type Round = Omit<Measured, 'spread'>;

/** The sandbox and the loading process, and what is measured with them. */
export async function openBench() {
  const sandbox = startHelper('bench/sandbox.ts');
  const loader = startHelper('bench/load.ts');
  const tell = (question: SandboxQuestion) => sandbox.ask<SandboxState>(question);
  let state = await tell({ latencyMs: 0 });

  async function round(server: Pick<Started, 'url' | 'pid'>, load: Partial<Load>, latencyMs: number): Promise<Round> {
    const before = await tell({ latencyMs });
    const usageBefore = usageOf(server.pid);
    const result = await loader.ask<LoadResult>({ ...USUAL, ...load, url: server.url, ids: state.ids });
    const [after, usage] = [await tell({}), usageOf(server.pid)];
    const saved = result.answers.UpdateContactSuccess ?? 0;
    const cpu = usage === null || usageBefore === null ? null : usage.cpuSeconds - usageBefore.cpuSeconds;
    return {
      perSecond: saved / result.seconds,
      p50: quantile(result.times, 0.5),
      p99: quantile(result.times, 0.99),
      callsPerUpdate: (after.calls - before.calls) / inputsOf(result),
      tooMany: after.tooMany - before.tooMany,
      cpuUs: cpu === null ? null : (cpu * 1e6) / inputsOf(result),
      peakMb: usage?.peakMb ?? null,
      answers: result.answers,
    };
  }

  return {
    round,
    get hubspot(): string {
      return state.url;
    },
    /** A fresh sandbox: contenders have to be started anew. */
    async restart(quota: number | null): Promise<void> {
      state = await tell({ quota });
    },
    [Symbol.dispose]() {
      loader[Symbol.dispose]();
      sandbox[Symbol.dispose]();
    },
  };
}

export type Bench = Awaited<ReturnType<typeof openBench>>;

const USUAL = {
  clients: 1,
  seconds: 1,
  perSecond: null,
  random: false,
  readBack: false,
  inputsPerRequest: 1,
  badEvery: 0,
  credentials: 1,
  hot: 0,
  requests: null,
  direct: false,
} satisfies Partial<Load>;

const inputsOf = ({ answers }: LoadResult): number => Object.values(answers).reduce((sum, count) => sum + count, 0);

export function summary(rounds: readonly Round[]): Measured {
  const of = (value: (round: Round) => number) => median(rounds.map(value));
  const known = (value: (round: Round) => number | null) =>
    rounds.some((round) => value(round) === null) ? null : of((round) => value(round) ?? 0);
  const answers: Record<string, number> = {};
  for (const round of rounds) {
    for (const [type, count] of Object.entries(round.answers)) answers[type] = (answers[type] ?? 0) + count;
  }
  return {
    perSecond: of(({ perSecond }) => perSecond),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    callsPerUpdate: of(({ callsPerUpdate }) => callsPerUpdate),
    tooMany: rounds.reduce((sum, { tooMany }) => sum + tooMany, 0),
    cpuUs: known(({ cpuUs }) => cpuUs),
    peakMb: known(({ peakMb }) => peakMb),
    answers,
    spread: spread(rounds.map(({ perSecond }) => perSecond)),
  };
}
