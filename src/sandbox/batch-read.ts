import { z } from 'zod';
import { readInput, readInputs } from './batch-inputs.ts';
import { notUnique, unreadableJson } from './error-bodies.ts';
import { PORTAL_ID, type Portal } from './portal.ts';
import { iso } from './property-values.ts';
import type { SandboxAnswer } from './rest.ts';
import type { Shuffle } from './shuffle.ts';

const options = z.object({ idProperty: z.string().optional(), properties: z.array(z.string()).optional() });

/** Recorded: what a read answers that names no properties. */
export const DEFAULT_PROPERTIES = ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'];

/** `POST /crm/v3/objects/contacts/batch/read`: one `idProperty` for the whole call, the email among them. */
export function batchRead(portal: Portal, shuffle: Shuffle, body: unknown): SandboxAnswer {
  const startedAt = iso(Date.now());
  const inputs = readInputs(body, readInput);
  if ('status' in inputs) return inputs;
  const parsed = options.safeParse(body);
  if (!parsed.success) return unreadableJson();
  const { idProperty, properties = DEFAULT_PROPERTIES } = parsed.data;
  if (idProperty !== undefined && !isReadKey(portal, idProperty)) return notUnique(idProperty, PORTAL_ID);

  const found = new Set<string>();
  const missing: string[] = [];
  for (const { id } of inputs) {
    const recordId = portal.find(id, idProperty);
    if (recordId === undefined) missing.push(id);
    else found.add(recordId);
  }
  return {
    status: missing.length > 0 ? 207 : 200,
    body: {
      status: 'COMPLETE',
      results: shuffle([...found].map((id) => portal.readRecord(id, properties))),
      ...(missing.length > 0 ? { numErrors: 1, errors: [notFound(missing)] } : {}),
      startedAt,
      completedAt: iso(Date.now()),
    },
  };
}

const isReadKey = (portal: Portal, property: string): boolean =>
  property === 'email' || property === 'hs_object_id' || portal.isUnique(property);

const notFound = (ids: readonly string[]) => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  message: 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
  context: { ids },
});
