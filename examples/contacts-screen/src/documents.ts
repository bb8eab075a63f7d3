import { graphql } from './gql/index.ts';

export const Definitions = graphql(`
  query Definitions($names: [String!]!) {
    contactProperties(names: $names) {
      name
      label
      description
      type
      fieldType
      readOnly
      unique
      externalOptions
      options {
        label
        value
        hidden
        displayOrder
      }
      rules {
        type
        arguments
      }
    }
  }
`);

graphql(`
  fragment ContactValues on Contact {
    id
    values(names: $names) {
      name
      value
    }
  }
`);

export const FindContacts = graphql(`
  query FindContacts($text: String, $where: [ContactFilter!], $after: String, $names: [String!]!) {
    searchContacts(text: $text, where: $where, first: 25, after: $after) {
      totalCount
      nodes {
        ...ContactValues
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ReadContact = graphql(`
  query ReadContact($id: ID!, $idProperty: String, $names: [String!]!) {
    contact(id: $id, idProperty: $idProperty) {
      ...ContactValues
      url
    }
  }
`);

graphql(`
  fragment ErrorFields on ContactError {
    message
    applied
    retryable
    ... on InvalidPropertiesError {
      problems {
        property
        message
      }
    }
    ... on ContactConflictError {
      property
      existingContactId
    }
  }
`);

/** It answers what the cache has to learn, so that nothing is read again after a save. */
export const SaveContact = graphql(`
  mutation SaveContact($input: UpdateContactInput!, $names: [String!]!) {
    updateContacts(inputs: [$input]) {
      results {
        ... on UpdateContactSuccess {
          contact {
            ...ContactValues
          }
        }
        ...ErrorFields
      }
    }
  }
`);

export const FindOrCreateContact = graphql(`
  mutation FindOrCreateContact($email: ID!, $names: [String!]!) {
    upsertContacts(inputs: [{ id: $email, idProperty: "email" }]) {
      results {
        ... on UpsertContactSuccess {
          created
          contact {
            ...ContactValues
          }
        }
        ...ErrorFields
      }
    }
  }
`);

export const ArchiveContact = graphql(`
  mutation ArchiveContact($id: ID!) {
    archiveContacts(inputs: [{ id: $id }]) {
      results {
        ... on ArchiveContactSuccess {
          contactId
        }
        ...ErrorFields
      }
    }
  }
`);
