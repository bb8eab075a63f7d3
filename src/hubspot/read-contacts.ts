import type { Credential } from '../credential.ts';
import type { Originated } from '../observer.ts';
import { failed, type Outcome, type SendBatch } from '../outcome.ts';
import { foreignTexts } from './about-input.ts';
import type { RestCall } from './client.ts';
import { contextValues, factsOf } from './error-facts.ts';
import { refused } from './refused.ts';
import { restRead } from './rest-read.ts';
import { ContactUpdateError, HubSpotUnavailableError } from './update-errors.ts';
import {
  type BatchAnswer,
  type BatchReadRequest,
  batchAnswerSchema,
  type ContactRecord,
  contactRecordSchema,
  hubspotErrorSchema,
} from './wire.ts';

/** One contact to read. */
export interface ContactRead extends Originated {
  /** A record id, or the value of the unique property by which contacts are addressed. */
  readonly id: string;
  /** Properties wanted, by internal name. Those that HubSpot does not know are left out of its answer. */
  readonly properties: readonly string[];
}

/** HubSpot keeps emails in lower case. Nobody says whether the case of other values counts, so they go as they are. */
export const valueToRead = (idProperty: string | null, value: string): string =>
  idProperty === 'email' ? value.toLowerCase() : value;

/**
 * `POST …/contacts/batch/read` with one credential and one way of addressing: by record id (`idProperty` null), by email
 * or by another unique property. The call asks for the properties that any of the reads wants. The outcome of a read is
 * the contact, or null where there is none; what HubSpot leaves out without a word is to be read again, alone.
 */
export function readContacts(
  call: RestCall,
  credential: Credential,
  idProperty: string | null,
): SendBatch<ContactRead, ContactRecord | null> {
  const asSent = (id: string) => valueToRead(idProperty, id);
  // Among the answers the very value comes first.
  const spellings = (id: string) => (idProperty === null ? [id] : [asSent(id), id.toLowerCase()]);

  return async (reads) => {
    const json: BatchReadRequest = {
      inputs: [...new Set(reads.map(({ id }) => asSent(id)))].map((id) => ({ id })),
      ...(idProperty === null ? {} : { idProperty }),
      properties: [...new Set([...reads.flatMap(({ properties }) => properties), ...tellingProperties(idProperty)])],
    };
    const request = { method: 'post', resource: 'contacts', path: 'batch/read', json, carries: reads } as const;
    const isForeign = reads.length > 1 ? foreignTexts(reads.map(({ id }) => [id]))([]) : null;
    const answer = await restRead(call, credential, request, batchAnswerSchema, isForeign).catch(throwRefused);
    const found = indexRecords(answer, idProperty, spellings);
    const missing = missingIds(answer);
    return reads.map(({ id }): Outcome<ContactRecord | null> => {
      for (const spelling of spellings(id)) {
        const contact = found.get(spelling);
        if (contact !== undefined) return { ok: true, value: contact };
        if (missing.has(spelling)) return { ok: true, value: null };
      }
      return failed(leftOut());
    });
  };
}

/** Recorded: a contact is also found by its secondary emails, and the answer does not say which one it was. */
const EMAIL_PROPERTIES = ['email', 'hs_additional_emails'];

/** Results do not say which input they answer, so the properties that tell have to be among those read. */
const tellingProperties = (idProperty: string | null): readonly string[] =>
  idProperty === null ? [] : idProperty === 'email' ? EMAIL_PROPERTIES : [idProperty];

/** The records by all values that they are found by, in each of their spellings; by the first spelling where two differ. */
function indexRecords(
  { results }: BatchAnswer,
  idProperty: string | null,
  spellings: (id: string) => string[],
): Map<string, ContactRecord> {
  const records = results.flatMap((item) => contactRecordSchema.safeParse(item).data ?? []);
  const valuesOf = (record: ContactRecord) =>
    idProperty === null
      ? [record.id]
      : tellingProperties(idProperty).flatMap((name) => {
          const value = record.properties[name] ?? '';
          return name === 'hs_additional_emails' ? value.split(';') : value;
        });
  const found = new Map<string, ContactRecord>();
  for (const place of [1, 0]) {
    for (const record of records) {
      for (const value of valuesOf(record)) found.set(spellings(value)[place] ?? value, record);
    }
  }
  return found;
}

function missingIds({ errors = [] }: BatchAnswer): Set<string> {
  const ids = errors.flatMap((item) => {
    const error = hubspotErrorSchema.safeParse(item).data;
    return error?.category === 'OBJECT_NOT_FOUND' ? contextValues(error.context, 'ids') : [];
  });
  return new Set(ids);
}

const leftOut = () =>
  new HubSpotUnavailableError(
    'HubSpot answered without saying whether there is such a contact.',
    { status: null },
    { resend: 'alone' },
  );

/** A refused call may be refused for one of its ids or properties. */
function throwRefused(error: unknown): never {
  if (!(error instanceof ContactUpdateError) || factsOf(error.hubspot ?? {}).notUnique !== null) throw error;
  throw refused(error);
}
