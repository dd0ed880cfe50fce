// Brings the store to the state that the migrations describe: numbered plain SQL, applied once, each in a transaction of its
// own, by however many processes start at the same time.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { Logger } from 'pino';
import type { Database } from './database.ts';
import { sqlStateOf } from './database-errors.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations');

interface Migration {
  number: number;
  file: string;
  text: string;
  checksum: string;
}

/** A folder of migrations, or a store, that is not as the rules want it; the message names the file. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

const FILE = /^(\d{4})_[a-z0-9_]+\.sql$/;

/** "revgraph" in ASCII: the advisory lock under which one process at a time migrates. */
const LOCK = '8243124879644258408';

/** For a migration that is another process's turn; that one may take long on a large store. */
const TURN_TIMEOUT = '15min';
/** For a table that a running query holds: waiting longer would make everybody queue behind the migration. */
const LOCK_TIMEOUT = '5s';
const LOCK_ATTEMPTS = 10;

/** The migrations of a folder in their order. */
export async function readMigrations(folder = MIGRATIONS): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const migrations = await Promise.all(files.map((file) => readMigration(folder, file)));
  for (const [index, migration] of migrations.entries()) {
    const before = migrations[index - 1];
    if (before?.number !== migration.number) continue;
    throw new MigrationError(`${before.file} and ${migration.file} have the same number`);
  }
  return migrations;
}

async function readMigration(folder: string, file: string): Promise<Migration> {
  const number = FILE.exec(file)?.[1];
  if (number === undefined) {
    throw new MigrationError(`${file} is no name for a migration: four digits, _, lower case words, .sql`);
  }
  // A checkout on Windows may have other line ends; that is no other migration.
  const text = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
  return { number: Number(number), file, text, checksum: createHash('sha256').update(text).digest('hex') };
}

/** Applies what is missing, as the owner, and returns the files applied by this call. */
export async function migrate(database: Database, log: Logger, folder = MIGRATIONS): Promise<string[]> {
  const migrations = await readMigrations(folder);
  return await database.withOwner(async (client) => {
    await client.query('set statement_timeout = 0; set client_min_messages = warning');
    await inTurn(client, async () => {
      const known = await client.query("select to_regclass('schema_migration') is not null as known");
      if (!known.rows[0]?.known) await client.query(TABLE);
    });
    const applied: string[] = [];
    for (const migration of migrations) {
      if (await applyOnce(client, migration, log)) applied.push(migration.file);
    }
    await warnOfUnknown(client, migrations, log);
    return applied;
  });
}

const TABLE = `create table schema_migration (
  number integer primary key,
  file text not null,
  checksum text not null,
  applied_at timestamptz not null default now()
);
comment on table schema_migration is 'Which migrations this store has had; kept by the program, not by a migration.'`;

/** Runs the work in a transaction, while no other process migrates this database. */
async function inTurn<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = '${TURN_TIMEOUT}'`);
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Whether this call applied it. A table that is in use is waited for in several attempts, with everybody else let past. */
async function applyOnce(client: ClientBase, migration: Migration, log: Logger): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTurn(client, () => apply(client, migration, log));
    } catch (error) {
      if (error instanceof MigrationError) throw error;
      if (sqlStateOf(error) === '55P03' && attempt < LOCK_ATTEMPTS) {
        log.info({ file: migration.file, attempt }, 'a table is in use: the migration tries again');
        await wait(attempt * 200);
        continue;
      }
      const reason = error instanceof Error ? error.message : String(error);
      throw new MigrationError(`${migration.file} failed and was rolled back: ${reason}`, { cause: error });
    }
  }
}

async function apply(client: ClientBase, { number, file, text, checksum }: Migration, log: Logger) {
  const { rows } = await client.query<{ number: number; file: string; checksum: string }>(
    'select number, file, checksum from schema_migration where number >= $1 order by number',
    [number],
  );
  const [found] = rows;
  if (found?.number === number) {
    if (found.checksum === checksum) return false;
    throw new MigrationError(
      `${file} was applied with another text (as ${found.file}): migrations are append-only, ` +
        'so restore its text and put the change into a new one',
    );
  }
  if (found)
    throw new MigrationError(`${file} has a lower number than ${found.file}, which was applied already`);
  const startedAt = performance.now();
  await client.query(text);
  if (client.getTransactionStatus() !== 'T') {
    throw new MigrationError(`${file} ends its transaction, which belongs to the program`);
  }
  await client.query('insert into schema_migration (number, file, checksum) values ($1, $2, $3)', [
    number,
    file,
    checksum,
  ]);
  log.info({ file, milliseconds: Math.round(performance.now() - startedAt) }, 'migration applied');
  return true;
}

/** During a rolling update an older program meets a newer store: it may work, and the operator should know. */
async function warnOfUnknown(
  client: ClientBase,
  migrations: readonly Migration[],
  log: Logger,
): Promise<void> {
  const { rows } = await client.query<{ file: string }>(
    'select file from schema_migration where number > $1 order by number',
    [migrations.at(-1)?.number ?? 0],
  );
  const files = rows.map(({ file }) => file);
  if (files.length > 0) log.warn({ files }, 'the store has migrations that this version does not know');
}
