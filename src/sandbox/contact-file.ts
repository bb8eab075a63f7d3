import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '../environment.ts';
import type { ContactChange, StoredContact } from './contact-store.ts';

/** How long a write waits for another process that holds the file, in ms. Nothing else happens meanwhile. */
const LOCK_WAIT_MS = 1000;

interface Row extends Omit<StoredContact, 'properties'> {
  readonly properties: readonly [string, string][];
}

/** Throws a `ConfigError` when the file cannot be used: it is what `SANDBOX_FILE` names. */
export function openContactFile(file: string) {
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
