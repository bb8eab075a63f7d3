import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface Started extends AsyncDisposable {
  readonly url: string;
}

/** Runs a file of the project in a process of its own, until it has printed an address that matches. */
async function start(file: string, env: Record<string, string>, address: RegExp): Promise<Started> {
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
      async [Symbol.asyncDispose]() {
        child.kill('SIGTERM');
        await once(child, 'exit');
      },
    };
  }
  throw new Error(`${file} has ended: ${output}`);
}

export const startSandboxProcess = (env: Record<string, string> = {}): Promise<Started> =>
  start('src/sandbox/main.ts', { SANDBOX_PORT: '0', SANDBOX_RATE_LIMIT: '1000000', ...env }, /http:\/\/[\d.]+:\d+/);

export const startGatewayProcess = (hubspot: string, env: Record<string, string> = {}): Promise<Started> =>
  start(
    'src/main.ts',
    {
      PORT: '0',
      HUBSPOT_BASE_URL: hubspot,
      HUBSPOT_ACCESS_TOKEN: 'bench',
      RATE_LIMIT: '100000',
      LOG_LEVEL: 'warn',
      ...env,
    },
    /http:\/\/\S+\/graphql/,
  );
