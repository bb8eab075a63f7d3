/**
 * What travels between the gateway and HubSpot's CRM API, as HubSpot documents it and as it really comes. Answers are
 * schemas, checked where they enter: what was ever seen missing is optional, and fields that we do not know are left out.
 */
import { z } from 'zod';
import { Secret, secretOf } from '../credential.ts';

/** HubSpot takes at most this many inputs in a batch call (documented, and answered with 400 beyond it). */
export const MAX_INPUTS_PER_CALL = 100;

/** Characters of a property's value (documented). */
export const MAX_VALUE_LENGTH = 65_536;

/** `POST …/contacts/batch/create`, `batch/update` and `batch/upsert`. */
export interface BatchWriteRequest<Input = BatchCreateInput | BatchUpdateInput> {
  readonly inputs: readonly Input[];
}

export interface BatchCreateInput {
  /** Internal property name → value, as text; the empty string clears. */
  readonly properties: Readonly<Record<string, string>>;
  /** Unique within the batch. Turns whole-batch refusals into errors of single items. */
  readonly objectWriteTraceId?: string;
}

export interface BatchUpdateInput extends BatchCreateInput {
  /** A record id, or the value of `idProperty`. */
  readonly id: string;
  /** Name of a unique property. Left out when `id` is a record id. */
  readonly idProperty?: string;
}

/** `POST …/contacts/batch/read`: one `idProperty` for the whole call. */
export interface BatchReadRequest {
  readonly inputs: readonly { readonly id: string }[];
  readonly idProperty?: string;
  readonly properties: readonly string[];
}

/** One condition of a search: values as texts, times in epoch ms. */
export interface SearchCondition {
  readonly propertyName: string;
  readonly operator: string;
  readonly value?: string;
  readonly values?: readonly string[];
  readonly highValue?: string;
}

/** `POST …/contacts/search`. */
export interface SearchRequest {
  readonly query?: string;
  /** The conditions of one group hold together; of several groups any is enough. */
  readonly filterGroups: readonly { readonly filters: readonly SearchCondition[] }[];
  readonly sorts: readonly { readonly propertyName: string; readonly direction: 'ASCENDING' | 'DESCENDING' }[];
  readonly properties: readonly string[];
  readonly limit: number;
  /** The place of the first result, counted from 0. */
  readonly after?: string;
}

/** Anything that does not have the expected form counts as not sent: an error body must never be lost to a detail. */
const lenient = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);

/** The items that can be read: what is strange about one must not make all the others unknown. */
const readable = <T extends z.ZodType>(item: T) =>
  z.array(z.unknown()).transform((list): z.output<T>[] => list.flatMap((sent) => item.safeParse(sent).data ?? []));

const cut = (maxLength: number) =>
  z.string().transform((sent) => (sent.length > maxLength ? `${sent.slice(0, maxLength)}…`.toWellFormed() : sent));

/** A text for people, or a word of HubSpot's. */
const shortText = cut(10_000);

/** Names and ids that others show, search for and count by. */
const word = z.string().regex(/^[\x21-\x7e]{1,200}$/);
export const correlationIdSchema = word;

/** Whether every later stage can carry it. HubSpot's own facts have one level or two. */
const isCarriable = (sent: unknown): boolean => !isDeeper(sent, 8) && JSON.stringify(sent).length <= 200_000;

const isDeeper = (sent: unknown, levels: number): boolean =>
  typeof sent === 'object' &&
  sent !== null &&
  (levels === 0 || Object.values(sent).some((item) => isDeeper(item, levels - 1)));

/** Error context: documented as a list of strings per key, also seen as a single string. */
const context = z.record(z.string(), z.unknown()).refine(isCarriable);

/** Documented as an object in one place and as a string in others; on the wire a string or absent. */
const subCategory = z.union([shortText, context]);

const links = context.transform((sent) =>
  Object.fromEntries(Object.entries(sent).filter((link): link is [string, string] => typeof link[1] === 'string')),
);

export const errorDetailSchema = z.object({
  message: shortText,
  code: lenient(shortText),
  context: lenient(context),
  in: lenient(shortText),
  subCategory: lenient(subCategory),
});
export type ErrorDetail = z.infer<typeof errorDetailSchema>;

/** Some endpoints send plain strings; they are read as details that hold only a message. */
const errorDetail = z.union([errorDetailSchema, shortText.transform((message): ErrorDetail => ({ message }))]);

/** The body of a refused call, and one item of `errors` in a batch answer. HubSpot's docs: treat every field as optional. */
export const hubspotErrorSchema = z.object({
  status: lenient(shortText),
  id: lenient(shortText),
  /** Lists the refused properties with their values, as JSON, so it can be long. */
  message: lenient(cut(300_000)),
  category: lenient(shortText),
  subCategory: lenient(subCategory),
  correlationId: lenient(correlationIdSchema),
  context: lenient(context),
  links: lenient(links),
  errors: lenient(readable(errorDetail)),
  /** Sent with 429: `TEN_SECONDLY_ROLLING`, `DAILY`, … */
  policyName: lenient(word),
  /** Older form of `category`, sent with 429: `RATE_LIMIT`. */
  errorType: lenient(shortText),
});
export type HubSpotErrorBody = z.infer<typeof hubspotErrorSchema>;

/** A moment that every later stage can represent: a day of the calendar, of the years 0 to 9999 in UTC as well. */
const timestamp = z.iso.datetime({ offset: true }).refine((sent) => {
  const year = new Date(sent).getUTCFullYear();
  return year >= 0 && year <= 9999;
});

export const contactWarningSchema = z.object({
  category: shortText,
  message: shortText,
  context: lenient(context),
});

/** What a property's value is in text; undefined where nobody can tell, as for a number that JSON.parse has rounded. */
function valueText(sent: unknown): string | null | undefined {
  if (sent === null || typeof sent === 'string') return sent;
  if (typeof sent === 'number' && Number.isInteger(sent) && !Number.isSafeInteger(sent)) return undefined;
  if (typeof sent !== 'object') return String(sent);
  return isCarriable(sent) ? JSON.stringify(sent) : undefined;
}

/** Without a prototype, whose members would be taken for properties. */
const propertyValues = z.unknown().transform((sent): Readonly<Record<string, string | null>> => {
  const values: Record<string, string | null> = Object.create(null);
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return values;
  for (const [name, value] of Object.entries(sent)) {
    const text = valueText(value);
    if (text !== undefined) values[name] = text;
  }
  return values;
});

/** An id that came as a number. Beyond what a number holds exactly it is the id of another record. */
const numericId = z.int().nonnegative().transform(String);

/** What no address can hold is no id: the contact may have to be called by it. */
const textId = z
  .string()
  .min(1)
  .max(1_000)
  .refine((id) => id.isWellFormed() && id !== '.' && id !== '..');

/**
 * One contact in an answer. An update answers with the written and some system properties, not with the whole record. Only
 * the id must be there: a contact was written, or read, whatever else is missing or strange.
 */
export const contactRecordSchema = z
  .object({
    id: z.union([textId, numericId]),
    /** `null` for a property that was asked for and has no value; "" for one that was just cleared. */
    properties: propertyValues,
    createdAt: lenient(timestamp),
    updatedAt: lenient(timestamp),
    archived: z.boolean().catch(false),
    archivedAt: lenient(timestamp),
    url: lenient(
      z
        .string()
        .max(10_000)
        .regex(/^https?:\/\//),
    ),
    /** Echo of the input's trace id. Not always sent. */
    objectWriteTraceId: lenient(z.string()),
    /** Sent by an upsert: whether it created the contact. */
    new: lenient(z.boolean()),
    warnings: lenient(readable(contactWarningSchema)),
  })
  .transform((record) => ({
    ...record,
    createdAt: record.createdAt ?? moment(record.properties.createdate),
    updatedAt: record.updatedAt ?? moment(record.properties.lastmodifieddate),
  }));
export type ContactRecord = z.infer<typeof contactRecordSchema>;

/** What a write answers: its id says enough. Of a read that has no properties nothing is known. */
export const writtenRecordSchema = z.preprocess(
  (sent) => (typeof sent === 'object' && sent !== null ? { properties: {}, ...sent } : sent),
  contactRecordSchema,
);

/** Recorded: a text. */
const place = z.union([
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  z.int32().nonnegative(),
]);

/**
 * A 2xx of search. Read as a whole or not at all: without a contact that cannot be read the page would look complete, and
 * without a place to go on from the search would look finished. Only the id of a contact must be readable.
 */
export const searchAnswerSchema = z.object({
  total: z.int32().nonnegative(),
  results: z.array(contactRecordSchema),
  /** Left out, or without `next`, on the last page. */
  paging: z.object({ next: z.object({ after: place }).nullish() }).nullish(),
});

const moment = (text: string | null | undefined): string | undefined => timestamp.safeParse(text).data;

const batchStatus = z
  .string()
  .toUpperCase()
  .pipe(z.enum(['CANCELED', 'COMPLETE', 'PENDING', 'PROCESSING']));

const items = lenient(z.array(z.unknown()));

/** A 2xx of a batch call. Items are checked one by one, so that a strange one spoils no other. */
export const batchAnswerSchema = z
  .object({
    status: lenient(batchStatus),
    results: items,
    errors: items,
    numErrors: lenient(z.int32().nonnegative()),
    requestedAt: lenient(timestamp),
    startedAt: lenient(timestamp),
    completedAt: lenient(timestamp),
    links: lenient(links),
  })
  // Errors alone may be those of a refusal.
  .refine(({ status, results, errors }) => results !== undefined || (status !== undefined && errors !== undefined))
  // What another word, or none, says of inputs without a result is not known.
  .transform((answer) => ({ ...answer, status: answer.status ?? 'PROCESSING', results: answer.results ?? [] }));
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;

/** A text that may be missing. */
const text = z.string().catch('');

/** An option's label is missing where nobody gave it one; a value may come as the number it looks like. */
const propertyOptionSchema = z
  .object({
    label: text,
    value: z.union([z.string(), z.number(), z.boolean()]).transform(String),
    hidden: lenient(z.boolean()),
    description: lenient(z.string().nullable()),
    displayOrder: lenient(z.int32()),
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
    options: readable(propertyOptionSchema).catch([]),
    displayOrder: lenient(z.int32()),
    calculated: lenient(z.boolean()),
    /** Options live elsewhere (owners, business units): `options` is empty and says nothing about what is allowed. */
    externalOptions: lenient(z.boolean()),
    hasUniqueValue: lenient(z.boolean()),
    hidden: lenient(z.boolean()),
    hubspotDefined: lenient(z.boolean()),
    archived: lenient(z.boolean()),
    formField: lenient(z.boolean()),
    /** `readOnlyValue` alone decides whether a value can be written (neither `calculated` nor `readOnlyDefinition` does). */
    modificationMetadata: lenient(z.object({ readOnlyValue: lenient(z.boolean()) })),
  })
  .transform((definition) => ({ ...definition, label: definition.label || definition.name }));
export type PropertyDefinition = z.infer<typeof propertyDefinitionSchema>;

/** Definitions that cannot be read are left out; where none can be, the answer is none. */
export const propertyDefinitionsSchema = z.object({
  results: z
    .array(z.unknown())
    .refine((list) => list.length === 0 || list.some((sent) => propertyDefinitionSchema.safeParse(sent).success))
    .pipe(readable(propertyDefinitionSchema)),
});

/**
 * A rule for the values of a property. Documented: a type of some 25, and arguments, which are texts and may be none. Inferred:
 * that more types will come, so any word is one; and that arguments may be missing, or come as the numbers they look like.
 * With one of its arguments left out a rule would be another rule, so it is left out as a whole.
 */
export const propertyRuleSchema = z
  .object({
    ruleType: word,
    ruleArguments: z.array(z.union([z.string(), z.number(), z.boolean()]).transform(String)).nullish(),
  })
  .transform(({ ruleType, ruleArguments }) => ({ type: ruleType, arguments: ruleArguments ?? [] }));
export type PropertyRule = z.infer<typeof propertyRuleSchema>;

/** `GET …/property-validations/0-1`. Documented: the properties that have rules, all in one answer. */
export const propertyRulesSchema = z.object({
  results: readable(
    z.object({ propertyName: z.string(), propertyValidationRules: readable(propertyRuleSchema).catch([]) }),
  ),
});

const secret = z.string().transform(secretOf).pipe(z.instanceof(Secret));

/** `POST /oauth/{version}/token`. */
export const accessTokenSchema = z.object({
  access_token: secret,
  /** In s; documented: 1800. */
  expires_in: z.number().positive(),
  /** The one for the next request; usually the same again. */
  refresh_token: lenient(secret),
});

/** The id of an app or an account. */
const ownerId = z.union([numericId, z.string().regex(/^\d{1,20}$/)]);

/** Whose a token is: of a private app (recorded), or of one that was installed with OAuth (documented). */
export const tokenOwnerSchema = z.union([
  z.object({ appId: ownerId, hubId: ownerId }).transform(({ appId, hubId }) => ({ app: appId, account: hubId })),
  z.object({ app_id: ownerId, hub_id: ownerId }).transform(({ app_id, hub_id }) => ({ app: app_id, account: hub_id })),
]);

/** A refusal of an access token. Recorded: HubSpot's code in `status` (`BAD_REFRESH_TOKEN`), OAuth's in `error` (`invalid_grant`). */
export const tokenRefusalSchema = z.object({ status: lenient(word), category: lenient(word), error: lenient(word) });

/** `GET /account-info/{version}/details` (documented); only the number is of use here. */
export const accountDetailsSchema = z.object({ portalId: z.int().positive() });

/** Any list, with its items as they came. */
export const listSchema = z.object({ results: z.array(z.unknown()) });
