import type { Credential } from '../credential.ts';
import { failed, type SendBatch } from '../outcome.ts';
import { classifyError } from './classify-error.ts';
import { isSuccess, type RestCall } from './client.ts';
import type { ContactUpdate, UpdatedContact } from './contact-update.ts';
import { readError, throwUnanswered } from './failed-call.ts';
import { ContactNotFoundError } from './update-errors.ts';
import { writtenRecordSchema } from './wire.ts';

/**
 * `PATCH …/contacts/{id}`, for each update a call. Documented: unlike the batch it also finds a contact by
 * an id that was merged into another one, and by email. Throws what may pass, as the batch call does.
 */
export function updateContact(call: RestCall, credential: Credential): SendBatch<ContactUpdate, UpdatedContact> {
  return (updates, departure) =>
    Promise.all(
      updates.map(async (update) => {
        const { id, idProperty, properties } = update;
        const path = encodeURIComponent(id);
        const searchParams = idProperty === null ? {} : { idProperty };
        const json = { properties };
        const carries = [update];
        const request = { method: 'patch', resource: 'contacts', path, searchParams, json, carries } as const;
        // Of several calls the first that leaves would speak for all.
        const alone = updates.length === 1 ? { departure } : {};
        const answer = await call(credential, { ...request, ...alone }).catch(throwUnanswered);
        const contact = isSuccess(answer) ? writtenRecordSchema.safeParse(answer.body).data : undefined;
        if (contact !== undefined) return { ok: true, value: contact };
        const error = readError(answer);
        if (answer.status === 404) {
          return failed(new ContactNotFoundError(error.body.message ?? 'No such contact.', { hubspot: error.body }));
        }
        const refusal = classifyError({ ...error, settles: true }, update);
        if (refusal.resend !== 'never') throw refusal;
        return failed(refusal);
      }),
    );
}
