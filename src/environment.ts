/** How environment variables are read and checked, here and in the sandbox. */
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment cannot be used. Names every problem, and never the value of a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** The end of a message; not of one about a secret. */
export const but = (input: unknown) => `but it is ${JSON.stringify(input)}`;

export function wholeNumber(min: number, max: number) {
  const fits = (text: string) => /^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max;
  return z
    .string()
    .refine(fits, { error: ({ input }) => `must be a whole number from ${min} to ${max}, ${but(input)}` })
    .transform(Number);
}

export const integer = (min: number, max: number, fallback: number) => wholeNumber(min, max).default(fallback);

/** One of a few words. */
export function oneOf<const T extends readonly string[]>(allowed: T, fallback: T[number]) {
  return z
    .enum(allowed, { error: ({ input }) => `must be one of ${allowed.join(', ')}, ${but(input)}` })
    .default(fallback);
}

/** An address that paths are added to. */
export const baseUrl = z.string().refine((text) => URL.canParse(text) && /^https?:\/\/[^@?#]+$/i.test(text), {
  error: ({ input }) => `must be an http(s) address without user, query or fragment, ${but(input)}`,
  abort: true,
});

/** A value that no message may show. */
export const hidden = <T>(read: (text: string) => T | null, what: string) =>
  z
    .string()
    .transform((text) => read(text.trim()))
    .refine((value) => value !== null, { error: `must be ${what}: printable ASCII without spaces` })
    .nullable()
    .default(null);

/** An address of a loopback host, where what is sent stays on the machine. */
export const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(hostname);

/** Whether what is sent to this address can be read on its way. */
export const isPlain = ({ protocol, hostname }: URL): boolean => protocol === 'http:' && !isLoopback(hostname);

/** A JSON file that is read at the start. `what` says what it holds. */
export const jsonFile = <T>(read: (path: string) => T, what: string) =>
  z.string().transform((path, { addIssue }) => {
    try {
      return read(path);
    } catch (error) {
      const why = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
      addIssue(`must be a JSON file of ${what}, ${but(path)}${why}`);
      return z.NEVER;
    }
  });

/** The variable that is read to `key`: MAX_INPUTS to `maxInputs`. */
export const variableOf = (key: string): string => key.replaceAll(/[A-Z]/g, '_$&').toUpperCase();

/** Whether this is what Kubernetes and Docker say of a service: one with the name "metrics" sets METRICS_PORT. */
const isServiceLink = (name: string, value: string): boolean =>
  name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(value);

/**
 * Reads the variables of a form, whose keys are their names in camel case. Throws a `ConfigError` that names all problems
 * together. Names that begin with one of the prefixes belong to us, so an unknown one is a mistake. A variable that is empty
 * counts as not set, as shells and compose files write it, unless it must never be empty.
 */
export function readEnvironment<T extends z.ZodRawShape>(
  form: T,
  env: Environment,
  prefixes: readonly string[],
  neverEmpty: readonly string[] = [],
): z.infer<z.ZodObject<T>> {
  const names = Object.keys(form).map(variableOf);
  const given = Object.keys(form).map((key) => {
    const name = variableOf(key);
    const value = env[name] ?? '';
    return [key, value === '' || isServiceLink(name, value) ? undefined : value];
  });
  const { data, error } = z.object(form).safeParse(Object.fromEntries(given));
  const problems = [
    ...neverEmpty
      .filter((name) => env[name]?.trim() === '')
      .map((name) => `${name} is set and empty; set it to its value, or unset it.`),
    ...unknownVariables(env, names, prefixes),
    ...(error?.issues ?? []).map(({ path, message }) => `${variableOf(path.join('.'))} ${message}.`),
  ];
  if (data === undefined || problems.length > 0) throw new ConfigError(problems);
  return data;
}

/** Other programs use names like these, too. */
const COMMON = /^(LOG_LEVEL|REDIS_URL|OTEL_.*)$/;

/** Kubernetes and Docker add these for a service that has the name of our prefix; npm adds its own. */
const FROM_PLATFORM =
  /^npm_|_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$|^[A-Z]+_(NAME|ENV_\w+)$/;

/**
 * Names like ours that are no mistakes: the first tells the tests where HubSpot's OpenAPI documents are; without the last
 * two, which once meant something, the gateway does what they were set for.
 */
const OTHERS = ['HUBSPOT_OPENAPI', 'GRAPHQL', 'BATCH_WINDOW_MS', 'BATCH_MAX_IN_FLIGHT'];

/**
 * Finds variables that are probably misspelt: without them the gateway would start with something else than was meant. That is
 * an error and not a warning, because a start that fails is seen.
 */
function unknownVariables(env: Environment, known: readonly string[], prefixes: readonly string[]): readonly string[] {
  const others = new Set([...known, ...OTHERS]);
  return Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined || others.has(name) || FROM_PLATFORM.test(name) || isServiceLink(name, value)) return [];
    const meant = candidates(name.toUpperCase(), known, prefixes);
    if (meant.length === 0) return [];
    return [
      `${name} is not a variable of the gateway; ${meant.join(' or ')} may be meant. Correct its name, or unset it.`,
    ];
  });
}

/** The names that may be meant by one that is not known; none where it has nothing to do with the gateway. */
function candidates(name: string, known: readonly string[], prefixes: readonly string[]): readonly string[] {
  const nearest = known.filter((one) => isMeantBy(name, one) && !COMMON.test(one));
  if (nearest.length > 0) return nearest;
  const prefix = prefixes.find((one) => name.startsWith(one));
  return prefix === undefined ? [] : known.filter((one) => one.startsWith(prefix));
}

/** Short names are like too many others; in long ones two letters may differ. */
const isMeantBy = (name: string, known: string): boolean =>
  known.length >= 8 && isWithin(known.length < 12 ? 1 : 2, name, known);

/** Whether so many letters added, left out, replaced or swapped with the next one make `b` of `a`. */
function isWithin(edits: number, a: string, b: string): boolean {
  if (a === b) return true;
  if (edits === 0 || Math.abs(a.length - b.length) > edits) return false;
  const same = [...a].findIndex((letter, i) => letter !== b[i]);
  const [x, y] = same === -1 ? ['', b.slice(a.length)] : [a.slice(same), b.slice(same)];
  const [added, leftOut, replaced] = [
    [x, y.slice(1)],
    [x.slice(1), y],
    [x.slice(1), y.slice(1)],
  ] as const;
  const swapped = x[0] === y[1] && x[1] === y[0] ? ([x.slice(2), y.slice(2)] as const) : replaced;
  return [added, leftOut, replaced, swapped].some(([rest, of]) => isWithin(edits - 1, rest, of));
}
