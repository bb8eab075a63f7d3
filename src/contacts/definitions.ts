import type { PropertyDefinition } from '../hubspot/wire.ts';

/** The property definitions of an account, and what they say about addressing contacts. */
export interface Definitions {
  /** The definitions, as HubSpot gives them now or gave them a moment ago. Rejects with a `WriteError`. */
  read(): Promise<readonly PropertyDefinition[]>;
  /** The definitions were just read. */
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

/** For so long a definition is taken for what HubSpot would say: enough for a form that is drawn, in ms. */
const FRESH_MS = 5_000;

/**
 * Whoever asks for the definitions at the same time, or soon after, shares one call.
 *
 * HubSpot refuses a whole batch for one input that is addressed by a property that is not unique, so a list in which `id`
 * and `idProperty` are swapped costs calls for each of its inputs. The definitions tell before anything is sent.
 */
export function createDefinitions(load: () => Promise<readonly PropertyDefinition[]>): Definitions {
  let known: readonly PropertyDefinition[] | null = null;
  let keys: ReadonlyMap<string, boolean> = new Map();
  let knownAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<readonly PropertyDefinition[]> | null = null;

  const fresh = () => (performance.now() - knownAt <= FRESH_MS ? known : null);

  async function readAnew(): Promise<readonly PropertyDefinition[]> {
    try {
      const definitions = await load();
      learn(definitions);
      return definitions;
    } finally {
      reading = null;
    }
  }

  async function read(): Promise<readonly PropertyDefinition[]> {
    const found = fresh();
    if (found !== null) return found;
    reading ??= readAnew();
    return reading;
  }

  function learn(definitions: readonly PropertyDefinition[]): void {
    known = definitions;
    keys = new Map(definitions.map(({ name, hasUniqueValue }) => [name, hasUniqueValue === true]));
    knownAt = performance.now();
  }

  function isKey(idProperty: string): boolean | undefined {
    // Documented, although its definition does not call it unique.
    if (idProperty === 'email') return true;
    return known === null ? undefined : keys.get(idProperty) === true;
  }

  return {
    read,
    learn,
    isKey,
    async problemOf(idProperty) {
      if (isKey(idProperty) !== false) return null;
      // When it fails it is known no better than before.
      await read().catch(() => null);
      if (fresh() === null || isKey(idProperty) !== false) return null;
      const name = JSON.stringify(idProperty.length > 100 ? `${idProperty.slice(0, 100).toWellFormed()}…` : idProperty);
      return keys.has(idProperty)
        ? `Contacts cannot be addressed by ${name}, because its values are not unique.`
        : `Contacts cannot be addressed by ${name}: the account has no such property. "idProperty" names a unique property, and "id" holds its value.`;
    },
    doubt() {
      if (known === null) read().catch(() => {});
    },
  };
}
