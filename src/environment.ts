/** How environment variables are read and checked, here and in the sandbox. */
import { z } from 'zod';

/** The environment cannot be used. Names every problem, and never the value of a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** `input` is undefined where the variable is not set. */
export const but = (input: unknown) => `but it is ${JSON.stringify(input)}`;

/** A whole number. */
export function integer(min: number, max: number, fallback: number) {
  const fits = (text: string) => /^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max;
  return z
    .string()
    .refine(fits, { error: ({ input }) => `must be a whole number from ${min} to ${max}, ${but(input)}` })
    .transform(Number)
    .default(fallback);
}

/** A whole number, or null where the variable is not set. */
export const integerOrNone = (min: number, max: number) =>
  integer(min, max, 0)
    .unwrap()
    .optional()
    .transform((value) => value ?? null);

/** One of a few words. */
export function oneOf<const T extends readonly string[]>(allowed: T, fallback: T[number]) {
  return z
    .enum(allowed, { error: ({ input }) => `must be one of ${allowed.join(', ')}, ${but(input)}` })
    .default(fallback);
}

/** An address that paths are added to. */
export const baseUrl = z
  .string()
  .refine(isBaseUrl, {
    error: ({ input }) => `must be an http(s) address without user, query or fragment, ${but(input)}`,
    abort: true,
  })
  .optional();

function isBaseUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null) return false;
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'https:' || url.protocol === 'http:');
}

/** A value that no message may show. */
export const hidden = <T>(read: (text: string) => T | null, what: string) =>
  z
    .string()
    .transform((text) => read(text.trim()))
    .refine((value) => value !== null, { error: `must be ${what}: printable ASCII without spaces` })
    .optional();

export const origins = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  )
  .refine((list) => list.every((origin) => URL.parse(origin)?.origin === origin), {
    error: 'must be origins such as https://app.example.com, separated by commas',
  })
  .default([]);

export const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).optional();

/** An address of a loopback host, where what is sent stays on the machine. */
export const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(hostname);

/** Whether what is sent to this address can be read on its way. */
export const isPlain = ({ protocol, hostname }: URL): boolean => protocol === 'http:' && !isLoopback(hostname);

/** Whether this is what Kubernetes and Docker say of a service: one with the name "metrics" sets METRICS_PORT. */
const isServiceLink = (name: string, value: string): boolean =>
  name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(value);

/** Variables that are set: an empty one is how shells and compose files write "not set", where nothing else is said. */
const given = (env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(env).filter(([name, value = '']) => value !== '' && !isServiceLink(name, value)));

/** Those of the named variables that have no value although they are set. */
export const emptyVariables = (
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): readonly string[] =>
  names
    .filter((name) => env[name]?.trim() === '')
    .map((name) => `${name} is set and empty; set it to its value, or unset it.`);

/** Reads variables of the given form. Throws a `ConfigError` that names all problems together, with those `found` before. */
export function readEnvironment<T extends z.ZodType>(
  form: T,
  env: Readonly<Record<string, string | undefined>>,
  found: readonly string[] = [],
): z.infer<T> {
  const parsed = form.safeParse(given(env));
  const issues = parsed.error?.issues ?? [];
  const problems = [...found, ...issues.map(({ path, message }) => `${path.join('.')} ${message}.`)];
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new ConfigError(problems);
}

/** Names that begin like this belong to the gateway, so an unknown one is a mistake. */
const OUR_PREFIXES = ['HUBSPOT_', 'SANDBOX_', 'JWT_', 'CALLER_', 'BATCH_'];

/** Other programs use names like these, too. */
const COMMON = /^(LOG_LEVEL|REDIS_URL|OTEL_.*)$/;

/** Kubernetes and Docker add these for a service that has the name of our prefix; npm adds its own. */
const FROM_PLATFORM =
  /^npm_|_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$|^[A-Z]+_(NAME|ENV_\w+)$/;

/** Names like ours that mean something else: the first tells the tests where HubSpot's OpenAPI documents are. */
const OTHERS = ['HUBSPOT_OPENAPI', 'GRAPHQL'];

/** Names that once meant something. Without them the gateway does what they were set for, so they are no mistake. */
const RETIRED = ['BATCH_WINDOW_MS', 'BATCH_MAX_IN_FLIGHT'];

/** Shorter names are like too many others. */
const MIN_LENGTH = 8;
/** From this length on two letters may differ. */
const LONG = 12;

/**
 * Finds variables that are probably misspelt: without them the gateway would start with something else than was meant. That is
 * an error and not a warning, because a start that fails is seen. `known` are the right names.
 */
export function unknownVariables(
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
  prefixes: readonly string[] = OUR_PREFIXES,
): readonly string[] {
  const ours = new Set([...known, ...OTHERS, ...RETIRED]);
  return Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined || ours.has(name) || FROM_PLATFORM.test(name) || isServiceLink(name, value)) return [];
    const meant = candidates(name.toUpperCase(), known, prefixes);
    if (meant.length === 0) return [];
    return [
      `${name} is not a variable of the gateway; ${meant.join(' or ')} may be meant. Correct its name, or unset it.`,
    ];
  });
}

/** The names that may be meant by one that is not known; none where it has nothing to do with the gateway. */
function candidates(name: string, known: readonly string[], prefixes: readonly string[]): readonly string[] {
  const nearest = known.filter((one) => isLike(name, one) && !COMMON.test(one));
  if (nearest.length > 0) return nearest;
  const prefix = prefixes.find((one) => name.startsWith(one));
  return prefix === undefined ? [] : known.filter((one) => one.startsWith(prefix));
}

function isLike(name: string, known: string): boolean {
  const allowed = known.length < LONG ? 1 : 2;
  if (known.length < MIN_LENGTH || Math.abs(name.length - known.length) > allowed) return false;
  return distance(name, known) <= allowed;
}

/** How many letters must be added, left out, replaced or swapped with the next one to make `b` of `a`. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(before, j - 2) + 1 : replaced;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, swapped));
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number) => row[index] ?? Number.POSITIVE_INFINITY;
