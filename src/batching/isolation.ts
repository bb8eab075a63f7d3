import { type BatchingObserver, nobody } from '../observer.ts';
import {
  BatchRefused,
  failed,
  type Outcome,
  pauseForAll,
  type RefusalHint,
  type SendBatch,
  SendError,
} from '../outcome.ts';
import { TooManyRefusedError } from './errors.ts';

export interface IsolationOptions<In> {
  readonly observer?: BatchingObserver;
  /** Who brought an input; what one of them brings costs only so many calls. Null: nobody knows. */
  readonly callerOf?: (input: In) => string | null;
  /** Whether an input was decided meanwhile, and needs nothing more. */
  readonly isDone?: (input: In) => boolean;
}

/** Inputs of one caller that may be refused alone in one batch. The rest of that caller's inputs is then not sent. */
export const MAX_REFUSALS = 10;
/** Hints that are followed in one batch: one that points at the wrong input costs a call, and the next may do so as well. */
const MAX_HINTS = 5;
/**
 * The part of a refused batch that is sent first. If it is written, the other part must hold the bad input, and is not
 * sent whole once more. So the first part may cost two calls and the second one, which makes the first the smaller one.
 */
const FIRST_PART = 0.4;

/**
 * Keeps a bad input from failing the others. A refusal writes nothing, so a refused batch is sent again in parts: the
 * inputs that the refusal points at apart from the rest, or in two parts when it points at none, until what is refused
 * stands alone. No input is written twice. One bad input of 100 costs at most 2 extra calls when it is pointed at, 14 when
 * not. Where the reason may be one that all inputs share, an empty batch finds out first: no input can be to blame for its
 * refusal.
 *
 * The parts go one after the other, for two inputs that turn out to be one record must not race; and they keep their order.
 *
 * Never throws a `SendError`: once a part was sent, the failure of another part is no longer the failure of all.
 */
export function isolation<In, Out>(send: SendBatch<In, Out>, options: IsolationOptions<In> = {}): SendBatch<In, Out> {
  return (inputs) => isolate(inputs, send, options);
}

async function isolate<In, Out>(
  all: readonly In[],
  send: SendBatch<In, Out>,
  { observer = nobody, callerOf = () => null, isDone = () => false }: IsolationOptions<In>,
): Promise<readonly Outcome<Out>[]> {
  const outcomes = new Map<In, Outcome<Out>>();
  const refusedOf = new Map<string, number>();
  /** The reason for which an empty batch was refused; null when it was not, undefined when it was not sent. */
  let shared: string | null | undefined;
  let hintsLeft = MAX_HINTS;

  function answer(inputs: readonly In[], outcome: Outcome<Out>): void {
    for (const input of inputs) outcomes.set(input, outcome);
  }

  /** Sends the inputs together. Returns the refusal when they were refused; everything else is their answer. */
  async function attempt(inputs: readonly In[]): Promise<BatchRefused | null> {
    try {
      const answers = await send(inputs);
      for (const [place, input] of inputs.entries()) outcomes.set(input, answers[place] as Outcome<Out>);
      return null;
    } catch (error) {
      if (error instanceof BatchRefused) return error;
      if (!(error instanceof SendError)) throw error;
      answer(inputs, failed(error));
      return null;
    }
  }

  /** Returns whether something of it was refused. `implied`: a refusal that must lie in these inputs. */
  async function carryOut(inputs: readonly In[], implied: BatchRefused | null): Promise<boolean> {
    const sent = withinBounds(inputs);
    if (sent.length === 0) return false;
    const refusal = (sent.length > 1 ? implied : null) ?? (await attempt(sent));
    if (refusal === null) return false;
    if (sent.length === 1 || sent.every(isDone) || (await isAboutAll(refusal))) refuse(sent, refusal);
    else await sendParts(sent, refusal, refusal === implied || hintsLeft === 0 ? {} : refusal.hint);
    return true;
  }

  async function sendParts(inputs: readonly In[], refusal: BatchRefused, hint: RefusalHint): Promise<void> {
    observer.split();
    if (hint.suspects?.length) hintsLeft -= 1;
    const parts = split(inputs.length, hint).map((places) => places.map((place) => inputs[place] as In));
    const last = parts.pop() ?? [];
    const inOrder = (hint.duplicates ?? []).length > 0;
    let found = false;
    for (const [number, part] of parts.entries()) {
      found = (await carryOut(part, null)) || found;
      const failure = whatMayPass(part);
      // What comes later is not to overtake it, or has to wait as well: all of it is sent again together.
      if (failure !== null && (inOrder || pauseForAll(failure) !== null))
        return answer([...parts.slice(number + 1), last].flat(), failed(failure));
    }
    await carryOut(last, found || inOrder ? null : refusal);
  }

  /** Why one of these inputs is to be sent again. */
  function whatMayPass(inputs: readonly In[]): SendError | null {
    for (const input of inputs) {
      const outcome = outcomes.get(input);
      if (outcome?.ok === false && outcome.error.resend !== 'never' && outcome.error.resend !== 'alone')
        return outcome.error;
    }
    return null;
  }

  /** Whether an empty batch is refused in the same way. It is asked at most once, and only when nobody is pointed at. */
  async function isAboutAll({ hint }: BatchRefused): Promise<boolean> {
    if (hint.maybeShared === undefined || hint.suspects?.length) return false;
    if (shared === undefined) {
      shared = await send([]).then(
        () => null,
        (error: unknown) => (error instanceof BatchRefused && error.hint.maybeShared) || null,
      );
    }
    return shared === hint.maybeShared;
  }

  function refuse(inputs: readonly In[], { reason }: BatchRefused): void {
    answer(inputs, failed(reason));
    const caller = inputs.length === 1 ? callerOf(inputs[0] as In) : null;
    if (caller !== null) refusedOf.set(caller, (refusedOf.get(caller) ?? 0) + 1);
  }

  /** Answers those whose callers have cost enough, and returns the others. */
  function withinBounds(inputs: readonly In[]): readonly In[] {
    if (refusedOf.size === 0) return inputs;
    const beyond = new Set(inputs.filter((input) => (refusedOf.get(callerOf(input) ?? '') ?? 0) >= MAX_REFUSALS));
    answer([...beyond], failed(new TooManyRefusedError(MAX_REFUSALS)));
    return inputs.filter((input) => !beyond.has(input));
  }

  await carryOut(all, null);
  return all.map((input) => outcomes.get(input) as Outcome<Out>);
}

/** Parts of the places from 0 to `count`: each smaller than the whole, its places in ascending order. */
function split(count: number, { suspects = [], duplicates = [] }: RefusalHint): number[][] {
  const places = Array.from({ length: count }, (_, place) => place);
  const suspected = new Set(suspects);
  const parts =
    duplicates.length > 0 && duplicates.length < count
      ? aroundEach(places, new Set(duplicates))
      : [places.filter((place) => !suspected.has(place)), places.filter((place) => suspected.has(place))];
  const filled = parts.filter(({ length }) => length > 0);
  if (filled.length > 1) return filled;
  const first = Math.ceil(count * FIRST_PART);
  return [places.slice(0, first), places.slice(first)];
}

/** Each duplicate alone, and what stands between them: whatever it duplicates is then in another part. */
function aroundEach(places: readonly number[], duplicates: ReadonlySet<number>): number[][] {
  const parts: number[][] = [[]];
  for (const place of places) {
    if (duplicates.has(place)) parts.push([place], []);
    else parts.at(-1)?.push(place);
  }
  return parts;
}
