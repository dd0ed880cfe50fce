// The rows of a random history's documents, cash and adjustments.
import { addDays } from '../../src/kernel/dates.ts';
import type { Facts } from './history-facts.ts';
import { idOf, type Row, historySource as source } from './history-ground.ts';

/** Cents as the text of an amount. */
export const text = (amount: number) =>
  `${amount < 0 ? '-' : ''}${Math.floor(Math.abs(amount) / 100)}.${String(Math.abs(amount) % 100).padStart(2, '0')}`;

const at = <T>(list: readonly T[], of: number): [T, number] | undefined => {
  const position = list.length === 0 ? -1 : of % list.length;
  const found = list[position];
  return found === undefined ? undefined : [found, position];
};
const owned = (
  given: { customer: string; entity: string; currency: string; rate: string | null },
  currency = given.currency,
) => ({
  customer_id: given.customer,
  legal_entity_id: given.entity,
  currency,
  exchange_rate_to_functional: given.rate,
  source_system_id: source,
});

export function documentRows({ invoices, notes, disputes }: Facts): [string, Row[]][] {
  return [
    [
      'invoice',
      invoices.map((one, position) => ({
        ...owned(one),
        ...{
          invoice_id: idOf(10, position),
          number: `I${position}`,
          kind: one.kind,
          status: one.status,
          basis: one.basis,
        },
        ...{ issued_on: one.issued, due_on: addDays(one.issued, one.dueAfter) },
        voided_on: one.status === 'VOIDED' ? addDays(one.issued, one.voidedAfter) : null,
        ...{ subtotal: text(one.subtotal), tax: text(one.tax), total: text(one.subtotal + one.tax) },
      })),
    ],
    ['invoice_instalment', invoices.flatMap(instalmentRows)],
    [
      'invoice_stated_balance',
      invoices.flatMap((one, position) =>
        [...new Map(one.stated.map((stated) => [stated.on, stated])).values()].map(
          ({ on, paid, credited, due }) => ({
            ...{ invoice_id: idOf(10, position), stated_on: on, paid: paid === null ? null : text(paid) },
            ...{ credited: credited === null ? null : text(credited), due: due === null ? null : text(due) },
          }),
        ),
      ),
    ],
    [
      'credit_note',
      notes.map((one, position) => {
        const named = one.of === null ? undefined : at(invoices, one.of);
        return {
          ...owned(one, named?.[0].currency),
          ...{
            credit_note_id: idOf(11, position),
            number: `N${position}`,
            status: one.status,
            issued_on: one.issued,
          },
          invoice_id: named ? idOf(10, named[1]) : null,
          voided_on: one.status === 'VOIDED' ? addDays(one.issued, one.voidedAfter) : null,
          ...{ subtotal: text(one.subtotal), tax: text(one.tax), total: text(one.subtotal + one.tax) },
        };
      }),
    ],
    [
      'dispute',
      disputes.flatMap((one, position) => {
        const [about, of] = at(invoices, one.of) ?? [];
        if (!about || of === undefined) return [];
        return {
          ...{
            dispute_id: idOf(12, position),
            number: `D${position}`,
            invoice_id: idOf(10, of),
            currency: about.currency,
          },
          ...{ customer_id: one.customer ?? about.customer, legal_entity_id: about.entity, reason: 'PRICE' },
          ...{ opened_on: one.opened, resolved_on: one.resolved, amount: text(one.amount) },
          ...(one.resolved === null
            ? { status: 'OPEN', resolution: null }
            : { status: 'RESOLVED', resolution: 'REJECTED' }),
        };
      }),
    ],
  ];
}

function instalmentRows(one: Facts['invoices'][number], of: number): Row[] {
  const rows = one.instalments.map(({ after, amount }) => ({ after, amount }));
  const last = rows.at(-1);
  const sum = rows.reduce((total, { amount }) => total + amount, 0);
  if (last && one.scheduleFits) last.amount += one.subtotal + one.tax - sum;
  return rows.map(({ after, amount }, position) => ({
    ...{
      invoice_id: idOf(10, of),
      position: position + 1,
      due_on: addDays(one.issued, after),
      amount: text(amount),
    },
  }));
}

export function cashRows(given: Facts): [string, Row[]][] {
  const { invoices, notes, payments } = given;
  const noteCurrency = ({ of, currency }: Facts['notes'][number]) =>
    of === null ? currency : (at(invoices, of)?.[0].currency ?? currency);
  const adjusted = (key: string, table: number, list: Facts['deductions'], more: Row) =>
    list.map((one, position) => {
      const named = one.of === null ? undefined : at(invoices, one.of);
      return {
        ...{
          ...owned(one, named?.[0].currency),
          ...more,
          [key]: idOf(table, position),
          invoice_id: named ? idOf(10, named[1]) : null,
        },
        ...{ posted_on: one.on, reversed_on: one.reversed, amount: text(one.amount) },
      };
    });
  return [
    [
      'payment',
      payments.map((one, position) => ({
        ...{
          ...owned(one),
          payment_id: idOf(13, position),
          number: `P${position}`,
          customer_id: one.unknown ? null : one.customer,
        },
        ...{
          received_on: one.received,
          posted_on: addDays(one.received, one.postedAfter),
          reversed_on: one.reversed,
          amount: text(one.amount),
        },
      })),
    ],
    [
      'allocation',
      given.allocations.flatMap((one, position) => {
        const [to, ofInvoice] = at(invoices, one.to) ?? [];
        const cash = at(payments, one.from);
        const credit = at(notes, one.from);
        const drawn = one.kind === 'PAYMENT' ? cash?.[0].currency : credit && noteCurrency(credit[0]);
        if (!to || ofInvoice === undefined || drawn === undefined) return [];
        const drawnAmount =
          drawn === to.currency && one.drawn === null ? null : text(one.drawn ?? one.amount);
        return {
          ...{
            allocation_id: idOf(14, position),
            legal_entity_id: to.entity,
            kind: one.kind,
            source_system_id: source,
          },
          payment_id: one.kind === 'PAYMENT' && cash ? idOf(13, cash[1]) : null,
          credit_note_id: one.kind === 'CREDIT' && credit ? idOf(11, credit[1]) : null,
          ...{
            invoice_id: idOf(10, ofInvoice),
            amount: text(one.amount),
            currency: to.currency,
            drawn_amount: drawnAmount,
          },
          ...{ applied_on: one.applied, reversed_on: one.reversed },
        };
      }),
    ],
    [
      'refund',
      given.refunds.map((one, position) => {
        const paid = one.payment === null ? undefined : at(payments, one.payment);
        const credit = paid || one.note === null ? undefined : at(notes, one.note);
        const currency = paid?.[0].currency ?? (credit && noteCurrency(credit[0]));
        return {
          ...{
            ...owned(one, currency),
            refund_id: idOf(15, position),
            refunded_on: one.on,
            reversed_on: one.reversed,
            amount: text(one.amount),
          },
          ...{
            payment_id: paid ? idOf(13, paid[1]) : null,
            credit_note_id: credit ? idOf(11, credit[1]) : null,
          },
        };
      }),
    ],
    [
      'chargeback',
      given.chargebacks.map((one, position) => {
        const paid = at(payments, one.payment);
        return {
          ...{
            ...owned(one, paid?.[0].currency),
            chargeback_id: idOf(16, position),
            payment_id: paid ? idOf(13, paid[1]) : null,
          },
          ...{ charged_back_on: one.on, won_back_on: one.won, amount: text(one.amount) },
        };
      }),
    ],
    ['deduction', adjusted('deduction_id', 17, given.deductions, { kind: 'DISCOUNT' })],
    ['write_off', adjusted('write_off_id', 18, given.writeOffs, {})],
  ];
}
