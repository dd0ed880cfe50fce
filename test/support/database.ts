// A store for a test: a copy of the migrated template on the run's PostgreSQL, or on PGlite in memory.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pino from 'pino';
import { inject } from 'vitest';
import type { StoreConfig } from '../../src/platform/config.ts';
import {
  type Database,
  type Engine,
  type ObserveStatement,
  openDatabase,
  overEmbedded,
} from '../../src/platform/database.ts';
import { poolOver } from '../../src/platform/embedded-store.ts';
import { migrate, readMigrations } from '../../src/platform/migrate.ts';
import { connect, LOGIN, OWNER, storeConfig, TEMPLATE } from './template.ts';

export const silentLog = pino({ level: 'silent' });

export interface TestAddresses {
  name: string;
  /** For the user that serves. */
  databaseUrl: string;
  /** For the user that owns the schema. */
  migrateDatabaseUrl: string;
  superuserUrl: string;
  drop(): Promise<void>;
}

function addressOf(database: string, user?: { name: string; password: string }): string {
  const { port, password } = inject('postgres');
  const { name, password: secret } = user ?? { name: 'postgres', password };
  return `postgresql://${name}:${secret}@127.0.0.1:${port}/${database}`;
}

async function asSuperuser(text: string): Promise<void> {
  const client = await connect(addressOf('postgres'));
  await client.query(text).finally(() => client.end());
}

/** A new database: a copy of the template, or with `template: null` an empty one. */
export async function createDatabase({ template = TEMPLATE as string | null } = {}): Promise<TestAddresses> {
  const { fault } = inject('postgres');
  if (fault !== undefined && template === TEMPLATE) throw new Error(`there is no template: ${fault}`);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(`create database ${name} template ${template ?? 'template0'} owner ${OWNER.name}`);
  return {
    name,
    databaseUrl: addressOf(name, LOGIN),
    migrateDatabaseUrl: addressOf(name, OWNER),
    superuserUrl: addressOf(name),
    drop: () => asSuperuser(`drop database if exists ${name} with (force)`),
  };
}

/** What a test may ask of its store. */
export interface TestStoreOptions {
  settings?: Partial<StoreConfig>;
  observe?: ObserveStatement;
}

/** A migrated store on PostgreSQL; closing it drops it. */
export async function freshDatabase({ settings, observe }: TestStoreOptions = {}): Promise<Database> {
  const { databaseUrl, migrateDatabaseUrl, drop } = await createDatabase();
  const config = storeConfig({ databaseUrl, migrateDatabaseUrl, ...settings });
  const database = await openDatabase(config, silentLog, observe);
  return {
    ...database,
    async close() {
      await database.close();
      await drop();
    },
  };
}

/** A migrated store on PGlite, in memory. */
export async function freshPglite({
  settings,
  observe = () => {},
}: TestStoreOptions = {}): Promise<Database> {
  const image = await readImage();
  const pglite = await PGlite.create({ loadDataDir: new Blob([image]) });
  const { pool, close } = poolOver(pglite, storeConfig(settings), silentLog);
  return overEmbedded(pool, 'memory', observe, close);
}

export function freshStore(engine: Engine, options?: TestStoreOptions): Promise<Database> {
  return engine === 'postgresql' ? freshDatabase(options) : freshPglite(options);
}

/**
 * The migrated store as an archive: made once for each state of the migrations and kept beside the packages, because
 * making it takes seconds and loading it half of one.
 */
async function readImage(): Promise<Buffer<ArrayBuffer>> {
  const folder = join(import.meta.dirname, '../../node_modules/.cache/revgraph');
  const checksums = (await readMigrations()).map(({ checksum }) => checksum);
  const key = createHash('sha256').update(checksums.join()).digest('hex').slice(0, 16);
  const file = join(folder, `pglite-${key}.tar`);
  if (existsSync(file)) return readFileSync(file);
  mkdirSync(folder, { recursive: true });
  for (const old of globSync(join(folder, 'pglite-*.tar'))) rmSync(old, { force: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, await makeImage());
  renameSync(draft, file);
  return readFileSync(file);
}

/** A store on PGlite in memory without a single table. */
export async function emptyPglite() {
  const pglite = await PGlite.create();
  return { pglite, ...poolOver(pglite, storeConfig(), silentLog) };
}

async function makeImage(): Promise<Buffer> {
  const { pglite, pool, close } = await emptyPglite();
  const database = overEmbedded(pool, 'memory', () => {}, close);
  try {
    await migrate(database, silentLog);
    const archive = await pglite.dumpDataDir('none');
    return Buffer.from(await archive.arrayBuffer());
  } finally {
    await database.close();
  }
}
