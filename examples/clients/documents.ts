import { graphql } from './graphql-documents/index.ts';

/** A contact, and what a form for it needs: the labels, and the account's rules. */
export const ContactQuery = graphql(`
  query Contact($id: ID!) {
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
`);

export const SaveContact = graphql(`
  mutation SaveContact($input: UpdateContactInput!) {
    updateContacts(inputs: [$input]) {
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
