import { z } from 'zod';
import { batchAnswer, notFound } from './batch-answer.ts';
import { readInput, readInputs } from './batch-inputs.ts';
import { notUnique, unreadableJson } from './error-bodies.ts';
import type { Portal } from './portal.ts';
import { PORTAL_ID } from './portal-id.ts';
import type { SandboxAnswer, SandboxContext, SandboxRequest } from './rest.ts';

const options = z.object({ idProperty: z.string().optional(), properties: z.array(z.string()).optional() });

/** Recorded: what a read answers that names no properties. */
export const DEFAULT_PROPERTIES = ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'];

/** `POST …/contacts/batch/read`: one `idProperty` for the whole call, the email among them. */
export function batchRead(context: SandboxContext, { body, query }: SandboxRequest): SandboxAnswer {
  const { portal } = context;
  const inputs = readInputs(body, readInput);
  if ('status' in inputs) return inputs;
  const parsed = options.safeParse(body);
  if (!parsed.success) return unreadableJson();
  const { idProperty, properties = DEFAULT_PROPERTIES } = parsed.data;
  if (idProperty !== undefined && !isReadKey(portal, idProperty)) return notUnique(idProperty, PORTAL_ID);

  const found = new Set<string>();
  const missing: string[] = [];
  for (const { id } of inputs) {
    const recordId = portal.find(id, { idProperty, archived: query.archived === 'true' });
    if (recordId !== undefined) found.add(recordId);
    // Inferred from batch/update: a contact that was merged into another one is left out without a word.
    else if (idProperty !== undefined || !portal.isFormer(id)) missing.push(id);
  }
  const records = [...found].map((id) => portal.readRecord(id, properties));
  return batchAnswer(context, records, missing.length > 0 ? [notFound(missing)] : []);
}

const isReadKey = (portal: Portal, property: string): boolean =>
  property === 'email' || property === 'hs_object_id' || portal.isUnique(property);
