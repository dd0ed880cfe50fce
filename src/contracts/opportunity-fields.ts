// What sales is working on: opportunities and their lines.
import { sql } from 'kysely';
import { factsOfCustomer, filterByCustomer, isGolden } from '../customers/golden-figures.ts';
import { recordLookup, sourcesOf } from '../customers/source-fields.ts';
import { filterByEntity } from '../entities/entity-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { fieldsOf, type Row, type ViewerScope } from '../graph/fields.ts';
import { ruleByEntityIfAny, ruleByParent } from '../graph/row-rules.ts';
import type { Sql } from '../graph/slots.ts';

/** Seen where its legal entity is; one without a legal entity wherever its customer is. */
function opportunityRule(row: Row<'opportunity'>, viewer: ViewerScope): Sql | undefined {
  const ofCustomer = ruleByParent('Customer', 'customer', 'customer_id')(row, viewer);
  const entityId = row.ref('legal_entity_id');
  return (
    ofCustomer && sql`(${entityId} = any(${viewer.entities}) or (${entityId} is null and ${ofCustomer}))`
  );
}

export const opportunityFields = fieldsOf(
  'Opportunity',
  'opportunity',
  (f) => ({
    id: f.column('opportunity_id'),
    customer: f.oneWhere('Customer', (scope, customer) =>
      isGolden(scope, customer, scope.row.ref('customer_id')),
    ),
    name: f.column('name'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    stage: f.column('stage'),
    type: f.column('type'),
    amount: f.money('amount', 'currency'),
    probability: f.column('probability'),
    expectedCloseOn: f.column('expected_close_on'),
    closedOn: f.column('closed_on'),
    won: f.column('won'),
    salesOwner: f.column('sales_owner'),
    lines: f.many('OpportunityLine', 'opportunity_id', 'opportunity_id'),
    contracts: f.many('Contract', 'opportunity_id', 'opportunity_id'),
    sources: sourcesOf<'opportunity'>('OPPORTUNITY', (row) => row.ref('opportunity_id')),
    version: f.column('version'),
    updatedAt: f.column('updated_at'),
  }),
  {
    table: 'opportunity',
    key: 'opportunity_id',
    rule: opportunityRule,
    ruledBy: { typeName: 'Customer', key: 'customer_id', besides: ruleByEntityIfAny('legal_entity_id') },
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('opportunity_id') },
      customerId: filterByCustomer(),
      name: { kind: 'text', expression: ({ row }) => row.ref('name') },
      legalEntity: filterByEntity(),
      stage: { kind: 'text', expression: ({ row }) => row.ref('stage') },
      type: { kind: 'text', expression: ({ row }) => row.ref('type') },
      amount: { kind: 'decimal', expression: ({ row }) => row.ref('amount') },
      expectedCloseOn: { kind: 'date', expression: ({ row }) => row.ref('expected_close_on') },
      closedOn: { kind: 'date', expression: ({ row }) => row.ref('closed_on') },
      won: { kind: 'boolean', expression: ({ row }) => row.ref('won') },
      updatedAt: { kind: 'datetime', expression: ({ row }) => row.ref('updated_at') },
    },
    orders: {
      NAME: { type: 'text', expression: ({ row }) => sql`sort_key(${row.ref('name')}) collate "C"` },
      // The last day that a cursor can carry stands for "not known".
      EXPECTED_CLOSE_ON: {
        type: 'date',
        expression: ({ row }) => sql`coalesce(${row.ref('expected_close_on')}, '9999-12-31')`,
      },
      UPDATED_AT: { type: 'timestamptz', expression: ({ row }) => row.ref('updated_at') },
    },
    order: ['EXPECTED_CLOSE_ON', 'DESC'],
  },
);

export const opportunityLineFields = fieldsOf(
  'OpportunityLine',
  'opportunity_line',
  (f) => ({
    id: f.column('opportunity_line_id'),
    position: f.column('position'),
    product: f.one('Product', 'product_id', 'product_id'),
    description: f.column('description'),
    quantity: f.column('quantity'),
    unitPrice: f.column('unit_price'),
    amount: f.money('amount', ({ row, fresh }) => {
      const opportunity = fresh('opportunity');
      return sql`(select ${opportunity.ref('currency')} from ${tableOf(opportunity)}
        where ${opportunity.ref('opportunity_id')} = ${row.ref('opportunity_id')})`;
    }),
  }),
  {
    table: 'opportunity_line',
    key: 'opportunity_line_id',
    orders: { POSITION: { type: 'int', expression: ({ row }) => row.ref('position') } },
    order: ['POSITION', 'ASC'],
  },
);

export const opportunityQueryFields = fieldsOf('Query', 'currency', (f) => ({
  opportunity: recordLookup({
    typeName: 'Opportunity',
    objectType: 'OPPORTUNITY',
    key: 'opportunity_id',
    numbered: false,
  }),
  opportunities: f.manyWhere('Opportunity', () => undefined),
}));

export const customerOpportunityFields = fieldsOf('Customer', 'customer', () => ({
  opportunities: factsOfCustomer('Opportunity'),
}));
