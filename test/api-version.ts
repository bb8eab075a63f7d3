/** The version that the whole suite runs on. `npm run test:versions` runs it on another one than the default. */
export const apiVersion = process.env.HUBSPOT_API_VERSION ?? 'v3';

const crm = (kind: string) =>
  apiVersion === 'v3' ? `/crm/v3/${kind}/contacts` : `/crm/${kind}/${apiVersion}/contacts`;

/** Where that version has contacts, their definitions, and access tokens. */
export const CONTACTS = crm('objects');
export const DEFINITIONS = crm('properties');
export const TOKENS = `/oauth/${apiVersion}/token`;

/** Documented: the status of a batch answer with errors of single items. */
export const PARTLY_DONE = apiVersion === '2026-09' ? 200 : 207;
