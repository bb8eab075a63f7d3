// Runs before `npm start`, `npm test` and the other commands: installs what package-lock.json names when it is not there
// yet, in the project and in the folders that are given. Plain JavaScript on purpose: this file runs on the Node.js that
// the machine has (20 or later), all others on the one that the lock file pins.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @typedef {{ version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean }} LockedPackage */

/** @returns {Record<string, LockedPackage>} */
function lockedPackages(/** @type {URL} */ file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return {};
  }
}

/** Returns npm's exit code; 0 when nothing was missing. */
function install(/** @type {URL} */ folder) {
  const wanted = Object.entries(lockedPackages(new URL('package-lock.json', folder)));
  const installed = lockedPackages(new URL('node_modules/.package-lock.json', folder));
  const production = process.env.NODE_ENV === 'production';

  const missing = wanted.filter(
    ([path, locked]) =>
      path !== '' &&
      !locked.optional &&
      !(production && (locked.dev || locked.devOptional)) &&
      installed[path]?.version !== locked.version,
  );
  if (missing.length === 0) return 0;

  process.stderr.write(`Installing ${missing.length} packages (first use, or package-lock.json changed) …\n`);
  // Warnings are hidden because npm judges `engines` by the machine's Node.js, not by the pinned one that will run.
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  return status ?? 1;
}

for (const folder of ['.', ...process.argv.slice(2)]) {
  process.exitCode ||= install(new URL(`../${folder}/`, import.meta.url));
}
