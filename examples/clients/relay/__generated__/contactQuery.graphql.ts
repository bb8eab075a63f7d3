/**
 * @generated SignedSource<<5073db4faa92563efc30ef72ac588839>>
 * @relayHash 85e0e54c83190b902e112520bb829c0c
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

// @relayRequestID 6e8a82816d4bcd6a079a6cf0e851764b8139c5fe7bbe3ef9d86ce4c2fabefbc6

import type { ConcreteRequest } from 'relay-runtime';
export type contactQuery$variables = {
  id: string;
};
export type contactQuery$data = {
  readonly contact: {
    readonly id: string;
    readonly properties: {
      readonly email: string | null;
      readonly firstname: string | null;
      readonly jobtitle: string | null;
    };
  } | null;
  readonly contactProperties: ReadonlyArray<{
    readonly label: string;
    readonly name: string;
    readonly rules: ReadonlyArray<{
      readonly arguments: ReadonlyArray<string>;
      readonly type: string;
    }> | null;
  }>;
};
export type contactQuery = {
  response: contactQuery$data;
  variables: contactQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "id"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "id",
        "variableName": "id"
      }
    ],
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
  },
  {
    "alias": null,
    "args": [
      {
        "kind": "Literal",
        "name": "names",
        "value": [
          "jobtitle",
          "email"
        ]
      }
    ],
    "concreteType": "ContactPropertyDefinition",
    "kind": "LinkedField",
    "name": "contactProperties",
    "plural": true,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "name",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "label",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": "ContactPropertyRule",
        "kind": "LinkedField",
        "name": "rules",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "type",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "arguments",
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": "contactProperties(names:[\"jobtitle\",\"email\"])"
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "contactQuery",
    "selections": (v1/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "contactQuery",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "cacheID": "85e0e54c83190b902e112520bb829c0c",
    "id": "6e8a82816d4bcd6a079a6cf0e851764b8139c5fe7bbe3ef9d86ce4c2fabefbc6",
    "metadata": {},
    "name": "contactQuery",
    "operationKind": "query",
    "text": "query contactQuery(\n  $id: ID!\n) {\n  contact(id: $id) {\n    id\n    properties {\n      firstname\n      jobtitle\n      email\n    }\n  }\n  contactProperties(names: [\"jobtitle\", \"email\"]) {\n    name\n    label\n    rules {\n      type\n      arguments\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "93906dab1ecafe18b575f40cbcff6fa7";

export default node;
