// The fields of invoice lines, credit note lines and invoice taxes; their money is in the currency of their document.
import { sql } from 'kysely';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, fieldsOf, type Scope, type TableName } from '../graph/fields.ts';
import { ruledByParent } from '../graph/row-rules.ts';
import type { Sql } from '../graph/slots.ts';

/** The currency of the document that a row belongs to. */
function currencyOf(document: 'invoice' | 'credit_note') {
  return ({ row, owner, fresh }: Scope<TableName>): Sql => {
    const key = `${document}_id`;
    if (owner?.key === key) return columnOf(owner.row, 'currency');
    const parent = fresh(document);
    return sql`(select ${columnOf(parent, 'currency')} from ${tableOf(parent)} where ${columnOf(parent, key)} = ${columnOf(row, key)})`;
  };
}

const ofInvoice = currencyOf('invoice');
const ofCreditNote = currencyOf('credit_note');

export const invoiceLineFields = fieldsOf(
  'InvoiceLine',
  'invoice_line',
  (f) => ({
    id: f.column('invoice_line_id'),
    position: f.column('position'),
    product: f.one('Product', 'product_id', 'product_id'),
    contractLine: f.one('ContractLine', 'contract_line_id', 'contract_line_id'),
    lineageId: f.column('lineage_id'),
    description: f.column('description'),
    quantity: f.column('quantity'),
    unitPrice: f.column('unit_price'),
    discountPercent: f.column('discount_percent'),
    amount: f.money('amount', ofInvoice),
    tax: f.money('tax_amount', ofInvoice),
    periodFrom: f.column('period_from'),
    periodTo: f.column('period_to'),
    ledgerAccountCode: f.column('ledger_account_code'),
  }),
  {
    table: 'invoice_line',
    key: 'invoice_line_id',
    ...ruledByParent('Invoice', 'invoice', 'invoice_id'),
    // One order serves an invoice's lines (by position) and those that bill a contract line (the latest invoice first).
    orders: { DOCUMENT: { type: 'numeric', expression: documentOrder, indexed: positionInInvoice } },
    order: ['DOCUMENT', 'ASC'],
  },
);

/** Days from the issue of the line's invoice to the end of time, then the position: sorts the latest invoice first. */
function documentOrder({ row, owner, fresh }: Scope<'invoice_line'>): Sql {
  if (owner?.key === 'invoice_id') {
    return sql`((date '9999-12-31' - ${columnOf(owner.row, 'issued_on')})::numeric * 1000000 + ${row.ref('position')})`;
  }
  const invoice = fresh('invoice');
  return sql`((select date '9999-12-31' - ${invoice.ref('issued_on')} from ${tableOf(invoice)}
    where ${invoice.ref('invoice_id')} = ${row.ref('invoice_id')})::numeric * 1000000 + ${row.ref('position')})`;
}

/** Among the lines of one invoice the position alone decides, and no two have the same. */
function positionInInvoice({ row, owner }: Scope<'invoice_line'>): Sql | undefined {
  return owner?.key === 'invoice_id' ? row.ref('position') : undefined;
}

export const creditNoteLineFields = fieldsOf(
  'CreditNoteLine',
  'credit_note_line',
  (f) => ({
    id: f.column('credit_note_line_id'),
    position: f.column('position'),
    invoiceLine: f.one('InvoiceLine', 'invoice_line_id', 'invoice_line_id'),
    product: f.one('Product', 'product_id', 'product_id'),
    description: f.column('description'),
    quantity: f.column('quantity'),
    unitPrice: f.column('unit_price'),
    amount: f.money('amount', ofCreditNote),
    tax: f.money('tax_amount', ofCreditNote),
    ledgerAccountCode: f.column('ledger_account_code'),
  }),
  {
    // Reached through its credit note only, which has a rule.
    table: 'credit_note_line',
    key: 'credit_note_line_id',
    orders: { POSITION: { type: 'int', expression: ({ row }) => row.ref('position') } },
    order: ['POSITION', 'ASC'],
  },
);

export const invoiceTaxFields = fieldsOf(
  'InvoiceTax',
  'invoice_tax',
  (f) => ({
    taxCode: f.column('tax_code'),
    ratePercent: f.column('rate'),
    base: f.money('base', ofInvoice),
    amount: f.money('amount', ofInvoice),
  }),
  { table: 'invoice_tax', key: 'invoice_tax_id' },
);
