/** The version that the whole suite runs on. `npm run test:versions` runs it on another one than the default. */
export const apiVersion = process.env.HUBSPOT_API_VERSION ?? 'v3';

/** Where contacts are in that version. */
export const CONTACTS = apiVersion === 'v3' ? '/crm/v3/objects/contacts' : `/crm/objects/${apiVersion}/contacts`;

/** Documented: the status of a batch answer with errors of single items. */
export const PARTLY_DONE = apiVersion === '2026-09' ? 200 : 207;
