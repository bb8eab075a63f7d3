/** How searches look for words in texts. */
import type { StoredContact } from './contact-file.ts';
import { valueReader } from './contact-records.ts';

/** Inferred: words are made of letters and digits, and everything else separates them. */
const IN_WORD = String.raw`[\p{L}\p{N}]`;
const BETWEEN_WORDS = String.raw`[^\p{L}\p{N}]+`;

/** Documented: whole words, of which `*` stands for a part. Inferred: several have to follow one another. */
export function tokenPattern(value: string): RegExp {
  const words = value.match(/[\p{L}\p{N}*]+/gu)?.map((word) => word.replaceAll(/\*+/g, `${IN_WORD}*`));
  // Inferred: what has no word in it is found nowhere.
  if (words === undefined) return /(?!)/;
  return new RegExp(`(?<!${IN_WORD})${words.join(BETWEEN_WORDS)}(?!${IN_WORD})`, 'iu');
}

const SEARCHED = ['email', 'firstname', 'lastname', 'phone', 'company', 'hs_object_id'].map(valueReader);

/** Documented: `query` looks into some properties. Inferred: each of its words has to begin a word of one of these. */
export function queryTest(query: string): (contact: StoredContact) => boolean {
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? [];
  const patterns = words.map((word) => new RegExp(`(?<!${IN_WORD})${word}`, 'iu'));
  return (contact) => {
    const searched = SEARCHED.map((read) => read(contact)).join('\n');
    return patterns.every((pattern) => pattern.test(searched));
  };
}
