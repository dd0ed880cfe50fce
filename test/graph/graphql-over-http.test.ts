// The audit of the GraphQL-over-HTTP specification, against a small graph behind the real server.
import { auditServer } from 'graphql-http';
import { expect, test } from 'vitest';
import { openSmallGraph } from './small-graph.ts';

test.each([
  { mode: 'development', production: false },
  { mode: 'production with introspection switched on', production: true },
])('the server passes every audit of GraphQL over HTTP in $mode', async ({ production }) => {
  const graph = await openSmallGraph({ production, introspection: true });
  const results = await auditServer({
    url: `${graph.url}/graphql`,
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...init.headers, 'apollo-require-preflight': 'true' } }),
  });
  const failed = results.filter(({ status }) => status !== 'ok');
  expect(failed.map((audit) => `${audit.id} ${audit.status} ${audit.name}`)).toEqual([]);
  expect(results).toHaveLength(61);
  await graph.drain();
});
