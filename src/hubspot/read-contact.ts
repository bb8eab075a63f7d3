import type { Credential } from '../credential.ts';
import type { SendBatch } from '../outcome.ts';
import type { RestCall } from './client.ts';
import type { ContactRead } from './read-contacts.ts';
import { restRead } from './rest-read.ts';
import { ContactNotFoundError } from './update-errors.ts';
import { type ContactRecord, contactRecordSchema } from './wire.ts';

/** Characters of the address that names of properties may take; servers refuse one of several thousand (414, 431). */
const MAX_NAMES_LENGTH = 4_000;

/** Whether a single read can ask for these properties; where it cannot, it asks for none. */
export const fitsAddress = (properties: readonly string[]): boolean =>
  encodeURIComponent(properties.join()).length <= MAX_NAMES_LENGTH;

/** The same for reads that one call can answer. */
export const sameRead = ({ id, properties }: ContactRead): string => JSON.stringify([id, properties]);

/**
 * `GET …/contacts/{id}`, a call for reads that are the same. Unlike the batch it also finds a contact by an id that was
 * merged into another one; the answer holds the id that is valid now, by which a batch can read what did not fit.
 */
export function readContact(
  call: RestCall,
  credential: Credential,
  idProperty: string | null,
): SendBatch<ContactRead, ContactRecord | null> {
  function readOne(read: ContactRead): Promise<ContactRecord | null> {
    const { id, properties } = read;
    const searchParams = {
      properties: fitsAddress(properties) ? properties.join() : '',
      ...(idProperty === null ? {} : { idProperty }),
    };
    const path = encodeURIComponent(id);
    const request = { method: 'get', resource: 'contacts', path, searchParams, carries: [read] } as const;
    return restRead(call, credential, request, contactRecordSchema).catch(nullWhenMissing);
  }

  return async (reads) => {
    const different = new Map(reads.map((read) => [sameRead(read), read]));
    const found = new Map(
      await Promise.all([...different].map(async ([key, read]) => [key, await readOne(read)] as const)),
    );
    return reads.map((read) => ({ ok: true, value: found.get(sameRead(read)) ?? null }));
  };
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof ContactNotFoundError) return null;
  throw error;
}
