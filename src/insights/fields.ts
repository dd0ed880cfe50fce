// What unites the facts of all slices about a customer: its timeline, and the rates that its figures lack.
import { sql } from 'kysely';
import { ofCustomer } from '../customers/golden-figures.ts';
import { summaryRow } from '../customers/summary-figures.ts';
import { filterByEntity } from '../entities/entity-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, fieldsOf, type Scope } from '../graph/fields.ts';
import { ruleByEntity } from '../graph/row-rules.ts';
import type { Sql } from '../graph/slots.ts';

const timelineEventFields = fieldsOf(
  'TimelineEvent',
  'timeline_event',
  (f) => ({
    id: f.column('timeline_event_id'),
    kind: f.column('kind'),
    occurredOn: f.column('occurred_on'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    objectId: f.column('object_id'),
    number: f.column('number'),
    amount: f.money('amount', 'currency'),
  }),
  {
    table: 'timeline_event',
    key: 'timeline_event_id',
    rule: ruleByEntity('legal_entity_id'),
    filters: {
      kind: { kind: 'enum', expression: ({ row }) => row.ref('kind') },
      occurredOn: { kind: 'date', expression: ({ row }) => row.ref('occurred_on') },
      legalEntity: filterByEntity(),
    },
    orders: { OCCURRED_ON: { type: 'date', expression: ({ row }) => row.ref('occurred_on') } },
    order: ['OCCURRED_ON', 'DESC'],
  },
);

const customerFields = fieldsOf('Customer', 'customer', (f) => ({
  timeline: f.manyWhere('TimelineEvent', ofCustomer),
}));

const summaryFields = fieldsOf('CustomerSummary', 'customer', (f) => ({
  missingRates: f.rows({
    from: missingRatesOf,
    order: (rate) =>
      sql`${columnOf(rate, 'needed_on')}, ${columnOf(rate, 'base')}, ${columnOf(rate, 'type')}`,
    cost: 50,
  }),
}));

/**
 * The rates that no source states and that a figure of the summary needs: the closing rate of the day for each currency that
 * occurs up to then, and for each flow since `from` the rate of its day, from its own currency or, where it was booked at a
 * rate, from the functional one.
 */
function missingRatesOf(scope: Scope<'customer'>): Sql {
  const { customers, asOf, from, currency } = summaryRow(scope);
  const amount = scope.fresh('converted_amount');
  const visible = scope.viewer.allEntities
    ? sql``
    : sql` and ${amount.ref('legal_entity_id')} = any(${scope.viewer.entities})`;
  const since = from ? sql` and ${amount.ref('occurred_on')} >= coalesce(${from}, '-infinity')` : sql``;
  const base = sql`case when ${amount.ref('booked_rate')} is null then ${amount.ref('currency')} else ${amount.ref('functional_currency')} end`;
  const own = sql`${amount.ref('customer_id')} = any(${customers}) and ${amount.ref('currency')} <> ${currency}${visible}`;
  return sql`(select needed.* from (
      select 'CLOSING' as type, ${amount.ref('currency')} as base, ${asOf} as needed_on, ${currency} as quote
      from ${tableOf(amount)} where ${own} and (${amount.ref('occurred_on')} <= ${asOf} or not ${amount.ref('is_flow')})
      union
      select 'SPOT', ${base}, ${amount.ref('occurred_on')}, ${currency}
      from ${tableOf(amount)} where ${own} and ${amount.ref('is_flow')} and ${amount.ref('occurred_on')} <= ${asOf}${since}
    ) as needed where exchange_rate(needed.type, needed.base, needed.quote, needed.needed_on) is null)`;
}

const missingRateFields = fieldsOf('MissingRate', 'customer', (f) => ({
  baseCurrency: f.derived('base'),
  quoteCurrency: f.derived('quote'),
  rateType: f.derived('type'),
  on: f.derived('needed_on'),
}));

/** What this slice says of the graph. */
export const insightsFields = [timelineEventFields, customerFields, summaryFields, missingRateFields];
