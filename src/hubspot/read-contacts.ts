import type { FromRequest } from '../observer.ts';
import { failed, type Outcome, type SendBatch } from '../outcome.ts';
import { foreignTexts } from './about-input.ts';
import { readAnswer } from './answer.ts';
import { classifyError, type SentError } from './classify-error.ts';
import type { RestCall } from './client.ts';
import { HubSpotUnavailableError } from './contact-errors.ts';
import { contextValues, factsOf } from './error-facts.ts';
import { refused } from './refusal.ts';
import {
  type BatchAnswer,
  type BatchReadRequest,
  batchAnswerSchema,
  type ContactRecord,
  contactRecordSchema,
  hubspotErrorSchema,
} from './wire.ts';

/** One contact to read. */
export interface ContactRead extends FromRequest {
  /** A record id, or the value of the unique property by which contacts are addressed. */
  readonly id: string;
  /** The wanted properties, by internal name. HubSpot leaves those that it does not know out of its answer. */
  readonly properties: readonly string[];
}

/** HubSpot keeps emails in lower case. Whether the case of other values counts is not documented, so they go as they are. */
export const valueToRead = (idProperty: string | null, value: string): string =>
  idProperty === 'email' ? value.toLowerCase() : value;

/**
 * `POST …/contacts/batch/read` with one way of addressing: by record id (`idProperty` null), by email or by another unique
 * property. The call asks for the properties that any of the reads wants. The outcome of a read is
 * the contact, or null where there is none; what HubSpot leaves out without a word is to be read again, alone.
 */
export function readContacts(call: RestCall, idProperty: string | null): SendBatch<ContactRead, ContactRecord | null> {
  return async (reads) => {
    const json: BatchReadRequest = {
      inputs: [...new Set(reads.map(({ id }) => valueToRead(idProperty, id)))].map((id) => ({ id })),
      ...(idProperty === null ? {} : { idProperty }),
      properties: [...new Set([...reads.flatMap(({ properties }) => properties), ...tellingProperties(idProperty)])],
    };
    const request = { method: 'post', resource: 'contacts', path: 'batch/read', json, carries: reads } as const;
    const answer = readAnswer(await call(request), batchAnswerSchema);
    if (!answer.ok) throw refusal(answer.error, reads);
    const answers = indexAnswers(answer.value, idProperty);
    return reads.map(({ id }): Outcome<ContactRecord | null> => {
      // Who has exactly this value comes first.
      const found = [valueToRead(idProperty, id), id.toLowerCase()].find((spelling) => answers.has(spelling));
      return found === undefined ? failed(leftOut()) : { ok: true, value: answers.get(found) ?? null };
    });
  };
}

/** Recorded: a contact is also found by its secondary emails, and the answer does not say which one it was. */
const EMAIL_PROPERTIES = ['email', 'hs_additional_emails'];

/** Results do not say which input they answer. These properties tell, so they are read as well. */
const tellingProperties = (idProperty: string | null): readonly string[] =>
  idProperty === null ? [] : idProperty === 'email' ? EMAIL_PROPERTIES : [idProperty];

/** The records by all values that find them, as sent and in lower case, and null for the values that find none. */
function indexAnswers({ results, errors = [] }: BatchAnswer, idProperty: string | null) {
  const found = results.flatMap((item) => {
    const record = contactRecordSchema.safeParse(item).data;
    if (record === undefined) return [];
    const telling = tellingProperties(idProperty).flatMap((name) => {
      const value = record.properties[name] ?? '';
      return name === 'hs_additional_emails' ? value.split(';') : value;
    });
    return (idProperty === null ? [record.id] : telling).map((value) => [value, record] as const);
  });
  const missing = errors.flatMap((item) => {
    const error = hubspotErrorSchema.safeParse(item).data;
    return error?.category === 'OBJECT_NOT_FOUND' ? contextValues(error.context, 'ids') : [];
  });
  // What comes later counts more: two values may differ in their case alone.
  return new Map<string, ContactRecord | null>([
    ...found.map(([value, record]) => [value.toLowerCase(), record] as const),
    ...missing.map((value) => [value, null] as const),
    ...found.map(([value, record]) => [valueToRead(idProperty, value), record] as const),
  ]);
}

const leftOut = () =>
  new HubSpotUnavailableError("HubSpot's answer does not say whether the contact exists.", { resend: 'alone' });

/** One of the ids or properties may be the reason, unless it is the way of addressing. */
function refusal(error: SentError, reads: readonly ContactRead[]): Error {
  const isForeign = reads.length > 1 ? foreignTexts(reads.map(({ id }) => [id]))([]) : null;
  const reason = classifyError(error, null, isForeign);
  return factsOf(error.body).notUnique === null ? refused(reason) : reason;
}

/** Characters that names of properties may take in the address; servers refuse an address of several thousand (414, 431). */
const MAX_NAMES_LENGTH = 4_000;

/** Whether a single read can ask for these properties; if not, it asks for none. */
export const fitsAddress = (properties: readonly string[]): boolean =>
  encodeURIComponent(properties.join()).length <= MAX_NAMES_LENGTH;

/** The same for reads that one single read can answer. */
export const sameRead = ({ id, properties }: ContactRead): string => JSON.stringify([id, properties]);

/**
 * `GET …/contacts/{id}`, for reads that are the same (`sameRead`). Unlike the batch it also finds a contact by an id that was
 * merged into another one; the answer holds the id that is valid now, by which a batch can read what did not fit.
 */
export function readContact(call: RestCall, idProperty: string | null): SendBatch<ContactRead, ContactRecord | null> {
  return async (reads) => {
    const { id = '', properties = [] } = reads[0] ?? {};
    const searchParams = {
      properties: fitsAddress(properties) ? properties.join() : '',
      ...(idProperty === null ? {} : { idProperty }),
    };
    const path = encodeURIComponent(id);
    const request = { method: 'get', resource: 'contacts', path, searchParams, carries: reads } as const;
    const contact = readAnswer(await call(request), contactRecordSchema);
    if (!contact.ok && contact.error.status !== 404) throw classifyError(contact.error, null);
    return reads.map(() => ({ ok: true, value: contact.ok ? contact.value : null }));
  };
}
