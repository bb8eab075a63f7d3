/** The property that an id is a value of; null when it is a record id, under whichever name. */
export const uniqueProperty = (idProperty: string | null | undefined): string | null =>
  idProperty === undefined || idProperty === 'hs_object_id' ? null : idProperty;
