import type { SendBatch } from '../outcome.ts';
import { readAnswer } from './answer.ts';
import { classifyError } from './classify-error.ts';
import type { RestCall } from './client.ts';
import { NotPermittedError } from './contact-errors.ts';
import { type PropertyRule, propertyRulesSchema } from './wire.ts';

/** By the name of the property; one without rules is not in it. */
export type PropertyRules = ReadonlyMap<string, readonly PropertyRule[]>;

const NONE: PropertyRules = new Map();

/**
 * `GET …/property-validations/0-1`: the rules of all properties in one answer, however many ask for them. None where the
 * token may not read them: a form does without.
 */
export function readPropertyRules(call: RestCall): SendBatch<null, PropertyRules> {
  return async (asking) => {
    const rules = await readAll(call);
    return asking.map(() => ({ ok: true, value: rules }));
  };
}

async function readAll(call: RestCall): Promise<PropertyRules> {
  const answer = readAnswer(await call({ method: 'get', resource: 'contact-property-rules' }), propertyRulesSchema);
  if (answer.ok) {
    return new Map(answer.value.results.map((item) => [item.propertyName, item.propertyValidationRules]));
  }
  const error = classifyError(answer.error, null);
  const { status } = answer.error;
  // Documented for every API: 403 where a scope is missing. Inferred: 404 where an account, or a proxy, does not have this one.
  // A 401 is about the token, which is good for nothing else either; and a 403 page of a proxy says nothing about scopes.
  if (status === 404 || (status === 403 && error instanceof NotPermittedError)) return NONE;
  throw error;
}
