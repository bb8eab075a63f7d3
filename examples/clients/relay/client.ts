import { Environment, type FetchFunction, Network, RecordSource, Store } from 'relay-runtime';
import type { Gateway } from '../gateway.ts';

export function createEnvironment({ url, token, trusted }: Gateway) {
  const send: FetchFunction = async ({ id, text, operationKind }, variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token()}` },
      body: JSON.stringify({ ...(trusted ? { documentId: id } : { query: text }), variables }),
      // A save goes on while its page closes.
      keepalive: operationKind === 'mutation',
    });
    return response.json();
  };
  return new Environment({ network: Network.create(send), store: new Store(new RecordSource()), getDataID });
}

/** Relay takes an id for unique among all types. Here it is so among contacts, and definitions have a name instead. */
function getDataID(record: { readonly id?: string; readonly name?: string }, type: string) {
  const id = type === 'ContactPropertyDefinition' ? record.name : record.id;
  return id === undefined ? undefined : `${type}:${id}`;
}
