import type { PropertyDefinition } from '../hubspot/wire.ts';

/** Which properties contacts can be addressed by, as far as HubSpot has said. */
export interface UniqueKeys {
  /** The definitions of the portal, as they were just read. */
  learn(definitions: readonly PropertyDefinition[]): void;
  /** Whether contacts can be addressed by a property; undefined where nobody has said. */
  isKey(idProperty: string): boolean | undefined;
  /**
   * What is wrong with addressing by a property, in words; null when nothing is, or when it is not known. As a property may
   * have been made in the meantime, nothing is refused for what was learned some time ago.
   */
  problemOf(idProperty: string): Promise<string | null>;
  /** HubSpot refused to address by a property: where nothing is known so far, the definitions are read. */
  doubt(): void;
}

/** For so long after it was read a definition is taken for what HubSpot would say, in ms. */
const FRESH_MS = 10_000;

/**
 * A batch is refused as a whole for one input that is addressed by a property that is not unique, so that a list in which
 * `id` and `idProperty` are swapped costs calls for each of its inputs. The definitions say so before anything is sent.
 */
export function createUniqueKeys(read: () => Promise<readonly PropertyDefinition[]>): UniqueKeys {
  let known: ReadonlyMap<string, boolean> | null = null;
  let knownAt = Number.NEGATIVE_INFINITY;

  async function ask(): Promise<void> {
    // It is known no better then.
    const definitions = await read().catch(() => null);
    if (definitions !== null) keys.learn(definitions);
  }

  const keys: UniqueKeys = {
    learn(definitions) {
      known = new Map(definitions.map(({ name, hasUniqueValue }) => [name, hasUniqueValue === true]));
      knownAt = performance.now();
    },
    isKey(idProperty) {
      // Documented, although its definition does not call it unique.
      if (idProperty === 'email') return true;
      return known === null ? undefined : known.get(idProperty) === true;
    },
    async problemOf(idProperty) {
      if (keys.isKey(idProperty) !== false) return null;
      if (performance.now() - knownAt > FRESH_MS) await ask();
      const isFresh = performance.now() - knownAt <= FRESH_MS;
      if (!isFresh || keys.isKey(idProperty) !== false) return null;
      const name = JSON.stringify(idProperty.length > 100 ? `${idProperty.slice(0, 100).toWellFormed()}…` : idProperty);
      return known?.has(idProperty) === true
        ? `Contacts cannot be addressed by ${name}, because its values are not unique.`
        : `Contacts cannot be addressed by ${name}: the account has no such property. "idProperty" names a unique property, and "id" holds its value.`;
    },
    doubt() {
      if (known === null) void ask();
    },
  };
  return keys;
}
