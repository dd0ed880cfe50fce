// The records of billing documents: invoices with instalments, lines and taxes, and credit notes.
import { recordCommand } from '../platform/record-definition.ts';
import {
  amount,
  boolean,
  currency,
  date,
  decimal,
  integer,
  json,
  legalEntity,
  oneOf,
  reference,
  text,
} from '../platform/record-fields.ts';
import { stateBalances } from './import-store.ts';

/** Where the owner states what is due, or paid or credited, that is what the settlement follows; null where it states nothing. */
function statedSettlement(total: string): string {
  const due = `coalesce(v.due, ${total} - coalesce(v.paid, 0) - coalesce(v.credited, 0))`;
  return `case when coalesce(v.due, v.paid, v.credited) is not null then
    case when ${due} * sign(${total}) <= 0 then 'PAID' when ${due} <> ${total} then 'PARTLY_PAID' else 'OPEN' end end`;
}

export const invoiceRecords = [
  recordCommand({
    record: 'invoice',
    about: 'An invoice or debit note, as issued.',
    object: 'INVOICE',
    identity: ['number', 'legal_entity'],
    counted: true,
    stampsSource: true,
    group: 'invoice',
    derived: {
      settlement: {
        onInsert: `coalesce(v.settlement, ${statedSettlement('v.total')}, 'OPEN')`,
        onUpdate: `coalesce(v.settlement, ${statedSettlement('coalesce(v.total, t.total)')}, t.settlement)`,
      },
    },
    fields: {
      number: text('number', { default: 'v.external_id', note: 'left out: its id' }),
      kind: oneOf('kind', ['INVOICE', 'DEBIT_NOTE'], { default: "'INVOICE'" }),
      legal_entity: legalEntity({ required: true }),
      customer: reference('customer', 'customer_id', {
        required: true,
        note: 'who owes it: the bill-to party',
      }),
      sold_to: reference('customer', 'sold_to_id', {
        note: 'this and the other parties, left out: customer',
      }),
      bill_to: reference('customer', 'bill_to_id'),
      ship_to: reference('customer', 'ship_to_id'),
      payer: reference('customer', 'payer_id'),
      end_customer: reference('customer', 'end_customer_id'),
      contract: reference('contract', 'contract_id'),
      status: oneOf('status', ['DRAFT', 'ISSUED', 'VOIDED'], { default: "'ISSUED'" }),
      settlement: oneOf('settlement', ['OPEN', 'PARTLY_PAID', 'PAID', 'WRITTEN_OFF'], {
        aside: true,
        note: 'left out: it follows from due, or from what is applied',
      }),
      issued_on: date('issued_on', { required: true, note: 'of a draft: the day planned' }),
      due_on: date('due_on', { default: 'v.issued_on', note: 'the last due date' }),
      voided_on: date('voided_on'),
      currency: currency('currency', { required: true }),
      exchange_rate_to_functional: decimal('exchange_rate_to_functional', {
        note: '1 unit of currency = rate units of the functional currency',
      }),
      subtotal: amount('subtotal', {
        default: 'v.total - coalesce(v.tax, 0)',
        note: 'without tax; left out: total - tax',
      }),
      tax: amount('tax', { default: 'v.total - coalesce(v.subtotal, v.total)' }),
      total: amount('total', { required: true, note: 'with tax' }),
      basis: oneOf('basis', ['STATED', 'DERIVED'], {
        default: "case when coalesce(v.paid, v.credited, v.due) is null then 'DERIVED' else 'STATED' end",
        note: 'which of stated balance and applications is served; left out: STATED where one is stated',
      }),
      paid: amount('paid', { aside: true, note: 'as the owner states it, kept beside what is applied' }),
      credited: amount('credited', { aside: true }),
      due: amount('due', { aside: true }),
      stated_on: date('stated_on', {
        aside: true,
        note: 'day of paid, credited, due; left out: the day of import',
      }),
      purchase_order_number: text('purchase_order_number'),
      payment_terms: text('payment_terms'),
      reference: text('reference'),
      snapshot: json('snapshot', { note: '{"legalName","billingAddress","taxIds"} as issued' }),
      corrects: reference('invoice', 'corrects_invoice_id', { note: 'the invoice that this one corrects' }),
    },
    hooks: { after: stateBalances },
  }),
  recordCommand({
    record: 'invoice_instalment',
    about: 'A part of an invoice with its own due date; an invoice without any is due as a whole on due_on.',
    key: null,
    identity: ['invoice', 'position'],
    fields: {
      invoice: reference('invoice', 'invoice_id', { required: true }),
      position: integer('position', { required: true }),
      due_on: date('due_on', { required: true }),
      amount: amount('amount', { currencyIn: ['invoice'], required: true }),
    },
  }),
  recordCommand({
    record: 'invoice_line',
    about: 'One line of an invoice.',
    joins: 'left join contract_line k on k.contract_line_id = v.contract_line_id',
    derived: { lineage_id: { onInsert: 'k.lineage_id', onUpdate: 'coalesce(k.lineage_id, t.lineage_id)' } },
    fields: {
      invoice: reference('invoice', 'invoice_id', { required: true }),
      position: integer('position', { required: true }),
      contract_line: reference('contract_line', 'contract_line_id'),
      product: reference('product', 'product_id', { byColumn: 'code' }),
      description: text('description'),
      quantity: decimal('quantity'),
      unit_price: decimal('unit_price'),
      discount_percent: decimal('discount_percent'),
      amount: amount('amount', { currencyIn: ['invoice'], required: true, note: 'without tax' }),
      tax_amount: amount('tax_amount', { currencyIn: ['invoice'], note: 'empty: tax per invoice' }),
      period_from: date('period_from'),
      period_to: date('period_to', { note: 'inclusive' }),
      ledger_account_code: text('ledger_account_code'),
    },
  }),
  recordCommand({
    record: 'invoice_tax',
    plural: 'invoice_taxes',
    about: 'Tax of an invoice by code.',
    fields: {
      invoice: reference('invoice', 'invoice_id', { required: true }),
      tax_code: text('tax_code', { required: true }),
      rate: decimal('rate', { note: 'percent' }),
      base: amount('base', { currencyIn: ['invoice'], required: true }),
      amount: amount('amount', { currencyIn: ['invoice'], required: true }),
    },
  }),
  recordCommand({
    record: 'credit_note',
    about: 'A credit, against an invoice or standalone; its amounts are positive.',
    object: 'CREDIT_NOTE',
    identity: ['number', 'legal_entity'],
    counted: true,
    stampsSource: true,
    group: 'credit_note',
    fields: {
      number: text('number', { default: 'v.external_id', note: 'left out: its id' }),
      legal_entity: legalEntity({ required: true }),
      customer: reference('customer', 'customer_id', { required: true }),
      invoice: reference('invoice', 'invoice_id', { note: 'left out: a standalone credit' }),
      status: oneOf('status', ['DRAFT', 'ISSUED', 'VOIDED'], { default: "'ISSUED'" }),
      issued_on: date('issued_on', { required: true }),
      voided_on: date('voided_on'),
      currency: currency('currency', { required: true }),
      exchange_rate_to_functional: decimal('exchange_rate_to_functional'),
      subtotal: amount('subtotal', { default: 'v.total - coalesce(v.tax, 0)' }),
      tax: amount('tax', { default: 'v.total - coalesce(v.subtotal, v.total)' }),
      total: amount('total', { required: true, note: 'with tax, positive' }),
      commercial: boolean('commercial', {
        default: 'false',
        note: 'goodwill, not the correction of an error',
      }),
      reason: text('reason'),
      reference: text('reference'),
    },
  }),
  recordCommand({
    record: 'credit_note_line',
    about: 'One line of a credit note.',
    fields: {
      credit_note: reference('credit_note', 'credit_note_id', { required: true }),
      position: integer('position', { required: true }),
      invoice_line: reference('invoice_line', 'invoice_line_id'),
      product: reference('product', 'product_id', { byColumn: 'code' }),
      description: text('description'),
      quantity: decimal('quantity'),
      unit_price: decimal('unit_price'),
      amount: amount('amount', {
        currencyIn: ['credit_note'],
        required: true,
        note: 'without tax, positive',
      }),
      tax_amount: amount('tax_amount', { currencyIn: ['credit_note'] }),
      ledger_account_code: text('ledger_account_code'),
    },
  }),
] as const;
