// Credit notes of the demo company: partial and full ones against an invoice, out of a cancellation, and standalone ones, each
// with its journal against what is still deferred.
import { type Decimal, decimal } from '../kernel/money.ts';
import { percentOf, rounded, sumOf, written, ZERO } from './amounts.ts';
import { entryFor, receivableAccount, takeDeferred } from './bookings.ts';
import { settle } from './cash.ts';
import type { Invoice, InvoiceLine } from './invoices.ts';
import { credit, debit, type Leg } from './ledger.ts';
import type { Life } from './life.ts';

export interface CreditRequest {
  readonly on: string;
  /** Which part of a line is taken away, from 0 to 1. */
  readonly part: (line: InvoiceLine) => Decimal;
  readonly reason: string;
  readonly commercial: boolean;
  /** Days after which what settles nothing is paid back. */
  readonly refundAfter?: number;
}

const ALL = decimal('1');

/** A share of every line. */
export const partOf = (percent: number) => {
  const part = decimal(String(percent)).div(100);
  return () => part;
};

/** Credits an invoice; what of it is open is settled by that. Returns the credited total. */
export function giveCredit(life: Life, invoice: Invoice, request: CreditRequest): Decimal {
  const { currency } = invoice;
  const lines = invoice.lines
    .map((line) => ({ line, amount: rounded(line.charge.amount.times(request.part(line)), currency) }))
    .filter(({ amount }) => !amount.isZero());
  if (lines.length === 0 || !life.world.calendar.isPast(request.on)) return ZERO;
  const subtotal = sumOf(lines.map(({ amount }) => amount));
  const whole = subtotal.equals(invoice.subtotal);
  const tax = whole ? invoice.tax : percentOf(subtotal, invoice.taxPercent, currency);
  const total = subtotal.plus(tax);
  const id = `cn_${life.customer.digits}_${String(life.nextCredit()).padStart(3, '0')}`;
  addCreditNote(life, { id, invoice, request, subtotal, tax });
  for (const [at, { line, amount }] of lines.entries())
    life.sheet.add('billing', 'credit_note_line', `${id}_${at + 1}`, {
      credit_note: id,
      position: String(at + 1),
      invoice_line: line.id,
      product: line.charge.product.code,
      description: `Credit: ${line.charge.description}`,
      amount: written(amount, currency),
      ledger_account_code: line.account,
    });
  const applied = invoice.open.lessThan(total) ? invoice.open : total;
  bookCredit(life, { invoice, request, lines, tax, total, applied, id });
  apply(life, { invoice, on: request.on, id, amount: applied });
  returnRest(life, { invoice, request, id, rest: total.minus(applied) });
  return total;
}

interface Note {
  readonly id: string;
  readonly invoice: Invoice;
  readonly request: CreditRequest;
  readonly subtotal: Decimal;
  readonly tax: Decimal;
}

function addCreditNote(life: Life, { id, invoice, request, subtotal, tax }: Note): void {
  const { currency, entity } = invoice;
  life.sheet.add('billing', 'credit_note', id, {
    number: id.replace('cn_', 'CN-').replace('_', '-'),
    legal_entity: entity.code,
    customer: invoice.payer.billingId,
    invoice: invoice.id,
    status: 'ISSUED',
    issued_on: request.on,
    currency,
    exchange_rate_to_functional: invoice.rate.toString(),
    subtotal: written(subtotal, currency),
    tax: written(tax, currency),
    total: written(subtotal.plus(tax), currency),
    commercial: String(request.commercial),
    reason: request.reason,
  });
}

interface Booking {
  readonly invoice: Invoice;
  readonly request: CreditRequest;
  readonly lines: readonly { readonly line: InvoiceLine; readonly amount: Decimal }[];
  readonly tax: Decimal;
  readonly total: Decimal;
  readonly applied: Decimal;
  readonly id: string;
}

/** Debits what the lines still defer and revenue for the rest, tax at the original's rate. */
function bookCredit(life: Life, { invoice, request, lines, tax, total, applied, id }: Booking): void {
  const worth = (amount: Decimal) =>
    invoice.currency === invoice.entity.currency
      ? amount
      : rounded(amount.times(invoice.rate), invoice.entity.currency);
  const legs: Leg[] = [];
  for (const { line, amount } of lines) {
    const product = line.charge.product.code;
    const deferred = takeDeferred(line, amount, request.on, invoice);
    const earned = amount.minus(deferred.amount);
    legs.push(debit('2100', deferred.amount, deferred.functional, { invoice, product }));
    legs.push(debit(line.account, earned, worth(earned), { invoice, product }));
  }
  legs.push(debit('2200', tax, worth(tax), { invoice }));
  const settled = settle(invoice, applied);
  const rest = total.minus(applied);
  legs.push(credit(receivableAccount(invoice.payer), total, settled.plus(worth(rest)), { invoice }));
  life.ledger.post({
    ...entryFor(invoice, request.on),
    sourceType: 'CREDIT_NOTE',
    reference: id,
    description: `Credit note for ${invoice.number}`,
    legs,
  });
}

interface Application {
  readonly invoice: Invoice;
  readonly on: string;
  readonly id: string;
  readonly amount: Decimal;
}

function apply(life: Life, { invoice, on, id, amount }: Application): void {
  if (amount.isZero()) return;
  invoice.credited = invoice.credited.plus(amount);
  life.sheet.add('billing', 'allocation', `al_${id}`, {
    credit_note: id,
    invoice: invoice.id,
    amount: written(amount, invoice.currency),
    applied_on: on,
  });
}

interface Rest {
  readonly invoice: Invoice;
  readonly request: CreditRequest;
  readonly id: string;
  readonly rest: Decimal;
}

function returnRest(life: Life, { invoice, request, id, rest }: Rest): void {
  if (request.refundAfter === undefined || rest.isZero()) return;
  const { calendar, rates } = life.world;
  const on = calendar.plusDays(request.on, request.refundAfter);
  if (!calendar.isPast(on)) return;
  const { currency, entity } = invoice;
  const rate = rates.on(on, currency, entity.currency);
  const worth = (times: Decimal) =>
    currency === entity.currency ? rest : rounded(rest.times(times), entity.currency);
  life.sheet.add('erp', 'refund', `RF-${id}`, {
    credit_note: `billing:${id}`,
    refunded_on: on,
    amount: written(rest, currency),
    exchange_rate_to_functional: rate.toString(),
    reference: `Credit ${id}`,
  });
  life.ledger.post({
    ...entryFor(invoice, on),
    sourceType: 'REFUND',
    description: `Refund of credit ${id}`,
    legs: [
      debit(receivableAccount(invoice.payer), rest, worth(invoice.rate), { invoice }),
      credit('1000', rest, worth(rate)),
    ],
  });
}

/** A credit without an invoice, as goodwill; it stays on the account. */
export function giveStandaloneCredit(life: Life, on: string, subtotal: Decimal): void {
  const { payer, world, sheet, ledger } = life;
  const { entity, currency } = payer;
  const id = `cn_${life.customer.digits}_${String(life.nextCredit()).padStart(3, '0')}`;
  const rate = world.rates.on(on, currency, entity.currency);
  const worth = currency === entity.currency ? subtotal : rounded(subtotal.times(rate), entity.currency);
  sheet.add('billing', 'credit_note', id, {
    number: id.replace('cn_', 'CN-').replace('_', '-'),
    legal_entity: entity.code,
    customer: payer.billingId,
    status: 'ISSUED',
    issued_on: on,
    currency,
    exchange_rate_to_functional: rate.toString(),
    subtotal: written(subtotal, currency),
    tax: written(ZERO, currency),
    total: written(subtotal, currency),
    commercial: 'true',
    reason: 'Goodwill after an outage',
  });
  sheet.add('billing', 'credit_note_line', `${id}_1`, {
    credit_note: id,
    position: '1',
    description: 'Goodwill after an outage',
    amount: written(subtotal, currency),
    ledger_account_code: '4000',
  });
  ledger.post({
    entity,
    on,
    currency,
    customer: payer.erpId,
    reference: id,
    sourceType: 'CREDIT_NOTE',
    description: 'Standalone credit',
    legs: [debit('4000', subtotal, worth), credit('1200', subtotal, worth)],
  });
}

/** Cancels an invoice and its journal on a day; nothing of it is or becomes revenue. */
export function voidInvoice(life: Life, invoice: Invoice, on: string): void {
  invoice.voidedOn = on;
  for (const line of invoice.lines) line.releases.length = 0;
  const journal = life.journalOf(invoice);
  if (journal) life.ledger.reverse(journal, on, `Invoice ${invoice.number} voided`);
}

/** The same bill again, at a part of its amounts. */
export function rebill(life: Life, invoice: Invoice, on: string, part = ALL): Invoice {
  const { contract, entity, currency, term } = invoice;
  const rebilled = life.issue({
    ...(contract ? { contract } : {}),
    entity,
    currency,
    term: term.code as 'NET30',
    issuedOn: on,
    corrects: invoice,
    charges: invoice.lines.map(({ charge }) => ({
      ...charge,
      amount: rounded(charge.amount.times(part), currency),
      unitPrice: part.equals(ALL) ? charge.unitPrice : charge.unitPrice.times(part).toDecimalPlaces(4),
    })),
  });
  life.book();
  return rebilled;
}
