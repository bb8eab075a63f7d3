/**
 * The types of HubSpot's own client as the check of ours: what we send is what it takes, what it gets is what we read.
 * The compiler is the judge; there is nothing to see when this runs.
 */
import type { BatchReadInputSimplePublicObjectId } from '@hubspot/api-client/lib/codegen/crm/contacts/models/BatchReadInputSimplePublicObjectId.js';
import type { BatchResponseSimplePublicObjectWithErrors } from '@hubspot/api-client/lib/codegen/crm/contacts/models/BatchResponseSimplePublicObjectWithErrors.js';
import type { ErrorDetail as ClientErrorDetail } from '@hubspot/api-client/lib/codegen/crm/contacts/models/ErrorDetail.js';
import type { SimplePublicObject } from '@hubspot/api-client/lib/codegen/crm/contacts/models/SimplePublicObject.js';
import type { SimplePublicObjectBatchInput } from '@hubspot/api-client/lib/codegen/crm/contacts/models/SimplePublicObjectBatchInput.js';
import type { StandardError } from '@hubspot/api-client/lib/codegen/crm/contacts/models/StandardError.js';
import type { Property } from '@hubspot/api-client/lib/codegen/crm/properties/models/Property.js';
import { describe, expectTypeOf, it } from 'vitest';
import type {
  BatchAnswer,
  BatchReadRequest,
  BatchUpdateInput,
  ContactRecord,
  ErrorDetail,
  HubSpotErrorBody,
  PropertyDefinition,
} from '../../src/hubspot/wire.ts';

/** What the client makes a `Date` or an enum of is a text on the wire; `_in` is its name for `in`. */
type OnWire<T> = T extends Date
  ? string
  : T extends string
    ? `${T}`
    : T extends readonly (infer Item)[]
      ? readonly OnWire<Item>[]
      : T extends object
        ? { readonly [Key in keyof T as Key extends '_in' ? 'in' : Key]: OnWire<T[Key]> }
        : T;

/** Fields that both know. */
type Common<Theirs, Ours> = Pick<OnWire<Theirs>, keyof OnWire<Theirs> & keyof Ours>;
/** Fields of theirs that we do not read. */
type Unread<Theirs, Ours> = Exclude<keyof OnWire<Theirs>, keyof Ours>;

describe('the wire types', () => {
  it('send what the client takes', () => {
    expectTypeOf<BatchUpdateInput>().toExtend<OnWire<SimplePublicObjectBatchInput>>();
    expectTypeOf<Unread<SimplePublicObjectBatchInput, BatchUpdateInput>>().toBeNever();
    expectTypeOf<BatchReadRequest>().toExtend<
      Omit<OnWire<BatchReadInputSimplePublicObjectId>, 'propertiesWithHistory'>
    >();
  });

  it('read what the client gets', () => {
    expectTypeOf<Common<SimplePublicObject, ContactRecord>>().toExtend<
      Omit<Partial<ContactRecord>, 'url' | 'warnings'>
    >();
    expectTypeOf<Unread<SimplePublicObject, ContactRecord>>().toEqualTypeOf<'propertiesWithHistory'>();
    expectTypeOf<Unread<BatchResponseSimplePublicObjectWithErrors, BatchAnswer>>().toBeNever();
    expectTypeOf<OnWire<BatchResponseSimplePublicObjectWithErrors>['status']>().toEqualTypeOf<BatchAnswer['status']>();
  });

  it('read every field of an error', () => {
    expectTypeOf<Unread<StandardError, HubSpotErrorBody>>().toBeNever();
    expectTypeOf<Unread<ClientErrorDetail, ErrorDetail>>().toBeNever();
    expectTypeOf<Common<ClientErrorDetail, ErrorDetail>>().toExtend<ErrorDetail>();
    expectTypeOf<Omit<Common<StandardError, HubSpotErrorBody>, 'errors'>>().toExtend<
      Omit<HubSpotErrorBody, 'errors'>
    >();
  });

  it('read the definitions of properties', () => {
    expectTypeOf<Omit<Common<Property, PropertyDefinition>, 'options' | 'modificationMetadata'>>().toExtend<
      Partial<Omit<PropertyDefinition, 'options' | 'modificationMetadata'>>
    >();
    // Who made it and when, how it is calculated or shown: nothing that decides about values.
    expectTypeOf<Unread<Property, PropertyDefinition>>().toEqualTypeOf<
      | 'archivedAt'
      | 'calculationFormula'
      | 'createdAt'
      | 'createdUserId'
      | 'referencedObjectType'
      | 'showCurrencySymbol'
      | 'updatedAt'
      | 'updatedUserId'
    >();
  });
});
