import fc from '../fast-check.ts';
import type { GatewayOptions } from './model-gateway.ts';
import { CONTACTS, type Fault, faults, type Poison, poisons, type Refusing } from './truthful-server.ts';

/** One update that a caller asks for. */
export interface Operation {
  readonly contact: number;
  /** What addresses the contact: its record id, a unique value, or one of its two emails. */
  readonly by: 'id' | 'alias' | 'email' | 'second email';
  readonly kind: 'overwrite' | 'append' | 'bad' | 'poison';
  /** What the caller writes before the digits of a record id, which HubSpot reads as the same whole number. */
  readonly spelling: '' | '00' | '+' | ' ';
  /** Characters of padding, to make bodies large. */
  readonly padding: number;
}

/** A list of updates that a caller asks for at once. */
export interface Request {
  readonly atMs: number;
  readonly credential: number;
  readonly operations: readonly Operation[];
  /** Its caller goes away so long after it asked; null: it stays. */
  readonly cancelAfterMs: number | null;
}

export interface Schedule {
  readonly requests: readonly Request[];
  /** When the gateway gives up waiting; null: never. */
  readonly giveUpAtMs: number | null;
  /** What happens to the first calls; the later ones have no fault. */
  readonly faults: readonly Fault[];
  readonly latenciesMs: readonly number[];
  readonly refusing: Refusing;
  /** What becomes of each call that carries a poison. */
  readonly poison: Poison;
  /** When each email becomes that of the next contact; null: never. */
  readonly emailsMoveAtMs: number | null;
  readonly options: GatewayOptions;
}

const operation: fc.Arbitrary<Operation> = fc.record({
  contact: fc.integer({ min: 1, max: CONTACTS }),
  by: fc.oneof(
    { weight: 6, arbitrary: fc.constant('id' as const) },
    { weight: 2, arbitrary: fc.constantFrom('email' as const, 'second email' as const) },
    fc.constant('alias' as const),
  ),
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant('overwrite' as const) },
    fc.constantFrom('append' as const, 'bad' as const, 'poison' as const),
  ),
  spelling: fc.constantFrom('', '', '', '00', '+', ' '),
  padding: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.nat(1500)),
});

const request: fc.Arbitrary<Request> = fc.record({
  atMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(50), fc.nat(3000)),
  credential: fc.nat(2),
  operations: fc.oneof(
    fc.array(operation, { minLength: 1, maxLength: 1 }),
    fc.array(operation, { minLength: 1, maxLength: 5 }),
  ),
  cancelAfterMs: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.nat(300)),
});

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('none' as const) },
  { weight: 3, arbitrary: fc.constantFrom(...faults) },
);

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  requests: fc.array(request, { minLength: 1, maxLength: 16 }),
  giveUpAtMs: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.nat(1000)),
  faults: fc.oneof(fc.constant([]), fc.array(fault, { maxLength: 12 })),
  latenciesMs: fc.array(fc.oneof(fc.nat(20), fc.nat(400)), { minLength: 1, maxLength: 5 }),
  refusing: fc.constantFrom<Refusing>('item', 'batch, naming the property', 'batch, naming nothing'),
  poison: fc.constantFrom(...poisons),
  emailsMoveAtMs: fc.oneof(fc.constant(null), fc.nat(500), fc.nat(3500)),
  options: fc.record({
    batchMaxSize: fc.integer({ min: 1, max: 8 }),
    maxBatchBytes: fc.constantFrom(1000, 2000, 1_000_000),
    deadlineMs: fc.constantFrom(200, 2000, 30_000),
    rateLimit: fc.integer({ min: 1, max: 20 }),
    rateLimitIntervalMs: fc.constantFrom(100, 1000, 10_000),
    queueLimit: fc.constantFrom(3, 10, 1000),
    queueBytes: fc.constantFrom(1000, 1_000_000),
  }),
});

/** Updates of different contacts that come alone or some at once, before a HubSpot that works: nobody has to wait for long. */
export const calmSchedules: fc.Arbitrary<Schedule> = fc.record({
  requests: fc
    .array(
      fc.tuple(fc.nat(15_000), fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 5 }))),
      {
        minLength: 40,
        maxLength: 150,
        size: 'max',
      },
    )
    .map((bursts) => {
      const times = bursts.flatMap(([atMs, count]) => Array<number>(count).fill(atMs));
      return times.map((atMs, index): Request => {
        const operation = {
          contact: CONTACTS + index + 1,
          by: 'id',
          kind: 'overwrite',
          spelling: '',
          padding: 0,
        } as const;
        return { atMs, credential: 0, operations: [operation], cancelAfterMs: null };
      });
    }),
  giveUpAtMs: fc.constant(null),
  faults: fc.constant([]),
  latenciesMs: fc.array(fc.integer({ min: 5, max: 400 }), { minLength: 1, maxLength: 5 }),
  refusing: fc.constant('item'),
  poison: fc.constant('locked'),
  emailsMoveAtMs: fc.constant(null),
  options: fc.record({
    batchMaxSize: fc.integer({ min: 5, max: 100 }),
    maxBatchBytes: fc.constant(1_000_000),
    deadlineMs: fc.constant(30_000),
    rateLimit: fc.integer({ min: 5, max: 30 }),
    rateLimitIntervalMs: fc.constant(10_000),
    queueLimit: fc.constant(10_000),
    queueBytes: fc.constant(10_000_000),
  }),
});
