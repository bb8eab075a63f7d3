import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '../environment.ts';

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
  readonly contacts: ReadonlyMap<string, StoredContact>;
  /** All of it or, when it throws, nothing. */
  change(change: ContactChange): void;
}

/** Contacts in memory. With a file they are there again after the next start. */
export function openContactStore(file: string | null): ContactStore & { close(): void } {
  const disk = file === null ? null : openContactFile(file);
  const contacts = new Map((disk?.contacts ?? []).map((contact) => [contact.id, contact]));

  return {
    contacts,
    change(change) {
      // The file first, for it may fail: what is answered must not be ahead of what is kept.
      disk?.write(change);
      for (const id of change.remove ?? []) contacts.delete(id);
      for (const contact of change.put) contacts.set(contact.id, contact);
    },
    close: () => disk?.close(),
  };
}

/** How long a write waits for another process that holds the file, in ms. Nothing else happens meanwhile. */
const LOCK_WAIT_MS = 1000;

interface Row extends Omit<StoredContact, 'properties'> {
  readonly properties: readonly [string, string][];
}

/** Throws a `ConfigError` when the file cannot be used: it is what `SANDBOX_FILE` names. */
function openContactFile(file: string) {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: LOCK_WAIT_MS });
    return contactsIn(database);
  } catch (cause) {
    if (database?.isOpen) database.close();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError([`SANDBOX_FILE=${file} cannot be used as a SQLite file of contacts: ${why}.`]);
  }
}

/** One row a contact, as JSON: the file is a sandbox's, and nobody else's. */
function contactsIn(database: DatabaseSync) {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('CREATE TABLE IF NOT EXISTS contacts (id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT');
  const upsert = database.prepare('INSERT OR REPLACE INTO contacts (id, json) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM contacts WHERE id = ?');
  const rows = database.prepare('SELECT json FROM contacts ORDER BY CAST(id AS INTEGER)').all();

  return {
    /** Those that were there when the file was opened. */
    contacts: rows.map(({ json }): StoredContact => {
      const row = JSON.parse(String(json)) as Row;
      return { ...row, properties: new Map(row.properties) };
    }),

    /** All of it or, when it throws, nothing. */
    write(change: ContactChange): void {
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const id of change.remove ?? []) remove.run(id);
        for (const contact of change.put) {
          const row: Row = { ...contact, properties: [...contact.properties] };
          upsert.run(contact.id, JSON.stringify(row));
        }
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },

    close(): void {
      if (database.isOpen) database.close();
    },
  };
}
