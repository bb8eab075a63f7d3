import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSchema, createYoga } from 'graphql-yoga';

/** An input of `updateContacts`, as far as the benchmark uses it. */
export interface Input {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** What the benchmark's mutation selects of an answer. */
export interface Answer {
  readonly __typename: string;
  readonly inputIndex: number;
  readonly contact?: { readonly id: string };
}

const typeDefs = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');

/** The published schema on a Yoga as its documentation sets one up, with a resolver that answers each input by itself. */
export async function serveOneByOne(answer: (input: Input, inputIndex: number) => Answer | Promise<Answer>) {
  const updateContacts = async (_root: unknown, { inputs }: { inputs: readonly Input[] }) => ({
    results: await Promise.all(inputs.map(answer)),
    batches: [],
  });
  const yoga = createYoga({
    schema: createSchema({ typeDefs, resolvers: { Mutation: { updateContacts } } }),
    logging: false,
  });
  const server = createServer(yoga).listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    process.stdout.write(`http://127.0.0.1:${port}/graphql\n`);
  });
}
