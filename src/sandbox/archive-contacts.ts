import { batchArchiveBody, type SandboxContext, unreadable } from './calls.ts';
import type { SandboxAnswer, SandboxRequest } from './http.ts';

/** Documented: empty, so it says nothing about single ids. */
const DONE: SandboxAnswer = { status: 204, body: '' };

/** `POST …/contacts/batch/archive`. */
export function batchArchive(context: SandboxContext, { body }: SandboxRequest): SandboxAnswer {
  const { data, error } = batchArchiveBody.safeParse(body);
  if (error !== undefined) return unreadable(error);
  return archive(
    context,
    data.inputs.map(({ id }) => id),
  );
}

/** `DELETE …/contacts/{id}`. */
export const archiveContact = (context: SandboxContext, id: string): SandboxAnswer => archive(context, [id]);

/** Inferred: ids that are missing, in the recycle bin or merged into others are ignored, as often as they come. */
function archive({ contacts }: SandboxContext, ids: readonly string[]): SandboxAnswer {
  contacts.archive(new Set(ids.flatMap((id) => contacts.find(id) ?? [])));
  return DONE;
}
