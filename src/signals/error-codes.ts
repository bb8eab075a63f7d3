import type { GraphQLError } from 'graphql';
import type { RequestRecord } from './request-log.ts';

/** As all codes are written, ours and Yoga's. */
const CODE = /^[A-Z][A-Z_]{1,49}$/;
/** More than there are: should a code ever be made of what somebody sent, logs and metrics stay bounded. */
const MAX_CODES = 50;

/** Makes what adds the codes of an answer's errors to the record of its request. */
export function errorCodes() {
  const codes = new Set<string>();

  function codeOf({ extensions, path }: GraphQLError): string {
    // A value of a variable that does not fit its type: graphql-js gives it no code.
    const code = extensions.code ?? (path === undefined ? 'BAD_USER_INPUT' : undefined);
    if (typeof code !== 'string' || !CODE.test(code)) return 'OTHER';
    if (codes.size < MAX_CODES) codes.add(code);
    return codes.has(code) ? code : 'OTHER';
  }

  return ({ errors: counts }: Pick<RequestRecord, 'errors'>, errors: readonly GraphQLError[] = []): void => {
    for (const error of errors) {
      const code = codeOf(error);
      counts[code] = (counts[code] ?? 0) + 1;
    }
  };
}
