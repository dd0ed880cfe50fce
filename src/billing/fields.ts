// The slice's list of field maps: documents and cash at the root, on customers, contracts and postings.
import { sql } from 'kysely';
import { factsOfCustomer } from '../customers/golden-figures.ts';
import { linkedIds } from '../customers/source-fields.ts';
import { isEntity } from '../entities/entity-figures.ts';
import { columnOf, fieldsOf, type Row, type Scope, type TableName } from '../graph/fields.ts';
import { isOnlyMatch, keyParameter, oneKeyOf } from '../graph/lookup.ts';
import type { Sql } from '../graph/slots.ts';
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
  invoice: f.oneWhere('Invoice', lookedUp),
  invoices: f.manyWhere('Invoice', () => undefined),
}));

/** By id, by number (which two legal entities may both use) or by a source's record. */
function lookedUp(scope: Scope<'currency'>, invoice: Row<TableName>): Sql {
  const { args } = scope;
  const key = oneKeyOf(args, ['id', 'number', 'external']);
  if (key === 'id') return sql`${columnOf(invoice, 'invoice_id')} = ${keyParameter(args, 'id', 'uuid')}`;
  return isOnlyMatch(scope, 'Invoice', 'invoice_id', invoice, (candidate) => {
    if (key === 'external')
      return sql`${columnOf(candidate, 'invoice_id')} in (${linkedIds(scope, 'INVOICE')})`;
    const number = sql`${columnOf(candidate, 'number')} = ${keyParameter(args, 'number', 'text')}`;
    if (!args.has('legalEntity')) return number;
    const isNamed = (code: Sql) => sql`${code} = ${keyParameter(args, 'legalEntity', 'text')}`;
    return sql`${number} and ${isEntity(scope, columnOf(candidate, 'legal_entity_id'), isNamed)}`;
  });
}

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
