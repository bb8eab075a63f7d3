/**
 * @generated SignedSource<<0059c0c06a00124e1fd3545895e893d8>>
 * @relayHash 2d51682585792339f9a857d40acba697
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

// @relayRequestID fc12a62a11181555e0bfd6453cc3a09922b0ce4277506a0de3cff3eddfc4930d

import type { ConcreteRequest } from 'relay-runtime';
export type Applied = "NO" | "UNKNOWN" | "%future added value";
export type ContactHsBuyingRole = "BLOCKER" | "BUDGET_HOLDER" | "CHAMPION" | "DECISION_MAKER" | "END_USER" | "EXECUTIVE_SPONSOR" | "INFLUENCER" | "LEGAL_AND_COMPLIANCE" | "OTHER" | "%future added value";
export type ContactHsLanguage = "de" | "en" | "en_gb_x2d" | "en_us_x2d" | "es" | "fr" | "it" | "ja" | "nl" | "pt_br_x2d" | "zh_cn_x2d" | "%future added value";
export type ContactHsLeadStatus = "ATTEMPTED_TO_CONTACT" | "BAD_TIMING" | "CONNECTED" | "IN_PROGRESS" | "NEW" | "OPEN" | "OPEN_DEAL" | "UNQUALIFIED" | "%future added value";
export type ContactHsLegalBasis = "Freely_given_consent_from_contact_x20" | "Legitimate_interest_existing_customer_xeb3cad7910" | "Legitimate_interest_other_x72609aa877" | "Legitimate_interest_prospect_lead_x06b9c0ffc8" | "Not_applicable_x20" | "Performance_of_a_contract_x20" | "%future added value";
export type ContactHsPipeline = "contacts_lifecycle_pipeline_x2d" | "%future added value";
export type ContactHsTimezone = "america_slash_los_angeles" | "america_slash_new_york" | "asia_slash_tokyo" | "europe_slash_berlin" | "europe_slash_london" | "%future added value";
export type ContactLifecyclestage = "customer" | "evangelist" | "lead" | "marketingqualifiedlead" | "opportunity" | "other" | "salesqualifiedlead" | "subscriber" | "%future added value";
export type ContactNumemployees = "_1000_xada7fd74f5" | "_100_500" | "_1_5" | "_25_50" | "_500_1000" | "_50_100" | "_5_25" | "%future added value";
export type ContactPropertyDropdown = "choice_a" | "choice_b" | "choice_c" | "%future added value";
export type ContactPropertyMultipleCheckboxes = "chocolate" | "strawberry" | "vanilla" | "%future added value";
export type ContactPropertyRadio = "option_1" | "option_2" | "option_3" | "%future added value";
export type UpdateContactInput = {
  id: string;
  idProperty?: string | null;
  otherProperties?: ReadonlyArray<PropertyValueInput> | null;
  properties?: ContactPropertiesInput | null;
};
export type PropertyValueInput = {
  name: string;
  value?: string | null;
};
export type ContactPropertiesInput = {
  address?: string | null;
  annualrevenue?: string | null;
  city?: string | null;
  closedate?: string | null;
  company?: string | null;
  country?: string | null;
  date_of_birth?: string | null;
  degree?: string | null;
  email?: string | null;
  fax?: string | null;
  field_of_study?: string | null;
  firstname?: string | null;
  gender?: string | null;
  graduation_date?: string | null;
  hs_buying_role?: ReadonlyArray<ContactHsBuyingRole> | null;
  hs_content_membership_notes?: string | null;
  hs_language?: ContactHsLanguage | null;
  hs_lead_status?: ContactHsLeadStatus | null;
  hs_legal_basis?: ReadonlyArray<ContactHsLegalBasis> | null;
  hs_pipeline?: ContactHsPipeline | null;
  hs_timezone?: ContactHsTimezone | null;
  hubspot_owner_id?: string | null;
  industry?: string | null;
  job_function?: string | null;
  jobtitle?: string | null;
  lastname?: string | null;
  lifecyclestage?: ContactLifecyclestage | null;
  marital_status?: string | null;
  message?: string | null;
  military_status?: string | null;
  mobilephone?: string | null;
  my_unique_property_name?: string | null;
  numemployees?: ContactNumemployees | null;
  phone?: string | null;
  property_checkbox?: boolean | null;
  property_date?: string | null;
  property_dropdown?: ContactPropertyDropdown | null;
  property_multiple_checkboxes?: ReadonlyArray<ContactPropertyMultipleCheckboxes> | null;
  property_number?: number | null;
  property_radio?: ContactPropertyRadio | null;
  property_string?: string | null;
  relationship_status?: string | null;
  salutation?: string | null;
  school?: string | null;
  seniority?: string | null;
  start_date?: string | null;
  state?: string | null;
  twitterhandle?: string | null;
  website?: string | null;
  work_email?: string | null;
  zip?: string | null;
};
export type contactSaveMutation$variables = {
  input: UpdateContactInput;
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
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "input"
  }
],
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "message",
  "storageKey": null
},
v2 = [
  {
    "alias": null,
    "args": [
      {
        "items": [
          {
            "kind": "Variable",
            "name": "inputs.0",
            "variableName": "input"
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
              (v1/*:: as any*/),
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
                  (v1/*:: as any*/)
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
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "contactSaveMutation",
    "selections": (v2/*:: as any*/),
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "contactSaveMutation",
    "selections": (v2/*:: as any*/)
  },
  "params": {
    "cacheID": "2d51682585792339f9a857d40acba697",
    "id": "fc12a62a11181555e0bfd6453cc3a09922b0ce4277506a0de3cff3eddfc4930d",
    "metadata": {},
    "name": "contactSaveMutation",
    "operationKind": "mutation",
    "text": "mutation contactSaveMutation(\n  $input: UpdateContactInput!\n) {\n  updateContacts(inputs: [$input]) {\n    results {\n      __typename\n      ... on UpdateContactSuccess {\n        contact {\n          id\n          properties {\n            firstname\n            jobtitle\n            email\n          }\n        }\n      }\n      ... on ContactError {\n        __isContactError: __typename\n        message\n        applied\n        retryable\n      }\n      ... on InvalidPropertiesError {\n        problems {\n          property\n          message\n        }\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "780464b5b2f548fcea365f6db8753e78";

export default node;
