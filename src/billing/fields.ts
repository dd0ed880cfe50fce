// The slice's list of field maps: documents and cash at the root, on customers, contracts and postings.
import { factsOfCustomer } from '../customers/golden-figures.ts';
import { recordLookup } from '../customers/source-fields.ts';
import { fieldsOf } from '../graph/fields.ts';
import { chargebackFields, deductionFields, refundFields, writeOffFields } from './adjustment-fields.ts';
import { creditNoteFields } from './credit-note-fields.ts';
import {
  invoiceBalanceFields,
  invoiceFields,
  invoiceInstalmentFields,
  invoicePartyFields,
} from './invoice-fields.ts';
import { creditNoteLineFields, invoiceLineFields, invoiceTaxFields } from './line-fields.ts';
import { allocationFields, paymentFields } from './payment-fields.ts';
import { ageingBucketFields, currencyBalanceFields, summaryFields } from './summary-fields.ts';

const queryFields = fieldsOf('Query', 'currency', (f) => ({
  invoice: recordLookup({ typeName: 'Invoice', objectType: 'INVOICE', key: 'invoice_id', numbered: true }),
  invoices: f.manyWhere('Invoice', () => undefined),
  creditNote: recordLookup({
    typeName: 'CreditNote',
    objectType: 'CREDIT_NOTE',
    key: 'credit_note_id',
    numbered: true,
  }),
  creditNotes: f.manyWhere('CreditNote', () => undefined),
  payment: recordLookup({ typeName: 'Payment', objectType: 'PAYMENT', key: 'payment_id', numbered: true }),
  payments: f.manyWhere('Payment', () => undefined),
}));

const customerFields = fieldsOf('Customer', 'customer', () => ({
  invoices: factsOfCustomer('Invoice'),
  creditNotes: factsOfCustomer('CreditNote'),
  payments: factsOfCustomer('Payment'),
  refunds: factsOfCustomer('Refund'),
  chargebacks: factsOfCustomer('Chargeback'),
  deductions: factsOfCustomer('Deduction'),
  writeOffs: factsOfCustomer('WriteOff'),
}));

const contractFields = fieldsOf('Contract', 'contract', (f) => ({
  invoices: f.many('Invoice', 'contract_id', 'contract_id'),
}));

// The lineage and not the version: what was billed before an amendment belongs to the line still.
const contractLineFields = fieldsOf('ContractLine', 'contract_line', (f) => ({
  invoiceLines: f.many('InvoiceLine', 'lineage_id', 'lineage_id'),
}));

const postingFields = fieldsOf('Posting', 'posting', (f) => ({
  invoice: f.one('Invoice', 'invoice_id', 'invoice_id'),
}));

/** What this slice says of the graph. */
export const billingFields = [
  queryFields,
  customerFields,
  contractFields,
  contractLineFields,
  postingFields,
  invoiceFields,
  invoiceBalanceFields,
  invoicePartyFields,
  invoiceInstalmentFields,
  invoiceLineFields,
  invoiceTaxFields,
  creditNoteFields,
  creditNoteLineFields,
  paymentFields,
  allocationFields,
  refundFields,
  chargebackFields,
  deductionFields,
  writeOffFields,
  summaryFields,
  ageingBucketFields,
  currencyBalanceFields,
];
