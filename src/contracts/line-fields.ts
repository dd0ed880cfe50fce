// The lines of contracts in all their versions, and the usage measured against them.
import { sql } from 'kysely';
import { factsOfCustomer, isGolden } from '../customers/golden-figures.ts';
import { todayAt } from '../entities/entity-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { fieldsOf, type Row, type Scope, type ViewerScope } from '../graph/fields.ts';
import { ruleByParent, ruledByParent } from '../graph/row-rules.ts';
import type { Sql } from '../graph/slots.ts';

/** Whether a version holds today, at the legal entity of its contract. */
function isCurrent(scope: Scope<'contract_line'>): Sql {
  const { row, fresh } = scope;
  const contract = fresh('contract');
  const entityId = sql`(select ${contract.ref('legal_entity_id')} from ${tableOf(contract)}
    where ${contract.ref('contract_id')} = ${row.ref('contract_id')})`;
  return sql`(${todayAt(scope, entityId)} >= ${row.ref('valid_from')} and ${todayAt(scope, entityId)} < ${row.ref('valid_to')})`;
}

export const contractLineFields = fieldsOf(
  'ContractLine',
  'contract_line',
  (f) => ({
    id: f.column('contract_line_id'),
    lineageId: f.column('lineage_id'),
    lineVersion: f.column('line_version'),
    position: f.column('position'),
    contract: f.one('Contract', 'contract_id', 'contract_id'),
    endCustomer: f.oneWhere('Customer', (scope, customer) =>
      isGolden(scope, customer, scope.row.ref('end_customer_id')),
    ),
    product: f.one('Product', 'product_id', 'product_id'),
    kind: f.column('kind'),
    description: f.column('description'),
    quantity: f.column('quantity'),
    priceModel: f.column('price_model'),
    unitPrice: f.column('unit_price'),
    discountPercent: f.column('discount_percent'),
    netUnitPrice: f.column('net_unit_price'),
    pricePeriodMonths: f.column('price_period_months'),
    currency: f.column('currency'),
    billingFrequency: f.column('billing_frequency'),
    billingTiming: f.column('billing_timing'),
    trigger: f.column('trigger'),
    startsOn: f.column('starts_on'),
    endsOn: f.column('ends_on'),
    activatedOn: f.column('activated_on'),
    suspendedFrom: f.column('suspended_from'),
    suspendedTo: f.column('suspended_to'),
    minimumCommitment: f.money('min_commitment', 'currency'),
    includedQuantity: f.column('included_quantity'),
    overageUnitPrice: f.column('overage_unit_price'),
    ramp: f.column('ramp'),
    tiers: f.column('tiers'),
    amendment: f.one('Amendment', 'amendment_id', 'amendment_id'),
    signedOn: f.column('signed_on'),
    current: f.value(isCurrent),
    validFrom: f.value(({ row }) => sql`nullif(${row.ref('valid_from')}, '-infinity')`),
    validTo: f.value(({ row }) => sql`nullif(${row.ref('valid_to')}, 'infinity')`),
    usageRecords: f.many('UsageRecord', 'contract_line_id', 'contract_line_id'),
  }),
  {
    table: 'contract_line',
    key: 'contract_line_id',
    ...ruledByParent('Contract', 'contract', 'contract_id'),
    filters: {
      lineageId: { kind: 'id', expression: ({ row }) => row.ref('lineage_id') },
      productId: { kind: 'id', expression: ({ row }) => row.ref('product_id') },
      kind: { kind: 'enum', expression: ({ row }) => row.ref('kind') },
      billingFrequency: { kind: 'enum', expression: ({ row }) => row.ref('billing_frequency') },
      startsOn: { kind: 'date', expression: ({ row }) => row.ref('starts_on') },
      endsOn: { kind: 'date', expression: ({ row }) => row.ref('ends_on') },
      current: { kind: 'boolean', expression: isCurrent },
    },
    orders: {
      POSITION: { type: 'int', expression: ({ row }) => row.ref('position') },
      STARTS_ON: { type: 'date', expression: ({ row }) => row.ref('starts_on') },
    },
    order: ['POSITION', 'ASC'],
  },
);

/** Usage is seen where its contract is; usage of no known contract wherever its customer is. */
function usageRule(row: Row<'usage_record'>, viewer: ViewerScope): Sql | undefined {
  const ofLine = ruleByParent('ContractLine', 'contract_line', 'contract_line_id')(row, viewer);
  return ofLine && sql`(${row.ref('contract_line_id')} is null or ${ofLine})`;
}

export const usageRecordFields = fieldsOf(
  'UsageRecord',
  'usage_record',
  (f) => ({
    id: f.column('usage_record_id'),
    customer: f.oneWhere('Customer', (scope, customer) =>
      isGolden(scope, customer, scope.row.ref('customer_id')),
    ),
    contractLine: f.one('ContractLine', 'contract_line_id', 'contract_line_id'),
    product: f.one('Product', 'product_id', 'product_id'),
    quantity: f.column('quantity'),
    unitOfMeasure: f.column('unit_of_measure'),
    usedFrom: f.column('used_from'),
    usedTo: f.column('used_to'),
    ratedAmount: f.money('rated_amount', 'currency'),
    recordedAt: f.column('recorded_at'),
  }),
  {
    table: 'usage_record',
    key: 'usage_record_id',
    rule: usageRule,
    orders: { USED_FROM: { type: 'timestamptz', expression: ({ row }) => row.ref('used_from') } },
    order: ['USED_FROM', 'DESC'],
  },
);

export const customerUsageFields = fieldsOf('Customer', 'customer', () => ({
  usageRecords: factsOfCustomer('UsageRecord'),
}));
