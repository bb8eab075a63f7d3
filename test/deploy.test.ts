import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { environmentVariables, readConfig } from '../src/config.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

const composeSchema = z.object({
  services: z.object({
    gateway: z.object({
      deploy: z.object({ replicas: z.int() }),
      environment: z.record(z.string(), z.string()),
      stop_grace_period: z.string(),
    }),
    redis: z.object({}),
    prometheus: z.object({ volumes: z.array(z.string()) }),
    grafana: z.object({ volumes: z.array(z.string()) }),
  }),
});
const compose = composeSchema.parse(parse(read('compose.yaml'))).services;

const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const podSchema = z.object({
  terminationGracePeriodSeconds: z.int(),
  // Otherwise a service could set variables of the gateway: METRICS_PORT, say.
  enableServiceLinks: z.literal(false),
  securityContext: z.object({ runAsNonRoot: z.literal(true) }),
  containers: z.tuple([
    z.object({
      env: z.array(z.object({ name: z.string(), value: z.string() })),
      readinessProbe: probe,
      livenessProbe: probe,
      lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.int() }) }) }),
    }),
  ]),
});
const resources = parseAllDocuments(read('deploy/kubernetes.yaml')).map((document) => document.toJS());
const deployment = resources.find(({ kind }) => kind === 'Deployment');
const pod = podSchema.parse(deployment.spec.template.spec);
const [container] = pod.containers;
const podEnv = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
const secret = resources.find(({ kind }) => kind === 'Secret').stringData as Record<string, string>;

const dockerfile = read('Dockerfile');

describe('the Dockerfile', () => {
  it('runs the Node.js that the project pins, in both of its stages', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };
    const images = dockerfile.match(/^FROM .*$/gm);
    expect(images).toEqual([
      `FROM node:${devDependencies.node}-slim AS packages`,
      `FROM node:${devDependencies.node}-slim`,
    ]);
  });

  it('has no dev dependencies, no root, a health check, and Node.js as the first process', () => {
    expect(dockerfile).toContain('npm ci --omit=dev');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\n.*\/health/m);
    expect(dockerfile).toMatch(/^CMD \["node", "src\/main.ts"\]$/m);
  });

  it('leaves out what is not needed to run', () => {
    expect(read('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['*', '!package.json', '!package-lock.json', '!src', '!schema']),
    );
  });
});

describe.each([
  ['compose.yaml', compose.gateway.environment],
  ['deploy/kubernetes.yaml', { ...podEnv, ...secret }],
])('%s', (_file, env) => {
  it('sets variables that there are, to values that the gateway starts with in production', () => {
    expect(Object.keys(env).filter((name) => !environmentVariables.includes(name))).toEqual([]);
    expect(() => readConfig({ NODE_ENV: 'production', HOST: '0.0.0.0', ...env })).not.toThrow();
  });
});

describe('a replica that is told to stop', () => {
  it('has time in Kubernetes for the preStop wait and the drain', () => {
    const { preStop } = container.lifecycle;
    const needed = preStop.sleep.seconds * 1000 + readConfig({ ...podEnv, ...secret }).drainMs + 1_000;
    expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThanOrEqual(needed);
  });

  it('is taken out of Kubernetes’ service by the time that the preStop wait is over', () => {
    const { readinessProbe, livenessProbe } = container;
    expect([readinessProbe.httpGet.path, livenessProbe.httpGet.path]).toEqual(['/ready', '/health']);
  });

  it('has time in compose for the drain', () => {
    const seconds = Number.parseInt(compose.gateway.stop_grace_period, 10);
    expect(seconds * 1000).toBeGreaterThanOrEqual(readConfig(compose.gateway.environment).drainMs + 1_000);
  });
});

describe('compose.yaml', () => {
  it('has a proxy that says where a request comes from, for the gateway trusts it', () => {
    expect(compose.gateway.environment.TRUST_PROXY).toBe('1');
    expect(read('compose.yaml')).toMatch(/^ +option forwardfor$/m);
    expect(read('deploy/haproxy.cfg')).toMatch(/^ +option forwardfor$/m);
  });

  it('has two replicas, and mounts files that there are', () => {
    expect(compose.gateway.deploy.replicas).toBe(2);
    const mounts = [...compose.prometheus.volumes, ...compose.grafana.volumes].map(
      (mount) => mount.split(':')[0] ?? '',
    );
    for (const path of mounts.filter((mount) => !mount.endsWith('provisioning'))) {
      expect(() => read(path)).not.toThrow();
    }
  });
});
