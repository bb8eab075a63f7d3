import { GraphQLError } from 'graphql';
import { type Credential, credentialOf } from '../credential.ts';

/** Says for whom a request acts. Throws a GraphQL error that makes the answer an HTTP 401. */
export type IdentifyCaller = (request: Request) => Credential;

/** Everyone acts with the gateway's own credential. */
export const everyoneActsAs =
  (service: Credential): IdentifyCaller =>
  () =>
    service;

const BEARER = /^Bearer +(.+)$/i;

/** Each caller acts with the HubSpot token of its own request. */
export const callersBringTokens: IdentifyCaller = ({ headers }) => {
  const token = BEARER.exec(headers.get('authorization') ?? '')?.[1]?.trim();
  const credential = token === undefined ? null : credentialOf(token);
  if (credential === null) throw unauthenticated();
  return credential;
};

function unauthenticated(): GraphQLError {
  const message = 'This gateway passes your own HubSpot token on: send it as "Authorization: Bearer <token>".';
  return new GraphQLError(message, {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } } },
  });
}
