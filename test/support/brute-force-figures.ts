// Every figure of a customer by brute force, in decimals over the plain rows of all tables: a second opinion that shares nothing
// with the SQL but the definitions (DOMAIN section 11). Slow on purpose: each document is judged by itself.
import type { Selectable } from 'kysely';
import { addDays, daysBetween } from '../../src/kernel/dates.ts';
import { type Decimal, decimal } from '../../src/kernel/money.ts';
import type { DB } from '../../src/platform/tables.gen.ts';
import { rateOf } from './brute-force-rates.ts';

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
interface Flow {
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

export const partNames = ['billed', 'credited', 'collected', 'writtenOff', 'deductions'] as const;
export type PartName = (typeof partNames)[number];

const zero = decimal('0');
const sumOf = (amounts: readonly Decimal[]) => amounts.reduce((total, amount) => total.plus(amount), zero);
const least = (a: Decimal, b: Decimal) => (a.lt(b) ? a : b);
const greatest = (a: Decimal, b: Decimal) => (a.gt(b) ? a : b);
const later = <T>(rows: readonly T[], key: (row: T) => string) => rows.toSorted((a, b) => (key(a) < key(b) ? 1 : -1));

export class BruteForce {
  private readonly rows: Rows;
  private readonly asked: Asked;
  constructor(rows: Rows, asked: Asked) {
    this.rows = rows;
    this.asked = asked;
  }

  flow(part: PartName): Decimal | null {
    if (!this.knows(part === 'billed' || part === 'credited' ? 'billing' : 'cash')) return null;
    return this.flowSum(this.since(part, this.asked.from));
  }

  billedNet(): Decimal | null {
    if (!this.knows('billing')) return null;
    const { from } = this.asked;
    const issued = this.issuedInvoices().filter((invoice) => from === null || invoice.issued_on >= from);
    return this.flowSum(issued.map((invoice) => flowOfInvoice(invoice, decimal(invoice.subtotal))));
  }

  /** Billed less everything else, per transaction currency and life to date. */
  netPerCurrency(): Map<string, Decimal> {
    const net = new Map<string, Decimal>();
    for (const part of partNames) {
      for (const { currency, amount } of this.since(part, null)) {
        net.set(currency, (net.get(currency) ?? zero).plus(part === 'billed' ? amount : amount.neg()));
      }
    }
    return net;
  }

  openReceivable(): Decimal | null {
    return this.knows('billing') && this.knows('cash') ? this.stock([...this.netPerCurrency()]) : null;
  }

  unapplied(): Decimal | null {
    return this.knows('cash') ? this.stock(this.unappliedParts()) : null;
  }

  overdue(): Decimal | null {
    if (!this.knows('billing') || !this.knows('cash')) return null;
    const late = this.openInstalments().filter(({ due }) => due < this.asked.asOf);
    return this.stock(late.map(({ currency, amount }) => [currency, amount]));
  }

  /** Unrounded bands by their names, the whole under TOTAL; null where anything is unknown. */
  ageing(basis: 'DUE_DATE' | 'INVOICE_DATE'): Map<string, Decimal> | null {
    if (!this.knows('billing') || !this.knows('cash')) return null;
    const bands = new Map<string, Decimal>();
    const add = (band: string, currency: string, amount: Decimal): boolean => {
      const rate = this.closing(currency);
      if (rate) bands.set(band, (bands.get(band) ?? zero).plus(amount.times(rate)));
      return rate !== null || amount.isZero();
    };
    const known = [
      ...this.openInstalments().map(({ currency, due, issued, amount }) =>
        add(bandOf(daysBetween(basis === 'DUE_DATE' ? due : issued, this.asked.asOf)), currency, amount),
      ),
      ...[...this.netPerCurrency()].map(([currency, net]) => add('TOTAL', currency, net)),
    ];
    return known.includes(false) ? null : bands;
  }

  daysSalesOutstanding(): Decimal | null {
    const from = addDays(this.asked.asOf, -89);
    const billed = this.flowSum(this.since('billed', from));
    const credited = this.flowSum(this.since('credited', from));
    const open = this.openReceivable();
    if (!billed || !credited || !open || billed.minus(credited).lte(0)) return null;
    return open.div(billed.minus(credited)).times(90);
  }

  /** Per transaction currency: flows of the days asked, the stocks as they stand; null where a feed is unknown. */
  balances(): Map<string, Record<string, Decimal | null>> {
    const found = new Map<string, Record<string, Decimal | null>>();
    const cash = this.knows('cash');
    const billing = this.knows('billing');
    const of = (currency: string) => {
      const made = found.get(currency) ?? {
        ...{ billed: billing ? zero : null, credited: billing ? zero : null, collected: cash ? zero : null },
        ...{ writtenOff: cash ? zero : null, deductions: cash ? zero : null, unapplied: cash ? zero : null },
        openReceivable: cash && billing ? zero : null,
      };
      found.set(currency, made);
      return made;
    };
    const add = (name: string, currency: string, amount: Decimal) => {
      const balance = of(currency);
      const before = balance[name];
      if (before) balance[name] = before.plus(amount);
    };
    for (const part of partNames) {
      for (const flow of this.since(part, this.asked.from)) add(part, flow.currency, flow.amount);
    }
    for (const [currency, net] of this.netPerCurrency()) add('openReceivable', currency, net);
    for (const [currency, left] of this.unappliedParts()) add('unapplied', currency, left);
    return found;
  }

  recognizedRevenue(): Decimal | null {
    if (!this.knows('ledger')) return null;
    const { from, currency } = this.asked;
    let total: Decimal | null = zero;
    for (const posting of this.postings('REVENUE')) {
      if (from !== null && posting.posted_on < from) continue;
      const functional = decimal(posting.functional_credit).minus(posting.functional_debit);
      const stated = posting.currency === currency && posting.transaction_credit !== null;
      const worth: Decimal | null = stated
        ? decimal(posting.transaction_credit ?? '0').minus(posting.transaction_debit ?? '0')
        : this.exchanged(functional, 'SPOT', posting.functional_currency, posting.posted_on);
      total = worth && total ? total.plus(worth) : null;
    }
    return total;
  }

  deferredRevenue(): Decimal | null {
    if (!this.knows('ledger')) return null;
    return this.stock(
      this.postings('DEFERRED_REVENUE').map((posting) => [
        posting.functional_currency,
        decimal(posting.functional_credit).minus(posting.functional_debit),
      ]),
    );
  }

  openDisputeCount(): number | null {
    return this.knows('disputes') ? this.disputes().length : null;
  }

  openDisputes(): Decimal | null {
    if (!this.knows('disputes')) return null;
    const perInvoice = Map.groupBy(this.disputes(), (dispute) => `${dispute.invoice_id} ${dispute.currency}`);
    return this.stock(
      [...perInvoice.values()].map((disputes): [string, Decimal] => {
        const [first] = disputes;
        const invoice = this.rows.invoice.find((one) => one.invoice_id === first?.invoice_id);
        const open = invoice && this.counts(invoice) ? greatest(this.openOf(invoice), zero) : zero;
        return [first?.currency ?? '', least(sumOf(disputes.map(({ amount }) => decimal(amount))), open)];
      }),
    );
  }

  private knows(feed: 'billing' | 'cash' | 'ledger' | 'disputes'): boolean {
    const types = {
      billing: ['invoice', 'credit_note'],
      cash: ['payment', 'allocation', 'refund', 'chargeback', 'deduction', 'write_off'],
      ledger: ['posting', 'journal'],
      disputes: ['dispute'],
    }[feed];
    if (this.rows.feed.some(({ record_type }) => types.includes(record_type))) return true;
    if (feed === 'cash') return this.rows.invoice_stated_balance.length > 0;
    return feed === 'disputes' && this.rows.dispute.length > 0;
  }

  /** Whether a fact is of the customers asked and of an entity that the viewer sees. */
  private mine(fact: { customer_id: string | null; legal_entity_id: string }): boolean {
    const { customers, entities } = this.asked;
    return fact.customer_id !== null && customers.includes(fact.customer_id) && entities.includes(fact.legal_entity_id);
  }

  /** Happened by a day and was not undone by the day asked. */
  private stands(on: string, undone: string | null): boolean {
    return on <= this.asked.asOf && (undone === null || undone > this.asked.asOf);
  }

  private counts(document: { status: string; issued_on: string; voided_on: string | null }): boolean {
    return document.status !== 'DRAFT' && this.stands(document.issued_on, document.voided_on);
  }

  private issuedInvoices(): Invoice[] {
    return this.rows.invoice.filter((invoice) => this.mine(invoice) && this.counts(invoice));
  }

  /** The documents of one part since a day; without one from the beginning. */
  private since(part: PartName, from: string | null): Flow[] {
    const dated = (flows: readonly Flow[]) => flows.filter(({ on }) => from === null || on >= from);
    switch (part) {
      case 'billed':
        return dated(this.issuedInvoices().map((invoice) => flowOfInvoice(invoice, decimal(invoice.total))));
      case 'credited': {
        const notes = this.rows.credit_note.filter((note) => this.mine(note) && this.counts(note));
        const named = new Set(this.rows.credit_note.filter(({ status }) => status !== 'DRAFT').map((note) => note.invoice_id));
        return [
          ...dated(notes.map((note) => flowOfInvoice(note, decimal(note.total)))),
          ...this.statedFlows(from, (invoice, day) =>
            named.has(invoice.invoice_id) ? zero : decimal(this.statementOf(invoice, day)?.credited ?? '0'),
          ),
        ];
      }
      case 'collected':
        return [...dated(this.cash()), ...this.statedFlows(from, (invoice, day) => this.statedPaid(invoice, day))];
      case 'writtenOff':
        return dated(this.adjustments(this.rows.write_off));
      case 'deductions':
        return dated(this.adjustments(this.rows.deduction));
    }
  }

  private cash(): Flow[] {
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

  private adjustments(rows: Rows['write_off'] | Rows['deduction']): Flow[] {
    return rows
      .filter((one) => this.mine(one) && this.stands(one.posted_on, one.reversed_on))
      .map((one) => flowOn(one.posted_on, one, decimal(one.amount)));
  }

  private statedFlows(from: string | null, at: (invoice: Invoice, day: string) => Decimal): Flow[] {
    return this.issuedInvoices()
      .filter(({ basis }) => basis === 'STATED')
      .map((invoice) => {
        const before = from === null ? zero : at(invoice, addDays(from, -1));
        return flowOfInvoice(invoice, at(invoice, this.asked.asOf).minus(before));
      });
  }

  private statementOf(invoice: Invoice, day: string) {
    const stated = this.rows.invoice_stated_balance.filter(
      (one) => one.invoice_id === invoice.invoice_id && one.stated_on <= day,
    );
    return later(stated, (one) => `${one.stated_on} ${one.recorded_at}`)[0];
  }

  private statedPaid(invoice: Invoice, day: string): Decimal {
    const stated = this.statementOf(invoice, day);
    let paid = zero;
    if (stated?.paid != null) paid = decimal(stated.paid);
    else if (stated?.due != null) {
      const credited = stated.credited ?? invoice.credit_issued;
      paid = decimal(invoice.total).minus(credited).minus(invoice.deducted).minus(invoice.written_off).minus(stated.due);
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

  private openOf(invoice: Invoice): Decimal {
    const total = decimal(invoice.total);
    if (invoice.basis === 'STATED') {
      const stated = this.statementOf(invoice, this.asked.asOf);
      if (!stated) return total;
      return stated.due === null ? total.minus(stated.paid ?? '0').minus(stated.credited ?? '0') : decimal(stated.due);
    }
    const settled = [
      ...this.rows.allocation.map((one) => ({ ...one, on: one.applied_on })),
      ...this.rows.write_off.map((one) => ({ ...one, on: one.posted_on })),
      ...this.rows.deduction.map((one) => ({ ...one, on: one.posted_on })),
    ].filter((one) => one.invoice_id === invoice.invoice_id && this.stands(one.on, one.reversed_on));
    return total.minus(sumOf(settled.map(({ amount }) => decimal(amount))));
  }

  /** Settles the oldest instalment first: walks them from the latest and lets each take what is still open. */
  private openInstalments(): Open[] {
    return this.issuedInvoices().flatMap((invoice) => {
      const scheduled = this.rows.invoice_instalment
        .filter((one) => one.invoice_id === invoice.invoice_id)
        .map(({ due_on, position, amount }) => ({ due: due_on, position, amount: decimal(amount) }));
      const schedule = scheduled.length > 0 ? scheduled : [{ due: invoice.due_on, position: 1, amount: decimal(invoice.total) }];
      let open = this.openOf(invoice);
      if (open.lte(0)) return [];
      return later(schedule, ({ due, position }) => `${due} ${String(position).padStart(4, '0')}`).map(({ due, amount }) => {
        const part = greatest(least(amount, open), zero);
        open = open.minus(amount);
        return { currency: invoice.currency, due, issued: invoice.issued_on, amount: part };
      });
    });
  }

  private unappliedParts(): [string, Decimal][] {
    const { payment, refund, chargeback, allocation } = this.rows;
    const parts: [string, Decimal][] = [];
    for (const one of payment) {
      if (!this.mine(one) || !this.stands(one.posted_on, one.reversed_on)) continue;
      const drawn = allocation.filter((use) => use.payment_id === one.payment_id && this.stands(use.applied_on, use.reversed_on));
      parts.push([one.currency, decimal(one.amount).minus(sumOf(drawn.map((use) => decimal(use.drawn_amount ?? use.amount))))]);
    }
    for (const one of refund) {
      if (!this.mine(one) || one.credit_note_id !== null || !this.stands(one.refunded_on, one.reversed_on)) continue;
      parts.push([one.currency, decimal(one.amount).neg()]);
    }
    for (const one of chargeback) {
      if (!this.mine(one) || !this.stands(one.charged_back_on, one.won_back_on)) continue;
      parts.push([one.currency, decimal(one.amount).neg()]);
    }
    return parts;
  }

  private disputes() {
    return this.rows.dispute.filter((one) => this.mine(one) && this.stands(one.opened_on, one.resolved_on));
  }

  private postings(accountClass: string) {
    const { posting, ledger_account, accounting_book } = this.rows;
    const accounts = new Set(ledger_account.filter((one) => one.class === accountClass).map((one) => one.ledger_account_id));
    const books = new Set(accounting_book.filter((one) => one.is_primary).map((one) => one.accounting_book_id));
    return posting.filter(
      (one) =>
        this.mine(one) &&
        one.posted_on <= this.asked.asOf &&
        !one.proposed &&
        accounts.has(one.ledger_account_id) &&
        books.has(one.accounting_book_id),
    );
  }

  private flowSum(flows: readonly Flow[]): Decimal | null {
    const { currency: target } = this.asked;
    const worth = flows.map(({ on, currency, entity, rate, amount }) => {
      if (currency === target) return amount;
      if (rate === null) return this.exchanged(amount, 'SPOT', currency, on);
      const { functional_currency: functional } = this.rows.legal_entity.find((one) => one.legal_entity_id === entity)!;
      return this.exchanged(amount.times(rate), 'SPOT', functional, on);
    });
    return worth.includes(null) ? null : sumOf(worth.filter((amount) => amount !== null));
  }

  private exchanged(amount: Decimal, type: string, currency: string, on: string): Decimal | null {
    if (amount.isZero()) return zero;
    const rate = rateOf(this.rows.exchange_rate, type, currency, this.asked.currency, on);
    return rate && amount.times(rate);
  }

  private closing(currency: string): Decimal | null {
    return rateOf(this.rows.exchange_rate, 'CLOSING', currency, this.asked.currency, this.asked.asOf);
  }

  /** Amounts by currency, each currency's sum at the day's closing rate. */
  private stock(amounts: readonly (readonly [string, Decimal])[]): Decimal | null {
    const sums = new Map<string, Decimal>();
    for (const [currency, amount] of amounts) sums.set(currency, (sums.get(currency) ?? zero).plus(amount));
    let total = zero;
    for (const [currency, sum] of sums) {
      if (sum.isZero()) continue;
      const rate = this.closing(currency);
      if (!rate) return null;
      total = total.plus(sum.times(rate));
    }
    return total;
  }
}

interface Booking {
  readonly currency: string;
  readonly legal_entity_id: string;
  readonly exchange_rate_to_functional: string | null;
}

function flowOn(on: string, booking: Booking, amount: Decimal): Flow {
  return { on, currency: booking.currency, entity: booking.legal_entity_id, rate: booking.exchange_rate_to_functional, amount };
}

function flowOfInvoice(document: Booking & { readonly issued_on: string }, amount: Decimal): Flow {
  return flowOn(document.issued_on, document, amount);
}

function bandOf(days: number): string {
  if (days <= 0) return 'NOT_DUE';
  if (days <= 30) return 'DAYS_1_30';
  if (days <= 60) return 'DAYS_31_60';
  if (days <= 90) return 'DAYS_61_90';
  return days <= 120 ? 'DAYS_91_120' : 'OVER_120';
}
