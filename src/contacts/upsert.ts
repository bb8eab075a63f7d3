import { ContactConflictError, ContactNotFoundError } from '../hubspot/contact-errors.ts';
import { bytesOf, type ContactUpsert, contactKey, type WrittenContact } from '../hubspot/contact-write.ts';
import { valueToRead } from '../hubspot/read-contacts.ts';
import { unwrap } from '../outcome.ts';
import type { ContactAccess, WaitingCaller } from './access.ts';
import { carryOut, type Prepared, write } from './carry-out.ts';
import type { Found } from './turns.ts';

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
  const carrying = { load: access.upserts.load, needsLookUp: () => false, shows: true };
  const [writing] = carryOut([prepared], carrying, access, caller);
  const contact = (await writing) as WrittenContact;
  return { ...contact, created: contact.new === true };
}

/** A contact may come and go between its look-up and its write; each time it does, HubSpot says so, and it is looked up again. */
const MOST_ROUNDS = 3;

/**
 * HubSpot's own upsert by email writes all properties or none (documented), so the contact is looked up, and updated or
 * created. Those of one email go one after the other, and what the one before found or made needs no look-up, unless something
 * else is written to that contact, which may give the email away.
 */
async function byEmail(upsert: ContactUpsert, access: ContactAccess, caller: WaitingCaller): Promise<UpsertedContact> {
  const { email: _, ...properties } = upsert.properties;
  const bytes = bytesOf(upsert);
  const turn = access.turns.enter([contactKey(upsert)]);

  async function lookUp(): Promise<Found> {
    const askedAt = performance.now();
    const contact = await access.lookUp('email', valueToRead('email', upsert.id), { ...caller, holds: bytes });
    return { contact, askedAt };
  }

  async function update(id: string): Promise<UpsertedContact> {
    const carrying = { load: access.updates.load, shows: true };
    const written = await write({ ...upsert, id, idProperty: null, properties }, carrying, access, caller);
    return { ...written, created: false };
  }

  async function create(): Promise<UpsertedContact> {
    const contact = { ...upsert, id: null, idProperty: null, properties: { ...properties, email: upsert.id } };
    return { ...unwrap(await access.creates.load(contact, caller)), created: true };
  }

  try {
    await turn.wait(bytes, caller);
    const { known } = turn;
    let found = known !== null && !access.order.has(known.contact.id) ? known : await lookUp();
    for (let round = 1; ; round += 1) {
      const { contact, askedAt } = found;
      try {
        if (contact !== null && Object.keys(properties).length === 0) return { ...contact, created: false };
        const written = await (contact === null ? create() : update(contact.id));
        turn.handOn({ contact: written, askedAt });
        return written;
      } catch (error) {
        const isOutdated =
          contact === null ? error instanceof ContactConflictError : error instanceof ContactNotFoundError;
        if (!isOutdated || round === MOST_ROUNDS) throw error;
        found = await lookUp();
        // Not the email is taken, but another value.
        if (contact === null && found.contact === null) throw error;
      }
    }
  } finally {
    turn.leave();
  }
}
