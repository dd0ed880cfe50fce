// The whole database in memory: every row of every table that the graph reads, with look-ups by column. The plain resolvers of the
// oracle know nothing but these rows.
import { sql } from 'kysely';
import type { TableName } from '../../../src/graph/fields.ts';
import { dateIn } from '../../../src/kernel/dates.ts';
import type { Database } from '../../../src/platform/database.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Tables and views that the graph reads; those of other business (inbox, versions, audit) are left out. */
const TABLES = [
  'currency source_system legal_entity source_system_entity exchange_rate accounting_book accounting_period',
  'product price_book price payment_term payment_term_instalment',
  'customer customer_account customer_entity source_link customer_hierarchy contact contact_role',
  'tax_registration tax_exemption bank_account field_provenance',
  'opportunity opportunity_line contract amendment contract_line contract_party usage_record',
  'ledger_account journal posting',
  'invoice invoice_instalment invoice_line invoice_tax invoice_stated_balance credit_note credit_note_line',
  'payment allocation refund chargeback deduction write_off',
  'dispute dispute_line collections_case promise promise_instalment collection_activity feed',
  'timeline_event converted_amount exception exception_event',
]
  .join(' ')
  .split(' ') as TableName[];

export class World {
  readonly #tables: ReadonlyMap<string, readonly Row[]>;
  readonly #columns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #indexes = new Map<string, Map<unknown, Row[]>>();

  /** The instant of every request to this world. */
  readonly now: string;

  constructor(
    now: string,
    tables: ReadonlyMap<string, readonly Row[]>,
    columns: ReadonlyMap<string, ReadonlySet<string>>,
  ) {
    this.now = now;
    this.#tables = tables;
    this.#columns = columns;
  }

  all(table: string): readonly Row[] {
    const rows = this.#tables.get(table);
    if (!rows) throw new Error(`No table ${table}`);
    return rows;
  }

  has(table: string, column: string): boolean {
    return this.#columns.get(table)?.has(column) ?? false;
  }

  /** The rows whose column has the value; none for null. */
  by(table: string, column: string, value: unknown): readonly Row[] {
    if (value === null || value === undefined) return [];
    if (!this.has(table, column)) throw new Error(`No column ${table}.${column}`);
    const name = `${table}.${column}`;
    let index = this.#indexes.get(name);
    if (!index) {
      index = new Map();
      for (const row of this.all(table)) {
        const group = index.get(row[column]);
        if (group) group.push(row);
        else index.set(row[column], [row]);
      }
      this.#indexes.set(name, index);
    }
    return index.get(value) ?? [];
  }

  one(table: string, column: string, value: unknown): Row | null {
    return this.by(table, column, value)[0] ?? null;
  }

  /** The day that it is at a legal entity; where there is none, in UTC. */
  today(entityId: unknown): string {
    const zone = this.one('legal_entity', 'legal_entity_id', entityId)?.time_zone ?? 'UTC';
    return dateIn(this.now, String(zone));
  }

  /** The golden id of a customer id. */
  golden(customerId: unknown): string | null {
    return (this.one('customer', 'customer_id', customerId)?.golden_id as string | undefined) ?? null;
  }

  /** The ids of the records merged into a golden one, itself included; none of a merged record. */
  members(goldenId: unknown): string[] {
    return this.by('customer', 'golden_id', goldenId).map((row) => row.customer_id as string);
  }
}

/** Reads the database as it stands. */
export async function readWorld(database: Database, now: string): Promise<World> {
  const tables = new Map<string, readonly Row[]>();
  for (const table of TABLES) {
    tables.set(table, (await database.kysely.selectFrom(table).selectAll().execute()) as Row[]);
  }
  const described = await sql<{ table_name: string; column_name: string }>`
    select table_name, column_name from information_schema.columns where table_schema = current_schema()`.execute(
    database.kysely,
  );
  const columns = new Map<string, Set<string>>();
  for (const { table_name, column_name } of described.rows) {
    const own = columns.get(table_name) ?? new Set();
    columns.set(table_name, own.add(column_name));
  }
  return new World(now, tables, columns);
}
