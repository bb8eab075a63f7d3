// The sandbox in a process of its own, with more contacts, and a count of the calls it answered.
import { startSandbox } from '../src/sandbox/sandbox.ts';
import type { SandboxQuestion, SandboxState } from './messages.ts';

const CONTACTS = 10_000;

async function begin(max: number) {
  const counts = { calls: 0, tooMany: 0 };
  const sandbox = await startSandbox({
    rateLimit: { max, daily: 1_000_000_000 },
    onAnswered({ status }) {
      counts.calls += 1;
      if (status === 429) counts.tooMany += 1;
    },
  });
  const ids = Array.from({ length: CONTACTS }, (_, n) => sandbox.addContact({ firstname: `n${n}` }));
  return { sandbox, ids, counts };
}

let current = await begin(Number.MAX_SAFE_INTEGER);

process.on('message', async ({ latencyMs, quota }: SandboxQuestion) => {
  if (quota !== undefined) {
    await current.sandbox.close();
    current = await begin(quota ?? Number.MAX_SAFE_INTEGER);
  }
  if (latencyMs !== undefined) current.sandbox.latencyMs = latencyMs;
  const { sandbox, ids, counts } = current;
  process.send?.({ url: sandbox.url, ids, ...counts } satisfies SandboxState);
});
