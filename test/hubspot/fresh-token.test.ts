import { describe, expect, it } from 'vitest';
import { type Credential, credentialOf, Secret } from '../../src/credential.ts';
import { createClient, TokenExpiredError, withFreshToken } from '../../src/hubspot/client.ts';
import { json, startScriptedServer } from './scripted-server.ts';

const expiredBody = {
  status: 'error',
  message: 'The OAuth token used to make this call expired 0 second(s) ago.',
  category: 'EXPIRED_AUTHENTICATION',
};

const get = { method: 'get', resource: 'contacts', path: '501' } as const;

/** A credential with a new token whenever the last one has expired: t1, t2, … */
function renewable() {
  let count = 1;
  let current: Secret | null = null;
  const credential: Credential = {
    id: 'renewable',
    token() {
      current ??= new Secret(`t${count}`);
      return count === 1 ? current : Promise.resolve(current);
    },
    expired() {
      count += 1;
      current = null;
      return true;
    },
  };
  return credential;
}

/** Makes a call with the credential, once more where that helps, and tells with which tokens. */
async function callOnce(credential: Credential, ...script: Parameters<typeof startScriptedServer>) {
  await using server = await startScriptedServer(...script);
  const call = createClient({ baseUrl: server.url, apiVersion: 'v3', timeoutMs: 1000 }).as(credential);
  const answer = await withFreshToken(call, { credential })(get).catch((error: unknown) => error);
  return { answer, tokens: server.calls.map(({ headers }) => headers.authorization) };
}

describe('a call whose token has expired', () => {
  it('is made once more, with a fresh one', async () => {
    const { answer, tokens } = await callOnce(renewable(), json(401, expiredBody), json(200, {}));
    expect(answer).toMatchObject({ status: 200 });
    expect(tokens).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('is not permitted when the fresh one has expired as well', async () => {
    const { answer, tokens } = await callOnce(renewable(), json(401, expiredBody));
    expect(answer).toBeInstanceOf(TokenExpiredError);
    expect(answer).toMatchObject({
      name: 'NotPermittedError',
      applied: 'NO',
      retryable: false,
      resend: 'never',
      message: expiredBody.message,
      hubspot: expiredBody,
    });
    expect(tokens).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('is made once when the token is one that stays as it is', async () => {
    const { answer, tokens } = await callOnce(credentialOf('static') as Credential, json(401, expiredBody));
    expect(answer).toMatchObject({ status: 401 });
    expect(tokens).toEqual(['Bearer static']);
  });

  it.each([
    [401, { ...expiredBody, category: 'INVALID_AUTHENTICATION' }],
    [403, expiredBody],
    [401, '<html>'],
  ])('is told from any other refusal (%d, %j)', async (status, body) => {
    const { answer, tokens } = await callOnce(renewable(), json(status, body));
    expect(answer).toMatchObject({ status });
    expect(tokens).toHaveLength(1);
  });
});

describe('a call that waits for its token', () => {
  it('does not begin before it has one, nor when there is none', async () => {
    const token = Promise.withResolvers<Secret>();
    const begun: string[] = [];
    const credential: Credential = { id: 'waiting', token: () => token.promise, expired: () => true };
    const call = withFreshToken(async (what: string) => void begun.push(what), { credential })('call');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(begun).toEqual([]);
    const reason = new Error('there is none');
    token.reject(reason);
    await expect(call).rejects.toBe(reason);
    expect(begun).toEqual([]);
  });
});
