// The benchmark's database: a PostgreSQL of its own, filled once for each state of migrations and seed and kept between runs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readMigrations } from '../../src/platform/migrate.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { connect, LOGIN, migrateTemplate, OWNER } from '../support/template.ts';

export const DATABASE = 'revgraph_bench';

/** As a server is set up for work: durable, with memory enough to keep what is asked for often. */
const FLAGS = [
  'shared_buffers=1GB',
  'effective_cache_size=4GB',
  'max_connections=100',
  'max_wal_size=8GB',
  'checkpoint_timeout=1h',
  'random_page_cost=1.1',
  'listen_addresses=127.0.0.1',
  "unix_socket_directories=''",
  'shared_preload_libraries=pg_stat_statements',
  'autovacuum=off',
];

export interface BenchStore {
  readonly server: PostgresServer;
  /** For who serves: the application's user. */
  readonly url: string;
  /** For who owns the schema. */
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  /** The server's first process, whose children do the work. */
  readonly pid: number;
  stop(): Promise<void>;
}

export async function openBenchStore(say: (message: string) => void): Promise<BenchStore> {
  const seed = readFileSync(join(import.meta.dirname, 'seed.sql'), 'utf8');
  const checksums = (await readMigrations()).map(({ checksum }) => checksum);
  const key = createHash('sha256')
    .update([...checksums, seed].join())
    .digest('hex')
    .slice(0, 16);
  const root = cacheFolder();
  const folder = join(root, key);
  for (const other of readdirSync(root))
    if (other !== key) rmSync(join(root, other), { recursive: true, force: true });
  const filled = join(folder, 'filled');
  if (!existsSync(filled)) rmSync(folder, { recursive: true, force: true });
  const server = await startPostgres({ keepIn: folder, flags: FLAGS });
  try {
    if (!existsSync(filled)) {
      await fill(server, seed, say);
      writeFileSync(filled, '');
    }
    const pid = Number(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
    const stop = () => server.stop();
    return {
      server,
      url: server.url(DATABASE, LOGIN),
      ownerUrl: server.url(DATABASE, OWNER),
      superuserUrl: server.url(DATABASE),
      pid,
      stop,
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Beside the packages, or where those lie under a folder that the server's user cannot enter, in the folder for such files. */
function cacheFolder(): string {
  const beside = join(import.meta.dirname, '../../node_modules/.cache/revgraph/bench');
  mkdirSync(beside, { recursive: true });
  const open = (path: string): boolean =>
    (statSync(path).mode & 0o001) !== 0 && (path === dirname(path) || open(dirname(path)));
  if (process.getuid?.() !== 0 || open(beside)) return beside;
  const apart = '/var/tmp/revgraph-bench';
  mkdirSync(apart, { recursive: true, mode: 0o755 });
  return apart;
}

async function fill(server: PostgresServer, seed: string, say: (message: string) => void): Promise<void> {
  const startedAt = performance.now();
  say('filling the store (once for each state of migrations and seed) ...');
  await migrateTemplate(server, DATABASE);
  const client = await connect(server.url(DATABASE));
  try {
    await client.query(seed);
    await client.query('create extension pg_stat_statements');
    // Statements are counted apart, before the rounds: it costs a few percent.
    await client.query("alter system set pg_stat_statements.track = 'none'");
    await client.query('vacuum (freeze, analyze)');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
  say(`filled in ${Math.round((performance.now() - startedAt) / 1000)} s`);
}
