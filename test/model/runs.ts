import type { IAsyncProperty } from 'fast-check';
import fc from '../fast-check.ts';

/** Schedules of the model that plays the most. */
export const runs = Number(process.env.MODEL_RUNS ?? 2000);
export const firstSeed = Number(process.env.MODEL_SEED ?? 1);

/** A long run goes in parts, each with the next seed: it can be taken up again where it was left. */
const RUNS_PER_SEED = 10_000;

export async function playInParts<T>(
  property: IAsyncProperty<[T]>,
  count: number,
  known: readonly T[] = [],
): Promise<void> {
  const examples = known.map((schedule): [T] => [schedule]);

  for (let done = 0, seed = firstSeed; done < count; seed += 1) {
    const numRuns = Math.min(RUNS_PER_SEED, count - done);
    await fc.assert(property, { numRuns, seed, examples });
    done += numRuns;
    if (count > RUNS_PER_SEED) process.stderr.write(`MODEL_SEED=${seed}: ${done} of ${count} schedules kept\n`);
  }
}
