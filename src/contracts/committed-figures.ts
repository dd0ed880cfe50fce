// What signed contracts commit a customer to (DOMAIN section 11, `contracted`): fixed charges over the term, and minimums.
import { sql } from 'kysely';
import { type SummaryRow, stockIn } from '../customers/summary-figures.ts';
import { whereFed } from '../entities/feed-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import type { Scope, TableName } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';
import {
  elementsOf,
  fixedChargeOf,
  freshLine,
  fromLines,
  type LineRow,
  lastDayOf,
  laterVersions,
  signedOn,
} from './recurring-figures.ts';

/**
 * The fixed charges over the committed term of the contracts sold to the summary's customers and signed by the day, and their
 * minimums, without tax. Each line counts in the versions signed by the day, each version until the next one takes its place, so
 * that cancelled parts are out; an open-ended line commits until the end of its contract, else until the day. A price period
 * that is not whole counts by its days. One-time and service lines without a price period count once. A stock, converted at the
 * day's closing rate.
 *
 * ```sql
 * sum(<charge of the step> * <months of the step> / price_period_months)   -- over the ramp steps of each version
 * ```
 */
export function contracted(scope: Scope<TableName>, { customers, asOf, currency }: SummaryRow): Sql {
  const lines = freshLine(scope);
  const { line, contract } = lines;
  const months = sql`(month.count + (step.until_on + 1 - (step.from_on + make_interval(months => month.count))::date)::numeric
    / ((step.from_on + make_interval(months => month.count + 1))::date - (step.from_on + make_interval(months => month.count))::date))`;
  const charge = fixedChargeOf(line, sql.ref('step'));
  const rows = sql`select ${line.ref('currency')} as currency,
      case when ${line.ref('price_period_months')} is null then case when term.is_last then ${charge} end
        else ${charge} * ${months} / ${line.ref('price_period_months')} end as amount
    from ${fromLines(lines, scope)}
    cross join lateral (${termOf(lines, scope, asOf)}) as term
    cross join lateral (${stepsOf(lines)}) as step
    cross join lateral (${wholeMonths()}) as month
    where ${contract.ref('customer_id')} = any(${customers}) and ${signedOn(lines, scope)} <= ${asOf}
      and (${line.ref('kind')} <> 'USAGE' or ${line.ref('min_commitment')} is not null and ${line.ref('price_period_months')} is not null)
      and step.from_on <= step.until_on`;
  return whereFed(
    ['contract_line'],
    stockIn(
      currency,
      asOf,
      sql`select charged.currency, charged.amount
    from (${rows}) as charged where charged.amount is not null`,
    ),
  );
}

/** The days that a version commits, and whether it is the last of its line signed by the day. */
function termOf(lines: LineRow, scope: Scope<TableName>, asOf: Sql): Sql {
  const { line, contract } = lines;
  const next = sql`(${laterVersions(lines, scope, asOf, sql`min(later.valid_from)`)})`;
  const validTo = sql`case when ${isNewest(lines, scope)} then nullif(${line.ref('valid_to')}, 'infinity') end`;
  return sql`select greatest(${line.ref('starts_on')}, ${line.ref('valid_from')}) as from_on,
      least(coalesce(${lastDayOf(lines)}, ${contract.ref('ends_on')}, ${asOf}), coalesce(replaced.on_day, ${validTo}) - 1) as until_on,
      replaced.on_day is null as is_last
    from (select ${next} as on_day) as replaced`;
}

/** Whether there is no later version at all, signed or not: only then does the version's own end say that it was cancelled. */
function isNewest({ line }: LineRow, { fresh }: Scope<TableName>): Sql {
  const later = fresh('contract_line');
  return sql`not exists (select from ${tableOf(later)}
    where ${later.ref('lineage_id')} = ${line.ref('lineage_id')} and ${later.ref('line_version')} > ${line.ref('line_version')})`;
}

/** The term cut where the price steps; what is charged once has no steps. */
function stepsOf({ line }: LineRow): Sql {
  return sql`select greatest(term.from_on, cut.from_on) as from_on, least(term.until_on, cut.next_on - 1) as until_on, cut.quantity, cut.net
    from (select part.from_on, lead(part.from_on) over (order by part.from_on) as next_on, part.quantity, part.net
      from (select '-infinity'::date as from_on, ${line.ref('quantity')} as quantity, ${line.ref('net_unit_price')} as net
        union all
        select (ramp.step ->> 'from')::date, coalesce((ramp.step ->> 'quantity')::numeric, ${line.ref('quantity')}),
          coalesce((ramp.step ->> 'netUnitPrice')::numeric, ${line.ref('net_unit_price')})
        from ${elementsOf(line.ref('ramp'))} as ramp (step)
        where ${line.ref('price_period_months')} is not null) as part) as cut`;
}

/** The number of whole months in a step. */
function wholeMonths(): Sql {
  const ends = sql`(step.until_on + 1)`;
  const apart = sql`((extract(year from ${ends}) - extract(year from step.from_on)) * 12
    + extract(month from ${ends}) - extract(month from step.from_on))::int`;
  return sql`select ${apart} - case when (step.from_on + make_interval(months => ${apart}))::date > ${ends} then 1 else 0 end as count`;
}
