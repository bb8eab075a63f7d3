import fc from 'fast-check';
import { type Fault, faults, type Refusing } from './truthful-server.ts';

/** One update that a caller asks for. */
export interface Operation {
  readonly atMs: number;
  readonly credential: number;
  readonly contact: number;
  /** Addresses the contact by its unique value instead of its record id. */
  readonly byAlias: boolean;
  readonly kind: 'overwrite' | 'append' | 'bad';
  /** Its caller goes away so long after it asked; null: it stays. */
  readonly cancelAfterMs: number | null;
  /** Characters of padding, to make bodies large. */
  readonly padding: number;
}

export interface Schedule {
  readonly operations: readonly Operation[];
  /** What happens to the first calls; the later ones have no fault. */
  readonly faults: readonly Fault[];
  readonly latenciesMs: readonly number[];
  readonly refusing: Refusing;
  readonly options: {
    readonly batchMaxSize: number;
    readonly maxBatchBytes: number;
    readonly batchWindowMs: number;
    readonly batchMaxInFlight: number;
    readonly deadlineMs: number;
    readonly rateLimit: number;
    readonly rateLimitIntervalMs: number;
    readonly queueLimit: number;
  };
}

const operation: fc.Arbitrary<Operation> = fc.record({
  atMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(50), fc.nat(3000)),
  credential: fc.nat(2),
  contact: fc.nat(5),
  byAlias: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.boolean()),
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant('overwrite' as const) },
    fc.constantFrom('append' as const, 'bad' as const),
  ),
  cancelAfterMs: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.nat(300)),
  padding: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.nat(1500)),
});

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('none' as const) },
  { weight: 3, arbitrary: fc.constantFrom(...faults) },
);

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  operations: fc.array(operation, { minLength: 1, maxLength: 30 }),
  faults: fc.array(fault, { maxLength: 12 }),
  latenciesMs: fc.array(fc.oneof(fc.nat(20), fc.nat(400)), { minLength: 1, maxLength: 5 }),
  refusing: fc.constantFrom<Refusing>('item', 'batch, naming the property', 'batch, naming nothing'),
  options: fc.record({
    batchMaxSize: fc.integer({ min: 1, max: 8 }),
    maxBatchBytes: fc.constantFrom(1000, 2000, 1_000_000),
    batchWindowMs: fc.nat(20),
    batchMaxInFlight: fc.integer({ min: 1, max: 4 }),
    deadlineMs: fc.constantFrom(200, 2000, 30_000),
    rateLimit: fc.integer({ min: 1, max: 20 }),
    rateLimitIntervalMs: fc.constantFrom(100, 1000, 10_000),
    queueLimit: fc.constantFrom(3, 10, 1000),
  }),
});
