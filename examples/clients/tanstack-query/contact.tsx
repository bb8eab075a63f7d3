import { QueryClientProvider, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { GraphQLClient } from 'graphql-request';
import { useState } from 'react';
import { ContactForm, type Values } from '../contact-form.tsx';
import { ContactQuery, SaveContact } from '../documents.ts';
import type { Gateway } from '../gateway.ts';
import type { ContactQuery as Screen } from '../graphql-documents/graphql.ts';
import { problemsOf } from '../problems.ts';
import { createClient, createQueryClient } from './client.ts';

function Contact({ client, id }: { readonly client: GraphQLClient; readonly id: string }) {
  const queryClient = useQueryClient();
  const queryKey = ['contact', id];
  const { data, error } = useQuery({ queryKey, queryFn: () => client.request(ContactQuery, { id }) });

  /** Puts values on the screen, and returns those that were there before. */
  const show = (properties: Partial<Values> | undefined) => {
    const before = queryClient.getQueryData<Screen>(queryKey);
    if (!before?.contact) return undefined;
    const contact = { ...before.contact, properties: { ...before.contact.properties, ...properties } };
    queryClient.setQueryData<Screen>(queryKey, { ...before, contact });
    return before.contact.properties;
  };

  const { mutateAsync } = useMutation({
    mutationFn: async (changes: Partial<Values>) => {
      const { updateContacts } = await client.request(SaveContact, { input: { id, properties: changes } });
      return updateContacts.results[0];
    },
    onMutate: async (changes) => {
      // A query that is under way would overwrite with what was before.
      await queryClient.cancelQueries({ queryKey });
      return show(changes);
    },
    // This cache knows no types: the answer has to be put into each query that shows the contact.
    onSuccess: (answer, _changes, before) =>
      show(answer?.__typename === 'UpdateContactSuccess' ? answer.contact.properties : before),
    onError: (_error, _changes, before) => show(before),
  });

  const contact = data?.contact;
  if (!contact) return <p>{error?.message ?? 'Loading …'}</p>;
  const save = (changes: Partial<Values>) =>
    mutateAsync(changes).then(problemsOf, (error: Error) => problemsOf(undefined, error));
  return <ContactForm contact={contact} definitions={data.contactProperties} save={save} />;
}

export function App({ gateway, id }: { readonly gateway: Gateway; readonly id: string }) {
  const [client] = useState(() => createClient(gateway));
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <Contact client={client} id={id} />
    </QueryClientProvider>
  );
}
