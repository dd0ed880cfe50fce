// Bundles GraphiQL for the browser into dist/graphiql: it has no bundle of its own, and the page may load nothing from elsewhere.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('src/graph/graphiql-page', import.meta.url)),
  base: '/graphiql/',
  logLevel: 'error',
  build: {
    outDir: fileURLToPath(new URL('dist/graphiql', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Pictures and fonts of ours as files; GraphiQL's own style sheet brings its fonts inside.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 10_000,
  },
  worker: { format: 'es' },
});
