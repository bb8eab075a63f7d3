import { z } from 'zod';
import { MAX_INPUTS_PER_CALL } from '../hubspot/wire.ts';
import { emptyBody, requiredFields, tooManyInputs, unreadableJson } from './error-bodies.ts';
import type { SandboxAnswer } from './rest.ts';

/** Others report it of values, inferred for ids: what is not text is read as its text. */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
export const optionalText = text.nullish().transform((given) => given ?? undefined);

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** As a map, so that a property may have any name, `__proto__` included. Inferred: null clears. */
const properties = z
  .custom<Readonly<Record<string, unknown>>>((given) => isMap(given) && Object.values(given).every(isScalar))
  .transform(
    (given): ReadonlyMap<string, string> =>
      new Map(Object.entries(given).map(([name, value]) => [name, value === null ? '' : String(value)])),
  );

const isMap = (given: unknown): given is object => typeof given === 'object' && given !== null && !Array.isArray(given);

export const updateInput = z.object({
  id: text,
  idProperty: optionalText,
  properties,
  objectWriteTraceId: optionalText,
});
export type UpdateInput = z.infer<typeof updateInput>;

export const readInput = z.object({ id: text });

/**
 * The inputs of a batch call, or the answer that refuses it as a whole. Recorded: a body without `inputs` is a batch of
 * none.
 */
export function readInputs<T extends z.ZodType>(body: unknown, input: T): readonly z.infer<T>[] | SandboxAnswer {
  if (!isMap(body)) return noObject(body);
  const inputs: unknown = ('inputs' in body ? body.inputs : null) ?? [];
  if (!Array.isArray(inputs)) return unreadableJson('java.util.ArrayList', inputs);
  if (inputs.length > MAX_INPUTS_PER_CALL) return tooManyInputs();
  const parsed = z.array(input).safeParse(inputs);
  return parsed.success ? parsed.data : refusal(inputs, parsed.error.issues);
}

/** The properties that a call for a single contact writes, or the answer that refuses it. */
export function readProperties(body: unknown): ReadonlyMap<string, string> | SandboxAnswer {
  if (!isMap(body)) return noObject(body);
  const parsed = updateInput.pick({ properties: true }).safeParse(body);
  return parsed.success ? parsed.data.properties : refusal(body, parsed.error.issues);
}

function noObject(body: unknown): SandboxAnswer {
  if (body === '' || body === null) return emptyBody();
  // A text is what is no JSON.
  return typeof body === 'string' ? unreadableJson() : unreadableJson(undefined, body);
}

/** Recorded: what is of another type refuses the body, what is not there is named. Inferred: in this order. */
function refusal(root: unknown, issues: readonly z.core.$ZodIssue[]): SandboxAnswer {
  const faults = issues.map(({ path }) => ({ field: path.at(-1), given: path.reduce(valueAt, root) }));
  const wrong = faults.find(({ field, given }) => typeof field !== 'string' || (given !== undefined && given !== null));
  if (wrong !== undefined) return wrongType(wrong.field, wrong.given);
  return requiredFields(...new Set(faults.map(({ field }) => String(field))));
}

const valueAt = (given: unknown, key: PropertyKey): unknown =>
  typeof given === 'object' && given !== null ? Reflect.get(given, key) : undefined;

function wrongType(field: PropertyKey | undefined, given: unknown): SandboxAnswer {
  if (typeof field !== 'string') return unreadableJson(undefined, given);
  if (field !== 'properties') return unreadableJson('java.lang.String', given);
  if (!isMap(given)) return unreadableJson('java.util.LinkedHashMap<java.lang.String,java.lang.String>', given);
  return unreadableJson(
    'java.lang.String',
    Object.values(given).find((value) => !isScalar(value)),
  );
}
