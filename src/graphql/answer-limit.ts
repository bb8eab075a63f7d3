import {
  defaultFieldResolver,
  type ExecutionResult,
  GraphQLError,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isIntrospectionType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  OperationTypeNode,
} from 'graphql';
import { countFields, type OperationPlan } from './operation-plan.ts';

/** Fields that the answers to one HTTP request may hold, as far as its documents and lists tell. */
const MAX_FIELDS = 200_000;
/** An answer with more of them is made in a turn of the event loop of its own: it takes some tenths of a second. */
const LARGE = 10_000;

/** Bytes of these answers: names, values, errors, and something for each field, which takes time and memory too. */
const MAX_BYTES = 32 * 1024 * 1024;
const BYTES_OF_FIELD = 100;
/** Some 200 in text; but making one takes as long as thirty values, and as much memory. */
const BYTES_OF_ERROR = 3000;

/** Errors of fields that are told beside the one that says that there are too many. */
const MAX_ERRORS_TOLD = 100;

let lastTurn: Promise<void> = Promise.resolve();

/**
 * What the answers to one HTTP request may hold, so that no small request can fill the memory or stop the process. What a
 * document asks for is known before it is executed; how large values are only when they are there. Where a value would be
 * too much, a query is refused as a whole. A mutation has been carried out by then: its results are told, and what can be
 * left out of them is, from there on.
 *
 * The limit is where fields are resolved, because nothing else sees all of values, aliases, errors and nested lists.
 */
export class AnswerLimit {
  #fields = 0;
  #bytes = 0;

  /** Counts what an operation asks for; the refusal when that is too much. */
  refusePlan(plan: OperationPlan): GraphQLError | null {
    this.#fields += countFields(plan, MAX_FIELDS - this.#fields);
    if (this.#fields <= MAX_FIELDS) return null;
    return tooLarge(
      `The answer would have more than ${MAX_FIELDS} fields (items of a list × fields selected of each)`,
      MAX_FIELDS,
    );
  }

  /** To be waited for before a large answer is made, so that what is small comes in between. */
  async turn(): Promise<void> {
    if (this.#fields < LARGE) return;
    lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)));
    await lastTurn;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Nothing that may be left out is answered any more. */
  get isFull(): boolean {
    return this.#bytes > MAX_BYTES;
  }

  /** Not even what may not be null is answered any more. */
  get isOver(): boolean {
    return this.#bytes > 2 * MAX_BYTES;
  }

  /** The result of an operation, with the error that says what it lacks. */
  conclude({ operation }: OperationPlan, result: ExecutionResult): ExecutionResult {
    for (const { message } of result.errors ?? []) this.add(message.length);
    if (!this.isFull) return result;
    if (operation.operation === OperationTypeNode.QUERY) return { data: null, errors: [FULL] };
    const others = result.errors?.filter(({ extensions }) => extensions.code !== FULL.extensions.code) ?? [];
    // Without data a field has failed as a whole, and those after it were not begun.
    const full = fullOfResults(result.data ? 'The mutation' : 'At least the first field of the mutation');
    return { ...result, errors: [full, ...others.slice(0, MAX_ERRORS_TOLD)] };
  }
}

const tooLarge = (what: string, limit: number, advice = 'Select fewer fields, or send it in parts.') =>
  new GraphQLError(`${what}. ${advice}`, {
    extensions: { code: 'ANSWER_TOO_LARGE', limit },
  });

const FULL = tooLarge(`The answer is larger than ${MAX_BYTES} bytes`, MAX_BYTES);
const fullOfResults = (what: string) =>
  tooLarge(
    `${what} was carried out, but the answer is larger than ${MAX_BYTES} bytes. Values beyond that size are shown as null or as empty lists, whatever they really are, and without errors of their own`,
    MAX_BYTES,
    'Do not send the mutation again: read what is missing with a query.',
  );

/** Makes every field count itself, its value and its error. */
export function limitAnswers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) field.resolve = counting(field);
  }
  return schema;
}

/** What stands for a value that is left out: null, or no items where it may not be null. Undefined: it has to be told. */
function substituteFor(type: GraphQLOutputType): null | readonly [] | undefined {
  if (!isNonNullType(type)) return null;
  return isListType(type.ofType) ? [] : undefined;
}

type CountedField = GraphQLField<unknown, { readonly answer: AnswerLimit }>;

function counting({ type, resolve = defaultFieldResolver }: CountedField) {
  const isLeaf = isLeafType(getNamedType(type));
  const substitute = substituteFor(type);

  return (...[source, args, context, info]: Parameters<typeof resolve>): unknown => {
    const { answer } = context;
    const isLeftOut = (): boolean => {
      if (!answer.isFull) return false;
      if (answer.isOver && substitute === undefined) throw FULL;
      // Lists of a root field, or right below one, are the answer itself.
      return substitute === null || (substitute !== undefined && info.path.prev?.prev !== undefined);
    };
    const failed = (error: unknown) => {
      answer.add(BYTES_OF_ERROR);
      throw error;
    };

    answer.add(BYTES_OF_FIELD + String(info.path.key).length);
    if (isLeftOut()) return substitute;
    try {
      const value = resolve(source, args, context, info);
      if (value instanceof Promise) return value.catch(failed);
      if (!isLeaf) return value;
      answer.add(bytesOf(value));
      return isLeftOut() ? substitute : value;
    } catch (error) {
      return failed(error);
    }
  };
}

/** Bytes of a value in JSON. */
function bytesOf(value: unknown): number {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return 8;
  return Buffer.byteLength(JSON.stringify(value));
}
