/** Of the sandbox's account; named in some of HubSpot's error messages. */
export const PORTAL_ID = 44237313;
