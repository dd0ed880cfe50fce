// How the tests run: every test/**/*.test.ts, with one copy of graphql (it exists as two module formats, whose classes differ).
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
  },
  test: {
    root: import.meta.dirname,
    include: ['test/**/*.test.ts'],
  },
});
