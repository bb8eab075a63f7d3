/**
 * The scalars of the contract. What one of them cannot read does not refuse the whole request, as GraphQL would: it becomes
 * an `Unreadable` in the place of the value, and refuses the input that has it.
 */
import {
  type ConstValueNode,
  GraphQLError,
  GraphQLFloat,
  GraphQLID,
  GraphQLScalarType,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { GraphQLDate, GraphQLDateTime } from 'graphql-scalars';

/** Characters of a list or an object that stands where there should be a value. */
const MAX_LENGTH = 1_000;

/** A value that its scalar cannot read, and why. */
export class Unreadable {
  /** As text. It is made once, and of a list or an object only the beginning: many inputs may share it. */
  readonly value: string;
  readonly code: string;
  readonly message: string;

  constructor(value: unknown, code: string, advice: string) {
    this.value = typeof value === 'string' ? value : (JSON.stringify(value) ?? '').slice(0, MAX_LENGTH);
    this.code = code;
    this.message = `${shortened(typeof value === 'string' ? JSON.stringify(value) : this.value, 60)} ${advice}`;
  }
}

/** How a scalar reads values of variables, and literals of documents. */
interface Reading<Value> {
  readonly value: (value: unknown) => Value;
  readonly literal: (literal: ConstValueNode) => Value | null | undefined;
}

/** As it reads now, whatever is set on the scalar later. */
function readingOf<Value>(scalar: GraphQLScalarType<Value, unknown>): Reading<Value> {
  const literal = scalar.coerceInputLiteral ?? scalar.parseLiteral;
  return { value: scalar.coerceInputValue, literal: (node) => literal(node, undefined) };
}

/** Graphql has two names for each way to read; packages call either. */
const underBothNames = <Value>({ value, literal }: Reading<Value>) => ({
  coerceInputValue: value,
  parseValue: value,
  coerceInputLiteral: literal,
  parseLiteral: literal as (literal: ValueNode) => Value,
});

/** Reads as before; what was refused is an `Unreadable` with this code and this advice. */
function lenient<Value>(reading: Reading<Value>, code: string, advice: string) {
  const unreadable = (value: unknown) => new Unreadable(value, code, advice);
  return underBothNames<Value | Unreadable>({
    value(value) {
      try {
        return reading.value(value);
      } catch {
        return unreadable(value);
      }
    },
    literal(literal) {
      try {
        return reading.literal(literal);
      } catch {
        return unreadable(valueFromASTUntyped(literal));
      }
    },
  });
}

/** As much of a text as people recognise it by. */
export const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

const exactId = readingOf(GraphQLID);

/** Beyond 2^53 a JSON number is rounded when it is read, and would name another contact. */
function readExactId(value: unknown): string {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return exactId.value(value);
  throw new GraphQLError(
    `ID cannot represent the number ${value}: numbers beyond ${Number.MAX_SAFE_INTEGER} are rounded when JSON is read. Send the id as a string.`,
    { extensions: { code: 'BAD_USER_INPUT' } },
  );
}

/*
 * Set on graphql's own scalars, once for the process: Pothos builds every schema with these objects and takes no others.
 * Literals of ids are exact; the default values of variables are read by `parseLiteral`, which would make numbers of them.
 */
Object.assign(GraphQLID, underBothNames({ ...exactId, value: readExactId }));
const float = readingOf(GraphQLFloat);
Object.assign(
  GraphQLFloat,
  lenient(
    // Of JSON, a number that is too large has become infinity: it is refused where it is written, as it is as a literal.
    { ...float, value: (value) => (typeof value === 'number' ? value : float.value(value)) },
    'INVALID_NUMBER',
    'is not a number; send a number, without quotes.',
  ),
);

export const DateScalar = new GraphQLScalarType({
  ...GraphQLDate.toConfig(),
  ...lenient(readingOf(GraphQLDate), 'INVALID_DATE', 'is not a day; send YYYY-MM-DD, such as 2026-03-10.'),
});

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const readMomentOrDay = (value: unknown) =>
  GraphQLDateTime.coerceInputValue(typeof value === 'string' && DAY.test(value) ? `${value}T00:00:00Z` : value);

export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  ...lenient(
    { value: readMomentOrDay, literal: (literal) => readMomentOrDay(valueFromASTUntyped(literal)) },
    'INVALID_DATE',
    'is not a point in time; send it with a time zone, such as 2026-03-10T23:04:41Z, or a day, such as 2026-03-10.',
  ),
});
