// Sales invoices and credit notes: what of Xero's invoices is a sale, what its amounts and states mean, and the rate at which it
// was posted.
import { Decimal } from 'decimal.js';
import { decimal, isDecimal, toMinor } from '../../kernel/money.ts';
import type { XeroValues } from './xero-files.ts';

/** What an invoice, bill or credit note says, as far as its journals and lines need it. */
export interface XeroDocument {
  readonly id: string;
  readonly number: string;
  /** A sale that was issued or is to be: not a purchase bill, and not a draft that was deleted. */
  readonly isSale: boolean;
  readonly contactId: string;
  readonly currency: string;
  /** Units of the document's currency for one of the functional currency; null: not stated. */
  readonly currencyRate: Decimal | null;
  readonly total: Decimal | null;
  readonly tax: Decimal;
  readonly pricesIncludeTax: boolean;
  readonly fullyPaidOn: string;
}

export function readDocument(values: XeroValues): XeroDocument {
  const rate = readAmount(values.currency_rate);
  return {
    id: values.invoice_id ?? '',
    number: values.invoice_number ?? '',
    isSale: values.type === 'ACCREC' && values.status !== 'DELETED',
    contactId: values.contact_id ?? '',
    currency: values.currency_code ?? '',
    currencyRate: rate?.greaterThan(0) ? rate : null,
    total: readAmount(values.total),
    tax: readAmount(values.total_tax) ?? decimal('0'),
    pricesIncludeTax: values.line_amount_types === 'Inclusive',
    fullyPaidOn: dateOf(values.fully_paid_on_date),
  };
}

/** The exact amount; null where the text is empty or no number. */
export function readAmount(text: string | undefined): Decimal | null {
  return text !== undefined && isDecimal(text) ? decimal(text) : null;
}

/** The date of a date or of an instant as Fivetran writes it (`2020-03-09 20:43:47.440 UTC`). */
export function dateOf(text: string | undefined): string {
  return (text ?? '').replace(/[ T]\d{2}:\d{2}.*$/, '');
}

const RATE_DIGITS = 20;

/**
 * The rate in our direction: 1 unit of the document's currency = rate units of the functional one, which is 1 / currency_rate.
 * Where that does not end it is rounded up in its 20th decimal: amount x rate is then never below the exact quotient and less
 * than a millionth of a cent above it, so that half a cent and everything else rounds as Xero's own division does.
 */
export function exchangeRateOf(currencyRate: Decimal): Decimal {
  return decimal('1').div(currencyRate).toDecimalPlaces(RATE_DIGITS, Decimal.ROUND_UP);
}

/** The amount in functional currency at the document's rate, to the cent as Xero posts it. */
export function functionalOf(amount: Decimal, currencyRate: Decimal): Decimal {
  return decimal(toMinor(amount.div(currencyRate), 2));
}

/** What of the document's status is ours; undefined: nobody knows this status. */
export function statusOf(status: string): 'DRAFT' | 'ISSUED' | 'VOIDED' | undefined {
  switch (status) {
    case 'DRAFT':
    case 'SUBMITTED':
      return 'DRAFT';
    case 'AUTHORISED':
    case 'PAID':
      return 'ISSUED';
    case 'VOIDED':
      return 'VOIDED';
    default:
      return undefined;
  }
}

/** The fields of a sales invoice. What is paid, credited and due is Xero's statement, as of full payment or the last change. */
export function invoiceValues(values: XeroValues, status: string): Record<string, string> {
  const document = readDocument(values);
  const updatedOn = dateOf(values.updated_date_utc);
  return filled({
    number: document.number,
    customer: document.contactId,
    status,
    issued_on: dateOf(values.date),
    due_on: dateOf(values.due_date),
    voided_on: status === 'VOIDED' ? updatedOn : '',
    currency: document.currency,
    exchange_rate_to_functional: rateText(document),
    subtotal: values.sub_total ?? '',
    tax: values.total_tax ?? '',
    total: values.total ?? '',
    paid: values.amount_paid ?? '',
    credited: values.amount_credited ?? '',
    due: values.amount_due ?? '',
    stated_on: document.fullyPaidOn || updatedOn,
    reference: values.reference ?? '',
  });
}

function rateText({ currencyRate }: XeroDocument): string {
  return currencyRate ? exchangeRateOf(currencyRate).toString() : '';
}

/** The amount of an invoice line without tax. */
export function netLineAmount(line: XeroValues, pricesIncludeTax: boolean): Decimal | null {
  const amount = readAmount(line.line_amount);
  const tax = readAmount(line.tax_amount);
  if (!amount || !pricesIncludeTax) return amount;
  return amount.minus(tax ?? decimal('0'));
}

/** The fields of an invoice line, which is the `position`th of its invoice in the file. */
export function lineValues(
  line: XeroValues,
  document: XeroDocument,
  position: number,
): Record<string, string> {
  return filled({
    invoice: document.id,
    position: String(position),
    description: line.description ?? '',
    quantity: line.quantity ?? '',
    unit_price: line.unit_amount ?? '',
    discount_percent: line.discount_rate ?? '',
    amount: netLineAmount(line, document.pricesIncludeTax)?.toString() ?? line.line_amount ?? '',
    tax_amount: line.tax_amount ?? '',
    ledger_account_code: line.account_code ?? '',
  });
}

/** The fields of a credit note to a customer; what the export does not state stays away, and the run says what is missing. */
export function creditNoteValues(values: XeroValues, status: string): Record<string, string> {
  const rate = readAmount(values.currency_rate);
  return filled({
    number: values.credit_note_number ?? '',
    customer: values.contact_id ?? '',
    status,
    issued_on: dateOf(values.date),
    voided_on: status === 'VOIDED' ? dateOf(values.updated_date_utc) : '',
    currency: values.currency_code ?? '',
    exchange_rate_to_functional: rate?.greaterThan(0) ? exchangeRateOf(rate).toString() : '',
    subtotal: values.sub_total ?? '',
    tax: values.total_tax ?? '',
    total: values.total ?? '',
    reference: values.reference ?? '',
  });
}

/** The fields that say something. */
export function filled(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
