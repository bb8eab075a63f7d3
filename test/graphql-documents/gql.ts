/* eslint-disable */
import * as types from './graphql.ts';



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
    "mutation UpdateAContact($inputs: [UpdateContactInput!]! = [{id: \"512\", properties: {firstname: \"Ada\", jobtitle: \"Analyst\"}}]) {\n  updateContacts(inputs: $inputs) {\n    results {\n      __typename\n      ... on UpdateContactSuccess {\n        contact {\n          id\n          updatedAt\n          url\n          properties {\n            firstname\n            jobtitle\n            email\n          }\n        }\n      }\n      ... on ContactError {\n        message\n        applied\n        retryable\n      }\n    }\n    batches {\n      status\n      size\n      startedAt\n      completedAt\n    }\n  }\n}": typeof types.UpdateAContactDocument,
    "mutation UpdateSeveralWithMistakes($inputs: [UpdateContactInput!]! = [{id: \"513\", properties: {firstname: \"Grace\", closedate: \"2026-10-31T12:00:00Z\"}}, {id: \"999999\", properties: {firstname: \"Nobody\"}}, {id: \"514\", otherProperties: [{name: \"hs_object_id\", value: \"1\"}]}, {id: \"515\", otherProperties: [{name: \"lifecyclestage\", value: \"stranger\"}]}, {id: \"516\", properties: {jobtitle: \"Admiral\", lastname: null}}]) {\n  updateContacts(inputs: $inputs) {\n    results {\n      __typename\n      ... on UpdateContactSuccess {\n        inputIndex\n        contact {\n          id\n          properties {\n            firstname\n            lastname\n            jobtitle\n            closedate\n          }\n        }\n      }\n      ... on ContactError {\n        inputIndex\n        contactId\n        message\n        applied\n        retryable\n      }\n      ... on InvalidPropertiesError {\n        problems {\n          property\n          code\n          message\n          value\n        }\n      }\n    }\n    batches {\n      status\n      size\n      numErrors\n    }\n  }\n}": typeof types.UpdateSeveralWithMistakesDocument,
    "mutation UpdateByUniqueProperty($inputs: [UpdateContactInput!]! = [{id: \"donald.elm.517@example.com\", idProperty: \"email\", properties: {company: \"Elm & Elm\"}}]) {\n  updateContacts(inputs: $inputs) {\n    results {\n      __typename\n      ... on UpdateContactSuccess {\n        contact {\n          id\n          properties {\n            email\n            company\n          }\n        }\n      }\n      ... on ContactError {\n        message\n        hubspot {\n          category\n          message\n          correlationId\n          context\n        }\n      }\n    }\n  }\n}": typeof types.UpdateByUniquePropertyDocument,
    "query ReadContacts($ids: [ID!]! = [\"512\", \"999999\", \"513\"]) {\n  contacts(ids: $ids) {\n    id\n    createdAt\n    archived\n    properties {\n      firstname\n      lastname\n      email\n      lifecyclestage\n    }\n    raw: property(name: \"hs_object_source\")\n  }\n}": typeof types.ReadContactsDocument,
    "query ListProperties($names: [String!] = [\"email\", \"lifecyclestage\", \"hs_lead_status\", \"closedate\"]) {\n  contactProperties(names: $names) {\n    name\n    label\n    type\n    fieldType\n    readOnly\n    unique\n    options {\n      label\n      value\n    }\n  }\n}": typeof types.ListPropertiesDocument,
};
const documents: Documents = {
    "mutation UpdateAContact($inputs: [UpdateContactInput!]! = [{id: \"512\", properties: {firstname: \"Ada\", jobtitle: \"Analyst\"}}]) {\n  updateContacts(inputs: $inputs) {\n    results {\n      __typename\n      ... on UpdateContactSuccess {\n        contact {\n          id\n          updatedAt\n          url\n          properties {\n            firstname\n            jobtitle\n            email\n          }\n        }\n      }\n      ... on ContactError {\n        message\n        applied\n        retryable\n      }\n    }\n    batches {\n      status\n      size\n      startedAt\n      completedAt\n    }\n  }\n}": types.UpdateAContactDocument,
    "mutation UpdateSeveralWithMistakes($inputs: [UpdateContactInput!]! = [{id: \"513\", properties: {firstname: \"Grace\", closedate: \"2026-10-31T12:00:00Z\"}}, {id: \"999999\", properties: {firstname: \"Nobody\"}}, {id: \"514\", otherProperties: [{name: \"hs_object_id\", value: \"1\"}]}, {id: \"515\", otherProperties: [{name: \"lifecyclestage\", value: \"stranger\"}]}, {id: \"516\", properties: {jobtitle: \"Admiral\", lastname: null}}]) {\n  updateContacts(inputs: $inputs) {\n    results {\n      __typename\n      ... on UpdateContactSuccess {\n        inputIndex\n        contact {\n          id\n          properties {\n            firstname\n            lastname\n            jobtitle\n            closedate\n          }\n        }\n      }\n      ... on ContactError {\n        inputIndex\n        contactId\n        message\n        applied\n        retryable\n      }\n      ... on InvalidPropertiesError {\n        problems {\n          property\n          code\n          message\n          value\n        }\n      }\n    }\n    batches {\n      status\n      size\n      numErrors\n    }\n  }\n}": types.UpdateSeveralWithMistakesDocument,
    "mutation UpdateByUniqueProperty($inputs: [UpdateContactInput!]! = [{id: \"donald.elm.517@example.com\", idProperty: \"email\", properties: {company: \"Elm & Elm\"}}]) {\n  updateContacts(inputs: $inputs) {\n    results {\n      __typename\n      ... on UpdateContactSuccess {\n        contact {\n          id\n          properties {\n            email\n            company\n          }\n        }\n      }\n      ... on ContactError {\n        message\n        hubspot {\n          category\n          message\n          correlationId\n          context\n        }\n      }\n    }\n  }\n}": types.UpdateByUniquePropertyDocument,
    "query ReadContacts($ids: [ID!]! = [\"512\", \"999999\", \"513\"]) {\n  contacts(ids: $ids) {\n    id\n    createdAt\n    archived\n    properties {\n      firstname\n      lastname\n      email\n      lifecyclestage\n    }\n    raw: property(name: \"hs_object_source\")\n  }\n}": types.ReadContactsDocument,
    "query ListProperties($names: [String!] = [\"email\", \"lifecyclestage\", \"hs_lead_status\", \"closedate\"]) {\n  contactProperties(names: $names) {\n    name\n    label\n    type\n    fieldType\n    readOnly\n    unique\n    options {\n      label\n      value\n    }\n  }\n}": types.ListPropertiesDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateAContact($inputs: [UpdateContactInput!]! = [{id: \"512\", properties: {firstname: \"Ada\", jobtitle: \"Analyst\"}}]) {\n  updateContacts(inputs: $inputs) {\n    results {\n      __typename\n      ... on UpdateContactSuccess {\n        contact {\n          id\n          updatedAt\n          url\n          properties {\n            firstname\n            jobtitle\n            email\n          }\n        }\n      }\n      ... on ContactError {\n        message\n        applied\n        retryable\n      }\n    }\n    batches {\n      status\n      size\n      startedAt\n      completedAt\n    }\n  }\n}"): typeof import('./graphql.ts').UpdateAContactDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateSeveralWithMistakes($inputs: [UpdateContactInput!]! = [{id: \"513\", properties: {firstname: \"Grace\", closedate: \"2026-10-31T12:00:00Z\"}}, {id: \"999999\", properties: {firstname: \"Nobody\"}}, {id: \"514\", otherProperties: [{name: \"hs_object_id\", value: \"1\"}]}, {id: \"515\", otherProperties: [{name: \"lifecyclestage\", value: \"stranger\"}]}, {id: \"516\", properties: {jobtitle: \"Admiral\", lastname: null}}]) {\n  updateContacts(inputs: $inputs) {\n    results {\n      __typename\n      ... on UpdateContactSuccess {\n        inputIndex\n        contact {\n          id\n          properties {\n            firstname\n            lastname\n            jobtitle\n            closedate\n          }\n        }\n      }\n      ... on ContactError {\n        inputIndex\n        contactId\n        message\n        applied\n        retryable\n      }\n      ... on InvalidPropertiesError {\n        problems {\n          property\n          code\n          message\n          value\n        }\n      }\n    }\n    batches {\n      status\n      size\n      numErrors\n    }\n  }\n}"): typeof import('./graphql.ts').UpdateSeveralWithMistakesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateByUniqueProperty($inputs: [UpdateContactInput!]! = [{id: \"donald.elm.517@example.com\", idProperty: \"email\", properties: {company: \"Elm & Elm\"}}]) {\n  updateContacts(inputs: $inputs) {\n    results {\n      __typename\n      ... on UpdateContactSuccess {\n        contact {\n          id\n          properties {\n            email\n            company\n          }\n        }\n      }\n      ... on ContactError {\n        message\n        hubspot {\n          category\n          message\n          correlationId\n          context\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').UpdateByUniquePropertyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ReadContacts($ids: [ID!]! = [\"512\", \"999999\", \"513\"]) {\n  contacts(ids: $ids) {\n    id\n    createdAt\n    archived\n    properties {\n      firstname\n      lastname\n      email\n      lifecyclestage\n    }\n    raw: property(name: \"hs_object_source\")\n  }\n}"): typeof import('./graphql.ts').ReadContactsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ListProperties($names: [String!] = [\"email\", \"lifecyclestage\", \"hs_lead_status\", \"closedate\"]) {\n  contactProperties(names: $names) {\n    name\n    label\n    type\n    fieldType\n    readOnly\n    unique\n    options {\n      label\n      value\n    }\n  }\n}"): typeof import('./graphql.ts').ListPropertiesDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
