import DataLoader from 'dataloader';
import type { Credential } from '../credential.ts';
import type { RestCall } from './client.ts';
import { restRead } from './rest-read.ts';
import {
  type BatchReadRequest,
  batchAnswerSchema,
  type ContactRecord,
  contactRecordSchema,
  MAX_INPUTS_PER_CALL,
} from './wire.ts';

/** One contact to read. */
export interface ContactRead {
  /** A record id, or the value of `idProperty`. */
  readonly id: string;
  readonly idProperty: string | null;
  /** Properties wanted, by internal name. Those that HubSpot does not know are left out of its answer. */
  readonly properties: readonly string[];
}

export interface ContactReader {
  /** The contact, or null where there is none. Rejects with a `ContactUpdateError` when HubSpot cannot be read. */
  load(read: ContactRead): Promise<ContactRecord | null>;
}

/**
 * Reads contacts with one credential. Reads of one turn of the event loop share calls of batch/read, whoever asks:
 * 100 contacts a call, one call for each way of addressing them, with the properties that any of them wants.
 */
export function createContactReader(call: RestCall, credential: Credential): ContactReader {
  return new DataLoader<ContactRead, ContactRecord | null>((reads) => readAll(call, credential, reads), {
    cache: false,
    maxBatchSize: MAX_INPUTS_PER_CALL,
  });
}

async function readAll(call: RestCall, credential: Credential, reads: readonly ContactRead[]) {
  const groups = Map.groupBy(reads, ({ idProperty }) => idProperty);
  const answers = new Map<ContactRead, ContactRecord | null | Error>();
  await Promise.all(
    [...groups].map(async ([idProperty, group]) => {
      const find = await readGroup(call, credential, idProperty, group).catch((error: Error) => () => error);
      for (const read of group) answers.set(read, find(read));
    }),
  );
  // DataLoader hands an Error in the list to the one who asked for that item.
  return reads.map((read) => answers.get(read) ?? null);
}

async function readGroup(
  call: RestCall,
  credential: Credential,
  idProperty: string | null,
  reads: readonly ContactRead[],
): Promise<(read: ContactRead) => ContactRecord | null> {
  const names = new Set(reads.flatMap(({ properties }) => properties));
  // Results do not say which input they answer, so the property that tells has to be among those read.
  if (idProperty !== null) names.add(idProperty);
  const keyOf = (value: string) => (idProperty === null ? value : value.toLowerCase());
  const ids = new Set(reads.map(({ id }) => keyOf(id)));
  const json: BatchReadRequest = {
    inputs: [...ids].map((id) => ({ id })),
    ...(idProperty === null ? {} : { idProperty }),
    properties: [...names],
  };

  const records = await readBatch(call, credential, json);
  const byKey = new Map(
    records.map((record) => [keyOf(idProperty === null ? record.id : (record.properties[idProperty] ?? '')), record]),
  );
  return ({ id }) => byKey.get(keyOf(id)) ?? null;
}

async function readBatch(call: RestCall, credential: Credential, json: BatchReadRequest): Promise<ContactRecord[]> {
  const request = { method: 'post', path: 'crm/v3/objects/contacts/batch/read', json } as const;
  const { results } = await restRead(call, credential, request, batchAnswerSchema);
  return results.flatMap((item) => contactRecordSchema.safeParse(item).data ?? []);
}
