import { pino } from 'pino';
import { startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../src/sandbox/sandbox.ts';
import { apiVersion, CONTACTS } from './api-version.ts';
import { definitions } from './definitions.ts';
import type { TypedDocumentString } from './graphql-documents/graphql.ts';

export interface GraphQLAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: unknown;
    readonly extensions?: Record<string, unknown>;
  }[];
}

/** Sends an operation as a front end would: over HTTP, with a typed document or a text. */
export async function request<Data = Record<string, unknown>, Variables = Record<string, unknown>>(
  url: string,
  query: TypedDocumentString<Data, Variables> | string,
  variables?: Variables,
  headers: Record<string, string> = {},
): Promise<GraphQLAnswer<Data> & { readonly status: number }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify({ query: query.toString(), variables }),
  });
  return { status: response.status, ...((await response.json()) as GraphQLAnswer<Data>) };
}

/**
 * The whole gateway on a free port, in front of a sandbox of its own. With a credential, or callers that bring theirs, in
 * `env` it takes the way to a real account; `sandbox` then is the one that stands at that address, set up with `options`.
 * `options.definitions` are the account's, for the gateway as well.
 */
export async function startGateway(env: Record<string, string> = {}, options: Partial<SandboxOptions> = {}) {
  const logs: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logs.push(line) });
  const external = 'HUBSPOT_ACCESS_TOKEN' in env || 'HUBSPOT_CLIENT_ID' in env || env.CALLER_AUTH === 'hubspot-token';
  const account = { definitions, ...options };
  const sandbox = external ? await startSandbox(account) : null;
  const app = await startApp(
    readConfig({
      PORT: '0',
      PROPERTIES_CHECK_MS: '0',
      HUBSPOT_API_VERSION: apiVersion,
      ...(sandbox ? { HUBSPOT_BASE_URL: sandbox.url } : {}),
      ...env,
    }),
    { log, definitions: account.definitions ?? definitions },
  );

  return {
    url: app.url,
    metricsUrl: app.metricsUrl,
    sandbox: (app.sandbox ?? sandbox) as Sandbox,
    logs,
    request: <Data, Variables>(
      query: TypedDocumentString<Data, Variables> | string,
      variables?: Variables,
      headers?: Record<string, string>,
    ) => request(app.url, query, variables, headers),
    async [Symbol.asyncDispose]() {
      await app.close();
      await sandbox?.close();
    },
  };
}

/** The inputs of each batch update that the sandbox received. */
export function batchUpdates({
  calls,
}: Pick<Sandbox, 'calls'>): { id: string; properties: Record<string, string> }[][] {
  return calls
    .filter(({ path }) => path === `${CONTACTS}/batch/update`)
    .map(({ body }) => (body as { inputs: { id: string; properties: Record<string, string> }[] }).inputs);
}
