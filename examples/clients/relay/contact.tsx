import { Suspense, useState } from 'react';
import { graphql, RelayEnvironmentProvider, useLazyLoadQuery, useMutation } from 'react-relay';
import { ContactForm, type Values } from '../contact-form.tsx';
import type { Gateway } from '../gateway.ts';
import { type Problems, problemsOf } from '../problems.ts';
import type { contactQuery } from './__generated__/contactQuery.graphql.ts';
import type { contactSaveMutation } from './__generated__/contactSaveMutation.graphql.ts';
import { createEnvironment } from './client.ts';

function Contact({ id }: { readonly id: string }) {
  const { contact, contactProperties } = useLazyLoadQuery<contactQuery>(
    graphql`
      query contactQuery($id: ID!) {
        contact(id: $id) {
          id
          properties { firstname jobtitle email }
        }
        contactProperties(names: ["jobtitle", "email"]) {
          name
          label
          rules { type arguments }
        }
      }
    `,
    { id },
  );
  // A variable for each property: with an UpdateContactInput the generated file would hold the types of all the account's.
  const [commit] = useMutation<contactSaveMutation>(graphql`
    mutation contactSaveMutation($id: ID!, $jobtitle: String, $email: String) {
      updateContacts(inputs: [{ id: $id, properties: { jobtitle: $jobtitle, email: $email } }]) {
        results {
          __typename
          ... on UpdateContactSuccess {
            contact {
              id
              properties { firstname jobtitle email }
            }
          }
          ... on ContactError { message applied retryable }
          ... on InvalidPropertiesError { problems { property message } }
        }
      }
    }
  `);
  if (!contact) return <p>There is no such contact.</p>;

  const save = (changes: Partial<Values>) =>
    new Promise<Problems>((resolve) => {
      commit({
        variables: { id, ...changes },
        // Shown at once, and taken back as soon as the answer is there: a success puts its values in place, an error none.
        optimisticUpdater(store) {
          const properties = store.get(`Contact:${id}`)?.getLinkedRecord('properties');
          for (const [name, value] of Object.entries(changes)) properties?.setValue(value, name);
        },
        onCompleted: ({ updateContacts }) => resolve(problemsOf(updateContacts.results[0])),
        onError: (error) => resolve(problemsOf(undefined, error)),
      });
    });

  return <ContactForm contact={contact} definitions={contactProperties} save={save} />;
}

export function App({ gateway, id }: { readonly gateway: Gateway; readonly id: string }) {
  const [environment] = useState(() => createEnvironment(gateway));
  return (
    <RelayEnvironmentProvider environment={environment}>
      <Suspense fallback="Loading …">
        <Contact id={id} />
      </Suspense>
    </RelayEnvironmentProvider>
  );
}
