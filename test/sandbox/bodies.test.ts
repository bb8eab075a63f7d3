/** Bodies and headers to the letter, keys in their order. */
import { describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const CONTACTS = '/crm/v3/objects/contacts';
const input = (id: string, properties: object, more: object = {}) => ({ id, properties, ...more });
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The correlation id differs each time. */
const withoutId = (text: string) => text.replace(/"correlationId":"[^"]+"/, '"correlationId":"…"');

describe('problems with values', () => {
  it('are those of the recorded 400 for properties that do not exist', async () => {
    await using hubspot = await openSandbox();
    const unknown = { first000name: 'a', last000name: 'b' };
    const { text } = await hubspot.update(input('501', unknown), input('502', unknown));
    const entry = (name: string) =>
      `{\\"isValid\\":false,\\"message\\":\\"Property \\\\\\"${name}\\\\\\" does not exist\\",\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"${name}\\"}`;
    const detail = (name: string) =>
      `{"message":"Property \\"${name}\\" does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["${name}"]}}`;
    const [first, last] = ['first000name', 'last000name'];
    expect(withoutId(text)).toBe(
      `{"status":"error","message":"Property values were not valid: [${[first, last, first, last].map(entry)}]","correlationId":"…","errors":[${[first, last, first].map(detail)}],"category":"VALIDATION_ERROR"}`,
    );
  });

  it('are those of the documented error of an item', async () => {
    await using hubspot = await openSandbox();
    const { body } = await hubspot.update(input('501', { missing: 'a' }, { objectWriteTraceId: '549b1c2a9351' }));
    expect(JSON.stringify(body.errors)).toBe(
      String.raw`[{"status":"error","category":"VALIDATION_ERROR","message":"Property values were not valid: [{\"isValid\":false,\"message\":\"Property \\\"missing\\\" does not exist\",\"error\":\"PROPERTY_DOESNT_EXIST\",\"name\":\"missing\",\"localizedErrorMessage\":\"Property \\\"missing\\\" does not exist\",\"portalId\":44237313}]","context":{"objectWriteTraceId":["549b1c2a9351"]}}]`,
    );
  });

  it('name the value where it matters', async () => {
    await using hubspot = await openSandbox();
    const { body } = await hubspot.update(input('501', { property_number: '1,5' }));
    expect(body.message).toBe(
      'Property values were not valid: [{"isValid":false,"message":"1,5 was not a valid number","error":"INVALID_INTEGER","name":"property_number","propertyValue":"1,5"}]',
    );
  });
});

describe('a read', () => {
  it('names an id once that is missing and was asked for twice', async () => {
    await using hubspot = await openSandbox();
    const { body } = await hubspot.read({ inputs: [{ id: '9' }, { id: '9' }, { id: '8' }] });
    expect(body.errors[0].context).toEqual({ ids: ['9', '8'] });
  });
});

describe('a token that is not given', () => {
  it('is refused with keys of OAuth and of HubSpot, and with the correlation id of the header', async () => {
    await using hubspot = await openSandbox();
    const response = await fetch(`${hubspot.sandbox.url}/oauth/v3/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'sandbox-client',
        client_secret: 'sandbox-secret',
      }),
    });
    const text = await response.text();
    expect(withoutId(text)).toBe(
      '{"error":"invalid_grant","error_description":"refresh token is invalid, expired or revoked","status":"BAD_REFRESH_TOKEN","message":"refresh token is invalid, expired or revoked","correlationId":"…"}',
    );
    expect(response.headers.get('x-hubspot-correlation-id')).toBe(JSON.parse(text).correlationId);
  });
});

describe('an address', () => {
  it('that is too long is refused with 414, and a long one is not', async () => {
    await using hubspot = await openSandbox();
    const get = (length: number) => {
      const start = `${CONTACTS}/512?properties=`;
      return hubspot.send('GET', start + 'x'.repeat(length - start.length));
    };
    expect((await get(16_384)).status).toBe(200);
    const { status, body } = await get(16_385);
    expect([status, body.message]).toEqual([414, 'HTTP 414 URI Too Long']);
    expect(hubspot.sandbox.calls.map((call) => call.status)).toEqual([200, 414]);
  });
});

describe('correlation ids', () => {
  it('are of version 7, in errors and in headers', async () => {
    await using hubspot = await openSandbox();
    const fine = await hubspot.send('GET', `${CONTACTS}/512`);
    expect(fine.headers.get('x-hubspot-correlation-id')).toMatch(UUID_V7);
    const { body, headers } = await hubspot.send('GET', `${CONTACTS}/9`);
    expect(body.correlationId).toMatch(UUID_V7);
    expect([headers.get('x-hubspot-correlation-id'), headers.get('x-request-id')]).toEqual([
      body.correlationId,
      body.correlationId,
    ]);
  });
});
