import type { PropertyRules } from '../hubspot/read-property-rules.ts';
import type { PropertyDefinition } from '../hubspot/wire.ts';
import { createSharedReads } from './shared-reads.ts';

/** For so long a definition is taken for what HubSpot would say: enough for a form that is drawn, in ms. */
const FRESH_MS = 5_000;

/**
 * The property definitions of an account, and what they say about addressing contacts.
 *
 * Whoever asks for the definitions at the same time, or soon after, shares one call.
 *
 * HubSpot refuses a whole batch for one input that is addressed by a property that is not unique, so a list in which `id`
 * and `idProperty` are swapped costs calls for each of its inputs. The definitions tell before anything is sent.
 */
export function createDefinitions(
  load: (signal: AbortSignal, withinMs?: number) => Promise<readonly PropertyDefinition[]>,
) {
  let keys: ReadonlyMap<string, boolean> | null = null;
  let keysAt = Number.NEGATIVE_INFINITY;
  const reads = createSharedReads<readonly PropertyDefinition[]>(FRESH_MS);

  const isFresh = (at: number) => performance.now() - at <= FRESH_MS;

  /** The definitions, as HubSpot gives them now or gave them a moment ago. Rejects with a `SendError`. */
  const read = (signal?: AbortSignal, withinMs?: number): Promise<readonly PropertyDefinition[]> =>
    reads.read(
      '',
      async (gone) => {
        const definitions = await load(gone, withinMs);
        learn(definitions);
        return definitions;
      },
      signal,
    );

  /** These are the account's definitions, as far as keys go. */
  function learn(definitions: readonly PropertyDefinition[]): void {
    keys = new Map(definitions.map(({ name, hasUniqueValue }) => [name, hasUniqueValue === true]));
    keysAt = performance.now();
  }

  /** Whether contacts can be addressed by a property; undefined where nobody has said. */
  function isKey(idProperty: string): boolean | undefined {
    // Documented, although its definition does not call it unique.
    if (idProperty === 'email') return true;
    return keys === null ? undefined : keys.get(idProperty) === true;
  }

  return {
    read: (signal?: AbortSignal) => read(signal),
    /** As HubSpot gives them from now on, whatever was read a moment ago. */
    readNow(withinMs?: number): Promise<readonly PropertyDefinition[]> {
      reads.forget();
      return read(undefined, withinMs);
    },
    learn,
    isKey,
    /**
     * What is wrong with addressing by a property, in words; null when nothing is, or when it is not known. As a property may
     * have been made in the meantime, nothing is refused for what was learned some time ago. Asks no longer than `withinMs`.
     */
    async problemOf(idProperty: string, withinMs: number): Promise<string | null> {
      if (isKey(idProperty) !== false) return null;
      // When it fails it is known no better than before.
      if (!isFresh(keysAt)) {
        const late = Promise.withResolvers<void>();
        const alarm = setTimeout(late.resolve, Math.max(0, withinMs));
        await Promise.race([read().catch(() => {}), late.promise]);
        clearTimeout(alarm);
      }
      if (!isFresh(keysAt) || isKey(idProperty) !== false) return null;
      const name = JSON.stringify(idProperty.length > 100 ? `${idProperty.slice(0, 100).toWellFormed()}…` : idProperty);
      return keys?.has(idProperty) === true
        ? `Contacts cannot be addressed by ${name}, because its values are not unique.`
        : `Contacts cannot be addressed by ${name}: the account has no such property. "idProperty" names a unique property, and "id" holds its value.`;
    },
    /** HubSpot refused to address by a property: where nothing is known so far, the definitions are read. */
    doubt(): void {
      if (keys === null) read().catch(() => {});
    },
  };
}

/** The rules for the values of an account's properties: reads share a call as those of definitions do. */
export function createPropertyRules(load: (signal: AbortSignal) => Promise<PropertyRules>) {
  const reads = createSharedReads<PropertyRules>(FRESH_MS);
  return { read: (signal?: AbortSignal): Promise<PropertyRules> => reads.read('', load, signal) };
}
