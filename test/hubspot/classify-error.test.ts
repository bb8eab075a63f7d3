import { describe, expect, it } from 'vitest';
import { classifyError } from '../../src/hubspot/classify-error.ts';
import type { InvalidPropertiesError } from '../../src/hubspot/contact-errors.ts';
import { hubspotErrorSchema } from '../../src/hubspot/wire.ts';

/** Bodies as HubSpot was recorded, or is documented, to send them. */
const recorded = {
  unknownProperties: {
    status: 'error',
    message:
      'Property values were not valid: [{"isValid":false,"message":"Property \\"first000name\\" does not exist","error":"PROPERTY_DOESNT_EXIST","name":"first000name"},{"isValid":false,"message":"Property \\"last000name\\" does not exist","error":"PROPERTY_DOESNT_EXIST","name":"last000name"}]',
    correlationId: '9c5760c4-2c71-4059-897d-cf20a1ce1523',
    errors: [
      {
        message: 'Property "first000name" does not exist',
        code: 'PROPERTY_DOESNT_EXIST',
        context: { propertyName: ['first000name'] },
      },
    ],
    category: 'VALIDATION_ERROR',
  },
  documentedDetail: {
    status: 'error',
    message: 'Invalid input (details will vary based on the error)',
    correlationId: 'aeb5f871-7f07-4993-9211-075dc63e7cbf',
    category: 'VALIDATION_ERROR',
    errors: [
      { message: 'discount was not a valid number', code: 'INVALID_INTEGER', context: { propertyName: ['discount'] } },
    ],
  },
  duplicateIds: {
    status: 'error',
    message: 'Duplicate IDs found in batch input: [12877907025]. IDs must be unique',
    correlationId: 'd24ec5cd-8998-4674-a928-59603ae6b0eb',
    context: { ids: ['12877907025'] },
    category: 'VALIDATION_ERROR',
  },
  notUnique: {
    status: 'error',
    message: 'Unable to perform update/upsert by non-unique 0-1 property email in portal ID 21939747',
    correlationId: 'x',
    category: 'VALIDATION_ERROR',
  },
  valueTaken: {
    status: 'error',
    message:
      'Cannot set PropertyValueCoordinates{portalId=44956899, objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=email, value=x@example.com} on 552148386511. 552239500007 already has that value.',
    correlationId: '01a0a0eb-ea7a-7303-a6e2-a774cf30316a',
    category: 'VALIDATION_ERROR',
  },
  itemConflict: {
    status: 'error',
    category: 'CONFLICT',
    message: 'Contact already exists. Existing ID: 171591000198',
    context: { objectWriteTraceId: ['0'], existingId: ['171591000198'] },
  },
  itemNotFound: {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
    context: { ids: ['1'] },
  },
  badJson: { status: 'error', message: 'Invalid input JSON on line 3, column 9: …', correlationId: '99df04b9' },
  stringErrors: {
    status: 'error',
    message: 'validation error',
    correlationId: 'x',
    errors: ['The request body may not be null'],
  },
  noToken: {
    status: 'error',
    message: 'Authentication credentials not found.',
    correlationId: 'x',
    category: 'INVALID_AUTHENTICATION',
  },
  missingScopes: {
    status: 'error',
    message: "This app hasn't been granted all required scopes to make this call.",
    correlationId: 'x',
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: ['crm.objects.contacts.write'] },
      },
    ],
    links: { scopes: 'https://developers.hubspot.com/scopes' },
    category: 'MISSING_SCOPES',
  },
  burst: {
    status: 'error',
    message: 'You have reached your ten_secondly_rolling limit.',
    errorType: 'RATE_LIMIT',
    correlationId: 'x',
    policyName: 'TEN_SECONDLY_ROLLING',
    groupName: 'publicapi:private_app-api-calls-ten-secondly:1',
  },
  secondly: {
    status: 'error',
    message: 'You have reached your secondly limit.',
    correlationId: 'x',
    category: 'RATE_LIMITS',
  },
  requiredOnCreate: {
    status: 'error',
    category: 'VALIDATION_ERROR',
    message: 'The property values provided are invalid',
    errors: [
      {
        code: 'MISSING_REQUIRED_PROPERTY',
        message: 'A value for firstname must be provided',
        context: { propertyName: ['firstname'] },
      },
    ],
  },
  requiredByRule: {
    category: 'VALIDATION_ERROR',
    errors: [
      {
        code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
        message: 'my_property is required because of a conditional property rule based on [country]',
        context: { propertyName: ['my_property'] },
      },
    ],
  },
  internal: { status: 'error', message: 'internal error', correlationId: 'x' },
};

const classify = (status: number | null, body: unknown, properties: Record<string, string> = {}) =>
  classifyError({ status, body: hubspotErrorSchema.safeParse(body).data ?? {} }, { properties });

describe('an error of HubSpot', () => {
  it.each([
    ['a missing contact', null, recorded.itemNotFound, 'ContactNotFoundError', 'NO', false],
    ['unknown properties', 400, recorded.unknownProperties, 'InvalidPropertiesError', 'NO', false],
    ['a detail that names a property', 400, recorded.documentedDetail, 'InvalidPropertiesError', 'NO', false],
    ['a unique value that is taken', 400, recorded.valueTaken, 'ContactConflictError', 'NO', false],
    ['a conflict of one item', null, recorded.itemConflict, 'ContactConflictError', 'NO', false],
    ['a 409 with no more to say', 409, { message: 'Contact already exists' }, 'ContactConflictError', 'NO', false],
    ['a required property of a new contact', 400, recorded.requiredOnCreate, 'InvalidPropertiesError', 'NO', false],
    ['a property that a rule requires', 400, recorded.requiredByRule, 'InvalidPropertiesError', 'NO', false],
    ['a property that is not unique', 400, recorded.notUnique, 'InvalidInputError', 'NO', false],
    ['duplicate ids', 400, recorded.duplicateIds, 'InvalidInputError', 'NO', false],
    ['a body it could not read', 400, recorded.badJson, 'InvalidInputError', 'NO', false],
    ['errors that are plain strings', 400, recorded.stringErrors, 'InvalidInputError', 'NO', false],
    ['no token', 401, recorded.noToken, 'NotPermittedError', 'NO', false],
    ['a 401 without a body', 401, undefined, 'NotPermittedError', 'NO', false],
    ['a missing scope', 403, recorded.missingScopes, 'NotPermittedError', 'NO', false],
    ['the burst limit', 429, recorded.burst, 'RateLimitedError', 'NO', true],
    ['the secondly limit', 429, recorded.secondly, 'RateLimitedError', 'NO', true],
    ['a 429 in HTML', 429, '<html>', 'RateLimitedError', 'NO', true],
    ['locked records', 423, {}, 'HubSpotUnavailableError', 'NO', true],
    ['an account on the move', 477, {}, 'HubSpotUnavailableError', 'NO', true],
    ['an address that is not HubSpot’s', 404, '<html>', 'HubSpotUnavailableError', 'NO', false],
    ['a redirect', 302, '', 'HubSpotUnavailableError', 'NO', false],
    ['an internal error', 500, recorded.internal, 'OutcomeUnknownError', 'UNKNOWN', true],
    ['a gateway time-out in HTML', 504, '<html>', 'OutcomeUnknownError', 'UNKNOWN', true],
    ['a time-out at the edge', 524, undefined, 'OutcomeUnknownError', 'UNKNOWN', true],
    ['a 200 that is no batch answer', 200, '<html>', 'OutcomeUnknownError', 'UNKNOWN', true],
    ['an item error of a kind nobody knows', null, { category: 'NEW' }, 'OutcomeUnknownError', 'UNKNOWN', true],
  ])('about %s (%s) is understood', (_what, status, body, name, applied, retryable) => {
    expect(classify(status, body)).toMatchObject({ name, applied, retryable });
  });

  it('keeps what HubSpot sent, field by field', () => {
    expect(classify(400, recorded.unknownProperties).hubspot).toEqual(recorded.unknownProperties);
  });

  it('names every refused property once, with its code and the value that was sent', () => {
    expect(classify(400, recorded.unknownProperties, { first000name: 'Ada' })).toMatchObject({
      problems: [
        {
          property: 'first000name',
          code: 'PROPERTY_DOESNT_EXIST',
          message: 'Property "first000name" does not exist',
          value: 'Ada',
        },
        { property: 'last000name', code: 'PROPERTY_DOESNT_EXIST', value: null },
      ],
    });
  });

  it('names a required property that was not sent, also where only a text names it', () => {
    const [{ code, message } = { code: '', message: '' }] = recorded.requiredByRule.errors;
    const problem = { property: 'my_property', message, value: null };
    expect(classify(400, recorded.requiredByRule, { country: 'x' })).toMatchObject({
      problems: [{ ...problem, code }],
    });
    const texts = [
      { message, category: 'VALIDATION_ERROR' },
      { message: 'no', errors: [message] },
    ];
    for (const body of texts) {
      const { problems } = classify(400, body, { country: 'x' }) as InvalidPropertiesError;
      expect(problems).toEqual([{ ...problem, code: null }]);
    }
    const notSet = 'Error creating CONTACT. Some required properties were not set.';
    expect(classify(400, { message: notSet, context: { properties: ['lastname', 'fax'] } })).toMatchObject({
      problems: [{ property: 'lastname' }, { property: 'fax' }],
    });
  });

  it('takes no value that merely quotes such a text for the name of a property', () => {
    const message = 'Nonsense: "A value for firstname must be provided"';
    expect(classify(400, { message, category: 'VALIDATION_ERROR' }).name).toBe('InvalidInputError');
  });

  it('names the contact that holds a unique value', () => {
    expect(classify(400, recorded.valueTaken)).toMatchObject({ property: 'email', existingContactId: '552239500007' });
    expect(classify(null, recorded.itemConflict)).toMatchObject({ property: null, existingContactId: '171591000198' });
  });

  it('takes the email for what is taken where HubSpot names no property and the input has one, as a value or as its key', () => {
    const body = { message: 'Contact already exists. Existing ID: 5', category: 'CONFLICT' };
    const property = (update: Parameters<typeof classifyError>[1]) => classifyError({ status: 409, body }, update);
    const [value, key] = [{ email: 'a@example.com' }, { idProperty: 'email' }];
    expect(property({ properties: value })).toMatchObject({ property: 'email', existingContactId: '5' });
    expect(property({ properties: {}, ...key })).toMatchObject({ property: 'email', existingContactId: '5' });
    expect(property({ properties: {}, idProperty: 'code' })).toMatchObject({ property: null, existingContactId: '5' });
  });

  it('names the scopes that are missing', () => {
    expect(classify(403, recorded.missingScopes)).toMatchObject({
      requiredScopes: ['crm.objects.contacts.write'],
      message:
        "This app hasn't been granted all required scopes to make this call. Add the scope crm.objects.contacts.write to the Service Key (in HubSpot: Settings → Integrations → Service Keys) or to the app whose token it is.",
    });
    expect(classify(403, { context: { requiredScopes: 'old.scope' } })).toMatchObject({
      requiredScopes: ['old.scope'],
    });
  });

  it('names the quota that is used up', () => {
    expect(classify(429, recorded.burst)).toMatchObject({ policy: 'TEN_SECONDLY_ROLLING', retryAfterMs: 10_000 });
  });

  it.each([
    ['the burst limit', 429, recorded.burst, null, { afterMs: 10_000 }],
    ['the secondly limit', 429, recorded.secondly, null, { afterMs: 1000 }],
    ['a limit that says how long', 429, recorded.burst, 3000, { afterMs: 3000 }],
    ['the daily limit', 429, { policyName: 'DAILY' }, 600_000, { afterMs: 600_000, tellNow: true }],
    ['a locked record', 423, {}, null, { afterMs: 2000, ofInput: true }],
    ['an account on the move', 477, {}, 86_400_000, { afterMs: 86_400_000 }],
    ['a gateway time-out', 504, '<html>', null, 'backoff'],
    ['a 503 that says how long', 503, '<html>', 5000, { afterMs: 5000 }],
    ['a request that came too early', 425, '', null, 'backoff'],
    ['a proxy that gave up', 408, '', null, 'backoff'],
    ['a 200 that is no batch answer', 200, '<html>', null, 'never'],
    ['a 204', 204, undefined, 5000, 'never'],
    ['a missing scope', 403, recorded.missingScopes, null, 'never'],
    ['no token', 401, recorded.noToken, null, 'never'],
    ['a bad value', 400, recorded.unknownProperties, null, 'never'],
  ])('about %s (%s) says when to send again', (_what, status, body, retryAfterMs, resend) => {
    const hubspot = hubspotErrorSchema.safeParse(body).data ?? {};
    expect(classifyError({ status, body: hubspot, retryAfterMs }, { properties: {} }).resend).toEqual(resend);
  });

  it('that may pass says so to the caller, with the wait that HubSpot asks for', () => {
    const after = (status: number, retryAfterMs: number | null) =>
      classifyError({ status, body: {}, retryAfterMs }, { properties: {} });
    expect(after(477, 7_200_000)).toMatchObject({ status: 477, retryAfterMs: 7_200_000 });
    expect(after(423, null)).toMatchObject({ status: 423, retryAfterMs: 2_000 });
    expect(after(425, null)).toMatchObject({ status: 425, retryAfterMs: null });
    expect(after(503, 29_500).message).toContain('asks to wait 30 s');
  });

  it('about the daily limit fails at once, and says when it can be over at the earliest', () => {
    const error = classify(429, { policyName: 'DAILY' });
    expect(error).toMatchObject({ name: 'RateLimitedError', policy: 'DAILY' });
    expect(error).toHaveProperty('retryAfterMs', expect.any(Number));
  });
});
