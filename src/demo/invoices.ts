// Invoices of the demo company: charges of one contract and day become a document with tax, instalments and the plan by which its
// lines turn into revenue.
import { type Decimal, decimal } from '../kernel/money.ts';
import { type Currency, percentOf, rounded, share, sumOf } from './amounts.ts';
import type { Charge } from './charges.ts';
import type { Contract } from './contracts.ts';
import type { Customer } from './customers.ts';
import { type AccountCode, type Entity, type Term, type TermCode, terms } from './entities.ts';
import type { Disagreement } from './stories.ts';
import type { World } from './world.ts';

/** A part of a line that becomes revenue on a day. */
export interface Release {
  readonly on: string;
  amount: Decimal;
  functional: Decimal;
}

export interface InvoiceLine {
  readonly id: string;
  readonly position: number;
  readonly charge: Omit<Charge, 'on'>;
  readonly account: AccountCode;
  readonly tax: Decimal;
  readonly functional: Decimal;
  /** Empty where it is revenue at once. */
  readonly releases: Release[];
}

export interface Invoice {
  readonly id: string;
  readonly number: string;
  readonly kind: 'INVOICE' | 'DEBIT_NOTE';
  readonly contract?: Contract;
  readonly customer: Customer;
  readonly payer: Customer;
  readonly entity: Entity;
  readonly currency: Currency;
  /** Functional currency for one unit at issue. */
  readonly rate: Decimal;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly term: Term;
  readonly instalments: readonly { readonly dueOn: string; readonly amount: Decimal }[];
  readonly lines: readonly InvoiceLine[];
  readonly taxCode: string;
  readonly taxPercent: string;
  readonly subtotal: Decimal;
  readonly tax: Decimal;
  readonly taxFunctional: Decimal;
  readonly total: Decimal;
  readonly corrects?: Invoice;
  /** What is open, in its currency and as the ledger carries it. */
  open: Decimal;
  openFunctional: Decimal;
  credited: Decimal;
  /** What billing itself has seen paid. */
  paidInBilling: Decimal;
  voidedOn?: string;
  disagreement?: Disagreement;
}

export interface Draft {
  readonly id: string;
  readonly number: string;
  readonly kind?: Invoice['kind'];
  readonly contract?: Contract;
  readonly customer: Customer;
  readonly payer: Customer;
  readonly entity: Entity;
  readonly currency: Currency;
  readonly term: TermCode;
  readonly issuedOn: string;
  readonly charges: readonly Omit<Charge, 'on'>[];
  readonly corrects?: Invoice;
}

export function issue(world: World, draft: Draft): Invoice {
  const { charges, currency, entity, payer, issuedOn } = draft;
  const term: Term = terms[draft.term];
  const rate = world.rates.on(issuedOn, currency, entity.currency);
  const amounts = charges.map(({ amount }) => amount);
  const subtotal = sumOf(amounts);
  const { taxCode, taxPercent } = taxOf(entity, payer);
  const tax = percentOf(subtotal, taxPercent, currency);
  const total = subtotal.plus(tax);
  const functional = currency === entity.currency ? total : rounded(total.times(rate), entity.currency);
  const shares =
    currency === entity.currency ? [...amounts, tax] : share(functional, [...amounts, tax], entity.currency);
  const taxes = share(tax, amounts, currency);
  const { kind = 'INVOICE', term: _code, charges: _charges, ...kept } = draft;
  return {
    ...kept,
    kind,
    rate,
    term,
    dueOn: world.calendar.plusDays(issuedOn, term.days),
    instalments: instalmentsOf(world, { issuedOn, term, total, currency }),
    lines: charges.map((charge, at) =>
      lineOf(world, draft, { charge, at, tax: taxes[at] ?? tax, functional: shares[at] ?? charge.amount }),
    ),
    taxCode,
    taxPercent,
    subtotal,
    tax,
    taxFunctional: shares[amounts.length] ?? tax,
    total,
    open: total,
    openFunctional: functional,
    credited: decimal('0'),
    paidInBilling: decimal('0'),
  };
}

function taxOf(entity: Entity, payer: Customer): { taxCode: string; taxPercent: string } {
  if (payer.internal) return { taxCode: 'GROUP', taxPercent: '0' };
  if (isExempt(payer)) return { taxCode: 'EXEMPT', taxPercent: '0' };
  if (payer.country === entity.country) return { taxCode: entity.taxCode, taxPercent: entity.taxPercent };
  return { taxCode: 'REVERSE-CHARGE', taxPercent: '0' };
}

/** Public bodies with a certificate pay no tax. */
export function isExempt(customer: Customer): boolean {
  return customer.segment === 'Public Sector' && customer.index % 2 === 0;
}

interface Schedule {
  readonly issuedOn: string;
  readonly term: Term;
  readonly total: Decimal;
  readonly currency: Currency;
}

function instalmentsOf(
  { calendar }: World,
  { issuedOn, term, total, currency }: Schedule,
): Invoice['instalments'] {
  const { parts } = term;
  if (!parts) return [];
  const amounts = share(
    total,
    parts.map(([percent]) => decimal(percent)),
    currency,
  );
  return parts.map(([, days], at) => ({
    dueOn: calendar.plusDays(issuedOn, days),
    amount: amounts[at] ?? total,
  }));
}

interface LineShare {
  readonly charge: Omit<Charge, 'on'>;
  readonly at: number;
  readonly tax: Decimal;
  readonly functional: Decimal;
}

function lineOf(world: World, draft: Draft, { charge, at, tax, functional }: LineShare): InvoiceLine {
  return {
    id: `${draft.id}_${at + 1}`,
    position: at + 1,
    charge,
    account: charge.product.account,
    tax,
    functional,
    releases: releasesOf(world, draft, charge, functional),
  };
}

const ONE = decimal('1');

function releasesOf(
  { calendar }: World,
  draft: Draft,
  charge: Omit<Charge, 'on'>,
  functional: Decimal,
): Release[] {
  const { months, from, amount } = charge;
  if (months === 0) return [];
  if (months === 1) return [{ on: later(calendar.monthEnd(from), draft.issuedOn), amount, functional }];
  const even = Array.from({ length: months }, () => ONE);
  const amounts = share(amount, even, draft.currency);
  const functionals =
    draft.currency === draft.entity.currency ? amounts : share(functional, even, draft.entity.currency);
  return even.map((_, month) => ({
    on: calendar.monthEnd(calendar.plusMonths(from, month)),
    amount: amounts[month] ?? amount,
    functional: functionals[month] ?? functional,
  }));
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
