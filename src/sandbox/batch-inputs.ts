import { z } from 'zod';
import { MAX_INPUTS_PER_CALL } from '../hubspot/wire.ts';
import { requiredFields, tooManyInputs, unreadableJson } from './error-bodies.ts';
import type { SandboxAnswer } from './rest.ts';

/** Inferred: values that are not text are read as their text; null clears. */
const value = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((any) => (any === null ? '' : String(any)));

export const updateInput = z.object({
  id: z.string(),
  idProperty: z.string().optional(),
  properties: z.record(z.string(), value),
  objectWriteTraceId: z.string().optional(),
});

export const readInput = z.object({ id: z.string() });

/**
 * The inputs of a batch call, or the answer that refuses it as a whole. Recorded: a body without `inputs` is a batch of
 * none.
 */
export function readInputs<T extends z.ZodType>(body: unknown, input: T): readonly z.infer<T>[] | SandboxAnswer {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return unreadableJson();
  const inputs: unknown = 'inputs' in body ? body.inputs : [];
  if (!Array.isArray(inputs)) return unreadableJson();
  if (inputs.length > MAX_INPUTS_PER_CALL) return tooManyInputs();
  const parsed = z.array(input).safeParse(inputs);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => String(path[1] ?? 'inputs'));
  return requiredFields(...new Set(fields));
}
