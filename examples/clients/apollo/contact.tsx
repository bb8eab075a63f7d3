import { ApolloProvider, useMutation, useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { ContactForm, type Values } from '../contact-form.tsx';
import { ContactQuery, SaveContact } from '../documents.ts';
import type { Gateway } from '../gateway.ts';
import { problemsOf } from '../problems.ts';
import { createClient } from './client.ts';

function Contact({ id }: { readonly id: string }) {
  const { data, error } = useQuery(ContactQuery, { variables: { id } });
  const [saveContact] = useMutation(SaveContact);
  const contact = data?.contact;
  if (!contact) return <p>{error?.message ?? 'Loading …'}</p>;

  const save = async (changes: Partial<Values>) => {
    const { data, error } = await saveContact({
      variables: { input: { id, properties: changes } },
      // Shown at once, and taken back as soon as the answer is there: a success puts its values in place, an error none.
      optimisticResponse: {
        __typename: 'Mutation',
        updateContacts: {
          __typename: 'UpdateContactsPayload',
          results: [
            {
              __typename: 'UpdateContactSuccess',
              contact: { ...contact, properties: { ...contact.properties, ...changes } },
            },
          ],
        },
      },
    });
    return problemsOf(data?.updateContacts.results[0], error);
  };

  return <ContactForm contact={contact} definitions={data.contactProperties} save={save} />;
}

export function App({ gateway, id }: { readonly gateway: Gateway; readonly id: string }) {
  const [client] = useState(() => createClient(gateway));
  return (
    <ApolloProvider client={client}>
      <Contact id={id} />
    </ApolloProvider>
  );
}
