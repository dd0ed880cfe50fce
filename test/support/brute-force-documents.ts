// Which documents count, by brute force: whose they are, what stands at a day, what is open on each. The ground of the figures'
// twins, in decimals over the plain rows of all tables; it shares nothing with the SQL but the definitions (DOMAIN section 11).
import type { Selectable } from 'kysely';
import { addDays } from '../../src/kernel/dates.ts';
import { type Decimal, decimal } from '../../src/kernel/money.ts';
import type { DB } from '../../src/platform/tables.gen.ts';

export const twinTables = [
  'legal_entity',
  'accounting_book',
  'exchange_rate',
  'feed',
  'invoice',
  'invoice_instalment',
  'invoice_stated_balance',
  'credit_note',
  'payment',
  'allocation',
  'refund',
  'chargeback',
  'deduction',
  'write_off',
  'dispute',
  'ledger_account',
  'posting',
] as const;

export type Rows = { readonly [T in (typeof twinTables)[number]]: readonly Selectable<DB[T]>[] };

/** What is asked: whose figures, when, since when, in which currency, and the entities that the viewer sees. */
export interface Asked {
  readonly customers: readonly string[];
  readonly asOf: string;
  readonly from: string | null;
  readonly currency: string;
  readonly entities: readonly string[];
}

/** A document as it counts in a flow. */
export interface Flow {
  readonly on: string;
  readonly currency: string;
  readonly entity: string;
  readonly rate: string | null;
  readonly amount: Decimal;
}

interface Open {
  readonly currency: string;
  readonly due: string;
  readonly issued: string;
  readonly amount: Decimal;
}

type Invoice = Rows['invoice'][number];

/** What takes away from what is open on an invoice, by the day that its table has. */
interface Settling {
  readonly invoice_id: string | null;
  readonly amount: string;
  readonly reversed_on: string | null;
  readonly applied_on?: string;
  readonly posted_on?: string;
}

export const partNames = ['billed', 'credited', 'collected', 'writtenOff', 'deductions'] as const;
export type PartName = (typeof partNames)[number];

export const zero = decimal('0');
export const sumOf = (amounts: readonly Decimal[]) =>
  amounts.reduce((total, amount) => total.plus(amount), zero);
export const least = (a: Decimal, b: Decimal) => (a.lt(b) ? a : b);
export const greatest = (a: Decimal, b: Decimal) => (a.gt(b) ? a : b);
const later = <T>(rows: readonly T[], key: (row: T) => string) =>
  rows.toSorted((a, b) => (key(a) < key(b) ? 1 : -1));

export class Documents {
  protected readonly rows: Rows;
  protected readonly asked: Asked;
  constructor(rows: Rows, asked: Asked) {
    this.rows = rows;
    this.asked = asked;
  }

  protected knows(feed: 'billing' | 'cash' | 'ledger' | 'disputes'): boolean {
    const types = {
      billing: ['invoice', 'credit_note'],
      cash: [
        ...['payment', 'allocation', 'refund', 'chargeback', 'deduction', 'write_off'],
        'invoice_stated_balance',
      ],
      ledger: ['posting', 'journal'],
      disputes: ['dispute'],
    }[feed];
    return this.rows.feed.some(({ record_type }) => types.includes(record_type));
  }

  /** Whether a fact is of the customers asked and of an entity that the viewer sees. */
  protected mine(fact: { customer_id: string | null; legal_entity_id: string }): boolean {
    const { customers, entities } = this.asked;
    return (
      fact.customer_id !== null &&
      customers.includes(fact.customer_id) &&
      entities.includes(fact.legal_entity_id)
    );
  }

  /** Happened by a day and was not undone by the day asked. */
  protected stands(on: string, undone: string | null): boolean {
    return on <= this.asked.asOf && (undone === null || undone > this.asked.asOf);
  }

  protected counts(document: { status: string; issued_on: string; voided_on: string | null }): boolean {
    return document.status !== 'DRAFT' && this.stands(document.issued_on, document.voided_on);
  }

  protected issuedInvoices(): Invoice[] {
    return this.rows.invoice.filter((invoice) => this.mine(invoice) && this.counts(invoice));
  }

  /** The documents of one part since a day; without one from the beginning. */
  protected since(part: PartName, from: string | null): Flow[] {
    const dated = (flows: readonly Flow[]) => flows.filter(({ on }) => from === null || on >= from);
    switch (part) {
      case 'billed':
        return dated(this.issuedInvoices().map((invoice) => flowOfInvoice(invoice, decimal(invoice.total))));
      case 'credited': {
        const notes = this.rows.credit_note.filter((note) => this.mine(note) && this.counts(note));
        return [
          ...dated(notes.map((note) => flowOfInvoice(note, decimal(note.total)))),
          ...this.statedFlows(from, (invoice, day) => this.statedCredited(invoice, day)),
        ];
      }
      case 'collected':
        return [
          ...dated(this.cash()),
          ...this.statedFlows(from, (invoice, day) => this.statedPaid(invoice, day)),
        ];
      case 'writtenOff':
        return dated(this.adjustments(this.rows.write_off));
      case 'deductions':
        return dated(this.adjustments(this.rows.deduction));
    }
  }

  protected cash(): Flow[] {
    const { payment, refund, chargeback } = this.rows;
    return [
      ...payment
        .filter((one) => this.mine(one) && this.stands(one.received_on, one.reversed_on))
        .map((one) => flowOn(one.received_on, one, decimal(one.amount))),
      ...refund
        .filter((one) => this.mine(one) && this.stands(one.refunded_on, one.reversed_on))
        .map((one) => flowOn(one.refunded_on, one, decimal(one.amount).neg())),
      ...chargeback
        .filter((one) => this.mine(one) && this.stands(one.charged_back_on, one.won_back_on))
        .map((one) => flowOn(one.charged_back_on, one, decimal(one.amount).neg())),
    ];
  }

  protected adjustments(rows: Rows['write_off'] | Rows['deduction']): Flow[] {
    return rows
      .filter((one) => this.mine(one) && this.stands(one.posted_on, one.reversed_on))
      .map((one) => flowOn(one.posted_on, one, decimal(one.amount)));
  }

  protected statedFlows(from: string | null, at: (invoice: Invoice, day: string) => Decimal): Flow[] {
    return this.issuedInvoices()
      .filter(({ basis }) => basis === 'STATED')
      .map((invoice) => {
        const before = from === null ? zero : at(invoice, addDays(from, -1));
        return flowOfInvoice(invoice, at(invoice, this.asked.asOf).minus(before));
      });
  }

  protected statementOf(invoice: Invoice, day: string) {
    const stated = this.rows.invoice_stated_balance.filter(
      (one) => one.invoice_id === invoice.invoice_id && one.stated_on <= day,
    );
    return later(stated, (one) => `${one.stated_on} ${one.recorded_at}`)[0];
  }

  /** What is stated as credited beyond what credit notes explain. */
  protected statedCredited(invoice: Invoice, day: string): Decimal {
    const stated = decimal(this.statementOf(invoice, day)?.credited ?? '0');
    const beyond = stated.minus(this.creditedBy(invoice, day));
    return stated.lt(0) ? least(beyond, zero) : greatest(beyond, zero);
  }

  /** What credit notes took off an invoice by a day: those that name it, or what was applied of any, whichever is more. */
  private creditedBy(invoice: Invoice, day: string): Decimal {
    const stood = (on: string, undone: string | null) => on <= day && (undone === null || undone > day);
    const named = this.rows.credit_note
      .filter((one) => one.status !== 'DRAFT' && stood(one.issued_on, one.voided_on))
      .filter((one) => one.invoice_id === invoice.invoice_id)
      .map(({ total }) => decimal(total));
    const applied = this.rows.allocation
      .filter((one) => one.kind === 'CREDIT' && stood(one.applied_on, one.reversed_on))
      .filter((one) => one.invoice_id === invoice.invoice_id)
      .map(({ amount }) => decimal(amount));
    return greatest(sumOf(named), sumOf(applied));
  }

  protected statedPaid(invoice: Invoice, day: string): Decimal {
    const stated = this.statementOf(invoice, day);
    let paid = zero;
    if (stated?.paid != null) paid = decimal(stated.paid);
    else if (stated?.due != null) {
      const others = [...this.rows.deduction, ...this.rows.write_off].filter(
        (one) =>
          one.invoice_id === invoice.invoice_id &&
          one.posted_on <= stated.stated_on &&
          (one.reversed_on === null || one.reversed_on > stated.stated_on),
      );
      paid = decimal(invoice.total)
        .minus(stated.credited ?? this.creditedBy(invoice, stated.stated_on))
        .minus(sumOf(others.map(({ amount }) => decimal(amount))))
        .minus(stated.due);
    }
    const applied = this.rows.allocation.filter(
      (one) =>
        one.invoice_id === invoice.invoice_id &&
        one.kind === 'PAYMENT' &&
        one.applied_on <= day &&
        (one.reversed_on === null || one.reversed_on > day),
    );
    const beyond = paid.minus(sumOf(applied.map(({ amount }) => decimal(amount))));
    return decimal(invoice.total).lt(0) ? least(beyond, zero) : greatest(beyond, zero);
  }

  protected openOf(invoice: Invoice): Decimal {
    const settled = (rows: readonly Settling[], on: (one: Settling) => string) =>
      sumOf(
        rows
          .filter((one) => one.invoice_id === invoice.invoice_id && this.stands(on(one), one.reversed_on))
          .map(({ amount }) => decimal(amount)),
      );
    const applied = (kind: string) =>
      settled(
        this.rows.allocation.filter((one) => one.kind === kind),
        (one) => one.applied_on ?? '',
      );
    const posted = (rows: readonly Settling[]) => settled(rows, (one) => one.posted_on ?? '');
    const stated = invoice.basis === 'STATED' ? this.statementOf(invoice, this.asked.asOf) : undefined;
    if (stated?.due != null) return decimal(stated.due);
    return decimal(invoice.total)
      .minus(stated?.paid ?? applied('PAYMENT'))
      .minus(stated?.credited ?? applied('CREDIT'))
      .minus(posted(this.rows.write_off))
      .minus(posted(this.rows.deduction));
  }

  /** Settles the oldest instalment first: walks them from the latest and lets each take what is still open. */
  protected openInstalments(): Open[] {
    return this.issuedInvoices().flatMap((invoice) => {
      const scheduled = this.rows.invoice_instalment
        .filter((one) => one.invoice_id === invoice.invoice_id)
        .map(({ due_on, position, amount }) => ({ due: due_on, position, amount: decimal(amount) }));
      const schedule =
        scheduled.length > 0
          ? scheduled
          : [{ due: invoice.due_on, position: 1, amount: decimal(invoice.total) }];
      let open = this.openOf(invoice);
      if (open.lte(0)) return [];
      return later(schedule, ({ due, position }) => `${due} ${String(position).padStart(4, '0')}`).map(
        ({ due, amount }) => {
          const part = greatest(least(amount, open), zero);
          open = open.minus(amount);
          return { currency: invoice.currency, due, issued: invoice.issued_on, amount: part };
        },
      );
    });
  }

  protected unappliedParts(): [string, Decimal][] {
    const { payment, refund, chargeback, allocation } = this.rows;
    const parts: [string, Decimal][] = [];
    for (const one of payment) {
      if (!this.mine(one) || !this.stands(one.posted_on, one.reversed_on)) continue;
      const drawn = allocation.filter(
        (use) => use.payment_id === one.payment_id && this.stands(use.applied_on, use.reversed_on),
      );
      parts.push([
        one.currency,
        decimal(one.amount).minus(sumOf(drawn.map((use) => decimal(use.drawn_amount ?? use.amount)))),
      ]);
    }
    for (const one of refund) {
      if (!this.mine(one) || one.credit_note_id !== null || !this.stands(one.refunded_on, one.reversed_on))
        continue;
      parts.push([one.currency, decimal(one.amount).neg()]);
    }
    for (const one of chargeback) {
      if (!this.mine(one) || !this.stands(one.charged_back_on, one.won_back_on)) continue;
      parts.push([one.currency, decimal(one.amount).neg()]);
    }
    return parts;
  }
}

interface Booking {
  readonly currency: string;
  readonly legal_entity_id: string;
  readonly exchange_rate_to_functional: string | null;
}

function flowOn(on: string, booking: Booking, amount: Decimal): Flow {
  return {
    on,
    currency: booking.currency,
    entity: booking.legal_entity_id,
    rate: booking.exchange_rate_to_functional,
    amount,
  };
}

export function flowOfInvoice(document: Booking & { readonly issued_on: string }, amount: Decimal): Flow {
  return flowOn(document.issued_on, document, amount);
}
