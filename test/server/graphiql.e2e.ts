import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openBrowser, skipWithoutBrowser } from '../browser.ts';
import { batchUpdates, startGateway } from '../gateway.ts';

/** What the result pane shows, once it holds `text`. */
async function resultWith(page: Page, text: string): Promise<string> {
  const pane = page.locator('.result-window');
  await pane.getByText(text).first().waitFor({ timeout: 20_000 });
  return ((await pane.textContent()) ?? '').replaceAll('\u00a0', ' ');
}

describe.skipIf(skipWithoutBrowser('GraphiQL in a browser'))('GraphiQL', () => {
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
