import { createRoot } from 'react-dom/client';

/** `?client=apollo&url=http://…/graphql&token=…&trusted=true&id=512` */
const query = new URLSearchParams(location.search);
const of = (name: string) => query.get(name) ?? '';
const client = of('client');

const clients = {
  apollo: () => import('./apollo/contact.tsx'),
  urql: () => import('./urql/contact.tsx'),
  'tanstack-query': () => import('./tanstack-query/contact.tsx'),
  relay: () => import('./relay/contact.tsx'),
};

const isClient = (name: string): name is keyof typeof clients => name in clients;
const root = document.getElementById('root');
if (!root || !isClient(client)) throw new Error(`There is no client ${client}.`);
const { App } = await clients[client]();
const gateway = { url: of('url'), token: () => of('token'), trusted: of('trusted') === 'true' };
createRoot(root).render(<App gateway={gateway} id={of('id')} />);
