import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As Node.js resolves packages: with other conditions the tests and the packages would each load a graphql of their own.
  ssr: {
    resolve: { conditions: ['node', 'module-sync', 'import'], externalConditions: ['node', 'module-sync', 'import'] },
  },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.e2e.ts'],
  },
});
