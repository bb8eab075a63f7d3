import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createViteServer } from 'vitest/node';
import { openBrowser, skipWithoutBrowser } from './browser.ts';
import { batchUpdates, startGateway } from './gateway.ts';

const CLIENTS = ['apollo', 'urql', 'tanstack-query', 'relay'] as const;
type Client = (typeof CLIENTS)[number];

/** The manifest that the client's own tool made. */
const manifestOf = (client: Client) =>
  client === 'relay'
    ? 'examples/clients/relay/persisted-documents.json'
    : 'examples/clients/graphql-documents/persisted-documents.json';

/** graphcache looks for the fields of all members of a union in the answer, and warns in development of those that it lacks. */
const EXPECTED_WARNING = /^Invalid undefined: The field at `\w+` is `undefined`/;

/** Starts what the tests share: a server of pages, and a browser that keeps what it has loaded. */
async function startPages() {
  const server = await createViteServer({
    root: 'examples/clients',
    server: { host: '127.0.0.1', port: 0 },
    logLevel: 'warn',
  });
  await server.listen();
  const chrome = await openBrowser();
  return {
    origin: new URL(server.resolvedUrls?.local[0] ?? '').origin,
    context: await chrome.browser.newContext(),
    async [Symbol.asyncDispose]() {
      await chrome[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

describe.skipIf(skipWithoutBrowser('Clients of front ends'))('a page of another origin', { timeout: 60_000 }, () => {
  let pages: Awaited<ReturnType<typeof startPages>>;
  beforeAll(async () => {
    pages = await startPages();
  }, 60_000);
  afterAll(() => pages?.[Symbol.asyncDispose]());

  /** A page with a form for contact 512, in front of a gateway that allows its origin. */
  async function openForm(client: Client, { trusted = false, env = {} } = {}) {
    const { origin, context } = pages;
    const gateway = await startGateway({ CALLER_AUTH: 'hubspot-token', ALLOWED_ORIGINS: origin, ...env });
    const page = await context.newPage();
    const requests: Record<string, unknown>[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith(gateway.url)) requests.push(JSON.parse(request.postData() ?? '{}'));
    });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type()) || EXPECTED_WARNING.test(message.text())) return;
      complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));

    const query = new URLSearchParams({ client, url: gateway.url, token: 'anna', trusted: String(trusted), id: '512' });
    return {
      gateway,
      page,
      requests,
      complaints,
      async open() {
        await page.goto(`${origin}/?${query}`);
        await page.getByText('leslie.rowan.512@example.com').waitFor({ timeout: 20_000 });
      },
      /** Waits until the cache holds this. */
      shows: (text: string) => page.getByText(text, { exact: true }).waitFor({ timeout: 20_000 }),
      /** All that it shows from now on, one after the other. */
      async watch() {
        await page.evaluate(`
          shown = [];
          const output = document.querySelector('output');
          new MutationObserver(() => shown.push(output.textContent))
            .observe(output, { childList: true, characterData: true, subtree: true });
        `);
        return () => page.evaluate<string[]>('shown');
      },
      async save(jobtitle: string, email: string) {
        await page.locator('input[name=jobtitle]').fill(jobtitle);
        await page.locator('input[name=email]').fill(email);
        await page.getByRole('button', { name: 'Save' }).click();
      },
      async [Symbol.asyncDispose]() {
        await page.close();
        await gateway[Symbol.asyncDispose]();
      },
    };
  }

  describe.each(CLIENTS)('with %s', (client) => {
    const modes = { 'whole documents': {}, 'trusted documents': { TRUSTED_DOCUMENTS: manifestOf(client) } };

    it.each(Object.entries(modes))(
      'and %s shows a save at once, then as it was answered, and takes back what was refused',
      async (_mode, env) => {
        const trusted = 'TRUSTED_DOCUMENTS' in env;
        await using form = await openForm(client, { trusted, env });
        const { gateway, page, requests } = form;
        await form.open();
        expect(requests).toHaveLength(1);

        const shown = await form.watch();
        await form.save('Analyst', 'Leslie.New@Example.com');
        await form.shows('Analyst, leslie.new@example.com');
        expect(requests).toHaveLength(2);
        expect(batchUpdates(gateway.sandbox)).toEqual([
          [
            expect.objectContaining({
              id: '512',
              properties: { jobtitle: 'Analyst', email: 'Leslie.New@Example.com' },
            }),
          ],
        ]);

        await form.save('Admiral', 'leslie');
        expect(await page.getByRole('alert').textContent()).toBe('email: Email address leslie is invalid');
        await form.shows('Analyst, leslie.new@example.com');
        expect(requests).toHaveLength(3);
        expect(await shown()).toEqual([
          'Analyst, Leslie.New@Example.com',
          // HubSpot keeps emails in small letters: this is what it answered.
          'Analyst, leslie.new@example.com',
          'Admiral, leslie',
          'Analyst, leslie.new@example.com',
        ]);

        expect(requests.filter((request) => 'query' in request)).toHaveLength(trusted ? 0 : 3);
        expect(new Set(gateway.sandbox.calls.map(({ token }) => token))).toEqual(new Set(['anna']));
        expect(form.complaints).toEqual([]);
      },
    );

    it('shows the rest of an answer in which a field failed', async () => {
      await using form = await openForm(client);
      form.gateway.sandbox.answerNext({ match: { path: /property-validations/ }, status: 403, body: '<html>' });
      await form.open();
      expect(await form.page.locator('label').allTextContents()).toEqual(['Job Title', 'Email']);
      expect(form.complaints).toEqual([]);
    });

    it('sends a save that is lost on the way only once, and one during which the page closes as well', async () => {
      await using form = await openForm(client);
      const { gateway, page, requests } = form;
      await form.open();
      await page.route(gateway.url, (route) => route.abort());
      await form.save('Analyst', 'leslie.new@example.com');
      expect(await page.getByRole('alert').textContent()).toMatch(/^form: .* Reload before you save again\.$/);
      expect(await page.locator('output').textContent()).toContain('leslie.rowan.512@example.com');
      expect(requests).toHaveLength(2);
      expect(batchUpdates(gateway.sandbox)).toEqual([]);
      await page.unroute(gateway.url);

      // The save waits for its turn behind this one. Without keepalive it would be withdrawn.
      gateway.sandbox.latencyMs = 1000;
      const before = gateway.request(
        'mutation { updateContacts(inputs: [{ id: "512", properties: { firstname: "Les" } }]) { results { __typename } } }',
        {},
        { authorization: 'Bearer anna' },
      );
      await expect.poll(() => batchUpdates(gateway.sandbox)).toHaveLength(1);
      const sent = page.waitForRequest((request) => request.url() === gateway.url);
      await form.save('Analyst', 'leslie.new@example.com');
      await sent;
      await page.close();
      await before;
      await expect.poll(() => gateway.sandbox.contact('512')?.properties.jobtitle, { timeout: 5_000 }).toBe('Analyst');
    });
  });

  it.each(['apollo', 'urql'] as const)(
    'with %s and hashes that the gateway knows nothing of sends whole documents from then on',
    async (client) => {
      await using form = await openForm(client, { trusted: true });
      await form.open();
      await form.save('Analyst', 'leslie.new@example.com');
      await form.shows('Analyst, leslie.new@example.com');
      // The query by its hash, the query, and the save, which is sent once.
      expect(form.requests.map((request) => 'query' in request)).toEqual([false, true, true]);
      await expect.poll(() => batchUpdates(form.gateway.sandbox)).toHaveLength(1);
      expect(form.complaints).toEqual([]);
    },
  );
});

it("takes what Apollo's own tool makes of the documents for a manifest", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  const [config, manifest] = [join(folder, 'config.json'), join(folder, 'manifest.json')];
  writeFileSync(config, JSON.stringify({ documents: ['clients/documents.ts'], output: manifest }));
  execFileSync('node_modules/.bin/generate-persisted-query-manifest', ['--config', config], { cwd: 'examples' });
  const { operations } = JSON.parse(readFileSync(manifest, 'utf8'));
  const { id: sha256Hash } = operations.find(({ name }: { name: string }) => name === 'SaveContact');

  await using gateway = await startGateway({ TRUSTED_DOCUMENTS: manifest });
  rmSync(folder, { recursive: true });
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // As Apollo's PersistedQueryLink sends it.
    body: JSON.stringify({
      operationName: 'SaveContact',
      variables: { input: { id: '512', properties: { jobtitle: 'Analyst' } } },
      extensions: { clientLibrary: { name: '@apollo/client' }, persistedQuery: { version: 1, sha256Hash } },
    }),
  });
  expect(await response.json()).toMatchObject({
    data: { updateContacts: { results: [{ contact: { properties: { jobtitle: 'Analyst' } } }] } },
  });
});
