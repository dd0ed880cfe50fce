// The contest: who takes part, what each is sent for a query, and what it answers in the shape in which answers are compared.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEVELOPMENT_AUDIENCE, openDevelopmentIssuer } from '../../src/graph/development-issuer.ts';
import { type Contestant, POOL_SIZE, SERVE_ARGUMENTS, startContestant } from './contestant.ts';
import { httpPost } from './load.ts';
import { postgraphileCursorQuery, postgraphileQueries, reshaped } from './postgraphile-queries.ts';
import { AS_OF, gatewayCursorQuery, gatewayQueries, type QueryName, type Subject } from './queries.ts';
import type { BenchStore } from './store.ts';

/** The gateway takes part twice: for a viewer of two of the four legal entities, and for one of all. */
export const RUNNERS = [
  'gateway, 2 of 4 entities',
  'gateway, all entities',
  'PostGraphile',
  'floor',
] as const;
export type RunnerName = (typeof RUNNERS)[number];

export interface Runner {
  readonly name: RunnerName;
  readonly contestant: Contestant;
  request(query: QueryName, subject: Subject): Buffer;
  /** The answer's `data` in the gateway's shape. */
  answer(query: QueryName, subject: Subject): Promise<unknown>;
}

interface Post {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  body(query: QueryName, subject: Subject): object;
  shape(query: QueryName, data: unknown): unknown;
}

const asItIs = (_query: QueryName, data: unknown) => data;

export async function startRunners(store: BenchStore): Promise<readonly Runner[]> {
  const env = { BENCH_URL: store.ownerUrl, BENCH_POOL: String(POOL_SIZE), GRAPHILE_ENV: 'production' };
  const dataDir = mkdtempSync(join(tmpdir(), 'revgraph-bench-'));
  const gateway = await startContestant(
    SERVE_ARGUMENTS,
    {
      DATABASE_URL: store.url,
      MIGRATE_DATABASE_URL: store.ownerUrl,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      POOL_SIZE: String(POOL_SIZE),
    },
    /http:\/\/127\.0\.0\.1:(\d+)/,
  );
  const started = [gateway];
  try {
    const postgraphile = await startContestant(['test/bench/postgraphile-server.ts'], env);
    started.push(postgraphile);
    const floor = await startContestant(['test/bench/floor-server.ts'], env);
    const partial = await gatewayPost(gateway, await tokenOf(dataDir, ['US1', 'DE1']));
    const whole = await gatewayPost(gateway, await tokenOf(dataDir, '*'));
    return [
      runner('gateway, 2 of 4 entities', gateway, partial),
      runner('gateway, all entities', gateway, whole),
      runner('PostGraphile', postgraphile, await postgraphilePost(postgraphile)),
      runner('floor', floor, {
        path: '',
        headers: {},
        body: (_query, subject) => subject,
        shape: asItIs,
      }),
    ];
  } catch (error) {
    await Promise.all(started.map((contestant) => contestant.stop()));
    throw error;
  }
}

function runner(name: RunnerName, contestant: Contestant, post: Post): Runner {
  const pathOf = (query: QueryName) => post.path || `/${query}`;
  return {
    name,
    contestant,
    request: (query, subject) => httpPost(pathOf(query), post.headers, post.body(query, subject)),
    async answer(query, subject) {
      const data = await ask(contestant, pathOf(query), post.headers, post.body(query, subject));
      return post.shape(query, data);
    },
  };
}

async function gatewayPost(contestant: Contestant, token: string): Promise<Post> {
  const headers = { authorization: `Bearer ${token}` };
  const cursors = await cursorsOf((after) =>
    ask(contestant, '/graphql', headers, { query: gatewayCursorQuery, variables: { after } }),
  );
  return {
    path: '/graphql',
    headers,
    body: (query, subject) => ({
      query: gatewayQueries[query],
      variables: variablesOf(query, subject, cursors),
    }),
    shape: asItIs,
  };
}

async function postgraphilePost(contestant: Contestant): Promise<Post> {
  const cursors = await cursorsOf((after) =>
    ask(contestant, '/graphql', {}, { query: postgraphileCursorQuery, variables: { after } }),
  );
  return {
    path: '/graphql',
    headers: {},
    body: (query, subject) => ({
      query: postgraphileQueries[query],
      variables: variablesOf(query, subject, cursors),
    }),
    shape: reshaped,
  };
}

function variablesOf(query: QueryName, subject: Subject, cursors: ReadonlyMap<string, string>): object {
  if (query === 'three-scalars') return { number: subject.number };
  if (query === 'customer-360') return { number: subject.number, asOf: AS_OF };
  const after = cursors.get(subject.behind.id);
  if (after === undefined) throw new Error(`no cursor behind customer ${subject.behind.id}`);
  return { after };
}

/** Any JSON answer of a server. */
// biome-ignore lint/suspicious/noExplicitAny: what is in it is known by the query
type Json = any;

/** The cursor behind each customer, as a client learns it by paging through the list once. */
async function cursorsOf(
  page: (after: string | null) => Promise<Json>,
): Promise<ReadonlyMap<string, string>> {
  const cursors = new Map<string, string>();
  for (let after: string | null = null, more = true; more; ) {
    const [list]: Json[] = Object.values(await page(after));
    for (const { cursor, node } of list.edges) cursors.set(node.id ?? node.customerId, cursor);
    after = list.pageInfo.endCursor;
    more = list.pageInfo.hasNextPage;
  }
  return cursors;
}

async function ask(
  { port }: Contestant,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: object,
): Promise<Json> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const answer: Json = JSON.parse(text);
  if (answer.errors || !answer.data)
    throw new Error(`${path} answered ${response.status}: ${text.slice(0, 1000)}`);
  return answer.data;
}

async function tokenOf(directory: string, entities: readonly string[] | '*'): Promise<string> {
  const issuer = await openDevelopmentIssuer({
    directory,
    audience: DEVELOPMENT_AUDIENCE,
    production: false,
    now: () => new Date(),
  });
  return await issuer.issueToken({ roles: ['controller'], entities, subject: 'bench', ttl: '2h' });
}
