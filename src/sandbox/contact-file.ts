import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '../environment.ts';

/** A contact as it is stored; `""` stands for a property that was cleared. It is never changed but replaced. */
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

export type ContactFile = ReturnType<typeof openContactFile>;

/** How long a write waits for another process that holds the file, in ms. Nothing else happens meanwhile. */
const LOCK_WAIT_MS = 1000;

/** Keeps contacts from one start to the next. Throws a `ConfigError` when it cannot: `SANDBOX_FILE` names the file. */
export function openContactFile(file: string) {
  using opened = new DisposableStack();
  try {
    const database = opened.use(new DatabaseSync(file, { timeout: LOCK_WAIT_MS }));
    const contacts = contactsIn(database);
    opened.move();
    return contacts;
  } catch (cause) {
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
      const row = JSON.parse(String(json));
      return { ...row, properties: new Map(row.properties) };
    }),

    /** All of it or, when it throws, nothing. */
    write(put: readonly StoredContact[], removed: readonly string[]): void {
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const id of removed) remove.run(id);
        for (const contact of put) {
          upsert.run(contact.id, JSON.stringify({ ...contact, properties: [...contact.properties] }));
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
