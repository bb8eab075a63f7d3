import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway } from '../gateway.ts';

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

describe('the GraphQL over HTTP specification', () => {
  const audits = serverAudits({ url: () => gateway.url });

  it('has audits to pass', () => {
    expect(audits.length).toBeGreaterThan(50);
  });

  it.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s: %s', async (_id, name, audit) => {
    const result = await audit();
    if (name.startsWith('MAY')) return;
    expect(result).toMatchObject({ status: 'ok' });
  });
});
