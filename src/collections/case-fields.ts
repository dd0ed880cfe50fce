// Where the collection of a customer's debt stands, over all legal entities that the viewer sees, and the case at each of them.
import { sql } from 'kysely';
import { ageing, overdue } from '../billing/figures.ts';
import { ageingBasis } from '../billing/summary-fields.ts';
import { currencyOf, isDunningHeld, todayOf } from '../customers/account-figures.ts';
import { ownIdsOf } from '../customers/hierarchy-figures.ts';
import { summaryRow } from '../customers/summary-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { COST } from '../graph/cost.ts';
import { columnOf, type EachKey, fieldsOf, type Row, type Scope, type TableName } from '../graph/fields.ts';
import { ruleByEntity } from '../graph/row-rules.ts';
import type { Sql } from '../graph/slots.ts';

/** The frame of a summary as of today: the figures here are those of the summary. */
export const customerCollectionsFields = fieldsOf('Customer', 'customer', (f) => ({
  collections: f.object({
    from: (
      scope,
    ) => sql`(select ${ownIdsOf(scope)} as customers, ${todayOf(scope)} as as_of, null::date as from_on,
      ${currencyOf(scope)} as currency offset 0)`,
  }),
}));

const STATUSES = ['CURRENT', 'REMINDED', 'DUNNING', 'ESCALATED', 'LEGAL'];

const statusList = sql.join(STATUSES.map((status) => sql.lit(status)));

/** How advanced a case is, as a number. */
function advance(row: Row<'collections_case'>): Sql {
  return sql`array_position(array[${statusList}], ${row.ref('status')})`;
}

/** What the open cases of the customer that the viewer sees come to, each in a column. */
const ofOpenCases = {
  status: (open) => sql`(array[${statusList}])[max(${advance(open)})]`,
  stage: (open) => sql`max(${open.ref('stage')})`,
  collector: (open) =>
    sql`(array_agg(${open.ref('collector')} order by ${advance(open)} desc, ${open.ref('stage')} desc, ${open.ref('opened_on')}))[1]`,
  next_step: (open) => firstStep(open, open.ref('next_step')),
  next_step_on: (open) => firstStep(open, open.ref('next_step_on')),
  hold_until: (open) => sql`max(${open.ref('hold_until')})`,
} satisfies Record<string, (open: Row<'collections_case'>) => Sql>;

function firstStep(open: Row<'collections_case'>, value: Sql): Sql {
  return sql`(array_agg(${value} order by ${open.ref('next_step_on')} nulls last, ${open.ref('opened_on')})
    filter (where ${open.ref('next_step')} is not null))[1]`;
}

/** One of them, all read in one pass over the cases. */
function ofCases(scope: Scope<TableName>, column: keyof typeof ofOpenCases): Sql {
  const { alias } = scope.once('cases', (asked) => openCases(scope, asked), column);
  return columnOf({ alias }, column);
}

function openCases(scope: Scope<TableName>, asked: ReadonlySet<string>): Sql {
  const open = scope.fresh('collections_case');
  const seen = scope.viewer.sees('CollectionsCase', open);
  const columns = Object.entries(ofOpenCases)
    .filter(([name]) => asked.has(name))
    .map(([name, of]) => sql`${of(open)} as ${sql.ref(name)}`);
  return sql`select ${sql.join(columns)} from ${tableOf(open)}
    where ${open.ref('customer_id')} = any(${summaryRow(scope).customers}) and ${open.ref('closed_on')} is null${seen ? sql` and ${seen}` : sql``}`;
}

/** Whether dunning is on hold today: by an account in force that the viewer sees, or by an open case. */
function isOnHold(scope: Scope<TableName>): Sql {
  const { customers, asOf } = summaryRow(scope);
  const accounts = isDunningHeld(scope, customers, asOf);
  return sql`(${accounts} or coalesce(${ofCases(scope, 'hold_until')} >= ${asOf}, false))`;
}

const ofCustomers = (scope: Scope<TableName>, fact: Row<TableName>) =>
  sql`${columnOf(fact, 'customer_id')} = any(${summaryRow(scope).customers})`;

const eachCustomer: EachKey<TableName> = {
  column: 'customer_id',
  keys: (scope) => sql`select unnest(${summaryRow(scope).customers}) as "key"`,
};

export const collectionsStateFields = fieldsOf('Collections', 'customer', (f) => ({
  status: f.value((scope) => sql`coalesce(${ofCases(scope, 'status')}, 'CURRENT')`),
  stage: f.value((scope) => ofCases(scope, 'stage')),
  overdue: f.money(
    (scope) => overdue(summaryRow(scope), scope.viewer),
    (scope) => summaryRow(scope).currency,
    COST.aggregate,
  ),
  ageing: f.rows({
    from: (scope) => ageing(summaryRow(scope), scope.viewer, ageingBasis(scope)),
    order: (bucket) => columnOf(bucket, 'position'),
    rows: 7,
    cost: COST.aggregate,
  }),
  nextStep: f.value((scope) => ofCases(scope, 'next_step')),
  nextStepOn: f.value((scope) => ofCases(scope, 'next_step_on')),
  collector: f.value((scope) => ofCases(scope, 'collector')),
  hold: f.value(isOnHold),
  holdUntil: f.value((scope) => {
    const until = ofCases(scope, 'hold_until');
    return sql`case when ${until} >= ${summaryRow(scope).asOf} then ${until} end`;
  }),
  cases: f.manyWhere('CollectionsCase', ofCustomers, {
    order: (one) =>
      sql`${columnOf(one, 'closed_on')} desc nulls first, ${columnOf(one, 'opened_on')} desc, ${columnOf(one, 'collections_case_id')}`,
    rows: 5,
  }),
  promises: f.manyWhere('PromiseToPay', ofCustomers, { each: eachCustomer }),
  activities: f.manyWhere('CollectionActivity', ofCustomers, { each: eachCustomer }),
}));

export const collectionsCaseFields = fieldsOf(
  'CollectionsCase',
  'collections_case',
  (f) => ({
    id: f.column('collections_case_id'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    status: f.column('status'),
    stage: f.column('stage'),
    collector: f.column('collector'),
    openedOn: f.column('opened_on'),
    closedOn: f.column('closed_on'),
    nextStep: f.column('next_step'),
    nextStepOn: f.column('next_step_on'),
    holdUntil: f.column('hold_until'),
  }),
  { table: 'collections_case', key: 'collections_case_id', rule: ruleByEntity('legal_entity_id') },
);
