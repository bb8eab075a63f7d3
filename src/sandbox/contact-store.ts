import { openContactFile } from './contact-file.ts';

/** A contact as it is stored; `""` stands for a property that was cleared. */
export interface StoredContact {
  readonly id: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  /** When it was put into the recycle bin; null when it is not there. */
  readonly archivedMs: number | null;
  /** Ids of contacts that were merged into this one. */
  readonly formerIds: readonly string[];
  readonly properties: ReadonlyMap<string, string>;
}

/** Contacts that are new or have changed, and ids of those that go. */
export interface ContactChange {
  readonly put: readonly StoredContact[];
  readonly remove?: readonly string[];
}

/** The contacts, by record id. A contact is never changed but replaced. */
export interface ContactStore {
  get(id: string): StoredContact | undefined;
  all(): Iterable<StoredContact>;
  /** All of it or, when it throws, nothing. */
  change(change: ContactChange): void;
}

/** Contacts in memory. With a file they are there again after the next start. */
export function openContactStore(file: string | null): ContactStore & { close(): void } {
  const disk = file === null ? null : openContactFile(file);
  const contacts = new Map((disk?.contacts ?? []).map((contact) => [contact.id, contact]));

  return {
    get: (id) => contacts.get(id),
    all: () => contacts.values(),
    change(change) {
      // The file first, for it may fail: what is answered must not be ahead of what is kept.
      disk?.write(change);
      for (const id of change.remove ?? []) contacts.delete(id);
      for (const contact of change.put) contacts.set(contact.id, contact);
    },
    close: () => disk?.close(),
  };
}

/** Changes on top of a store, to be looked at before they are made. Contacts can be changed, and none can go. */
export function draftOf(store: ContactStore): ContactStore & { commit(): void } {
  const changed = new Map<string, StoredContact>();
  return {
    get: (id) => changed.get(id) ?? store.get(id),
    *all() {
      for (const contact of store.all()) yield changed.get(contact.id) ?? contact;
    },
    change({ put }) {
      for (const contact of put) changed.set(contact.id, contact);
    },
    commit: () => store.change({ put: [...changed.values()] }),
  };
}
