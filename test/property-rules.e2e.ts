import { describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';

const RULES = /\/property-validations(\/2026-\d\d)?\/0-1$/;
const ruleCalls = ({ calls }: { calls: readonly { path: string }[] }) => calls.filter(({ path }) => RULES.test(path));

const query = (...names: readonly string[]) =>
  `{ contactProperties(names: ${JSON.stringify(names)}) { name rules { type arguments } } }`;

describe('the rules of properties', () => {
  it('are those that the account has, and none where a property has none', async () => {
    await using gateway = await startGateway();
    const { data, errors } = await gateway.request(query('firstname', 'property_number', 'work_email'));
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      contactProperties: [
        { name: 'firstname', rules: [] },
        {
          name: 'property_number',
          rules: [
            { type: 'MIN_NUMBER', arguments: ['0'] },
            { type: 'MAX_NUMBER', arguments: ['1000000'] },
          ],
        },
        { name: 'work_email', rules: [{ type: 'EMAIL', arguments: [] }] },
      ],
    });
  });

  it('are read in one call, however many fields ask for them, and not again at once', async () => {
    await using gateway = await startGateway();
    const aliases = Array.from({ length: 20 }, (_, index) => `a${index}: contactProperties { rules { type } }`);
    await Promise.all([gateway.request(`{ ${aliases.join(' ')} }`), gateway.request(query('property_string'))]);
    await gateway.request(query('property_string'));
    expect(ruleCalls(gateway.sandbox)).toHaveLength(1);
  });

  it('are read only for those who select them', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request(
      'query ($yes: Boolean = false) { contactProperties(names: ["email"]) { name rules @include(if: $yes) { type } } }',
    );
    expect(data).toEqual({ contactProperties: [{ name: 'email' }] });
    expect(ruleCalls(gateway.sandbox)).toEqual([]);
  });

  it('of two credentials are read with their own tokens', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    for (const token of ['one', 'two']) {
      await gateway.request(query('email'), undefined, { authorization: `Bearer ${token}` });
    }
    expect(ruleCalls(gateway.sandbox)).toMatchObject([{ token: 'one' }, { token: 'two' }]);
  });

  it.each([
    ['lacks the scope', { status: 403, body: { message: 'no', category: 'MISSING_SCOPES' } }],
    ['may not', { status: 403, body: { status: 'error', message: 'You may not.' } }],
    ['finds nothing there', { status: 404, body: '<html>' }],
  ])('are empty for a token that %s, and all else is answered', async (_what, answer) => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ match: { path: RULES }, ...answer });
    const { data, errors } = await gateway.request(query('property_string'));
    expect(errors).toBeUndefined();
    expect(data).toEqual({ contactProperties: [{ name: 'property_string', rules: [] }] });
    await gateway.request(query('property_string'));
    expect(ruleCalls(gateway.sandbox)).toHaveLength(1);
  });

  it('are read again after an outage that passes', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ match: { path: RULES }, status: 503, body: '<html>' });
    const { data } = await gateway.request(query('property_string'));
    expect(data).toMatchObject({ contactProperties: [{ rules: [{ type: 'MAX_LENGTH', arguments: ['100'] }] }] });
    expect(ruleCalls(gateway.sandbox)).toHaveLength(2);
  });

  it.each([
    ['HubSpot fails for too long', { status: 503, body: '<html>' }, { code: 'HUBSPOT_UNAVAILABLE', retryable: true }],
    ['the answer is no list', { status: 200, body: {} }, { code: 'HUBSPOT_UNAVAILABLE', retryable: true }],
    [
      'the token is not valid',
      { status: 401, body: { category: 'INVALID_AUTHENTICATION' } },
      { code: 'NOT_PERMITTED' },
    ],
    ['a proxy refuses', { status: 403, body: '<html>' }, { code: 'HUBSPOT_UNAVAILABLE', retryable: false }],
  ])('are an error of the field where %s, within the deadline', async (_what, answer, extensions) => {
    await using gateway = await startGateway({ DEADLINE_MS: '500' });
    gateway.sandbox.answerNext({ match: { path: RULES }, ...answer, times: 100 });
    const began = performance.now();
    const { errors } = await gateway.request(query('property_string'));
    expect(errors).toMatchObject([{ path: ['contactProperties', 0, 'rules'], extensions }]);
    expect(performance.now() - began).toBeLessThan(1500);
  });

  it('that cannot be read are null, with an error, and the rest of the definitions is answered', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '300' });
    gateway.sandbox.answerNext({ match: { path: RULES }, status: 503, body: '', times: 100 });
    const { data, errors } = await gateway.request('{ contactProperties(names: ["email"]) { name rules { type } } }');
    expect(data).toEqual({ contactProperties: [{ name: 'email', rules: null }] });
    expect(errors).toMatchObject([{ path: ['contactProperties', 0, 'rules'] }]);
  });

  it('that fail where no property waits for them do no harm', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '300' });
    gateway.sandbox.answerNext({ match: { path: RULES }, status: 503, body: '', times: 100 });
    gateway.sandbox.answerNext({ match: { path: /properties/ }, status: 403, body: { category: 'MISSING_SCOPES' } });
    expect((await gateway.request(query('email'))).errors).toMatchObject([{ path: ['contactProperties'] }]);
    expect((await gateway.request(query('nonsense'))).data).toEqual({ contactProperties: [] });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await gateway.request('{ contactProperties(names: ["email"]) { name } }')).errors).toBeUndefined();
  });
});
