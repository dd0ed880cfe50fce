// Suites over real exports that come in by a built-in mapping, each in a store of its own.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunReport } from '../../src/ingestion/count-rules.ts';
import { loadMappingFormat } from '../../src/ingestion/formats/mapping.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import { canonicalRecords } from '../../src/ingestion/record-commands.ts';
import { decimal } from '../../src/kernel/money.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { describeReal } from '../support/real-data.ts';
import { importFolder, writeExport } from './exports.ts';

type Row = Readonly<Record<string, string>>;

/** The rows of a file, to work figures out from. */
export function rowsOf(path: string, encoding: BufferEncoding = 'utf8'): Row[] {
  return parse(readFileSync(path).toString(encoding), { columns: true, bom: true });
}

export const sumOf = (rows: readonly Row[], column: string) =>
  rows.reduce((sum, row) => sum.plus(decimal(row[column] ?? '0')), decimal('0')).toString();

/** A suite over a set in a store of its own. */
export function describeSet(
  set: string,
  title: string,
  body: (given: {
    path: string;
    load: LoadSet;
    rows: Database['statements']['run'];
    /** How many records the source said are gone, by type. */
    removed: () => Promise<Record<string, number>>;
    /** Imports a canonical file into a source: what the export leaves out. */
    add: (source: string, name: string, content: string) => Promise<RunReport>;
  }) => void,
): void {
  describeReal(set, title, (path) => {
    let database: Database;
    beforeAll(async () => {
      database = await freshStore('postgresql');
    });
    afterAll(() => database.close());
    const load: LoadSet = async (name, paths = [path], source = name.split('_')[0] ?? name) =>
      runImport(database.kysely, {
        source,
        format: await loadMappingFormat({ name }, canonicalRecords),
        paths,
        entity: name === 'netsuite' ? undefined : 'ACME',
        currency: 'USD',
        dryRun: false,
        now: '2026-03-01T09:00:00Z',
      });
    body({
      path,
      load,
      rows: (text, values) => database.statements.run(text, values),
      removed: async () =>
        Object.fromEntries(
          (
            await database.statements.run<{ record_type: string; n: number }>(
              "select record_type, count(*)::int as n from inbound_record where reason = 'removed' group by 1",
              [],
            )
          ).map(({ record_type, n }) => [record_type, n]),
        ),
      add: (source, name, content) => importFolder(database, source, writeExport({ [name]: content })),
    });
    it('changes nothing the second time', async () => {
      const { counts } = await load(names[set] ?? set);
      expect(counts).toMatchObject({ applied: 0, shadowed: 0 });
    });
  });
}

type LoadSet = (name: string, paths?: readonly string[], source?: string) => Promise<RunReport>;

/** The mappings whose name is not that of their set. */
const names: Readonly<Record<string, string>> = {
  fivetran_hubspot: 'hubspot',
  fivetran_quickbooks: 'quickbooks',
  fivetran_zuora: 'zuora',
  fivetran_netsuite: 'netsuite',
  frappe_books_import: 'frappe_books',
  sap_telecom_usage: 'sap_telecom',
  'reference/ecb_fx': 'ecb_fx',
};
