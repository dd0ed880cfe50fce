// The fields of refunds, chargebacks, deductions and write-offs.
import { fieldsOf } from '../graph/fields.ts';
import { ruleByEntity } from '../graph/row-rules.ts';
import { goldenCustomer } from '../ledger/link-fields.ts';

const rule = ruleByEntity('legal_entity_id');

export const refundFields = fieldsOf(
  'Refund',
  'refund',
  (f) => ({
    id: f.column('refund_id'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    customer: goldenCustomer('customer_id'),
    payment: f.one('Payment', 'payment_id', 'payment_id'),
    creditNote: f.one('CreditNote', 'credit_note_id', 'credit_note_id'),
    refundedOn: f.column('refunded_on'),
    reversedOn: f.column('reversed_on'),
    amount: f.money('amount', 'currency'),
    exchangeRate: f.column('exchange_rate_to_functional'),
    reference: f.column('reference'),
  }),
  {
    table: 'refund',
    key: 'refund_id',
    rule,
    orders: { REFUNDED_ON: { type: 'date', expression: ({ row }) => row.ref('refunded_on') } },
    order: ['REFUNDED_ON', 'DESC'],
  },
);

export const chargebackFields = fieldsOf(
  'Chargeback',
  'chargeback',
  (f) => ({
    id: f.column('chargeback_id'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    customer: goldenCustomer('customer_id'),
    payment: f.one('Payment', 'payment_id', 'payment_id'),
    chargedBackOn: f.column('charged_back_on'),
    wonBackOn: f.column('won_back_on'),
    amount: f.money('amount', 'currency'),
    reason: f.column('reason'),
    reference: f.column('reference'),
  }),
  {
    table: 'chargeback',
    key: 'chargeback_id',
    rule,
    orders: { CHARGED_BACK_ON: { type: 'date', expression: ({ row }) => row.ref('charged_back_on') } },
    order: ['CHARGED_BACK_ON', 'DESC'],
  },
);

export const deductionFields = fieldsOf(
  'Deduction',
  'deduction',
  (f) => ({
    id: f.column('deduction_id'),
    kind: f.column('kind'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    customer: goldenCustomer('customer_id'),
    invoice: f.one('Invoice', 'invoice_id', 'invoice_id'),
    payment: f.one('Payment', 'payment_id', 'payment_id'),
    postedOn: f.column('posted_on'),
    reversedOn: f.column('reversed_on'),
    amount: f.money('amount', 'currency'),
    reason: f.column('reason'),
  }),
  {
    table: 'deduction',
    key: 'deduction_id',
    rule,
    orders: { POSTED_ON: { type: 'date', expression: ({ row }) => row.ref('posted_on') } },
    order: ['POSTED_ON', 'DESC'],
  },
);

export const writeOffFields = fieldsOf(
  'WriteOff',
  'write_off',
  (f) => ({
    id: f.column('write_off_id'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    customer: goldenCustomer('customer_id'),
    invoice: f.one('Invoice', 'invoice_id', 'invoice_id'),
    postedOn: f.column('posted_on'),
    reversedOn: f.column('reversed_on'),
    amount: f.money('amount', 'currency'),
    reason: f.column('reason'),
  }),
  {
    table: 'write_off',
    key: 'write_off_id',
    rule,
    orders: { POSTED_ON: { type: 'date', expression: ({ row }) => row.ref('posted_on') } },
    order: ['POSTED_ON', 'DESC'],
  },
);
