/**
 * The properties that the form shows, in this order; put those of your account here. What the account does not have is left
 * out. All else about them (labels, kinds, options, rules) comes from the account.
 */
export const FORM = [
  'firstname',
  'lastname',
  'email',
  'phone',
  'company',
  'jobtitle',
  'numemployees',
  'lifecyclestage',
  'hs_lead_status',
  'hs_buying_role',
  'closedate',
  'work_email',
  'message',
  'property_string',
  'property_number',
  'property_checkbox',
  'property_date',
  'property_dropdown',
  'property_multiple_checkboxes',
  'hs_email_optout',
  'createdate',
  'lastmodifieddate',
];

/** What the list shows of a contact. */
export const LIST = ['firstname', 'lastname', 'email', 'company', 'lifecyclestage'];
