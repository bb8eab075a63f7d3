import type { IncomingMessage } from 'node:http';

interface Range {
  readonly type: string;
  /** How much it is wanted, from 0 (not at all) to 1. */
  readonly quality: number;
}

/** The ranges of an Accept header, the most wanted first. Java's clients write `*` for any. */
function rangesOf(accept = ''): Range[] {
  const parts = accept.split(',').filter((part) => part.trim() !== '');
  const ranges = (parts.length === 0 ? ['*/*'] : parts).map((part): Range => {
    const [type = '', ...parameters] = part.toLowerCase().replaceAll(/\s/g, '').split(';');
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    return { type: type === '*' ? '*/*' : type, quality: Number.isNaN(quality) ? 1 : quality };
  });
  return ranges.toSorted((a, b) => b.quality - a.quality);
}

/** The ranges that hold a type, the most exact first. */
const namesOf = (type: string): readonly string[] => [type, type.replace(/\/.*/, '/*'), '*/*'];

/** How much a type is wanted, as the most exact range says. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  for (const name of namesOf(type)) {
    const range = ranges.find((candidate) => candidate.type === name);
    if (range !== undefined) return range.quality;
  }
  return 0;
}

const JSON_TYPES = ['application/json', 'application/graphql-response+json'];
/** For clients that take nothing else; Yoga writes them. */
const STREAMS = ['text/event-stream', 'multipart/mixed'];

/**
 * The media type of an answer to a request with this Accept header; null where it takes none of ours. Yoga looks at the header
 * when a mutation has been carried out, does not read `q`, and answers 406 with nothing; so it is given this one type.
 */
export function answerType(accept: string | undefined): string | null {
  const ranges = rangesOf(accept);
  for (const offered of [JSON_TYPES, STREAMS]) {
    const wanted = offered.filter((type) => qualityOf(type, ranges) > 0);
    for (const range of ranges) {
      const found = wanted.find((type) => namesOf(type).includes(range.type));
      if (found !== undefined) return found;
    }
  }
  return null;
}

const OPERATION = ['query', 'documentId', 'extensions'];

/**
 * Whether a visitor is to be shown GraphiQL: it would rather have a page than JSON, and brings no operation. GraphiQL keeps
 * its operation in the address, so a browser that says that it visits the address is shown the page all the same.
 */
export function asksForPage({
  method,
  headers,
  url = '',
}: Pick<IncomingMessage, 'method' | 'headers' | 'url'>): boolean {
  if (method !== 'GET') return false;
  const parameters = new URLSearchParams(/\?.*/.exec(url)?.[0]);
  const bringsOperation = OPERATION.some((name) => parameters.has(name));
  if (bringsOperation && headers['sec-fetch-mode'] !== 'navigate') return false;
  const ranges = rangesOf(headers.accept);
  const named = (type: string) => ranges.some((range) => range.type === type);
  const html = qualityOf('text/html', ranges);
  const json = Math.max(...JSON_TYPES.map((type) => qualityOf(type, ranges)));
  return named('text/html') && html > 0 && (html > json || (html === json && !JSON_TYPES.some(named)));
}
