import { ContactConflictError, ContactNotFoundError } from '../hubspot/contact-errors.ts';
import { bytesOf, type ContactUpsert, contactKey, type WrittenContact } from '../hubspot/contact-write.ts';
import { valueToRead } from '../hubspot/read-contacts.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import type { ContactAccess, WaitingCaller } from './access.ts';
import { carryOut, type Prepared, write } from './carry-out.ts';

/** A contact that was updated, or created where there was none. */
export interface UpsertedContact extends WrittenContact {
  readonly created: boolean;
}

/** Carries out a list of upserts, in its order. What becomes of one does not touch the others. */
export const upsert = (
  list: readonly Prepared<ContactUpsert>[],
  access: ContactAccess,
  caller: WaitingCaller,
): readonly Promise<UpsertedContact>[] =>
  list.map((prepared) =>
    prepared instanceof Error || prepared.idProperty !== 'email'
      ? byProperty(prepared, access, caller)
      : byEmail(prepared, access, caller),
  );

/**
 * HubSpot does it in one call. After an attempt without an answer that call finds the contact that this attempt created, and
 * says that it was there.
 */
async function byProperty(prepared: Prepared<ContactUpsert>, access: ContactAccess, caller: WaitingCaller) {
  const carrying = { load: access.upserts.load, needsLookUp: () => false };
  const [writing] = carryOut([prepared], carrying, access, caller);
  const contact = (await writing) as WrittenContact;
  return { ...contact, created: contact.new === true };
}

/** A contact may come and go between its look-up and its write; each time it does, HubSpot says so, and it is looked up again. */
const MOST_ROUNDS = 3;

/**
 * HubSpot's own upsert by email writes all properties or none (documented), so the contact is looked up, and updated or
 * created. Those of one email have their turns one after the other: the next one comes when the contact is created, or when
 * the update has its place among the writes of the contact. To wait for that one as well could be to wait for each other.
 */
async function byEmail(upsert: ContactUpsert, access: ContactAccess, caller: WaitingCaller): Promise<UpsertedContact> {
  const { email: _, ...properties } = upsert.properties;
  const bytes = bytesOf(upsert);
  const line = access.upsertLines.enter(contactKey(upsert));
  let { place } = line;

  async function lookUp(): Promise<ContactRecord | null> {
    const askedAt = performance.now();
    const found = await access.lookUp('email', valueToRead('email', upsert.id), { ...caller, holds: bytes });
    if (found !== null) line.tell(found, askedAt);
    return found;
  }

  async function update(id: string): Promise<UpsertedContact> {
    const carrying = { load: access.updates.load };
    const writing = write({ ...upsert, id, idProperty: null, properties }, carrying, access, caller);
    place.leave();
    return { ...(await writing), created: false };
  }

  async function create(): Promise<UpsertedContact> {
    const contact = { ...upsert, id: null, idProperty: null, properties: { ...properties, email: upsert.id } };
    const askedAt = performance.now();
    const outcome = await access.creates.load(contact, caller);
    if (!outcome.ok) throw outcome.error;
    line.tell(outcome.value, askedAt);
    return { ...outcome.value, created: true };
  }

  try {
    await access.waitForTurn(place, bytes, caller);
    let found = line.known ?? (await lookUp());
    for (let round = 1; ; round += 1) {
      try {
        if (found !== null && Object.keys(properties).length === 0) return { ...found, created: false };
        return await (found === null ? create() : update(found.id));
      } catch (error) {
        line.forget();
        const outdated = found === null ? error instanceof ContactConflictError : error instanceof ContactNotFoundError;
        if (!outdated || round === MOST_ROUNDS) throw error;
        if (found !== null) {
          place = access.order.enter([contactKey(upsert)]);
          await access.waitForTurn(place, bytes, caller);
        }
        const now = await lookUp();
        // Not the email is taken, but another value.
        if (found === null && now === null) throw error;
        found = now;
      }
    }
  } finally {
    place.leave();
    line.leave();
  }
}
