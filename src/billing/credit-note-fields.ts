// The fields of credit notes.
import { sql } from 'kysely';
import { filterByCustomer } from '../customers/golden-figures.ts';
import { sourcesOf } from '../customers/source-fields.ts';
import { filterByEntity } from '../entities/entity-figures.ts';
import { columnOf, fieldsOf } from '../graph/fields.ts';
import { ruleByEntity } from '../graph/row-rules.ts';
import { goldenCustomer } from '../ledger/link-fields.ts';

export const creditNoteFields = fieldsOf(
  'CreditNote',
  'credit_note',
  (f) => ({
    id: f.column('credit_note_id'),
    number: f.column('number'),
    status: f.column('status'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    customer: goldenCustomer('customer_id'),
    invoice: f.one('Invoice', 'invoice_id', 'invoice_id'),
    issuedOn: f.column('issued_on'),
    voidedOn: f.column('voided_on'),
    currency: f.column('currency'),
    exchangeRate: f.column('exchange_rate_to_functional'),
    subtotal: f.money('subtotal', 'currency'),
    tax: f.money('tax', 'currency'),
    total: f.money('total', 'currency'),
    allocated: f.money('allocated', 'currency'),
    refunded: f.money('refunded', 'currency'),
    unapplied: f.money(
      ({ row }) =>
        sql`case when ${row.ref('status')} = 'VOIDED' then 0 else ${row.ref('total')} - ${row.ref('allocated')} - ${row.ref('refunded')} end`,
      'currency',
    ),
    commercial: f.column('commercial'),
    reason: f.column('reason'),
    reference: f.column('reference'),
    lines: f.many('CreditNoteLine', 'credit_note_id', 'credit_note_id'),
    allocations: f.many('Allocation', 'credit_note_id', 'credit_note_id'),
    refunds: f.many('Refund', 'credit_note_id', 'credit_note_id', {
      order: (refund) => sql`${columnOf(refund, 'refunded_on')}, ${columnOf(refund, 'refund_id')}`,
      rows: 2,
    }),
    source: f.one('SourceSystem', 'source_system_id', 'source_system_id'),
    sources: sourcesOf<'credit_note'>('CREDIT_NOTE', (row) => row.ref('credit_note_id')),
    recordedAt: f.column('recorded_at'),
    version: f.column('version'),
    updatedAt: f.column('updated_at'),
  }),
  {
    table: 'credit_note',
    key: 'credit_note_id',
    rule: ruleByEntity('legal_entity_id'),
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('credit_note_id') },
      customerId: filterByCustomer(),
      number: { kind: 'text', expression: ({ row }) => row.ref('number') },
      status: { kind: 'enum', expression: ({ row }) => row.ref('status') },
      legalEntity: filterByEntity(),
      invoiceId: { kind: 'id', expression: ({ row }) => row.ref('invoice_id') },
      issuedOn: { kind: 'date', expression: ({ row }) => row.ref('issued_on') },
      currency: { kind: 'text', expression: ({ row }) => row.ref('currency') },
      total: { kind: 'decimal', expression: ({ row }) => row.ref('total') },
      commercial: { kind: 'boolean', expression: ({ row }) => row.ref('commercial') },
    },
    orders: {
      NUMBER: { type: 'text', expression: ({ row }) => row.ref('number') },
      ISSUED_ON: { type: 'date', expression: ({ row }) => row.ref('issued_on') },
    },
    order: ['ISSUED_ON', 'DESC'],
  },
);
