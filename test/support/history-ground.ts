// What every test history stands on: a source, two legal entities with their books and accounts, four customers; and how rows by
// table get into the store.
import type { ClientBase } from 'pg';

export const firstDay = '2024-01-01';
export const lastDay = 240;

type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;
/** Rows by table, in an order in which they can be inserted. */
export type History = ReadonlyMap<string, readonly Row[]>;

/** A well-formed id made of the number of a table and of a row. */
export function idOf(table: number, row: number): string {
  return `00000000-0000-7000-8000-${String(table).padStart(4, '0')}${String(row).padStart(8, '0')}`;
}

export const entityIds = [idOf(1, 1), idOf(1, 2)];
export const customerIds = [idOf(2, 1), idOf(2, 2), idOf(2, 3), idOf(2, 4)];
export const historySource = idOf(3, 1);

export const functionalOf = (entity: string) => (entity === entityIds[0] ? 'EUR' : 'USD');
const accountClasses = ['RECEIVABLE', 'REVENUE', 'DEFERRED_REVENUE', 'TAX'];
export const bookOf = (entity: string, primary: boolean) =>
  idOf(4, entityIds.indexOf(entity) * 2 + (primary ? 0 : 1));
export const accountOf = (entity: string, name: string) =>
  idOf(5, entityIds.indexOf(entity) * 10 + accountClasses.indexOf(name));

/** What every history stands on: a source, two entities with their books and accounts, the customers. */
const ground: History = new Map<string, Row[]>([
  ['source_system', [{ source_system_id: historySource, key: 'history', name: 'History', kind: 'SUITE' }]],
  [
    'legal_entity',
    entityIds.map((id, position) => ({
      legal_entity_id: id,
      code: `E${position}`,
      name: `Entity ${position}`,
      functional_currency: functionalOf(id),
    })),
  ],
  [
    'accounting_book',
    entityIds.flatMap((id) =>
      [true, false].map((primary) => ({
        ...{
          accounting_book_id: bookOf(id, primary),
          legal_entity_id: id,
          code: primary ? 'ACCRUAL' : 'TAX',
        },
        ...{ standard: primary ? 'GAAP' : 'TAX', is_primary: primary, owner_source_system_id: historySource },
      })),
    ),
  ],
  [
    'ledger_account',
    entityIds.flatMap((id) =>
      accountClasses.map((name) => ({
        ledger_account_id: accountOf(id, name),
        legal_entity_id: id,
        code: name,
        name,
        class: name,
      })),
    ),
  ],
  [
    'customer',
    customerIds.map((id, position) => ({
      customer_id: id,
      number: `C${position}`,
      name: `Customer ${position}`,
      golden_id: id,
    })),
  ],
]);

/** Inserts a history with the ground that it stands on. */
export async function insertHistory(client: ClientBase, rows: History): Promise<void> {
  for (const [table, records] of [...ground, ...rows]) {
    const columns = Object.keys(records[0] ?? {}).join(', ');
    if (columns === '') continue;
    await client.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(records)],
    );
  }
}
