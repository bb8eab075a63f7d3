import type { IncomingMessage } from 'node:http';

/**
 * Where a request comes from. Each of the trusted proxies added the address it saw to the end of X-Forwarded-For; what
 * stands before that was written by the client, and may be anything.
 */
export function clientAddress({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const seen = [...fieldsOf(headers['x-forwarded-for']), socket.remoteAddress ?? ''];
  return seen[Math.max(0, seen.length - 1 - trustedProxies)] ?? '';
}

/** Whether the client spoke https with the outermost of the trusted proxies. */
export function cameByHttps({ headers }: IncomingMessage, trustedProxies: number): boolean {
  if (trustedProxies === 0) return false;
  const protocols = fieldsOf(headers['x-forwarded-proto']);
  return protocols[Math.max(0, protocols.length - trustedProxies)] === 'https';
}

const fieldsOf = (header: string | string[] | undefined): string[] =>
  (header === undefined ? '' : String(header))
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
