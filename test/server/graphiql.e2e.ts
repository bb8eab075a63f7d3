import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { batchUpdates, startGateway } from '../gateway.ts';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const found = existsSync(CHROMIUM);
/** In CI a browser must be there: a test that did not run is no test that passed. */
const skip = !found && process.env.CI === undefined;
if (skip) {
  process.stderr.write(`NOT TESTED: GraphiQL in a browser. No Chromium at ${CHROMIUM}; set CHROMIUM_PATH to one.\n`);
}

/** A browser that reaches nothing but this machine. */
async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  return {
    browser,
    async [Symbol.asyncDispose]() {
      await browser.close();
    },
  };
}

/** What the result pane shows, once it holds `text`. */
async function resultWith(page: Page, text: string): Promise<string> {
  const pane = page.locator('.result-window');
  await pane.getByText(text).first().waitFor({ timeout: 20_000 });
  return ((await pane.textContent()) ?? '').replaceAll('\u00a0', ' ');
}

describe.skipIf(skip)('GraphiQL', () => {
  it('works without the internet: it opens with the operations as tabs, and the first one runs', {
    timeout: 60_000,
  }, async () => {
    await using gateway = await startGateway();
    await using chrome = await openBrowser();
    const page = await chrome.browser.newPage({ viewport: { width: 1600, height: 2400 } });
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

    await page.getByRole('button', { name: /execute query/i }).click();
    expect(await resultWith(page, 'UpdateContactSuccess')).toMatch(/"firstname": "Ada"/);
    expect(batchUpdates(gateway.sandbox).map((inputs) => inputs.map(({ id }) => id))).toEqual([['512']]);
    expect(gateway.sandbox.contact('512')?.properties).toMatchObject({ firstname: 'Ada' });
    expect(elsewhere).toEqual([]);
    // Nothing of the page was stopped by its Content-Security-Policy.
    expect(complaints).toEqual([]);
  });

  it('shows errors as data in the second tab', { timeout: 60_000 }, async () => {
    await using gateway = await startGateway();
    await using chrome = await openBrowser();
    const page = await chrome.browser.newPage({ viewport: { width: 1600, height: 2400 } });
    await page.goto(gateway.url);
    const tab = page.getByRole('button', { name: 'UpdateSeveralWithMistakes' });
    // Tabs can be dragged, and slide into place at first: a key is surer than a click, and some patience too.
    await expect
      .poll(
        async () => {
          await tab.press('Enter');
          return page.getByRole('tab', { selected: true }).textContent();
        },
        { timeout: 20_000 },
      )
      .toContain('UpdateSeveralWithMistakes');
    // The tab is selected before the editor holds its operation; until then the button runs the one before.
    await page
      .locator('.graphiql-query-editor')
      .getByText('UpdateSeveralWithMistakes')
      .first()
      .waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: /execute query/i }).click();
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
});
