// Billing documents: which of them are invoices and which credits, that a document and its cancellation are both VOIDED, and what is
// open on a document by the list of receivables.
import { decimal, isDecimal } from '../../kernel/money.ts';
import { unitPriceOf } from './sap-order-rules.ts';
import {
  amountOf,
  booleanOf,
  dateOf,
  type Fields,
  joinedKey,
  keyOf,
  postedAmount,
  type SapRow,
  type SapValues,
  textOf,
  versionOf,
} from './sap-value-rules.ts';

export const billingKey = (values: SapValues) => keyOf(values, 'billingDocument');
export const cancelledKey = (values: SapValues) => keyOf(values, 'cancelledBillingDocument');
export const billingItemKey = (values: SapValues) =>
  joinedKey(values, 'billingDocument', 'billingDocumentItem');

export type BillingKind =
  | 'INVOICE'
  | 'DEBIT_NOTE'
  | 'CREDIT_NOTE'
  | 'INVOICE_CANCELLATION'
  | 'CREDIT_CANCELLATION'
  | 'PRO_FORMA';

/** By SAP's own document category, and by the types that every system has. A type of one's own needs the category. */
const kinds: Readonly<Record<string, BillingKind>> = {
  'category M': 'INVOICE',
  'category 5': 'INVOICE',
  'category P': 'DEBIT_NOTE',
  'category O': 'CREDIT_NOTE',
  'category 6': 'CREDIT_NOTE',
  'category N': 'INVOICE_CANCELLATION',
  'category S': 'CREDIT_CANCELLATION',
  'category U': 'PRO_FORMA',
  'type F1': 'INVOICE',
  'type F2': 'INVOICE',
  'type IV': 'INVOICE',
  'type L2': 'DEBIT_NOTE',
  'type G2': 'CREDIT_NOTE',
  'type RE': 'CREDIT_NOTE',
  'type S1': 'INVOICE_CANCELLATION',
  'type IVS': 'INVOICE_CANCELLATION',
  'type S2': 'CREDIT_CANCELLATION',
  'type F5': 'PRO_FORMA',
  'type F8': 'PRO_FORMA',
};

export function kindOf(document: SapValues): BillingKind | undefined {
  const category = textOf(document, 'sdDocumentCategory');
  return kinds[`category ${category}`] ?? kinds[`type ${textOf(document, 'billingDocumentType')}`];
}

/** A cancellation takes the other side of what it cancels. */
export function recordOf(kind: BillingKind): 'invoice' | 'credit_note' {
  return kind === 'CREDIT_NOTE' || kind === 'INVOICE_CANCELLATION' ? 'credit_note' : 'invoice';
}

/** What other tables say of a billing document. */
export interface BillingContext {
  readonly kind: BillingKind;
  /** Its cancellation, if that is part of the export. */
  readonly cancellation: SapValues | undefined;
  /** Its lines in the list of receivables. */
  readonly receivables: readonly SapRow[];
  /** The one order of all its items, if there is one. */
  readonly order: string;
}

export function invoiceFields(document: SapValues, context: BillingContext): Fields {
  return {
    ...documentFields(document, context),
    kind: context.kind === 'INVOICE' ? 'INVOICE' : 'DEBIT_NOTE',
    contract: context.order,
    payer: keyOf(document, 'payerParty'),
    payment_terms: textOf(document, 'customerPaymentTerms'),
    ...statedBalance(document, context.receivables),
  };
}

/** The fields of a credit memo, or of the cancellation of an invoice, which names it. */
export function creditNoteFields(document: SapValues, context: BillingContext): Fields {
  const cancelled = context.kind === 'INVOICE_CANCELLATION' ? cancelledKey(document) : '';
  return {
    ...documentFields(document, context),
    invoice: cancelled,
    reason: cancelled === '' ? '' : `cancellation of billing document ${cancelled}`,
  };
}

function documentFields(document: SapValues, context: BillingContext): Fields {
  const currency = textOf(document, 'transactionCurrency');
  const net = unsigned(amountOf(document, 'totalNetAmount', currency));
  const tax = unsigned(amountOf(document, 'totalTaxAmount', currency));
  const gross = unsigned(amountOf(document, 'totalGrossAmount', currency));
  const voidedOn = voidedDate(document, context);
  return {
    number: billingKey(document),
    legal_entity: textOf(document, 'companyCode'),
    customer: keyOf(document, 'soldToParty'),
    status: voidedOn === '' ? 'ISSUED' : 'VOIDED',
    issued_on: dateOf(document, 'billingDocumentDate', 'creationDate'),
    voided_on: voidedOn,
    currency,
    subtotal: net,
    tax,
    // A document without tax and gross amount states its net amount only, and nothing is made up.
    total: gross || (isDecimal(net) && isDecimal(tax) ? decimal(net).plus(tax).toString() : net),
    reference: textOf(document, 'accountingDocument'),
  };
}

/** Documents are positive whichever way they go; some tables write cancellations and credits with a minus. */
function unsigned(amount: string): string {
  return amount.replace(/^-/, '');
}

/**
 * A document and its cancellation are VOIDED from the day of the cancellation on, so that neither counts after it. Where the
 * cancellation is not part of the export, that is the day of the document's last change.
 */
function voidedDate(document: SapValues, { kind, cancellation }: BillingContext): string {
  if (kind === 'INVOICE_CANCELLATION' || kind === 'CREDIT_CANCELLATION')
    return dateOf(document, 'billingDocumentDate', 'creationDate');
  if (cancellation) return dateOf(cancellation, 'billingDocumentDate', 'creationDate');
  if (!booleanOf(document, 'billingDocumentIsCancelled')) return '';
  return dateOf(document, 'lastChangeDateTime', 'lastChangeDate', 'billingDocumentDate');
}

/** Whether the receivable was cleared, which says that it is no longer due, and not that anybody paid. */
function isCleared(receivable: SapValues): boolean {
  return textOf(receivable, 'clearingAccountingDocument') !== '' || dateOf(receivable, 'clearingDate') !== '';
}

/**
 * What the list of receivables states as due on the document: its lines that are not cleared, as posted, even where they differ
 * from the document's own total. Nothing is stated as paid, because no table of the export holds a payment.
 */
function statedBalance(document: SapValues, receivables: readonly SapRow[]): Fields {
  const own = receivables.filter(({ values }) => isReceivableOf(document, values));
  if (own.length === 0) return {};
  const currency = textOf(document, 'transactionCurrency');
  const open = own.filter(({ values }) => !isCleared(values));
  const due = open.reduce(
    (sum, { values }) => sum.plus(postedAmount(values, 'amountInTransactionCurrency', currency) ?? '0'),
    decimal('0'),
  );
  const days = own.map(({ values }) =>
    isCleared(values) ? dateOf(values, 'clearingDate') : (versionOf(values)?.slice(0, 10) ?? ''),
  );
  const isPaid = open.length === 0 && !booleanOf(document, 'billingDocumentIsCancelled');
  return {
    paid: '0',
    due: due.toString(),
    stated_on: days.sort().at(-1) ?? '',
    settlement: isPaid ? 'PAID' : 'OPEN',
  };
}

function isReceivableOf(document: SapValues, receivable: SapValues): boolean {
  return (['companyCode', 'accountingDocument'] as const).every((name) => {
    const own = keyOf(document, name);
    return own === '' || own === keyOf(receivable, name);
  });
}

/** The fields of a billing item; `orderItem` is the order item behind it, if the export tells. */
export function invoiceItemFields(item: SapValues, orderItem: string): Fields {
  return {
    ...itemFields(item),
    invoice: billingKey(item),
    contract_line: orderItem,
  };
}

/** The fields of an item of a credit; `invoiceItem` is the one that it takes back, if the export has it. */
export function creditItemFields(item: SapValues, invoiceItem: string): Fields {
  return {
    ...itemFields(item),
    credit_note: billingKey(item),
    invoice_line: invoiceItem,
  };
}

function itemFields(item: SapValues): Fields {
  const currency = textOf(item, 'transactionCurrency');
  const amount = unsigned(amountOf(item, 'netAmount', currency));
  const quantity = textOf(item, 'billingQuantity');
  return {
    position: keyOf(item, 'billingDocumentItem'),
    product: keyOf(item, 'material'),
    description: textOf(item, 'billingDocumentItemText'),
    quantity,
    unit_price: unitPriceOf(amount, quantity) ?? '',
    amount,
    tax_amount: unsigned(amountOf(item, 'taxAmount', currency)),
  };
}
