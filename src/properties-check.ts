import type { Logger } from 'pino';
import { compareDefinitions, describeChanges } from './graphql/definition-changes.ts';
import type { PropertyDefinition } from './hubspot/wire.ts';

interface PropertiesCheckOptions {
  /** The definitions that the schema was built from. */
  readonly ours: readonly PropertyDefinition[];
  /** Reads the portal's. */
  readonly read: () => Promise<readonly PropertyDefinition[]>;
  /** In ms. */
  readonly everyMs: number;
  readonly log: Logger;
}

/** Compares the portal's property definitions with ours, now and then again and again, and warns when they differ. */
export function startPropertiesCheck({ ours, read, everyMs, log }: PropertiesCheckOptions): { close(): void } {
  async function check(): Promise<void> {
    try {
      const changes = compareDefinitions(ours, await read());
      if (changes === null) return;
      log.warn(
        { changes },
        `The account's property definitions differ from the gateway's; run "npm run properties" and deploy the result.\n${describeChanges(changes)}`,
      );
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      log.warn(`The account's property definitions could not be compared with the gateway's: ${why}`);
    }
  }

  void check();
  const timer = setInterval(() => void check(), everyMs).unref();
  return { close: () => clearInterval(timer) };
}
