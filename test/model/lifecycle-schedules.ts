import fc from '../fast-check.ts';
import type { GatewayOptions } from './model-gateway.ts';
import { type Fault, faults } from './small-hubspot.ts';

/** One input of a caller. Creates have an email or none; everything else is addressed by one of these. */
export interface ModelInput {
  readonly by: 'nothing' | 'email' | 'code' | 'id';
  /** Which email, code or record id. */
  readonly key: number;
  /** Whether the caller writes it in capitals. */
  readonly loud: boolean;
  /** Whether it has a value that HubSpot refuses. */
  readonly bad: boolean;
}

/** A list of inputs of one operation that a caller asks for at once. */
export interface ModelRequest {
  readonly atMs: number;
  readonly credential: number;
  readonly operation: 'create' | 'upsert' | 'update' | 'archive';
  readonly inputs: readonly ModelInput[];
  /** Its caller goes away so long after it asked; null: it stays. */
  readonly cancelAfterMs: number | null;
}

/** What somebody else does to the contact that has an email, or with an email that none has. */
export interface OutsideWrite {
  readonly atMs: number;
  readonly credential: number;
  readonly does: 'create' | 'archive' | 'give another email';
  readonly email: number;
  readonly other: number;
}

export interface LifecycleSchedule {
  readonly requests: readonly ModelRequest[];
  readonly outside: readonly OutsideWrite[];
  /** When the gateway gives up waiting; null: never. */
  readonly giveUpAtMs: number | null;
  /** What happens to the first calls; the later ones have no fault. */
  readonly faults: readonly Fault[];
  readonly latenciesMs: readonly number[];
  readonly options: GatewayOptions;
}

/** Few, so that callers meet. */
const KEYS = 3;
/** Mostly one of them, for the same reason. */
const credential = fc.constantFrom(0, 0, 0, 1);
const moment = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(50), fc.nat(1000));

const inputBy = (...ways: readonly ModelInput['by'][]): fc.Arbitrary<readonly ModelInput[]> => {
  const input = fc.record({
    by: fc.constantFrom(...ways),
    key: fc.nat(KEYS - 1),
    loud: fc.boolean(),
    bad: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  });
  return fc.array(input, { minLength: 1, maxLength: 4 });
};

const list = fc.oneof(
  fc.record({ operation: fc.constant('create' as const), inputs: inputBy('nothing', 'email') }),
  { weight: 3, arbitrary: fc.record({ operation: fc.constant('upsert' as const), inputs: inputBy('email', 'code') }) },
  fc.record({ operation: fc.constant('update' as const), inputs: inputBy('email', 'id') }),
  fc.record({ operation: fc.constant('archive' as const), inputs: inputBy('email', 'id') }),
);

const request: fc.Arbitrary<ModelRequest> = fc
  .record({
    atMs: moment,
    credential,
    cancelAfterMs: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, fc.nat(300)),
    list,
  })
  .map(({ list, ...rest }) => ({ ...rest, ...list }));

const outsideWrite: fc.Arbitrary<OutsideWrite> = fc.record({
  atMs: fc.oneof(fc.nat(50), fc.nat(1000)),
  credential,
  does: fc.constantFrom('create', 'archive', 'give another email', 'give another email'),
  email: fc.nat(KEYS - 1),
  // One of them is no caller's.
  other: fc.nat(KEYS),
});

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('none' as const) },
  { weight: 3, arbitrary: fc.constantFrom(...faults) },
);

export const lifecycleSchedules: fc.Arbitrary<LifecycleSchedule> = fc.record({
  requests: fc.array(request, { minLength: 1, maxLength: 10, size: 'max' }),
  outside: fc.array(outsideWrite, { maxLength: 5, size: 'max' }),
  giveUpAtMs: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, fc.nat(1000)),
  faults: fc.oneof(fc.constant([]), { weight: 3, arbitrary: fc.array(fault, { maxLength: 16, size: 'max' }) }),
  latenciesMs: fc.array(fc.oneof(fc.nat(20), fc.nat(400)), { minLength: 1, maxLength: 5 }),
  options: fc.record({
    batchMaxSize: fc.integer({ min: 1, max: 6 }),
    maxBatchBytes: fc.constant(1_000_000),
    deadlineMs: fc.constantFrom(300, 2000, 30_000),
    rateLimit: fc.integer({ min: 1, max: 20 }),
    rateLimitIntervalMs: fc.constantFrom(100, 1000),
    queueLimit: fc.constantFrom(4, 1000, 1000),
    queueBytes: fc.constant(1_000_000),
  }),
});

const ASKS = { atMs: 0, credential: 0, cancelAfterMs: null };
const QUICK = {
  outside: [],
  giveUpAtMs: null,
  faults: [],
  latenciesMs: [50],
  options: {
    batchMaxSize: 6,
    maxBatchBytes: 1_000_000,
    deadlineMs: 30_000,
    rateLimit: 20,
    rateLimitIntervalMs: 100,
    queueLimit: 1000,
    queueBytes: 1_000_000,
  },
};
const input = (by: ModelInput['by'], key: number): ModelInput => ({ by, key, loud: false, bad: false });

/** Schedules in which something was wrong once, or which are rare. They are played first. */
export const knownSchedules: readonly LifecycleSchedule[] = [
  // An upsert by code that was left out is refused when it is sent alone.
  {
    ...QUICK,
    requests: [{ ...ASKS, operation: 'upsert', inputs: [input('code', 1)] }],
    faults: ['results missing, although written', 'refused whole'],
  },
  // A create holds its email for longer than the next one has time.
  {
    ...QUICK,
    requests: [
      { ...ASKS, operation: 'create', inputs: [input('email', 0)] },
      { ...ASKS, operation: 'update', inputs: [input('email', 0)] },
    ],
    latenciesMs: [400],
    options: { ...QUICK.options, deadlineMs: 300 },
  },
  // The email moves to nobody while the first upsert is written, and then the second one comes.
  {
    ...QUICK,
    requests: [
      { ...ASKS, operation: 'upsert', inputs: [input('email', 0)] },
      { ...ASKS, atMs: 70, operation: 'upsert', inputs: [input('email', 0)] },
    ],
    outside: [{ atMs: 60, credential: 0, does: 'give another email', email: 0, other: KEYS }],
  },
  // What is not there when it is looked up is created by those who came before.
  {
    ...QUICK,
    requests: [
      { ...ASKS, operation: 'create', inputs: [input('email', 2)] },
      { ...ASKS, operation: 'archive', inputs: [input('email', 2)] },
    ],
    latenciesMs: [400, 0],
  },
];
