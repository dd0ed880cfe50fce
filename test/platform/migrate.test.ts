// Migrations: each once, in its order, by any number of processes, and never with another text than before.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, type Engine, openDatabase, overEmbedded } from '../../src/platform/database.ts';
import { MigrationError, migrate, readMigrations } from '../../src/platform/migrate.ts';
import { createDatabase, emptyPglite, silentLog } from '../support/database.ts';
import { startProcess } from '../support/processes.ts';
import { connect, storeConfig } from '../support/template.ts';

const FILES = {
  '0001_first.sql': 'create table first (a int); grant usage on schema public to public;',
  '0002_second.sql': 'create table second (a int);\ninsert into second values (1);\n',
};

describe.each(['postgresql', 'pglite'] as const)('migrations on %s', (engine: Engine) => {
  let folder: string;
  let database: Database;
  let close: () => Promise<void>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'revgraph-migrations-'));
    write(FILES);
    ({ database, close } = await openEmpty(engine));
  });
  afterEach(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });

  function write(files: Record<string, string>): void {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  }

  async function ask(text: string): Promise<unknown[]> {
    return await database.withOwner(async (client) => (await client.query(text)).rows);
  }

  it('are applied once, in their order', async () => {
    expect(await migrate(database, silentLog, folder)).toEqual(['0001_first.sql', '0002_second.sql']);
    expect(await migrate(database, silentLog, folder)).toEqual([]);
    write({ '0003_third.sql': 'alter table second add b text' });
    expect(await migrate(database, silentLog, folder)).toEqual(['0003_third.sql']);
    expect(await ask('select * from second')).toEqual([{ a: 1, b: null }]);
    expect(await ask('select number, file from schema_migration order by 1')).toEqual([
      { number: 1, file: '0001_first.sql' },
      { number: 2, file: '0002_second.sql' },
      { number: 3, file: '0003_third.sql' },
    ]);
  });

  it('are refused when the text of an applied one has changed, whatever its line ends', async () => {
    await migrate(database, silentLog, folder);
    write({ '0002_second.sql': FILES['0002_second.sql'].replaceAll('\n', '\r\n') });
    expect(await migrate(database, silentLog, folder)).toEqual([]);
    write({
      '0002_second.sql': 'create table second (a int, b int);',
      '0003_third.sql': 'create table third ()',
    });
    await expect(migrate(database, silentLog, folder)).rejects.toThrow(
      /^0002_second\.sql was applied with another text .* append-only/,
    );
    expect(await ask("select to_regclass('third') as third")).toEqual([{ third: null }]);
  });

  it('leave nothing of one that fails, and name it', async () => {
    write({ '0003_third.sql': 'create table third (a int); insert into third values (1 / 0)' });
    const refusal = await migrate(database, silentLog, folder).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(MigrationError);
    expect(String(refusal)).toContain('0003_third.sql failed and was rolled back: division by zero');
    expect(
      await ask("select to_regclass('third') as third, to_regclass('second') is not null as second"),
    ).toEqual([{ third: null, second: true }]);
    write({ '0003_third.sql': 'create table third (a int)' });
    expect(await migrate(database, silentLog, folder)).toEqual(['0003_third.sql']);
  });

  it('may not end their transaction', async () => {
    write({ '0003_third.sql': 'create table third (a int); commit;' });
    await expect(migrate(database, silentLog, folder)).rejects.toThrow('0003_third.sql ends its transaction');
  });

  it('may not come late, share a number or have another name', async () => {
    write({ '0004_fourth.sql': 'create table fourth ()' });
    await migrate(database, silentLog, folder);
    write({ '0003_late.sql': 'create table late ()' });
    await expect(migrate(database, silentLog, folder)).rejects.toThrow(
      '0003_late.sql has a lower number than 0004_fourth.sql, which was applied already',
    );
    write({ '0003_twin.sql': 'create table twin ()' });
    await expect(migrate(database, silentLog, folder)).rejects.toThrow(
      '0003_late.sql and 0003_twin.sql have the same number',
    );
    rmSync(join(folder, '0003_twin.sql'));
    write({ '5_Fifth.sql': '' });
    await expect(migrate(database, silentLog, folder)).rejects.toThrow(
      '5_Fifth.sql is no name for a migration',
    );
  });

  it('leave a store alone that a newer version has migrated', async () => {
    write({ '0003_third.sql': 'create table third ()' });
    await migrate(database, silentLog, folder);
    rmSync(join(folder, '0003_third.sql'));
    expect(await migrate(database, silentLog, folder)).toEqual([]);
  });

  it('of the product itself apply on an empty store', async () => {
    const files = (await readMigrations()).map(({ file }) => file);
    expect(files.length).toBeGreaterThan(0);
    expect(await migrate(database, silentLog)).toEqual(files);
    expect(await migrate(database, silentLog)).toEqual([]);
  });
});

describe('migrations by several processes', () => {
  const processes = process.env.TEST_SIZE === 'long' ? 12 : 4;

  it(`at once (${processes}) are applied once`, async () => {
    const addresses = await createDatabase({ template: null });
    const code = `
      import { openDatabase } from '/src/platform/database.ts';
      import { migrate } from '/src/platform/migrate.ts';
      import { loadConfig } from '/src/platform/config.ts';
      import pino from '/node_modules/pino/pino.js';
      const log = pino({ level: 'silent' });
      const database = await openDatabase(loadConfig(process.env).store, log);
      console.log(JSON.stringify(await migrate(database, log)));
      await database.close();`;
    const { databaseUrl: DATABASE_URL, migrateDatabaseUrl: MIGRATE_DATABASE_URL } = addresses;
    const started = Array.from({ length: processes }, () =>
      startProcess(code, { DATABASE_URL, MIGRATE_DATABASE_URL }),
    );
    const lines = await Promise.all(started.map((it) => it.nextLine()));
    for (const it of started) expect(await it.ended, it.errors()).toBe(0);
    const applied = lines.flatMap((line) => JSON.parse(line ?? '') as string[]);
    expect(applied.sort()).toEqual((await readMigrations()).map(({ file }) => file));
    const client = await connect(addresses.superuserUrl);
    const { rows } = await client
      .query('select file from schema_migration order by number')
      .finally(() => client.end());
    expect(rows.map(({ file }) => file)).toEqual(applied);
    await addresses.drop();
  });

  it('waits for a table that is in use, without making others queue behind it', async () => {
    const addresses = await createDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'revgraph-migrations-'));
    const reader = await connect(addresses.superuserUrl);
    const database = await openDatabase(storeConfig(addresses), silentLog);
    try {
      await database.withOwner((owner) =>
        owner.query('create table busy (a int); drop table schema_migration'),
      );
      await reader.query('begin; select * from busy');
      // The product waits 5 s at a time; the migration sets a shorter one, so that the test does not.
      writeFileSync(
        join(folder, '0001_busy.sql'),
        "set local lock_timeout = '100ms'; alter table busy add b int",
      );
      const migrating = migrate(database, silentLog, folder);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await reader.query('commit');
      expect(await migrating).toEqual(['0001_busy.sql']);
    } finally {
      await database.close();
      await reader.end();
      await addresses.drop();
      rmSync(folder, { recursive: true });
    }
  });
});

/** Making a PGlite takes seconds: one is emptied again and again. */
let embedded: Promise<Awaited<ReturnType<typeof emptyPglite>>> | undefined;
afterAll(async () => (await embedded)?.close());

async function openEmpty(engine: Engine): Promise<{ database: Database; close(): Promise<void> }> {
  if (engine === 'pglite') {
    embedded ??= emptyPglite();
    const { pool, close } = await embedded;
    const database = overEmbedded(pool, 'memory', () => {}, close);
    const clear = 'drop schema public cascade; create schema public';
    return { database, close: () => database.withOwner(async (owner) => void (await owner.query(clear))) };
  }
  const addresses = await createDatabase({ template: null });
  const database = await openDatabase(storeConfig(addresses), silentLog);
  return {
    database,
    async close() {
      await database.close();
      await addresses.drop();
    },
  };
}
