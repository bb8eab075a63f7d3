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
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts', 'test/**/*.e2e.ts'],
          exclude: ALONE,
          maxWorkers: 2,
          // Loading the packages anew for each file would take a third of the time. A test leaves nothing behind, so it can.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
  // As Node.js resolves packages: with other conditions the tests and the packages would each load a graphql of their own.
  ssr: {
    resolve: { conditions: ['node', 'module-sync', 'import'], externalConditions: ['node', 'module-sync', 'import'] },
  },
});
