import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { SandboxAnswer } from './rest.ts';

/** Sends an answer with the headers that HubSpot's answers carry. Returns its status. */
export function sendAnswer(
  outgoing: ServerResponse,
  { status, body, headers = {} }: SandboxAnswer,
  limits: Readonly<Record<string, string>>,
): number {
  const correlationId = headers['x-hubspot-correlation-id'] ?? randomUUID();
  const isText = typeof body === 'string';
  // Recorded names, all of them.
  outgoing.writeHead(status, {
    'content-type': isText ? 'text/html;charset=utf-8' : 'application/json;charset=utf-8',
    'x-hubspot-correlation-id': correlationId,
    'x-request-id': correlationId,
    'access-control-allow-credentials': 'false',
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    vary: 'origin',
    'x-content-type-options': 'nosniff',
    ...limits,
    ...headers,
  });
  outgoing.end(isText ? body : JSON.stringify(body));
  return status;
}
