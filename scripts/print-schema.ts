// Writes the SDL that the code builds to schema/schema.graphql; with --check, fails when the file says something else.
import { readFileSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from '../src/graphql/schema.ts';

const file = new URL('../schema/schema.graphql', import.meta.url);
const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, printed);
} else if (readFileSync(file, 'utf8') !== printed) {
  process.stderr.write(
    'schema/schema.graphql is not what the code builds; run "npm run schema" and commit the result.\n',
  );
  process.exitCode = 1;
}
