import { readFileSync } from 'node:fs';
import { BatchResponseSimplePublicObjectWithErrors } from '@hubspot/api-client/lib/codegen/crm/contacts/models/BatchResponseSimplePublicObjectWithErrors.js';
import { CollectionResponseWithTotalSimplePublicObject } from '@hubspot/api-client/lib/codegen/crm/contacts/models/CollectionResponseWithTotalSimplePublicObject.js';
import { ErrorDetail } from '@hubspot/api-client/lib/codegen/crm/contacts/models/ErrorDetail.js';
import { Filter } from '@hubspot/api-client/lib/codegen/crm/contacts/models/Filter.js';
import { PublicObjectSearchRequest } from '@hubspot/api-client/lib/codegen/crm/contacts/models/PublicObjectSearchRequest.js';
import { SimplePublicObject } from '@hubspot/api-client/lib/codegen/crm/contacts/models/SimplePublicObject.js';
import { SimplePublicObjectBatchInput } from '@hubspot/api-client/lib/codegen/crm/contacts/models/SimplePublicObjectBatchInput.js';
import { StandardError } from '@hubspot/api-client/lib/codegen/crm/contacts/models/StandardError.js';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../src/graphql/create-schema.ts';
import {
  batchAnswerSchema,
  contactRecordSchema,
  contactWarningSchema,
  errorDetailSchema,
  hubspotErrorSchema,
  propertyRuleSchema,
  propertyRulesSchema,
  searchAnswerSchema,
} from '../src/hubspot/wire.ts';
import { definitions } from './definitions.ts';

const schema = createSchema(definitions);

/** The rows of schema/README.md: a field of the REST API, and what is said of its place. */
const rows = readFileSync(new URL('../schema/README.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, field, place] = /^\| `(\w+\.\w+)`\s*\|(.*)\|$/.exec(line) ?? [];
    return field === undefined || place === undefined ? [] : [{ field, place: place.trim() }];
  });

interface Model {
  readonly attributeTypeMap: readonly { readonly baseName: string }[];
}
const names = ({ attributeTypeMap }: Model) => attributeTypeMap.map(({ baseName }) => baseName);
const fields = (part: string, ...lists: readonly (readonly string[])[]) =>
  [...new Set(lists.flat())].map((name) => `${part}.${name}`);

describe('the table of fields', () => {
  it('has every field that the gateway reads or writes, and every one that HubSpot’s own client knows', () => {
    expect(rows.map(({ field }) => field).toSorted()).toEqual(
      [
        ...fields('request', names(SimplePublicObjectBatchInput)),
        ...fields('result', Object.keys(contactRecordSchema.in.shape), names(SimplePublicObject)),
        ...fields('warning', Object.keys(contactWarningSchema.shape)),
        ...fields('error', Object.keys(hubspotErrorSchema.shape), names(StandardError)),
        ...fields('detail', Object.keys(errorDetailSchema.shape), names(ErrorDetail)),
        ...fields('batch', Object.keys(batchAnswerSchema.in.shape), names(BatchResponseSimplePublicObjectWithErrors)),
        ...fields('search', names(PublicObjectSearchRequest)),
        ...fields('filter', names(Filter)),
        ...fields('found', Object.keys(searchAnswerSchema.shape), names(CollectionResponseWithTotalSimplePublicObject)),
        // HubSpot's client does not know these; its documentation has the last one, too.
        ...fields('rules', Object.keys(propertyRulesSchema.shape), ['propertyName', 'propertyValidationRules']),
        ...fields('rule', Object.keys(propertyRuleSchema.in.shape), ['shouldApplyNormalization']),
      ].toSorted(),
    );
  });

  it('names places that are in the schema, or says why there is none', () => {
    for (const { field, place } of rows) {
      const places = place.match(/(?<=`)[A-Z]\w+\.\w+(?=`)/g) ?? [];
      expect(place, field).not.toBe('');
      for (const [type = '', name = ''] of places.map((coordinate) => coordinate.split('.'))) {
        const found = schema.getType(type);
        expect(found !== undefined && 'getFields' in found && name in found.getFields(), `${type}.${name}`).toBe(true);
      }
    }
  });
});
