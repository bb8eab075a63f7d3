import type { IncomingMessage } from 'node:http';

/** The types of an Accept header, the most wanted first. Java's clients write `*` for any. */
function wantedTypes(accept: string | undefined): string[] {
  const ranges = (accept || '*/*').toLowerCase().split(',');
  const wanted = ranges.map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    return { type: type === '*' ? '*/*' : type, quality };
  });
  const sorted = wanted.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality);
  return sorted.map(({ type }) => type);
}

const isIn = (range: string, type: string): boolean => [type, type.replace(/\/.*/, '/*'), '*/*'].includes(range);

const JSON_TYPES = ['application/json', 'application/graphql-response+json'];
/** For clients that take nothing else; Yoga writes them. */
const STREAMS = ['text/event-stream', 'multipart/mixed'];

/**
 * The media type of an answer to a request with this Accept header; null where it takes none of ours. Yoga looks at the header
 * when a mutation has been carried out, does not read `q`, and answers 406 with nothing; so it is given this one type.
 */
export function answerType(accept: string | undefined): string | null {
  const wanted = wantedTypes(accept);
  const best = (offered: readonly string[]) =>
    wanted.flatMap((range) => offered.filter((type) => isIn(range, type)))[0];
  return best(JSON_TYPES) ?? best(STREAMS) ?? null;
}

/** The parameters of a target's query. */
export const queryOf = (url = ''): URLSearchParams => new URLSearchParams(/\?.*/.exec(url)?.[0]);

/**
 * Whether a visitor is to be shown GraphiQL: it would rather have a page than JSON, and brings no operation. GraphiQL keeps
 * its operation in the address, so a browser that says that it visits the address is shown the page all the same.
 */
export function asksForPage({ method, headers, url }: Pick<IncomingMessage, 'method' | 'headers' | 'url'>): boolean {
  if (method !== 'GET') return false;
  const query = queryOf(url);
  const bringsOperation = ['query', 'documentId', 'extensions'].some((name) => query.has(name));
  if (bringsOperation && headers['sec-fetch-mode'] !== 'navigate') return false;
  const possible = ['text/html', ...JSON_TYPES];
  return wantedTypes(headers.accept).find((range) => possible.some((type) => isIn(range, type))) === 'text/html';
}
