import { readdirSync, readFileSync } from 'node:fs';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { GraphiQLOptions } from 'graphql-yoga';

const operations = new URL('../../schema/operations/', import.meta.url);

/** The tabs GraphiQL opens with: the operations of schema/operations, in the order of their file names. */
function readTabs() {
  const files = readdirSync(operations).filter((file) => file.endsWith('.graphql'));
  return files.sort().map((file) => ({ query: readFileSync(new URL(file, operations), 'utf8') }));
}

/** GraphiQL as it ships in a package: it works where the browser reaches the gateway and nothing else. */
export const graphiql = {
  render: renderGraphiQL,
  options: (): GraphiQLOptions => ({ title: 'contacts-gateway', defaultTabs: readTabs() }),
};
