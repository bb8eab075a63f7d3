import { z } from 'zod';
import { failed, type Outcome, type SendBatch } from '../outcome.ts';
import { foreignTexts } from './about-input.ts';
import { readAnswer } from './answer.ts';
import { classifyError } from './classify-error.ts';
import type { RestCall } from './client.ts';
import { OutcomeUnknownError } from './contact-errors.ts';
import type { ContactUpdate } from './contact-write.ts';
import { contextValues } from './error-facts.ts';
import { batchAnswerSchema, hubspotErrorSchema } from './wire.ts';
import { refusal, WRITING } from './write-contacts.ts';

/** A contact that HubSpot was told to archive. */
export type ArchivedContact = Pick<ContactUpdate, 'id'>;

/** Documented: an empty 204. A body is read like that of other batches, should it name inputs. */
const archiveAnswerSchema = z.union([z.undefined(), batchAnswerSchema]);

/**
 * `POST …/contacts/batch/archive`, by record id. The answer says nothing of single contacts, so success means that HubSpot
 * took the call: it answers alike for an id that no contact has.
 */
export function archiveContacts(call: RestCall): SendBatch<ContactUpdate, ArchivedContact> {
  return async (archives, gate) => {
    const json = { inputs: archives.map(({ id }) => ({ id })) };
    const request = { method: 'post', path: 'batch/archive', json, carries: archives, gate, ...WRITING } as const;
    const answer = readAnswer(await call(request), archiveAnswerSchema);
    if (!answer.ok) {
      throw refusal(
        answer.error,
        archives.map((write) => ({ write, traceId: '' })),
      );
    }
    const { status = 'COMPLETE', errors = [], numErrors = 0 } = answer.value ?? {};
    const told = errors.map((item) => hubspotErrorSchema.safeParse(item).data ?? {});
    const foreignTo = foreignTexts(archives.map(({ id }) => [id]));
    const sent = new Set(archives.map(({ id }) => id));
    // What names none of the inputs, or an id besides theirs, may be about any of them.
    const isClear =
      status === 'COMPLETE' &&
      (numErrors === 0 || told.length > 0) &&
      told.every(({ context }) => {
        const ids = contextValues(context, 'ids');
        return ids.length > 0 && ids.every((id) => sent.has(id));
      });

    return archives.map((archive): Outcome<ArchivedContact> => {
      const { id } = archive;
      const body = told.find(({ context }) => contextValues(context, 'ids').includes(id));
      if (body !== undefined) return failed(classifyError({ status: null, body }, archive, foreignTo([id])));
      return isClear ? { ok: true, value: { id } } : failed(new OutcomeUnknownError(UNCLEAR));
    });
  };
}

const UNCLEAR = 'HubSpot answered the batch without saying whether this contact was archived.';
