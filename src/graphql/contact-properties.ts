import { builder } from './builder.ts';
import { rawProperty } from './contact-model.ts';
import { portalDefinitions } from './portal-definitions.ts';
import { definePropertyTypes } from './property-types.ts';

/** `ContactProperties` and `ContactPropertiesInput` of the portal that schema/contact-properties.json describes. */
export const contactProperties = definePropertyTypes(builder, portalDefinitions, rawProperty);
