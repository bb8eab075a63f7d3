/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query Definitions($names: [String!]!) {\n    contactProperties(names: $names) {\n      name\n      label\n      description\n      type\n      fieldType\n      readOnly\n      unique\n      externalOptions\n      options {\n        label\n        value\n        hidden\n        displayOrder\n      }\n      rules {\n        type\n        arguments\n      }\n    }\n  }\n": typeof types.DefinitionsDocument,
    "\n  fragment ContactValues on Contact {\n    id\n    values(names: $names) {\n      name\n      value\n    }\n  }\n": typeof types.ContactValuesFragmentDoc,
    "\n  query FindContacts($text: String, $where: [ContactFilter!], $after: String, $names: [String!]!) {\n    searchContacts(text: $text, where: $where, first: 25, after: $after) {\n      totalCount\n      nodes {\n        ...ContactValues\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.FindContactsDocument,
    "\n  query ReadContact($id: ID!, $idProperty: String, $names: [String!]!) {\n    contact(id: $id, idProperty: $idProperty) {\n      ...ContactValues\n      url\n    }\n  }\n": typeof types.ReadContactDocument,
    "\n  fragment ErrorFields on ContactError {\n    message\n    applied\n    retryable\n    ... on InvalidPropertiesError {\n      problems {\n        property\n        message\n      }\n    }\n    ... on ContactConflictError {\n      property\n      existingContactId\n    }\n  }\n": typeof types.ErrorFieldsFragmentDoc,
    "\n  mutation SaveContact($input: UpdateContactInput!, $names: [String!]!) {\n    updateContacts(inputs: [$input]) {\n      results {\n        ... on UpdateContactSuccess {\n          contact {\n            ...ContactValues\n          }\n        }\n        ...ErrorFields\n      }\n    }\n  }\n": typeof types.SaveContactDocument,
    "\n  mutation FindOrCreateContact($email: ID!, $names: [String!]!) {\n    upsertContacts(inputs: [{ id: $email, idProperty: \"email\" }]) {\n      results {\n        ... on UpsertContactSuccess {\n          created\n          contact {\n            ...ContactValues\n          }\n        }\n        ...ErrorFields\n      }\n    }\n  }\n": typeof types.FindOrCreateContactDocument,
    "\n  mutation ArchiveContact($id: ID!) {\n    archiveContacts(inputs: [{ id: $id }]) {\n      results {\n        ... on ArchiveContactSuccess {\n          contactId\n        }\n        ...ErrorFields\n      }\n    }\n  }\n": typeof types.ArchiveContactDocument,
};
const documents: Documents = {
    "\n  query Definitions($names: [String!]!) {\n    contactProperties(names: $names) {\n      name\n      label\n      description\n      type\n      fieldType\n      readOnly\n      unique\n      externalOptions\n      options {\n        label\n        value\n        hidden\n        displayOrder\n      }\n      rules {\n        type\n        arguments\n      }\n    }\n  }\n": types.DefinitionsDocument,
    "\n  fragment ContactValues on Contact {\n    id\n    values(names: $names) {\n      name\n      value\n    }\n  }\n": types.ContactValuesFragmentDoc,
    "\n  query FindContacts($text: String, $where: [ContactFilter!], $after: String, $names: [String!]!) {\n    searchContacts(text: $text, where: $where, first: 25, after: $after) {\n      totalCount\n      nodes {\n        ...ContactValues\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.FindContactsDocument,
    "\n  query ReadContact($id: ID!, $idProperty: String, $names: [String!]!) {\n    contact(id: $id, idProperty: $idProperty) {\n      ...ContactValues\n      url\n    }\n  }\n": types.ReadContactDocument,
    "\n  fragment ErrorFields on ContactError {\n    message\n    applied\n    retryable\n    ... on InvalidPropertiesError {\n      problems {\n        property\n        message\n      }\n    }\n    ... on ContactConflictError {\n      property\n      existingContactId\n    }\n  }\n": types.ErrorFieldsFragmentDoc,
    "\n  mutation SaveContact($input: UpdateContactInput!, $names: [String!]!) {\n    updateContacts(inputs: [$input]) {\n      results {\n        ... on UpdateContactSuccess {\n          contact {\n            ...ContactValues\n          }\n        }\n        ...ErrorFields\n      }\n    }\n  }\n": types.SaveContactDocument,
    "\n  mutation FindOrCreateContact($email: ID!, $names: [String!]!) {\n    upsertContacts(inputs: [{ id: $email, idProperty: \"email\" }]) {\n      results {\n        ... on UpsertContactSuccess {\n          created\n          contact {\n            ...ContactValues\n          }\n        }\n        ...ErrorFields\n      }\n    }\n  }\n": types.FindOrCreateContactDocument,
    "\n  mutation ArchiveContact($id: ID!) {\n    archiveContacts(inputs: [{ id: $id }]) {\n      results {\n        ... on ArchiveContactSuccess {\n          contactId\n        }\n        ...ErrorFields\n      }\n    }\n  }\n": types.ArchiveContactDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Definitions($names: [String!]!) {\n    contactProperties(names: $names) {\n      name\n      label\n      description\n      type\n      fieldType\n      readOnly\n      unique\n      externalOptions\n      options {\n        label\n        value\n        hidden\n        displayOrder\n      }\n      rules {\n        type\n        arguments\n      }\n    }\n  }\n"): (typeof documents)["\n  query Definitions($names: [String!]!) {\n    contactProperties(names: $names) {\n      name\n      label\n      description\n      type\n      fieldType\n      readOnly\n      unique\n      externalOptions\n      options {\n        label\n        value\n        hidden\n        displayOrder\n      }\n      rules {\n        type\n        arguments\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ContactValues on Contact {\n    id\n    values(names: $names) {\n      name\n      value\n    }\n  }\n"): (typeof documents)["\n  fragment ContactValues on Contact {\n    id\n    values(names: $names) {\n      name\n      value\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FindContacts($text: String, $where: [ContactFilter!], $after: String, $names: [String!]!) {\n    searchContacts(text: $text, where: $where, first: 25, after: $after) {\n      totalCount\n      nodes {\n        ...ContactValues\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query FindContacts($text: String, $where: [ContactFilter!], $after: String, $names: [String!]!) {\n    searchContacts(text: $text, where: $where, first: 25, after: $after) {\n      totalCount\n      nodes {\n        ...ContactValues\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ReadContact($id: ID!, $idProperty: String, $names: [String!]!) {\n    contact(id: $id, idProperty: $idProperty) {\n      ...ContactValues\n      url\n    }\n  }\n"): (typeof documents)["\n  query ReadContact($id: ID!, $idProperty: String, $names: [String!]!) {\n    contact(id: $id, idProperty: $idProperty) {\n      ...ContactValues\n      url\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ErrorFields on ContactError {\n    message\n    applied\n    retryable\n    ... on InvalidPropertiesError {\n      problems {\n        property\n        message\n      }\n    }\n    ... on ContactConflictError {\n      property\n      existingContactId\n    }\n  }\n"): (typeof documents)["\n  fragment ErrorFields on ContactError {\n    message\n    applied\n    retryable\n    ... on InvalidPropertiesError {\n      problems {\n        property\n        message\n      }\n    }\n    ... on ContactConflictError {\n      property\n      existingContactId\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SaveContact($input: UpdateContactInput!, $names: [String!]!) {\n    updateContacts(inputs: [$input]) {\n      results {\n        ... on UpdateContactSuccess {\n          contact {\n            ...ContactValues\n          }\n        }\n        ...ErrorFields\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SaveContact($input: UpdateContactInput!, $names: [String!]!) {\n    updateContacts(inputs: [$input]) {\n      results {\n        ... on UpdateContactSuccess {\n          contact {\n            ...ContactValues\n          }\n        }\n        ...ErrorFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation FindOrCreateContact($email: ID!, $names: [String!]!) {\n    upsertContacts(inputs: [{ id: $email, idProperty: \"email\" }]) {\n      results {\n        ... on UpsertContactSuccess {\n          created\n          contact {\n            ...ContactValues\n          }\n        }\n        ...ErrorFields\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation FindOrCreateContact($email: ID!, $names: [String!]!) {\n    upsertContacts(inputs: [{ id: $email, idProperty: \"email\" }]) {\n      results {\n        ... on UpsertContactSuccess {\n          created\n          contact {\n            ...ContactValues\n          }\n        }\n        ...ErrorFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ArchiveContact($id: ID!) {\n    archiveContacts(inputs: [{ id: $id }]) {\n      results {\n        ... on ArchiveContactSuccess {\n          contactId\n        }\n        ...ErrorFields\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ArchiveContact($id: ID!) {\n    archiveContacts(inputs: [{ id: $id }]) {\n      results {\n        ... on ArchiveContactSuccess {\n          contactId\n        }\n        ...ErrorFields\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;