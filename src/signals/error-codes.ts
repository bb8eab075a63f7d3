import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RequestRecord } from './request-log.ts';

/** As all codes are written, ours and Yoga's. */
const CODE = /^[A-Z][A-Z_]{1,49}$/;
/** More than there are: should a code ever be made of what somebody sent, logs and metrics stay bounded. */
const MAX_CODES = 50;

/** Adds the codes of the errors of each answer to the record of its request. */
export function errorCodes(): Plugin<object, { readonly record: RequestRecord }> {
  const note = codeCounter();
  return {
    onResultProcess({ result, serverContext: { record } }) {
      for (const one of [result].flat()) if ('errors' in one) note(record, one.errors);
    },
  };
}

/** Makes what adds the codes of errors to a record. */
export function codeCounter() {
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
