// Recurring revenue (DOMAIN section 11): what the recurring line versions in force on a day are worth in a year, and what those
// that are signed will be worth; in SQL, the twin of price-rules.ts.
import { sql } from 'kysely';
import { type SummaryRow, stockIn } from '../customers/summary-figures.ts';
import { whereFed } from '../entities/feed-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import type { Row, Scope, TableName } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';

const LINE_FEED = ['contract_line'];

/** A line with the contract that it belongs to, under aliases of their own. */
export interface LineRow {
  readonly line: Row<'contract_line'>;
  readonly contract: Row<'contract'>;
}

export function freshLine({ fresh }: Scope<TableName>): LineRow {
  return { line: fresh('contract_line'), contract: fresh('contract') };
}

/** `contract_line as t1 join contract as t2 on ...`, narrowed to what the viewer sees. */
export function fromLines({ line, contract }: LineRow, { viewer }: Scope<TableName>): Sql {
  const seen = viewer.sees('Contract', contract);
  return sql`${tableOf(line)} join ${tableOf(contract)} on ${contract.ref('contract_id')} = ${line.ref('contract_id')}
    and ${contract.ref('status')} not in ('DRAFT', 'CANCELLED')${seen ? sql` and ${seen}` : sql``}`;
}

/** The last day of a line; of an ended contract at the latest its last day. Null while open-ended. */
export function lastDayOf({ line, contract }: LineRow): Sql {
  return sql`case when ${contract.ref('status')} in ('EXPIRED', 'TERMINATED') then least(${line.ref('ends_on')}, ${contract.ref('ends_on')})
    else ${line.ref('ends_on')} end`;
}

/** That a line has not ended before a day. An ended contract of which nobody says when it ended is over on every day. */
function lastsUntil(lines: LineRow, day: Sql): Sql {
  const { contract } = lines;
  return sql`coalesce(${lastDayOf(lines)}, case when ${contract.ref('status')} in ('EXPIRED', 'TERMINATED')
    then date '-infinity' else date 'infinity' end) >= ${day}`;
}

/** The elements of a JSON list, none of anything else. */
export function elementsOf(json: Sql): Sql {
  return sql`jsonb_array_elements(case when jsonb_typeof(${json}) = 'array' then ${json} end)`;
}

/** A FROM item with the quantity and the net unit price of a line on a day: those of the last ramp step, else the line's own. */
function pricedOn(line: Row<'contract_line'>, day: Sql): Sql {
  return sql`lateral (select coalesce(step.quantity, ${line.ref('quantity')}) as quantity,
      coalesce(step.net, ${line.ref('net_unit_price')}) as net
    from (select) as always left join (select (ramp.step ->> 'quantity')::numeric as quantity,
        (ramp.step ->> 'netUnitPrice')::numeric as net
      from ${elementsOf(line.ref('ramp'))} as ramp (step) where (ramp.step ->> 'from')::date <= ${day}
      order by (ramp.step ->> 'from')::date desc limit 1) as step on true) as priced`;
}

/**
 * The fixed charge of a price period: net price times quantity by price model, at least the minimum commitment; of usage the
 * minimum alone. `price` has the columns `quantity` and `net`.
 */
export function fixedChargeOf(line: Row<'contract_line'>, price = sql.ref('priced')): Sql {
  const quantity = sql`${price}.quantity`;
  const plain = sql`${price}.net * ${quantity}`;
  const tiers = elementsOf(line.ref('tiers'));
  const upTo = sql`(tiers.tier ->> 'upTo')::numeric`;
  const unit = sql`coalesce((tiers.tier ->> 'unitAmount')::numeric, 0)`;
  const flat = sql`coalesce((tiers.tier ->> 'flatAmount')::numeric, 0)`;
  const graduated = sql`(select sum((least(${quantity}, rung.up_to) - rung.below) * rung.unit + rung.flat) from (
    select ${upTo} as up_to, coalesce(lag(${upTo}) over (order by tiers.place), 0) as below, ${unit} as unit, ${flat} as flat
    from ${tiers} with ordinality as tiers (tier, place)) as rung where ${quantity} > rung.below)`;
  const volume = sql`(select case when ${quantity} = 0 then 0 else ${quantity} * ${unit} + ${flat} end
    from ${tiers} with ordinality as tiers (tier, place)
    order by not (${upTo} is null or ${quantity} <= ${upTo}),
      case when ${upTo} is null or ${quantity} <= ${upTo} then tiers.place else -tiers.place end limit 1)`;
  const off = sql`(1 - ${line.ref('discount_percent')} / 100)`;
  return sql`greatest(case when ${line.ref('kind')} = 'USAGE' then 0 else case ${line.ref('price_model')}
      when 'USAGE' then 0
      when 'FLAT' then ${price}.net
      when 'PERCENTAGE' then ${plain} / 100
      when 'GRADUATED' then case when jsonb_typeof(${line.ref('tiers')}) = 'array' then coalesce(${graduated}, 0) * ${off} else ${plain} end
      when 'VOLUME' then case when jsonb_typeof(${line.ref('tiers')}) = 'array' then coalesce(${volume}, 0) * ${off} else ${plain} end
      else ${plain} end end, ${line.ref('min_commitment')})`;
}

/** A recurring line, or usage with a minimum that is due for each price period. */
function recurs(line: Row<'contract_line'>): Sql {
  return sql`${line.ref('price_period_months')} is not null
    and (${line.ref('kind')} = 'RECURRING' or (${line.ref('kind')} = 'USAGE' and ${line.ref('min_commitment')} is not null))`;
}

/** A query of the yearly amounts, each in its line's currency, of lines priced on a day. */
function yearly(lines: LineRow, scope: Scope<TableName>, day: Sql, condition: Sql): Sql {
  const { line } = lines;
  return sql`select ${line.ref('currency')} as currency,
      ${fixedChargeOf(line)} * 12 / ${line.ref('price_period_months')} as amount
    from ${fromLines(lines, scope)} cross join ${pricedOn(line, day)}
    where ${recurs(line)} and ${condition}`;
}

/** In force on the day: within its term and its version's validity, activated, not suspended. */
function inForce(lines: LineRow, day: Sql): Sql {
  const { line, contract } = lines;
  return sql`${line.ref('starts_on')} <= ${day} and ${lastsUntil(lines, day)}
    and ${line.ref('valid_from')} <= ${day} and ${line.ref('valid_to')} > ${day} and ${line.ref('activated_on')} <= ${day}
    and not (${line.ref('suspended_from')} is not null and ${line.ref('suspended_from')} <= ${day}
      and coalesce(${line.ref('suspended_to')}, 'infinity') > ${day})
    and not (${contract.ref('status')} = 'SUSPENDED' and ${line.ref('suspended_from')} is null)`;
}

/**
 * Annual recurring revenue of the summary's customers as end customers: 12 times the monthly equivalent (net price times
 * quantity over the months of the price period) of the recurring line versions in force on the day, without tax; fixed minimums
 * and the day's ramp step count; one-time, service and uncommitted usage do not, nor what is suspended or not activated. A
 * suspended contract whose lines do not say since when is out on every day, and so is an ended one whose last day nobody states.
 * Null without a feed of lines or a rate.
 *
 * ```sql
 * sum(greatest(net * quantity, minimum) * 12 / price_period_months * <closing rate of the day>)
 * ```
 */
export function annualRecurringRevenue(
  scope: Scope<TableName>,
  { customers, asOf, currency }: SummaryRow,
): Sql {
  const lines = freshLine(scope);
  const own = sql`${lines.line.ref('end_customer_id')} = any(${customers})`;
  const rows = yearly(lines, scope, asOf, sql`${own} and ${inForce(lines, asOf)}`);
  return whereFed(LINE_FEED, stockIn(currency, asOf, rows));
}

/** The same of one contract, in its own currency; it is there, so its lines are known. */
export function annualRecurringOfContract(scope: Scope<'contract'>, asOf: Sql): Sql {
  const lines = freshLine(scope);
  const own = sql`${lines.line.ref('contract_id')} = ${scope.row.ref('contract_id')}`;
  return stockIn(
    scope.row.ref('currency'),
    asOf,
    yearly(lines, scope, asOf, sql`${own} and ${inForce(lines, asOf)}`),
  );
}

/**
 * The day of signature of a line version: its own, else that of its amendment, else of the contract; a contract whose source
 * states none counts from its booking, its activation or its start, whichever is stated first.
 */
export function signedOn({ line, contract }: LineRow, { fresh }: Scope<TableName>): Sql {
  const amendment = fresh('amendment');
  const ofAmendment = sql`(select ${amendment.ref('signed_on')} from ${tableOf(amendment)}
    where ${amendment.ref('amendment_id')} = ${line.ref('amendment_id')})`;
  return sql`coalesce(${line.ref('signed_on')}, ${ofAmendment}, ${contract.ref('signed_on')}, ${contract.ref('booked_on')},
    ${contract.ref('activated_on')}, ${contract.ref('starts_on')})`;
}

/** A query over the later versions of a line that were signed by the day. */
export function laterVersions(lines: LineRow, scope: Scope<TableName>, asOf: Sql, select: Sql): Sql {
  const later = { line: scope.fresh('contract_line'), contract: lines.contract };
  return sql`select ${select} from (select ${later.line.ref('valid_from')} from ${tableOf(later.line)}
    where ${later.line.ref('lineage_id')} = ${lines.line.ref('lineage_id')}
      and ${later.line.ref('line_version')} > ${lines.line.ref('line_version')}
      and ${signedOn(later, scope)} <= ${asOf}) as later`;
}

/**
 * Contracted annual recurring revenue: of each line the latest version signed by the day, if it has not ended, whether or not it
 * has begun, is activated or suspended; priced as of the day, or as of its beginning while that is to come.
 */
export function contractedRecurringRevenue(
  scope: Scope<TableName>,
  { customers, asOf, currency }: SummaryRow,
): Sql {
  const lines = freshLine(scope);
  const { line } = lines;
  const condition = sql`${line.ref('end_customer_id')} = any(${customers}) and ${signedOn(lines, scope)} <= ${asOf}
    and ${lastsUntil(lines, asOf)} and (${line.ref('valid_to')} > ${asOf} or ${line.ref('valid_from')} > ${asOf})
    and not exists (${laterVersions(lines, scope, asOf, sql``)})`;
  const pricedFrom = sql`greatest(${asOf}, ${line.ref('starts_on')}, ${line.ref('valid_from')})`;
  return whereFed(LINE_FEED, stockIn(currency, asOf, yearly(lines, scope, pricedFrom, condition)));
}
