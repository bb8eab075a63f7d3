import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isUnionType, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { environmentVariables } from '../src/config.ts';
import { createSchema } from '../src/graphql/create-schema.ts';
import * as errors from '../src/hubspot/contact-errors.ts';
import { definitions } from './definitions.ts';

const schema = createSchema(definitions);
const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** What a user reads, and what those who work on the gateway do. */
const guides = ['README.md', ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`)];
const documents = [
  ...guides,
  ...['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...['bench/README.md', 'schema/README.md', 'src/sandbox/README.md'],
];

/** What stands in backticks in the first column of the guides' tables. */
const firstColumn = guides
  .flatMap((path) => read(path).split('\n'))
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => (line.split('|')[1] ?? '').match(/(?<=`)[^`]+(?=`)/g) ?? []);

describe('the README and the folder docs', () => {
  it('explain every answer to an input, once, and no other', () => {
    const unions = Object.values(schema.getTypeMap()).filter(isUnionType);
    const members = new Set(unions.flatMap((union) => union.getTypes().map(({ name }) => name)));
    expect(firstColumn.filter((name) => /(Error|Success)$/.test(name)).toSorted()).toEqual([...members].toSorted());
  });

  it('explain every environment variable, once, and no other', () => {
    expect(firstColumn.filter((name) => /^[A-Z_]+$/.test(name)).toSorted()).toEqual(environmentVariables.toSorted());
  });
});

const sources = ['bench', 'examples/clients', 'scripts', 'src', 'test'].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true }).map((name) => `${folder}/${name}`),
);

/** The anchors of a document's headings, as GitHub makes them. */
const anchorsOf = (path: string): string[] =>
  [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe.each(documents)('%s', (path) => {
  it('links only to files and headings that there are', () => {
    const links = [...read(path).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      const { href, hash } = new URL(link, new URL(path, root));
      const target = href.replace(hash, '').replace(root.href, '');
      if (!existsSync(new URL(target, root))) return true;
      return hash !== '' && !anchorsOf(target).includes(hash.slice(1));
    });
    expect(broken).toEqual([]);
  });

  it('names only source files that there are', () => {
    const names = [...read(path).matchAll(/`((?:[\w.-]+\/)*[\w-][\w.-]*\.(?:ts|lua))`/g)].map(([, name = '']) => name);
    const missing = names.filter((name) => !sources.some((source) => source === name || source.endsWith(`/${name}`)));
    expect(missing).toEqual([]);
  });
});

describe.each(guides)('%s', (path) => {
  it('has only operations that fit the schema', () => {
    const texts = [...read(path).matchAll(/(?<=graphql\(`)[^`]+/g)].map(([text]) => text);
    expect(texts.flatMap((text) => validate(schema, parse(text)).map(({ message }) => message))).toEqual([]);
  });
});

describe('docs/front-ends.md', () => {
  const trimmed = (text: string) => text.replaceAll(/^ +/gm, '').trim();

  it('shows for each client code that the examples run, line by line', () => {
    const blocks = [...read('docs/front-ends.md').matchAll(/^```\w+\n\/\/ (examples\/\S+)\n(.*?)^```$/gms)];
    for (const [, path = '', code = ''] of blocks) expect(trimmed(read(path))).toContain(trimmed(code));
    const folders = blocks.map(([, path = '']) => path.split('/')[2] ?? '');
    const clients = readdirSync(new URL('examples/clients/', root)).filter((name) => folders.includes(name));
    expect(clients).toEqual(expect.arrayContaining(['apollo', 'relay', 'tanstack-query', 'urql']));
  });
});

describe('the contract', () => {
  it('has a type for every error class, of the same name', () => {
    const classes = Object.keys(errors).filter((name) => name !== 'ContactError');
    expect(classes.filter((name) => schema.getType(name) === undefined)).toEqual([]);
  });

  it('describes every type, field, argument and enum value', () => {
    const undescribed: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__') || ['ID', 'String', 'Int', 'Float', 'Boolean'].includes(type.name)) continue;
      if (!type.description) undescribed.push(type.name);
      const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
      const values = 'getValues' in type ? type.getValues() : [];
      for (const part of [...fields, ...values]) {
        if (!part.description) undescribed.push(`${type.name}.${part.name}`);
        for (const argument of 'args' in part ? part.args : []) {
          if (!argument.description) undescribed.push(`${type.name}.${part.name}(${argument.name})`);
        }
      }
    }
    expect(undescribed).toEqual([]);
  });
});

describe('SECURITY.md', () => {
  const security = read('SECURITY.md');

  it('names a test for each threat, and each is there', () => {
    const rows = security.split('\n').filter((line) => line.startsWith('| ') && !/^\| (threat|---)/.test(line));
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const tests = row.split('|')[3]?.match(/(?<=\]\()test\/[^)]+/g) ?? [];
      if (!row.includes('`npm run check`')) expect(tests, row).not.toEqual([]);
      for (const path of tests) expect(existsSync(new URL(path, root)), path).toBe(true);
    }
  });
});
