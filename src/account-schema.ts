import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { ConfigError } from './environment.ts';
import { createSchema } from './graphql/create-schema.ts';
import { compareDefinitions, describeChanges } from './graphql/definition-changes.ts';
import type { PropertyDefinition } from './hubspot/wire.ts';

type Definitions = readonly PropertyDefinition[];

export interface AccountSchemaOptions {
  /** The committed definitions. */
  readonly committed: Definitions;
  /** Reads the account's definitions, as they are now; null: there is no one account, or it has ours. */
  readonly read: ((withinMs?: number) => Promise<Definitions>) | null;
  /** Whether the schema is made of the account's definitions, and follows them. */
  readonly live: boolean;
  /** Whether the committed ones do where those cannot be read at the start. */
  readonly fallback: boolean;
  /** How often they are read again, in ms; 0: never. */
  readonly everyMs: number;
  readonly log: Logger;
  /** Told each time the schema has changed. */
  readonly onChange?: () => void;
}

/** A start does not wait longer for the account's definitions, in ms. */
const START_MS = 5_000;

const CHANGED = "The account's property definitions have changed, and the schema with them.";
const DIFFERS =
  'The account\'s property definitions differ from the gateway\'s; run "npm run properties" and deploy the result.';

/**
 * The schema, and how it keeps up with the account: `live` follows its property definitions; otherwise they are compared with
 * the committed ones, and the log says how they differ. Each schema is complete in itself, so an operation ends with the one
 * that it began with.
 */
export async function openAccountSchema(options: AccountSchemaOptions) {
  const { committed, read, live, everyMs, log, onChange = () => {} } = options;
  let current = live && read !== null ? await readAtStart(options, read) : schemaOf(committed);

  async function check(now: () => Promise<Definitions>): Promise<void> {
    try {
      const theirs = await now();
      const changes = compareDefinitions(current.definitions, theirs);
      if (changes === null) return;
      if (live) {
        current = schemaOf(theirs);
        onChange();
      }
      log[live ? 'info' : 'warn']({ changes }, `${live ? CHANGED : DIFFERS}\n${describeChanges(changes)}`);
    } catch (error) {
      const what = live
        ? 'could not be read, and the schema stays as it is'
        : "could not be compared with the gateway's";
      log.warn(`The account's property definitions ${what}: ${messageOf(error)}`);
    }
  }

  // A live one has just read them.
  if (read !== null && everyMs > 0 && !live) void check(read);
  const timer = read === null || everyMs === 0 ? undefined : setInterval(() => void check(read), everyMs).unref();
  return {
    /** The one for operations that begin now. */
    get current(): GraphQLSchema {
      return current.schema;
    },
    close: () => clearInterval(timer),
  };
}

const schemaOf = (definitions: Definitions) => ({ definitions, schema: createSchema(definitions) });

/** Throws a `ConfigError` where the start cannot go on. */
async function readAtStart(
  { committed, fallback, log }: AccountSchemaOptions,
  read: (withinMs: number) => Promise<Definitions>,
): Promise<ReturnType<typeof schemaOf>> {
  try {
    // They may be such that no schema can be made of them.
    return schemaOf(await read(START_MS));
  } catch (error) {
    const problem = `The account's property definitions could not be read: ${messageOf(error)}`;
    if (!fallback) {
      throw new ConfigError([
        `${problem} To start with those of schema/contact-properties.json, set PROPERTIES=file, or PROPERTIES_FALLBACK=file.`,
      ]);
    }
    log.warn(`${problem} The schema is made of those of schema/contact-properties.json until the next start or check.`);
    return schemaOf(committed);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
