// How the tests run: every test/**/*.test.ts, with one PostgreSQL server for the whole run, and one copy of graphql (it exists
// as two module formats, whose classes differ).
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
  },
  test: {
    root: import.meta.dirname,
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    // Processes rather than threads: PGlite keeps the memory of its thread, and some tests end their worker's connections.
    pool: 'forks',
    // The smallest machine that runs this has two cores, and PostgreSQL needs one of them.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
