// Short histories written by hand for worked examples: one customer of a EUR entity and of a USD entity, rows with only what matters.
import type { ClientBase } from 'pg';
import type { Asked } from './brute-force-documents.ts';
import { type Figures, figuresBySql } from './figure-statement.ts';
import { customerIds, entityIds, type History, historySource, insertHistory } from './history-ground.ts';

export const customer = customerIds[0] ?? '';
export const euros = entityIds[0] ?? '';
export const dollars = entityIds[1] ?? '';
export const journalSource = historySource;

type Row = Readonly<Record<string, string | number | boolean | null>>;
type Rows = Readonly<Record<string, readonly Row[]>>;

/** An id that tells in a failure which row it is. */
export const id = (number: number) => `00000000-0000-7000-9000-${String(number).padStart(12, '0')}`;

const trade = {
  customer_id: customer,
  legal_entity_id: euros,
  currency: 'EUR',
  source_system_id: historySource,
};
/** Feeds of the history's source, by what they bring. */
export const feeds = (...recordTypes: readonly string[]): Row[] =>
  recordTypes.map((record_type) => ({
    source_system_id: historySource,
    record_type,
    first_record_at: '2024-01-01T00:00:00Z',
    last_record_at: '2024-01-01T00:00:00Z',
  }));
const fed = feeds('invoice', 'credit_note', 'payment', 'posting', 'dispute');

export const invoice = (
  number: number,
  issued: string,
  due: string,
  [net, tax]: readonly [net: number, tax: number],
  more: Row = {},
): Row => ({
  ...{
    ...trade,
    invoice_id: id(number),
    number: `I${number}`,
    kind: 'INVOICE',
    status: 'ISSUED',
    basis: 'DERIVED',
    issued_on: issued,
    due_on: due,
  },
  ...{
    subtotal: String(net),
    tax: String(tax),
    total: String(net + tax),
    voided_on: null,
    exchange_rate_to_functional: null,
    ...more,
  },
});
export const creditNote = (
  number: number,
  of: number | null,
  issued: string,
  [net, tax]: readonly [net: number, tax: number],
  more: Row = {},
): Row => ({
  ...{
    ...trade,
    credit_note_id: id(number),
    number: `N${number}`,
    status: 'ISSUED',
    invoice_id: of === null ? null : id(of),
    issued_on: issued,
  },
  ...{ subtotal: String(net), tax: String(tax), total: String(net + tax), ...more },
});
export const payment = (number: number, received: string, amount: number, more: Row = {}): Row => ({
  ...{
    ...trade,
    payment_id: id(number),
    number: `P${number}`,
    received_on: received,
    posted_on: received,
    amount: String(amount),
  },
  ...{ reversed_on: null, exchange_rate_to_functional: null, ...more },
});
export const application = (
  number: number,
  [from, to]: readonly [payment: number, invoice: number],
  amount: number,
  on: string,
  reversed: string | null = null,
): Row => ({
  ...{
    allocation_id: id(number),
    legal_entity_id: euros,
    kind: 'PAYMENT',
    payment_id: id(from),
    invoice_id: id(to),
    amount: String(amount),
  },
  ...{ currency: 'EUR', applied_on: on, reversed_on: reversed, source_system_id: historySource },
});
export const adjustment = (
  [key, number]: readonly [key: string, number: number],
  of: number,
  on: string,
  amount: number,
  more: Row = {},
): Row => ({
  ...{ ...trade, [key]: id(number), invoice_id: id(of), posted_on: on, amount: String(amount), ...more },
});
export const refund = (number: number, of: number, on: string, amount: number): Row => ({
  ...{ ...trade, refund_id: id(number), payment_id: id(of), refunded_on: on, amount: String(amount) },
});
export const chargeback = (
  number: number,
  of: number,
  on: string,
  amount: number,
  won: string | null,
): Row => ({
  ...{
    ...trade,
    chargeback_id: id(number),
    payment_id: id(of),
    charged_back_on: on,
    won_back_on: won,
    amount: String(amount),
  },
});
export const closingRate = (on: string, from: string, to: string, rate: string, type = 'CLOSING'): Row => ({
  ...{ rate_on: on, rate_type: type, base_currency: from, quote_currency: to, rate },
});

/** The figures of the customer over rows by table, in the order given; nothing of them stays. */
export async function figuresOver(
  client: ClientBase,
  rows: Rows,
  asked: Partial<Asked> = {},
): Promise<Figures> {
  const history: History = new Map(Object.entries({ feed: fed, ...rows }));
  await client.query('begin');
  try {
    await insertHistory(client, history);
    const whole = {
      customers: [customer],
      asOf: '2024-03-31',
      from: null,
      currency: 'EUR',
      entities: [euros, dollars],
      ...asked,
    };
    return await figuresBySql(client, whole);
  } finally {
    await client.query('rollback');
  }
}
