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

/** Conditions for a yes or no. All that are given hold together; null counts as not given. */
export type BooleanFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: boolean | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: boolean | null | undefined;
};

/** Conditions that hold together: at least 1, and at most 6. */
export type ContactFilter = {
  /** Street Address: Street and number, with apartment or unit. */
  address?: StringFilter | null | undefined;
  /** Annual Revenue: The yearly revenue of the contact's company. */
  annualrevenue?: StringFilter | null | undefined;
  /** City: The city where the contact lives. */
  city?: StringFilter | null | undefined;
  /** Close Date: When the contact became a customer. */
  closedate?: DateTimeFilter | null | undefined;
  /** Company Name: The name of the contact's company. */
  company?: StringFilter | null | undefined;
  /** Country/Region: The country or region where the contact lives. */
  country?: StringFilter | null | undefined;
  /** Create Date: When the contact was created. Read only. */
  createdate?: DateTimeFilter | null | undefined;
  /** Date of birth: The contact's date of birth, as text. */
  date_of_birth?: StringFilter | null | undefined;
  /** Degree: The degree the contact has earned or is working on. */
  degree?: StringFilter | null | undefined;
  /** Email: The contact's primary email address. */
  email?: StringFilter | null | undefined;
  /** Fax Number: The contact's fax number. */
  fax?: StringFilter | null | undefined;
  /** Field of study: The subject the contact has studied. */
  field_of_study?: StringFilter | null | undefined;
  /** First Name: The contact's first name. */
  firstname?: StringFilter | null | undefined;
  /** Gender: The contact's gender. */
  gender?: StringFilter | null | undefined;
  /** Graduation date: When the contact graduated, as text. */
  graduation_date?: StringFilter | null | undefined;
  /** Additional email addresses: Further email addresses of the contact, separated by semicolons. Read only. */
  hs_additional_emails?: StringFilter | null | undefined;
  /** Original Traffic Source: Where the contact first came from. Read only. */
  hs_analytics_source?: ContactHsAnalyticsSourceFilter | null | undefined;
  /** Buying Role: The parts the contact plays in a purchase. */
  hs_buying_role?: ContactHsBuyingRoleFilter | null | undefined;
  /** Membership Notes: Notes on the contact's membership. */
  hs_content_membership_notes?: StringFilter | null | undefined;
  /** Email Domain: The domain of the contact's email address. Read only. */
  hs_email_domain?: StringFilter | null | undefined;
  /** Unsubscribed from all email: Whether the contact wants no marketing email at all. Read only. */
  hs_email_optout?: BooleanFilter | null | undefined;
  /** First subscription create date: When the contact's first subscription was created. Read only. */
  hs_first_subscription_create_date?: DateTimeFilter | null | undefined;
  /** Contact unworked: Whether nobody has worked with the contact since it got its owner. Read only. */
  hs_is_unworked?: BooleanFilter | null | undefined;
  /** Preferred language: The language the contact wants to be written to in. */
  hs_language?: ContactHsLanguageFilter | null | undefined;
  /** Latest Traffic Source: Where the contact last came from. Read only. */
  hs_latest_source?: ContactHsLatestSourceFilter | null | undefined;
  /** Lead Status: How the sales team stands with the contact. */
  hs_lead_status?: ContactHsLeadStatusFilter | null | undefined;
  /** Legal basis for processing contact's data: Why the contact's data may be processed. */
  hs_legal_basis?: ContactHsLegalBasisFilter | null | undefined;
  /** Became a customer date: When the contact became a customer. Read only. */
  hs_lifecyclestage_customer_date?: DateTimeFilter | null | undefined;
  /** Became a lead date: When the contact became a lead. Read only. */
  hs_lifecyclestage_lead_date?: DateTimeFilter | null | undefined;
  /** Marketing contact status: Whether the contact counts as a marketing contact. Read only. */
  hs_marketable_status?: BooleanFilter | null | undefined;
  /** Record ID: The id of the contact's record. Read only. */
  hs_object_id?: NumberFilter | null | undefined;
  /** Record source: How the record was created: INTEGRATION, CRM_UI, IMPORT, … Read only. */
  hs_object_source?: StringFilter | null | undefined;
  /** Record source ID: What created the record. Read only. */
  hs_object_source_id?: StringFilter | null | undefined;
  /** Record source label: How the record was created, in words. Read only. */
  hs_object_source_label?: StringFilter | null | undefined;
  /** Pipeline: The pipeline the contact's lifecycle stages belong to. */
  hs_pipeline?: ContactHsPipelineFilter | null | undefined;
  /** Time Zone: The contact's time zone. */
  hs_timezone?: ContactHsTimezoneFilter | null | undefined;
  /** Contact owner: The user of HubSpot who looks after the contact: an owner id. Its options are not part of the property's definition. */
  hubspot_owner_id?: StringFilter | null | undefined;
  /** HubSpot Score: How well the contact fits, as the account counts it. Read only. */
  hubspotscore?: NumberFilter | null | undefined;
  /** Industry: The industry the contact works in. */
  industry?: StringFilter | null | undefined;
  /** Job function: What the contact does at work. */
  job_function?: StringFilter | null | undefined;
  /** Job Title: The contact's job title. */
  jobtitle?: StringFilter | null | undefined;
  /** Last Modified Date: When a property of the contact was last changed. Read only. */
  lastmodifieddate?: DateTimeFilter | null | undefined;
  /** Last Name: The contact's last name. */
  lastname?: StringFilter | null | undefined;
  /** Lifecycle Stage: How far the contact has come on the way to becoming a customer. It moves forward only, unless it is cleared first. */
  lifecyclestage?: ContactLifecyclestageFilter | null | undefined;
  /** Marital Status: The contact's marital status. */
  marital_status?: StringFilter | null | undefined;
  /** Message: What the contact wrote in a form. */
  message?: StringFilter | null | undefined;
  /** Military status: The contact's military status. */
  military_status?: StringFilter | null | undefined;
  /** Mobile Phone Number: The contact's mobile phone number. */
  mobilephone?: StringFilter | null | undefined;
  /** My unique property: An example of a property that no two contacts share. Unique: can be used as idProperty. */
  my_unique_property_name?: StringFilter | null | undefined;
  /** Last Contacted: When somebody last called, wrote to or met the contact. Read only. */
  notes_last_contacted?: DateTimeFilter | null | undefined;
  /** Last Activity Date: When something last happened with the contact. Read only. */
  notes_last_updated?: DateTimeFilter | null | undefined;
  /** Number of Associated Deals: How many deals the contact belongs to. Read only. */
  num_associated_deals?: NumberFilter | null | undefined;
  /** Number of Sales Activities: How often somebody called, wrote to or met the contact. Read only. */
  num_notes?: NumberFilter | null | undefined;
  /** Number of Employees: How many people work at the contact's company. */
  numemployees?: ContactNumemployeesFilter | null | undefined;
  /** Raw conditions: for properties that the gateway has no definition for, or where you need HubSpot's own format. */
  otherProperties?: Array<PropertyFilterInput> | null | undefined;
  /** Phone Number: The contact's primary phone number. */
  phone?: StringFilter | null | undefined;
  /** Single checkbox property: An example of a yes/no property. */
  property_checkbox?: BooleanFilter | null | undefined;
  /** Date property: An example of a date property. */
  property_date?: DateFilter | null | undefined;
  /** Dropdown property: An example of a property with one choice. */
  property_dropdown?: ContactPropertyDropdownFilter | null | undefined;
  /** Multiple checkboxes property: An example of a property with several choices. */
  property_multiple_checkboxes?: ContactPropertyMultipleCheckboxesFilter | null | undefined;
  /** Number property: An example of a number property. */
  property_number?: NumberFilter | null | undefined;
  /** Radio select property: An example of a property with one choice. */
  property_radio?: ContactPropertyRadioFilter | null | undefined;
  /** String property: An example of a text property. */
  property_string?: StringFilter | null | undefined;
  /** Recent Deal Amount: The amount of the contact's last closed deal. Read only. */
  recent_deal_amount?: NumberFilter | null | undefined;
  /** Relationship Status: The contact's relationship status. */
  relationship_status?: StringFilter | null | undefined;
  /** Salutation: How to address the contact: Mr., Ms., Dr., … */
  salutation?: StringFilter | null | undefined;
  /** School: The school or university the contact went to. */
  school?: StringFilter | null | undefined;
  /** Seniority: The contact's seniority at work. */
  seniority?: StringFilter | null | undefined;
  /** Start date: When the contact began in the current job, as text. */
  start_date?: StringFilter | null | undefined;
  /** State/Region: The state or region where the contact lives. */
  state?: StringFilter | null | undefined;
  /** Total Revenue: The sum of all closed deals of the contact. Read only. */
  total_revenue?: NumberFilter | null | undefined;
  /** Twitter Username: The contact's user name on Twitter. */
  twitterhandle?: StringFilter | null | undefined;
  /** Website URL: The website of the contact or of its company. */
  website?: StringFilter | null | undefined;
  /** Work email: An email address at work, beside the primary one. */
  work_email?: StringFilter | null | undefined;
  /** Postal Code: The postal code of the contact's address. */
  zip?: StringFilter | null | undefined;
};

/** The options of the property `hs_analytics_source` (Original Traffic Source). */
export type ContactHsAnalyticsSource =
  /** Direct Traffic */
  | 'DIRECT_TRAFFIC'
  /** Email Marketing */
  | 'EMAIL_MARKETING'
  /** Offline Sources */
  | 'OFFLINE'
  /** Organic Search */
  | 'ORGANIC_SEARCH'
  /** Other Campaigns */
  | 'OTHER_CAMPAIGNS'
  /** Paid Search */
  | 'PAID_SEARCH'
  /** Paid Social */
  | 'PAID_SOCIAL'
  /** Referrals */
  | 'REFERRALS'
  /** Organic Social */
  | 'SOCIAL_MEDIA';

/** Conditions for the property `hs_analytics_source` (Original Traffic Source). All that are given hold together; null counts as not given. */
export type ContactHsAnalyticsSourceFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactHsAnalyticsSource | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactHsAnalyticsSource> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactHsAnalyticsSource | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactHsAnalyticsSource> | null | undefined;
};

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

/** Conditions for the property `hs_buying_role` (Buying Role). All that are given hold together; null counts as not given. */
export type ContactHsBuyingRoleFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactHsBuyingRole | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactHsBuyingRole> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactHsBuyingRole | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactHsBuyingRole> | null | undefined;
};

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

/** Conditions for the property `hs_language` (Preferred language). All that are given hold together; null counts as not given. */
export type ContactHsLanguageFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactHsLanguage | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactHsLanguage> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactHsLanguage | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactHsLanguage> | null | undefined;
};

/** The options of the property `hs_latest_source` (Latest Traffic Source). */
export type ContactHsLatestSource =
  /** Direct Traffic */
  | 'DIRECT_TRAFFIC'
  /** Email Marketing */
  | 'EMAIL_MARKETING'
  /** Offline Sources */
  | 'OFFLINE'
  /** Organic Search */
  | 'ORGANIC_SEARCH'
  /** Other Campaigns */
  | 'OTHER_CAMPAIGNS'
  /** Paid Search */
  | 'PAID_SEARCH'
  /** Paid Social */
  | 'PAID_SOCIAL'
  /** Referrals */
  | 'REFERRALS'
  /** Organic Social */
  | 'SOCIAL_MEDIA';

/** Conditions for the property `hs_latest_source` (Latest Traffic Source). All that are given hold together; null counts as not given. */
export type ContactHsLatestSourceFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactHsLatestSource | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactHsLatestSource> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactHsLatestSource | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactHsLatestSource> | null | undefined;
};

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

/** Conditions for the property `hs_lead_status` (Lead Status). All that are given hold together; null counts as not given. */
export type ContactHsLeadStatusFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactHsLeadStatus | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactHsLeadStatus> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactHsLeadStatus | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactHsLeadStatus> | null | undefined;
};

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

/** Conditions for the property `hs_legal_basis` (Legal basis for processing contact's data). All that are given hold together; null counts as not given. */
export type ContactHsLegalBasisFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactHsLegalBasis | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactHsLegalBasis> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactHsLegalBasis | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactHsLegalBasis> | null | undefined;
};

/** The options of the property `hs_pipeline` (Pipeline). */
export type ContactHsPipeline =
  /** Contacts Lifecycle Pipeline */
  | 'contacts_lifecycle_pipeline_x2d';

/** Conditions for the property `hs_pipeline` (Pipeline). All that are given hold together; null counts as not given. */
export type ContactHsPipelineFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactHsPipeline | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactHsPipeline> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactHsPipeline | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactHsPipeline> | null | undefined;
};

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

/** Conditions for the property `hs_timezone` (Time Zone). All that are given hold together; null counts as not given. */
export type ContactHsTimezoneFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactHsTimezone | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactHsTimezone> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactHsTimezone | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactHsTimezone> | null | undefined;
};

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

/** Conditions for the property `lifecyclestage` (Lifecycle Stage). All that are given hold together; null counts as not given. */
export type ContactLifecyclestageFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactLifecyclestage | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactLifecyclestage> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactLifecyclestage | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactLifecyclestage> | null | undefined;
};

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

/** Conditions for the property `numemployees` (Number of Employees). All that are given hold together; null counts as not given. */
export type ContactNumemployeesFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactNumemployees | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactNumemployees> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactNumemployees | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactNumemployees> | null | undefined;
};

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

/** Conditions for the property `property_dropdown` (Dropdown property). All that are given hold together; null counts as not given. */
export type ContactPropertyDropdownFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactPropertyDropdown | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactPropertyDropdown> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactPropertyDropdown | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactPropertyDropdown> | null | undefined;
};

/** The options of the property `property_multiple_checkboxes` (Multiple checkboxes property). */
export type ContactPropertyMultipleCheckboxes =
  /** Chocolate */
  | 'chocolate'
  /** Strawberry */
  | 'strawberry'
  /** Vanilla */
  | 'vanilla';

/** Conditions for the property `property_multiple_checkboxes` (Multiple checkboxes property). All that are given hold together; null counts as not given. */
export type ContactPropertyMultipleCheckboxesFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactPropertyMultipleCheckboxes | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactPropertyMultipleCheckboxes> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactPropertyMultipleCheckboxes | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactPropertyMultipleCheckboxes> | null | undefined;
};

/** The options of the property `property_radio` (Radio select property). */
export type ContactPropertyRadio =
  /** Option 1 */
  | 'option_1'
  /** Option 2 */
  | 'option_2'
  /** Option 3 */
  | 'option_3';

/** Conditions for the property `property_radio` (Radio select property). All that are given hold together; null counts as not given. */
export type ContactPropertyRadioFilter = {
  /** The value is this one. HubSpot's operator EQ. */
  eq?: ContactPropertyRadio | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<ContactPropertyRadio> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: ContactPropertyRadio | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<ContactPropertyRadio> | null | undefined;
};

/** Conditions for days. All that are given hold together; null counts as not given. */
export type DateFilter = {
  /** In this range. HubSpot's operator BETWEEN. */
  between?: DateRange | null | undefined;
  /** The value is this one. HubSpot's operator EQ. */
  eq?: string | null | undefined;
  /** The value is greater than this one. HubSpot's operator GT. */
  gt?: string | null | undefined;
  /** The value is this one or greater. HubSpot's operator GTE. */
  gte?: string | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is less than this one. HubSpot's operator LT. */
  lt?: string | null | undefined;
  /** The value is this one or less. HubSpot's operator LTE. */
  lte?: string | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: string | null | undefined;
};

/** A range of days; both ends belong to it. */
export type DateRange = {
  /** The lower end. */
  from: string;
  /** The upper end. */
  to: string;
};

/** Conditions for points in time. All that are given hold together; null counts as not given. */
export type DateTimeFilter = {
  /** In this range. HubSpot's operator BETWEEN. */
  between?: DateTimeRange | null | undefined;
  /** The value is this one. HubSpot's operator EQ. */
  eq?: string | null | undefined;
  /** The value is greater than this one. HubSpot's operator GT. */
  gt?: string | null | undefined;
  /** The value is this one or greater. HubSpot's operator GTE. */
  gte?: string | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is less than this one. HubSpot's operator LT. */
  lt?: string | null | undefined;
  /** The value is this one or less. HubSpot's operator LTE. */
  lte?: string | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: string | null | undefined;
};

/** A range of points in time; both ends belong to it. */
export type DateTimeRange = {
  /** The lower end. */
  from: string;
  /** The upper end. */
  to: string;
};

/** Conditions for numbers. All that are given hold together; null counts as not given. */
export type NumberFilter = {
  /** In this range. HubSpot's operator BETWEEN. */
  between?: NumberRange | null | undefined;
  /** The value is this one. HubSpot's operator EQ. */
  eq?: number | null | undefined;
  /** The value is greater than this one. HubSpot's operator GT. */
  gt?: number | null | undefined;
  /** The value is this one or greater. HubSpot's operator GTE. */
  gte?: number | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is less than this one. HubSpot's operator LT. */
  lt?: number | null | undefined;
  /** The value is this one or less. HubSpot's operator LTE. */
  lte?: number | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: number | null | undefined;
};

/** A range of numbers; both ends belong to it. */
export type NumberRange = {
  /** The lower end. */
  from: number;
  /** The upper end. */
  to: number;
};

/** A condition in HubSpot's own format. */
export type PropertyFilterInput = {
  /** The upper end of BETWEEN; `value` is the lower one. */
  highValue?: string | null | undefined;
  /** The internal name of the property. */
  name: string;
  /** How the property is compared. */
  operator: PropertyFilterOperator;
  /** The raw value to compare with; dates and times in epoch milliseconds. */
  value?: string | null | undefined;
  /** The raw values of IN and NOT_IN; texts in lower case. */
  values?: Array<string> | null | undefined;
};

/** HubSpot's operators. */
export type PropertyFilterOperator =
  /** Takes value and highValue. */
  | 'BETWEEN'
  /** Takes value. */
  | 'CONTAINS_TOKEN'
  /** Takes value. */
  | 'EQ'
  /** Takes value. */
  | 'GT'
  /** Takes value. */
  | 'GTE'
  /** Takes no value. */
  | 'HAS_PROPERTY'
  /** Takes values. */
  | 'IN'
  /** Takes value. */
  | 'LT'
  /** Takes value. */
  | 'LTE'
  /** Takes value. */
  | 'NEQ'
  /** Takes value. */
  | 'NOT_CONTAINS_TOKEN'
  /** Takes no value. */
  | 'NOT_HAS_PROPERTY'
  /** Takes values. */
  | 'NOT_IN';

/** A property and its raw value. */
export type PropertyValueInput = {
  /** The internal name of the property. */
  name: string;
  /** The value in HubSpot's own format; null clears the property. A leading ";" adds to a multiple-choice value. */
  value?: string | null | undefined;
};

/** Conditions for a text. All that are given hold together; null counts as not given. */
export type StringFilter = {
  /** The value has this word in it; `*` at its end or beginning stands for any letters. HubSpot's operator CONTAINS_TOKEN. */
  containsToken?: string | null | undefined;
  /** The value is this one. HubSpot's operator EQ. */
  eq?: string | null | undefined;
  /** Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY. */
  has?: boolean | null | undefined;
  /** The value is one of these. HubSpot's operator IN. */
  in?: Array<string> | null | undefined;
  /** The value is not this one. HubSpot's operator NEQ. */
  neq?: string | null | undefined;
  /** The value does not have this word in it; `*` at its end or beginning stands for any letters. HubSpot's operator NOT_CONTAINS_TOKEN. */
  notContainsToken?: string | null | undefined;
  /** The value is none of these. HubSpot's operator NOT_IN. */
  notIn?: Array<string> | null | undefined;
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

export type DefinitionsQueryVariables = Exact<{
  names: Array<string> | string;
}>;


export type DefinitionsQuery = { __typename: 'Query', contactProperties: Array<{ __typename: 'ContactPropertyDefinition', name: string, label: string, description: string, type: string, fieldType: string, readOnly: boolean, unique: boolean, externalOptions: boolean, options: Array<{ __typename: 'ContactPropertyOption', label: string, value: string, hidden: boolean, displayOrder: number | null }>, rules: Array<{ __typename: 'ContactPropertyRule', type: string, arguments: Array<string> }> | null }> };

export type ContactValuesFragment = { __typename: 'Contact', id: string, values: Array<{ __typename: 'PropertyValue', name: string, value: string | null }> };

export type FindContactsQueryVariables = Exact<{
  text?: string | null | undefined;
  where?: Array<ContactFilter> | ContactFilter | null | undefined;
  after?: string | null | undefined;
  names: Array<string> | string;
}>;


export type FindContactsQuery = { __typename: 'Query', searchContacts: { __typename: 'ContactConnection', totalCount: number, nodes: Array<{ __typename: 'Contact', id: string, values: Array<{ __typename: 'PropertyValue', name: string, value: string | null }> }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type ReadContactQueryVariables = Exact<{
  id: string | number;
  idProperty?: string | null | undefined;
  names: Array<string> | string;
}>;


export type ReadContactQuery = { __typename: 'Query', contact: { __typename: 'Contact', url: string | null, id: string, values: Array<{ __typename: 'PropertyValue', name: string, value: string | null }> } | null };

type ErrorFields_ContactConflictError_Fragment = { __typename: 'ContactConflictError', property: string | null, existingContactId: string | null, message: string, applied: Applied, retryable: boolean };

type ErrorFields_ContactNotFoundError_Fragment = { __typename: 'ContactNotFoundError', message: string, applied: Applied, retryable: boolean };

type ErrorFields_HubSpotUnavailableError_Fragment = { __typename: 'HubSpotUnavailableError', message: string, applied: Applied, retryable: boolean };

type ErrorFields_InvalidInputError_Fragment = { __typename: 'InvalidInputError', message: string, applied: Applied, retryable: boolean };

type ErrorFields_InvalidPropertiesError_Fragment = { __typename: 'InvalidPropertiesError', message: string, applied: Applied, retryable: boolean, problems: Array<{ __typename: 'PropertyProblem', property: string, message: string }> };

type ErrorFields_NotPermittedError_Fragment = { __typename: 'NotPermittedError', message: string, applied: Applied, retryable: boolean };

type ErrorFields_OutcomeUnknownError_Fragment = { __typename: 'OutcomeUnknownError', message: string, applied: Applied, retryable: boolean };

type ErrorFields_RateLimitedError_Fragment = { __typename: 'RateLimitedError', message: string, applied: Applied, retryable: boolean };

export type ErrorFieldsFragment =
  | ErrorFields_ContactConflictError_Fragment
  | ErrorFields_ContactNotFoundError_Fragment
  | ErrorFields_HubSpotUnavailableError_Fragment
  | ErrorFields_InvalidInputError_Fragment
  | ErrorFields_InvalidPropertiesError_Fragment
  | ErrorFields_NotPermittedError_Fragment
  | ErrorFields_OutcomeUnknownError_Fragment
  | ErrorFields_RateLimitedError_Fragment
;

export type SaveContactMutationVariables = Exact<{
  input: UpdateContactInput;
  names: Array<string> | string;
}>;


export type SaveContactMutation = { __typename: 'Mutation', updateContacts: { __typename: 'UpdateContactsPayload', results: Array<
      | { __typename: 'ContactConflictError', property: string | null, existingContactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'ContactNotFoundError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'HubSpotUnavailableError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidInputError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidPropertiesError', message: string, applied: Applied, retryable: boolean, problems: Array<{ __typename: 'PropertyProblem', property: string, message: string }> }
      | { __typename: 'NotPermittedError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'OutcomeUnknownError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'RateLimitedError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'UpdateContactSuccess', contact: { __typename: 'Contact', id: string, values: Array<{ __typename: 'PropertyValue', name: string, value: string | null }> } }
    > } };

export type FindOrCreateContactMutationVariables = Exact<{
  email: string | number;
  names: Array<string> | string;
}>;


export type FindOrCreateContactMutation = { __typename: 'Mutation', upsertContacts: { __typename: 'UpsertContactsPayload', results: Array<
      | { __typename: 'ContactConflictError', property: string | null, existingContactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'HubSpotUnavailableError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidInputError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidPropertiesError', message: string, applied: Applied, retryable: boolean, problems: Array<{ __typename: 'PropertyProblem', property: string, message: string }> }
      | { __typename: 'NotPermittedError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'OutcomeUnknownError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'RateLimitedError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'UpsertContactSuccess', created: boolean, contact: { __typename: 'Contact', id: string, values: Array<{ __typename: 'PropertyValue', name: string, value: string | null }> } }
    > } };

export type ArchiveContactMutationVariables = Exact<{
  id: string | number;
}>;


export type ArchiveContactMutation = { __typename: 'Mutation', archiveContacts: { __typename: 'ArchiveContactsPayload', results: Array<
      | { __typename: 'ArchiveContactSuccess', contactId: string }
      | { __typename: 'ContactNotFoundError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'HubSpotUnavailableError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidInputError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'NotPermittedError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'OutcomeUnknownError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'RateLimitedError', message: string, applied: Applied, retryable: boolean }
    > } };

export const ContactValuesFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContactValues"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Contact"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"values"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"names"},"value":{"kind":"Variable","name":{"kind":"Name","value":"names"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<ContactValuesFragment, unknown>;
export const ErrorFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"applied"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidPropertiesError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"property"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"property"}},{"kind":"Field","name":{"kind":"Name","value":"existingContactId"}}]}}]}}]} as unknown as DocumentNode<ErrorFieldsFragment, unknown>;
export const DefinitionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Definitions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"names"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"contactProperties"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"names"},"value":{"kind":"Variable","name":{"kind":"Name","value":"names"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"fieldType"}},{"kind":"Field","name":{"kind":"Name","value":"readOnly"}},{"kind":"Field","name":{"kind":"Name","value":"unique"}},{"kind":"Field","name":{"kind":"Name","value":"externalOptions"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"hidden"}},{"kind":"Field","name":{"kind":"Name","value":"displayOrder"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"arguments"}}]}}]}}]}}]} as unknown as DocumentNode<DefinitionsQuery, DefinitionsQueryVariables>;
export const FindContactsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FindContacts"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"text"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"where"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ContactFilter"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"names"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"searchContacts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"text"},"value":{"kind":"Variable","name":{"kind":"Name","value":"text"}}},{"kind":"Argument","name":{"kind":"Name","value":"where"},"value":{"kind":"Variable","name":{"kind":"Name","value":"where"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"25"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ContactValues"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContactValues"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Contact"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"values"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"names"},"value":{"kind":"Variable","name":{"kind":"Name","value":"names"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<FindContactsQuery, FindContactsQueryVariables>;
export const ReadContactDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReadContact"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"idProperty"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"names"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"contact"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"idProperty"},"value":{"kind":"Variable","name":{"kind":"Name","value":"idProperty"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ContactValues"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContactValues"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Contact"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"values"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"names"},"value":{"kind":"Variable","name":{"kind":"Name","value":"names"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<ReadContactQuery, ReadContactQueryVariables>;
export const SaveContactDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveContact"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateContactInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"names"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateContacts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"ListValue","values":[{"kind":"Variable","name":{"kind":"Name","value":"input"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateContactSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"contact"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ContactValues"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContactValues"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Contact"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"values"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"names"},"value":{"kind":"Variable","name":{"kind":"Name","value":"names"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"applied"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidPropertiesError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"property"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"property"}},{"kind":"Field","name":{"kind":"Name","value":"existingContactId"}}]}}]}}]} as unknown as DocumentNode<SaveContactMutation, SaveContactMutationVariables>;
export const FindOrCreateContactDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"FindOrCreateContact"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"email"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"names"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"upsertContacts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"email"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"idProperty"},"value":{"kind":"StringValue","value":"email","block":false}}]}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertContactSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"created"}},{"kind":"Field","name":{"kind":"Name","value":"contact"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ContactValues"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContactValues"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Contact"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"values"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"names"},"value":{"kind":"Variable","name":{"kind":"Name","value":"names"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"applied"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidPropertiesError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"property"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"property"}},{"kind":"Field","name":{"kind":"Name","value":"existingContactId"}}]}}]}}]} as unknown as DocumentNode<FindOrCreateContactMutation, FindOrCreateContactMutationVariables>;
export const ArchiveContactDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ArchiveContact"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"archiveContacts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ArchiveContactSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"contactId"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"applied"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidPropertiesError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"property"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"property"}},{"kind":"Field","name":{"kind":"Name","value":"existingContactId"}}]}}]}}]} as unknown as DocumentNode<ArchiveContactMutation, ArchiveContactMutationVariables>;