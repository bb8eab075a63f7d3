/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What is known about a write that did not succeed. */
export type Applied =
  /** Nothing was written. It is safe to send the input again. */
  | 'NO'
  /** It may have been written. Read the contact before you send the input again. */
  | 'UNKNOWN';

/** A contact to move to the recycle bin. */
export type ArchiveContactInput = {
  /** A record id, or a value of `idProperty`. */
  id: string | number;
  /** The unique property that `id` is a value of, such as `email`. Leave it out when `id` is a record id. */
  idProperty?: string | null | undefined;
};

/** The state of a batch when HubSpot answered. */
export type BatchStatus =
  /** HubSpot has canceled the batch. */
  | 'CANCELED'
  /** HubSpot has processed the whole batch. */
  | 'COMPLETE'
  /** HubSpot has not started yet. */
  | 'PENDING'
  /** HubSpot has not finished yet. */
  | 'PROCESSING';

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

/** How the results of a search are ordered. */
export type ContactOrder = {
  /** The direction. */
  direction?: OrderDirection;
  /** The internal name of the property to order by. */
  property: string;
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

/** A contact to create. */
export type CreateContactInput = {
  /** Raw values to write: for properties that the gateway has no definition for, or where you need HubSpot's own format. */
  otherProperties?: Array<PropertyValueInput> | null | undefined;
  /** Values to write, typed by the account's definitions; null clears a property. */
  properties?: ContactPropertiesInput | null | undefined;
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

/** In which direction results are ordered. */
export type OrderDirection =
  /** The smallest value first. */
  | 'ASC'
  /** The greatest value first. */
  | 'DESC';

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

/** A contact to update, or to create where there is none. Properties that it does not name keep their values. */
export type UpsertContactInput = {
  /** The value of `idProperty` that the contact has, or is to have. */
  id: string | number;
  /** The unique property that `id` is a value of: `email`, or another one. */
  idProperty: string;
  /** Raw values to write: for properties that the gateway has no definition for, or where you need HubSpot's own format. */
  otherProperties?: Array<PropertyValueInput> | null | undefined;
  /** Values to write, typed by the account's definitions; null clears a property. */
  properties?: ContactPropertiesInput | null | undefined;
};

export type UpdateAContactMutationVariables = Exact<{
  inputs?: Array<UpdateContactInput> | UpdateContactInput;
}>;


export type UpdateAContactMutation = { updateContacts: { results: Array<
      | { __typename: 'ContactConflictError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'ContactNotFoundError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'HubSpotUnavailableError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidInputError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidPropertiesError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'NotPermittedError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'OutcomeUnknownError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'RateLimitedError', message: string, applied: Applied, retryable: boolean }
      | { __typename: 'UpdateContactSuccess', contact: { id: string, updatedAt: string | null, url: string | null, properties: { firstname: string | null, jobtitle: string | null, email: string | null } } }
    >, batches: Array<{ status: BatchStatus, size: number, startedAt: string | null, completedAt: string | null }> } };

export type UpdateSeveralWithMistakesMutationVariables = Exact<{
  inputs?: Array<UpdateContactInput> | UpdateContactInput;
}>;


export type UpdateSeveralWithMistakesMutation = { updateContacts: { results: Array<
      | { __typename: 'ContactConflictError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'ContactNotFoundError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'HubSpotUnavailableError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidInputError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidPropertiesError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean, problems: Array<{ property: string, code: string | null, message: string, value: string | null }> }
      | { __typename: 'NotPermittedError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'OutcomeUnknownError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'RateLimitedError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'UpdateContactSuccess', inputIndex: number, contact: { id: string, properties: { firstname: string | null, lastname: string | null, jobtitle: string | null, closedate: string | null } } }
    >, batches: Array<{ status: BatchStatus, size: number, numErrors: number | null }> } };

export type UpdateByUniquePropertyMutationVariables = Exact<{
  inputs?: Array<UpdateContactInput> | UpdateContactInput;
}>;


export type UpdateByUniquePropertyMutation = { updateContacts: { results: Array<
      | { __typename: 'ContactConflictError', message: string, hubspot: { category: string | null, message: string | null, correlationId: string | null, context: unknown } | null }
      | { __typename: 'ContactNotFoundError', message: string, hubspot: { category: string | null, message: string | null, correlationId: string | null, context: unknown } | null }
      | { __typename: 'HubSpotUnavailableError', message: string, hubspot: { category: string | null, message: string | null, correlationId: string | null, context: unknown } | null }
      | { __typename: 'InvalidInputError', message: string, hubspot: { category: string | null, message: string | null, correlationId: string | null, context: unknown } | null }
      | { __typename: 'InvalidPropertiesError', message: string, hubspot: { category: string | null, message: string | null, correlationId: string | null, context: unknown } | null }
      | { __typename: 'NotPermittedError', message: string, hubspot: { category: string | null, message: string | null, correlationId: string | null, context: unknown } | null }
      | { __typename: 'OutcomeUnknownError', message: string, hubspot: { category: string | null, message: string | null, correlationId: string | null, context: unknown } | null }
      | { __typename: 'RateLimitedError', message: string, hubspot: { category: string | null, message: string | null, correlationId: string | null, context: unknown } | null }
      | { __typename: 'UpdateContactSuccess', contact: { id: string, properties: { email: string | null, company: string | null } } }
    > } };

export type ReadContactsQueryVariables = Exact<{
  ids?: Array<string | number> | string | number;
}>;


export type ReadContactsQuery = { contacts: Array<{ id: string, createdAt: string | null, archived: boolean, raw: string | null, properties: { firstname: string | null, lastname: string | null, email: string | null, lifecyclestage: ContactLifecyclestage | null } } | null> };

export type ListPropertiesQueryVariables = Exact<{
  names?: Array<string> | string | null | undefined;
}>;


export type ListPropertiesQuery = { contactProperties: Array<{ name: string, label: string, type: string, fieldType: string, readOnly: boolean, unique: boolean, options: Array<{ label: string, value: string, enumValue: string | null }>, rules: Array<{ type: string, arguments: Array<string> }> | null }> };

export type SearchContactsQueryVariables = Exact<{
  where?: Array<ContactFilter> | ContactFilter | null | undefined;
  orderBy?: ContactOrder | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchContactsQuery = { searchContacts: { totalCount: number, nodes: Array<{ id: string, properties: { firstname: string | null, lastname: string | null, email: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type UpsertByEmailMutationVariables = Exact<{
  inputs?: Array<UpsertContactInput> | UpsertContactInput;
}>;


export type UpsertByEmailMutation = { upsertContacts: { results: Array<
      | { __typename: 'ContactConflictError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'HubSpotUnavailableError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidInputError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidPropertiesError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean, problems: Array<{ property: string, message: string }> }
      | { __typename: 'NotPermittedError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'OutcomeUnknownError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'RateLimitedError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'UpsertContactSuccess', created: boolean, contact: { id: string, properties: { email: string | null, firstname: string | null, lastname: string | null, jobtitle: string | null } } }
    >, batches: Array<{ status: BatchStatus, size: number }> } };

export type CreateWithAConflictMutationVariables = Exact<{
  inputs?: Array<CreateContactInput> | CreateContactInput;
}>;


export type CreateWithAConflictMutation = { createContacts: { results: Array<
      | { __typename: 'ContactConflictError', inputIndex: number, message: string, applied: Applied, retryable: boolean, property: string | null, existingContactId: string | null, existingContact: { id: string, properties: { firstname: string | null, lastname: string | null } } | null }
      | { __typename: 'CreateContactSuccess', inputIndex: number, contact: { id: string, createdAt: string | null, properties: { email: string | null, firstname: string | null } } }
      | { __typename: 'HubSpotUnavailableError', inputIndex: number, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidInputError', inputIndex: number, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidPropertiesError', inputIndex: number, message: string, applied: Applied, retryable: boolean, problems: Array<{ property: string, message: string }> }
      | { __typename: 'NotPermittedError', inputIndex: number, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'OutcomeUnknownError', inputIndex: number, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'RateLimitedError', inputIndex: number, message: string, applied: Applied, retryable: boolean }
    >, batches: Array<{ status: BatchStatus, size: number }> } };

export type ArchiveAContactMutationVariables = Exact<{
  inputs?: Array<ArchiveContactInput> | ArchiveContactInput;
}>;


export type ArchiveAContactMutation = { archiveContacts: { results: Array<
      | { __typename: 'ArchiveContactSuccess', inputIndex: number, archivedId: string }
      | { __typename: 'ContactNotFoundError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'HubSpotUnavailableError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'InvalidInputError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'NotPermittedError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'OutcomeUnknownError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
      | { __typename: 'RateLimitedError', inputIndex: number, contactId: string | null, message: string, applied: Applied, retryable: boolean }
    > } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const UpdateAContactDocument = new TypedDocumentString(`
    mutation UpdateAContact($inputs: [UpdateContactInput!]! = [{ id: "512", properties: { firstname: "Ada", jobtitle: "Analyst" } }]) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on UpdateContactSuccess {
        contact {
          id
          updatedAt
          url
          properties {
            firstname
            jobtitle
            email
          }
        }
      }
      ... on ContactError {
        message
        applied
        retryable
      }
    }
    batches {
      status
      size
      startedAt
      completedAt
    }
  }
}
    `, {"hash":"sha256:aab75331fdd695634444c9e35fe8b6e614bee60844ad1ad1c3428c54769c6687"}) as unknown as TypedDocumentString<UpdateAContactMutation, UpdateAContactMutationVariables>;
export const UpdateSeveralWithMistakesDocument = new TypedDocumentString(`
    mutation UpdateSeveralWithMistakes(
$inputs: [UpdateContactInput!]! = [
  {
    id: "513"
    properties: { firstname: "Grace", closedate: "2026-10-31T12:00:00Z" }
  }
  { id: "999999", properties: { firstname: "Nobody" } }
  { id: "514", otherProperties: [{ name: "hs_object_id", value: "1" }] }
  { id: "515", otherProperties: [{ name: "lifecyclestage", value: "stranger" }] }
  { id: "516", properties: { jobtitle: "Admiral", lastname: null } }
]
) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on UpdateContactSuccess {
        inputIndex
        contact {
          id
          properties {
            firstname
            lastname
            jobtitle
            closedate
          }
        }
      }
      ... on ContactError {
        inputIndex
        contactId
        message
        applied
        retryable
      }
      ... on InvalidPropertiesError {
        problems {
          property
          code
          message
          value
        }
      }
    }
    batches {
      status
      size
      numErrors
    }
  }
}
    `, {"hash":"sha256:c8a164492ef98fd8eb4b8e628143bf76a0da4aca1dbb89c0101660263ae7b8f1"}) as unknown as TypedDocumentString<UpdateSeveralWithMistakesMutation, UpdateSeveralWithMistakesMutationVariables>;
export const UpdateByUniquePropertyDocument = new TypedDocumentString(`
    mutation UpdateByUniqueProperty(
$inputs: [UpdateContactInput!]! = [
  {
    id: "donald.elm.517@example.com"
    idProperty: "email"
    properties: { company: "Elm & Elm" }
  }
]
) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on UpdateContactSuccess {
        contact {
          id
          properties {
            email
            company
          }
        }
      }
      ... on ContactError {
        message
        hubspot {
          category
          message
          correlationId
          context
        }
      }
    }
  }
}
    `, {"hash":"sha256:7a7d85e4802e913b8e76b1134d68c9a6826978c2ca1519f7cc673fff44e9704a"}) as unknown as TypedDocumentString<UpdateByUniquePropertyMutation, UpdateByUniquePropertyMutationVariables>;
export const ReadContactsDocument = new TypedDocumentString(`
    query ReadContacts($ids: [ID!]! = ["512", "999999", "513"]) {
  contacts(ids: $ids) {
    id
    createdAt
    archived
    properties {
      firstname
      lastname
      email
      lifecyclestage
    }
    raw: property(name: "hs_object_source")
  }
}
    `, {"hash":"sha256:6b1158ca751a3f08163885613da81e41be33cb429773cddb306c2b90219dda25"}) as unknown as TypedDocumentString<ReadContactsQuery, ReadContactsQueryVariables>;
export const ListPropertiesDocument = new TypedDocumentString(`
    query ListProperties($names: [String!] = ["email", "lifecyclestage", "hs_lead_status", "closedate"]) {
  contactProperties(names: $names) {
    name
    label
    type
    fieldType
    readOnly
    unique
    options {
      label
      value
      enumValue
    }
    rules {
      type
      arguments
    }
  }
}
    `, {"hash":"sha256:6c5b253061241b042c87ce8099383d823054b3f33baf2b4346643b3537cc27ac"}) as unknown as TypedDocumentString<ListPropertiesQuery, ListPropertiesQueryVariables>;
export const SearchContactsDocument = new TypedDocumentString(`
    query SearchContacts($where: [ContactFilter!] = [{ email: { has: true }, createdate: { lt: "2030-01-01T00:00:00Z" } }], $orderBy: ContactOrder = { property: "lastname", direction: DESC }, $after: String) {
  searchContacts(where: $where, orderBy: $orderBy, first: 10, after: $after) {
    totalCount
    nodes {
      id
      properties {
        firstname
        lastname
        email
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:ec99bba008f7397958af6722c79bf1d344da7e24312efaaad487b2814c40c53c"}) as unknown as TypedDocumentString<SearchContactsQuery, SearchContactsQueryVariables>;
export const UpsertByEmailDocument = new TypedDocumentString(`
    mutation UpsertByEmail(
$inputs: [UpsertContactInput!]! = [
  {
    id: "rosa.reed@example.com"
    idProperty: "email"
    properties: { firstname: "Rosa", lastname: "Reed" }
  }
  {
    id: "Rosa.Reed@Example.com"
    idProperty: "email"
    properties: { jobtitle: "Analyst" }
  }
]
) {
  upsertContacts(inputs: $inputs) {
    results {
      __typename
      ... on UpsertContactSuccess {
        created
        contact {
          id
          properties {
            email
            firstname
            lastname
            jobtitle
          }
        }
      }
      ... on ContactError {
        inputIndex
        contactId
        message
        applied
        retryable
      }
      ... on InvalidPropertiesError {
        problems {
          property
          message
        }
      }
    }
    batches {
      status
      size
    }
  }
}
    `, {"hash":"sha256:b4e9d8dc220c24739ec6c0edfb8743c7422785ab212c3b7d17f4df11ee8761f1"}) as unknown as TypedDocumentString<UpsertByEmailMutation, UpsertByEmailMutationVariables>;
export const CreateWithAConflictDocument = new TypedDocumentString(`
    mutation CreateWithAConflict(
$inputs: [CreateContactInput!]! = [
  { properties: { email: "new.contact@example.com", firstname: "Nia" } }
  { properties: { email: "donald.elm.517@example.com", firstname: "Donald" } }
]
) {
  createContacts(inputs: $inputs) {
    results {
      __typename
      ... on CreateContactSuccess {
        inputIndex
        contact {
          id
          createdAt
          properties {
            email
            firstname
          }
        }
      }
      ... on ContactError {
        inputIndex
        message
        applied
        retryable
      }
      ... on InvalidPropertiesError {
        problems {
          property
          message
        }
      }
      ... on ContactConflictError {
        property
        existingContactId
        existingContact {
          id
          properties {
            firstname
            lastname
          }
        }
      }
    }
    batches {
      status
      size
    }
  }
}
    `, {"hash":"sha256:80b872c2e7c65df3313aaf92e3ac12939906ef4e5afdaa444606af3e41925955"}) as unknown as TypedDocumentString<CreateWithAConflictMutation, CreateWithAConflictMutationVariables>;
export const ArchiveAContactDocument = new TypedDocumentString(`
    mutation ArchiveAContact($inputs: [ArchiveContactInput!]! = [{ id: "520" }, { id: "nobody@example.com", idProperty: "email" }]) {
  archiveContacts(inputs: $inputs) {
    results {
      __typename
      ... on ArchiveContactSuccess {
        inputIndex
        archivedId: contactId
      }
      ... on ContactError {
        inputIndex
        contactId
        message
        applied
        retryable
      }
    }
  }
}
    `, {"hash":"sha256:b435f16f8cf5491d0d1a8c76e045efabb08953a449a2d3cd89310f36aee89101"}) as unknown as TypedDocumentString<ArchiveAContactMutation, ArchiveAContactMutationVariables>;