// Makes what follows from property definitions: the definitions file, the SDL and the typed documents.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';

const SDL = 'schema/schema.graphql';
const OPERATIONS = 'schema/operations';
const DOCUMENTS = 'test/graphql-documents';
const DEFINITIONS = 'schema/contact-properties.json';

/** What it takes to make the contract, beside the packages. */
const PARTS = ['src', 'schema', 'scripts', 'codegen.ts', 'package.json', 'tsconfig.json', DOCUMENTS];

/** The contract cannot be made from these definitions; nothing was written. */
export class ContractError extends Error {}

/**
 * Makes the contract in a copy of the project and puts it in the place of ours when all of it is made, the definitions
 * last: whatever goes wrong before leaves the project as it was. Throws a `ContractError` that says what.
 */
export function makeContract(root: string, definitions: string): void {
  const copy = mkdtempSync(join(tmpdir(), 'contract-'));
  try {
    for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    writeFileSync(join(copy, DEFINITIONS), definitions);
    run(copy, 'scripts/print-schema.ts');
    refuseOperationsThatDoNotFit(copy);
    run(copy, 'node_modules/@graphql-codegen/cli/esm/bin.js');
    const documents = readdirSync(join(copy, DOCUMENTS)).map((file) => join(DOCUMENTS, file));
    for (const file of [...documents, SDL, DEFINITIONS]) replace(join(root, file), join(copy, file));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** In a process of its own, for the schema is built from the file when it is first imported. */
function run(folder: string, script: string): void {
  try {
    execFileSync(process.execPath, [script], { cwd: folder, stdio: 'inherit' });
  } catch (cause) {
    throw new ContractError(`${script} failed with these definitions, as it says above. Nothing was written.`, {
      cause,
    });
  }
}

function refuseOperationsThatDoNotFit(folder: string): void {
  const schema = buildSchema(readFileSync(join(folder, SDL), 'utf8'));
  const problems = readdirSync(join(folder, OPERATIONS)).flatMap((file) => {
    const document = parse(readFileSync(join(folder, OPERATIONS, file), 'utf8'));
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
function replace(file: string, by: string): void {
  copyFileSync(by, `${file}.new`);
  renameSync(`${file}.new`, file);
}
