import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export const AUDIENCE = 'contacts-gateway';
export const ISSUER = 'https://id.example.com';

interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export async function newKey(id: string, alg = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { id, privateKey, jwk: { ...(await exportJWK(publicKey)), kid: id, alg, use: 'sig' } };
}

const now = () => Math.floor(Date.now() / 1000);

/** A token that is good in every way, except for what is said otherwise. Undefined takes a claim out. */
export const token = (
  key: SigningKey,
  claims: { [claim in keyof JWTPayload]: JWTPayload[claim] | undefined } = {},
  alg = 'RS256',
): Promise<string> =>
  new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'ada', exp: now() + 300, iat: now(), ...claims } as JWTPayload)
    .setProtectedHeader({ alg, kid: key.id })
    .sign(key.privateKey);

/** Publishes keys as an identity provider does, at `url`. */
export async function startIdentityProvider(...published: SigningKey[]) {
  let keys = published;
  let requests = 0;
  let down = false;
  const server = createServer((_request, response) => {
    requests += 1;
    if (down) response.writeHead(500).end('down');
    else
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    /** How often the keys were read. */
    requests: () => requests,
    publish(...now: SigningKey[]) {
      keys = now;
    },
    fail(nowDown: boolean) {
      down = nowDown;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
