// The contract itself: how it is found and listed, its parties, its place in a customer's figures; and the slice's list of field maps.
import { sql } from 'kysely';
import { factsOfCustomer, filterByCustomer, isGolden } from '../customers/golden-figures.ts';
import { recordLookup, sourcesOf } from '../customers/source-fields.ts';
import { summaryRow } from '../customers/summary-figures.ts';
import { filterByEntity, todayAt } from '../entities/entity-figures.ts';
import { columnOf, fieldsOf, type Scope } from '../graph/fields.ts';
import { ruleByEntity } from '../graph/row-rules.ts';
import { amendmentFields, customerAmendmentFields } from './amendment-fields.ts';
import { contracted } from './committed-figures.ts';
import { contractLineFields, customerUsageFields, usageRecordFields } from './line-fields.ts';
import {
  customerOpportunityFields,
  opportunityFields,
  opportunityLineFields,
  opportunityQueryFields,
} from './opportunity-fields.ts';
import {
  annualRecurringOfContract,
  annualRecurringRevenue,
  contractedRecurringRevenue,
} from './recurring-figures.ts';
import { loadBillingPeriods } from './store.ts';

/** What a figure costs. */
const FIGURE = 50;

const queryFields = fieldsOf('Query', 'currency', (f) => ({
  contract: recordLookup({
    typeName: 'Contract',
    objectType: 'CONTRACT',
    key: 'contract_id',
    numbered: true,
  }),
  contracts: f.manyWhere('Contract', () => undefined),
}));

const contractFields = fieldsOf(
  'Contract',
  'contract',
  (f) => ({
    id: f.column('contract_id'),
    number: f.column('number'),
    kind: f.column('kind'),
    master: f.one('Contract', 'master_contract_id', 'contract_id'),
    orderForms: f.many('Contract', 'contract_id', 'master_contract_id'),
    customer: f.oneWhere('Customer', (scope, customer) =>
      isGolden(scope, customer, scope.row.ref('customer_id')),
    ),
    parties: f.many('ContractParty', 'contract_id', 'contract_id', {
      order: (party) => sql`${columnOf(party, 'contract_line_id')} nulls first, ${columnOf(party, 'role')}`,
      rows: 5,
    }),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    status: f.column('status'),
    currency: f.column('currency'),
    signedOn: f.column('signed_on'),
    bookedOn: f.column('booked_on'),
    activatedOn: f.column('activated_on'),
    startsOn: f.column('starts_on'),
    endsOn: f.column('ends_on'),
    renewal: f.column('renewal'),
    noticeDays: f.column('notice_days'),
    upliftCapPercent: f.column('uplift_cap_percent'),
    purchaseOrderNumber: f.column('purchase_order_number'),
    purchaseOrderLimit: f.money('purchase_order_limit', 'currency'),
    paymentTerm: f.one('PaymentTerm', 'payment_term_id', 'payment_term_id'),
    paymentTerms: f.column('payment_terms'),
    opportunity: f.one('Opportunity', 'opportunity_id', 'opportunity_id'),
    arr: f.money(
      (scope) => {
        const today = todayAt(scope, scope.row.ref('legal_entity_id'));
        return annualRecurringOfContract(scope, scope.args.parameter('asOf', 'date') ?? today);
      },
      'currency',
      FIGURE,
    ),
    lines: f.many('ContractLine', 'contract_id', 'contract_id'),
    amendments: f.many('Amendment', 'contract_id', 'contract_id'),
    billingPeriods: f.computed('contract_id', loadBillingPeriods, {
      check: (args) => args.lastDay('until', 'from'),
    }),
    sources: sourcesOf<'contract'>('CONTRACT', (row) => row.ref('contract_id')),
    version: f.column('version'),
    updatedAt: f.column('updated_at'),
  }),
  {
    table: 'contract',
    key: 'contract_id',
    rule: ruleByEntity('legal_entity_id'),
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('contract_id') },
      number: { kind: 'text', expression: ({ row }) => row.ref('number') },
      kind: { kind: 'enum', expression: ({ row }) => row.ref('kind') },
      status: { kind: 'enum', expression: ({ row }) => row.ref('status') },
      customerId: filterByCustomer(),
      masterId: { kind: 'id', expression: ({ row }) => row.ref('master_contract_id') },
      legalEntity: filterByEntity(),
      currency: { kind: 'text', expression: ({ row }) => row.ref('currency') },
      signedOn: { kind: 'date', expression: ({ row }) => row.ref('signed_on') },
      bookedOn: { kind: 'date', expression: ({ row }) => row.ref('booked_on') },
      activatedOn: { kind: 'date', expression: ({ row }) => row.ref('activated_on') },
      startsOn: { kind: 'date', expression: ({ row }) => row.ref('starts_on') },
      endsOn: { kind: 'date', expression: ({ row }) => row.ref('ends_on') },
      purchaseOrderNumber: { kind: 'text', expression: ({ row }) => row.ref('purchase_order_number') },
      updatedAt: { kind: 'datetime', expression: ({ row }) => row.ref('updated_at') },
    },
    orders: {
      NUMBER: { type: 'text', expression: ({ row }) => row.ref('number') },
      STARTS_ON: { type: 'date', expression: ({ row }) => row.ref('starts_on') },
    },
    order: ['STARTS_ON', 'DESC'],
  },
);

const contractPartyFields = fieldsOf(
  'ContractParty',
  'contract_party',
  (f) => ({
    role: f.column('role'),
    customer: f.oneWhere('Customer', (scope, customer) =>
      isGolden(scope, customer, scope.row.ref('customer_id')),
    ),
    line: f.one('ContractLine', 'contract_line_id', 'contract_line_id'),
  }),
  { table: 'contract_party', key: 'contract_party_id' },
);

const customerContractFields = fieldsOf('Customer', 'customer', () => ({
  contracts: factsOfCustomer('Contract'),
}));

const summaryFields = fieldsOf('CustomerSummary', 'customer', (f) => {
  const inCurrency = (scope: Scope<'customer'>) => summaryRow(scope).currency;
  return {
    arr: f.money((scope) => annualRecurringRevenue(scope, summaryRow(scope)), inCurrency, FIGURE),
    contractedArr: f.money(
      (scope) => contractedRecurringRevenue(scope, summaryRow(scope)),
      inCurrency,
      FIGURE,
    ),
    mrr: f.money(
      (scope) => sql`(${annualRecurringRevenue(scope, summaryRow(scope))} / 12)`,
      inCurrency,
      FIGURE,
    ),
    contracted: f.money((scope) => contracted(scope, summaryRow(scope)), inCurrency, FIGURE),
  };
});

/** What this slice says of the graph. */
export const contractsFields = [
  queryFields,
  contractFields,
  contractPartyFields,
  customerContractFields,
  contractLineFields,
  usageRecordFields,
  customerUsageFields,
  amendmentFields,
  customerAmendmentFields,
  opportunityQueryFields,
  opportunityFields,
  opportunityLineFields,
  customerOpportunityFields,
  summaryFields,
];
