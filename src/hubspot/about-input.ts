import type { ContactWrite } from './contact-write.ts';
import type { HubSpotErrorBody } from './wire.ts';

/** Whether a text is about other inputs of the same call, so that it must not be shown to this one. */
export type IsForeign = (text: string) => boolean;

/** Longer texts are not searched: they are not shown if the call was shared. */
const LONGEST_TEXT = 2_000;
/** A call with more texts is too large to search for each of them: an input is then shown only its own texts. */
const MOST_PARTS = 2_000;
/** Shorter texts of others are searched for as whole words only, because a letter stands in every text. */
const SHORTEST_PART = 4;
/** HubSpot's own sentences hold none of these characters; what it quotes stands between them. */
const QUOTING = /["[\]{}@]/;

const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]/u);

/** All texts of a write that an error may repeat. */
export const textsOf = ({ id, properties }: Pick<ContactWrite, 'id' | 'properties'>): readonly string[] => [
  ...(id === null ? [] : [id]),
  ...Object.values(properties),
];

/**
 * For the inputs of one call. `all`: their texts, one list for each input. The answer is no for an input's own texts, as long
 * as no other input has them.
 */
export function foreignTexts(all: readonly (readonly string[])[]): (own: readonly string[]) => IsForeign {
  const folded = (texts: readonly string[]) => texts.flatMap((text) => (text === '' ? [] : text.toLowerCase()));
  const everybodys = new Set(all.flatMap(folded));
  const parts = [...everybodys].filter(({ length }) => length >= SHORTEST_PART && length <= LONGEST_TEXT);

  return (own) => {
    const mine = new Set(folded(own));
    // Shorter ones are parts of many words, which would be torn apart.
    const longer = [...mine].filter(({ length }) => length >= SHORTEST_PART);
    const isOthers = (text: string) => everybodys.has(text) && !mine.has(text);
    // A text that merely contains one of its own is not its own: who sent 51 does not know 512.
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
 * The error as it is shown to an input that shared the call: without any text that is about other inputs. HubSpot puts
 * several inputs into one error, and quotes them in its messages.
 */
export function shownTo(body: HubSpotErrorBody, isForeign: IsForeign): HubSpotErrorBody {
  const shown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shown).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return isForeign(String(value)) ? undefined : value;
    return fields(Object.fromEntries(Object.entries(value).filter(([key]) => !isForeign(key))));
  };
  const fields = <T extends object>(object: T): T =>
    Object.fromEntries(
      Object.entries(object)
        .map(([key, value]) => [key, shown(value)])
        .filter(([, value]) => value !== undefined),
    );
  const { errors, correlationId, category, errorType, policyName, ...rest } = body;
  return {
    // The names of the fields are always HubSpot's own, and so are the words that decide what the error means.
    ...fields(rest),
    category,
    errorType,
    policyName,
    correlationId,
    // A detail is of use only with its message.
    errors: errors?.map(fields).filter(({ message }) => message !== undefined),
  };
}
