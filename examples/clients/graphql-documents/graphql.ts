/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What is known about a write that did not succeed. */
export type Applied =
  /** Nothing was written. It is safe to send the input again. */
  | 'NO'
  /** It may have been written. Read the contact before you send the input again. */
  | 'UNKNOWN';

/** The options of the property `hs_buying_role` (Buying Role). */
export type ContactHsBuyingRole =
  /** Blocker */
  | 'BLOCKER'
  /** Budget Holder */
  | 'BUDGET_HOLDER'
  /** Champion */
  | 'CHAMPION'
  /** Decision Maker */
  | 'DECISION_MAKER'
  /** End User */
  | 'END_USER'
  /** Executive Sponsor */
  | 'EXECUTIVE_SPONSOR'
  /** Influencer */
  | 'INFLUENCER'
  /** Legal & Compliance */
  | 'LEGAL_AND_COMPLIANCE'
  /** Other */
  | 'OTHER';

/** The options of the property `hs_language` (Preferred language). */
export type ContactHsLanguage =
  /** German */
  | 'de'
  /** English */
  | 'en'
  /** English - United Kingdom */
  | 'en_gb_x2d'
  /** English - United States */
  | 'en_us_x2d'
  /** Spanish */
  | 'es'
  /** French */
  | 'fr'
  /** Italian */
  | 'it'
  /** Japanese */
  | 'ja'
  /** Dutch */
  | 'nl'
  /** Portuguese - Brazil */
  | 'pt_br_x2d'
  /** Chinese - China */
  | 'zh_cn_x2d';

/** The options of the property `hs_lead_status` (Lead Status). */
export type ContactHsLeadStatus =
  /** Attempted to Contact */
  | 'ATTEMPTED_TO_CONTACT'
  /** Bad Timing */
  | 'BAD_TIMING'
  /** Connected */
  | 'CONNECTED'
  /** In Progress */
  | 'IN_PROGRESS'
  /** New */
  | 'NEW'
  /** Open */
  | 'OPEN'
  /** Open Deal */
  | 'OPEN_DEAL'
  /** Unqualified */
  | 'UNQUALIFIED';

/** The options of the property `hs_legal_basis` (Legal basis for processing contact's data). */
export type ContactHsLegalBasis =
  /** Freely given consent from contact */
  | 'Freely_given_consent_from_contact_x20'
  /** Legitimate interest – existing customer */
  | 'Legitimate_interest_existing_customer_xeb3cad7910'
  /** Legitimate interest - other */
  | 'Legitimate_interest_other_x72609aa877'
  /** Legitimate interest – prospect/lead */
  | 'Legitimate_interest_prospect_lead_x06b9c0ffc8'
  /** Not applicable */
  | 'Not_applicable_x20'
  /** Performance of a contract */
  | 'Performance_of_a_contract_x20';

/** The options of the property `hs_pipeline` (Pipeline). */
export type ContactHsPipeline =
  /** Contacts Lifecycle Pipeline */
  | 'contacts_lifecycle_pipeline_x2d';

/** The options of the property `hs_timezone` (Time Zone). */
export type ContactHsTimezone =
  /** UTC -08:00 America Los Angeles */
  | 'america_slash_los_angeles'
  /** UTC -05:00 America New York */
  | 'america_slash_new_york'
  /** UTC +09:00 Asia Tokyo */
  | 'asia_slash_tokyo'
  /** UTC +01:00 Europe Berlin */
  | 'europe_slash_berlin'
  /** UTC +00:00 Europe London */
  | 'europe_slash_london';

/** The options of the property `lifecyclestage` (Lifecycle Stage). */
export type ContactLifecyclestage =
  /** Customer */
  | 'customer'
  /** Evangelist */
  | 'evangelist'
  /** Lead */
  | 'lead'
  /** Marketing Qualified Lead */
  | 'marketingqualifiedlead'
  /** Opportunity */
  | 'opportunity'
  /** Other */
  | 'other'
  /** Sales Qualified Lead */
  | 'salesqualifiedlead'
  /** Subscriber */
  | 'subscriber';

/** The options of the property `numemployees` (Number of Employees). */
export type ContactNumemployees =
  /** 1-5 */
  | '_1_5'
  /** 5-25 */
  | '_5_25'
  /** 25-50 */
  | '_25_50'
  /** 50-100 */
  | '_50_100'
  /** 100-500 */
  | '_100_500'
  /** 500-1000 */
  | '_500_1000'
  /** 1000+ */
  | '_1000_xada7fd74f5';

/** Values to write, typed by the account's definitions. Properties that are left out keep their values; null clears. */
export type ContactPropertiesInput = {
  /** Street Address: Street and number, with apartment or unit. */
  address?: string | null | undefined;
  /** Annual Revenue: The yearly revenue of the contact's company. */
  annualrevenue?: string | null | undefined;
  /** City: The city where the contact lives. */
  city?: string | null | undefined;
  /** Close Date: When the contact became a customer. */
  closedate?: string | null | undefined;
  /** Company Name: The name of the contact's company. */
  company?: string | null | undefined;
  /** Country/Region: The country or region where the contact lives. */
  country?: string | null | undefined;
  /** Date of birth: The contact's date of birth, as text. */
  date_of_birth?: string | null | undefined;
  /** Degree: The degree the contact has earned or is working on. */
  degree?: string | null | undefined;
  /** Email: The contact's primary email address. */
  email?: string | null | undefined;
  /** Fax Number: The contact's fax number. */
  fax?: string | null | undefined;
  /** Field of study: The subject the contact has studied. */
  field_of_study?: string | null | undefined;
  /** First Name: The contact's first name. */
  firstname?: string | null | undefined;
  /** Gender: The contact's gender. */
  gender?: string | null | undefined;
  /** Graduation date: When the contact graduated, as text. */
  graduation_date?: string | null | undefined;
  /** Buying Role: The parts the contact plays in a purchase. */
  hs_buying_role?: Array<ContactHsBuyingRole> | null | undefined;
  /** Membership Notes: Notes on the contact's membership. */
  hs_content_membership_notes?: string | null | undefined;
  /** Preferred language: The language the contact wants to be written to in. */
  hs_language?: ContactHsLanguage | null | undefined;
  /** Lead Status: How the sales team stands with the contact. */
  hs_lead_status?: ContactHsLeadStatus | null | undefined;
  /** Legal basis for processing contact's data: Why the contact's data may be processed. */
  hs_legal_basis?: Array<ContactHsLegalBasis> | null | undefined;
  /** Pipeline: The pipeline the contact's lifecycle stages belong to. */
  hs_pipeline?: ContactHsPipeline | null | undefined;
  /** Time Zone: The contact's time zone. */
  hs_timezone?: ContactHsTimezone | null | undefined;
  /** Contact owner: The user of HubSpot who looks after the contact: an owner id. Its options are not part of the property's definition. */
  hubspot_owner_id?: string | null | undefined;
  /** Industry: The industry the contact works in. */
  industry?: string | null | undefined;
  /** Job function: What the contact does at work. */
  job_function?: string | null | undefined;
  /** Job Title: The contact's job title. */
  jobtitle?: string | null | undefined;
  /** Last Name: The contact's last name. */
  lastname?: string | null | undefined;
  /** Lifecycle Stage: How far the contact has come on the way to becoming a customer. It moves forward only, unless it is cleared first. */
  lifecyclestage?: ContactLifecyclestage | null | undefined;
  /** Marital Status: The contact's marital status. */
  marital_status?: string | null | undefined;
  /** Message: What the contact wrote in a form. */
  message?: string | null | undefined;
  /** Military status: The contact's military status. */
  military_status?: string | null | undefined;
  /** Mobile Phone Number: The contact's mobile phone number. */
  mobilephone?: string | null | undefined;
  /** My unique property: An example of a property that no two contacts share. Unique: can be used as idProperty. */
  my_unique_property_name?: string | null | undefined;
  /** Number of Employees: How many people work at the contact's company. */
  numemployees?: ContactNumemployees | null | undefined;
  /** Phone Number: The contact's primary phone number. */
  phone?: string | null | undefined;
  /** Single checkbox property: An example of a yes/no property. */
  property_checkbox?: boolean | null | undefined;
  /** Date property: An example of a date property. */
  property_date?: string | null | undefined;
  /** Dropdown property: An example of a property with one choice. */
  property_dropdown?: ContactPropertyDropdown | null | undefined;
  /** Multiple checkboxes property: An example of a property with several choices. */
  property_multiple_checkboxes?: Array<ContactPropertyMultipleCheckboxes> | null | undefined;
  /** Number property: An example of a number property. */
  property_number?: number | null | undefined;
  /** Radio select property: An example of a property with one choice. */
  property_radio?: ContactPropertyRadio | null | undefined;
  /** String property: An example of a text property. */
  property_string?: string | null | undefined;
  /** Relationship Status: The contact's relationship status. */
  relationship_status?: string | null | undefined;
  /** Salutation: How to address the contact: Mr., Ms., Dr., … */
  salutation?: string | null | undefined;
  /** School: The school or university the contact went to. */
  school?: string | null | undefined;
  /** Seniority: The contact's seniority at work. */
  seniority?: string | null | undefined;
  /** Start date: When the contact began in the current job, as text. */
  start_date?: string | null | undefined;
  /** State/Region: The state or region where the contact lives. */
  state?: string | null | undefined;
  /** Twitter Username: The contact's user name on Twitter. */
  twitterhandle?: string | null | undefined;
  /** Website URL: The website of the contact or of its company. */
  website?: string | null | undefined;
  /** Work email: An email address at work, beside the primary one. */
  work_email?: string | null | undefined;
  /** Postal Code: The postal code of the contact's address. */
  zip?: string | null | undefined;
};

/** The options of the property `property_dropdown` (Dropdown property). */
export type ContactPropertyDropdown =
  /** Choice A */
  | 'choice_a'
  /** Choice B */
  | 'choice_b'
  /** Choice C */
  | 'choice_c';

/** The options of the property `property_multiple_checkboxes` (Multiple checkboxes property). */
export type ContactPropertyMultipleCheckboxes =
  /** Chocolate */
  | 'chocolate'
  /** Strawberry */
  | 'strawberry'
  /** Vanilla */
  | 'vanilla';

/** The options of the property `property_radio` (Radio select property). */
export type ContactPropertyRadio =
  /** Option 1 */
  | 'option_1'
  /** Option 2 */
  | 'option_2'
  /** Option 3 */
  | 'option_3';

/** A property and its raw value. */
export type PropertyValueInput = {
  /** The internal name of the property. */
  name: string;
  /** The value in HubSpot's own format; null clears the property. A leading ";" adds to a multiple-choice value. */
  value?: string | null | undefined;
};

/** An update of one contact. Properties that it does not name keep their values. */
export type UpdateContactInput = {
  /** A record id, or a value of `idProperty`. */
  id: string | number;
  /** The unique property that `id` is a value of, such as `email`. Leave it out when `id` is a record id. */
  idProperty?: string | null | undefined;
  /** Raw values to write: for properties that the gateway has no definition for, or where you need HubSpot's own format. */
  otherProperties?: Array<PropertyValueInput> | null | undefined;
  /** Values to write, typed by the account's definitions; null clears a property. */
  properties?: ContactPropertiesInput | null | undefined;
};

export type ContactQueryVariables = Exact<{
  id: string | number;
}>;


export type ContactQuery = { __typename: 'Query', contact: { __typename: 'Contact', id: string, properties: { __typename: 'ContactProperties', firstname: string | null, jobtitle: string | null, email: string | null } } | null, contactProperties: Array<{ __typename: 'ContactPropertyDefinition', name: string, label: string, rules: Array<{ __typename: 'ContactPropertyRule', type: string, arguments: Array<string> }> | null }> };

export type SaveContactMutationVariables = Exact<{
  input: UpdateContactInput;
}>;


export type SaveContactMutation = { __typename: 'Mutation', updateContacts: { __typename: 'UpdateContactsPayload', results: Array<
      | { __typename: 'ContactConflictError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'ContactNotFoundError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'HubSpotUnavailableError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidInputError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidPropertiesError', message: string, applied: Applied, retryable: boolean, problems: Array<{ __typename: 'PropertyProblem', property: string, message: string }> }
      | { __typename: 'NotPermittedError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'OutcomeUnknownError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'RateLimitedError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'UpdateContactSuccess', contact: { __typename: 'Contact', id: string, properties: { __typename: 'ContactProperties', firstname: string | null, jobtitle: string | null, email: string | null } } }
    > } };


export const ContactDocument = {"__meta__":{"hash":"sha256:63575656d412d11230b1bcf4229462a9b6409d17b25014e6ab015617b7ba7301"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Contact"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"contact"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"properties"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"firstname"}},{"kind":"Field","name":{"kind":"Name","value":"jobtitle"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"contactProperties"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"names"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"jobtitle","block":false},{"kind":"StringValue","value":"email","block":false}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"rules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"arguments"}}]}}]}}]}}]} as unknown as DocumentNode<ContactQuery, ContactQueryVariables>;
export const SaveContactDocument = {"__meta__":{"hash":"sha256:9ef2f22d3e8a6734b493128cf50de9d8d45474f54f80c2d66ed61bbad58f2719"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveContact"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateContactInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateContacts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"ListValue","values":[{"kind":"Variable","name":{"kind":"Name","value":"input"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateContactSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"contact"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"properties"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"firstname"}},{"kind":"Field","name":{"kind":"Name","value":"jobtitle"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"applied"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidPropertiesError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"property"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<SaveContactMutation, SaveContactMutationVariables>;