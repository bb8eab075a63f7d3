/**
 * What travels between the gateway and HubSpot's CRM API, as HubSpot documents it and as it really comes.
 *
 * Requests are plain types: we write them. Answers are schemas, because they are checked where they enter; every field
 * that was ever seen missing is optional, and fields we do not know are kept out rather than refused.
 */
import { z } from 'zod';

/** HubSpot takes at most this many inputs in a batch call (documented, and answered with 400 beyond it). */
export const MAX_INPUTS_PER_CALL = 100;

/** Characters of a property's value (documented). */
export const MAX_VALUE_LENGTH = 65_536;

/** One item of `inputs` in `POST …/contacts/batch/update`. */
export interface BatchUpdateInput {
  /** A record id, or the value of `idProperty`. */
  readonly id: string;
  /** Name of a unique property. Left out when `id` is a record id. */
  readonly idProperty?: string;
  /** Internal property name → value, as text; the empty string clears. */
  readonly properties: Readonly<Record<string, string>>;
  /** Unique within the batch. Turns whole-batch refusals into errors of single items. */
  readonly objectWriteTraceId?: string;
}

export interface BatchUpdateRequest {
  readonly inputs: readonly BatchUpdateInput[];
}

/** `POST …/contacts/batch/read`: one `idProperty` for the whole call. */
export interface BatchReadRequest {
  readonly inputs: readonly { readonly id: string }[];
  readonly idProperty?: string;
  readonly properties: readonly string[];
}

/** Error context: documented as a list of strings per key, also seen as a single string. Kept as sent. */
const context = z.record(z.string(), z.unknown());

/** Documented as an object in one place and as a string in others; on the wire a string or absent. */
const subCategory = z.union([z.string(), z.record(z.string(), z.unknown())]);

/** Anything that does not have the expected form counts as not sent: an error body must never be lost to a detail. */
const lenient = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);

export const errorDetailSchema = z.object({
  message: z.string(),
  code: lenient(z.string()),
  context: lenient(context),
  in: lenient(z.string()),
  subCategory: lenient(subCategory),
});
export type ErrorDetail = z.infer<typeof errorDetailSchema>;

/** Some endpoints send `errors` as plain strings; they are read as details that hold only a message. */
const errorDetails = z.array(
  z.union([errorDetailSchema, z.string().transform((message): ErrorDetail => ({ message }))]),
);

/** The body of a refused call, and one item of `errors` in a batch answer. HubSpot's docs: treat every field as optional. */
export const hubspotErrorSchema = z.object({
  status: lenient(z.string()),
  id: lenient(z.string()),
  message: lenient(z.string()),
  category: lenient(z.string()),
  subCategory: lenient(subCategory),
  correlationId: lenient(z.string()),
  context: lenient(context),
  links: lenient(z.record(z.string(), z.string())),
  errors: lenient(errorDetails),
  /** Sent with 429: `TEN_SECONDLY_ROLLING`, `DAILY`, … */
  policyName: lenient(z.string()),
  /** Older form of `category`, sent with 429: `RATE_LIMIT`. */
  errorType: lenient(z.string()),
});
export type HubSpotErrorBody = z.infer<typeof hubspotErrorSchema>;

const timestamp = z.iso.datetime({ offset: true });

export const contactWarningSchema = z.object({
  category: z.string(),
  message: z.string(),
  context: lenient(z.record(z.string(), z.unknown())),
});

/** One contact in an answer. An update answers with the written and some system properties, not with the whole record. */
export const contactRecordSchema = z.object({
  id: z.string(),
  /** `null` for a property that was asked for and has no value; "" for one that was just cleared. */
  properties: z.record(z.string(), z.string().nullable()),
  createdAt: timestamp,
  updatedAt: timestamp,
  archived: z.boolean().default(false),
  archivedAt: lenient(timestamp),
  url: lenient(z.string()),
  /** Echo of the input's trace id. Not always sent. */
  objectWriteTraceId: lenient(z.string()),
  warnings: lenient(z.array(contactWarningSchema)),
});
export type ContactRecord = z.infer<typeof contactRecordSchema>;

export const batchStatuses = ['CANCELED', 'COMPLETE', 'PENDING', 'PROCESSING'] as const;

/** A 200 or 207 of batch/update and batch/read. Items are checked one by one, so that a strange one spoils no other. */
export const batchAnswerSchema = z.object({
  status: z.enum(batchStatuses),
  results: z.array(z.unknown()),
  errors: lenient(z.array(z.unknown())),
  numErrors: lenient(z.int()),
  requestedAt: lenient(timestamp),
  startedAt: lenient(timestamp),
  completedAt: lenient(timestamp),
  links: lenient(z.record(z.string(), z.string())),
});
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;

/** A text that may be missing. */
const text = z.string().catch('');

/** The items that can be read: what is strange about one must not make all the others unknown. */
const readable =
  <T extends z.ZodType>(item: T) =>
  (list: readonly unknown[]): z.output<T>[] =>
    list.flatMap((sent) => item.safeParse(sent).data ?? []);

/** An option's label is missing where nobody gave it one; a value may come as the number it looks like. */
const propertyOptionSchema = z
  .object({
    label: text,
    value: z.union([z.string(), z.number(), z.boolean()]).transform(String),
    hidden: lenient(z.boolean()),
    description: lenient(z.string().nullable()),
    displayOrder: lenient(z.int()),
  })
  .transform((option) => ({ ...option, label: option.label || option.value }));

/**
 * One item of `GET /crm/v3/properties/contacts`, and of schema/contact-properties.json. Only the name must be there: what
 * else is missing counts as empty, and a property without a type holds texts.
 */
export const propertyDefinitionSchema = z
  .object({
    name: z.string(),
    label: text,
    /** `string`, `number`, `bool`, `date`, `datetime`, `enumeration`, `phone_number`, … */
    type: text,
    /** `text`, `checkbox`, `booleancheckbox`, `select`, `calculation_rollup`, … */
    fieldType: text,
    description: text,
    groupName: text,
    options: z.array(z.unknown()).catch([]).transform(readable(propertyOptionSchema)),
    displayOrder: lenient(z.int()),
    calculated: lenient(z.boolean()),
    /** Options live elsewhere (owners, business units): `options` is empty and says nothing about what is allowed. */
    externalOptions: lenient(z.boolean()),
    hasUniqueValue: lenient(z.boolean()),
    hidden: lenient(z.boolean()),
    hubspotDefined: lenient(z.boolean()),
    archived: lenient(z.boolean()),
    formField: lenient(z.boolean()),
    /** `readOnlyValue` alone decides whether a value can be written (neither `calculated` nor `readOnlyDefinition` does). */
    modificationMetadata: lenient(
      z.object({
        archivable: lenient(z.boolean()),
        readOnlyDefinition: lenient(z.boolean()),
        readOnlyValue: lenient(z.boolean()),
      }),
    ),
  })
  .transform((definition) => ({ ...definition, label: definition.label || definition.name }));
export type PropertyDefinition = z.infer<typeof propertyDefinitionSchema>;

/** Definitions that cannot be read are left out; where none can be, the answer is none. */
export const propertyDefinitionsSchema = z.object({
  results: z.array(z.unknown()).transform((list, { issues }) => {
    const found = readable(propertyDefinitionSchema)(list);
    if (found.length === 0 && list.length > 0) {
      issues.push({ code: 'custom', input: list, message: 'No definition can be read.' });
    }
    return found;
  }),
});

/** `POST /oauth/{version}/token`. */
export const accessTokenSchema = z.object({
  access_token: z.string(),
  /** In s; documented: 1800. */
  expires_in: z.number().positive(),
  /** The one for the next request; usually the same again. */
  refresh_token: lenient(z.string()),
});

/** Any list, with its items as they came. */
export const listSchema = z.object({ results: z.array(z.unknown()) });
