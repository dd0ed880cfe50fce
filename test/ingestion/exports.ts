// Exports for tests: files written on the spot into a folder that goes away, and the three systems of the fixtures.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { RunReport } from '../../src/ingestion/count-rules.ts';
import { revgraph } from '../../src/ingestion/formats/revgraph.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import type { ImportRequest } from '../../src/ingestion/run-jobs.ts';
import type { Database } from '../../src/platform/database.ts';

export const fixtures = join(import.meta.dirname, 'fixtures');

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files; it is removed when the tests of the file have finished. */
export function writeExport(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'revgraph-export-'));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Imports a folder of canonical files. */
export function importFolder(
  database: Database,
  source: string,
  folder: string,
  options: Partial<ImportRequest> = {},
): Promise<RunReport> {
  return runImport(database.kysely, {
    source,
    format: revgraph,
    paths: [folder],
    dryRun: false,
    now: '2026-03-01T09:00:00Z',
    ...options,
  });
}

/** The three systems, in the order in which each finds what it refers to. */
export async function importThreeSystems(database: Database): Promise<Record<string, RunReport>> {
  return {
    crm: await importFolder(database, 'crm', join(fixtures, 'crm'), { kind: 'CRM' }),
    erpMasters: await importFolder(database, 'erp', join(fixtures, 'erp'), { kind: 'ERP' }),
    billing: await importFolder(database, 'billing', join(fixtures, 'billing'), { kind: 'BILLING' }),
    erp: await importFolder(database, 'erp', join(fixtures, 'erp')),
  };
}

/** Files of our own company with one customer, for tests of single rules. */
export const basics = {
  'legal_entities.csv': 'id,code,name,functional_currency\nL1,DE01,Nordwind,EUR\n',
  'accounting_books.csv': 'id,legal_entity,code,standard,is_primary\nB1,DE01,ACCRUAL,IFRS,true\n',
  'ledger_accounts.csv':
    'id,legal_entity,code,name,class\n1200,DE01,1200,Receivables,RECEIVABLE\n4000,DE01,4000,Revenue,REVENUE\n',
  'customers.csv': 'id,name\nC1,Acme\nC2,Brightwater\nC3,Corvid\n',
} as const;

/** One row per rejection that stands open. */
export function openRejections(database: Database) {
  return database.statements.run<{
    file: string;
    row_number: string;
    record_type: string;
    external_id: string | null;
    field: string | null;
    value: string | null;
    rule: string;
    message: string;
    class: string;
  }>(
    `select regexp_replace(file, '.*/', '') as file, line as row_number, record_type, external_id, field, value, rule, message, class
     from exception where resolved_at is null order by file, line, exception_id`,
    [],
  );
}

/** Every row of every table, as its owner sees it, with its place and writing transaction, but for what a run says of itself. */
export async function imageOfStore(database: Database): Promise<Map<string, string>> {
  return await database.withOwner(async (client) => {
    const tables = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
         and relname not in ('import_run', 'import_run_count', 'command_log', 'exception', 'feed', 'source_system', 'schema_migration') order by 1`,
    );
    const image = new Map<string, string>();
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ image: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(ctid || ' ' || xmin || ' ' || t::text, ',' order by ctid)), '') as image
         from ${name} t`,
      );
      image.set(name, rows[0]?.image ?? '');
    }
    return image;
  });
}
