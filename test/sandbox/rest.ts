import { type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import { sentDefinitions } from '../definitions.ts';

interface Sent {
  readonly token?: string | null;
  readonly accept?: string;
}

/** A sandbox on a free port, and a plain HTTP client for it. */
export async function openSandbox(options: Partial<SandboxOptions> = {}) {
  const sandbox = await startSandbox({ definitions: sentDefinitions, ...options });

  async function send(method: string, path: string, body?: unknown, { token = 'pat-test', accept }: Sent = {}) {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        accept: accept ?? 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text };
  }

  /** Asks for an access token as the OAuth app does, but for what is changed. */
  async function refresh(change: Record<string, string> = {}, path = '/oauth/v3/token') {
    const form = {
      grant_type: 'refresh_token',
      client_id: 'sandbox-client',
      client_secret: 'sandbox-secret',
      refresh_token: 'sandbox-refresh-token',
      ...change,
    };
    const response = await fetch(`${sandbox.url}${path}`, { method: 'POST', body: new URLSearchParams(form) });
    return { status: response.status, body: await response.json() };
  }

  const batch = (operation: string, inputs: readonly unknown[]) =>
    send('POST', `/crm/v3/objects/contacts/batch/${operation}`, { inputs });

  return {
    sandbox,
    send,
    refresh,
    create: (...inputs: unknown[]) => batch('create', inputs),
    update: (...inputs: unknown[]) => batch('update', inputs),
    upsert: (...inputs: unknown[]) => batch('upsert', inputs),
    archive: (...ids: string[]) =>
      batch(
        'archive',
        ids.map((id) => ({ id })),
      ),
    search: (body: object) => send('POST', '/crm/v3/objects/contacts/search', body),
    read: (body: object) => send('POST', '/crm/v3/objects/contacts/batch/read', body),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
