import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** A server in a process of its own. */
export interface Started extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

export interface Usage {
  /** CPU used since the start, in s. */
  readonly cpuSeconds: number;
  /** The most memory that it had, resident, in MB. */
  readonly peakMb: number;
}

/** Runs a file of the project in a process of its own, until it has printed an address that matches. */
export async function start(file: string, env: Record<string, string>, address: RegExp): Promise<Started> {
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const text of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    output += text;
    const url = address.exec(output)?.[0];
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      pid: child.pid ?? 0,
      async [Symbol.asyncDispose]() {
        child.kill('SIGTERM');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      },
    };
  }
  throw new Error(`${file} has ended: ${output}`);
}

/** A process that is told and tells by messages. */
export function startHelper(file: string) {
  const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' });
  return {
    ask: <Answer>(message: unknown): Promise<Answer> => ask(child, message),
    pid: child.pid ?? 0,
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

async function ask<Answer>(child: ChildProcess, message: unknown): Promise<Answer> {
  child.send(message as object);
  const [answer] = await once(child, 'message');
  return answer as Answer;
}

const TICKS_PER_SECOND = 100;

/** What a process and its children have used, as Linux tells; null elsewhere. */
export function usageOf(pid: number): Usage | null {
  try {
    const pids = [pid, ...childrenOf(pid)];
    const each = pids.map((one) => {
      const fields = readFileSync(`/proc/${one}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      const peakKb = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1];
      return { cpuSeconds: ticks / TICKS_PER_SECOND, peakMb: Number(peakKb) / 1024 };
    });
    return each.reduce((a, b) => ({ cpuSeconds: a.cpuSeconds + b.cpuSeconds, peakMb: a.peakMb + b.peakMb }));
  } catch {
    return null;
  }
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
