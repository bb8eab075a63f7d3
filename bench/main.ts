// `npm run bench`: the gateway as it ships beside what it replaces, in one run. With --quick in less than a minute.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chart } from './chart.ts';
import { headingOf, rowLine, verdictLine } from './report.ts';
import { openBench } from './rounds.ts';
import { FULL, QUICK, type Row, runClosedLoop, runPacing, runQuota, runScenarios } from './scenarios.ts';
import { judge } from './thresholds.ts';

const quick = process.argv.includes('--quick');
const pace = quick ? QUICK : FULL;
const rows: Row[] = [];
let heading = '';

function report(row: Row): void {
  rows.push(row);
  const next = headingOf(row);
  process.stdout.write(next === heading ? `${rowLine(row)}\n` : `${next}\n${rowLine(row)}\n`);
  heading = next;
}

/** Mercurius wants another graphql than the project: it has packages of its own. */
function installMercurius(): void {
  const cwd = fileURLToPath(new URL('mercurius', import.meta.url));
  if (existsSync(`${cwd}/node_modules/mercurius`)) return;
  process.stderr.write('Installing what Mercurius needs …\n');
  execFileSync('npm', ['ci', '--loglevel=error'], { cwd, stdio: ['ignore', 2, 2] });
}

installMercurius();
const started = performance.now();
{
  using bench = await openBench();
  await runScenarios(bench, pace, report);
  await runQuota(bench, pace, report);
  await runClosedLoop(bench, pace, report);
  await runPacing(bench, pace, report);
}

const verdicts = judge(rows);
process.stdout.write(`\n${verdicts.map(verdictLine).join('\n')}\n`);
process.stdout.write(`\n${Math.round((performance.now() - started) / 1000)} s on ${cpus().length} cores\n`);
if (!quick) {
  const machine = { node: process.version, cores: cpus().length, processor: cpus()[0]?.model };
  const results = { machine, rows, verdicts };
  writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(new URL('chart.svg', import.meta.url), chart(rows));
}
process.exitCode = verdicts.every(({ holds }) => holds) ? 0 : 1;
