import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import codegen from '../../codegen.ts';
import { DEFINITIONS_FILE, printed, SCHEMA_FILE } from '../../scripts/make-contract.ts';
import { checkDefinitions } from '../../src/definitions-file.ts';
import { createSchema } from '../../src/graphql/create-schema.ts';
import type { PropertyDefinition } from '../../src/hubspot/wire.ts';
import { OAUTH_APP } from '../../src/sandbox/access-tokens.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { definitions, sentDefinitions } from '../definitions.ts';
import { startGateway } from '../gateway.ts';

const root = new URL('../..', import.meta.url).pathname;
const TOKEN = 'pat-na1-a-secret';
let folder: string;

/** What the script reads and writes, in a folder of its own: it must not change ours. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'properties-'));
  const filter = (path: string) => !path.endsWith('node_modules');
  const parts = ['schema', 'test/graphql-documents', 'examples'];
  await Promise.all(parts.map((part) => cp(join(root, part), join(folder, part), { recursive: true, filter })));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
});
/** Each test begins with the definitions that ship, whatever account's were pulled before. */
beforeEach(() => writeFile(join(folder, DEFINITIONS_FILE), fileOf(sentDefinitions)));
afterAll(() => rm(folder, { recursive: true }));

const fileOf = (results: readonly object[]) => `${JSON.stringify({ results }, null, 2)}\n`;
const written = (path: string) => readFile(join(folder, path), 'utf8');

/** The script, started in the folder. */
function run(env: Record<string, string>, ...args: string[]) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = { cwd: folder, env: { PATH: process.env.PATH ?? '', ...env } };
    execFile(process.execPath, [join(root, 'scripts/pull-properties.ts'), ...args], options, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

/** Everything that the script may write. */
async function contract(): Promise<Record<string, string>> {
  const generated = Object.keys(codegen.generates).map(async (path) =>
    path.endsWith('/') ? (await readdir(join(folder, path))).map((file) => `${path}${file}`) : [path],
  );
  const files = [DEFINITIONS_FILE, SCHEMA_FILE, ...(await Promise.all(generated)).flat()];
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await written(file)] as const)));
}

/** That the SDL is that of the definitions, and that a gateway answers with them. */
async function expectThatTheContractWorks() {
  const { results } = JSON.parse(await written(DEFINITIONS_FILE)) as { results: Sent[] };
  expect(await written(SCHEMA_FILE)).toBe(printed(createSchema(checkDefinitions(results))));
  await using gateway = await startGateway({}, { definitions: results });
  const { data } = await gateway.request(
    'mutation { updateContacts(inputs: [{ id: "512", properties: { firstname: "Ada" } }]) { results { __typename } } }',
  );
  expect(data).toEqual({ updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] } });
}

/** The script against a portal with these definitions. */
async function pull(theirs: readonly object[], ...args: string[]) {
  await using portal = await startSandbox();
  portal.answerNext({ status: 200, body: { results: theirs } });
  const answer = await run({ HUBSPOT_BASE_URL: portal.url, HUBSPOT_ACCESS_TOKEN: TOKEN }, ...args);
  expect(answer.out + answer.err).not.toContain(TOKEN);
  expect(portal.calls.map(({ method, path, token }) => [method, path, token])).toEqual([
    ['GET', '/crm/v3/properties/contacts', TOKEN],
  ]);
  return answer;
}

type Sent = Record<string, unknown> & { readonly name: string; readonly options: readonly unknown[] };

const mascot: PropertyDefinition = {
  name: 'mascot',
  label: 'Mascot',
  type: 'enumeration',
  fieldType: 'select',
  description: 'An animal.',
  groupName: 'contactinformation',
  options: [{ label: 'Owl', value: 'owl' }],
};

/** The portal as ours, with one property more, one less, and an option less. */
const changed = [
  ...definitions
    .filter(({ name }) => name !== 'fax')
    .map((definition) =>
      definition.name === 'property_dropdown' ? { ...definition, options: definition.options.slice(1) } : definition,
    ),
  mascot,
];

describe('npm run properties', { timeout: 60_000 }, () => {
  it('says that nothing differs, with code 0', async () => {
    expect(await pull(definitions, '--check')).toMatchObject({ code: 0, out: 'No differences.\n' });
  });

  it('leaves the definitions as they are, to the byte, where nothing differs', async () => {
    const before = await written(DEFINITIONS_FILE);
    const sent: Sent[] = JSON.parse(before).results;
    const other = sent
      .toReversed()
      .map(({ updatedAt: _, ...definition }) => ({ ...definition, options: definition.options.toReversed() }));
    const { code, out } = await pull(other);
    expect([code, out]).toEqual([0, expect.stringMatching(/^No differences\.\n/)]);
    expect(await written(DEFINITIONS_FILE)).toBe(before);
  });

  it('changes the lines of what differs, and no others', async () => {
    const before = await written(DEFINITIONS_FILE);
    const sent: Sent[] = JSON.parse(before).results;
    const other = sent.map((definition) => {
      const fields = { ...definition, ...(definition.name === 'fax' && { label: 'Telefax' }) };
      return Object.fromEntries(Object.entries(fields).toReversed());
    });
    expect(await pull(other)).toMatchObject({ code: 0 });
    const [fax] = sent.filter(({ name }) => name === 'fax');
    const label = (text: unknown) => `"name": "fax",\n      "label": ${JSON.stringify(text)}`;
    expect(await written(DEFINITIONS_FILE)).toBe(before.replace(label(fax?.label), label('Telefax')));
  });

  it('gets its token with an OAuth app, and says when it is refused one', async () => {
    await using portal = await startSandbox({ definitions });
    const env = { HUBSPOT_BASE_URL: portal.url, HUBSPOT_CLIENT_ID: OAUTH_APP.clientId };
    const secrets = { HUBSPOT_CLIENT_SECRET: OAUTH_APP.clientSecret, HUBSPOT_REFRESH_TOKEN: OAUTH_APP.refreshToken };
    const fine = await run({ ...env, ...secrets }, '--check');
    expect(fine).toMatchObject({ code: 0, out: 'No differences.\n', err: '' });
    expect(portal.calls.map(({ path }) => path)).toEqual(['/oauth/v3/token', '/crm/v3/properties/contacts']);

    const { code, err } = await run({ ...env, ...secrets, HUBSPOT_CLIENT_SECRET: 'not-the-secret' }, '--check');
    expect([code, err]).toEqual([
      1,
      'HubSpot refused the gateway an access token (BAD_CLIENT_SECRET). Check HUBSPOT_CLIENT_SECRET.\n',
    ]);
  });

  it('with --check tells what differs, with code 1, and writes nothing', async () => {
    const before = await written(DEFINITIONS_FILE);
    const { code, out } = await pull(changed, '--check');
    expect(code).toBe(1);
    expect(out).toBe(`Added:
  mascot
Removed:
  fax
Changed:
  property_dropdown: option "choice_a" removed
Breaks clients:
  Field ContactFilter.fax was removed.
  Field ContactProperties.fax was removed.
  Field ContactPropertiesInput.fax was removed.
  Enum value ContactPropertyDropdown.choice_a was removed.
`);
    expect(await written(DEFINITIONS_FILE)).toBe(before);
  });

  it('writes the definitions, the SDL and the typed documents', async () => {
    const { code, out } = await pull(changed);
    expect([code, out]).toEqual([0, expect.stringContaining('Added:\n  mascot')]);
    const { results } = JSON.parse(await written(DEFINITIONS_FILE)) as { results: { name: string }[] };
    const names = results.map(({ name }) => name);
    expect(names).toEqual(changed.map(({ name }) => name).toSorted());
    const sdl = await written(SCHEMA_FILE);
    expect(sdl).toContain('enum ContactMascot {');
    expect(sdl).not.toContain('  fax: String');
    expect(await written('test/graphql-documents/graphql.ts')).toContain('ContactMascot');
    expect(await pull(changed, '--check')).toMatchObject({ code: 0 });
  });

  it('takes an account that has only the properties that HubSpot defines, and all goes on working', async () => {
    const standard = definitions.filter(({ hubspotDefined }) => hubspotDefined === true);
    const { code, err, out } = await pull(standard);
    expect([code, err]).toEqual([0, expect.not.stringContaining('rror')]);
    expect(out).toContain('Removed:\n  my_unique_property_name\n');
    expect(await written(SCHEMA_FILE)).not.toContain('property_number');
    expect(await pull(standard, '--check')).toMatchObject({ code: 0, out: 'No differences.\n' });
    await expectThatTheContractWorks();
  });

  it('takes definitions that leave out what is usual, and says which ones cannot be read at all', async () => {
    const strange = [
      { name: 'no_label', label: null, type: 'string', fieldType: 'text' },
      { name: 'no_field_type', type: 'enumeration', options: [{ label: null, value: 1 }] },
      { name: 'no_options', label: 'x', type: 'enumeration', fieldType: 'select', options: null },
      { name: 'constructor', label: 'x', type: 'string', fieldType: 'text' },
      { name: null, label: 'Nameless', type: 'string' },
    ];
    const { code, err } = await pull([...definitions, ...strange]);
    expect(code).toBe(0);
    expect(err).toContain(
      `Definition ${definitions.length + 5} of the account cannot be read and is left out: {"name":null,"label":"Nameless"`,
    );
    expect(err).toContain('name: Invalid input: expected string, received null');
    const sdl = await written(SCHEMA_FILE);
    expect(sdl).toMatch(/no_label: String/);
    expect(sdl).toMatch(/no_field_type: ContactNoFieldType/);
    expect(sdl).not.toContain('constructor');
    await expectThatTheContractWorks();
  });

  it.each([
    ['no property at all', [], '1-update-a-contact.graphql: Cannot query field "properties" on type "Contact".'],
    [
      'no property that can be written',
      definitions.map((definition) => ({ ...definition, modificationMetadata: { readOnlyValue: true } })),
      'Expected value of type "UpdateContactInput" not to include unknown field "properties".',
    ],
    [
      'not even a standard property that an operation uses',
      definitions.filter(({ name }) => name !== 'jobtitle'),
      'schema/operations/1-update-a-contact.graphql: Cannot query field "jobtitle" on type "ContactProperties".',
    ],
  ])(
    'says of an account with %s which operations it does not fit, and writes nothing',
    async (_what, account, message) => {
      const before = await contract();
      const { code, err } = await pull(account);
      expect(code).toBe(1);
      expect(err).toContain(
        'This account lacks what these operations use:\n  schema/operations/1-update-a-contact.graphql',
      );
      expect(err).toContain(message);
      expect(err).toMatch(/Nothing was written\.\n$/);
      expect(await contract()).toEqual(before);
    },
  );

  it('writes nothing when the typed documents cannot be made', async () => {
    await writeFile(
      join(folder, 'schema/operations/6-broken.graphql'),
      'query Broken { contacts(ids: []) { id } }\nquery Broken { __typename }\n',
    );
    const before = await contract();
    const { code, err } = await pull([...definitions, mascot]).finally(() =>
      rm(join(folder, 'schema/operations/6-broken.graphql')),
    );
    expect([code, err]).toEqual([1, expect.stringContaining('Nothing was written.')]);
    expect(await contract()).toEqual(before);
  });

  it.each([
    ['without a token', {}, 'Set HUBSPOT_ACCESS_TOKEN'],
    ['with a variable that is wrong', { HUBSPOT_BASE_URL: 'x', HUBSPOT_ACCESS_TOKEN: TOKEN }, 'HUBSPOT_BASE_URL must'],
    [
      'when nobody answers',
      { HUBSPOT_BASE_URL: 'http://127.0.0.1:64999', HUBSPOT_ACCESS_TOKEN: TOKEN },
      'could not be reached',
    ],
  ])('%s says what is wrong, with code 1', async (_what, env, message) => {
    const { code, err } = await run(env);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
    expect(err).not.toContain(TOKEN);
  });

  it('does not take a refusal for definitions', async () => {
    await using portal = await startSandbox({ definitions: changed });
    portal.answerNext({ status: 403, body: { message: 'no scopes', category: 'MISSING_SCOPES' } });
    const { code, err } = await run({ HUBSPOT_BASE_URL: portal.url, HUBSPOT_ACCESS_TOKEN: TOKEN });
    expect([code, err]).toEqual([1, expect.stringMatching(/^no scopes\. Add the scope to the Service Key .*\n$/)]);
  });
});
