import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { apiVersion } from './api-version.ts';

const ENV = {
  PATH: process.env.PATH ?? '',
  PORT: '0',
  PROPERTIES_CHECK_MS: '0',
  HUBSPOT_API_VERSION: apiVersion,
  // As with `npm start`: a start takes half the time.
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)),
};

export interface HowToStart {
  /** The folder of a copy; left out: this project. */
  readonly cwd?: string;
  /** What starts it; left out: Node.js alone. */
  readonly command?: readonly [program: string, ...args: string[]];
}

/** The gateway in a process of its own, which leads a process group, as one that is started in a terminal does. */
export function startProcess(env: Record<string, string> = {}, { cwd, command }: HowToStart = {}) {
  const [program, ...args] = command ?? [process.execPath, 'src/main.ts'];
  const child = spawn(program, args, {
    cwd,
    env: { ...ENV, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close') as Promise<[code: number | null, signal: NodeJS.Signals | null]>;
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    child,
    output: () => output,
    /** The log lines so far. */
    lines: (): Record<string, unknown>[] =>
      output.split('\n').flatMap((line) => (line.startsWith('{"level"') ? [JSON.parse(line)] : [])),
    /** The exit code, once it has ended by itself; the signal, where that ended it. */
    ended: async () => {
      const [code, signal] = await ended;
      return code ?? signal;
    },
    /** To all processes of its group, as a terminal and a service manager send it. */
    signalGroup: (signal: NodeJS.Signals) => process.kill(-(child.pid ?? 0), signal),
    async url(): Promise<string> {
      for (;;) {
        const url = /http:\/\/[^\s"]+\/graphql/.exec(output)?.[0];
        if (url !== undefined) return url;
        if (isOver()) throw new Error(output);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async [Symbol.asyncDispose]() {
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // All of them have ended.
      }
      await ended;
    },
  };
}
