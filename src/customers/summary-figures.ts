// What all figures of a CustomerSummary share: whose they are, at which day, from which day, in which currency; how amounts are
// converted into that currency, and when a figure is known at all.
import { sql } from 'kysely';
import { columnOf, type Scope, type TableName } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';

/** The one row that a summary's figures read; made once per summary by the field `Customer.summary`. */
export interface SummaryRow {
  /** `uuid[]`: the customers that count, merged records included, intercompany and what the viewer does not see left out. */
  readonly customers: Sql;
  /** `date`: the day at whose end stocks are read and up to which flows count. */
  readonly asOf: Sql;
  /** `date`: the first day of flows; absent where nobody asked for one, and they count from the beginning. */
  readonly from?: Sql;
  /** The currency of all figures. */
  readonly currency: Sql;
}

/** The summary's row as a figure of any slice reads it. */
export function summaryRow({ row, outer }: Pick<Scope<TableName>, 'row' | 'outer'>): SummaryRow {
  return {
    customers: columnOf(row, 'customers'),
    asOf: columnOf(row, 'as_of'),
    ...(outer.has('from') && { from: columnOf(row, 'from_on') }),
    currency: columnOf(row, 'currency'),
  };
}

/**
 * A stock in the target currency at the closing rate of a day. `amounts` is a query of `currency` and `amount`, summed here per
 * currency before conversion; null where a currency with an amount has no rate, because part of a sum is no sum.
 *
 * ```sql
 * (select case when bool_and(c.rate is not null or c.amount = 0) is not false then coalesce(sum(c.amount * c.rate), 0) end
 *  from (select a.currency, sum(a.amount) as amount, exchange_rate('CLOSING', a.currency, 'EUR', date '2026-01-31') as rate
 *        from (<amounts>) as a group by a.currency) as c)
 * ```
 */
export function stockIn(currency: Sql, on: Sql, amounts: Sql): Sql {
  return sql`(select case when bool_and(c.rate is not null or c.amount = 0) is not false
    then coalesce(sum(c.amount * c.rate), 0) end
    from (select a.currency, sum(a.amount) as amount, exchange_rate('CLOSING', a.currency, ${currency}, ${on}) as rate
      from (${amounts}) as a group by a.currency) as c)`;
}
