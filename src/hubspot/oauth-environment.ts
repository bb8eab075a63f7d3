import { z } from 'zod';
import { secretOf } from '../credential.ts';
import type { OAuthApp } from './request-access-token.ts';

/** The messages never show the value. */
const secret = (what: string) =>
  z
    .string()
    .transform((text) => secretOf(text.trim()))
    .refine((value) => value !== null, { error: `must be ${what}: printable ASCII without spaces` })
    .optional();

/** The variables that name an OAuth app. */
export const oauthVariables = {
  HUBSPOT_CLIENT_ID: secret("an OAuth app's client id"),
  HUBSPOT_CLIENT_SECRET: secret("an OAuth app's client secret"),
  HUBSPOT_REFRESH_TOKEN: secret('a refresh token of HubSpot'),
};

const form = z.object(oauthVariables);

/** The app, null where none is named, and what is wrong with that. */
export function readOAuthApp(values: z.infer<typeof form>): { app: OAuthApp | null; problems: readonly string[] } {
  const {
    HUBSPOT_CLIENT_ID: clientId,
    HUBSPOT_CLIENT_SECRET: clientSecret,
    HUBSPOT_REFRESH_TOKEN: refreshToken,
  } = values;
  if (clientId && clientSecret && refreshToken) {
    return { app: { clientId: clientId.reveal(), clientSecret, refreshToken }, problems: [] };
  }
  const names = Object.keys(oauthVariables) as (keyof typeof oauthVariables)[];
  const missing = names.filter((name) => !values[name]);
  if (missing.length === names.length) return { app: null, problems: [] };
  const problem = `HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN go together; set ${missing.join(' and ')}, too.`;
  return { app: null, problems: [problem] };
}
