import { expect, it } from 'vitest';
import { fieldText, type Kind, rawValue } from '../../examples/contacts-screen/src/form-values.ts';
import fc from '../fast-check.ts';
import { startGateway } from '../gateway.ts';
import { TEXTS } from './field-texts.ts';

/** A property of the sandbox for each kind; and its options, where it has other ones than those of the texts. */
const PROPERTIES: Readonly<
  Record<Kind, { readonly name: string; readonly options?: Readonly<Record<string, string>> }>
> = {
  text: { name: 'property_string' },
  'long-text': { name: 'message' },
  number: { name: 'property_number' },
  'yes-no': { name: 'property_checkbox' },
  date: { name: 'property_date' },
  datetime: { name: 'closedate' },
  one: { name: 'property_radio', options: { a: 'option_1', b: 'option_2' } },
  several: { name: 'property_multiple_checkboxes', options: { a: 'chocolate', b: 'vanilla', hidden: 'strawberry' } },
};

const SAVE = `mutation ($inputs: [UpdateContactInput!]!, $names: [String!]!) {
  updateContacts(inputs: $inputs) {
    results {
      ... on UpdateContactSuccess { contact { values(names: $names) { value } } }
      ... on ContactError { message }
    }
  }
}`;
const READ = 'query ($ids: [ID!]!, $names: [String!]!) { contacts(ids: $ids) { values(names: $names) { value } } }';

interface Values {
  readonly values: readonly [{ readonly value: string | null }];
}

it.each(TEXTS)('a form shows what it saved through the gateway: %s', async (kind, _property, texts) => {
  await using gateway = await startGateway();
  const { name, options = {} } = PROPERTIES[kind];
  const named = (text: string) => text.replace(/\w+/g, (word) => options[word] ?? word);
  const shown = ['', ...fc.sample(texts, 60)].map((text) =>
    kind === 'one' || kind === 'several' ? named(text) : text,
  );
  const inputs = shown.map((text, index) => ({
    id: String(501 + index),
    otherProperties: [{ name, value: rawValue(kind, text) }],
  }));
  const saved = await gateway.request<{ updateContacts: { results: { contact: Values }[] } }, object>(SAVE, {
    inputs,
    names: [name],
  });
  const read = await gateway.request<{ contacts: Values[] }, object>(READ, {
    ids: inputs.map(({ id }) => id),
    names: [name],
  });
  const textsOf = (contacts: readonly Values[] = []) =>
    contacts.map(({ values: [{ value }] }) => fieldText(kind, value));
  expect(textsOf(saved.data?.updateContacts.results.map(({ contact }) => contact))).toEqual(shown);
  expect(textsOf(read.data?.contacts)).toEqual(shown);
});
