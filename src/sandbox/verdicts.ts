/** Whether a contact can have the values that it should get, and what a call is answered when it cannot. */
import type { SandboxContext } from './calls.ts';
import type { StoredContact } from './contact-file.ts';
import type { Contacts } from './contacts.ts';
import {
  type Conflict,
  contactExists,
  invalidProperties,
  type MissingProperty,
  propertiesMissing,
  type ValueProblem,
  valueTaken,
} from './error-bodies.ts';
import type { SandboxAnswer } from './http.ts';
import { acceptValue } from './property-values.ts';
import { missingProperties } from './rules.ts';

/** Values of properties, by name. */
type Values = ReadonlyMap<string, string>;

/** The contact that a call writes. */
export interface Target {
  readonly contact: StoredContact;
  /** It is not stored yet: it has an id and nothing else. */
  readonly isNew: boolean;
}

/** What a contact should get, and what is wrong with it; nothing when it can be written. */
export interface Verdict extends Target {
  /** The values that can be written, as they will be stored. */
  readonly accepted: Values;
  readonly problems: readonly ValueProblem[];
  /** What the account's rules require, and it would not have. */
  readonly missing: readonly MissingProperty[];
  readonly conflict: Conflict | null;
}

export const existingTarget = (contacts: Contacts, id: string | undefined): Target | undefined =>
  id === undefined ? undefined : { contact: contacts.get(id), isNew: false };

export const newTarget = (contacts: Contacts, nowMs: number): Target => ({
  contact: contacts.draft(nowMs),
  isNew: true,
});

/** Checks values for a contact without writing them. `claimed`: who gets which unique value by the same batch. */
export function judge(
  context: Pick<SandboxContext, 'contacts' | 'switches' | 'apiVersion'>,
  target: Target,
  values: Values,
  claimed = new Map<string, string>(),
): Verdict {
  const { contacts, switches, apiVersion } = context;
  const { id, properties } = target.contact;
  const accepted = new Map<string, string>();
  const problems: ValueProblem[] = [];
  const claims: string[] = [];
  let conflict: Conflict | null = null;
  for (const [property, value] of values) {
    const current = properties.get(property) ?? null;
    const verdict = acceptValue(property, contacts.definitions.get(property), value, current);
    if ('problem' in verdict) {
      problems.push(verdict.problem);
      continue;
    }
    const { text } = verdict;
    accepted.set(property, text);
    if (text === '' || !contacts.isKey(property)) continue;
    const claim = `${property} ${text.toLowerCase()}`;
    claims.push(claim);
    // Inferred: of two inputs that claim one value the second is refused.
    const ownerId = contacts.find(text, { idProperty: property }) ?? claimed.get(claim) ?? id;
    if (ownerId !== id) conflict ??= { property, value: text, ownerId };
  }
  // Documented: earlier versions take no notice of the rules. Inferred: to this one all counts that the contact then has.
  const rules = apiVersion === '2026-09' ? switches.rules : [];
  const after =
    rules.length === 0 ? target.contact : { ...target.contact, properties: new Map([...properties, ...accepted]) };
  const missing = missingProperties(rules, { contact: after, isNew: target.isNew });
  const verdict = { ...target, accepted, problems, missing, conflict };
  if (isGood(verdict)) for (const claim of claims) claimed.set(claim, id);
  return verdict;
}

export const isGood = ({ problems, missing, conflict }: Verdict): boolean =>
  problems.length === 0 && missing.length === 0 && conflict === null;

/** Recorded: all bad values together; values that others hold come one at a time. Inferred: rules come in between. */
export function refusal(bad: readonly Verdict[]): SandboxAnswer {
  const problems = bad.flatMap((verdict) => verdict.problems);
  const missing = bad.flatMap((verdict) => verdict.missing);
  if (problems.length === 0 && missing.length > 0) return propertiesMissing(missing);
  const [first] = bad;
  if (problems.length > 0 || !first?.conflict) return invalidProperties(problems);
  const { contact, isNew, conflict } = first;
  // Recorded: an email of a new contact has an answer of its own. When several are taken it names none of the owners.
  if (isNew && conflict.property === 'email') return contactExists(bad.length === 1 ? conflict.ownerId : undefined);
  return valueTaken(conflict, contact.id);
}
