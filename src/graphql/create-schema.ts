import { type GraphQLSchema, isInputObjectType } from 'graphql';
import type { PropertyDefinition } from '../hubspot/wire.ts';
import { limitAnswers } from './answer-limit.ts';
import { createBuilder } from './builder.ts';
import { addContact } from './contact.ts';
import { addContactFilter } from './contact-filters.ts';
import { addContactMutations } from './contact-mutations.ts';
import { addContactProperties } from './contact-properties.ts';
import { addContactPropertyDefinitions } from './contact-property-definition.ts';
import { addSearchContacts } from './search-contacts.ts';

/**
 * The executable schema of an account with these property definitions. Each schema is complete in itself, so that a process
 * can have several, one after the other or side by side.
 */
export function createSchema(definitions: readonly PropertyDefinition[]): GraphQLSchema {
  const builder = createBuilder();
  const properties = addContactProperties(builder, definitions);
  const Contact = addContact(builder, properties.output);
  addSearchContacts(builder, Contact, addContactFilter(builder, properties.fields));
  addContactPropertyDefinitions(builder, properties.enumValueOf);
  addContactMutations(builder, Contact, properties);
  const schema = limitAnswers(quickToRead(builder.toSchema()));
  // Pothos has no option for it.
  schema.description = DESCRIPTION;
  return schema;
}

/** What somebody reads who opens the documentation in GraphiQL. */
const DESCRIPTION = `Find, show and save HubSpot contacts. Many front ends send one contact or a few; the gateway gathers what they send at the same time into few calls to HubSpot.

Begin with the mutation \`updateContacts\`: \`results[i]\` answers \`inputs[i]\`, with a success or with an error that says what is wrong and whether anything was written.

The errors that can be expected are types, and all of them have the fields of \`ContactError\`. The \`errors\` beside \`data\` are for requests that the gateway cannot carry out at all, and for values that it cannot read from HubSpot.

The query \`contactProperties\` lists the properties of the account, with all that a form needs to show them.`;

/**
 * For each input graphql-js goes through all fields of its type, hundreds where an account has hundreds of properties, and
 * it keeps them in an object whose form is slow to go through. The same fields in another one take a quarter of the time:
 * 5 to 1.7 µs with 51 properties, 80 to 19 µs with 800.
 */
function quickToRead(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isInputObjectType(type)) continue;
    // Without a prototype still: nothing but a field may be found by name.
    const fields: ReturnType<typeof type.getFields> = Object.setPrototypeOf({ ...type.getFields() }, null);
    type.getFields = () => fields;
  }
  return schema;
}
