import { MAX_VALUE_LENGTH, type PropertyDefinition } from '../hubspot/wire.ts';
import { PORTAL_ID } from './account.ts';
import type { ValueProblem } from './error-bodies.ts';

const EMAIL = /^[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+$/;
const DECIMAL = /^-?(\d+(\.\d*)?|\.\d+)$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/;
const EPOCH_MS = /^-?\d+$/;
const MS_PER_DAY = 86_400_000;
/** Inferred: what has no year of four digits could not be answered as a date. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Checks a written value against the property's definition, as HubSpot does. Answers the text that will be stored (and
 * read back), or the problem. The empty string clears any writable property.
 */
export function acceptValue(
  name: string,
  definition: PropertyDefinition | undefined,
  value: string,
  stored: string | null,
): { readonly text: string } | { readonly problem: ValueProblem } {
  try {
    if (definition === undefined) throw new Refused('PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`);
    if (definition.modificationMetadata?.readOnlyValue === true) throw readOnly(definition);
    return { text: value === '' ? '' : acceptTyped(definition, value, stored) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const problem = { name, error: error.code, message: error.message };
    return { problem: definition === undefined ? problem : { ...problem, propertyValue: value } };
  }
}

function readOnly({ name, calculated }: PropertyDefinition): Refused {
  const kind = calculated === true || name === 'hs_object_id' ? 'calculated' : 'read only';
  const text = kind === 'read only' ? `"${name}" is a read only property` : `"${name}" is a calculated property`;
  return new Refused('READ_ONLY_VALUE', `${text}; its value cannot be set.`);
}

function acceptTyped(definition: PropertyDefinition, value: string, stored: string | null): string {
  if (value.length > MAX_VALUE_LENGTH) {
    throw new Refused('PROPERTY_VALUE_TOO_LONG', `${definition.name} is longer than ${MAX_VALUE_LENGTH} characters`);
  }
  switch (definition.type) {
    case 'number':
      if (!DECIMAL.test(value)) throw new Refused('INVALID_INTEGER', `${value} was not a valid number`);
      return value;
    case 'bool':
      return acceptOption(definition, ['true', 'false'], value);
    case 'date':
      return acceptDate(value);
    case 'datetime':
      return acceptMoment(value);
    case 'enumeration':
      return acceptChoice(definition, value, stored);
    default:
      return definition.name === 'email' ? acceptEmail(value) : value;
  }
}

/** Recorded: emails are stored and answered in lower case. */
function acceptEmail(value: string): string {
  if (!EMAIL.test(value)) throw new Refused('INVALID_EMAIL', `Email address ${value} is invalid`);
  return value.toLowerCase();
}

/** Documented: YYYY-MM-DD, or epoch milliseconds at midnight UTC. */
function acceptDate(value: string): string {
  const ms = inRange(isDay(value) ? Date.parse(value) : epochMs(value), value);
  if (ms % MS_PER_DAY !== 0) throw new Refused('INVALID_DATE', `${value} is at ${iso(ms)}, not at midnight UTC.`);
  return iso(ms).slice(0, 10);
}

/** Documented: ISO 8601, or epoch milliseconds. */
const acceptMoment = (value: string): string => iso(inRange(isoMs(value) ?? epochMs(value), value));

/** Whether there is such a day: not every month has 31. */
function isDay(text: string): boolean {
  const ms = DAY.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && iso(ms).startsWith(text);
}

/** Inferred: a moment without a zone is in UTC, a day alone its midnight. */
function isoMs(text: string): number | null {
  const [, day = '', time = '00:00', zone = 'Z'] = MOMENT.exec(text) ?? [];
  return isDay(day) ? Date.parse(`${day}T${time}${zone}`) : null;
}

const epochMs = (text: string): number => (EPOCH_MS.test(text) ? Number(text) : Number.NaN);

function inRange(ms: number, value: string): number {
  if (ms >= FIRST_MS && ms <= LAST_MS) return ms;
  throw new Refused('INVALID_LONG', `${value} was not a valid long. Portal ${PORTAL_ID}, object type 0-1`);
}

/** Several values are joined by ";"; a leading ";" appends to what is stored. */
function acceptChoice(definition: PropertyDefinition, value: string, stored: string | null): string {
  // Options that live elsewhere (owners, say) are not in the definition.
  if (definition.externalOptions === true) return value;
  const allowed = definition.options.map((option) => option.value);
  if (definition.name === 'lifecyclestage')
    return laterStage(allowed, acceptOption(definition, allowed, value), stored);
  if (definition.fieldType !== 'checkbox') return acceptOption(definition, allowed, value);
  const kept = value.startsWith(';') && stored ? stored.split(';') : [];
  const added = value.split(';').filter((part) => part !== '');
  for (const part of added) acceptOption(definition, allowed, part);
  return [...new Set([...kept, ...added])].join(';');
}

/** Documented: the stage moves only forward; a step back is ignored without a word, unless the property was cleared. */
const laterStage = (stages: readonly string[], value: string, stored: string | null): string =>
  stored && stages.indexOf(stored) > stages.indexOf(value) ? stored : value;

/** Recorded: the message lists the options as a text dump of their fields. */
function acceptOption({ options }: PropertyDefinition, allowed: readonly string[], value: string): string {
  if (allowed.includes(value)) return value;
  const dump = options.map(
    (option) =>
      `label: "${option.label}"\nvalue: "${option.value}"\ndisplay_order: ${option.displayOrder ?? -1}\ndouble_data: 0.0\nhidden: ${option.hidden ?? false}\ndescription: "${option.description ?? ''}"\nread_only: false\n`,
  );
  throw new Refused('INVALID_OPTION', `${value} was not one of the allowed options: [${dump.join(', ')}]`);
}

/** Recorded: the fraction of a second is left out when it is zero. */
export const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
