// Pools of connections to a PostgreSQL server: as the application's role, or plain for control and for the owner.
import { Client, type ClientConfig, Pool } from 'pg';
import type { Logger } from 'pino';
import type { StoreConfig } from './config.ts';
import { placeOf } from './redact.ts';
import { typeParsers } from './type-parsers.ts';

/** The role under which everything but migrations works; it owns nothing. */
export const APP_ROLE = 'revgraph_app';

/** What every session starts with: sorting, time and search path must not depend on how a server is set up. */
export const SESSION_SETTINGS: Readonly<Record<string, string>> = {
  timezone: 'UTC',
  search_path: 'public',
  datestyle: 'ISO,YMD',
  intervalstyle: 'iso_8601',
  bytea_output: 'hex',
  extra_float_digits: '1',
  // Statements here are estimated high and run short: compiling them costs many times what it saves.
  jit: 'off',
};

/** A connection may wait this long inside a transaction for its program before the server ends it. */
const IDLE_IN_TRANSACTION_MS = 60_000;

/** The address without its `options`, which would replace ours, and all options together; ours come last and win. */
function withOptions(address: string, settings: Readonly<Record<string, string>>): ClientConfig {
  const url = new URL(address);
  const given = url.searchParams.get('options');
  url.searchParams.delete('options');
  const ours = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  return { connectionString: url.toString(), options: [...(given ? [given] : []), ...ours].join(' ') };
}

function connection(
  address: string,
  config: StoreConfig,
  settings: Readonly<Record<string, string>>,
): ClientConfig {
  return {
    ...withOptions(address, { ...SESSION_SETTINGS, ...settings }),
    application_name: 'revgraph',
    connectionTimeoutMillis: config.connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: typeParsers,
  };
}

/** The connections that serve. */
export function openAppPool(address: string, config: StoreConfig, log: Logger): Pool {
  return listening(
    new Pool({
      ...connection(address, config, { role: APP_ROLE }),
      max: config.poolSize,
      idleTimeoutMillis: 60_000,
      statement_timeout: config.statementTimeoutMs,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    }),
    address,
    log,
  );
}

/** One connection beside the others, for questions about them: nobody waits for it when all of those are busy. */
export function openControlPool(address: string, config: StoreConfig, log: Logger): Pool {
  return listening(
    new Pool({
      ...connection(address, config, {}),
      application_name: 'revgraph control',
      max: 1,
      idleTimeoutMillis: 30_000,
      allowExitOnIdle: true,
      statement_timeout: 5000,
    }),
    address,
    log,
  );
}

/** The owner's connection, for migrations: without time limits, because a migration takes what it takes. */
export function newOwnerClient(address: string, config: StoreConfig, log: Logger): Client {
  const client = new Client({ ...connection(address, config, {}), application_name: 'revgraph migrate' });
  client.on('error', (error) =>
    log.warn({ err: error, place: placeOf(address) }, 'the owner connection was lost'),
  );
  return client;
}

/** Without a listener an error on a connection, idle or in use, ends the process: a restart of the server would. */
function listening(pool: Pool, address: string, log: Logger): Pool {
  const lost = (error: Error) =>
    log.warn({ err: error, place: placeOf(address) }, 'a database connection was lost');
  pool.on('error', lost);
  pool.on('connect', (client) =>
    client.on('error', (error) => log.debug({ err: error }, 'on a database connection')),
  );
  return pool;
}
