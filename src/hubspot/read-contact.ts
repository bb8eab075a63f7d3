import type { Credential } from '../credential.ts';
import type { SendBatch } from '../outcome.ts';
import type { RestCall } from './client.ts';
import type { ContactRead } from './read-contacts.ts';
import { restRead } from './rest-read.ts';
import { ContactNotFoundError } from './update-errors.ts';
import { type ContactRecord, contactRecordSchema } from './wire.ts';

/**
 * `GET …/contacts/{id}`, for each read a call. Unlike the batch it also finds a contact by an id that was merged into
 * another one; the answer holds the id that is valid now.
 */
export function readContact(
  call: RestCall,
  credential: Credential,
  idProperty: string | null,
): SendBatch<ContactRead, ContactRecord | null> {
  return (reads) =>
    Promise.all(
      reads.map(async (read) => {
        const { id, properties } = read;
        const searchParams = {
          properties: properties.join(','),
          ...(idProperty === null ? {} : { idProperty }),
        };
        const path = encodeURIComponent(id);
        const request = { method: 'get', resource: 'contacts', path, searchParams, carries: [read] } as const;
        const value = await restRead(call, credential, request, contactRecordSchema).catch(nullWhenMissing);
        return { ok: true, value } as const;
      }),
    );
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof ContactNotFoundError) return null;
  throw error;
}
