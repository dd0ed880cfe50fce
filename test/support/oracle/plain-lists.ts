// What can be listed, filtered and ordered, in plain words: for each type its table, its filters as a value of the row, its orders.
import type { OrderType } from './plain-values.ts';
import { dayKey, microsOf, sortedBy, sortKey } from './plain-values.ts';
import type { Row, World } from './world.ts';

export type FilterKind = 'id' | 'text' | 'enum' | 'date' | 'datetime' | 'decimal' | 'boolean';

export interface PlainFilter {
  readonly kind: FilterKind;
  value(row: Row, world: World): unknown;
}

export interface PlainOrder {
  readonly type: OrderType;
  value(row: Row, world: World): unknown;
}

export const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const TABLE_OF: Readonly<Record<string, string>> = {
  PromiseToPay: 'promise',
  PromiseInstalment: 'promise_instalment',
};

/** The table of a type: its name in snake case, but for promises. */
export function tableOf(typeName: string): string {
  return TABLE_OF[typeName] ?? snake(typeName).slice(1);
}

export function keyOf(typeName: string): string {
  return `${tableOf(typeName)}_id`;
}

const entityCode = (row: Row, world: World) =>
  world.one('legal_entity', 'legal_entity_id', row.legal_entity_id)?.code ?? null;
const bookCode = (row: Row, world: World) =>
  world.one('accounting_book', 'accounting_book_id', row.accounting_book_id)?.code ?? null;

/** By type and filter: what is compared where it is not the column of the filter's name. */
const FILTER_VALUES: Readonly<Record<string, (row: Row, world: World) => unknown>> = {
  'AccountingPeriod.legalEntity': (row, world) => {
    const book = world.one('accounting_book', 'accounting_book_id', row.accounting_book_id);
    return book && entityCode(book, world);
  },
  'Posting.accountClass': (row, world) =>
    world.one('ledger_account', 'ledger_account_id', row.ledger_account_id)?.class ?? null,
  'Contract.masterId': (row) => row.master_contract_id,
  'ContractLine.current': (row, world) => isCurrent(row, world),
  'Customer.legalEntity': (row, world) => defaultEntity(row, world)?.code ?? null,
  'Exception.status': (row) => (row.resolved_at === null ? 'OPEN' : 'RESOLVED'),
  'Exception.source': (row, world) =>
    world.one('source_system', 'source_system_id', row.source_system_id)?.key ?? null,
  'Exception.overdue': isOverdue,
};

const KINDS: Readonly<Record<string, FilterKind>> = {
  IDFilter: 'id',
  StringFilter: 'text',
  DateFilter: 'date',
  DateTimeFilter: 'datetime',
  DecimalFilter: 'decimal',
  BooleanFilter: 'boolean',
};

/** The meaning of a filter field; undefined where the world has no such value. */
export function filterOf(
  world: World,
  typeName: string,
  name: string,
  inputType: string,
): PlainFilter | undefined {
  const kind = KINDS[inputType] ?? 'enum';
  const value = FILTER_VALUES[`${typeName}.${name}`];
  if (value) return { kind, value };
  if (name === 'id') return { kind, value: (row) => row[keyOf(typeName)] };
  if (name === 'legalEntity') return { kind, value: entityCode };
  if (name === 'book') return { kind, value: bookCode };
  if (name === 'customerId') return { kind, value: (row) => world.golden(row.customer_id) };
  const column = snake(name);
  return world.has(tableOf(typeName), column) ? { kind, value: (row) => row[column] } : undefined;
}

/** The order of a connection without `orderBy`. */
export const DEFAULT_ORDER: Readonly<Record<string, readonly [field: string, direction: 'ASC' | 'DESC']>> = {
  AccountingPeriod: ['STARTS_ON', 'DESC'],
  ExchangeRate: ['RATE_ON', 'DESC'],
  Product: ['NAME', 'ASC'],
  Price: ['PRODUCT', 'ASC'],
  Customer: ['NAME', 'ASC'],
  Contact: ['FULL_NAME', 'ASC'],
  Opportunity: ['EXPECTED_CLOSE_ON', 'DESC'],
  OpportunityLine: ['POSITION', 'ASC'],
  Contract: ['STARTS_ON', 'DESC'],
  ContractLine: ['POSITION', 'ASC'],
  Amendment: ['EFFECTIVE_ON', 'DESC'],
  UsageRecord: ['USED_FROM', 'DESC'],
  Journal: ['POSTED_ON', 'DESC'],
  Posting: ['POSTED_ON', 'DESC'],
  LedgerAccount: ['CODE', 'ASC'],
  Invoice: ['ISSUED_ON', 'DESC'],
  InvoiceLine: ['DOCUMENT', 'ASC'],
  CreditNote: ['ISSUED_ON', 'DESC'],
  CreditNoteLine: ['POSITION', 'ASC'],
  Payment: ['RECEIVED_ON', 'DESC'],
  Allocation: ['APPLIED_ON', 'DESC'],
  Refund: ['REFUNDED_ON', 'DESC'],
  Chargeback: ['CHARGED_BACK_ON', 'DESC'],
  Deduction: ['POSTED_ON', 'DESC'],
  WriteOff: ['POSTED_ON', 'DESC'],
  Dispute: ['OPENED_ON', 'DESC'],
  PromiseToPay: ['PROMISED_ON', 'DESC'],
  CollectionActivity: ['PERFORMED_ON', 'DESC'],
  TimelineEvent: ['OCCURRED_ON', 'DESC'],
  Exception: ['DUE_AT', 'ASC'],
};

const ORDERS: Readonly<Record<string, PlainOrder>> = {
  'Customer.NAME': { type: 'text', value: (row) => sortKey(String(row.name)) },
  'Product.NAME': { type: 'text', value: (row) => sortKey(String(row.name)) },
  'Contact.FULL_NAME': { type: 'text', value: (row) => sortKey(String(row.full_name)) },
  'Opportunity.NAME': { type: 'text', value: (row) => sortKey(String(row.name)) },
  // What is not known yet comes after every day.
  'Opportunity.EXPECTED_CLOSE_ON': { type: 'day', value: (row) => row.expected_close_on ?? '9999-12-31' },
  'Price.PRODUCT': {
    type: 'text',
    value: (row, world) => sortKey(String(world.one('product', 'product_id', row.product_id)?.name)),
  },
  'Exception.SEVERITY': {
    type: 'number',
    value: (row) => ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].indexOf(String(row.severity)) + 1,
  },
  'Exception.AMOUNT_AT_RISK': { type: 'number', value: (row) => row.amount_at_risk ?? '0' },
  // The latest invoice first, and its lines by position.
  'InvoiceLine.DOCUMENT': {
    type: 'text',
    value: (row, world) => {
      const issued = String(world.one('invoice', 'invoice_id', row.invoice_id)?.issued_on);
      const backwards = [...issued].map((sign) => (sign === '-' ? sign : String(9 - Number(sign)))).join('');
      return `${backwards} ${String(row.position).padStart(9, '0')}`;
    },
  },
};

/** The meaning of an order; undefined where the world has no such value. */
export function orderOf(world: World, typeName: string, field: string): PlainOrder | undefined {
  const named = ORDERS[`${typeName}.${field}`];
  if (named) return named;
  const column = field.toLowerCase();
  if (!world.has(tableOf(typeName), column)) return undefined;
  const type: OrderType = column.endsWith('_on')
    ? 'day'
    : column.endsWith('_at') || column === 'used_from'
      ? 'instant'
      : column === 'position'
        ? 'number'
        : 'text';
  return { type, value: (row) => row[column] };
}

/** Open although its time is up. */
export function isOverdue(row: Row, world: World): boolean {
  return row.resolved_at === null && microsOf(String(row.due_at)) < microsOf(world.now);
}

/** Whether a line version holds today, at the legal entity of its contract. */
export function isCurrent(line: Row, world: World): boolean {
  const contract = world.one('contract', 'contract_id', line.contract_id);
  const today = world.today(contract?.legal_entity_id);
  return dayKey(String(line.valid_from)) <= today && dayKey(String(line.valid_to)) > today;
}

/** The account that answers for a customer's single fields: the one set, else its first. */
export function defaultAccount(customer: Row, world: World): Row | null {
  const set = world.one('customer_account', 'customer_account_id', customer.default_account_id);
  if (set) return set;
  const own = world.by('customer_account', 'customer_id', customer.customer_id);
  return (
    sortedBy(
      own,
      (account) => account.recorded_at,
      (account) => account.customer_account_id,
    )[0] ?? null
  );
}

/** The entity of the default account; without one the first by code that trades with the customer, else our first. */
export function defaultEntity(customer: Row, world: World): Row | null {
  const account = defaultAccount(customer, world);
  if (account) return world.one('legal_entity', 'legal_entity_id', account.legal_entity_id);
  const trading = new Set(
    world.by('customer_entity', 'customer_id', customer.golden_id).map((row) => row.legal_entity_id),
  );
  const all = world.all('legal_entity').toSorted((a, b) => (String(a.code) < String(b.code) ? -1 : 1));
  return all.find((entity) => trading.has(entity.legal_entity_id)) ?? all[0] ?? null;
}
