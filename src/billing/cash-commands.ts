// The records of cash and of what settles an invoice otherwise: payments, allocations, refunds, chargebacks, deductions and
// write-offs.
import { recordCommand } from '../platform/record-definition.ts';
import {
  amount,
  currency,
  date,
  decimal,
  legalEntity,
  oneOf,
  reference,
  text,
} from '../platform/record-fields.ts';

const fromPayment = 'left join payment p on p.payment_id = v.payment_id';
const fromInvoice = 'left join invoice i on i.invoice_id = v.invoice_id';
const ofInvoice = 'left out: that of the invoice';
const ofPayment = 'left out: that of the payment';

export const cashRecords = [
  recordCommand({
    record: 'payment',
    about: 'Money received: a bank or card document.',
    object: 'PAYMENT',
    counted: true,
    stampsSource: true,
    group: 'payment',
    fields: {
      number: text('number', { default: 'v.external_id', note: 'left out: its id' }),
      kind: oneOf('kind', ['PAYMENT', 'DEPOSIT'], { default: "'PAYMENT'" }),
      method: text('method', { note: 'e.g. BANK_TRANSFER, CARD, DIRECT_DEBIT, CHEQUE, as stated' }),
      legal_entity: legalEntity({ required: true }),
      customer: reference('customer', 'customer_id', { note: 'left out: payer not identified yet' }),
      received_on: date('received_on', { required: true, note: 'value date' }),
      posted_on: date('posted_on', { default: 'v.received_on' }),
      reversed_on: date('reversed_on'),
      currency: currency('currency', { required: true }),
      exchange_rate_to_functional: decimal('exchange_rate_to_functional'),
      amount: amount('amount', { required: true }),
      reference: text('reference'),
    },
  }),
  recordCommand({
    record: 'allocation',
    about: 'Application of a payment or of a credit note to an invoice.',
    stampsSource: true,
    joins: fromInvoice,
    derived: {
      kind: { onInsert: "case when v.credit_note_id is null then 'PAYMENT' else 'CREDIT' end" },
      legal_entity_id: { onInsert: 'i.legal_entity_id' },
    },
    fields: {
      payment: reference('payment', 'payment_id', { note: 'exactly one of payment and credit_note' }),
      credit_note: reference('credit_note', 'credit_note_id'),
      invoice: reference('invoice', 'invoice_id', { required: true }),
      amount: amount('amount', {
        required: true,
        currencyIn: ['currency', 'invoice'],
        note: "in the invoice's currency",
      }),
      currency: currency('currency', { default: 'i.currency', note: ofInvoice }),
      drawn_amount: amount('drawn_amount', {
        currencyIn: ['payment', 'credit_note'],
        note: 'taken from the payment or credit in its own currency, where another',
      }),
      applied_on: date('applied_on', { required: true }),
      reversed_on: date('reversed_on', {
        note: 'left out: the day that ends its payment, credit note or invoice',
      }),
    },
  }),
  recordCommand({
    record: 'refund',
    about: 'Money paid back to a customer, out of a payment or a credit.',
    stampsSource: true,
    group: 'refund',
    joins: `${fromPayment} left join credit_note n on n.credit_note_id = v.credit_note_id`,
    fields: {
      legal_entity: legalEntity({
        default: 'coalesce(p.legal_entity_id, n.legal_entity_id)',
        note: ofPayment,
      }),
      customer: reference('customer', 'customer_id', { default: 'coalesce(p.customer_id, n.customer_id)' }),
      payment: reference('payment', 'payment_id'),
      credit_note: reference('credit_note', 'credit_note_id'),
      refunded_on: date('refunded_on', { required: true }),
      reversed_on: date('reversed_on', { note: 'it failed or came back' }),
      amount: amount('amount', { required: true, currencyIn: ['currency', 'payment', 'credit_note'] }),
      currency: currency('currency', { default: 'coalesce(p.currency, n.currency)', note: ofPayment }),
      exchange_rate_to_functional: decimal('exchange_rate_to_functional'),
      reference: text('reference'),
    },
  }),
  recordCommand({
    record: 'chargeback',
    about: "A card or direct-debit payment that the payer's bank took back.",
    stampsSource: true,
    group: 'chargeback',
    joins: fromPayment,
    fields: {
      legal_entity: legalEntity({ default: 'p.legal_entity_id', note: ofPayment }),
      customer: reference('customer', 'customer_id', { default: 'p.customer_id' }),
      payment: reference('payment', 'payment_id'),
      charged_back_on: date('charged_back_on', { required: true }),
      won_back_on: date('won_back_on'),
      amount: amount('amount', { required: true, currencyIn: ['currency', 'payment'] }),
      currency: currency('currency', { default: 'p.currency', note: ofPayment }),
      exchange_rate_to_functional: decimal('exchange_rate_to_functional'),
      reason: text('reason'),
      reference: text('reference'),
    },
  }),
  recordCommand({
    record: 'deduction',
    about: 'What the payer kept back: discount taken, withholding tax, bank charge.',
    stampsSource: true,
    group: 'deduction',
    joins: fromInvoice,
    fields: {
      kind: oneOf('kind', ['DISCOUNT', 'WITHHOLDING', 'BANK_CHARGE', 'OTHER'], { required: true }),
      legal_entity: legalEntity({ default: 'i.legal_entity_id', note: ofInvoice }),
      customer: reference('customer', 'customer_id', { default: 'i.customer_id' }),
      invoice: reference('invoice', 'invoice_id'),
      payment: reference('payment', 'payment_id', { note: 'the payment with which it was taken' }),
      posted_on: date('posted_on', { required: true }),
      reversed_on: date('reversed_on'),
      amount: amount('amount', { required: true, currencyIn: ['currency', 'invoice'] }),
      currency: currency('currency', { default: 'i.currency', note: ofInvoice }),
      exchange_rate_to_functional: decimal('exchange_rate_to_functional'),
      reason: text('reason'),
    },
  }),
  recordCommand({
    record: 'write_off',
    about: 'A receivable given up as bad debt (no credit note).',
    stampsSource: true,
    group: 'write_off',
    joins: fromInvoice,
    fields: {
      legal_entity: legalEntity({ default: 'i.legal_entity_id', note: ofInvoice }),
      customer: reference('customer', 'customer_id', { default: 'i.customer_id' }),
      invoice: reference('invoice', 'invoice_id'),
      posted_on: date('posted_on', { required: true }),
      reversed_on: date('reversed_on', { note: 'taken back, e.g. because a late payment recovered it' }),
      amount: amount('amount', { required: true, currencyIn: ['currency', 'invoice'] }),
      currency: currency('currency', { default: 'i.currency', note: ofInvoice }),
      exchange_rate_to_functional: decimal('exchange_rate_to_functional'),
      reason: text('reason'),
    },
  }),
] as const;
