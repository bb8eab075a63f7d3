// Makes what follows from property definitions: the definitions file, the SDL and the typed documents.
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GraphQLSchema, lexicographicSortSchema, parse, printSchema, validate } from 'graphql';
import codegen from '../codegen.ts';
import { checkDefinitions } from '../src/definitions-file.ts';
import { createSchema } from '../src/graphql/create-schema.ts';

// In the folder where the script was started, as codegen.ts names its files too.
export const DEFINITIONS_FILE = 'schema/contact-properties.json';
export const SCHEMA_FILE = 'schema/schema.graphql';
const OPERATIONS = 'schema/operations';

/** The contract cannot be made from these definitions; nothing was written. */
export class ContractError extends Error {}

export const printed = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;

/**
 * Writes the contract when all of it is made, the definitions last: whatever goes wrong before leaves the files as they were.
 * Throws a `ContractError` that says what. `definitions`: the text of the file.
 */
export async function makeContract(definitions: string): Promise<void> {
  const schema = await orContractError(async () => createSchema(checkDefinitions(JSON.parse(definitions).results)));
  refuseOperationsThatDoNotFit(schema);
  const sdl = printed(schema);
  // Takes a second to load, and is needed here alone.
  const { generate } = await import('@graphql-codegen/cli');
  const documents = await orContractError(() => generate({ ...codegen, schema: sdl, silent: true }, false));
  for (const { filename, content } of documents) replace(filename, content);
  replace(SCHEMA_FILE, sdl);
  replace(DEFINITIONS_FILE, definitions);
}

async function orContractError<Made>(make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ContractError(`The contract cannot be made from these definitions. ${why.trim()}\nNothing was written.`, {
      cause,
    });
  }
}

function refuseOperationsThatDoNotFit(schema: GraphQLSchema): void {
  const problems = readdirSync(OPERATIONS).flatMap((file) => {
    const document = parse(readFileSync(join(OPERATIONS, file), 'utf8'));
    // Some messages end with the whole value that does not fit.
    const messages = validate(schema, document).map(({ message }) => message.replace(/ Found: .*$/s, ''));
    return [...new Set(messages)].map((message) => `  ${OPERATIONS}/${file}: ${message}`);
  });
  if (problems.length === 0) return;
  throw new ContractError(
    `This account lacks what these operations use:\n${problems.join('\n')}\nChange them to properties that it has, then try again. Nothing was written.`,
  );
}

/** Never half of a file: another process may read it meanwhile. */
function replace(file: string, content: string): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
