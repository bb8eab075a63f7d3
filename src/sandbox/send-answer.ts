import { randomUUIDv7 } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { SandboxAnswer } from './rest.ts';

type Headers = Readonly<Record<string, string>>;

/** Sends an answer with the headers that HubSpot's answers carry. Returns its status. */
export function sendAnswer(outgoing: ServerResponse, answer: SandboxAnswer, limits: Headers): number {
  outgoing.writeHead(answer.status, headersOf(answer, limits));
  outgoing.end(textOf(answer));
  return answer.status;
}

/** Announces the whole answer, sends half of its body and breaks the connection. */
export function sendHalf(outgoing: ServerResponse, answer: SandboxAnswer, limits: Headers): void {
  const body = Buffer.from(textOf(answer));
  outgoing.writeHead(answer.status, { ...headersOf(answer, limits), 'content-length': String(body.length) });
  outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
}

const textOf = ({ body }: SandboxAnswer): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** Recorded names, all of them. */
function headersOf({ body, headers = {}, limitHeaders }: SandboxAnswer, limits: Headers): Headers {
  const correlationId = headers['x-hubspot-correlation-id'] ?? randomUUIDv7();
  return {
    'content-type': typeof body === 'string' ? 'text/html;charset=utf-8' : 'application/json;charset=utf-8',
    'x-hubspot-correlation-id': correlationId,
    'x-request-id': correlationId,
    'access-control-allow-credentials': 'false',
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    vary: 'origin',
    'x-content-type-options': 'nosniff',
    ...(limitHeaders?.(limits) ?? limits),
    ...headers,
  };
}
