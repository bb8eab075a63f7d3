import type { ContactUpdate } from './contact-update.ts';
import type { HubSpotErrorBody } from './wire.ts';

/** Whether a text is about others that shared a call, so that an input is not to be shown it. */
export type IsForeign = (text: string) => boolean;

/** Longer texts are not looked through: they are not shown where others shared the call. */
const LONGEST_TEXT = 2_000;
/** A call that brought along more is too large to look for each of them: only what is an input's own is shown then. */
const MOST_PARTS = 2_000;
/** Shorter texts of others are looked for as words alone, for a letter stands in every text. */
const SHORTEST_PART = 4;
/** HubSpot's own sentences hold none of these; what it quotes stands between them. */
const QUOTING = /["[\]{}@]/;

const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]/u);

/** All that an update brings along and that an error may repeat. */
export const textsOf = ({ id, properties }: Pick<ContactUpdate, 'id' | 'properties'>): readonly string[] => [
  id,
  ...Object.values(properties),
];

/**
 * Makes the question for the inputs of one call. `all`: what they brought along, one list for each. Of an input's own texts
 * the answer is no, as far as they are nobody else's.
 */
export function foreignTexts(all: readonly (readonly string[])[]): (own: readonly string[]) => IsForeign {
  const folded = (texts: readonly string[]) => texts.flatMap((text) => (text === '' ? [] : text.toLowerCase()));
  const everybodys = new Set(all.flatMap(folded));
  const parts = [...everybodys].filter(({ length }) => length >= SHORTEST_PART && length <= LONGEST_TEXT);

  return (own) => {
    const mine = new Set(folded(own));
    // Shorter ones are parts of many words, which would be torn.
    const longer = [...mine].filter(({ length }) => length >= SHORTEST_PART);
    const isOthers = (text: string) => everybodys.has(text) && !mine.has(text);
    // What its own texts are only a part of is not its own: 51 does not make 512 known to it.
    const isPartOfOwn = (text: string) => mine.values().some((each) => each.includes(text));
    return (text) => {
      const lower = text.toLowerCase();
      if (mine.has(lower)) return false;
      if (text.length > LONGEST_TEXT || parts.length > MOST_PARTS) return true;
      const rest = longer.reduce((left, each) => left.replaceAll(each, ' '), lower);
      return (
        QUOTING.test(rest) ||
        parts.some((part) => lower.includes(part) && !mine.has(part) && (rest.includes(part) || !isPartOfOwn(part))) ||
        wordsOf(rest).some(isOthers) ||
        wordsOf(lower).some((word) => isOthers(word) && !isPartOfOwn(word))
      );
    };
  };
}

/**
 * The error as an input is shown it that shared the call with others: without any text that is about those. HubSpot puts
 * several inputs into one error, and quotes them in its messages.
 */
export function shownTo(body: HubSpotErrorBody, isForeign: IsForeign): HubSpotErrorBody {
  const shown = (value: unknown): unknown => {
    if (typeof value === 'string') return isForeign(value) ? undefined : value;
    if (Array.isArray(value)) return value.map(shown).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return isForeign(String(value)) ? undefined : value;
    const entries = Object.entries(value).map(
      ([key, item]) => [key, isForeign(key) ? undefined : shown(item)] as const,
    );
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  };
  // The names of the fields are HubSpot's, whatever values callers write.
  const fields = <T extends object>(object: T): T =>
    Object.fromEntries(
      Object.entries(object).flatMap(([key, value]) => {
        const it = shown(value);
        return it === undefined ? [] : [[key, it]];
      }),
    ) as T;
  const { errors, correlationId, category, errorType, policyName, ...rest } = body;
  return {
    ...fields(rest),
    // Words of HubSpot's, by which it is decided what the error means.
    ...(category === undefined ? {} : { category }),
    ...(errorType === undefined ? {} : { errorType }),
    ...(policyName === undefined ? {} : { policyName }),
    correlationId,
    // A detail is of use only with its message.
    errors: errors?.map(fields).filter(({ message }) => message !== undefined),
  };
}
