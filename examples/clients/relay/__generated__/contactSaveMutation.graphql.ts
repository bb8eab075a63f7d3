/**
 * @generated SignedSource<<768043977fd370cbd4c4094ba84fc1d9>>
 * @relayHash 84b4dc2c8e4bfe85d5fd96299a3b4242
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

// @relayRequestID 7f3cd13e8cd451a7e08a049b66d11b7846af09523a992b60e4c58895751ec245

import type { ConcreteRequest } from 'relay-runtime';
export type Applied = "NO" | "UNKNOWN" | "%future added value";
export type contactSaveMutation$variables = {
  email?: string | null;
  id: string;
  jobtitle?: string | null;
};
export type contactSaveMutation$data = {
  readonly updateContacts: {
    readonly results: ReadonlyArray<{
      readonly __typename: string;
      readonly applied?: Applied;
      readonly contact?: {
        readonly id: string;
        readonly properties: {
          readonly email: string | null;
          readonly firstname: string | null;
          readonly jobtitle: string | null;
        };
      };
      readonly message?: string;
      readonly problems?: ReadonlyArray<{
        readonly message: string;
        readonly property: string;
      }>;
      readonly retryable?: boolean;
    }>;
  };
};
export type contactSaveMutation = {
  response: contactSaveMutation$data;
  variables: contactSaveMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "email"
},
v1 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "id"
},
v2 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "jobtitle"
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "message",
  "storageKey": null
},
v4 = [
  {
    "alias": null,
    "args": [
      {
        "items": [
          {
            "fields": [
              {
                "kind": "Variable",
                "name": "id",
                "variableName": "id"
              },
              {
                "fields": [
                  {
                    "kind": "Variable",
                    "name": "email",
                    "variableName": "email"
                  },
                  {
                    "kind": "Variable",
                    "name": "jobtitle",
                    "variableName": "jobtitle"
                  }
                ],
                "kind": "ObjectValue",
                "name": "properties"
              }
            ],
            "kind": "ObjectValue",
            "name": "inputs.0"
          }
        ],
        "kind": "ListValue",
        "name": "inputs"
      }
    ],
    "concreteType": "UpdateContactsPayload",
    "kind": "LinkedField",
    "name": "updateContacts",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": null,
        "kind": "LinkedField",
        "name": "results",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "__typename",
            "storageKey": null
          },
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "Contact",
                "kind": "LinkedField",
                "name": "contact",
                "plural": false,
                "selections": [
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "id",
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "ContactProperties",
                    "kind": "LinkedField",
                    "name": "properties",
                    "plural": false,
                    "selections": [
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "firstname",
                        "storageKey": null
                      },
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "jobtitle",
                        "storageKey": null
                      },
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "email",
                        "storageKey": null
                      }
                    ],
                    "storageKey": null
                  }
                ],
                "storageKey": null
              }
            ],
            "type": "UpdateContactSuccess",
            "abstractKey": null
          },
          {
            "kind": "InlineFragment",
            "selections": [
              (v3/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "applied",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "retryable",
                "storageKey": null
              }
            ],
            "type": "ContactError",
            "abstractKey": "__isContactError"
          },
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "PropertyProblem",
                "kind": "LinkedField",
                "name": "problems",
                "plural": true,
                "selections": [
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "property",
                    "storageKey": null
                  },
                  (v3/*:: as any*/)
                ],
                "storageKey": null
              }
            ],
            "type": "InvalidPropertiesError",
            "abstractKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": [
      (v0/*:: as any*/),
      (v1/*:: as any*/),
      (v2/*:: as any*/)
    ],
    "kind": "Fragment",
    "metadata": null,
    "name": "contactSaveMutation",
    "selections": (v4/*:: as any*/),
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [
      (v1/*:: as any*/),
      (v2/*:: as any*/),
      (v0/*:: as any*/)
    ],
    "kind": "Operation",
    "name": "contactSaveMutation",
    "selections": (v4/*:: as any*/)
  },
  "params": {
    "cacheID": "84b4dc2c8e4bfe85d5fd96299a3b4242",
    "id": "7f3cd13e8cd451a7e08a049b66d11b7846af09523a992b60e4c58895751ec245",
    "metadata": {},
    "name": "contactSaveMutation",
    "operationKind": "mutation",
    "text": "mutation contactSaveMutation(\n  $id: ID!\n  $jobtitle: String\n  $email: String\n) {\n  updateContacts(inputs: [{id: $id, properties: {jobtitle: $jobtitle, email: $email}}]) {\n    results {\n      __typename\n      ... on UpdateContactSuccess {\n        contact {\n          id\n          properties {\n            firstname\n            jobtitle\n            email\n          }\n        }\n      }\n      ... on ContactError {\n        __isContactError: __typename\n        message\n        applied\n        retryable\n      }\n      ... on InvalidPropertiesError {\n        problems {\n          property\n          message\n        }\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "5123cecc664e6fc6d445477f5212f538";

export default node;
