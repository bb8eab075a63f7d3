import { GraphQLError } from 'graphql';
import type { CompleteContact } from '../contacts/read-back.ts';
import { asFieldError } from './query-errors.ts';

/** What stands behind a `Contact` in GraphQL. */
export type ContactModel = CompleteContact;

/** A property's raw value; null where the contact has none. Throws when HubSpot did not say: absent is not null. */
export function rawProperty({ record, readBack, readError }: ContactModel, name: string): string | null {
  if (Object.hasOwn(record.properties, name)) return record.properties[name] || null;
  if (readError !== null) throw asFieldError(readError);
  if (readBack !== null && Object.hasOwn(readBack, name)) return readBack[name] || null;
  throw unknownProperty(name);
}

/** HubSpot leaves out of a read, without a word, what does not exist and what the token may not see. */
function unknownProperty(name: string): GraphQLError {
  const shown = name.length > 100 ? `${name.slice(0, 100)}…` : name;
  return new GraphQLError(
    `HubSpot did not answer with property "${shown}": it does not exist in this account, or this token may not read it.`,
    { extensions: { code: 'UNKNOWN_PROPERTY' } },
  );
}
