import { z } from 'zod';
import { MAX_INPUTS_PER_CALL } from '../hubspot/wire.ts';
import { emptyBody, requiredFields, tooManyInputs, unreadableJson } from './error-bodies.ts';
import type { SandboxAnswer } from './rest.ts';

/** Inferred: values that are not text are read as their text; null clears. */
const value = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((any) => (any === null ? '' : String(any)));

/** As a map, so that a property may have any name, `__proto__` included. */
const properties = z
  .custom<Readonly<Record<string, unknown>>>((given) => typeof given === 'object' && given !== null)
  .transform((given) => Object.entries(given))
  .pipe(z.array(z.tuple([z.string(), value])))
  .transform((entries): ReadonlyMap<string, string> => new Map(entries));

export const updateInput = z.object({
  id: z.string(),
  idProperty: z.string().optional(),
  properties,
  objectWriteTraceId: z.string().optional(),
});
export type UpdateInput = z.infer<typeof updateInput>;

export const readInput = z.object({ id: z.string() });

/**
 * The inputs of a batch call, or the answer that refuses it as a whole. Recorded: a body without `inputs` is a batch of
 * none.
 */
export function readInputs<T extends z.ZodType>(body: unknown, input: T): readonly z.infer<T>[] | SandboxAnswer {
  if (body === '' || body === null) return emptyBody();
  if (typeof body !== 'object' || Array.isArray(body)) return unreadableJson();
  const inputs: unknown = 'inputs' in body ? body.inputs : [];
  if (!Array.isArray(inputs)) return unreadableJson();
  if (inputs.length > MAX_INPUTS_PER_CALL) return tooManyInputs();
  const parsed = z.array(input).safeParse(inputs);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => String(path[1] ?? 'inputs'));
  return requiredFields(...new Set(fields));
}
