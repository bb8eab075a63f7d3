/** Finds variables that are probably misspelt: without them the gateway would start with something else than was meant. */
import { isServiceLink } from './environment.ts';

/** Names that begin like this belong to the gateway, so an unknown one is a mistake. */
const OUR_PREFIXES = ['HUBSPOT_', 'SANDBOX_', 'JWT_', 'CALLER_', 'BATCH_'];

/** Other programs use names like these, too. */
const COMMON = /^(LOG_LEVEL|REDIS_URL|OTEL_.*)$/;

/** Kubernetes and Docker add these for a service that has the name of our prefix; npm adds its own. */
const FROM_PLATFORM =
  /^npm_|_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$|^[A-Z]+_(NAME|ENV_\w+)$/;

/** Names like ours that mean something else: the first tells the tests where HubSpot's OpenAPI documents are. */
const OTHERS = ['HUBSPOT_OPENAPI', 'GRAPHQL'];

/** Names that once meant something. Without them the gateway does what they were set for, so they are no mistake. */
const RETIRED = ['BATCH_WINDOW_MS', 'BATCH_MAX_IN_FLIGHT'];

/** Shorter names are like too many others. */
const MIN_LENGTH = 8;
/** From this length on two letters may differ. */
const LONG = 12;

/** What is wrong with the names in the environment, where `known` are the right ones. */
export function unknownVariables(
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
  prefixes: readonly string[] = OUR_PREFIXES,
): readonly string[] {
  const ours = new Set([...known, ...OTHERS, ...RETIRED]);
  return Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined || ours.has(name) || FROM_PLATFORM.test(name) || isServiceLink(name, value)) return [];
    const meant = candidates(name.toUpperCase(), known, prefixes);
    if (meant.length === 0) return [];
    return [`${name} is no variable that is read; ${meant.join(' or ')} may be meant. Correct its name, or unset it.`];
  });
}

/** The names that may be meant by one that is not known; none where it has nothing to do with the gateway. */
function candidates(name: string, known: readonly string[], prefixes: readonly string[]): readonly string[] {
  const nearest = known.filter((one) => isLike(name, one) && !COMMON.test(one));
  if (nearest.length > 0) return nearest;
  const prefix = prefixes.find((one) => name.startsWith(one));
  return prefix === undefined ? [] : known.filter((one) => one.startsWith(prefix));
}

function isLike(name: string, known: string): boolean {
  const allowed = known.length < LONG ? 1 : 2;
  if (known.length < MIN_LENGTH || Math.abs(name.length - known.length) > allowed) return false;
  return distance(name, known) <= allowed;
}

/** How many letters must be added, left out, replaced or swapped with the next one to make `b` of `a`. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(before, j - 2) + 1 : replaced;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, swapped));
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number) => row[index] ?? Number.POSITIVE_INFINITY;
