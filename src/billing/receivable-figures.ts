// The documents behind the receivable figures: for each of billed, credited, collected, written off and deducted the rows that
// make it up, by the one date that decides (DOMAIN section 11). Figures, balances and the open receivable all read these.
import { sql } from 'kysely';
import type { SummaryRow } from '../customers/summary-figures.ts';
import type { ViewerScope } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';
import { andSeen, rowAs } from '../ledger/conversion-figures.ts';

/** The parts of the open receivable; each is positive in its own direction. */
export type ReceivablePart = 'billed' | 'credited' | 'collected' | 'writtenOff' | 'deductions';

/** All parts; what was billed comes first and adds, the others take away. */
export const receivableParts: readonly ReceivablePart[] = [
  'billed',
  'credited',
  'collected',
  'writtenOff',
  'deductions',
];

/** How a part moves the open receivable. */
export const effect: Readonly<Record<ReceivablePart, 1 | -1>> = {
  billed: 1,
  credited: -1,
  collected: -1,
  writtenOff: -1,
  deductions: -1,
};

/** The days of a flow, both inclusive; without `from` from the beginning. */
export interface Days {
  readonly from?: Sql;
  readonly to: Sql;
}

/** The days of a frame's flows. */
export function daysOf({ from, asOf }: SummaryRow): Days {
  return from ? { from, to: asOf } : { to: asOf };
}

/**
 * Rows (currency, amount, rate, happened_on, legal_entity_id) of one part: SELECTs to be joined by UNION ALL. In this order
 * `flowIn` reads them: in another PostgreSQL would put a step between that only sorts columns.
 */
export function documentsOf(part: ReceivablePart, frame: SummaryRow, days: Days, viewer: ViewerScope): Sql[] {
  return [...datedOf(part, frame, days, viewer), ...statedOf(part, frame, days, viewer)];
}

/** The documents of one part, each of which happened on one day. */
export function datedOf(part: ReceivablePart, frame: SummaryRow, days: Days, viewer: ViewerScope): Sql[] {
  switch (part) {
    case 'billed':
      return [invoices(frame, days, viewer, 'total')];
    case 'credited':
      return [creditNotes(frame, days, viewer)];
    case 'collected':
      return [payments(frame, days, viewer), refunds(frame, days, viewer), chargebacks(frame, days, viewer)];
    case 'writtenOff':
      return [adjustments('write_off', 'WriteOff', frame, days, viewer)];
    case 'deductions':
      return [adjustments('deduction', 'Deduction', frame, days, viewer)];
  }
}

/** What the owners of invoices state instead of documents: the change over the days, which no single day has. */
export function statedOf(part: ReceivablePart, frame: SummaryRow, days: Days, viewer: ViewerScope): Sql[] {
  if (part === 'credited') return [statedCredits(frame, days, viewer)];
  return part === 'collected' ? [statedPayments(frame, days, viewer)] : [];
}

/** SELECTs joined to one query. */
export function unionAll(selects: readonly Sql[]): Sql {
  return sql.join(selects, sql` union all `);
}

/** ` and x >= from`, or nothing where the days have no beginning; a `from` that is null in SQL is the beginning, too. */
function since(column: Sql, { from }: Days): Sql {
  return from ? sql` and ${column} >= coalesce(${from}, '-infinity')` : sql``;
}

/** Invoices and debit notes issued in the days; drafts and documents voided by the last day are out. */
export function invoices(
  frame: SummaryRow,
  days: Days,
  viewer: ViewerScope,
  amount: 'total' | 'subtotal',
): Sql {
  return sql`select i.currency, ${sql.ref(`i.${amount}`)} as amount, i.exchange_rate_to_functional as rate, i.issued_on as happened_on, i.legal_entity_id
    from invoice i where i.customer_id = any(${frame.customers}) and i.issued_on <= ${days.to}${since(sql`i.issued_on`, days)}
      and i.status <> 'DRAFT' and (i.voided_on is null or i.voided_on > ${days.to})
      ${andSeen(viewer, 'Invoice', rowAs('invoice', 'i'))}`;
}

/** Credit notes issued in the days, applied or not, positive; drafts and those voided by the last day are out. */
function creditNotes(frame: SummaryRow, days: Days, viewer: ViewerScope): Sql {
  return sql`select n.currency, n.total as amount, n.exchange_rate_to_functional as rate, n.issued_on as happened_on, n.legal_entity_id
    from credit_note n where n.customer_id = any(${frame.customers}) and n.issued_on <= ${days.to}${since(sql`n.issued_on`, days)}
      and n.status <> 'DRAFT' and (n.voided_on is null or n.voided_on > ${days.to})
      ${andSeen(viewer, 'CreditNote', rowAs('credit_note', 'n'))}`;
}

/** Payments and deposits by value date, applied or not, unless taken back by the last day. */
function payments(frame: SummaryRow, days: Days, viewer: ViewerScope): Sql {
  return sql`select y.currency, y.amount, y.exchange_rate_to_functional as rate, y.received_on as happened_on, y.legal_entity_id
    from payment y where y.customer_id = any(${frame.customers}) and y.received_on <= ${days.to}${since(sql`y.received_on`, days)}
      and (y.reversed_on is null or y.reversed_on > ${days.to})
      ${andSeen(viewer, 'Payment', rowAs('payment', 'y'))}`;
}

/** Money paid back, negative, unless it came back by the last day. `cashOnly` leaves out what was paid out of credit notes. */
function refunds(frame: SummaryRow, days: Days, viewer: ViewerScope, cashOnly = false): Sql {
  return sql`select r.currency, -r.amount as amount, r.exchange_rate_to_functional as rate, r.refunded_on as happened_on, r.legal_entity_id
    from refund r where r.customer_id = any(${frame.customers}) and r.refunded_on <= ${days.to}${since(sql`r.refunded_on`, days)}
      and (r.reversed_on is null or r.reversed_on > ${days.to})${cashOnly ? sql` and r.credit_note_id is null` : sql``}
      ${andSeen(viewer, 'Refund', rowAs('refund', 'r'))}`;
}

/** Money that the payer's bank took back, negative, unless won back by the last day. */
function chargebacks(frame: SummaryRow, days: Days, viewer: ViewerScope): Sql {
  return sql`select k.currency, -k.amount as amount, k.exchange_rate_to_functional as rate, k.charged_back_on as happened_on, k.legal_entity_id
    from chargeback k where k.customer_id = any(${frame.customers}) and k.charged_back_on <= ${days.to}${since(sql`k.charged_back_on`, days)}
      and (k.won_back_on is null or k.won_back_on > ${days.to})
      ${andSeen(viewer, 'Chargeback', rowAs('chargeback', 'k'))}`;
}

/** Write-offs or deductions by posting date, unless taken back by the last day. */
function adjustments(
  table: 'write_off' | 'deduction',
  typeName: string,
  frame: SummaryRow,
  days: Days,
  viewer: ViewerScope,
): Sql {
  return sql`select w.currency, w.amount, w.exchange_rate_to_functional as rate, w.posted_on as happened_on, w.legal_entity_id
    from ${sql.table(table)} w where w.customer_id = any(${frame.customers}) and w.posted_on <= ${days.to}${since(sql`w.posted_on`, days)}
      and (w.reversed_on is null or w.reversed_on > ${days.to})
      ${andSeen(viewer, typeName, rowAs(table, 'w'))}`;
}

/**
 * What the owners of invoices state as paid, where they give no payments: of invoices served as STATED the latest statement of
 * the last day, less that of the day before the first, each beyond what payments on record explain.
 */
function statedPayments(frame: SummaryRow, days: Days, viewer: ViewerScope): Sql {
  return statedMovements(frame, days, viewer, (day) => sql`stated_beyond_payments(i.invoice_id, ${day})`);
}

/** What the owners state as credited on invoices served as STATED, beyond what credit notes on record explain. */
function statedCredits(frame: SummaryRow, days: Days, viewer: ViewerScope): Sql {
  return statedMovements(frame, days, viewer, (day) => sql`stated_beyond_credit_notes(i.invoice_id, ${day})`);
}

function statedMovements(
  frame: SummaryRow,
  { from, to }: Days,
  viewer: ViewerScope,
  at: (day: Sql) => Sql,
): Sql {
  const before = from ? sql` - case when ${from} is null then 0 else ${at(sql`(${from} - 1)`)} end` : sql``;
  return sql`select i.currency, ${at(to)}${before} as amount, i.exchange_rate_to_functional as rate, i.issued_on as happened_on, i.legal_entity_id
    from invoice i where i.basis = 'STATED' and i.customer_id = any(${frame.customers}) and i.issued_on <= ${to}
      and i.status <> 'DRAFT' and (i.voided_on is null or i.voided_on > ${to})
      ${andSeen(viewer, 'Invoice', rowAs('invoice', 'i'))}`;
}

/** Tables whose rows settle documents, with the day on which each does. */
const settling = { allocation: 'applied_on', write_off: 'posted_on', deduction: 'posted_on' } as const;

/**
 * That no row of the tables happened or was taken back after the day: then the sums that stand on invoices and payments are those of
 * the day. So it is for today, unless something is dated ahead: one look at the ends of their indexes instead of one per document.
 */
export function nothingAfter(tables: readonly (keyof typeof settling)[], day: Sql): Sql {
  const days = tables.map(
    (table) =>
      sql`select greatest(${sql.ref(`x.${settling[table]}`)}, x.reversed_on) as day from ${sql.table(table)} x`,
  );
  // The condition stands outside: with one inside, PostgreSQL would not merge their indexes but read all rows.
  return sql`coalesce((select l.day from (${unionAll(days)}) as l where l.day is not null order by l.day desc limit 1) <= ${day}, true)`;
}

/** What is left of payments at the end of the day: rows (currency, amount) of payments, draws on them, refunds and chargebacks. */
export function unappliedCash(frame: SummaryRow, viewer: ViewerScope): Sql[] {
  const day = frame.asOf;
  const drawn = sql`case when ${nothingAfter(['allocation'], day)} then y.allocated else coalesce((select sum(coalesce(a.drawn_amount, a.amount)) from allocation a where a.payment_id = y.payment_id
    and a.applied_on <= ${day} and (a.reversed_on is null or a.reversed_on > ${day})), 0) end`;
  const left = sql`select y.currency, y.amount - ${drawn} as amount from payment y
    where y.customer_id = any(${frame.customers}) and y.posted_on <= ${day} and (y.reversed_on is null or y.reversed_on > ${day})
      ${andSeen(viewer, 'Payment', rowAs('payment', 'y'))}`;
  const gone = [refunds(frame, { to: day }, viewer, true), chargebacks(frame, { to: day }, viewer)];
  return [left, ...gone.map((documents) => sql`select g.currency, g.amount from (${documents}) as g`)];
}
