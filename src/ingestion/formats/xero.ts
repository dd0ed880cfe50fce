// Xero exports in the Fivetran layout: one CSV file per table, recognised by its name. Sales invoices, their customers, the chart of
// accounts and all accrual journals come in; purchases are ignored by rule. Tables of tracking categories only describe lines.
import type { Format, FormatOptions, OpenExport, RecordStream } from '../format.ts';
import { cashBasisStreams } from './xero-cash-basis.ts';
import { documentStreams } from './xero-documents.ts';
import { openXeroFiles, type XeroFiles } from './xero-files.ts';
import { journalStreams } from './xero-journals.ts';
import { loadLookups, type XeroLookups } from './xero-lookups.ts';
import { masterStreams } from './xero-masters.ts';
import { type XeroTable, xeroTables } from './xero-table-rules.ts';

export const xero: Format = {
  name: 'xero',
  kind: 'ERP',
  records: [
    'legal_entity',
    'accounting_book',
    'ledger_account',
    'customer',
    'customer_account',
    'invoice',
    'invoice_line',
    'credit_note',
    'journal',
    'posting',
  ],
  needs: { entity: true, currency: true },
  async open(paths: readonly string[], options: FormatOptions): Promise<OpenExport> {
    const files = await openXeroFiles(paths);
    const lookups = await loadLookups(files);
    return {
      files: files.names,
      total: countItems(files, lookups),
      streams: [
        ...masterStreams(files, lookups, options),
        ...documentStreams(files, lookups, options),
        ...journalStreams(files, lookups),
        ...(await cashBasisStreams(files)),
        lookupStream(files),
      ],
    };
  },
};

const lookupTables = (Object.keys(xeroTables) as XeroTable[]).filter((table) => xeroTables[table].lookup);

/** Rows of lookups have no disposition of their own; one that cannot be read is rejected all the same. */
function lookupStream(files: XeroFiles): RecordStream {
  return {
    record: 'posting',
    async *items() {
      for (const table of lookupTables) {
        for await (const rows of files.rows(table)) yield rows.flatMap(({ ragged }) => ragged ?? []);
      }
    },
  };
}

/** Every row but those of lookups, the book, and an account for each customer. */
function countItems(files: XeroFiles, { customers }: XeroLookups): number {
  const tables = (Object.keys(xeroTables) as XeroTable[]).filter((table) => !xeroTables[table].lookup);
  const rows = tables.reduce((sum, table) => sum + files.rowCount(table), 0);
  return rows + (files.has('journal') ? 1 : 0) + (files.has('contact') ? customers.size : 0);
}
