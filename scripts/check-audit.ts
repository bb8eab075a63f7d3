// `npm audit` of what a production install holds. Not every registry answers audits: then nothing was checked, which is
// said loudly and is no pass.
import { spawnSync } from 'node:child_process';
import { z } from 'zod';

const reportSchema = z.object({
  metadata: z.object({ vulnerabilities: z.object({ total: z.int() }) }),
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string() })),
});

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
const report = reportSchema.safeParse(parse(stdout)).data;
if (report === undefined) {
  process.stderr.write(
    '\n*** NOT CHECKED: this registry answers no audit; run "npm run check:audit" on another one. ***\n\n',
  );
} else if (report.metadata.vulnerabilities.total > 0) {
  const found = Object.entries(report.vulnerabilities).map(([name, { severity }]) => `${name} (${severity})`);
  process.stderr.write(`npm audit reports: ${found.join(', ')}\n`);
  process.exitCode = 1;
} else {
  process.stdout.write('npm audit reports nothing.\n');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
