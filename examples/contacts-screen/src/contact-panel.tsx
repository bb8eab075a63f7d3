import { useApolloClient, useQuery } from '@apollo/client/react';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { forgetContact } from './apollo.ts';
import { type Definition, nameOf, type Values, valuesOf } from './contact.ts';
import { ArchiveContact, ReadContact } from './documents.ts';
import { type Failure, failureOf, failureOfRequest } from './failure.ts';
import { focusOn } from './focus.ts';
import { fieldText, inWords, type Kind, kindOf, problemOfText, rawValue, sameText } from './form-values.ts';
import { PropertyField, problemOfInput } from './property-field.tsx';
import { brokenRule } from './rules.ts';
import type { Change, Edit, Edits } from './use-edits.ts';

interface ContactPanelProps {
  readonly id: string;
  /** How the panel came to be open, where that is worth a line. */
  readonly note: string | null;
  readonly definitions: readonly Definition[];
  readonly edits: Edits;
  readonly say: (text: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}

export function ContactPanel(props: ContactPanelProps) {
  const { id, definitions, note, onClose } = props;
  const names = definitions.map(({ name }) => name);
  const { data, error, refetch } = useQuery(ReadContact, {
    variables: { id, names },
    // What is known is shown at once, and what others changed since as soon as it is read.
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const contact = data?.contact;
  const values = contact ? valuesOf(contact) : null;

  return (
    <Panel title={values ? nameOf(id, values) : 'Contact'} onClose={onClose}>
      {note !== null && <p className="note">{note}</p>}
      {contact && values ? (
        <ContactForm {...props} values={values} url={contact.url} />
      ) : error ? (
        <div className="failure">
          <p>{error.message}</p>
          <button type="button" onClick={() => void refetch()}>
            Try again
          </button>
        </div>
      ) : (
        <p className="quiet">{data ? 'There is no such contact any more.' : 'Reading the contact …'}</p>
      )}
    </Panel>
  );
}

/** A part of the screen that opens beside the list. Its heading gets the focus, and Escape closes it. */
export function Panel({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section
      className="panel"
      aria-labelledby="panel-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header>
        <h2 id="panel-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" className="plain" onClick={onClose}>
          Close
        </button>
      </header>
      {children}
    </section>
  );
}

interface Field extends Change {
  readonly definition: Definition;
  readonly changed: boolean;
}

function ContactForm(props: ContactPanelProps & { readonly values: Values; readonly url: string | null }) {
  const { id, definitions, values, url, edits, say } = props;
  const form = useRef<HTMLFormElement>(null);
  const edit = edits.of(id);
  const name = nameOf(id, values);
  const fields = definitions.filter(({ readOnly }) => !readOnly).map((definition) => fieldOf(definition, values, edit));
  const changes = fields.filter(({ changed }) => changed);

  /** Whether the first field with a problem is to have the focus, once it is shown as one. */
  const isSubmitted = useRef(false);
  const { problems } = edit;
  useEffect(() => {
    if (!isSubmitted.current || Object.keys(problems).length === 0) return;
    isSubmitted.current = false;
    form.current?.querySelector<HTMLElement>(INVALID)?.focus();
  }, [problems]);

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    isSubmitted.current = true;
    const problems = Object.fromEntries(
      fields.map((field) => problemOf(field, form.current)).filter((problem) => problem !== null),
    );
    if (Object.keys(problems).length > 0) {
      edits.refuse(id, problems);
      say('Not saved. Some fields need another value.');
    } else if (changes.length === 0) {
      if (edit.saving === 0) say('There is nothing to save.');
    } else {
      const written = changes.map(({ name, kind, text }) => [name, rawValue(kind, text)] as const);
      const newName = nameOf(id, new Map([...values, ...written]));
      say(`Saving ${newName} …`);
      const failure = await edits.save(id, changes);
      say(
        failure === null
          ? `Saved ${newName}.`
          : failure.unknown
            ? NOT_KNOWN
            : `${outcomeOf(failure)} ${failure.message}`,
      );
      if (Object.keys(failure?.problems ?? {}).length === 0) isSubmitted.current = false;
    }
  }

  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)}>
      <div className="scroll">
        <div className="fields">
          {fields.map(({ definition, kind, raw, text, changed }) => (
            <PropertyField
              key={definition.name}
              {...{ definition, kind, raw, text, changed }}
              problem={problems[definition.name]}
              onChange={(next) => edits.change(id, definition.name, next)}
            />
          ))}
        </div>
        <ReadOnly {...{ definitions, values, url }} />
      </div>
      <div className="actions">
        <FailureNote {...props} edit={edit} name={name} fields={fields} onRetry={() => void submit()} />
        <div className="buttons">
          <button id="save" type="submit" className="primary">
            {edit.saving > 0 ? 'Saving …' : changes.length > 1 ? `Save ${changes.length} changes` : 'Save'}
          </button>
          {changes.length > 0 && edit.saving === 0 && (
            <button
              type="button"
              onClick={() => {
                focusOn('save');
                edits.discard(id);
              }}
            >
              Discard
            </button>
          )}
          <Archive {...props} name={name} />
        </div>
      </div>
    </form>
  );
}

const INVALID = '[aria-invalid="true"], [data-invalid="true"] input';
const NOT_KNOWN = 'It is not known whether this was saved.';
const outcomeOf = ({ partly }: Failure): string => (partly ? 'Saved in part.' : 'Not saved.');

function fieldOf(definition: Definition, values: Values, { draft }: Edit): Field {
  const { name } = definition;
  const raw = values.get(name) ?? null;
  const kind = kindOf(definition, raw);
  const stored = fieldText(kind, raw);
  const text = draft[name] ?? stored;
  return { definition, name, raw, kind, text, changed: !sameText(kind, text, stored) };
}

function problemOf(
  { name, kind, text, changed, definition }: Field,
  form: HTMLFormElement | null,
): [string, string] | null {
  const problem = problemOfInput(form, name) ?? (changed ? problemOfChange(definition, kind, text) : null);
  return problem === null ? null : [name, problem];
}

/** What can be found out before saving. */
export function problemOfChange({ rules }: Definition, kind: Kind, text: string): string | null {
  const problem = problemOfText(kind, text);
  if (problem !== null) return problem;
  const value = rawValue(kind, text);
  return value === null ? null : brokenRule(rules ?? [], value);
}

function ReadOnly({
  definitions,
  values,
  url,
}: Pick<ContactPanelProps, 'definitions'> & { values: Values; url: string | null }) {
  const shown = definitions.filter(({ readOnly }) => readOnly);
  return (
    <section className="read-only" aria-label="Read-only properties">
      <h3>Kept by HubSpot</h3>
      <dl>
        {shown.map((definition) => (
          <div key={definition.name}>
            <dt>{definition.label}</dt>
            <dd>{inWords(definition, values.get(definition.name) ?? null) || '–'}</dd>
          </div>
        ))}
      </dl>
      {url !== null && (
        <a href={url} target="_blank" rel="noreferrer">
          Open in HubSpot
        </a>
      )}
    </section>
  );
}

interface FailureNoteProps extends ContactPanelProps {
  readonly edit: Edit;
  readonly name: string;
  readonly fields: readonly Field[];
  readonly onRetry: () => void;
}

/** What became of the last save, where it did not succeed. */
function FailureNote({ id, edit, name, fields, edits, say, onOpen, onRetry }: FailureNoteProps) {
  const { failure, saving, sent } = edit;
  if (failure === null || saving > 0) return null;

  async function check() {
    focusOn('save');
    say(`Reading ${name} …`);
    const saved = await edits.checkAgain(id, sent);
    if (saved === null) say('The contact cannot be read now.');
    else say(saved ? `It was saved: HubSpot has your values for ${name}.` : 'It was not saved. You can save it again.');
  }

  if (failure.unknown) {
    return (
      <div className="failure unknown">
        <p>
          <strong>{NOT_KNOWN}</strong> {failure.message}
        </p>
        <button type="button" onClick={() => void check()}>
          Check again
        </button>
      </div>
    );
  }
  const { existingContactId } = failure;
  const problems = Object.entries(failure.problems);
  const elsewhere = problems.filter(([property]) => !fields.some(({ name }) => name === property));
  const isAtFields = problems.length > 0 && elsewhere.length === 0;
  return (
    <div className="failure">
      <p>
        <strong>{outcomeOf(failure)}</strong> {isAtFields ? 'Change what is marked above.' : failure.message}
      </p>
      {elsewhere.length > 0 && (
        <ul>
          {elsewhere.map(([property, message]) => (
            <li key={property}>
              {property}: {message}
            </li>
          ))}
        </ul>
      )}
      {failure.retryable && (
        <button
          type="button"
          onClick={() => {
            focusOn('save');
            onRetry();
          }}
        >
          Save again
        </button>
      )}
      {existingContactId !== null && (
        <button type="button" onClick={() => onOpen(existingContactId)}>
          Open the contact that has it
        </button>
      )}
    </div>
  );
}

function Archive({
  id,
  name,
  say,
  onClose,
}: Pick<ContactPanelProps, 'id' | 'say' | 'onClose'> & { readonly name: string }) {
  const client = useApolloClient();
  const button = useRef<HTMLButtonElement>(null);
  const [state, setState] = useState<'idle' | 'asking' | 'kept' | 'archiving'>('idle');

  async function archive() {
    setState('archiving');
    say(`Archiving ${name} …`);
    const { data, error } = await client.mutate({
      mutation: ArchiveContact,
      variables: { id },
      update(cache, { data }) {
        if (data?.archiveContacts.results[0]?.__typename === 'ArchiveContactSuccess') forgetContact(cache, id);
      },
    });
    const result = data?.archiveContacts.results[0];
    if (result?.__typename === 'ArchiveContactSuccess') {
      say(`Archived ${name}. To undo this, restore the contact from the recycle bin in HubSpot.`);
      // Not where another contact is open by now.
      if (button.current !== null) onClose();
      return;
    }
    const { unknown, message } = result ? failureOf(result) : failureOfRequest(error);
    say(unknown ? `It is not known whether ${name} was archived. ${message}` : `Not archived: ${message}`);
    setState('kept');
  }

  if (state !== 'asking') {
    const isArchiving = state === 'archiving';
    return (
      <button
        ref={button}
        type="button"
        className="plain danger"
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the buttons that had the focus.
        autoFocus={state !== 'idle'}
        aria-disabled={isArchiving}
        onClick={() => {
          if (!isArchiving) setState('asking');
        }}
      >
        {isArchiving ? 'Archiving …' : 'Archive'}
      </button>
    );
  }
  return (
    <fieldset
      className="confirm"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        setState('kept');
      }}
    >
      <legend>Move {name} to HubSpot’s recycle bin? It can be restored there for some time.</legend>
      <button type="button" className="danger" onClick={() => void archive()}>
        Archive this contact
      </button>
      {/* biome-ignore lint/a11y/noAutofocus: it takes the place of the button that had the focus. */}
      <button type="button" autoFocus onClick={() => setState('kept')}>
        Keep it
      </button>
    </fieldset>
  );
}
