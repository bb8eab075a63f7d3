import { z } from 'zod';
import { integer, oneOf } from '../environment.ts';
import { FREE_ACCOUNT } from './account.ts';
import type { SandboxOptions } from './sandbox.ts';

/** The variables that set up a sandbox, alone or inside the gateway. */
export const sandboxVariables = {
  SANDBOX_PORT: integer(0, 65_535, 4010),
  SANDBOX_FILE: z.string().optional(),
  SANDBOX_LATENCY_MS: integer(0, 60_000, 0),
  SANDBOX_RATE_LIMIT: integer(1, 1_000_000, FREE_ACCOUNT.max),
  SANDBOX_DAILY_LIMIT: integer(0, 1_000_000_000, FREE_ACCOUNT.daily),
  SANDBOX_TOKEN_LIFETIME_S: integer(1, 86_400, 1800),
  SANDBOX_INVALID_VALUES: oneOf(['item', 'batch'], 'item'),
  SANDBOX_TRACE_IDS: oneOf(['echoed', 'left-out'], 'echoed'),
  SANDBOX_EMAIL_UPDATES: oneOf(['refused', 'accepted'], 'refused'),
};

export type SandboxEnvironment = Omit<SandboxOptions, 'definitions'> & { readonly file: string | null };

const form = z.object(sandboxVariables);

export function sandboxOptions(values: z.infer<typeof form>): SandboxEnvironment {
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
