/** The property that an id is a value of; null when it is a record id, under whichever name. */
export const uniqueProperty = (idProperty: string | null | undefined): string | null =>
  idProperty === undefined || idProperty === 'hs_object_id' ? null : idProperty;

/** What is wrong with an id, in words; null when nothing is. Such an id must not leave: it can spoil a call for others. */
export function problemOfId(id: string, idProperty: string | null): string | null {
  if (id.trim() === '') return '"id" is empty; give the record id of the contact, or a value of "idProperty".';
  if (!id.isWellFormed()) return `"id" ${HALF_A_CHARACTER}`;
  if (idProperty === null) return recordId(id) === null ? notARecordId(id) : null;
  // Neither can be escaped: every address is rid of them before it is called.
  if (id === '.' || id === '..') return `"id" is "${id}", which cannot be used to address a contact.`;
  return null;
}

/** An id without a problem in the one form in which it is compared and sent. Values of unique properties stay as they are. */
export const idToSend = (id: string, idProperty: string | null): string =>
  (idProperty === null ? recordId(id) : null) ?? id;

const LARGEST_RECORD_ID = '9223372036854775807';

/**
 * The digits of a record id, which HubSpot reads as a whole number: "042", "+42" and " 42" are the contact 42, and as several
 * they would be written at the same time. Null for what is no such number.
 */
function recordId(id: string): string | null {
  const digits = /^\+?0*([1-9]\d*)$/.exec(id.trim())?.[1];
  if (digits === undefined || digits.length > LARGEST_RECORD_ID.length) return null;
  return digits.length === LARGEST_RECORD_ID.length && digits > LARGEST_RECORD_ID ? null : digits;
}

/** Characters of an id that a message repeats. */
const SHOWN = 100;

function notARecordId(id: string): string {
  const shown = id.length > SHOWN ? `${id.slice(0, SHOWN).toWellFormed()}…` : id;
  const remedy = id.includes('@')
    ? 'To address the contact by email, set "idProperty" to "email".'
    : 'To address the contact by a unique property, name it in "idProperty".';
  return `"id" is ${JSON.stringify(shown)}, which is not a record id (a whole number). ${remedy}`;
}

/** What is wrong with the name of a unique property, in words; null when nothing is. Null stands for the record id. */
export function problemOfIdProperty(idProperty: string | null): string | null {
  if (idProperty === null) return null;
  if (idProperty.trim() === '') {
    return '"idProperty" is empty; name a unique property, or leave it out to use the record id.';
  }
  return idProperty.isWellFormed() ? null : `"idProperty" ${HALF_A_CHARACTER}`;
}

/** JSON can escape it and UTF-8 has no form for it, so what HubSpot would make of it is anyone's guess. */
export const HALF_A_CHARACTER = 'contains half of a character (a lone surrogate), which cannot be sent.';
