import { createQueueLimit } from '../../src/batching/queue-limit.ts';
import { type Access, openAccess } from '../../src/contacts/access.ts';
import { type Credential, credentialOf } from '../../src/credential.ts';
import { AnswerLimit } from '../../src/graphql/answer-limit.ts';
import type { GatewayContext } from '../../src/graphql/context.ts';
import type { RestAnswer, RestRequest } from '../../src/hubspot/client.ts';
import { nobody } from '../../src/observer.ts';
import { createRateLimiter } from '../../src/rate-limit/rate-limiter.ts';
import { createRollingWindow } from '../../src/rate-limit/rolling-window.ts';

export const credentials = ['a', 'b', 'c'].map((token) => credentialOf(token) as Credential);

export interface GatewayOptions {
  readonly batchMaxSize: number;
  readonly maxBatchBytes: number;
  readonly deadlineMs: number;
  readonly rateLimit: number;
  readonly rateLimitIntervalMs: number;
  readonly queueLimit: number;
  readonly queueBytes: number;
}

export type ModelGateway = ReturnType<typeof openGateway>;

interface Server {
  call(credential: Credential, request: RestRequest): Promise<RestAnswer>;
}

/** All below GraphQL itself, for three credentials. */
export function openGateway(options: GatewayOptions, server: Server) {
  const closing = new AbortController();
  const queueLimit = createQueueLimit({ inputs: options.queueLimit, bytes: options.queueBytes, shared: true });
  const quota = { limit: options.rateLimit, intervalMs: options.rateLimitIntervalMs };
  const openLimiter = () => createRateLimiter((onChange) => createRollingWindow(quota, onChange));
  const access = credentials.map((credential) => {
    const opened = openAccess(
      {
        as: (by) => async (request) => {
          const answer = await server.call(by, request);
          opened.observe(request, answer);
          return answer;
        },
      },
      credential,
      {
        ...options,
        openLimiter,
        queueShare: queueLimit.share,
        closing: closing.signal,
        observe: () => nobody,
        lineShare: queueLimit.share,
      },
    );
    return opened;
  });
  return { access, closing, bugs: [] as unknown[] };
}

const REQUEST = { requestId: 'model', arrivedAt: 0, span: null };

/** What a request of one credential brings along; `signal` is aborted when its caller goes away. */
export function contextOf({ access, bugs }: ModelGateway, place: number, signal: AbortSignal): GatewayContext {
  const [credential, opened] = [credentials[place], access[place]];
  if (credential === undefined || opened === undefined) throw new Error('There is no such credential.');
  return {
    credential: () => credential,
    admit: async (inputs) => ({ inputs, retryAfterMs: 0 }),
    request: REQUEST,
    watchMutation: () => ({ request: REQUEST, answered() {} }),
    signal,
    answer: new AnswerLimit(),
    accessOf: (): Access => opened,
    reportBug: (error) => bugs.push(error),
  };
}

/** Raw values need no definitions. */
export const untyped = () => ({ values: new Map(), problems: [] });
