// The fields of payments and of the applications of payments and credit notes to invoices.
import { sql } from 'kysely';
import { filterByCustomer } from '../customers/golden-figures.ts';
import { sourcesOf } from '../customers/source-fields.ts';
import { filterByEntity } from '../entities/entity-figures.ts';
import { columnOf, fieldsOf, type Row, type TableName } from '../graph/fields.ts';
import { ruleByEntity } from '../graph/row-rules.ts';
import { goldenCustomer } from '../ledger/link-fields.ts';

const byDate = (column: string, key: string) => (row: Row<TableName>) =>
  sql`${columnOf(row, column)}, ${columnOf(row, key)}`;

export const paymentFields = fieldsOf(
  'Payment',
  'payment',
  (f) => ({
    id: f.column('payment_id'),
    number: f.column('number'),
    kind: f.column('kind'),
    method: f.column('method'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    customer: goldenCustomer('customer_id'),
    receivedOn: f.column('received_on'),
    postedOn: f.column('posted_on'),
    reversedOn: f.column('reversed_on'),
    currency: f.column('currency'),
    exchangeRate: f.column('exchange_rate_to_functional'),
    amount: f.money('amount', 'currency'),
    allocated: f.money('allocated', 'currency'),
    refunded: f.money('refunded', 'currency'),
    chargedBack: f.money('charged_back', 'currency'),
    unapplied: f.money(
      ({ row }) => sql`case when ${row.ref('reversed_on')} is not null then 0
        else ${row.ref('amount')} - ${row.ref('allocated')} - ${row.ref('refunded')} - ${row.ref('charged_back')} end`,
      'currency',
    ),
    reference: f.column('reference'),
    allocations: f.many('Allocation', 'payment_id', 'payment_id'),
    refunds: f.many('Refund', 'payment_id', 'payment_id', {
      order: byDate('refunded_on', 'refund_id'),
      rows: 2,
    }),
    chargebacks: f.many('Chargeback', 'payment_id', 'payment_id', {
      order: byDate('charged_back_on', 'chargeback_id'),
      rows: 2,
    }),
    deductions: f.many('Deduction', 'payment_id', 'payment_id', {
      order: byDate('posted_on', 'deduction_id'),
      rows: 2,
    }),
    source: f.one('SourceSystem', 'source_system_id', 'source_system_id'),
    sources: sourcesOf<'payment'>('PAYMENT', (row) => row.ref('payment_id')),
    recordedAt: f.column('recorded_at'),
    version: f.column('version'),
    updatedAt: f.column('updated_at'),
  }),
  {
    table: 'payment',
    key: 'payment_id',
    rule: ruleByEntity('legal_entity_id'),
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('payment_id') },
      customerId: filterByCustomer(),
      number: { kind: 'text', expression: ({ row }) => row.ref('number') },
      kind: { kind: 'enum', expression: ({ row }) => row.ref('kind') },
      method: { kind: 'text', expression: ({ row }) => row.ref('method') },
      legalEntity: filterByEntity(),
      receivedOn: { kind: 'date', expression: ({ row }) => row.ref('received_on') },
      postedOn: { kind: 'date', expression: ({ row }) => row.ref('posted_on') },
      reversedOn: { kind: 'date', expression: ({ row }) => row.ref('reversed_on') },
      currency: { kind: 'text', expression: ({ row }) => row.ref('currency') },
      amount: { kind: 'decimal', expression: ({ row }) => row.ref('amount') },
      reference: { kind: 'text', expression: ({ row }) => row.ref('reference') },
    },
    orders: { RECEIVED_ON: { type: 'date', expression: ({ row }) => row.ref('received_on') } },
    order: ['RECEIVED_ON', 'DESC'],
  },
);

export const allocationFields = fieldsOf(
  'Allocation',
  'allocation',
  (f) => ({
    id: f.column('allocation_id'),
    kind: f.column('kind'),
    payment: f.one('Payment', 'payment_id', 'payment_id'),
    creditNote: f.one('CreditNote', 'credit_note_id', 'credit_note_id'),
    invoice: f.one('Invoice', 'invoice_id', 'invoice_id'),
    amount: f.money('amount', 'currency'),
    drawnAmount: f.money(
      ({ row }) => sql`coalesce(${row.ref('drawn_amount')}, ${row.ref('amount')})`,
      ({
        row,
      }) => sql`coalesce((select y.currency from payment y where y.payment_id = ${row.ref('payment_id')}),
        (select n.currency from credit_note n where n.credit_note_id = ${row.ref('credit_note_id')}))`,
    ),
    appliedOn: f.column('applied_on'),
    reversedOn: f.column('reversed_on'),
    recordedAt: f.column('recorded_at'),
  }),
  {
    table: 'allocation',
    key: 'allocation_id',
    rule: ruleByEntity('legal_entity_id'),
    filters: {
      kind: { kind: 'enum', expression: ({ row }) => row.ref('kind') },
      appliedOn: { kind: 'date', expression: ({ row }) => row.ref('applied_on') },
      reversedOn: { kind: 'date', expression: ({ row }) => row.ref('reversed_on') },
    },
    orders: { APPLIED_ON: { type: 'date', expression: ({ row }) => row.ref('applied_on') } },
    order: ['APPLIED_ON', 'DESC'],
  },
);
