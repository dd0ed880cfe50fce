// The store as the rest of the house sees it: Kysely for commands and jobs, statements for the read path, the owner's session
// for migrations; PostgreSQL when DATABASE_URL is set, otherwise the embedded store.
import { Kysely } from 'kysely';
import type { ClientBase, Pool } from 'pg';
import type { Logger } from 'pino';
import { Canceller } from './cancel.ts';
import type { StoreConfig } from './config.ts';
import { DatabaseUnfit, toConnectError } from './database-errors.ts';
import { openEmbeddedStore, takeAppRole } from './embedded-store.ts';
import { SessionDialect } from './kysely-dialect.ts';
import { newOwnerClient, openAppPool, openControlPool } from './pool.ts';
import { placeOf } from './redact.ts';
import { SessionPool, type SessionSettings, type StatementOutcome } from './session.ts';
import { Statements } from './statements.ts';
import type { DB } from './tables.gen.ts';

export type Engine = 'postgresql' | 'pglite';

export interface PoolFigures {
  total: number;
  idle: number;
  waiting: number;
}

export interface Database {
  readonly engine: Engine;
  /** Host and port, or the folder; for messages and logs. */
  readonly place: string;
  readonly kysely: Kysely<DB>;
  readonly statements: Statements;
  /** Statements that may be answered by the replica; without READ_DATABASE_URL the same as `statements`. */
  readonly reads: Statements;
  poolFigures(): PoolFigures;
  /** A session of the owner of the schema, which migrates. */
  withOwner<T>(use: (client: ClientBase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Called after every statement of the application, for the metrics. */
export type ObserveStatement = SessionSettings['observe'];

const ignore: ObserveStatement = (_outcome: StatementOutcome, _seconds: number) => {};

/**
 * Opens the store. Throws with one clear message when it is away or unfit, or when another process has it. No connection of
 * the application is made yet: its role may first come with the migrations.
 */
export async function openDatabase(
  config: StoreConfig,
  log: Logger,
  observe: ObserveStatement = ignore,
): Promise<Database> {
  return config.databaseUrl === undefined
    ? await openEmbedded(config, log, observe)
    : await openPostgres(config.databaseUrl, config, log, observe);
}

async function openEmbedded(config: StoreConfig, log: Logger, observe: ObserveStatement): Promise<Database> {
  const store = await openEmbeddedStore(config, log);
  return overEmbedded(store.pool, config.dataDir, observe, () => store.close());
}

/** The database over an embedded pool that is open already. */
export function overEmbedded(
  pool: Pool,
  place: string,
  observe: ObserveStatement,
  close: () => Promise<void>,
): Database {
  const sessions = new SessionPool(pool, { place, observe });
  const statements = new Statements(sessions);
  return {
    engine: 'pglite',
    place,
    kysely: new Kysely<DB>({ dialect: new SessionDialect(sessions) }),
    statements,
    reads: statements,
    poolFigures: () => figuresOf([pool]),
    withOwner: (use) => asEmbeddedOwner(pool, use),
    close,
  };
}

/** The only session there is, out of its role for a while. */
async function asEmbeddedOwner<T>(pool: Pool, use: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let usable = false;
  try {
    await client.query('set role none');
    const result = await use(client);
    await takeAppRole(client);
    usable = true;
    return result;
  } finally {
    // The next client starts its session anew, which ends a transaction left open and takes the role again.
    client.release(!usable);
  }
}

async function openPostgres(
  url: string,
  config: StoreConfig,
  log: Logger,
  observe: ObserveStatement,
): Promise<Database> {
  const place = placeOf(url);
  const control = openControlPool(url, config, log);
  const pools: Pool[] = [];
  const controls = [control];
  try {
    await checkServer(control, place);
  } catch (error) {
    await control.end();
    throw error;
  }
  const open = (address: string, canceller: Canceller): SessionPool => {
    const pool = openAppPool(address, config, log);
    pools.push(pool);
    const answerTimeoutMs = config.statementTimeoutMs + config.connectTimeoutMs;
    return new SessionPool(pool, { place: placeOf(address), canceller, answerTimeoutMs, observe });
  };
  const sessions = open(url, new Canceller(control, log));
  const statements = new Statements(sessions);
  const { readDatabaseUrl } = config;
  let reads = statements;
  if (readDatabaseUrl !== undefined) {
    const readControl = openControlPool(readDatabaseUrl, config, log);
    controls.push(readControl);
    reads = new Statements(open(readDatabaseUrl, new Canceller(readControl, log)));
  }
  return {
    engine: 'postgresql',
    place,
    kysely: new Kysely<DB>({ dialect: new SessionDialect(sessions) }),
    statements,
    reads,
    poolFigures: () => figuresOf(pools),
    withOwner: (use) => asOwner(config.migrateDatabaseUrl ?? url, config, log, use),
    async close() {
      await Promise.all(pools.map((pool) => pool.end()));
      // Last: what nobody waits for any more is cancelled through them, and would hold up the others until its timeout.
      await Promise.all(controls.map((pool) => pool.end()));
    },
  };
}

async function checkServer(control: Pool, place: string): Promise<void> {
  const client = await control.connect().catch((error: unknown) => {
    throw toConnectError(error, place);
  });
  try {
    const { rows } = await client.query<{ server_version_num: string; server_version: string }>(
      "select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version",
    );
    const [found] = rows;
    if (Number(found?.server_version_num) >= 150_000) return;
    throw new DatabaseUnfit(
      `the database at ${place} is PostgreSQL ${found?.server_version}: 15 or later is needed`,
    );
  } finally {
    client.release();
  }
}

async function asOwner<T>(
  url: string,
  config: StoreConfig,
  log: Logger,
  use: (client: ClientBase) => Promise<T>,
): Promise<T> {
  const client = newOwnerClient(url, config, log);
  try {
    await client.connect();
  } catch (error) {
    throw toConnectError(error, placeOf(url));
  }
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function figuresOf(pools: readonly Pool[]): PoolFigures {
  const sum = (of: (pool: Pool) => number) => pools.reduce((total, pool) => total + of(pool), 0);
  return {
    total: sum((pool) => pool.totalCount),
    idle: sum((pool) => pool.idleCount),
    waiting: sum((pool) => pool.waitingCount),
  };
}
