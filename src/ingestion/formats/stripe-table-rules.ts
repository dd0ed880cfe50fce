// Stripe in the Fivetran layout: one CSV file per table. A row becomes the object that Stripe's API would give, so that the rules know
// one shape only.
import { type ExactJson, isObject, parseExact } from './exact-json.ts';
import type { StripeObject } from './stripe-value-rules.ts';

/** The type of the objects in each table; a table that only has another name than its type. */
const types: Readonly<Record<string, string>> = {
  invoice_line_item: 'line_item',
  invoice_item: 'invoiceitem',
  subscription_history: 'subscription',
};

/** Tables that may lie in an export; of those without rules every row is counted. */
const tables = [
  ...['account', 'balance_transaction', 'bank_account', 'card', 'charge', 'checkout_session', 'coupon'],
  ...[
    'credit_note',
    'credit_note_line_item',
    'customer',
    'customer_balance_transaction',
    'discount',
    'dispute',
  ],
  ...[
    'dispute_balance_transaction',
    'fee',
    'invoice',
    'invoice_discount',
    'invoice_item',
    'invoice_line_item',
  ],
  ...['invoice_payment', 'invoice_tax_amount', 'line_item_tax_amount', 'payment_intent', 'payment_method'],
  ...[
    'payment_method_card',
    'payout',
    'payout_balance_transaction',
    'plan',
    'price',
    'product',
    'promotion_code',
  ],
  ...['quote', 'refund', 'setup_attempt', 'setup_intent', 'source', 'subscription', 'subscription_discount'],
  ...[
    'subscription_history',
    'subscription_item',
    'subscription_schedule',
    'subscription_tax_rate',
    'tax_id',
  ],
  ...['tax_rate', 'tier', 'topup', 'transfer', 'transfer_reversal'],
];

/** The longest first, because the name of one table may end with that of another. */
const byLength = [...tables].sort((a, b) => b.length - a.length);

/** The table that a file holds by its name: `stripe_invoice_data.csv`, `invoice.csv`. */
export function tableOfFile(fileName: string): string | undefined {
  const name = fileName
    .toLowerCase()
    .replace(/\.csv$/, '')
    .replace(/_data$/, '');
  return byLength.find((table) => name === table || name.endsWith(`_${table}`));
}

export function typeOfTable(table: string): string {
  return types[table] ?? table;
}

/** What a table that rules are made for must have. */
const columns: Readonly<Record<string, readonly string[]>> = {
  charge: ['id', 'amount', 'created', 'currency', 'status'],
  credit_note: ['id', 'total', 'currency', 'status'],
  credit_note_line_item: ['id', 'credit_note_id', 'amount'],
  customer: ['id', 'created'],
  dispute: ['id', 'charge_id', 'amount', 'currency', 'status'],
  invoice: ['id', 'customer_id', 'currency', 'total'],
  invoice_line_item: ['id', 'invoice_id', 'amount'],
  payment_intent: ['id', 'amount', 'currency', 'status'],
  plan: ['id', 'currency', 'interval'],
  price: ['id', 'currency', 'product_id'],
  product: ['id', 'name'],
  refund: ['id', 'charge_id', 'amount', 'currency'],
  subscription: ['id', 'customer_id', 'status'],
  subscription_history: ['id', 'customer_id', 'status'],
  subscription_item: ['id', 'subscription_id'],
};

export function missingColumns(table: string, header: readonly string[]): string[] {
  return (columns[table] ?? ['id']).filter((column) => columns[table] && !header.includes(column));
}

/** Columns that hold members of an inner object, by what stands in front of them; the longest come first. */
const groups: readonly (readonly [prefix: string, ...path: string[]])[] = [
  ['shipping_address_', 'shipping', 'address'],
  ['status_transitions_', 'status_transitions'],
  ['transform_quantity_', 'transform_quantity'],
  ['transform_usage_', 'transform_usage'],
  ['recurring_', 'recurring'],
  ['shipping_', 'shipping'],
  ['address_', 'address'],
];

/** Columns that are named otherwise than their members. */
const renamed: Readonly<Record<string, string>> = {
  is_deleted: 'deleted',
  _fivetran_deleted: 'deleted',
  line_1: 'line1',
  line_2: 'line2',
  connected_account_id: 'connected_account',
};

/** The object of a row; empty cells say nothing. */
export function objectOfRow(
  table: string,
  header: readonly string[],
  cells: readonly string[],
): StripeObject {
  const object: Record<string, ExactJson> = { object: typeOfTable(table) };
  if (table === 'subscription_history') object.history = true;
  for (const [index, column] of header.entries()) {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '') continue;
    const value = column === 'metadata' ? readMetadata(cell) : cell;
    const group = groups.find(([prefix]) => column.startsWith(prefix) && column !== prefix);
    if (table === 'invoice_line_item' && /^period_(start|end)$/.test(column))
      place(object, ['period'], column.slice('period_'.length), value);
    else if (group) place(object, group.slice(1), memberOf(column.slice(group[0].length)), value);
    else object[memberOf(column)] = value;
  }
  return object;
}

/** A reference is called by what it refers to: `customer_id` is the member `customer`. */
function memberOf(column: string): string {
  return renamed[column] ?? column.replace(/^(.+)_id$/, '$1');
}

function place(object: Record<string, ExactJson>, path: readonly string[], name: string, value: ExactJson) {
  const [first, ...rest] = path;
  if (first === undefined) {
    object[name] = value;
    return;
  }
  const known = object[first];
  const inner = { ...(isObject(known) ? definedOf(known) : {}) };
  place(inner, rest, name, value);
  object[first] = inner;
}

function definedOf(object: StripeObject): Record<string, ExactJson> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Metadata is JSON in a cell, in some exports encoded twice; what is no JSON stays as it is. */
export function readMetadata(cell: string): ExactJson {
  const once = parseExact(cell);
  const twice = typeof once === 'string' ? (parseExact(once) ?? once) : once;
  if (twice !== undefined) return twice;
  const unquoted = /^"(.*)"$/s.exec(cell)?.[1];
  return (unquoted === undefined ? undefined : parseExact(unquoted)) ?? cell;
}
