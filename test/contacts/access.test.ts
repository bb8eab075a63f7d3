import { describe, expect, it } from 'vitest';
import { createQueueLimit } from '../../src/batching/queue-limit.ts';
import { readConfig } from '../../src/config.ts';
import { openAccess } from '../../src/contacts/access.ts';
import { type Credential, credentialOf } from '../../src/credential.ts';
import type { RestRequest } from '../../src/hubspot/client.ts';
import { nobody } from '../../src/observer.ts';
import { plenty } from '../batching/scripted-send.ts';

/** What one credential has, in front of a HubSpot that knows no contact. */
function access() {
  const requests: RestRequest[] = [];
  const opened = openAccess(
    {
      as: () => async (request) => {
        requests.push(request);
        const ids = (request.json as { inputs: { id: string }[] }).inputs.map(({ id }) => id);
        const errors = [{ category: 'OBJECT_NOT_FOUND', context: { ids } }];
        return { status: 207, headers: new Headers(), body: { status: 'COMPLETE', results: [], errors } };
      },
    },
    credentialOf('t') as Credential,
    {
      ...readConfig({}),
      queueShare: createQueueLimit({ inputs: 100, bytes: 100_000, shared: true }).share,
      closing: new AbortController().signal,
      openLimiter: plenty,
      observe: () => nobody,
      lineShare: createQueueLimit({ inputs: 100, bytes: 100_000, shared: true }).share,
    },
  );
  return { opened, requests };
}

describe('the reads of a credential', () => {
  it.each(['', 'id', 'by', 'null'])(
    'by record id have nothing to do with those by a property called %j',
    async (name) => {
      const { opened, requests } = access();
      await opened.contacts.load(name, { id: 'x', properties: [] });
      await opened.contacts.load(null, { id: '1', properties: [] });
      await opened.contacts.load(name, { id: 'y', properties: [] });
      expect(requests.map(({ json }) => json)).toEqual([
        { inputs: [{ id: 'x' }], idProperty: name, properties: [name] },
        { inputs: [{ id: '1' }], properties: [] },
        { inputs: [{ id: 'y' }], idProperty: name, properties: [name] },
      ]);
    },
  );
});
