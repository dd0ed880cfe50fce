// The tables of a Xero export in the Fivetran layout: how files are recognised by their names, which columns each must have,
// and which tables it cannot be understood without.

interface Table {
  readonly columns: readonly string[];
  /** Tables that must come with it, because they say what its rows are. */
  readonly needs: readonly XeroTable[];
  /** Its rows only describe rows of other tables and have no disposition of their own. */
  readonly lookup: boolean;
}

const tables = {
  organization: { columns: ['organisation_id'], needs: [], lookup: false },
  account: { columns: ['account_id', 'name', 'code', 'type'], needs: [], lookup: false },
  // Whether a contact is a customer, only the invoices say.
  contact: { columns: ['contact_id', 'name'], needs: ['invoice'], lookup: false },
  invoice: {
    columns: [
      'invoice_id',
      'contact_id',
      'type',
      'status',
      'date',
      'total',
      'currency_code',
      'currency_rate',
    ],
    needs: [],
    lookup: false,
  },
  invoice_line_item: {
    columns: ['line_item_id', 'invoice_id', 'line_amount', 'tax_amount', 'account_code'],
    needs: ['invoice'],
    lookup: false,
  },
  credit_note: { columns: ['credit_note_id', 'contact_id'], needs: [], lookup: false },
  bank_transaction: { columns: ['bank_transaction_id', 'contact_id'], needs: [], lookup: false },
  journal: {
    columns: ['journal_id', 'journal_number', 'journal_date', 'source_id', 'source_type'],
    needs: ['account', 'journal_line'],
    lookup: false,
  },
  journal_line: {
    columns: ['journal_line_id', 'journal_id', 'account_id', 'net_amount'],
    needs: ['account', 'journal'],
    lookup: false,
  },
  journal_cash: { columns: ['journal_id', 'journal_number'], needs: ['journal_cash_line'], lookup: false },
  journal_cash_line: {
    columns: ['journal_line_id', 'journal_id', 'net_amount'],
    needs: ['journal_cash'],
    lookup: false,
  },
  tracking_category: { columns: ['tracking_category_id', 'name'], needs: [], lookup: true },
  tracking_category_option: { columns: ['tracking_option_id', 'name'], needs: [], lookup: true },
  tracking_category_has_option: {
    columns: ['tracking_category_id', 'tracking_option_id'],
    needs: [],
    lookup: true,
  },
  journal_line_has_tracking_category: {
    columns: ['journal_line_id', 'tracking_category_id', 'option'],
    needs: ['journal_line'],
    lookup: true,
  },
  journal_cash_line_has_tracking_category: {
    columns: ['journal_line_id', 'tracking_category_id', 'option'],
    needs: ['journal_cash_line'],
    lookup: true,
  },
  invoice_line_item_has_tracking_category: {
    columns: ['line_item_id', 'tracking_category_id', 'option'],
    needs: ['invoice_line_item'],
    lookup: true,
  },
} as const satisfies Record<string, Omit<Table, 'needs'> & { needs: readonly string[] }>;

export type XeroTable = keyof typeof tables;

export const xeroTables: Readonly<Record<XeroTable, Table>> = tables;

/** The longest first, because the name of one table may end with that of another. */
const names = (Object.keys(tables) as XeroTable[]).sort((a, b) => b.length - a.length);

/** The table that a file holds by its name, with or without prefix and `_data`: `xero_invoice_data.csv`, `invoice.csv`. */
export function tableOfFile(fileName: string): XeroTable | undefined {
  const name = fileName
    .toLowerCase()
    .replace(/\.csv$/, '')
    .replace(/_data$/, '');
  return names.find((table) => name === table || name.endsWith(`_${table}`));
}

/** What a file lacks to be the table that its name says. */
export function missingColumns(table: XeroTable, header: readonly string[]): string[] {
  return xeroTables[table].columns.filter((column) => !header.includes(column));
}

/** The tables without which those that came cannot be understood, each with the one that asks for it. */
export function missingTables(present: ReadonlySet<XeroTable>): { table: XeroTable; neededBy: XeroTable }[] {
  const missing = new Map<XeroTable, XeroTable>();
  for (const neededBy of present) {
    for (const table of xeroTables[neededBy].needs) {
      if (!present.has(table) && !missing.has(table)) missing.set(table, neededBy);
    }
  }
  return [...missing].map(([table, neededBy]) => ({ table, neededBy }));
}
