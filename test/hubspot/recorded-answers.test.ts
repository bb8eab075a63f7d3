/** Answers as HubSpot was recorded (or is documented) to send them, played to the gateway's reader byte by byte. */
import { describe, expect, it } from 'vitest';
import { type Credential, credentialOf } from '../../src/credential.ts';
import { createClient } from '../../src/hubspot/client.ts';
import { ContactError } from '../../src/hubspot/contact-errors.ts';
import { updateContact, writeContacts } from '../../src/hubspot/write-contacts.ts';
import { BatchRefused, SendError } from '../../src/outcome.ts';
import { startScriptedServer } from './scripted-server.ts';

const credential = credentialOf('pat-test') as Credential;
const update = (id: string, properties: Record<string, string> = { firstname: 'John' }) => ({
  id,
  idProperty: null,
  properties,
  onBatch: () => {},
});

interface Recorded {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
  readonly headers?: Record<string, string>;
}

async function played({ status, body, type = 'application/json;charset=utf-8', headers = {} }: Recorded) {
  const server = await startScriptedServer((response) => {
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  });
  return { server, call: createClient({ baseUrl: server.url, apiVersion: 'v3', timeoutMs: 1000 }).as(credential) };
}

/** What becomes of each update when the batch gets this answer. */
async function outcomes(recorded: Recorded, ...updates: ReturnType<typeof update>[]) {
  const { server, call } = await played(recorded);
  await using _ = server;
  try {
    const all = await writeContacts(call, 'update')(updates);
    return all.map((outcome) => (outcome.ok ? outcome.value : facts(outcome.error)));
  } catch (error) {
    if (error instanceof BatchRefused) return { refused: facts(error.reason), hint: error.hint };
    return { thrown: facts(error) };
  }
}

function facts(error: unknown) {
  if (!(error instanceof SendError)) return error;
  const { name, message, applied, retryable, resend } = error;
  const more = error instanceof ContactError ? { ...error } : {};
  return { ...more, name, message, applied, retryable, resend };
}

describe('a recorded answer with results', () => {
  it('of 2022, with few properties and no trace ids: success, the unset properties unread', async () => {
    const body =
      '{"status":"COMPLETE","results":[{"id":"290201","properties":{"email":"x@example.com","firstname":"John","hs_email_domain":"example.com","lastmodifieddate":"2022-02-17T19:23:18.734Z","lastname":"Doe","number_field":"3039"},"createdAt":"2022-02-17T19:22:45.581Z","updatedAt":"2022-02-17T19:23:18.734Z","archived":false}],"startedAt":"2022-02-17T19:23:18.714Z","completedAt":"2022-02-17T19:23:18.811Z"}';
    expect(await outcomes({ status: 200, body }, update('290201'))).toMatchObject([
      { id: '290201', properties: { firstname: 'John', number_field: '3039' } },
    ]);
  });

  it('of 2025, with system properties and an address', async () => {
    const body =
      '{"status":"COMPLETE","results":[{"id":"171591000198","properties":{"createdate":"2025-11-04T03:44:52.657Z","firstname":"Markus (updated)","hs_is_unworked":"true","hs_object_id":"171591000198","hs_object_source":"INTEGRATION","lastmodifieddate":"2025-11-04T12:06:46.802Z","lifecyclestage":"lead"},"createdAt":"2025-11-04T03:44:52.657Z","updatedAt":"2025-11-04T12:06:46.802Z","archived":false,"url":"https://app.hubspot.com/contacts/44237313/record/0-1/171591000198"}],"startedAt":"2025-11-04T12:06:46.7Z","completedAt":"2025-11-04T12:06:47Z"}';
    expect(await outcomes({ status: 200, body }, update('171591000198'))).toMatchObject([
      { url: 'https://app.hubspot.com/contacts/44237313/record/0-1/171591000198' },
    ]);
  });

  it('in the reverse order: each update has its own', async () => {
    const item = (id: string) =>
      `{"id":"${id}","properties":{"firstname":"n${id}"},"createdAt":"2024-04-01T00:00:00Z","updatedAt":"2024-04-02T00:00:00.5Z","archived":false}`;
    const body = `{"status":"COMPLETE","results":[${item('12877907025')},${item('12877907024')}],"startedAt":"2024-04-24T05:11:51.07Z","completedAt":"2024-04-24T05:11:51.2Z"}`;
    const all = await outcomes({ status: 200, body }, update('12877907024'), update('12877907025'));
    expect(all).toMatchObject([{ id: '12877907024' }, { id: '12877907025' }]);
  });

  it('in part: the missing record is not found, the other one written', async () => {
    const body =
      '{"completedAt":"2025-11-04T12:06:46.8Z","numErrors":1,"startedAt":"2025-11-04T12:06:46.7Z","errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.","context":{"ids":["1715910"]}}],"results":[{"id":"512","properties":{},"createdAt":"2025-11-04T03:44:52.657Z","updatedAt":"2025-11-04T12:06:46.802Z","archived":false}],"status":"COMPLETE"}';
    expect(await outcomes({ status: 207, body }, update('1715910'), update('512'))).toMatchObject([
      { name: 'ContactNotFoundError', applied: 'NO', settles: true },
      { id: '512' },
    ]);
  });

  it('of nothing at all: unknown for every input, each to be asked for alone', async () => {
    const body =
      '{"status":"COMPLETE","results":[],"startedAt":"2024-01-01T00:00:00Z","completedAt":"2024-01-01T00:00:00Z"}';
    expect(await outcomes({ status: 200, body }, update('1'), update('2'))).toMatchObject([
      { name: 'OutcomeUnknownError', applied: 'UNKNOWN', resend: 'alone' },
      { name: 'OutcomeUnknownError', applied: 'UNKNOWN', resend: 'alone' },
    ]);
  });

  it('with errors that name nobody, as associations have them: unknown, with what HubSpot said', async () => {
    const body =
      '{"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"status":"error","category":"VALIDATION_ERROR","message":"CONTACT=1234 is not valid"}],"startedAt":"2024-01-01T00:00:00Z","completedAt":"2024-01-01T00:00:00Z"}';
    expect(await outcomes({ status: 207, body }, update('1'))).toMatchObject([
      { name: 'OutcomeUnknownError', hubspot: { message: 'CONTACT=1234 is not valid' } },
    ]);
  });

  it('with a sub-category that is a text', async () => {
    const body =
      '{"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"status":"error","category":"VALIDATION_ERROR","subCategory":"crm.associations.INVALID_IDENTIFIER","message":"no","context":{"ids":["1"]}}],"startedAt":"2024-01-01T00:00:00Z","completedAt":"2024-01-01T00:00:00Z"}';
    expect(await outcomes({ status: 207, body }, update('1'))).toMatchObject([
      { name: 'InvalidInputError', hubspot: { subCategory: 'crm.associations.INVALID_IDENTIFIER' } },
    ]);
  });

  it('with the conflict of a create', async () => {
    const body =
      '{"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"status":"error","category":"CONFLICT","message":"Contact already exists. Existing ID: 171591000198","context":{"ids":["1"],"existingId":["171591000198"]}}],"startedAt":"2024-01-01T00:00:00Z","completedAt":"2024-01-01T00:00:00Z"}';
    expect(await outcomes({ status: 207, body }, update('1'))).toMatchObject([
      { name: 'ContactConflictError', existingContactId: '171591000198' },
    ]);
  });
});

const PROBLEMS = (entries: string, errors = '') =>
  `{"status":"error","message":"Property values were not valid: [${entries.replaceAll('"', '\\"')}]","correlationId":"9c5760c4-2c71-4059-897d-cf20a1ce1523",${errors}"category":"VALIDATION_ERROR"}`;

/** Name, status, body, and what it means for two updates of contacts 12877907025 and 512. */
const REFUSALS: readonly (readonly [string, Recorded, object])[] = [
  [
    'a duplicate id',
    {
      status: 400,
      body: '{"status":"error","message":"Duplicate IDs found in batch input: [12877907025]. IDs must be unique","correlationId":"d24ec5cd-8998-4674-a928-59603ae6b0eb","context":{"ids":["12877907025"]},"category":"VALIDATION_ERROR"}',
    },
    { refused: { name: 'InvalidInputError', applied: 'NO' }, hint: { duplicates: [0] } },
  ],
  [
    'too many inputs',
    {
      status: 400,
      body: '{"status":"error","message":"The maximum number of inputs supported in a batch is 100. Please reduce the number of items and try again","correlationId":"3784ea30-07ce-4866-98e8-bf691d18899e","category":"VALIDATION_ERROR"}',
    },
    { refused: { name: 'InvalidInputError', applied: 'NO' }, hint: { suspects: [] } },
  ],
  [
    'unknown properties, more in the message than in the list',
    {
      status: 400,
      body: PROBLEMS(
        '{"isValid":false,"message":"Property \\"first000name\\" does not exist","error":"PROPERTY_DOESNT_EXIST","name":"first000name"},{"isValid":false,"message":"Property \\"last000name\\" does not exist","error":"PROPERTY_DOESNT_EXIST","name":"last000name"}'.replaceAll(
          '\\"',
          "'",
        ),
        '"errors":[{"message":"no","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["first000name"]}}],',
      ),
    },
    {
      refused: {
        name: 'InvalidPropertiesError',
        problems: [
          { property: 'first000name', code: 'PROPERTY_DOESNT_EXIST' },
          { property: 'last000name', code: 'PROPERTY_DOESNT_EXIST' },
        ],
      },
    },
  ],
  [
    'a bad email, which has its place among the property values',
    {
      status: 400,
      body: PROBLEMS(
        '{"isValid":false,"message":"Email address name@domain.<TLD> is invalid","error":"INVALID_EMAIL","name":"email"}',
      ),
    },
    { refused: { name: 'InvalidPropertiesError', problems: [{ property: 'email', code: 'INVALID_EMAIL' }] } },
  ],
  [
    'an idProperty that is not unique',
    {
      status: 400,
      body: '{"status":"error","message":"Unable to perform update/upsert by non-unique 0-2 property hs_object_id in portal ID 21939747","correlationId":"x","category":"VALIDATION_ERROR"}',
    },
    { refused: { name: 'InvalidInputError' } },
  ],
  [
    'a value that another contact has',
    {
      status: 400,
      body: '{"status":"error","message":"Cannot set PropertyValueCoordinates{portalId=44956899, objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=email, value=x@example.com} on 512. 552239500007 already has that value.","correlationId":"01a0a0eb-ea7a-7303-a6e2-a774cf30316a","category":"VALIDATION_ERROR"}',
    },
    {
      refused: { name: 'ContactConflictError', property: 'email', existingContactId: '552239500007' },
      hint: { suspects: [1] },
    },
  ],
  [
    'a 409',
    {
      status: 409,
      body: '{"status":"error","message":"Contact already exists. Existing ID: 12345","correlationId":"x","category":"CONFLICT"}',
    },
    { refused: { name: 'ContactConflictError' } },
  ],
  [
    'JSON that cannot be read',
    {
      status: 400,
      body: '{"status":"error","message":"Invalid input JSON on line 3, column 9: Cannot deserialize value of type `com.hubspot.inbounddb.publicobject.core.v2.SimplePublicObjectBatchInput$Json` from Array value (token `JsonToken.START_ARRAY`)","correlationId":"99df04b9"}',
    },
    { refused: { name: 'InvalidInputError', applied: 'NO' } },
  ],
  [
    'a missing field',
    {
      status: 400,
      body: '{"status":"error","message":"Invalid input JSON on line 1, column 60. Some required fields were not set: [name]","correlationId":"x","category":"VALIDATION_ERROR"}',
    },
    { refused: { name: 'InvalidInputError' } },
  ],
  [
    'details that are plain texts',
    {
      status: 400,
      body: '{"status":"error","message":"validation error","correlationId":"x","errors":["The request body may not be null"]}',
    },
    { refused: { name: 'InvalidInputError', hubspot: { errors: [{ message: 'The request body may not be null' }] } } },
  ],
  [
    'no token',
    {
      status: 401,
      body: '{"status":"error","message":"Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview","correlationId":"x","category":"INVALID_AUTHENTICATION"}',
    },
    { thrown: { name: 'NotPermittedError', applied: 'NO', resend: 'never' } },
  ],
  [
    'an expired token',
    {
      status: 401,
      body: '{"status":"error","message":"The OAuth token used to make this call expired 0 second(s) ago.","correlationId":"019cd9fe","category":"EXPIRED_AUTHENTICATION","context":{"expire time":["2026-03-10T23:04:41.164Z"]}}',
    },
    { thrown: { name: 'NotPermittedError', applied: 'NO' } },
  ],
  [
    'missing scopes',
    {
      status: 403,
      body: '{"status":"error","message":"This app hasn\'t been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.","correlationId":"x","errors":[{"message":"One or more of the following scopes are required.","context":{"requiredGranularScopes":["crm.objects.contacts.write"]}}],"links":{"scopes":"https://developers.hubspot.com/scopes"},"category":"MISSING_SCOPES"}',
    },
    { refused: { name: 'NotPermittedError', requiredScopes: ['crm.objects.contacts.write'] } },
  ],
  [
    'the limit of ten seconds',
    {
      status: 429,
      body: '{"status":"error","message":"You have reached your ten_secondly_rolling limit.","errorType":"RATE_LIMIT","correlationId":"c93e06a4","policyName":"TEN_SECONDLY_ROLLING","groupName":"publicapi:hapikey-api-calls-ten-secondly:6748263"}',
    },
    { thrown: { name: 'RateLimitedError', policy: 'TEN_SECONDLY_ROLLING', resend: { afterMs: 10_000 } } },
  ],
  [
    'the limit of a day',
    {
      status: 429,
      body: '{"status":"error","message":"You have reached your daily limit.","errorType":"RATE_LIMIT","correlationId":"x","policyName":"DAILY","requestId":"x"}',
    },
    {
      thrown: {
        name: 'RateLimitedError',
        policy: 'DAILY',
        resend: { tellNow: true },
        retryAfterMs: expect.any(Number),
      },
    },
  ],
  [
    'the limit of a second',
    {
      status: 429,
      body: '{"status":"error","message":"You have reached your secondly limit.","correlationId":"x","category":"RATE_LIMITS"}',
    },
    { thrown: { name: 'RateLimitedError', resend: { afterMs: 1_000 } } },
  ],
  [
    'an internal error',
    { status: 500, body: '{"status":"error","message":"internal error","correlationId":"x"}' },
    { thrown: { name: 'OutcomeUnknownError', applied: 'UNKNOWN', resend: 'backoff' } },
  ],
  [
    'a page of an edge',
    { status: 502, type: 'text/html', body: '<html><head><title>502 Bad Gateway</title></head></html>' },
    { thrown: { name: 'OutcomeUnknownError', applied: 'UNKNOWN', resend: 'backoff' } },
  ],
  [
    'an account that moves',
    { status: 477, body: '{}', headers: { 'retry-after': '86400' } },
    { thrown: { name: 'HubSpotUnavailableError', applied: 'NO', resend: { afterMs: 86_400_000 } } },
  ],
  [
    'a lock',
    { status: 423, body: '{}' },
    { thrown: { name: 'HubSpotUnavailableError', applied: 'NO', resend: { afterMs: 2_000 } } },
  ],
];

describe('a recorded refusal', () => {
  it.each(REFUSALS)('of a batch: %s', async (_what, recorded, expected) => {
    const only = update('12877907025', { first000name: 'a', last000name: 'b', email: 'x' });
    // What one input alone is told, and what a refusal of two points at.
    const told = await outcomes(recorded, only);
    const both = await outcomes(recorded, only, update('512', { email: 'x@example.com' }));
    expect('hint' in both ? { ...told, hint: both.hint } : told).toMatchObject(expected);
  });

  it.each([
    ['a number that nobody has', '{"status":"error","message":"resource not found","correlationId":"x"}'],
    [
      'an id that is no number',
      '{"status":"error","message":"Object not found.  objectId are usually numeric.","correlationId":"x","context":{"id":["x@example.com"]},"category":"OBJECT_NOT_FOUND"}',
    ],
    [
      'the id zero',
      '{"status":"error","message":"Object not found. objectId is usually positive.","correlationId":"x","context":{}}',
    ],
  ])('of a single call: %s is not found', async (_what, body) => {
    const { server, call } = await played({ status: 404, body });
    await using _ = server;
    expect(await updateContact(call)([update('1')])).toMatchObject([
      { ok: false, error: { name: 'ContactNotFoundError', applied: 'NO' } },
    ]);
  });

  it('of a single call, in HTML: not found all the same', async () => {
    const body = '<html><head><title>Error 404 Not Found</title></head><body><p>Resource not found</p></body></html>';
    const { server, call } = await played({ status: 404, type: 'text/html;charset=iso-8859-1', body });
    await using _ = server;
    expect(await updateContact(call)([update('1')])).toMatchObject([
      { ok: false, error: { name: 'ContactNotFoundError', applied: 'NO' } },
    ]);
  });
});
