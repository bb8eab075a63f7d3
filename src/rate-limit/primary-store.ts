import cluster, { type Worker } from 'node:cluster';
import type { createLedger } from './ledger.ts';
import { type Allotment, type Heartbeat, inTime, type Report, type TokenStore } from './token-store.ts';

/** An answer that takes longer is none. */
const ANSWER_MS = 500;

interface Question {
  readonly kind: 'quota?';
  readonly number: number;
  /** Left out: a heartbeat. */
  readonly exchange?: { readonly credentialId: string; readonly report: Report };
}

interface Answer {
  readonly kind: 'quota!';
  readonly number: number;
  readonly answer: Allotment | Heartbeat | null;
}

const isQuestion = (message: unknown): message is Question =>
  typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'quota?';
const isAnswer = (message: unknown): message is Answer =>
  typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'quota!';

/** The ledger of the primary, as seen from this worker. Null when this process is no worker. */
export function openPrimaryStore(): TokenStore | null {
  if (!cluster.isWorker) return null;
  const open = new Map<number, (answer: unknown) => void>();
  let asked = 0;
  const listen = (message: unknown) => {
    if (isAnswer(message)) open.get(message.number)?.(message.answer);
  };
  process.on('message', listen);

  async function ask<T>(exchange?: Question['exchange']): Promise<T> {
    const number = ++asked;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    open.set(number, resolve);
    try {
      const question: Question = { kind: 'quota?', number, ...(exchange === undefined ? {} : { exchange }) };
      // Without a function to tell, a channel that is closed ends the process.
      process.send?.(question, undefined, undefined, (error) => error && reject(error));
      return (await inTime(promise, ANSWER_MS)) as T;
    } finally {
      open.delete(number);
    }
  }

  return {
    exchange: (credentialId, report) => ask<Allotment | null>({ credentialId, report }),
    heartbeat: () => ask<Heartbeat>(),
    // The primary sees for itself when a worker goes.
    close: async () => void process.off('message', listen),
  };
}

/** Answers a worker's questions from the primary's ledger. */
export function serveLedger(ledger: ReturnType<typeof createLedger>, worker: Worker): void {
  const store = ledger.storeFor(String(worker.id));
  worker.on('message', async (message: unknown) => {
    if (!isQuestion(message)) return;
    const { number, exchange } = message;
    const answer = await (exchange === undefined
      ? store.heartbeat()
      : store.exchange(exchange.credentialId, exchange.report));
    const reply: Answer = { kind: 'quota!', number, answer };
    // The worker may be gone by now.
    worker.send(reply, () => {});
  });
  worker.once('disconnect', () => void store.close());
}
