import { defineConfig } from 'vitest/config';

/** Their subject is what happens at the same time, so nothing else should. */
const ALONE = [
  'test/coalescing.e2e.ts',
  'test/abuse.e2e.ts',
  'test/outages.e2e.ts',
  'test/replicas.e2e.ts',
  'test/rate-limit/redis-window.test.ts',
];

export default defineConfig({
  test: {
    // What hangs is ended; how fast anything is, is none of the tests' business.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Files of a worker share the packages that it has loaded: to load them anew for each would take a third of the time.
    isolate: false,
    projects: [
      // Apart from what still closes its connections when the next file has faked the time.
      {
        extends: true,
        test: {
          name: 'stages',
          include: ['test/**/*.test.ts'],
          exclude: ALONE,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'gateway',
          include: ['test/**/*.e2e.ts'],
          exclude: ALONE,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, isolate: true, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
  // As Node.js resolves packages: with other conditions the tests and the packages would each load a graphql of their own.
  ssr: {
    resolve: { conditions: ['node', 'module-sync', 'import'], externalConditions: ['node', 'module-sync', 'import'] },
  },
});
