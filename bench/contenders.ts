import { type Started, start } from './processes.ts';

export const contenders = ['gateway', 'ceiling', 'fetch', 'mercurius', 'hubspot-client'] as const;
export type Contender = (typeof contenders)[number];

export const TITLES: Readonly<Record<Contender, string>> = {
  gateway: 'contacts-gateway',
  ceiling: 'Yoga, constant answer',
  fetch: 'Yoga, a fetch each',
  mercurius: 'Mercurius JIT, a call each',
  'hubspot-client': "HubSpot's client, a call each",
};

const ADDRESS = /http:\/\/[^\s"]+\/graphql/;

/** As it ships: only what says where HubSpot is, and that nobody else uses its quota. */
export const startGateway = (hubspot: string, env: Record<string, string> = {}): Promise<Started> =>
  start('src/main.ts', { ...GATEWAY, HUBSPOT_BASE_URL: hubspot, HUBSPOT_ACCESS_TOKEN: 'bench', ...env }, ADDRESS);

const GATEWAY = {
  PORT: '0',
  RATE_LIMIT: '100000',
  LOG_LEVEL: 'warn',
  PROPERTIES_CHECK_MS: '0',
  CALLER_INPUTS_PER_SECOND: '0',
  // As with `npm start`.
  NODE_COMPILE_CACHE: 'node_modules/.cache/compiled',
};

const FILES: Readonly<Record<Exclude<Contender, 'gateway'>, string>> = {
  ceiling: 'bench/contenders/ceiling.ts',
  fetch: 'bench/contenders/fetch-per-mutation.ts',
  mercurius: 'bench/mercurius/server.js',
  'hubspot-client': 'bench/contenders/hubspot-client.ts',
};

export const startContender = (contender: Contender, hubspot: string): Promise<Started> =>
  contender === 'gateway'
    ? startGateway(hubspot)
    : start(FILES[contender], { HUBSPOT_BASE_URL: hubspot, NODE_ENV: 'production' }, ADDRESS);
