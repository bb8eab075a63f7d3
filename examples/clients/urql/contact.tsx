import { useState } from 'react';
import { Provider, useMutation, useQuery } from 'urql';
import { ContactForm, type Values } from '../contact-form.tsx';
import { ContactQuery, SaveContact } from '../documents.ts';
import type { Gateway } from '../gateway.ts';
import { problemsOf } from '../problems.ts';
import { createClient, keepalive } from './client.ts';

function Contact({ id }: { readonly id: string }) {
  const [{ data, error }] = useQuery({ query: ContactQuery, variables: { id } });
  const [, saveContact] = useMutation(SaveContact);
  const contact = data?.contact;
  if (!contact) return <p>{error?.message ?? 'Loading …'}</p>;

  const save = async (changes: Partial<Values>) => {
    const { data, error } = await saveContact({ input: { id, properties: changes } }, keepalive);
    return problemsOf(data?.updateContacts.results[0], error);
  };

  return <ContactForm contact={contact} definitions={data.contactProperties} save={save} />;
}

export function App({ gateway, id }: { readonly gateway: Gateway; readonly id: string }) {
  const [client] = useState(() => createClient(gateway));
  return (
    <Provider value={client}>
      <Contact id={id} />
    </Provider>
  );
}
