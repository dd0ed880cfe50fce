// The customer itself: how it is found and listed, its own fields and hierarchies; and the slice's list of field maps.
import { sql } from 'kysely';
import { isEntity } from '../entities/entity-figures.ts';
import type { Args, ArgumentValue } from '../graph/arguments.ts';
import {
  columnOf,
  fieldsOf,
  type Row,
  type Scope,
  type TableName,
  type ViewerScope,
} from '../graph/fields.ts';
import { isOnlyMatch, keyParameter, oneKeyOf } from '../graph/lookup.ts';
import type { Sql } from '../graph/slots.ts';
import {
  addressFields,
  addressOf,
  bankAccountFields,
  customerAccountFields,
  hasAddress,
  taxExemptionFields,
  taxRegistrationFields,
} from './account-fields.ts';
import { currencyOf, defaultAccount, legalEntityIdOf, ofDefaultAccount, todayOf } from './account-figures.ts';
import { contactFields, contactQueryFields, customerContactFields } from './contact-fields.ts';
import { ofCustomer } from './golden-figures.ts';
import { childIdsOf, parentIdOf } from './hierarchy-figures.ts';
import {
  customerSourceFields,
  fieldProvenanceFields,
  linkedGoldenIds,
  productSourceFields,
  sourceLinkFields,
} from './source-fields.ts';
import { customerSummaryFields, customerSummaryFrame, sourceFreshnessFields } from './summary-fields.ts';

const queryFields = fieldsOf('Query', 'currency', (f) => ({
  customer: f.oneWhere('Customer', lookedUp),
  // Nearly all are golden. PostgreSQL takes one column equal to another for rare and would sort all customers for a page; of
  // what coalesce gives it supposes nothing, and walks the index of the order.
  customers: f.manyWhere('Customer', ({ args }, customer) =>
    asksFor(args, 'status')
      ? undefined
      : sql`coalesce(${columnOf(customer, 'golden_id')} = ${columnOf(customer, 'customer_id')}, false)`,
  ),
}));

/** By id and number the record itself, merged or not; by a source's record the golden customer behind it. */
function lookedUp(scope: Scope<'currency'>, customer: Row<TableName>): Sql {
  const { args } = scope;
  const key = oneKeyOf(args, ['id', 'number', 'external']);
  if (key === 'id') return sql`${columnOf(customer, 'customer_id')} = ${keyParameter(args, 'id', 'uuid')}`;
  if (key === 'number') return sql`${columnOf(customer, 'number')} = ${keyParameter(args, 'number', 'text')}`;
  return isOnlyMatch(
    scope,
    'Customer',
    'customer_id',
    customer,
    (candidate) => sql`${columnOf(candidate, 'customer_id')} in (${linkedGoldenIds(scope)})`,
  );
}

/** Whether the filter has a condition on the field; then merged records are listed as the condition says, else left out. */
function asksFor(args: Args, field: string): boolean {
  const within = (value: ArgumentValue | undefined): boolean =>
    (value?.kind === 'list' && value.items.some(within)) ||
    (value?.kind === 'object' &&
      (value.fields.has(field) || within(value.fields.get('and')) || within(value.fields.get('or'))));
  return within(args.get('filter'));
}

/** A customer is seen by every entity that trades with it, and a merged one by those of its golden record. */
function customerRule(row: Row<'customer'>, viewer: ViewerScope): Sql | undefined {
  if (viewer.allEntities) return undefined;
  const alias = `${row.alias}_entity`;
  return sql`exists (select from ${sql.table('customer_entity')} as ${sql.ref(alias)}
    where ${sql.ref(`${alias}.customer_id`)} = ${row.ref('golden_id')} and ${sql.ref(`${alias}.legal_entity_id`)} = any(${viewer.entities}))`;
}

const customerFields = fieldsOf(
  'Customer',
  'customer',
  (f) => ({
    id: f.column('customer_id'),
    number: f.column('number'),
    name: f.column('name'),
    legalName: f.column('legal_name'),
    status: f.column('status'),
    segment: f.column('segment'),
    industry: f.column('industry'),
    region: f.column('region'),
    country: f.column('country'),
    website: f.column('website'),
    salesOwner: f.column('sales_owner'),
    internal: f.column('internal'),
    mergedInto: f.oneWhere(
      'Customer',
      ({ row }, golden) => sql`${columnOf(golden, 'customer_id')} = ${row.ref('golden_id')}
        and ${row.ref('golden_id')} <> ${row.ref('customer_id')}`,
    ),
    taxRegistrations: f.manyWhere('TaxRegistration', ofCustomer, {
      order: (tax) =>
        sql`${columnOf(tax, 'country')}, ${columnOf(tax, 'valid_from')}, ${columnOf(tax, 'tax_registration_id')}`,
      rows: 3,
    }),
    taxExemptions: f.manyWhere('TaxExemption', ofCustomer, {
      order: (tax) => sql`${columnOf(tax, 'starts_on')}, ${columnOf(tax, 'tax_exemption_id')}`,
      rows: 3,
    }),
    bankAccounts: f.manyWhere('BankAccount', ofCustomer, {
      order: (bank) => sql`${columnOf(bank, 'recorded_at')}, ${columnOf(bank, 'bank_account_id')}`,
      rows: 3,
    }),
    accounts: f.manyWhere('CustomerAccount', ofCustomer, {
      order: (account) =>
        sql`${columnOf(account, 'legal_entity_id')}, ${columnOf(account, 'sales_area')}, ${columnOf(account, 'customer_account_id')}`,
      rows: 5,
    }),
    version: f.column('version'),
    createdAt: f.column('created_at'),
    updatedAt: f.column('updated_at'),
  }),
  {
    table: 'customer',
    key: 'customer_id',
    rule: customerRule,
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('customer_id') },
      number: { kind: 'text', expression: ({ row }) => row.ref('number') },
      name: { kind: 'text', expression: ({ row }) => row.ref('name') },
      legalName: { kind: 'text', expression: ({ row }) => row.ref('legal_name') },
      status: { kind: 'enum', expression: ({ row }) => row.ref('status') },
      segment: { kind: 'text', expression: ({ row }) => row.ref('segment') },
      industry: { kind: 'text', expression: ({ row }) => row.ref('industry') },
      region: { kind: 'text', expression: ({ row }) => row.ref('region') },
      country: { kind: 'text', expression: ({ row }) => row.ref('country') },
      salesOwner: { kind: 'text', expression: ({ row }) => row.ref('sales_owner') },
      internal: { kind: 'boolean', expression: ({ row }) => row.ref('internal') },
      legalEntity: {
        kind: 'text',
        through: (scope, compare) => isEntity(scope, legalEntityIdOf(scope), compare),
      },
      createdAt: { kind: 'datetime', expression: ({ row }) => row.ref('created_at') },
      updatedAt: { kind: 'datetime', expression: ({ row }) => row.ref('updated_at') },
    },
    orders: {
      NAME: { type: 'text', expression: ({ row }) => row.ref('sort_name') },
      NUMBER: { type: 'text', expression: ({ row }) => row.ref('number') },
      UPDATED_AT: { type: 'timestamptz', expression: ({ row }) => row.ref('updated_at') },
    },
    order: ['NAME', 'ASC'],
  },
);

/** The single fields that the default account answers for. */
const defaultAccountFields = fieldsOf('Customer', 'customer', (f) => ({
  currency: f.value(currencyOf),
  paymentTerms: f.value((scope) => ofDefaultAccount(scope, 'payment_terms')),
  creditLimit: f.money(creditLimitOf, (scope) => ofDefaultAccount(scope, 'currency')),
  legalEntity: f.oneWhere(
    'LegalEntity',
    (scope, entity) => sql`${columnOf(entity, 'legal_entity_id')} = ${legalEntityIdOf(scope)}`,
  ),
  billingAddress: f.object({
    from: billingAddressOf,
    present: (scope) => {
      return hasAddress(defaultAccount(scope), 'billing_');
    },
  }),
  billingEmail: f.value((scope) => ofDefaultAccount(scope, 'billing_email')),
}));

/** A customer seen through trade shows all but its credit: the limit goes to those who see the account. */
function creditLimitOf(scope: Scope<'customer'>): Sql {
  const account = defaultAccount(scope);
  const seen = scope.viewer.sees('CustomerAccount', account);
  return seen ? sql`case when ${seen} then ${account.ref('credit_limit')} end` : account.ref('credit_limit');
}

function billingAddressOf(scope: Scope<'customer'>): Sql {
  return addressOf(defaultAccount(scope), 'billing_');
}

const hierarchyFields = fieldsOf('Customer', 'customer', (f) => ({
  parent: f.oneWhere(
    'Customer',
    (scope, parent) => sql`${columnOf(parent, 'customer_id')} = ${parentIdOf(scope, todayOf(scope))}`,
  ),
  children: f.manyWhere(
    'Customer',
    (
      scope,
      child,
    ) => sql`${columnOf(child, 'customer_id')} in (${childIdsOf(scope, scope.row.ref('customer_id'), todayOf(scope))})
      and ${columnOf(child, 'customer_id')} <> ${scope.row.ref('customer_id')}`,
  ),
}));

/** What this slice says of the graph. */
export const customersFields = [
  queryFields,
  customerFields,
  defaultAccountFields,
  hierarchyFields,
  customerAccountFields,
  addressFields,
  taxRegistrationFields,
  taxExemptionFields,
  bankAccountFields,
  contactQueryFields,
  customerContactFields,
  contactFields,
  sourceLinkFields,
  customerSourceFields,
  fieldProvenanceFields,
  productSourceFields,
  customerSummaryFrame,
  customerSummaryFields,
  sourceFreshnessFields,
];
