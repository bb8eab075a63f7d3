import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, skipWithoutBrowser } from '../browser.ts';
import { batchUpdates, startGateway } from '../gateway.ts';

/** What the result pane shows, once it holds `text`. */
async function resultWith(page: Page, text: string): Promise<string> {
  const pane = page.locator('.result-window');
  await pane.getByText(text).first().waitFor({ timeout: 20_000 });
  return ((await pane.textContent()) ?? '').replaceAll('\u00a0', ' ');
}

/** Presses the mouse on a tab, once, as soon as the tabs have their places. Then waits for the editor to have its operation. */
async function clickTab(page: Page, name: string) {
  await page.getByRole('tab', { name }).waitFor({ timeout: 20_000 });
  await page.evaluate('document.fonts.ready');
  const place = await page.getByRole('tab', { name }).boundingBox();
  if (place === null) throw new Error(`${name} cannot be seen`);
  await page.mouse.click(place.x + place.width / 3, place.y + place.height / 2);
  await expect.poll(() => selectedTab(page), { timeout: 5_000 }).toBe(name);
  await editorWith(page, name);
}

const selectedTab = (page: Page) => page.locator('.graphiql-tab-active .graphiql-tab-button').textContent();

/** GraphiQL writes what the editor has into the address, when it also knows which operation that is. */
const editorWith = (page: Page, text: string) =>
  page.waitForURL((url) => url.searchParams.get('query')?.includes(text) === true, { timeout: 10_000 });

const play = (page: Page) => page.getByRole('button', { name: /execute query/i }).click();

/** Runs what the editor has. Returns what was sent. */
async function sentByPlaying(page: Page) {
  const [sent] = await Promise.all([page.waitForRequest((request) => request.method() === 'POST'), play(page)]);
  await page.locator('.result-window').getByText('"data"').first().waitFor({ timeout: 20_000 });
  return sent.postDataJSON() as { query: string; variables?: object };
}

/** Waits until the browser has kept what GraphiQL writes a moment later. Without `waitForFunction`, which the page's policy forbids. */
const kept = (page: Page, name: string, text: string) =>
  expect.poll(() => page.evaluate((key) => localStorage.getItem(key), name), { timeout: 20_000 }).toContain(text);

describe.skipIf(skipWithoutBrowser('GraphiQL in a browser'))('GraphiQL', { timeout: 120_000 }, () => {
  let chrome: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    chrome = await openBrowser();
  });
  afterAll(() => chrome?.[Symbol.asyncDispose]());
  /** As in a browser that is new here. */
  const newPage = async (width: number, height: number) =>
    (await chrome.browser.newContext({ viewport: { width, height } })).newPage();

  it('works without the internet: it opens with the operations as tabs, and the first one runs', async () => {
    await using gateway = await startGateway();
    const page = await newPage(1600, 2400);
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== new URL(gateway.url).origin) elsewhere.push(url.href);
    });

    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));

    await page.goto(gateway.url);
    const tabs = page.getByRole('tab');
    await page.getByText('UpdateAContact').first().waitFor({ timeout: 20_000 });
    expect(await tabs.allInnerTexts()).toEqual(
      expect.arrayContaining([
        expect.stringContaining('UpdateAContact'),
        expect.stringContaining('UpdateSeveralWithMistakes'),
        expect.stringContaining('UpdateByUniqueProperty'),
      ]),
    );

    await play(page);
    expect(await resultWith(page, 'UpdateContactSuccess')).toMatch(/"firstname": "Ada"/);
    expect(batchUpdates(gateway.sandbox).map((inputs) => inputs.map(({ id }) => id))).toEqual([['512']]);
    expect(gateway.sandbox.contact('512')?.properties).toMatchObject({ firstname: 'Ada' });
    expect(elsewhere).toEqual([]);
    // Nothing of the page was stopped by its Content-Security-Policy.
    expect(complaints).toEqual([]);
  });

  it('shows errors as data in the second tab', async () => {
    await using gateway = await startGateway();
    const page = await newPage(1600, 2400);
    await page.goto(gateway.url);
    await clickTab(page, 'UpdateSeveralWithMistakes');
    await play(page);
    const result = await resultWith(page, 'ContactNotFoundError');
    const answers = result
      .match(/(?<="__typename": ")\w+(?=")/g)
      ?.filter((name) => name.startsWith('UpdateContactS') || name.endsWith('Error'));
    expect(answers).toEqual([
      'UpdateContactSuccess',
      'ContactNotFoundError',
      'InvalidPropertiesError',
      'InvalidPropertiesError',
      'UpdateContactSuccess',
    ]);
    expect(batchUpdates(gateway.sandbox)).toHaveLength(1);
  });

  it('changes the tab at one click of the mouse, and then plays its operation', async () => {
    await using gateway = await startGateway();
    // On a screen of a laptop all tabs are in sight.
    const page = await newPage(1440, 900);
    await page.goto(gateway.url);
    await page.getByRole('tab').first().waitFor({ timeout: 20_000 });
    const names = await page.getByRole('tab').allInnerTexts();
    expect(names).toHaveLength(9);
    for (const name of [...names.slice(1), ...names.slice(0, 1)]) {
      await clickTab(page, name);
      const { query } = await sentByPlaying(page);
      expect(query).toMatch(new RegExp(`^(mutation|query) ${name}\\b`));
    }
  });

  it('shows the same tabs when it is loaded again before anything was done, the first one in front', async () => {
    await using gateway = await startGateway();
    await using chrome = await openBrowser();
    const page = await chrome.browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(gateway.url);
    await kept(page, 'graphiql:tabState', 'ArchiveAContact');
    const tabs = await page.getByRole('tab').allInnerTexts();
    for (const _again of [1, 2]) {
      await page.reload();
      await page.getByRole('tab').first().waitFor({ timeout: 20_000 });
      expect([await page.getByRole('tab').allInnerTexts(), await selectedTab(page)]).toEqual([tabs, 'UpdateAContact']);
    }
  });

  it('never plays the operation of the tab before, however fast the button is pressed', async () => {
    await using gateway = await startGateway();
    const page = await newPage(1280, 800);
    await page.goto(gateway.url);
    await page.getByText('UpdateAContact').first().waitFor({ timeout: 20_000 });
    // Faster than any hand: within one task of the browser.
    await page.evaluate(`{
      document.querySelectorAll('.graphiql-tab-button')[3].click();
      document.querySelector('.graphiql-execute-button').click();
    }`);
    await resultWith(page, 'Cannot infer operation UpdateAContact');
    expect(gateway.sandbox.calls).toEqual([]);
    await editorWith(page, 'ReadContacts');
    expect((await sentByPlaying(page)).query).toMatch(/^query ReadContacts/);
  });

  describe('opens the operation of a link', () => {
    const text = 'query Linked($id: ID! = "512") { contact(id: $id) { id } }';
    const link = (url: string, parameters: Record<string, string>) => `${url}?${new URLSearchParams(parameters)}`;

    it('in front of the examples, in a browser that is new here', async () => {
      await using gateway = await startGateway();
      const page = await newPage(1280, 800);
      await page.goto(link(gateway.url, { query: text, variables: '{ "id": "513" }' }));
      await page.getByRole('tab').first().waitFor({ timeout: 20_000 });
      const names = await page.getByRole('tab').allInnerTexts();
      expect(names.slice(0, 2)).toEqual(['Linked', 'UpdateAContact']);
      expect([names.length, await selectedTab(page)]).toEqual([10, 'Linked']);
      expect(await sentByPlaying(page)).toMatchObject({
        query: expect.stringMatching(/^query Linked/),
        variables: { id: '513' },
      });

      // An address that was copied from GraphiQL has an example, as a rule; it is not there twice.
      await clickTab(page, 'ReadContacts');
      const another = await newPage(1280, 800);
      await another.goto(page.url());
      await another.getByRole('tab').first().waitFor({ timeout: 20_000 });
      expect(await another.getByRole('tab').count()).toBe(9);
      expect(await selectedTab(another)).toBe('ReadContacts');
    });

    it('beside the tabs that a browser has kept, without their variables', async () => {
      await using gateway = await startGateway();
      const page = await newPage(1280, 800);
      await page.goto(link(gateway.url, { query: text, variables: '{ "id": "514" }' }));
      await clickTab(page, 'ReadContacts');
      await clickTab(page, 'Linked');
      expect((await sentByPlaying(page)).variables).toEqual({ id: '514' });
      // Kept half a second later.
      await kept(page, 'graphiql:tabState', '514');

      const other = text.replace('Linked', 'Other');
      await page.goto(link(gateway.url, { query: other }));
      await expect.poll(() => page.getByRole('tab').count(), { timeout: 20_000 }).toBe(11);
      expect(await selectedTab(page)).toBe('Other');
      const { query, variables = {} } = await sentByPlaying(page);
      expect([query, variables]).toEqual([expect.stringMatching(/^query Other/), {}]);

      // The address is then the browser's own: with it, all tabs and their variables are there again.
      await clickTab(page, 'Linked');
      await kept(page, 'graphiql:variables', '514');
      await page.reload();
      await page.getByRole('tab').first().waitFor({ timeout: 20_000 });
      expect([await page.getByRole('tab').count(), await selectedTab(page)]).toEqual([11, 'Linked']);
      expect((await sentByPlaying(page)).variables).toEqual({ id: '514' });
    });
  });
});
