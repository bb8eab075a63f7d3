// Lists the packages of a production install with their licences in THIRD_PARTY.md; with --check, fails when the file says
// something else. Fails, too, when a licence is not known to be permissive.
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const PERMISSIVE = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0']);

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().default(false),
      devOptional: z.boolean().default(false),
    }),
  ),
});

const root = new URL('..', import.meta.url);
const file = new URL('THIRD_PARTY.md', root);
const { packages } = lockSchema.parse(JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')));

const shipped = Object.entries(packages)
  .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
  .map(([path, { version = '', license = 'unknown' }]) => ({
    name: path.replace(/^.*node_modules\//, ''),
    version,
    license,
  }))
  .toSorted((a, b) => (a.name < b.name ? -1 : 1));

const listed = `# Packages of a production install

Made by \`npm run licences\` from package-lock.json. All licences are permissive.

| package | version | licence |
| --- | --- | --- |
${[...new Set(shipped.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`))].join('\n')}
`;

const refused = shipped.filter(({ license }) => !PERMISSIVE.has(license));
if (refused.length > 0) {
  const names = refused.map(({ name, license }) => `${name} (${license})`).join(', ');
  process.stderr.write(`Not known to be permissive: ${names}\n`);
  process.exitCode = 1;
}
if (!process.argv.includes('--check')) {
  writeFileSync(file, listed);
} else if (readFileSync(file, 'utf8') !== listed) {
  process.stderr.write('THIRD_PARTY.md is not what package-lock.json says; run "npm run licences" and commit it.\n');
  process.exitCode = 1;
}
