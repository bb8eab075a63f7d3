import { useApolloClient } from '@apollo/client/react';
import { type FormEvent, useRef, useState } from 'react';
import { Panel } from './contact-panel.tsx';
import { FindOrCreateContact, ReadContact } from './documents.ts';
import { type Failure, failureOf, failureOfRequest } from './failure.ts';

interface FindOrCreateProps {
  readonly say: (text: string) => void;
  readonly onFound: (id: string, note: string) => void;
  readonly onClose: () => void;
}

/** Opens the contact with an email. Where there is none, it is created. */
export function FindOrCreate({ say, onFound, onClose }: FindOrCreateProps) {
  const client = useApolloClient();
  const field = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const problem = failure?.problems.email;

  function refuse(failure: Failure) {
    setFailure(failure);
    say(failure.unknown ? NOT_KNOWN : `Not created: ${failure.message}`);
    field.current?.focus();
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    if (email.trim() === '') return refuse(EMPTY);
    setBusy(true);
    setFailure(null);
    say(`Looking for ${email} …`);
    const { data, error } = await client.mutate({
      mutation: FindOrCreateContact,
      variables: { email: email.trim(), names: ['email'] },
    });
    const result = data?.upsertContacts.results[0];
    if (result?.__typename === 'UpsertContactSuccess') {
      const note = result.created ? 'This contact was created just now.' : 'This contact was there already.';
      say(note);
      // Not where the panel was closed meanwhile.
      if (field.current !== null) onFound(result.contact.id, note);
      return;
    }
    refuse(result ? failureOf(result) : failureOfRequest(error));
    setBusy(false);
  }

  async function check() {
    say(`Looking for ${email} …`);
    const { data, error } = await client.query({
      query: ReadContact,
      variables: { id: email.trim(), idProperty: 'email', names: ['email'] },
      fetchPolicy: 'network-only',
    });
    if (data?.contact) return onFound(data.contact.id, 'There is a contact with this email.');
    if (error) return say(error.message);
    setFailure(null);
    say(`There is no contact with the email ${email}.`);
  }

  return (
    <Panel title="New contact" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <div className="field wide">
          <label htmlFor="new-email">Email (required)</label>
          <input
            ref={field}
            id="new-email"
            type="email"
            required
            autoComplete="off"
            value={email}
            aria-invalid={problem !== undefined}
            aria-describedby={problem === undefined ? 'new-email-hint' : 'new-email-hint new-email-problem'}
            onChange={(event) => setEmail(event.target.value)}
          />
          <p id="new-email-hint" className="hint">
            If a contact has this email already, it is opened. Otherwise one is created.
          </p>
          {problem !== undefined && (
            <p id="new-email-problem" className="problem">
              {problem}
            </p>
          )}
        </div>
        <div className="actions">
          {failure !== null && problem === undefined && (
            <div className={failure.unknown ? 'failure unknown' : 'failure'}>
              <p>
                <strong>{failure.unknown ? NOT_KNOWN : 'Not created.'}</strong> {failure.message}
              </p>
              {failure.unknown && (
                <button type="button" onClick={() => void check()}>
                  Check again
                </button>
              )}
            </div>
          )}
          <div className="buttons">
            <button type="submit" className="primary" aria-disabled={busy}>
              {busy ? 'Looking …' : 'Open or create'}
            </button>
          </div>
        </div>
      </form>
    </Panel>
  );
}

const NOT_KNOWN = 'It is not known whether a contact was created.';

const EMPTY: Failure = {
  message: 'the email is missing.',
  unknown: false,
  partly: false,
  retryable: false,
  problems: { email: 'Enter an email address.' },
  existingContactId: null,
};
