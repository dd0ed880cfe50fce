// The frame of a customer's figures: whose, when, in which currency, from which entities and feeds. Each slice adds its figures.
import { sql } from 'kysely';
import { feedsServing } from '../entities/feed-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, fieldsOf, type Scope } from '../graph/fields.ts';
import { parameter, type Sql } from '../graph/slots.ts';
import { currencyOf, todayOf } from './account-figures.ts';
import { familyIdsOf, ownIdsOf } from './hierarchy-figures.ts';
import { summaryRow } from './summary-figures.ts';

export const customerSummaryFrame = fieldsOf('Customer', 'customer', (f) => ({
  summary: f.object({
    cost: 200,
    from: (scope) => {
      const { args } = scope;
      const day = args.lastDay('asOf', 'from');
      const asOf = day ? parameter(day, 'date') : todayOf(scope);
      const customers = args.choice('includeChildren') === true ? familyIdsOf(scope, asOf) : ownIdsOf(scope);
      return sql`(select ${customers} as customers, ${asOf} as as_of,
        ${args.parameter('from', 'date') ?? sql`null::date`} as from_on,
        ${args.parameter('currency', 'text') ?? currencyOf(scope)} as currency offset 0)`;
    },
  }),
}));

export const customerSummaryFields = fieldsOf('CustomerSummary', 'customer', (f) => ({
  currency: f.derived('currency'),
  asOf: f.derived('as_of'),
  from: f.derived('from_on'),
  legalEntities: f.manyWhere(
    'LegalEntity',
    (scope, entity) => isCovered(scope, columnOf(entity, 'legal_entity_id')),
    { order: (entity) => columnOf(entity, 'code'), rows: 5 },
  ),
  freshness: f.rows({
    from: (scope) => feedsServing(scope, (entityId) => isCovered(scope, entityId)),
    order: (feed) => columnOf(feed, 'key'),
    rows: 5,
  }),
}));

/** That a legal entity trades with one of the summary's customers and that the viewer sees it. */
function isCovered(scope: Scope<'customer'>, entityId: Sql): Sql {
  const trades = scope.fresh('customer_entity');
  const seen = scope.viewer.allEntities ? sql`` : sql` and ${entityId} = any(${scope.viewer.entities})`;
  return sql`exists (select from ${tableOf(trades)} where ${trades.ref('legal_entity_id')} = ${entityId}
    and ${trades.ref('customer_id')} = any(${summaryRow(scope).customers}))${seen}`;
}

export const sourceFreshnessFields = fieldsOf('SourceFreshness', 'customer', (f) => ({
  source: f.oneWhere(
    'SourceSystem',
    ({ row }, source) => sql`${columnOf(source, 'source_system_id')} = ${columnOf(row, 'source_system_id')}`,
  ),
  asOf: f.derived('as_of'),
  late: f.derived('late'),
}));
