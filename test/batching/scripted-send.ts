import { type Applied, failed, type Outcome, type Resend, type SendBatch, SendError } from '../../src/outcome.ts';

import { createRateLimiter } from '../../src/rate-limit/rate-limiter.ts';
import { createRollingWindow } from '../../src/rate-limit/rolling-window.ts';

/** An error with the facts that a test gives it. */
export class Failure extends SendError {
  override readonly name = 'Failure';
  readonly applied: Applied;
  readonly retryable = false;
  override readonly resend: Resend;
  override readonly settles: boolean;

  constructor(facts: { message?: string; applied?: Applied; resend?: Resend; settles?: boolean } = {}) {
    super(facts.message ?? 'no');
    this.applied = facts.applied ?? 'NO';
    this.resend = facts.resend ?? 'never';
    this.settles = facts.settles ?? false;
  }
}

/** A `SendBatch` that keeps the list of its calls and answers as it is told; by default every input succeeds as itself. */
export function scriptedSend(
  answer: (inputs: readonly string[]) => readonly Outcome<string>[] | Promise<never> = succeed,
) {
  const calls: string[][] = [];
  const send: SendBatch<string, string> = async (inputs) => {
    calls.push([...inputs]);
    return answer(inputs);
  };
  return { calls, send };
}

export const succeed = (inputs: readonly string[]): readonly Outcome<string>[] =>
  inputs.map((value) => ({ ok: true, value }));

export const refuse = (input: string): Outcome<string> => failed(new Failure({ message: `${input} is bad` }));

/** A limiter whose quota never runs short. */
export const plenty = () =>
  createRateLimiter((onChange) => createRollingWindow({ limit: 1_000_000, intervalMs: 1 }, onChange));

/** Sends nothing until `release` is called, once for each call. */
export function gatedSend() {
  const calls: string[][] = [];
  const gates: (() => void)[] = [];
  const send: SendBatch<string, string> = async (inputs) => {
    calls.push([...inputs]);
    await new Promise<void>((resolve) => gates.push(resolve));
    return succeed(inputs);
  };
  return { calls, send, release: () => gates.shift()?.() };
}
