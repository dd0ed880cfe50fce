// Payment journals and the sales that they settle: Xero's export has no table of payments, so a payment journal is linked to a
// sale only where exactly one fits, and only this one.
import type { Decimal } from 'decimal.js';
import { functionalOf, type XeroDocument } from './xero-document-rules.ts';

/** A journal of a receipt from a customer. */
export interface PaymentJournal {
  readonly id: string;
  readonly postedOn: string;
  /** Xero's id of the payment; a payment that was taken back has a second journal with the same. */
  readonly paymentId: string;
  /** What it posts to receivable accounts: debits positive, so a receipt is negative. */
  readonly receivable: Decimal;
}

export interface PaymentMatch {
  readonly invoice: XeroDocument;
  readonly evidence: Readonly<Record<string, string>>;
}

/**
 * The sale of each payment journal, where the receivable is that of one sale only (its total at its own rate), the date is the
 * one on which Xero says that it was fully paid, and no other payment fits that sale. Payments with several journals (taken
 * back, re-entered) are left alone.
 */
export function matchPayments(
  journals: readonly PaymentJournal[],
  sales: readonly XeroDocument[],
): Map<string, PaymentMatch> {
  const salesByKey = Map.groupBy(
    sales.filter((sale) => sale.isSale && sale.fullyPaidOn !== ''),
    saleKey,
  );
  const journalsByKey = Map.groupBy(
    journals,
    ({ receivable, postedOn }) => `${receivable.negated()} ${postedOn}`,
  );
  const journalsByPayment = Map.groupBy(journals, ({ paymentId }) => paymentId);
  const matches = new Map<string, PaymentMatch>();
  for (const [key, same] of journalsByKey) {
    const [journal] = same;
    const fitting = salesByKey.get(key) ?? [];
    const [invoice] = fitting;
    if (!journal || !invoice || same.length > 1 || fitting.length > 1) continue;
    if (journal.paymentId !== '' && (journalsByPayment.get(journal.paymentId)?.length ?? 0) > 1) continue;
    matches.set(journal.id, { invoice, evidence: evidenceOf(journal, invoice) });
  }
  return matches;
}

function saleKey({ total, currencyRate, fullyPaidOn }: XeroDocument): string {
  return total && currencyRate ? `${functionalOf(total, currencyRate)} ${fullyPaidOn}` : '';
}

function evidenceOf(journal: PaymentJournal, invoice: XeroDocument): Record<string, string> {
  return {
    rule: 'the only payment and the only sale with this receivable amount and this date',
    receivable: journal.receivable.negated().toString(),
    postedOn: journal.postedOn,
    invoiceNumber: invoice.number,
    invoiceTotal: invoice.total?.toString() ?? '',
    invoiceCurrency: invoice.currency,
    currencyRate: invoice.currencyRate?.toString() ?? '',
    fullyPaidOn: invoice.fullyPaidOn,
    xeroPaymentId: journal.paymentId,
  };
}
