import { builder } from './builder.ts';
import './contact.ts';
import './contact-property-definition.ts';
import './update-contacts.ts';

/** The executable schema; `npm run schema` prints it to schema/schema.graphql. */
export const schema = builder.toSchema();
