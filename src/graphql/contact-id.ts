/** What is wrong with an id, in words; null when nothing is. Such an id must not leave: it can spoil a call for others. */
export function problemOfId(id: string): string | null {
  if (id.trim() === '') return '"id" is empty; give the record id of the contact, or a value of "idProperty".';
  if (!id.isWellFormed()) return `"id" ${HALF_A_CHARACTER}`;
  // Neither can be escaped: every address is rid of them before it is called.
  if (id === '.' || id === '..') return `"id" is "${id}", by which no contact can be called.`;
  return null;
}

/** What is wrong with the name of a unique property, in words; null when nothing is. Null stands for the record id. */
export function problemOfIdProperty(idProperty: string | null): string | null {
  if (idProperty === null) return null;
  if (idProperty.trim() === '') {
    return '"idProperty" is empty; name a unique property, or leave it out to address by record id.';
  }
  return idProperty.isWellFormed() ? null : `"idProperty" ${HALF_A_CHARACTER}`;
}

/** JSON can escape it and UTF-8 has no form for it, so what HubSpot would make of it is anyone's guess. */
export const HALF_A_CHARACTER = 'holds half of a character (a lone surrogate), which cannot be sent.';
