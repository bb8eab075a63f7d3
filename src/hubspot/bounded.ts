/** Keeps the parts of an answer that have no known form within a size that every later stage can carry. */

/** Levels below the value itself; HubSpot's own have one or two. */
const MAX_DEPTH = 8;
/** Of each list and object. */
const MAX_ENTRIES = 1_000;
/** Of all texts and names of one value together. */
const MAX_CHARACTERS = 200_000;
const MAX_TEXT = 10_000;

export const cutText = (text: string, maxLength: number = MAX_TEXT): string =>
  text.length > maxLength ? `${text.slice(0, maxLength)}…`.toWellFormed() : text;

/** A copy of parsed JSON without what is too deep or too long; "…" stands for what was cut. */
export function bounded(value: unknown): unknown {
  let left = MAX_CHARACTERS;

  function text(sent: string): string {
    const kept = cutText(sent, Math.min(MAX_TEXT, left));
    left = Math.max(0, left - kept.length - 1);
    return kept;
  }

  function copy(sent: unknown, depth: number): unknown {
    if (typeof sent === 'string') return text(sent);
    if (typeof sent !== 'object' || sent === null) {
      left -= 1;
      return sent;
    }
    if (depth === 0) return '…';
    return Array.isArray(sent) ? copyList(sent, depth - 1) : copyObject(sent, depth - 1);
  }

  const copyList = (list: readonly unknown[], depth: number): unknown[] =>
    list.slice(0, MAX_ENTRIES).flatMap((item) => (left > 0 ? [copy(item, depth)] : []));

  const copyObject = (object: object, depth: number): object =>
    Object.fromEntries(
      Object.entries(object)
        .slice(0, MAX_ENTRIES)
        .flatMap(([name, item]) => (left > 0 ? [[text(name), copy(item, depth)]] : [])),
    );

  return copy(value, MAX_DEPTH);
}

export const boundedObject = (value: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...(bounded(value) as Record<string, unknown>),
});
