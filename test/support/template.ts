// The migrated database of which every test gets a copy, and the users that work with it: an owner who is no superuser
// migrates, and a plain user serves, as in production.
import { Client } from 'pg';
import pino from 'pino';
import { loadConfig, type StoreConfig } from '../../src/platform/config.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { migrate } from '../../src/platform/migrate.ts';
import type { PostgresServer } from './postgres.ts';

export const TEMPLATE = 'revgraph_template';
export const OWNER = { name: 'revgraph_owner', password: 'owner' };
export const LOGIN = { name: 'revgraph_login', password: 'login' };

/** The figures of the settings as they stand without any. */
export function storeConfig(settings: Partial<StoreConfig> = {}): StoreConfig {
  return { ...loadConfig({}).store, ...settings };
}

export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Makes the template on a new server, from the migrations of the folder. */
export async function migrateTemplate(
  server: Pick<PostgresServer, 'url'>,
  template = TEMPLATE,
  folder?: string,
): Promise<void> {
  const superuser = await connect(server.url('postgres'));
  try {
    await makeUsers(superuser);
    await superuser.query(`create database ${template} owner ${OWNER.name}`);
    const database = await openDatabase(
      storeConfig({
        databaseUrl: server.url(template, LOGIN),
        migrateDatabaseUrl: server.url(template, OWNER),
      }),
      pino({ level: 'silent' }),
    );
    await migrate(database, pino({ level: 'silent' }), folder).finally(() => database.close());
    const { rowCount } = await superuser.query("select from pg_roles where rolname = 'revgraph_app'");
    if (rowCount) await superuser.query(`grant revgraph_app to ${LOGIN.name}`);
  } finally {
    await superuser.end();
  }
}

async function makeUsers(superuser: Client): Promise<void> {
  for (const [{ name, password }, rights] of [
    [OWNER, 'createrole'],
    [LOGIN, ''],
  ] as const) {
    const { rowCount } = await superuser.query('select from pg_roles where rolname = $1', [name]);
    if (!rowCount) await superuser.query(`create role ${name} login ${rights} password '${password}'`);
  }
}
