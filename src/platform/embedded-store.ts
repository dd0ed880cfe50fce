// The embedded store: PostgreSQL inside this process (PGlite) over a folder that it has to itself, reached through a pool of
// exactly one connection, so that the rest of the code sees no difference.
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Client, type ClientBase, type ClientConfig, Pool } from 'pg';
import type { Logger } from 'pino';
import type { StoreConfig } from './config.ts';
import { DataFolderUnusable } from './data-folder.ts';
import { lockFolder } from './embedded-lock.ts';
import { APP_ROLE, SESSION_SETTINGS } from './pool.ts';
import { typeParsers } from './type-parsers.ts';

export interface EmbeddedStore {
  pool: Pool;
  close(): Promise<void>;
}

/** Opens the store under DATA_DIR, making it where there is none; `StoreInUse` when another process has it. */
export async function openEmbeddedStore(config: StoreConfig, log: Logger): Promise<EmbeddedStore> {
  const lock = await lockFolder(config.dataDir);
  const folder = join(config.dataDir, 'store');
  try {
    const pglite = await PGlite.create({ dataDir: folder });
    const store = poolOver(pglite, config, log);
    return {
      pool: store.pool,
      async close() {
        await store.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw new DataFolderUnusable(folder, { cause: error });
  }
}

/** A pool of one over an open PGlite, which the store closes with it. */
export function poolOver(
  pglite: PGlite,
  config: Pick<StoreConfig, 'connectTimeoutMs'>,
  log: Logger,
): EmbeddedStore {
  const pool = new Pool({
    Client: clientOver(pglite),
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: config.connectTimeoutMs,
    types: typeParsers,
    onConnect: startSession,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'the connection to the embedded store was lost'));
  pool.on('connect', (client) =>
    client.on('error', (error) => log.debug({ err: error }, 'on the embedded store')),
  );
  return {
    pool,
    async close() {
      await pool.end();
      if (!pglite.closed) await pglite.close();
    },
  };
}

/** Each client gets a driver of its own: a shared one mixes up the events of a discarded client and its successor. */
function clientOver(pglite: PGlite) {
  return class EmbeddedClient extends Client {
    constructor(config?: ClientConfig) {
      super({ ...config, ...createPgConfig(pglite) });
    }
  };
}

/** There is one session for all clients: a new client first ends what the one before it may have left behind. */
async function startSession(client: ClientBase): Promise<void> {
  await client.query('rollback');
  await client.query('deallocate all');
  await client.query(
    Object.entries(SESSION_SETTINGS)
      .map(([name, value]) => `set ${name} = ${value}`)
      .join('; '),
  );
  await takeAppRole(client);
}

/** The application's role, as soon as the migrations have made it. */
export async function takeAppRole(client: ClientBase): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [APP_ROLE]);
  await client.query(`set role ${rowCount === 1 ? APP_ROLE : 'none'}`);
}
