/** The versions of HubSpot's CRM API that the gateway speaks. Their bodies are alike; addresses and the place of errors differ. */
export const apiVersions = ['v3', '2026-03', '2026-09'] as const;
export type ApiVersion = (typeof apiVersions)[number];

/** What REST calls are about. */
export type Resource = 'contacts' | 'contact-properties' | 'access-token';

/** Documented. `v3` puts the version before the kind of thing, the dated versions after it. */
const ADDRESSES: Readonly<Record<Resource, (version: ApiVersion) => string>> = {
  contacts: (version) => (version === 'v3' ? 'crm/v3/objects/contacts' : `crm/objects/${version}/contacts`),
  'contact-properties': (version) =>
    version === 'v3' ? 'crm/v3/properties/contacts' : `crm/properties/${version}/contacts`,
  'access-token': (version) => `oauth/${version}/token`,
};

/** The path of a resource, without a leading slash. */
export const addressOf = (version: ApiVersion, resource: Resource): string => ADDRESSES[resource](version);
