import { z } from 'zod';
import { integer, oneOf } from '../environment.ts';

/** What a token of a private app in a free account may use: calls in the interval (in ms), and in a day. Documented. */
export const FREE_ACCOUNT = { max: 100, intervalMs: 10_000, daily: 250_000 };

/** How long an access token is good, in s. Documented: half an hour. */
export const TOKEN_LIFETIME_S = 1800;

/** The variables that set up a sandbox, alone or inside the gateway. They are checked even if none is started. */
export const sandboxVariables = {
  SANDBOX_PORT: integer(0, 65_535, 4010),
  SANDBOX_FILE: z.string().optional(),
  SANDBOX_LATENCY_MS: integer(0, 60_000, 0),
  SANDBOX_RATE_LIMIT: integer(1, 1_000_000, FREE_ACCOUNT.max),
  SANDBOX_DAILY_LIMIT: integer(0, 1_000_000_000, FREE_ACCOUNT.daily),
  SANDBOX_TOKEN_LIFETIME_S: integer(1, 86_400, TOKEN_LIFETIME_S),
  SANDBOX_INVALID_VALUES: oneOf(['item', 'batch'], 'item'),
  SANDBOX_TRACE_IDS: oneOf(['echoed', 'left-out'], 'echoed'),
  SANDBOX_EMAIL_UPDATES: oneOf(['refused', 'accepted'], 'refused'),
};

const form = z.object(sandboxVariables);

export function sandboxOptions(values: z.infer<typeof form>) {
  return {
    port: values.SANDBOX_PORT,
    file: values.SANDBOX_FILE ?? null,
    latencyMs: values.SANDBOX_LATENCY_MS,
    rateLimit: { max: values.SANDBOX_RATE_LIMIT, daily: values.SANDBOX_DAILY_LIMIT },
    tokenLifetimeS: values.SANDBOX_TOKEN_LIFETIME_S,
    switches: {
      invalidValues: values.SANDBOX_INVALID_VALUES,
      echoTraceIds: values.SANDBOX_TRACE_IDS === 'echoed',
      emailUpdates: values.SANDBOX_EMAIL_UPDATES,
    },
  };
}
