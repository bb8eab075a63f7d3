/** What HubSpot stores and what the fields of a form hold, from one to the other. */

interface Option {
  readonly label: string;
  readonly value: string;
  readonly hidden: boolean;
  readonly displayOrder: number | null;
}

/** What has to be known of a property to show its values. */
export interface ShownProperty {
  readonly type: string;
  readonly fieldType: string;
  readonly externalOptions: boolean;
  readonly options: readonly Option[];
}

export type Kind = 'text' | 'long-text' | 'number' | 'yes-no' | 'date' | 'datetime' | 'one' | 'several';

const DAY = /^(?!0000)\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
const EPOCH_MS = /^-?\d+$/;
const NUMBER = /^-?(\d+(\.\d*)?|\.\d+)$/;
const MS_PER_DAY = 86_400_000;

/**
 * The kind of field for a value of this property. Where a value is stored that the usual field cannot show, such as a date
 * that is none, it is one for text, which can show anything.
 */
export function kindOf(property: ShownProperty, raw: string | null): Kind {
  const kind = usualKind(property);
  switch (kind) {
    case 'text':
      // A field of one line would drop the ends of lines.
      return raw !== null && /[\r\n]/.test(raw) ? 'long-text' : 'text';
    case 'date':
    case 'datetime':
      return raw === null || fieldText(kind, raw) !== '' ? kind : 'text';
    default:
      return kind;
  }
}

function usualKind({ type, fieldType, externalOptions, options }: ShownProperty): Kind {
  switch (type) {
    case 'number':
      return 'number';
    case 'date':
      return 'date';
    case 'datetime':
      return 'datetime';
    case 'bool':
      return 'yes-no';
    case 'enumeration':
      // Options that HubSpot keeps elsewhere, as the owners of an account, are written by their ids.
      if (externalOptions || options.length === 0) return 'text';
      if (fieldType === 'checkbox') return 'several';
      return fieldType === 'booleancheckbox' ? 'yes-no' : 'one';
    default:
      return fieldType === 'textarea' ? 'long-text' : 'text';
  }
}

/** What a field of this kind holds when this is stored. Values of several options are joined by ";". */
export function fieldText(kind: Kind, raw: string | null): string {
  if (raw === null) return '';
  switch (kind) {
    case 'date':
      return dayOf(raw) ?? '';
    case 'datetime':
      return momentOf(raw) ?? '';
    case 'several':
      return join(split(raw));
    case 'long-text':
      // As browsers do.
      return raw.replace(/\r\n?/g, '\n');
    default:
      return raw;
  }
}

/** What is stored when a field of this kind holds this; null clears the property. */
export function rawValue(kind: Kind, text: string): string | null {
  switch (kind) {
    case 'number':
      return text.trim() || null;
    case 'datetime':
      return text === '' ? null : new Date(`${text}Z`).toISOString();
    default:
      return text || null;
  }
}

/** What is wrong with the text of a field of this kind; null when it can be saved. */
export function problemOfText(kind: Kind, text: string): string | null {
  if (kind === 'number') return text.trim() === '' || NUMBER.test(text.trim()) ? null : 'Enter a number, such as 12.5.';
  // Fields of browsers take years of six digits, which HubSpot has not.
  const isDay = (kind !== 'date' && kind !== 'datetime') || text === '' || DAY.test(text.slice(0, 10));
  return isDay ? null : 'Enter a year of four digits.';
}

/** Whether two texts of a field say the same: options have no order. */
export const sameText = (kind: Kind, one: string, other: string): boolean =>
  kind === 'several' ? join(split(one).toSorted()) === join(split(other).toSorted()) : one === other;

/** Whether two stored values are the same, in whichever way they are written. */
export const sameValue = (kind: Kind, one: string | null, other: string | null): boolean =>
  kind === 'number' && one !== null && other !== null
    ? Number(one) === Number(other)
    : sameText(kind, fieldText(kind, one), fieldText(kind, other));

export const split = (text: string): readonly string[] => [...new Set(text.split(';').filter((part) => part !== ''))];

export const join = (values: readonly string[]): string => values.join(';');

/** The options to choose from: those that are not hidden, and what is stored now, so that no choice is lost by showing it. */
export function choices({ options }: ShownProperty, kind: Kind, raw: string | null): readonly Choice[] {
  const offered = options.filter(({ hidden, value }) => !hidden && value !== '').toSorted(byDisplayOrder);
  const known = kind === 'yes-no' && offered.length === 0 ? YES_AND_NO : offered;
  const stored = kind === 'several' ? split(raw ?? '') : raw ? [raw] : [];
  const others = stored.filter((value) => !known.some((choice) => choice.value === value));
  return [...known, ...others.map((value) => ({ value, label: labelOf(options, value) }))];
}

export type Choice = Pick<Option, 'label' | 'value'>;

const YES_AND_NO: readonly Choice[] = [
  { label: 'Yes', value: 'true' },
  { label: 'No', value: 'false' },
];

const byDisplayOrder = (one: Option, other: Option): number => placeOf(one) - placeOf(other);

/** Those without a place come last; the difference of two of them must not be NaN. */
const placeOf = ({ displayOrder }: Option): number =>
  displayOrder === null || displayOrder < 0 ? Number.MAX_SAFE_INTEGER : displayOrder;

const labelOf = (options: readonly Choice[], value: string): string =>
  options.find((option) => option.value === value)?.label ?? value;

/** A stored value in words, for where it cannot be changed. */
export function inWords(property: ShownProperty, raw: string | null): string {
  if (raw === null) return '';
  const kind = kindOf(property, raw);
  switch (kind) {
    case 'date':
      return DAYS.format(Date.parse(fieldText(kind, raw)));
    case 'datetime':
      return `${MOMENTS.format(Date.parse(`${fieldText(kind, raw)}Z`))} UTC`;
    case 'one':
      return labelOf(property.options, raw);
    case 'yes-no':
      return labelOf(choices(property, kind, raw), raw);
    case 'several':
      return split(raw)
        .map((value) => labelOf(property.options, value))
        .join(', ');
    default:
      return raw;
  }
}

const DAYS = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const MOMENTS = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** YYYY-MM-DD of a stored day, which may be in milliseconds since 1970; null when it is none. */
function dayOf(raw: string): string | null {
  if (!EPOCH_MS.test(raw)) return isoOf(Date.parse(raw))?.slice(0, 10) === raw ? raw : null;
  return Number(raw) % MS_PER_DAY === 0 ? (isoOf(Number(raw))?.slice(0, 10) ?? null) : null;
}

/** A stored point in time as a field for it holds one, in UTC: as short as browsers write it. */
const momentOf = (raw: string): string | null =>
  isoOf(EPOCH_MS.test(raw) ? Number(raw) : MOMENT.test(raw) ? Date.parse(raw) : Number.NaN)
    ?.slice(0, -1)
    .replace(/\.000$/, '')
    .replace(/(T\d\d:\d\d):00$/, '$1') ?? null;

/** Null beyond the years that fields of browsers have. */
function isoOf(ms: number): string | null {
  const date = new Date(ms);
  const iso = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  return DAY.test(iso.slice(0, 10)) ? iso : null;
}
