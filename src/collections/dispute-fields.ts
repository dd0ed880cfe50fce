// The fields of disputes.
import { sql } from 'kysely';
import { filterByCustomer } from '../customers/golden-figures.ts';
import { sourcesOf } from '../customers/source-fields.ts';
import { filterByEntity } from '../entities/entity-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, fieldsOf } from '../graph/fields.ts';
import { ruleByEntity } from '../graph/row-rules.ts';
import { goldenCustomer } from '../ledger/link-fields.ts';

export const disputeFields = fieldsOf(
  'Dispute',
  'dispute',
  (f) => ({
    id: f.column('dispute_id'),
    number: f.column('number'),
    status: f.column('status'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    customer: goldenCustomer('customer_id'),
    invoice: f.one('Invoice', 'invoice_id', 'invoice_id'),
    reason: f.column('reason'),
    openedOn: f.column('opened_on'),
    waitingSince: f.column('waiting_since'),
    waitedDays: f.column('waited_days'),
    resolvedOn: f.column('resolved_on'),
    resolution: f.column('resolution'),
    errorConfirmed: f.column('error_confirmed'),
    rootCause: f.column('root_cause'),
    amount: f.money('amount', 'currency'),
    lines: f.many('DisputeLine', 'dispute_id', 'dispute_id', {
      order: (line) => columnOf(line, 'dispute_line_id'),
      rows: 5,
    }),
    sources: sourcesOf<'dispute'>('DISPUTE', (row) => row.ref('dispute_id')),
    version: f.column('version'),
    updatedAt: f.column('updated_at'),
  }),
  {
    table: 'dispute',
    key: 'dispute_id',
    rule: ruleByEntity('legal_entity_id'),
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('dispute_id') },
      customerId: filterByCustomer(),
      number: { kind: 'text', expression: ({ row }) => row.ref('number') },
      status: { kind: 'enum', expression: ({ row }) => row.ref('status') },
      resolution: { kind: 'enum', expression: ({ row }) => row.ref('resolution') },
      legalEntity: filterByEntity(),
      invoiceId: { kind: 'id', expression: ({ row }) => row.ref('invoice_id') },
      openedOn: { kind: 'date', expression: ({ row }) => row.ref('opened_on') },
      resolvedOn: { kind: 'date', expression: ({ row }) => row.ref('resolved_on') },
      amount: { kind: 'decimal', expression: ({ row }) => row.ref('amount') },
    },
    orders: { OPENED_ON: { type: 'date', expression: ({ row }) => row.ref('opened_on') } },
    order: ['OPENED_ON', 'DESC'],
  },
);

export const disputeLineFields = fieldsOf(
  'DisputeLine',
  'dispute_line',
  (f) => ({
    invoiceLine: f.one('InvoiceLine', 'invoice_line_id', 'invoice_line_id'),
    amount: f.money('amount', ({ row, fresh }) => {
      const dispute = fresh('dispute');
      return sql`(select ${dispute.ref('currency')} from ${tableOf(dispute)} where ${dispute.ref('dispute_id')} = ${row.ref('dispute_id')})`;
    }),
  }),
  // Reached through its dispute only, which has a rule.
  { table: 'dispute_line', key: 'dispute_line_id' },
);
