// `node bench/profile.ts [contender] [clients] [latency in ms]`: where a contender's time goes under load, by package.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contenders, startContender } from './contenders.ts';
import { openBench } from './rounds.ts';

const [name = 'gateway', clients = '50', latencyMs = '0'] = process.argv.slice(2);
const SECONDS = 8;
const SHOWN = 40;

/** As far as it is read, what `--cpu-prof` writes. Times in µs. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface Place {
  readonly group: string;
  readonly name: string;
}

/** The package, the folder of ours, or the part of Node.js that a function belongs to. */
function groupOf(url: string, functionName: string): string {
  const packages = url.split('/node_modules/');
  if (packages.length > 1) {
    const [scope = '', name = ''] = packages.at(-1)?.split('/') ?? [];
    return scope.startsWith('@') ? `${scope}/${name}` : scope;
  }
  const [, ours] = /\/((?:src|bench)(?:\/[\w-]+(?=\/))?)/.exec(url) ?? [];
  if (ours !== undefined) return ours;
  if (url.startsWith('node:')) return url.split('/').slice(0, 3).join('/');
  return functionName.startsWith('(') ? functionName : '(native)';
}

/** Time by key in ms, of the last `SECONDS`: what came before was the start. */
function sums(profile: CpuProfile, keyOf: (place: Place) => string): [string, number][] {
  const places = new Map(
    profile.nodes.map(({ id, callFrame: { url, functionName, lineNumber } }) => [
      id,
      {
        group: groupOf(url, functionName),
        name: `${functionName || '(anonymous)'} ${url.split('/').at(-1)}:${lineNumber + 1}`,
      },
    ]),
  );
  const sum = new Map<string, number>();
  let left = SECONDS * 1e6;
  for (let at = profile.samples.length - 1; at >= 0 && left > 0; at -= 1) {
    const place = places.get(profile.samples[at] ?? 0);
    const us = profile.timeDeltas[at] ?? 0;
    left -= us;
    if (place !== undefined) sum.set(keyOf(place), (sum.get(keyOf(place)) ?? 0) + us / 1000);
  }
  return [...sum].sort(([, a], [, b]) => b - a);
}

function print(title: string, times: readonly [string, number][]): void {
  const busy = times.filter(([key]) => !key.includes('(idle)')).reduce((total, [, ms]) => total + ms, 0);
  process.stdout.write(`\n${title}: ${busy.toFixed(0)} ms busy of ${SECONDS * 1000}\n`);
  for (const [key, ms] of times.slice(0, SHOWN)) {
    process.stdout.write(`${((ms / busy) * 100).toFixed(1).padStart(6)} %  ${key}\n`);
  }
}

const contender = contenders.find((one) => one === name);
if (contender === undefined) throw new Error(`There is no contender "${name}"; there is: ${contenders.join(', ')}`);
const folder = mkdtempSync(join(tmpdir(), 'profile-'));
{
  using bench = await openBench();
  process.env.NODE_OPTIONS = `--cpu-prof --cpu-prof-dir=${folder}`;
  await using server = await startContender(contender, bench.hubspot);
  const load = { clients: Number(clients), seconds: SECONDS };
  await bench.round(server, { ...load, seconds: SECONDS / 2 }, 0);
  const { perSecond, cpuUs, peakMb } = await bench.round(server, load, Number(latencyMs));
  process.stdout.write(
    `${perSecond.toFixed(0)} contacts/s, ${cpuUs?.toFixed(0)} µs CPU each, ${peakMb?.toFixed(0)} MB\n`,
  );
}
for (const file of readdirSync(folder)) {
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
  print(
    `by package`,
    sums(profile, ({ group }) => group),
  );
  print(
    `by function`,
    sums(profile, (place) => `${place.name}  [${place.group}]`),
  );
}
rmSync(folder, { recursive: true });
