import { existsSync, readFileSync } from 'node:fs';
import { isUnionType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { environmentVariables } from '../src/config.ts';
import { createSchema } from '../src/graphql/create-schema.ts';
import * as errors from '../src/hubspot/update-errors.ts';
import { definitions } from './definitions.ts';

const schema = createSchema(definitions);
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** What stands in backticks in the first column of the README's tables. */
const firstColumn = readme
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => (line.split('|')[1] ?? '').match(/(?<=`)[^`]+(?=`)/g) ?? []);

describe('the README', () => {
  it('explains every answer to an input, and no other', () => {
    const union = schema.getType('UpdateContactResult');
    const members = isUnionType(union) ? union.getTypes().map(({ name }) => name) : [];
    expect(firstColumn.filter((name) => /(Error|Success)$/.test(name)).toSorted()).toEqual(members.toSorted());
  });

  it('explains every environment variable, and no other', () => {
    expect(firstColumn.filter((name) => /^[A-Z_]+$/.test(name)).toSorted()).toEqual(environmentVariables.toSorted());
  });
});

describe('the contract', () => {
  it('has a type for every error class, of the same name', () => {
    const classes = Object.keys(errors).filter((name) => name !== 'ContactUpdateError');
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
  const security = readFileSync(new URL('../SECURITY.md', import.meta.url), 'utf8');

  it('names a test for each threat, and each is there', () => {
    const rows = security.split('\n').filter((line) => line.startsWith('| ') && !/^\| (threat|---)/.test(line));
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const tests = row.split('|')[3]?.match(/(?<=\]\()test\/[^)]+/g) ?? [];
      if (!row.includes('`npm run check`')) expect(tests, row).not.toEqual([]);
      for (const path of tests) expect(existsSync(new URL(`../${path}`, import.meta.url)), path).toBe(true);
    }
  });
});
