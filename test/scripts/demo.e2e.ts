import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../gateway.ts';
import { startProcess } from '../start-process.ts';

/** Runs the demo to its end. */
async function demo(...args: string[]) {
  await using run = startProcess({}, { command: [process.execPath, 'scripts/demo.ts', ...args] });
  const code = await run.ended();
  const output = run.output();
  return { code, output, calls: Number(/100 mutations, (\d+) REST calls/.exec(output)?.[1]) };
}

const ERROR = '  700: InvalidPropertiesError, applied: NO, email: Email address grace is invalid\n';
/** `script` of util-linux gives a process a terminal. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

describe('npm run demo', () => {
  it('starts a gateway of its own, and reports a hundred saves of which one is refused', async () => {
    const { code, output, calls } = await demo();
    expect(output).toContain('REST calls, 99 written, typed errors: 1\n');
    expect(output).toContain(ERROR);
    expect(output).toMatch(/Waited for an answer: \d+ ms \(median\), \d+ ms \(slowest\)/);
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(100);
    expect(output.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(code).toBe(0);
  });

  it.each(['0', '100'])('counts the calls of a gateway that runs, on a sandbox that takes %s ms', async (latency) => {
    await using gateway = await startGateway({ SANDBOX_LATENCY_MS: latency });
    const { code, output, calls } = await demo(gateway.url);
    expect(output).toContain(ERROR);
    expect([code, calls]).toEqual([0, gateway.sandbox.calls.length]);
    const titles = new Set<string | null | undefined>();
    for (let id = 601; id < 700; id += 1) titles.add(gateway.sandbox.contact(String(id))?.properties.jobtitle);
    expect([...titles]).toEqual([expect.stringMatching(/^Analyst since /)]);
    expect(gateway.sandbox.contact('700')?.properties.email).toContain('@');
  });

  it('does not claim to know of all calls where some were refused', async () => {
    await using gateway = await startGateway({ SANDBOX_INVALID_VALUES: 'batch' });
    const { code, output } = await demo(gateway.url);
    expect([code, output]).toEqual([0, expect.stringContaining(ERROR)]);
    const least = Number(/100 mutations, at least (\d+) REST calls/.exec(output)?.[1]);
    expect(least).toBeLessThanOrEqual(gateway.sandbox.calls.length);
  });

  it('says with code 1 what is not as promised', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.archive('650');
    const { code, output } = await demo(gateway.url);
    expect(output).toContain('98 written, typed errors: 2\n  650: ContactNotFoundError');
    expect(output).toContain('Expected 99 written, and an error for contact 700 alone.');
    expect(code).toBe(1);
  });

  it('writes to a gateway that may be on a real account only when that is asked for', async () => {
    await using gateway = await startGateway({ HUBSPOT_ACCESS_TOKEN: 'pat-na1-x' });
    const refused = await demo(gateway.url);
    expect(refused.output).toContain('Nothing was sent: ');
    expect(refused.output).toContain('It says: ready\n');
    expect([refused.code, gateway.sandbox.calls]).toEqual([1, []]);

    const { code, calls } = await demo(gateway.url, '--any-account');
    expect([code, calls]).toEqual([0, gateway.sandbox.calls.length]);
  });

  it('goes nowhere else than to the gateway that it has asked', async () => {
    await using real = await startGateway({ HUBSPOT_ACCESS_TOKEN: 'pat-na1-x' });
    await using sandbox = await startGateway();
    for (const elsewhere of ['/ready', '/graphql']) {
      const server = createServer((request, response) => {
        const target = new URL(request.url ?? '', request.url === elsewhere ? sandbox.url : real.url);
        if (request.url === '/ready' && elsewhere === '/graphql') response.end('ready, on the sandbox: …');
        else response.writeHead(307, { location: target.href }).end();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const { code, output } = await demo(`http://127.0.0.1:${port}/graphql`);
      expect([code, output]).toEqual([1, expect.stringContaining('cannot be reached: ')]);
      server.close();
    }
    const behindProxy = await demo(sandbox.url.replace('/graphql', '/production/graphql'));
    expect([behindProxy.code, behindProxy.output]).toEqual([1, expect.stringContaining('Nothing was sent: ')]);
    expect([...real.sandbox.calls, ...sandbox.sandbox.calls]).toEqual([]);
  });

  it.each([
    ['http://127.0.0.1:9/graphql', 'cannot be reached'],
    ['graphql', 'graphql is no address such as http://127.0.0.1:4000/graphql.'],
  ])('says with code 1 that nothing can be sent to %s', async (address, reason) => {
    const { code, output } = await demo(address);
    expect([code, output]).toEqual([1, expect.stringContaining(reason)]);
  });

  it.skipIf(!hasScript)('shows the progress on a terminal', async () => {
    const command = `exec '${process.execPath}' scripts/demo.ts`;
    await using run = startProcess({}, { command: ['script', '-qec', command, '/dev/null'] });
    expect(await run.ended()).toBe(0);
    expect(run.output()).toContain(`\r[${'#'.repeat(20)}${'.'.repeat(20)}] 50 answered`);
    expect(run.output()).toContain(`\r[${'#'.repeat(40)}] 100 answered`);
  });
});
