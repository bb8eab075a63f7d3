import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startExample } from '../../examples/contacts-screen/start.ts';
import type { SandboxAnswer } from '../../src/sandbox/http.ts';
import { apiVersion, CONTACTS } from '../api-version.ts';
import { openBrowser, skipWithoutBrowser } from '../browser.ts';
import { definitions } from '../definitions.ts';
import { batchUpdates } from '../gateway.ts';

type Example = Awaited<ReturnType<typeof startExample>>;

const AXE = 'examples/node_modules/axe-core/axe.min.js';

/** What a screen must not do: requests to other hosts, and errors in its console. */
const complaints: string[] = [];

describe.skipIf(skipWithoutBrowser('the screen of contacts'))('the screen of contacts', { timeout: 60_000 }, () => {
  let example: Example;
  let chrome: Awaited<ReturnType<typeof openBrowser>>;
  /** It keeps what it has loaded from one test to the next. */
  let context: BrowserContext;
  /** The operations that left the page. */
  let operations: string[];

  beforeAll(async () => {
    example = await startExample({
      port: 0,
      sandbox: { definitions },
      env: { DEADLINE_MS: '5000', HUBSPOT_API_VERSION: apiVersion },
    });
    chrome = await openBrowser();
    context = await chrome.browser.newContext({ viewport: { width: 1280, height: 900 } });
  }, 60_000);

  afterAll(async () => {
    await chrome?.[Symbol.asyncDispose]();
    await example?.close();
  });

  beforeEach(() => {
    example.sandbox.reset();
    example.sandbox.latencyMs = 0;
    operations = [];
    complaints.length = 0;
  });

  afterEach(async () => {
    await Promise.all(context.pages().map((page) => page.close()));
    expect(complaints).toEqual([]);
  });

  /** The screen, once its list is there. */
  async function openScreen(): Promise<Page> {
    const page = await context.newPage();
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && ![example.url, new URL(example.gatewayUrl).origin].includes(origin)) {
        complaints.push(request.url());
      }
      if (request.method() === 'POST' && request.url() === example.gatewayUrl) {
        const sent = request.postDataJSON() as Operation | Operation[];
        operations.push(...[sent].flat().map(({ operationName }) => operationName));
      }
    });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(example.url);
    await page.getByText('25 of 200 contacts').waitFor();
    return page;
  }

  async function openContact(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByLabel('First Name').waitFor();
  }

  const message = (page: Page) => page.locator('.message');
  const says = (page: Page, text: string | RegExp) => message(page).filter({ hasText: text }).waitFor();
  const save = (page: Page) => page.getByRole('button', { name: /^Save/ }).click();
  const rows = (page: Page) => page.getByRole('rowheader').allInnerTexts();
  /** What the field with this label is described by. */
  const problemAt = (page: Page, label: string) =>
    page.getByLabel(label, { exact: true }).evaluate((field) =>
      (field.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent)
        .join(' '),
    );

  it('finds contacts by words and by a lifecycle stage, and loads more of them', async () => {
    const page = await openScreen();
    expect(await rows(page)).toHaveLength(25);
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('50 of 200 contacts').waitFor();
    expect(new Set(await rows(page)).size).toBeGreaterThan(25);

    await page.getByLabel('Search').fill('birch');
    await page.getByText(/of [1-9]\d? contacts/).waitFor();
    expect(await rows(page)).toSatisfy((names: string[]) => names.includes('Alan Birch'));
    await page.getByLabel('Search').fill('');
    await page.getByText('200 contacts').waitFor();

    await page.getByLabel('Lifecycle Stage').selectOption('Customer');
    await page.getByText(/of 50 contacts/).waitFor();
    expect(new Set(await page.locator('td.lifecyclestage').allInnerTexts())).toEqual(new Set(['Customer']));
    await page.getByLabel('Search').fill('nobody at all');
    await page.getByText('No contact fits.').waitFor();
  });

  it('is used by the keyboard alone, and a save is one request that writes what was changed', async () => {
    const page = await openScreen();
    await page.getByLabel('Search').focus();
    while (
      !(await page.getByRole('button', { name: 'Barbara Cedar' }).evaluate((it) => it === document.activeElement))
    ) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByLabel('First Name').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('of the Hill');
    expect(operations).toEqual(['Definitions', 'FindContacts', 'ReadContact']);
    operations.length = 0;
    await page.keyboard.press('Enter');
    await says(page, 'Saved Barbara of the Hill.');
    expect(operations).toEqual(['SaveContact']);
    expect(
      batchUpdates(example.sandbox).map((inputs) => inputs.map(({ id, properties }) => ({ id, properties }))),
    ).toEqual([[{ id: '503', properties: { lastname: 'of the Hill' } }]]);
    // The cache has learnt it: the list and the heading say it too.
    expect(await rows(page)).toContain('Barbara of the Hill');
    await page.getByRole('heading', { name: 'Barbara of the Hill' }).waitFor();

    await page.keyboard.press('Escape');
    const opener = page.getByRole('button', { name: 'Barbara of the Hill' });
    expect(await opener.evaluate((it) => it === document.activeElement)).toBe(true);
    expect(operations).toEqual(['SaveContact']);
  });

  it('saves what it shows and shows what was saved, whatever the kind of a property', async () => {
    const page = await openScreen();
    await openContact(page, 'Ada Ash');
    const tick = (group: string, label: string) =>
      page.getByRole('group', { name: group }).getByLabel(label, { exact: true }).check();
    await page.getByLabel('String property').fill(' 12 & <b> ');
    await page.getByLabel('Message').fill('one\n\ntwo');
    await page.getByLabel('Number property').fill('12.50');
    await page.getByLabel('Date property').fill('2028-02-29');
    await page.getByLabel('Close Date').fill('2026-10-25T01:30');
    await page.getByLabel('Dropdown property').selectOption('Choice B');
    await page.getByLabel('Number of Employees').selectOption({ index: 2 });
    await tick('Single checkbox property', 'No');
    await tick('Multiple checkboxes property', 'Vanilla');
    await tick('Multiple checkboxes property', 'Chocolate');
    await save(page);
    await says(page, 'Saved Ada Ash.');
    expect(example.sandbox.contact('501')?.properties).toMatchObject({
      property_string: ' 12 & <b> ',
      message: 'one\n\ntwo',
      property_number: '12.50',
      property_date: '2028-02-29',
      closedate: '2026-10-25T01:30:00Z',
      property_dropdown: 'choice_b',
      numemployees: '5-25',
      property_checkbox: 'false',
      property_multiple_checkboxes: 'vanilla;chocolate',
    });

    await page.reload();
    await openContact(page, 'Ada Ash');
    expect(await page.getByLabel('String property').inputValue()).toBe(' 12 & <b> ');
    expect(await page.getByLabel('Message').inputValue()).toBe('one\n\ntwo');
    expect(await page.getByLabel('Number property').inputValue()).toBe('12.50');
    expect(await page.getByLabel('Date property').inputValue()).toBe('2028-02-29');
    expect(await page.getByLabel('Close Date').inputValue()).toBe('2026-10-25T01:30');
    expect(await page.getByLabel('Dropdown property').inputValue()).toBe('choice_b');
    expect(await page.getByLabel('No', { exact: true }).isChecked()).toBe(true);
    expect(await page.getByLabel('Strawberry').isChecked()).toBe(false);

    await page.getByLabel('Close Date').fill('');
    await page.getByLabel('Dropdown property').selectOption('Not set');
    await page.getByLabel('Vanilla').uncheck();
    await page.getByLabel('Chocolate').uncheck();
    await page.getByRole('group', { name: 'Single checkbox property' }).getByLabel('Not set').check();
    await save(page);
    await says(page, 'Saved Ada Ash.');
    expect(batchUpdates(example.sandbox).at(-1)?.[0]?.properties).toEqual({
      closedate: '',
      property_dropdown: '',
      property_multiple_checkboxes: '',
      property_checkbox: '',
    });
  });

  it('checks before it saves: rules of the account, numbers, and dates that are not complete', async () => {
    const page = await openScreen();
    await openContact(page, 'Ada Ash');
    operations.length = 0;
    await page.getByLabel('Number property').fill('-1');
    await page.getByLabel('String property').fill('x'.repeat(101));
    await page.getByLabel('Work email').fill('ada');
    await page.getByLabel('Date property').pressSequentially('02');
    await save(page);
    await says(page, 'Not saved. Some fields need another value.');
    expect(await problemAt(page, 'Number property')).toContain('Enter 0 or more.');
    expect(await problemAt(page, 'String property')).toContain('Enter at most 100 characters.');
    expect(await problemAt(page, 'Work email')).toContain('Enter an email address');
    expect(await problemAt(page, 'Date property')).toContain('This date is not complete.');
    await page.getByLabel('Number property').fill('12e');
    await save(page);
    expect(await problemAt(page, 'Number property')).toContain('Enter a number');
    expect(operations).toEqual([]);
  });

  it('shows an error of HubSpot at its field, which gets the focus', async () => {
    const page = await openScreen();
    await openContact(page, 'Ada Ash');
    await page.getByLabel('Email', { exact: true }).fill('ada@nowhere');
    await page.getByLabel('Job Title').fill('Analyst');
    await save(page);
    await says(page, /Not saved\. .*ada@nowhere is invalid/);
    expect(await problemAt(page, 'Email')).toContain('Email address ada@nowhere is invalid');
    const email = page.getByLabel('Email', { exact: true });
    await expect.poll(() => email.evaluate((field) => field === document.activeElement), { timeout: 5_000 }).toBe(true);
    // The optimistic update is taken back, and what was typed is kept.
    await page.getByRole('row', { name: /ada\.ash\.501@example\.com/ }).waitFor();
    expect(await page.getByLabel('Job Title').inputValue()).toBe('Analyst');
    expect(await page.getByRole('button', { name: 'Save again' }).count()).toBe(0);

    await email.fill('ada@example.com');
    await save(page);
    await says(page, 'Saved Ada Ash.');
    expect(example.sandbox.contact('501')?.properties).toMatchObject({ email: 'ada@example.com', jobtitle: 'Analyst' });
  });

  it('says that HubSpot has kept a value, as that of a lifecycle stage that would go back', async () => {
    const page = await openScreen();
    await openContact(page, 'Leslie Rowan');
    await page.locator('#property-lifecyclestage').selectOption('Lead');
    await page.getByLabel('Job Title').fill('Analyst');
    await save(page);
    await says(page, 'Saved in part. HubSpot did not take every value.');
    expect(await page.locator('#property-lifecyclestage-problem').textContent()).toBe(
      'HubSpot has kept the value that it had.',
    );
    await page.getByRole('row', { name: /Leslie Rowan.*Customer/ }).waitFor();
    // The rest was saved, and is no change any more.
    expect(example.sandbox.contact('512')?.properties).toMatchObject({
      jobtitle: 'Analyst',
      lifecyclestage: 'customer',
    });
    await page.getByRole('button', { name: 'Discard' }).press('Enter');
    expect(await page.getByLabel('Job Title').inputValue()).toBe('Analyst');
    expect(await page.locator('#property-lifecyclestage').inputValue()).toBe('customer');
    expect(await page.getByRole('button', { name: 'Save' }).evaluate((it) => it === document.activeElement)).toBe(true);
  });

  it('shows at the email field that another contact has the email, and opens that contact', async () => {
    const page = await openScreen();
    await openContact(page, 'Ada Ash');
    await page.getByLabel('Email', { exact: true }).fill('alan.birch.502@example.com');
    await save(page);
    await says(page, /^Not saved\. /);
    expect(await page.getByLabel('Email', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    expect(await problemAt(page, 'Email')).not.toBe('');
    await page.getByRole('button', { name: 'Open the contact that has it' }).click();
    await page.getByRole('heading', { name: 'Alan Birch' }).waitFor();
  });

  it('opens the contact of an email, and says whether it was created', async () => {
    const page = await openScreen();
    const open = async (email: string) => {
      await page.getByRole('button', { name: 'New contact' }).click();
      await page.getByLabel('Email (required)').fill(email);
      await page.keyboard.press('Enter');
    };
    await open('rosa');
    await says(page, /^Not created: /);
    expect(await problemAt(page, 'Email (required)')).toContain('rosa');
    await page.getByLabel('Email (required)').fill('rosa@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('This contact was created just now.').first().waitFor();
    await page.getByRole('heading', { name: 'rosa@example.com' }).waitFor();
    await page.getByLabel('First Name').fill('Rosa');
    await save(page);
    await says(page, 'Saved Rosa.');

    await open('Rosa@Example.com');
    await page.getByText('This contact was there already.').first().waitFor();
    await page.getByRole('heading', { name: 'Rosa' }).waitFor();
  });

  it('sends once what is submitted twice', async () => {
    const page = await openScreen();
    await page.getByRole('button', { name: 'New contact' }).click();
    await page.getByLabel('Email (required)').fill('twice@example.com');
    example.sandbox.latencyMs = 200;
    operations.length = 0;
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByText('This contact was created just now.').first().waitFor();
    await page.getByLabel('First Name').fill('Rosa');
    await page.getByRole('button', { name: /^Save/ }).dblclick();
    await says(page, 'Saved Rosa.');
    expect(operations.filter((name) => name !== 'ReadContact')).toEqual(['FindOrCreateContact', 'SaveContact']);
  });

  it('reads again what others may have changed, when a contact is opened and when a search is repeated', async () => {
    const page = await openScreen();
    await openContact(page, 'Ada Ash');
    await page.keyboard.press('Escape');
    await page.getByLabel('Search').fill('nobody');
    await page.getByText('No contact fits.').waitFor();
    await page.getByLabel('Search').fill('');
    await page.getByText('25 of 200 contacts').waitFor();
    await fetch(example.gatewayUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation {
          updateContacts(inputs: [{ id: "501", properties: { phone: "222" } }, { id: "502", properties: { company: "Nobody" } }]) { batches { size } }
        }`,
      }),
    });
    await openContact(page, 'Ada Ash');
    await expect.poll(() => page.getByLabel('Phone Number').first().inputValue()).toBe('222');
    await page.getByLabel('Search').fill('nobody');
    await page.getByText('1 of 1 contact').waitFor();
  });

  it('says that it is not known whether a contact was created, and finds it', async () => {
    const page = await openScreen();
    await page.getByRole('button', { name: 'New contact' }).click();
    await page.getByLabel('Email (required)').fill('rosa@example.com');
    example.sandbox.answerNext({ breakConnection: true, applied: true, match: { path: /create|upsert/ } });
    await page.keyboard.press('Enter');
    await says(page, 'It is not known whether a contact was created.');
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('There is a contact with this email.').waitFor();
    await page.getByRole('heading', { name: 'rosa@example.com' }).waitFor();
  });

  it('archives a contact, and says where that is undone', async () => {
    const page = await openScreen();
    await openContact(page, 'Alan Birch');
    operations.length = 0;
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('button', { name: 'Archive this contact' }).click();
    await says(page, 'Archived Alan Birch. To undo this, restore the contact from the recycle bin in HubSpot.');
    expect(example.sandbox.contact('502')?.archived).toBe(true);
    expect(await rows(page)).not.toContain('Alan Birch');
    await page.getByText('24 of 199 contacts').waitFor();
    expect(operations).toEqual(['ArchiveContact']);
  });

  it('saves many contacts at once in few calls, counts the answers, and lists what was not saved', async () => {
    const page = await openScreen();
    await page.getByLabel('Select all that are shown').check();
    await page.getByText('25 selected').waitFor();
    await page.getByLabel('Set for all').selectOption('Job Title');
    await page.getByRole('textbox', { name: 'Job Title' }).fill('Analyst');
    // As far away as HubSpot is: what comes while a call is under way leaves together.
    example.sandbox.latencyMs = 150;
    // One of them is gone by now.
    example.sandbox.archive('505');
    operations.length = 0;
    await page.getByRole('button', { name: 'Save 25 contacts' }).click();
    await page.getByText('25 of 25 answered, 1 not saved').waitFor();
    await says(page, 'Saved 24 of 25 contacts.');
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('25');
    expect(operations).toHaveLength(25);
    const calls = example.sandbox.calls.filter(({ path }) => path === `${CONTACTS}/batch/update`);
    expect(calls.length).toBeLessThan(6);
    expect(example.sandbox.contact('525')?.properties).toMatchObject({ jobtitle: 'Analyst' });
    await page
      .getByRole('row', { name: /Donald Fir/ })
      .getByText('Not saved')
      .waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Donald Fir' })
      .getByText(/not exist/)
      .waitFor();
  });

  it('says that it is not known whether a contact was saved, and finds out', async () => {
    const page = await openScreen();
    await openContact(page, 'Ada Ash');
    await page.getByLabel('Job Title').fill('Analyst');
    await loseAnswers(example, true);
    await save(page);
    await says(page, 'It is not known whether this was saved.');
    await page
      .getByRole('row', { name: /Ada Ash/ })
      .getByText('Not known')
      .waitFor();
    await endFaults(example);
    await page.getByRole('button', { name: 'Check again' }).click();
    await says(page, 'It was saved: HubSpot has your values for Ada Ash.');
    expect(await page.getByRole('button', { name: 'Check again' }).count()).toBe(0);

    await page.getByLabel('Job Title').fill('Admiral');
    await loseAnswers(example, false);
    await save(page);
    await says(page, 'It is not known whether this was saved.');
    await endFaults(example);
    await page.getByRole('button', { name: 'Check again' }).click();
    await says(page, 'It was not saved. You can save it again.');
    expect(await page.getByLabel('Job Title').inputValue()).toBe('Admiral');
    await page.getByRole('button', { name: 'Save again' }).click();
    await says(page, 'Saved Ada Ash.');
    expect(example.sandbox.contact('501')?.properties).toMatchObject({ jobtitle: 'Admiral' });
  });

  it('says that a contact was saved also where its new values cannot be read back, and shows them', async () => {
    const page = await openScreen();
    await openContact(page, 'Ada Ash');
    await page.getByLabel('Job Title').fill('Analyst');
    example.sandbox.answerNext({ transform: withoutJobTitle, match: { path: /update/ } });
    // The gateway asks for what is lacking, and is refused; then the screen does.
    example.sandbox.answerNext({ status: 400, body: { message: 'no' }, match: { path: /read/ } });
    operations.length = 0;
    await save(page);
    await says(page, 'Saved Ada Ash.');
    expect(operations).toEqual(['SaveContact', 'ReadContact']);
    expect(await page.getByLabel('Job Title').inputValue()).toBe('Analyst');
    await page.getByText('edited').waitFor({ state: 'detached' });
  });

  it('does not say that there is no contact where it could not look', async () => {
    const page = await openScreen();
    await page.getByRole('button', { name: 'New contact' }).click();
    await page.getByLabel('Email (required)').fill('rosa@example.com');
    example.sandbox.answerNext({ breakConnection: true, applied: true, match: { path: /create|upsert/ } });
    await page.keyboard.press('Enter');
    await says(page, 'It is not known whether a contact was created.');
    example.sandbox.answerNext({ status: 400, body: { message: 'Not now.' }, match: { path: /read/ } });
    await page.getByRole('button', { name: 'Check again' }).click();
    await says(page, 'Not now.');
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('heading', { name: 'rosa@example.com' }).waitFor();
  });

  it('plays an outage: saves wait, and arrive when it is over', async () => {
    const page = await openScreen();
    await openContact(page, 'Ada Ash');
    await page.getByRole('switch', { name: 'Play an outage' }).click();
    await says(page, /HubSpot is down/);
    await page.getByLabel('First Name').fill('Grace');
    operations.length = 0;
    await save(page);
    // The list shows it at once, and that it is not saved yet.
    const saving = page.getByRole('row', { name: /Grace Ash/ }).getByText('Saving');
    await saving.waitFor();
    const refused = () => example.sandbox.calls.filter(({ status }) => status === 503).length;
    await expect.poll(refused, { timeout: 5_000 }).toBeGreaterThan(0);
    expect(example.sandbox.contact('501')?.properties).toMatchObject({ firstname: 'Ada' });
    await endFaults(example);
    await saving.waitFor({ state: 'hidden' });
    expect(example.sandbox.contact('501')?.properties).toMatchObject({ firstname: 'Grace' });
    expect(await rows(page)).toContain('Grace Ash');
    await page.getByRole('switch', { checked: true }).waitFor({ state: 'detached' });
    expect(operations).toEqual(['SaveContact']);
  });

  it.each(['light', 'dark'] as const)('has no serious flaw that axe finds, in %s colours', async (colorScheme) => {
    const page = await openScreen();
    await page.emulateMedia({ colorScheme });
    expect(await flawsOf(page)).toEqual([]);

    await openContact(page, 'Ada Ash');
    await page.getByLabel('Email', { exact: true }).fill('ada@nowhere');
    await page.getByLabel('Number property').fill('7');
    await save(page);
    await says(page, /^Not saved\. /);
    await page.getByLabel('Select Ada Ash').check();
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('button', { name: 'Archive this contact' }).waitFor();
    expect(await flawsOf(page)).toEqual([]);

    example.sandbox.archive('501');
    // Nothing is emptied by mistake.
    await page.getByRole('button', { name: 'Save 1 contact' }).click();
    await page.getByText('Choose a value for all of them.').waitFor();
    await page.locator('#bulk-lifecyclestage').selectOption('Lead');
    await page.getByRole('button', { name: 'Save 1 contact' }).click();
    await page.getByText('1 of 1 answered, 1 not saved').waitFor();
    await page.getByRole('button', { name: 'New contact' }).click();
    await page.getByLabel('Email (required)').press('Enter');
    await says(page, /^Not created: /);
    expect(await flawsOf(page)).toEqual([]);
  });
});

/** What axe finds wrong with what the page shows now. */
async function flawsOf(page: Page): Promise<readonly string[][]> {
  await page.addScriptTag({ content: readFileSync(AXE, 'utf8') });
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as Axe).axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
  });
}

interface Operation {
  readonly operationName: string;
}

interface Axe {
  readonly axe: {
    run(): Promise<{ violations: { id: string; impact: string | null; nodes: { html: string }[] }[] }>;
  };
}

function withoutJobTitle({ status, body }: SandboxAnswer): SandboxAnswer {
  const { results, ...rest } = body as { results: { properties: Record<string, unknown> }[] };
  const without = results.map(({ properties: { jobtitle: _, ...properties }, ...result }) => ({
    ...result,
    properties,
  }));
  return { status, body: { ...rest, results: without } };
}

function loseAnswers({ sandbox }: Example, applied: boolean): void {
  sandbox.answerNext({ breakConnection: true, applied, times: 1_000, match: { path: `${CONTACTS}/batch/update` } });
}

async function endFaults({ sandbox }: Example): Promise<void> {
  await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' });
}
