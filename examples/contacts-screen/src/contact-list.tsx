import { NetworkStatus } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { BulkEdit } from './bulk-edit.tsx';
import { type Definition, type ListedContact, nameOf, valuesOf } from './contact.ts';
import { FindContacts } from './documents.ts';
import { focusOn } from './focus.ts';
import { choices, inWords } from './form-values.ts';
import { LIST } from './properties.ts';
import type { Edit, Edits } from './use-edits.ts';

interface ContactListProps {
  readonly definitions: readonly Definition[];
  readonly edits: Edits;
  readonly openId: string | null;
  readonly say: (text: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onNew: () => void;
}

const FILTERED = 'lifecyclestage';
/** An account has 5 searches a second, so not every letter is one. */
const PAUSE_MS = 300;

export function ContactList({ definitions, edits, openId, say, onOpen, onNew }: ContactListProps) {
  const [typed, setTyped] = useState('');
  const [stage, setStage] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const text = useSettled(typed.trim(), PAUSE_MS);
  const columns = LIST.flatMap((name) => definitions.find((definition) => definition.name === name) ?? []);
  const { data, previousData, error, networkStatus, fetchMore, refetch } = useQuery(FindContacts, {
    variables: {
      text: text || null,
      where: stage === '' ? null : [{ otherProperties: [{ name: FILTERED, operator: 'EQ', value: stage }] }],
      names: columns.map(({ name }) => name),
    },
    // What was found before is shown at once, and what there is now as soon as it is found.
    fetchPolicy: 'cache-and-network',
  });
  const page = (data ?? previousData)?.searchContacts;
  const contacts = page?.nodes ?? [];
  const filtered = definitions.find(({ name }) => name === FILTERED);
  const isLoadingMore = networkStatus === NetworkStatus.fetchMore;

  async function loadMore() {
    if (isLoadingMore || !page) return;
    const { data, error } = await fetchMore({ variables: { after: page.pageInfo.endCursor }, errorPolicy: 'all' });
    if (!data) say(`No more contacts could be read: ${error?.message}`);
    // The button goes away with the last page.
    else if (!data.searchContacts.pageInfo.hasNextPage) focusOn('count');
  }

  return (
    <section className="list" aria-label="Contacts">
      <div className="toolbar">
        <div className="field search">
          <label htmlFor="search">Search</label>
          <input
            id="search"
            type="search"
            placeholder="Name, email, phone or company"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        {filtered !== undefined && (
          <div className="field">
            <label htmlFor="filter">{filtered.label}</label>
            <select id="filter" value={stage} onChange={(event) => setStage(event.target.value)}>
              <option value="">All</option>
              {choices(filtered, 'one', null).map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
        )}
        <button type="button" className="primary" onClick={onNew}>
          New contact
        </button>
      </div>

      <BulkEdit
        {...{ definitions, edits, say, onOpen }}
        contacts={contacts.filter(({ id }) => selected.has(id))}
        onDone={() => setSelected(new Set())}
      />

      {error && !data && (
        <div className="failure" role="alert">
          <p>{error.message}</p>
          <button type="button" onClick={() => void refetch()}>
            Try again
          </button>
        </div>
      )}
      <Table {...{ contacts, columns, edits, openId, onOpen, selected }} isOld={!data} onSelect={setSelected} />
      <footer>
        <p id="count" role="status" tabIndex={-1}>
          {countOf(contacts.length, page?.totalCount)}
        </p>
        {page?.pageInfo.hasNextPage && (
          <button type="button" aria-disabled={isLoadingMore} onClick={() => void loadMore()}>
            {isLoadingMore ? 'Loading …' : 'Load more'}
          </button>
        )}
      </footer>
    </section>
  );
}

function countOf(shown: number, total: number | undefined): string {
  if (total === undefined) return 'Reading contacts …';
  if (total === 0) return 'No contact fits.';
  return `${shown} of ${total} ${total === 1 ? 'contact' : 'contacts'}`;
}

interface TableProps extends Pick<ContactListProps, 'edits' | 'openId' | 'onOpen'> {
  readonly contacts: readonly ListedContact[];
  readonly columns: readonly Definition[];
  readonly selected: ReadonlySet<string>;
  /** Of another search, while this one is under way. */
  readonly isOld: boolean;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}

function Table({ contacts, columns, edits, openId, onOpen, selected, isOld, onSelect }: TableProps) {
  const others = columns.filter(({ name }) => name !== 'firstname' && name !== 'lastname');
  const allSelected = contacts.length > 0 && contacts.every(({ id }) => selected.has(id));
  const select = (ids: readonly string[], on: boolean) => {
    const next = new Set(selected);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    onSelect(next);
  };
  return (
    <table aria-busy={isOld}>
      <caption className="hidden">Contacts</caption>
      <thead>
        <tr>
          <th scope="col" className="select">
            <input
              id="select-all"
              type="checkbox"
              aria-label="Select all that are shown"
              checked={allSelected}
              onChange={(event) =>
                select(
                  contacts.map(({ id }) => id),
                  event.target.checked,
                )
              }
            />
          </th>
          <th scope="col">Name</th>
          {others.map(({ name, label }) => (
            <th key={name} scope="col" className={name}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {contacts.map((contact) => {
          const { id } = contact;
          const values = valuesOf(contact);
          const name = nameOf(id, values);
          return (
            <tr key={id} aria-current={id === openId ? 'true' : undefined}>
              <td className="select">
                <input
                  type="checkbox"
                  aria-label={`Select ${name}`}
                  checked={selected.has(id)}
                  onChange={(event) => select([id], event.target.checked)}
                />
              </td>
              <th scope="row">
                <div className="name">
                  <button type="button" className="link" id={`open-${id}`} onClick={() => onOpen(id)}>
                    {name}
                  </button>
                  <State edit={edits.of(id)} />
                </div>
              </th>
              {others.map((definition) => (
                <td key={definition.name} className={definition.name}>
                  {inWords(definition, values.get(definition.name) ?? null)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What is under way with a contact, in a word. */
function State({ edit: { saving, failure, draft } }: { edit: Edit }) {
  if (saving > 0) return <span className="state saving">Saving …</span>;
  if (failure?.unknown) return <span className="state unknown">Not known</span>;
  if (failure) return <span className="state failed">Not saved</span>;
  return Object.keys(draft).length > 0 ? <span className="state edited">Edited</span> : null;
}

/** The value, once it has not changed for a while. */
function useSettled(value: string, pauseMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return settled;
}
