import {
  defaultFieldResolver,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isIntrospectionType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  OperationTypeNode,
} from 'graphql';
import { itemsOf } from './list-limit.ts';
import { fieldsBelow, fragmentsOf, rootFields } from './selection.ts';

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
 */
export class AnswerLimit {
  #fields = 0;
  #bytes = 0;

  /** Counts what an operation asks for; the refusal when that is too much. */
  refusePlan(operation: ExecutionArgs): GraphQLError | null {
    this.#fields += fieldsOf(operation, MAX_FIELDS - this.#fields);
    if (this.#fields <= MAX_FIELDS) return null;
    return tooLarge(
      `The answer would have more than ${MAX_FIELDS} fields, that is items of a list × fields selected of each`,
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
  conclude({ document, operationName }: ExecutionArgs, result: ExecutionResult): ExecutionResult {
    for (const { message } of result.errors ?? []) this.add(message.length);
    if (!this.isFull) return result;
    if (getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY)
      return { data: null, errors: [FULL] };
    const others = result.errors?.filter(({ extensions }) => extensions.code !== FULL.extensions.code) ?? [];
    return { ...result, errors: [FULL_OF_RESULTS, ...others.slice(0, MAX_ERRORS_TOLD)] };
  }
}

const tooLarge = (what: string, limit: number) =>
  new GraphQLError(`${what}. Select fewer fields, or send it in parts.`, {
    extensions: { code: 'ANSWER_TOO_LARGE', limit },
  });

const FULL = tooLarge(`The answer is larger than ${MAX_BYTES} bytes`, MAX_BYTES);
const FULL_OF_RESULTS = tooLarge(
  `The mutation was carried out, but its answer is larger than ${MAX_BYTES} bytes: what came beyond that is null, or a list without items, whatever it really is, and without an error of its own`,
  MAX_BYTES,
);

/** A portal has some hundreds of properties, and a schema as many types; with lists of their own. */
const ITEMS_NOT_KNOWN = 500;

/** The fields of an answer, counted as they are executed; no further than just beyond `limit`. */
function fieldsOf({ document, operationName, variableValues }: ExecutionArgs, limit: number): number {
  const operation = getOperationAST(document, operationName);
  if (!operation) return 0;
  const fragments = fragmentsOf(document);
  let fields = 0;
  for (const nodes of rootFields(operation, fragments)) {
    const [node] = nodes;
    const items = itemsOf(node, operation, variableValues) ?? itemsNotGiven(node.name.value);
    fields += 1 + items * fieldsBelow(nodes, fragments, limit - fields);
    if (fields > limit) break;
  }
  return fields;
}

const itemsNotGiven = (name: string) => (name === 'contactProperties' || name.startsWith('__') ? ITEMS_NOT_KNOWN : 1);

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

function counting({ type, resolve = defaultFieldResolver }: GraphQLField<unknown, { readonly answer: AnswerLimit }>) {
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
