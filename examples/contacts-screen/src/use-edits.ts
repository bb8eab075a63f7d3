import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useMemo, useState } from 'react';
import { type Values, valuesOf } from './contact.ts';
import { ReadContact, SaveContact } from './documents.ts';
import { type Failure, failureOf, failureOfRequest } from './failure.ts';
import { type Kind, rawValue, sameValue } from './form-values.ts';

/** What a field holds, how it is read, and what was stored before. */
export interface Change {
  readonly name: string;
  readonly kind: Kind;
  readonly text: string;
  readonly raw: string | null;
}

/** What is under way with one contact. It outlives the form, so that an answer that comes late finds its place. */
export interface Edit {
  /** What fields hold that were changed and are not saved yet. */
  readonly draft: Readonly<Record<string, string>>;
  /** What is wrong with it, by the name of the property. */
  readonly problems: Readonly<Record<string, string>>;
  /** How many saves wait for their answers. */
  readonly saving: number;
  /** Why the last save did not succeed, and what it was to write. */
  readonly failure: Failure | null;
  readonly sent: readonly Change[];
}

export const UNTOUCHED: Edit = { draft: {}, problems: {}, saving: 0, failure: null, sent: [] };

export type Edits = ReturnType<typeof useEdits>;

export function useEdits() {
  const client = useApolloClient();
  const [edits, setEdits] = useState<Readonly<Record<string, Edit>>>({});

  const actions = useMemo(() => {
    const update = (id: string, change: (edit: Edit) => Partial<Edit>) =>
      setEdits((all) => {
        const edit = all[id] ?? UNTOUCHED;
        return { ...all, [id]: { ...edit, ...change(edit) } };
      });

    return {
      change: (id: string, name: string, text: string) =>
        update(id, ({ draft, problems }) => ({ draft: { ...draft, [name]: text }, problems: without(problems, name) })),

      discard: (id: string) => update(id, ({ saving }) => ({ ...UNTOUCHED, saving })),

      refuse: (id: string, problems: Edit['problems']) => update(id, () => ({ problems })),

      /** Returns why it failed; null when it was saved. `together`: as one of several saves at once. */
      async save(id: string, changes: readonly Change[], together = false): Promise<Failure | null> {
        update(id, ({ draft, saving }) => ({
          draft: { ...draft, ...Object.fromEntries(changes.map(({ name, text }) => [name, text])) },
          saving: saving + 1,
          problems: {},
          failure: null,
          sent: changes,
        }));
        const { failure, written } = await saveContact(client, id, changes, together);
        update(id, ({ draft, saving }) => ({
          draft: withoutSaved(draft, written),
          saving: saving - 1,
          problems: failure?.problems ?? {},
          failure,
        }));
        return failure;
      },

      /** Reads the contact after a save of unknown outcome. Returns whether it has what was to be saved; null: not to be found out. */
      async checkAgain(id: string, changes: readonly Change[]): Promise<boolean | null> {
        update(id, ({ saving }) => ({ saving: saving + 1 }));
        const saved = await isSaved(client, id, changes);
        update(id, ({ draft, saving, failure }) => ({
          saving: saving - 1,
          draft: saved ? withoutSaved(draft, changes) : draft,
          failure:
            saved || !failure
              ? null
              : saved === null
                ? failure
                : { ...failure, message: NOT_SAVED, unknown: false, retryable: true },
        }));
        return saved;
      },
    };
  }, [client]);

  return {
    ...actions,
    of: (id: string): Edit => edits[id] ?? UNTOUCHED,
    /** Whether anything would be lost, or its outcome not seen, if the page closed now. */
    isOpen: Object.values(edits).some(({ draft, saving }) => saving > 0 || Object.keys(draft).length > 0),
  };
}

const NOT_SAVED = 'HubSpot has other values. What you entered was not saved.';

interface Save {
  readonly failure: Failure | null;
  readonly written: readonly Change[];
}

async function saveContact(
  client: ApolloClient,
  id: string,
  changes: readonly Change[],
  together: boolean,
): Promise<Save> {
  const values = changes.map((change) => ({ name: change.name, value: valueToSend(change) }));
  const { data, error } = await client.mutate({
    mutation: SaveContact,
    context: { together },
    variables: { input: { id, otherProperties: values }, names: values.map(({ name }) => name) },
    optimisticResponse: {
      __typename: 'Mutation',
      updateContacts: {
        __typename: 'UpdateContactsPayload',
        results: [
          {
            __typename: 'UpdateContactSuccess',
            contact: {
              __typename: 'Contact',
              id,
              values: values.map((value) => ({ __typename: 'PropertyValue' as const, ...value })),
            },
          },
        ],
      },
    },
  });
  const result = data?.updateContacts.results[0];
  if (result === undefined) return { failure: failureOfRequest(error), written: [] };
  if (result.__typename !== 'UpdateContactSuccess') return { failure: failureOf(result), written: [] };
  if (!error) return whatWasTaken(changes, valuesOf(result.contact));
  // It was saved, and some of it could not be read back: null stands for that.
  await read(client, id, changes);
  return { failure: null, written: changes };
}

/** The contact as HubSpot has it now; null where it cannot be read, undefined where there is none. */
async function read(client: ApolloClient, id: string, changes: readonly Change[]): Promise<Values | null | undefined> {
  const names = changes.map(({ name }) => name);
  const { data, error } = await client.query({
    query: ReadContact,
    variables: { id, names },
    fetchPolicy: 'network-only',
  });
  if (error) return null;
  return data?.contact ? valuesOf(data.contact) : undefined;
}

const KEPT = 'HubSpot has kept the value that it had.';

/** HubSpot may keep a value without a word, as that of a lifecycle stage that would go back. */
function whatWasTaken(changes: readonly Change[], values: Values): Save {
  const kept = changes.filter((change) => {
    const stored = values.get(change.name) ?? null;
    return !isStored(change, stored) && sameValue(change.kind, stored, change.raw);
  });
  const written = changes.filter((change) => !kept.includes(change));
  if (kept.length === 0) return { failure: null, written };
  const problems = Object.fromEntries(kept.map(({ name }) => [name, KEPT]));
  const partly = written.length > 0;
  const message = partly ? 'HubSpot did not take every value.' : KEPT;
  return { failure: { message, unknown: false, partly, retryable: false, problems, existingContactId: null }, written };
}

/** An email that was pasted may have spaces around it. */
const valueToSend = ({ name, kind, text }: Change): string | null =>
  rawValue(kind, name === 'email' ? text.trim() : text);

function isStored(change: Change, stored: string | null): boolean {
  const { name, kind } = change;
  const sent = valueToSend(change);
  // HubSpot keeps emails in lower case.
  return sameValue(kind, name === 'email' ? (sent?.toLowerCase() ?? null) : sent, stored);
}

async function isSaved(client: ApolloClient, id: string, changes: readonly Change[]): Promise<boolean | null> {
  const values = await read(client, id, changes);
  if (!values) return values === null ? null : false;
  return changes.every((change) => isStored(change, values.get(change.name) ?? null));
}

const without = (problems: Edit['problems'], name: string): Edit['problems'] =>
  Object.fromEntries(Object.entries(problems).filter(([key]) => key !== name));

/** What was typed since it was sent stays. */
const withoutSaved = (draft: Edit['draft'], changes: readonly Change[]): Edit['draft'] =>
  Object.fromEntries(
    Object.entries(draft).filter(([name, text]) => !changes.some((sent) => sent.name === name && sent.text === text)),
  );
