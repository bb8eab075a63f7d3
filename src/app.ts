import { type Logger, pino } from 'pino';
import { type Batcher, createBatcher } from './batching/batcher.ts';
import { isolation } from './batching/isolation.ts';
import { perKey } from './batching/per-key.ts';
import type { Config } from './config.ts';
import { type Credential, credentialOf } from './credential.ts';
import { portalDefinitions } from './graphql/portal-definitions.ts';
import { createClient } from './hubspot/client.ts';
import { type ContactUpdate, contactKey, type UpdatedContact } from './hubspot/contact-update.ts';
import { type ContactReader, createContactReader } from './hubspot/read-contacts.ts';
import { readDefinitions } from './hubspot/read-definitions.ts';
import { updateContacts } from './hubspot/update-contacts.ts';
import { type Sandbox, startSandbox } from './sandbox/sandbox.ts';
import { callersBringTokens, everyoneActsAs } from './server/caller.ts';
import { createGraphQLEndpoint, GRAPHQL_PATH } from './server/graphql-endpoint.ts';
import { startHttpServer } from './server/http-server.ts';

export interface App {
  /** Address of the GraphQL endpoint, and of GraphiQL. */
  readonly url: string;
  /** The embedded HubSpot; null when a real one is used. */
  readonly sandbox: Sandbox | null;
  /** Takes no new requests, answers those under way, and frees everything. */
  close(): Promise<void>;
}

/** What one credential has of its own, so that nothing of two credentials can ever meet in a call. */
interface Access {
  readonly updates: Batcher<ContactUpdate, UpdatedContact>;
  readonly contacts: ContactReader;
  readonly pending: number;
}

/** Puts the gateway together and starts it. */
export async function startApp(config: Config, overrides: { readonly log?: Logger } = {}): Promise<App> {
  const log = overrides.log ?? pino({ level: config.logLevel });
  await using started = new AsyncDisposableStack();

  const sandbox = config.hubspotBaseUrl === null ? await startSandbox({ definitions: portalDefinitions }) : null;
  started.defer(() => sandbox?.close());
  const baseUrl = config.hubspotBaseUrl ?? sandbox?.url ?? '';
  const hubspot = createClient({ baseUrl, timeoutMs: config.deadlineMs });

  const access = perKey((credential: Credential): Access => {
    // Isolation outermost: what it splits goes through every other stage again.
    const send = isolation(updateContacts(hubspot, credential));
    const updates = createBatcher(send, {
      maxSize: config.batchMaxSize,
      windowMs: config.batchWindowMs,
      keyOf: contactKey,
    });
    return {
      updates,
      contacts: createContactReader(hubspot, credential),
      get pending() {
        return updates.pending;
      },
    };
  });

  const service = config.serviceCredential ?? (sandbox && credentialOf('sandbox'));
  const serve = createGraphQLEndpoint({
    identifyCaller: service === null ? callersBringTokens : everyoneActsAs(service),
    gateway: {
      updatesFor: (credential) => access.get(credential).updates,
      contactsFor: (credential) => access.get(credential).contacts,
      readDefinitions: (credential) => readDefinitions(hubspot, credential),
      maxInputs: config.maxInputs,
      reportBug: (err) => log.error({ err }, 'an input failed in an unexpected way'),
    },
    allowedOrigins: config.allowedOrigins,
    log,
  });
  const { host, port } = config;
  const endpoint = { path: GRAPHQL_PATH, serve };
  const server = await startHttpServer(endpoint, { host, port, closeTimeoutMs: config.deadlineMs });
  // Together: what is gathered must leave for the requests under way to be answered.
  started.defer(() =>
    Promise.all([server.close(), ...access.all().map(({ updates }) => updates.drain())]).then(() => {}),
  );

  const resources = started.move();
  return { url: `${server.url}${GRAPHQL_PATH}`, sandbox, close: () => resources.disposeAsync() };
}
