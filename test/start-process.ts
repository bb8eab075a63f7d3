import { spawn } from 'node:child_process';
import { once } from 'node:events';

const ENV = { PATH: process.env.PATH ?? '', PORT: '0', PROPERTIES_CHECK_MS: '0' };

/** The gateway as `npm start` runs it, in a process of its own. `cwd`: the folder of a copy; left out: this project. */
export function startProcess(env: Record<string, string> = {}, cwd?: string) {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd,
    env: { ...ENV, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    child,
    output: () => output,
    async url(): Promise<string> {
      for (;;) {
        const url = /http:\/\/\S+\/graphql/.exec(output)?.[0];
        if (url !== undefined) return url;
        if (child.exitCode !== null) throw new Error(output);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
