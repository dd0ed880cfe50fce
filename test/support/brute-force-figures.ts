// Every figure of a customer by brute force: a second opinion, slow on purpose, in which each document is judged by itself.
import { addDays, daysBetween } from '../../src/kernel/dates.ts';
import { type Decimal, decimal } from '../../src/kernel/money.ts';
import {
  Documents,
  type Flow,
  flowOfInvoice,
  greatest,
  least,
  type PartName,
  partNames,
  sumOf,
  zero,
} from './brute-force-documents.ts';
import { rateOf } from './brute-force-rates.ts';

export class BruteForce extends Documents {
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

  private disputes() {
    return this.rows.dispute.filter((one) => this.mine(one) && this.stands(one.opened_on, one.resolved_on));
  }

  private postings(accountClass: string) {
    const { posting, ledger_account, accounting_book } = this.rows;
    const accounts = new Set(
      ledger_account.filter((one) => one.class === accountClass).map((one) => one.ledger_account_id),
    );
    const books = new Set(
      accounting_book.filter((one) => one.is_primary).map((one) => one.accounting_book_id),
    );
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
      const { functional_currency: functional } = this.rows.legal_entity.find(
        (one) => one.legal_entity_id === entity,
      )!;
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

function bandOf(days: number): string {
  if (days <= 0) return 'NOT_DUE';
  if (days <= 30) return 'DAYS_1_30';
  if (days <= 60) return 'DAYS_31_60';
  if (days <= 90) return 'DAYS_61_90';
  return days <= 120 ? 'DAYS_91_120' : 'OVER_120';
}
