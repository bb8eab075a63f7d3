import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { pino } from 'pino';
import { createServer, type Plugin } from 'vite';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';

const HOST = '127.0.0.1';

interface ExampleOptions {
  /** Where the screen is served, or at the next free port; 0: at any. */
  readonly port: number;
  readonly sandbox?: SandboxOptions;
  /** More variables of the gateway. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A HubSpot sandbox, a gateway in front of it, and the screen, which is served from an origin of its own. */
export async function startExample({ port, sandbox: options = {}, env = {} }: ExampleOptions) {
  await using started = new AsyncDisposableStack();
  const sandbox = started.use(await startSandbox(options));

  // The gateway has to know the origin of the screen, and the screen the address of the gateway: the screen learns it late,
  // when it is loaded.
  let gatewayUrl = '';
  const screen = await createServer({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    cacheDir: '../node_modules/.vite/contacts-screen',
    logLevel: 'warn',
    clearScreen: false,
    plugins: [react(), gatewayInPage(() => gatewayUrl)],
    server: {
      host: HOST,
      port,
      // The switches of the screen that play an outage. The gateway has no part in it.
      proxy: { '/sandbox/faults': sandbox.url },
      fs: { allow: ['..', '../../schema'] },
      warmup: { clientFiles: ['src/main.tsx'] },
    },
    // All of them: one that is found later would load the page anew.
    optimizeDeps: {
      include: [
        'react',
        'react/jsx-dev-runtime',
        'react-dom/client',
        '@apollo/client',
        '@apollo/client/link/batch-http',
        '@apollo/client/react',
      ],
    },
  });
  started.defer(() => screen.close());
  await screen.listen();
  const url = new URL(screen.resolvedUrls?.local[0] ?? '').origin;

  const gateway = await startApp(
    readConfig({
      PORT: '0',
      HUBSPOT_BASE_URL: sandbox.url,
      HUBSPOT_ACCESS_TOKEN: 'any',
      ALLOWED_ORIGINS: url,
      PROPERTIES_CHECK_MS: '0',
      // So that nobody has to wait for half a minute to see how a save ends that HubSpot does not answer.
      DEADLINE_MS: '10000',
      ...env,
    }),
    { log: pino({ level: 'error' }) },
  );
  started.defer(() => gateway.close());
  gatewayUrl = gateway.url;

  const resources = started.move();
  return {
    /** Of the screen. */
    url,
    gatewayUrl,
    sandbox,
    close: () => resources.disposeAsync(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Writes the address of the gateway into the page. */
const gatewayInPage = (url: () => string): Plugin => ({
  name: 'gateway-in-page',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { name: 'gateway', content: url() } }],
});
