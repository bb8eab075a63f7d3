import { type FormEvent, useState } from 'react';
import { type Definition, type ListedContact, nameOf, valuesOf } from './contact.ts';
import { problemOfChange } from './contact-panel.tsx';
import type { Failure } from './failure.ts';
import { focusOn } from './focus.ts';
import { kindOf, rawValue } from './form-values.ts';
import { PropertyField, problemOfInput } from './property-field.tsx';
import type { Edits } from './use-edits.ts';

interface BulkEditProps {
  /** Those that are selected. */
  readonly contacts: readonly ListedContact[];
  readonly definitions: readonly Definition[];
  readonly edits: Edits;
  readonly say: (text: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onDone: () => void;
}

interface Run {
  readonly total: number;
  readonly answered: number;
  readonly failures: readonly { readonly id: string; readonly name: string; readonly failure: Failure }[];
}

/** Sets one property of many contacts: a mutation for each, all at once. The gateway gathers them into few calls. */
export function BulkEdit({ contacts, definitions, edits, say, onOpen, onDone }: BulkEditProps) {
  const offered = definitions.filter(({ readOnly, unique, name }) => !readOnly && !unique && name !== 'email');
  const [property, setProperty] = useState('lifecyclestage');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const [run, setRun] = useState<Run | null>(null);
  const definition = offered.find(({ name }) => name === property) ?? offered[0];
  if (definition === undefined || (contacts.length === 0 && run === null)) return null;
  const kind = kindOf(definition, null);
  const { name } = definition;
  const isRunning = run !== null && run.answered < run.total;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isRunning || definition === undefined) return;
    const wrong =
      problemOfInput(event.currentTarget, name) ??
      problemOfChange(definition, kind, text) ??
      // To empty a property of many contacts by mistake is too easy: that is done one by one.
      (rawValue(kind, text) === null ? 'Choose a value for all of them.' : undefined);
    setProblem(wrong);
    if (wrong !== undefined) return;
    const total = contacts.length;
    setRun({ total, answered: 0, failures: [] });
    say(`Saving ${total} contacts …`);
    const saves = contacts.map(async (contact) => {
      const { id } = contact;
      const values = valuesOf(contact);
      const failure = await edits.save(id, [{ name, kind, text, raw: values.get(name) ?? null }], true);
      const failed = failure ? [{ id, name: nameOf(id, values), failure }] : [];
      setRun((run) => run && { ...run, answered: run.answered + 1, failures: [...run.failures, ...failed] });
      return failure === null;
    });
    const saved = (await Promise.all(saves)).filter(Boolean).length;
    say(`Saved ${saved} of ${total} contacts.`);
  }

  function choose(name: string) {
    setProperty(name);
    setText('');
    setProblem(undefined);
  }

  return (
    <section className="bulk" aria-label="Change several contacts">
      {contacts.length > 0 && (
        <form noValidate onSubmit={(event) => void submit(event)}>
          <p className="count">{contacts.length} selected</p>
          <div className="field">
            <label htmlFor="bulk-property">Set for all</label>
            <select id="bulk-property" value={name} onChange={(event) => choose(event.target.value)}>
              {offered.map(({ name, label }) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          <PropertyField
            {...{ kind, text, problem }}
            idPrefix="bulk"
            definition={definition}
            raw={null}
            onChange={setText}
          />
          <div className="buttons">
            <button type="submit" className="primary" aria-disabled={isRunning}>
              Save {contacts.length === 1 ? '1 contact' : `${contacts.length} contacts`}
            </button>
            <button
              type="button"
              className="plain"
              onClick={() => {
                focusOn('select-all');
                onDone();
              }}
            >
              Clear selection
            </button>
          </div>
        </form>
      )}
      {run !== null && <Progress run={run} onOpen={onOpen} onDismiss={() => setRun(null)} />}
    </section>
  );
}

function Progress({ run, onOpen, onDismiss }: { run: Run; onOpen: (id: string) => void; onDismiss: () => void }) {
  const { total, answered, failures } = run;
  return (
    <div className="progress">
      <label htmlFor="bulk-progress">
        {answered} of {total} answered{failures.length > 0 && `, ${failures.length} not saved`}
      </label>
      <progress id="bulk-progress" max={total} value={answered} />
      {failures.length > 0 && (
        <ul>
          {failures.map(({ id, name, failure }) => (
            <li key={id}>
              <button type="button" className="link" onClick={() => onOpen(id)}>
                {name}
              </button>{' '}
              {failure.unknown && 'It is not known whether this was saved. '}
              {failure.message}
            </li>
          ))}
        </ul>
      )}
      {answered === total && (
        <button
          type="button"
          className="plain"
          onClick={() => {
            focusOn('select-all');
            onDismiss();
          }}
        >
          Dismiss
        </button>
      )}
    </div>
  );
}
