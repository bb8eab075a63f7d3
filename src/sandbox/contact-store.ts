import { DatabaseSync } from 'node:sqlite';

/** A contact as it is stored; `""` stands for a property that was cleared. */
export interface StoredContact {
  readonly id: string;
  readonly createdMs: number;
  updatedMs: number;
  /** When it was put into the recycle bin; null when it is not there. */
  archivedMs: number | null;
  /** Ids of contacts that were merged into this one. */
  readonly formerIds: string[];
  readonly properties: Map<string, string>;
}

/** The contacts, by record id. */
export interface ContactStore {
  get(id: string): StoredContact | undefined;
  all(): Iterable<StoredContact>;
  readonly size: number;
  /** Puts contacts that are new or have changed, all or none of them. */
  put(...contacts: readonly StoredContact[]): void;
  delete(id: string): void;
  clear(): void;
  close(): void;
}

/** Contacts in memory. With a file they are there again after the next start. */
export function openContactStore(file: string | null): ContactStore {
  const disk = file === null ? null : openFile(file);
  const contacts = new Map((disk?.read() ?? []).map((contact) => [contact.id, contact]));

  return {
    get: (id) => contacts.get(id),
    all: () => contacts.values(),
    get size() {
      return contacts.size;
    },
    put(...changed) {
      for (const contact of changed) contacts.set(contact.id, contact);
      disk?.write(changed);
    },
    delete(id) {
      contacts.delete(id);
      disk?.remove(id);
    },
    clear() {
      contacts.clear();
      disk?.remove(null);
    },
    close: () => disk?.close(),
  };
}

interface Row extends Omit<StoredContact, 'properties'> {
  readonly properties: readonly [string, string][];
}

/** One row a contact, as JSON: the file is a sandbox's, and nobody else's. */
function openFile(file: string) {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('CREATE TABLE IF NOT EXISTS contacts (id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT');
  const upsert = database.prepare('INSERT OR REPLACE INTO contacts (id, json) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM contacts WHERE id = ?1 OR ?1 IS NULL');

  return {
    read(): StoredContact[] {
      const rows = database.prepare('SELECT json FROM contacts ORDER BY CAST(id AS INTEGER)').all();
      return rows.map(({ json }) => {
        const row = JSON.parse(String(json)) as Row;
        return { ...row, properties: new Map(row.properties) };
      });
    },
    write(contacts: readonly StoredContact[]): void {
      database.exec('BEGIN');
      for (const contact of contacts) {
        const row: Row = { ...contact, properties: [...contact.properties] };
        upsert.run(contact.id, JSON.stringify(row));
      }
      database.exec('COMMIT');
    },
    remove: (id: string | null) => void remove.run(id),
    close() {
      if (database.isOpen) database.close();
    },
  };
}
