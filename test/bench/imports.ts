// The import against its floor: the canonical files of the demo company through `runImport`, and the rows that came of them through
// COPY into unlogged staging tables and INSERT ... SELECT into the same tables, with all their indexes, keys and triggers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import pino from 'pino';
import { writeDemo } from '../../src/demo/write.ts';
import { revgraph } from '../../src/ingestion/formats/revgraph.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import { openDatabase } from '../../src/platform/database.ts';
import type { PostgresServer } from '../support/postgres.ts';
import { connect, LOGIN, migrateTemplate, OWNER, storeConfig } from '../support/template.ts';

export interface ImportOutcome {
  /** Canonical rows that the import made; the floor makes the same. */
  readonly rows: number;
  readonly importSeconds: number;
  readonly floorSeconds: number;
  /** Share of the import's time by what it was spent on. */
  readonly shares: ReadonlyMap<string, number>;
}

const IMPORTED = 'revgraph_import';
const FLOOR = 'revgraph_import_floor';
const TODAY = '2026-10-31';

/** Beside the canonical rows: what the import keeps about them. The rest of the tables is what the floor loads. */
const KEPT_ABOUT: Readonly<Record<string, readonly string[]>> = {
  versions: [
    'customer_version',
    'customer_account_version',
    'product_version',
    'contract_version',
    'contract_line_version',
  ],
  provenance: ['field_provenance', 'field_shadow'],
  'inbound records': [
    'inbound_record',
    'import_run_count',
    'inbound_wait',
    'exception',
    'exception_event',
    'exception_route',
    'import_run',
    'feed',
  ],
  crosswalk: ['source_link'],
  'audit and commands': ['audit_event', 'command_log'],
};
const NOT_LOADED = ['currency', 'customer_entity', 'schema_migration', ...Object.values(KEPT_ABOUT).flat()];
/** What triggers write, and what refers forward. */
const LEFT_OUT = [
  ...[
    'invoice.credit_issued',
    'invoice.allocated',
    'invoice.credited',
    'invoice.deducted',
    'invoice.written_off',
  ],
  ...[
    'credit_note.allocated',
    'credit_note.refunded',
    'payment.allocated',
    'payment.refunded',
    'payment.charged_back',
  ],
  'customer.default_account_id',
];

export async function benchImport(
  server: PostgresServer,
  say: (message: string) => void,
): Promise<ImportOutcome> {
  const superuser = await connect(server.url('postgres'));
  const drop = async () => {
    for (const name of [IMPORTED, FLOOR])
      await superuser.query(`drop database if exists ${name} with (force)`);
  };
  const folder = mkdtempSync(join(tmpdir(), 'revgraph-bench-import-'));
  try {
    await drop();
    await superuser.query('select pg_stat_statements_reset()').catch(() => undefined);
    await migrateTemplate(server, IMPORTED);
    await migrateTemplate(server, FLOOR);
    const importSeconds = await importDemo(server, folder);
    say('imported');
    const shares = await sharesOf(server, importSeconds);
    const { rows, floorSeconds } = await loadFloor(server);
    return { rows, importSeconds, floorSeconds, shares };
  } finally {
    await drop();
    await superuser.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds that the imports took, from the files on. */
async function importDemo(server: PostgresServer, folder: string): Promise<number> {
  const exports = writeDemo(folder, { size: 'm', seed: 'bench', today: TODAY });
  const database = await openDatabase(
    storeConfig({
      databaseUrl: server.url(IMPORTED, LOGIN),
      migrateDatabaseUrl: server.url(IMPORTED, OWNER),
      statementTimeoutMs: 600_000,
    }),
    pino({ level: 'silent' }),
  );
  const client = await connect(server.url(IMPORTED));
  try {
    await client.query('create extension if not exists pg_stat_statements');
    await client.query("alter system set pg_stat_statements.track = 'top'");
    await client.query('select pg_reload_conf(), pg_sleep(0.2), pg_stat_statements_reset()');
    const startedAt = performance.now();
    for (const { source, kind, paths } of exports) {
      const now = `${TODAY}T12:00:00.000Z`;
      await runImport(database.kysely, { source, kind, paths, format: revgraph, dryRun: false, now });
    }
    return (performance.now() - startedAt) / 1000;
  } finally {
    await client.query("alter system set pg_stat_statements.track = 'none'");
    await client.query('select pg_reload_conf()');
    await client.end();
    await database.close();
  }
}

/** Where the import's time went: statements by the table that they write, reads, and what is left to the process itself. */
async function sharesOf(server: PostgresServer, seconds: number): Promise<ReadonlyMap<string, number>> {
  const client = await connect(server.url(IMPORTED));
  const { rows } = await client
    .query<{ query: string; seconds: number }>(
      `select query, total_exec_time / 1000 as seconds from pg_stat_statements s join pg_roles r on r.oid = s.userid
       join pg_database d on d.oid = s.dbid where d.datname = current_database() and r.rolname <> 'postgres'`,
    )
    .finally(() => client.end());
  const shares = new Map<string, number>();
  const add = (name: string, of: number) => shares.set(name, (shares.get(name) ?? 0) + of / seconds);
  for (const { query, seconds: spent } of rows) {
    const table = /\b(?:insert into|update)\s+"?(\w+)/i.exec(query)?.[1];
    const kept = Object.entries(KEPT_ABOUT).find(([, tables]) => table && tables.includes(table))?.[0];
    add(kept ?? (table ? 'canonical rows' : 'look-ups and transactions'), spent);
  }
  const inDatabase = [...shares.values()].reduce((sum, share) => sum + share, 0);
  shares.set('reading, checking, sending', 1 - inDatabase);
  return shares;
}

/** Copies what the import made out to files, and loads it from there. Only the loading counts. */
async function loadFloor(server: PostgresServer): Promise<{ rows: number; floorSeconds: number }> {
  const source = await connect(server.url(IMPORTED));
  const target = await connect(server.url(FLOOR));
  // Where the server can write and read them itself.
  const folder = join(server.folder, 'data', 'bench-copy');
  try {
    const tables = await tablesInOrder(source);
    await source.query(`copy (select 1) to program 'mkdir -p ${folder}'`);
    for (const { name, columns } of tables)
      await source.query(`copy ${name} (${columns}) to '${folder}/${name}'`);
    const startedAt = performance.now();
    let rows = 0;
    for (const { name, columns } of tables) {
      await target.query(`create unlogged table staging_${name} as select ${columns} from ${name} limit 0`);
      await target.query(`copy staging_${name} (${columns}) from '${folder}/${name}'`);
      const filled = await target.query(
        `insert into ${name} (${columns}) select ${columns} from staging_${name} on conflict do nothing`,
      );
      rows += filled.rowCount ?? 0;
    }
    return { rows, floorSeconds: (performance.now() - startedAt) / 1000 };
  } finally {
    await source.end();
    await target.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The tables with rows, each after those that it refers to, with the columns that are loaded. */
async function tablesInOrder(client: Client): Promise<readonly { name: string; columns: string }[]> {
  const { rows } = await client.query<{ name: string; columns: string; parents: string[] }>(
    `select c.relname as name,
       (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          and c.relname || '.' || a.attname <> all ($2)) as columns,
       array(select distinct f.confrelid::regclass::text from pg_constraint f
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid
          and f.conname <> 'customer_default_account_exists') as parents
     from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> all ($1)`,
    [NOT_LOADED, LEFT_OUT],
  );
  const ordered: { name: string; columns: string }[] = [];
  const waiting = new Map(rows.map((row) => [row.name, row]));
  while (waiting.size > 0) {
    const [ready] = [...waiting.values()].filter(
      ({ parents }) => !parents.some((parent) => waiting.has(parent)),
    );
    if (!ready) throw new Error(`tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`);
    waiting.delete(ready.name);
    ordered.push(ready);
  }
  return ordered;
}
