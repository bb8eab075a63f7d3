import type { ContactUpdate } from '../hubspot/contact-update.ts';
import { InvalidInputError, InvalidPropertiesError, type PropertyProblem } from '../hubspot/update-errors.ts';
import { MAX_VALUE_LENGTH } from '../hubspot/wire.ts';
import { HALF_A_CHARACTER, idToSend, problemOfId, problemOfIdProperty } from './contact-id.ts';
import { contactProperties } from './contact-properties.ts';
import { uniqueProperty } from './unique-property.ts';

/** An `UpdateContactInput` after GraphQL's own checks. */
export interface UpdateContactInputShape {
  readonly id: string;
  readonly idProperty?: string | null | undefined;
  readonly properties?: object | null | undefined;
  readonly otherProperties?:
    | readonly { readonly name: string; readonly value?: string | null | undefined }[]
    | null
    | undefined;
}

/** What an update brings along that its input does not hold. */
export type SentAlong = Pick<ContactUpdate, 'origin' | 'onBatch'>;

/** Makes the update of an input. Throws `InvalidInputError`, naming what is wrong, before anything is sent. */
export function readUpdate(input: UpdateContactInputShape, { origin, onBatch }: SentAlong): ContactUpdate {
  const idProperty = uniqueProperty(input.idProperty);
  const problem = problemOfIdProperty(idProperty) ?? problemOfId(input.id, idProperty);
  if (problem !== null) throw new InvalidInputError(problem);
  return { id: idToSend(input.id, idProperty), idProperty, properties: readProperties(input), origin, onBatch };
}

function readProperties({ properties, otherProperties }: UpdateContactInputShape): Record<string, string> {
  const encoded = contactProperties.encode({ ...properties });
  const values = new Map(encoded.values);
  refuse([...encoded.problems, ...tooLong(values)]);
  const typed = new Set(values.keys());
  for (const { name, value } of otherProperties ?? []) {
    if (name.trim() === '') throw new InvalidInputError('"otherProperties" has an item without a name.');
    if (!name.isWellFormed())
      throw new InvalidInputError(`The name of an item of "otherProperties" ${HALF_A_CHARACTER}`);
    if (typed.has(name)) {
      throw new InvalidInputError(`Property "${name}" is in both "properties" and "otherProperties"; give it once.`);
    }
    if (values.has(name)) {
      throw new InvalidInputError(`Property "${name}" is twice in "otherProperties"; give it once.`);
    }
    values.set(name, value ?? '');
  }
  if (values.size === 0) {
    throw new InvalidInputError(
      'The input has no property to write; give "properties" or "otherProperties" at least one.',
    );
  }
  refuse(illFormed(values));
  // Own properties whatever their name, "__proto__" included.
  return Object.fromEntries(values);
}

/** How long a value of `otherProperties` may be is HubSpot's to judge, as all else about it. */
const tooLong = (values: ReadonlyMap<string, string>): PropertyProblem[] =>
  [...values]
    .filter(([, value]) => value.length > MAX_VALUE_LENGTH)
    .map(([property, value]) => ({
      property,
      code: 'PROPERTY_VALUE_TOO_LONG',
      message: `The value has ${value.length} characters; HubSpot takes at most ${MAX_VALUE_LENGTH}.`,
      value,
    }));

const illFormed = (values: ReadonlyMap<string, string>): PropertyProblem[] =>
  [...values]
    .filter(([, value]) => !value.isWellFormed())
    .map(([property, value]) => ({
      property,
      code: 'ILL_FORMED_VALUE',
      message: `The value ${HALF_A_CHARACTER}`,
      value,
    }));

function refuse(problems: readonly PropertyProblem[]): void {
  if (problems.length > 0) throw new InvalidPropertiesError(problems);
}
