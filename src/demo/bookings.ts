// How business turns into journals: invoices, revenue as it is earned, credits against what is still deferred, valuations of open
// items in foreign currency, and the mirror of what our own companies charge each other.
import type { Decimal } from '../kernel/money.ts';
import { rounded, sumOf, ZERO } from './amounts.ts';
import type { Customer } from './customers.ts';
import { type AccountCode, entities } from './entities.ts';
import type { Invoice, InvoiceLine, Release } from './invoices.ts';
import { credit, debit, type Entry, type Ledger, type Leg, type Posted } from './ledger.ts';
import type { World } from './world.ts';

export function receivableAccount(customer: Customer): AccountCode {
  return customer.internal ? '1250' : '1200';
}

/** What all journals about an invoice share. */
export function entryFor(
  invoice: Invoice,
  on: string,
): Pick<Entry, 'entity' | 'on' | 'currency' | 'customer' | 'reference' | 'counterparty'> {
  return {
    entity: invoice.entity,
    on,
    currency: invoice.currency,
    customer: invoice.payer.erpId,
    reference: invoice.number,
    ...(invoice.payer.internal ? { counterparty: 'UK01' } : {}),
  };
}

/** An error in the amount that someone keyed in: the books of the ERP then differ from the document. */
const KEYING_ERROR = '90';

export function bookInvoice(world: World, ledger: Ledger, invoice: Invoice): Posted | undefined {
  const { disagreement, issuedOn } = invoice;
  if (disagreement === 'MISSING_JOURNAL') {
    for (const line of invoice.lines) line.releases.length = 0;
    return undefined;
  }
  const lateOn = world.calendar.plusDays(world.calendar.monthEnd(issuedOn), 9);
  const on = disagreement === 'LATE_POSTING' && world.calendar.isPast(lateOn) ? lateOn : issuedOn;
  const extra = disagreement === 'AMOUNT_DIFFERS' ? KEYING_ERROR : '0';
  const parts = creditedParts(invoice, extra);
  const functional = sumOf([...parts.map((leg) => leg.functional), invoice.taxFunctional]);
  const posted = ledger.post({
    ...entryFor(invoice, on),
    late: disagreement === 'LATE_POSTING',
    sourceType: 'SALES_INVOICE',
    description: `Invoice ${invoice.number}`,
    legs: [
      debit(receivableAccount(invoice.payer), invoice.total.plus(extra), functional, { invoice }),
      ...parts,
      credit('2200', invoice.tax, invoice.taxFunctional, { invoice }),
    ],
  });
  if (invoice.payer.internal) bookMirror(world, ledger, invoice);
  return posted;
}

/** One leg for all that is deferred, and one for each line that is revenue at once. */
function creditedParts(invoice: Invoice, extra: string): Leg[] {
  const deferred = invoice.lines.filter(({ releases }) => releases.length > 0);
  const parts = invoice.lines
    .filter(({ releases }) => releases.length === 0)
    .map((line) =>
      credit(line.account, line.charge.amount, line.functional, {
        invoice,
        product: line.charge.product.code,
      }),
    );
  const amount = sumOf(deferred.map(({ charge }) => charge.amount)).plus(extra);
  const functional = sumOf(deferred.map((line) => line.functional)).plus(extra);
  return [credit('2100', amount, functional, { invoice }), ...parts];
}

/** The buyer's side of an invoice between our own companies, in the same period. */
function bookMirror(world: World, ledger: Ledger, invoice: Invoice): void {
  mirror(world, ledger, invoice, {
    on: invoice.issuedOn,
    debited: '6500',
    credited: '2500',
    amount: invoice.total,
  });
}

interface Mirrored {
  readonly on: string;
  readonly debited: AccountCode;
  readonly credited: AccountCode;
  readonly amount: Decimal;
}

export function mirror(
  world: World,
  ledger: Ledger,
  invoice: Invoice,
  { on, debited, credited, amount }: Mirrored,
): void {
  const [, , buyer = entities[0]] = entities;
  const functional = rounded(
    amount.times(world.rates.on(on, invoice.currency, buyer.currency)),
    buyer.currency,
  );
  ledger.post({
    entity: buyer,
    on,
    currency: invoice.currency,
    counterparty: invoice.entity.code,
    sourceType: 'INTERCOMPANY',
    reference: invoice.number,
    description: `Affiliate document ${invoice.number}`,
    legs: [debit(debited, amount, functional), credit(credited, amount, functional)],
  });
}

/** One journal per contract and month: what was deferred and is now earned. */
export function bookRevenue({ calendar }: World, ledger: Ledger, invoices: readonly Invoice[]): void {
  const earned = new Map<
    string,
    { invoice: Invoice; parts: Map<AccountCode, { amount: Decimal; functional: Decimal }>; on: string }
  >();
  for (const invoice of invoices) {
    for (const { releases, account } of invoice.lines) {
      for (const { on, amount, functional } of releases) {
        if (amount.isZero() || !calendar.isPast(on)) continue;
        const key = `${on}/${invoice.contract?.id ?? invoice.id}`;
        const month = earned.get(key) ?? { invoice, parts: new Map(), on };
        const part = month.parts.get(account);
        month.parts.set(account, {
          amount: part ? part.amount.plus(amount) : amount,
          functional: part ? part.functional.plus(functional) : functional,
        });
        earned.set(key, month);
      }
    }
  }
  for (const { invoice, parts, on } of earned.values()) {
    const legs: Leg[] = [];
    for (const [account, { amount, functional }] of parts) legs.push(credit(account, amount, functional));
    const total = sumOf(legs.map(({ amount }) => amount ?? ZERO));
    const functional = sumOf(legs.map((leg) => leg.functional));
    const { reference: _number, ...entry } = entryFor(invoice, on);
    ledger.post({
      ...entry,
      ...(invoice.contract ? { contract: invoice.contract.id, reference: invoice.contract.number } : {}),
      sourceType: 'REVENUE',
      description: `Revenue ${on.slice(0, 7)}`,
      legs: [debit('2100', total, functional), ...legs],
    });
  }
}

/** Takes an amount out of what a line still defers after a day, the latest first; returns what was taken. */
export function takeDeferred(
  line: InvoiceLine,
  amount: Decimal,
  after: string,
  invoice: Invoice,
): Omit<Release, 'on'> {
  let rest = amount;
  let functional = ZERO;
  for (const release of line.releases.toReversed()) {
    if (rest.isZero() || release.on <= after) break;
    const taken = rest.lessThan(release.amount) ? rest : release.amount;
    const worth = taken.equals(release.amount)
      ? release.functional
      : rounded(taken.times(invoice.rate), invoice.entity.currency);
    release.amount = release.amount.minus(taken);
    release.functional = release.functional.minus(worth);
    rest = rest.minus(taken);
    functional = functional.plus(worth);
  }
  return { amount: amount.minus(rest), functional };
}

/** Values at the last month end what is open in foreign currency, and takes it back on the first day of the next month. */
export function bookValuations(world: World, ledger: Ledger, invoices: readonly Invoice[]): void {
  const { calendar, rates } = world;
  const thisMonth = calendar.months.at(-1) ?? calendar.today;
  const monthEnd = calendar.plusDays(thisMonth, -1);
  for (const invoice of invoices) {
    const { currency, entity, open, openFunctional, issuedOn, voidedOn } = invoice;
    if (currency === entity.currency || open.isZero() || issuedOn > monthEnd || voidedOn !== undefined)
      continue;
    const gain = rounded(open.times(rates.on(monthEnd, currency, entity.currency)), entity.currency).minus(
      openFunctional,
    );
    const [up, down] = gain.isNegative() ? (['7100', '1200'] as const) : (['1200', '7100'] as const);
    const posted = ledger.post({
      ...entryFor(invoice, monthEnd),
      type: 'FX',
      sourceType: 'VALUATION',
      description: `Valuation of ${invoice.number}`,
      legs: [debit(up, null, gain.abs(), { invoice }), credit(down, null, gain.abs(), { invoice })],
    });
    if (!gain.isZero()) ledger.reverse(posted, thisMonth, `Valuation of ${invoice.number} taken back`);
  }
}
