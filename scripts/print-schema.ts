// Writes the SDL that the code builds to schema/schema.graphql; with --check, fails when the file says something else.
import { readFileSync, writeFileSync } from 'node:fs';
import { checkDefinitions, readDefinitionsFile } from '../src/definitions-file.ts';
import { createSchema } from '../src/graphql/create-schema.ts';
import { printed, SCHEMA_FILE } from './make-contract.ts';

const sdl = printed(createSchema(checkDefinitions(readDefinitionsFile())));

if (!process.argv.includes('--check')) {
  writeFileSync(SCHEMA_FILE, sdl);
} else if (readFileSync(SCHEMA_FILE, 'utf8') !== sdl) {
  process.stderr.write(
    'schema/schema.graphql is not what the code builds; run "npm run schema" and commit the result.\n',
  );
  process.exitCode = 1;
}
