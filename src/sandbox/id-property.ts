import type { Contacts } from './contacts.ts';

/** Documented: single calls and reads take the email and properties that are unique. */
export const isWriteKey = (contacts: Contacts, property: string): boolean =>
  property === 'email' || contacts.isUnique(property);

/** Recorded: reads take the record id under its name, too; writes do not. */
export const isReadKey = (contacts: Contacts, property: string): boolean =>
  property === 'hs_object_id' || isWriteKey(contacts, property);
