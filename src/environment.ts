/** Checks of environment variables, for whoever reads some. */
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

/** An address of a loopback host, where what is sent stays on the machine. */
export const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(hostname);

/** Whether what is sent to this address can be read on its way. */
export const isPlain = ({ protocol, hostname }: URL): boolean => protocol === 'http:' && !isLoopback(hostname);

/** Whether this is what Kubernetes and Docker say of a service: one with the name "metrics" sets METRICS_PORT. */
export const isServiceLink = (name: string, value: string): boolean =>
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
