import { useQuery } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { ContactList } from './contact-list.tsx';
import { ContactPanel } from './contact-panel.tsx';
import { Definitions } from './documents.ts';
import { FindOrCreate } from './find-or-create.tsx';
import { focusOn } from './focus.ts';
import { Outage } from './outage.tsx';
import { FORM } from './properties.ts';
import { useEdits } from './use-edits.ts';

/** What is open beside the list. */
type Open = { readonly id: string; readonly note: string | null } | 'new' | null;

export function App() {
  const [open, setOpen] = useState<Open>(null);
  const [message, say] = useState('');
  const edits = useEdits();
  // Rules that cannot be read now are null, and the form does without.
  const { data, error, refetch } = useQuery(Definitions, { variables: { names: FORM } });
  useEffect(() => {
    if (!edits.isOpen) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [edits.isOpen]);
  // Long enough to be read; what matters longer stands where it belongs.
  useEffect(() => {
    const timer = setTimeout(() => say(''), 10_000);
    return () => clearTimeout(timer);
  }, [message]);
  const openId = typeof open === 'object' && open !== null ? open.id : null;

  const openContact = (id: string, note: string | null = null) => setOpen({ id, note });
  function close() {
    setOpen(null);
    // Back to where it was opened, where that is still there.
    focusOn('search');
    if (openId !== null) focusOn(`open-${openId}`);
  }

  return (
    <>
      <header className="top">
        <h1>Contacts</h1>
        <Outage say={say} />
      </header>
      <main className={open === null ? '' : 'with-panel'}>
        {data?.contactProperties ? (
          <>
            <ContactList
              definitions={data.contactProperties}
              {...{ edits, openId, say }}
              onOpen={openContact}
              onNew={() => setOpen('new')}
            />
            {open === 'new' && <FindOrCreate say={say} onFound={openContact} onClose={close} />}
            {open !== null && open !== 'new' && (
              <ContactPanel
                key={open.id}
                {...open}
                definitions={data.contactProperties}
                {...{ edits, say }}
                onOpen={openContact}
                onClose={close}
              />
            )}
          </>
        ) : error ? (
          <div className="failure" role="alert">
            <p>The properties of contacts cannot be read: {error.message}</p>
            <button type="button" onClick={() => void refetch()}>
              Try again
            </button>
          </div>
        ) : (
          <p className="quiet">Reading the properties of contacts …</p>
        )}
      </main>
      <p className="message" role="status">
        {message}
      </p>
    </>
  );
}
