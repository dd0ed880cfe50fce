// The figures that documents are summed up to: billed, credited, collected, written off, deducted, and the open receivable that they
// leave (DOMAIN section 11). However many of them are asked for, each document is read once.
import { sql } from 'kysely';
import type { SummaryRow } from '../customers/summary-figures.ts';
import type { ViewerScope } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';
import { flowIn, whereKnown } from '../ledger/conversion-figures.ts';
import { isBillingKnown, isCashKnown, isPartKnown } from './known-figures.ts';
import {
  datedOf,
  daysOf,
  type ReceivablePart,
  receivableParts,
  statedOf,
  unionAll,
} from './receivable-figures.ts';

export type ReceivableTotal = ReceivablePart | 'openReceivable';

/**
 * A query of one row with the asked figures as columns. A flow is the sum of its documents since `from` to the day, each at its
 * booked rate; the open receivable is billed less all others from the beginning to the day, exactly, in each transaction currency,
 * and then each currency's net at the day's CLOSING rate. A rate that is missing makes a figure null: a part of a sum is no sum.
 *
 * ```sql
 * select case when bool_and(whole_0) is not false then coalesce(sum(flow_0), 0) end as billed, ...,
 *   case when bool_and(rate is not null or stock = 0) is not false then coalesce(sum(stock * rate), 0) end as "openReceivable"
 * from (select sum(flow) filter (where part = 0) as flow_0, bool_and(flow is not null) filter (where part = 0) as whole_0, ...,
 *   sum(stock) as stock, <closing rate of currency> as rate from (<documents>) group by currency)
 * ```
 */
export function receivableTotals(
  frame: SummaryRow,
  viewer: ViewerScope,
  asked: ReadonlySet<ReceivableTotal>,
): Sql {
  const perCurrency: Sql[] = [];
  const totals: Sql[] = [];
  const known: Sql[] = [];
  for (const [index, part] of receivableParts.entries()) {
    if (!asked.has(part)) continue;
    const [flow, whole] = [sql.raw(`flow_${index}`), sql.raw(`whole_${index}`)];
    const own = sql`filter (where g.part = ${sql.lit(index)})`;
    perCurrency.push(sql`sum(g.flow) ${own} as ${flow}, bool_and(g.flow is not null) ${own} as ${whole}`);
    totals.push(
      sql`case when bool_and(c.${whole}) is not false then coalesce(sum(c.${flow}), 0) end as ${sql.ref(part)}`,
    );
    known.push(knownAs(isPartKnown[part] === isBillingKnown ? sql`k.billing` : sql`k.cash`, part));
  }
  const open = asked.has('openReceivable');
  if (open) {
    const rate = sql`exchange_rate('CLOSING', g.currency, ${frame.currency}, ${frame.asOf})`;
    perCurrency.push(sql`sum(g.stock) as stock, ${rate} as rate`);
    totals.push(sql`case when bool_and(c.rate is not null or c.stock = 0) is not false
      then coalesce(sum(c.stock * c.rate), 0) end as "openReceivable"`);
    known.push(knownAs(sql`k.billing and k.cash`, 'openReceivable'));
  }
  const grouped = open ? sql` group by g.currency` : sql``;
  return sql`select ${sql.join(known)} from (select ${isBillingKnown} as billing, ${isCashKnown} as cash offset 0) as k
    cross join (select ${sql.join(totals)}
      from (select ${sql.join(perCurrency)} from (${movements(frame, viewer, asked)}) as g${grouped}) as c) as t`;
}

/** A total as a column of its name, where it is known. */
function knownAs(known: Sql, total: ReceivableTotal): Sql {
  return sql`${whereKnown(known, sql.ref(`t.${total}`))} as ${sql.ref(total)}`;
}

/** One of the figures. */
export function receivableTotal(total: ReceivableTotal, frame: SummaryRow, viewer: ViewerScope): Sql {
  return sql`(${receivableTotals(frame, viewer, new Set([total]))})`;
}

/** Rows (part, currency, flow, stock) of all documents that count in an asked figure: in a flow, in the stock, or in both. */
function movements(frame: SummaryRow, viewer: ViewerScope, asked: ReadonlySet<ReceivableTotal>): Sql {
  const open = asked.has('openReceivable');
  const all = { to: frame.asOf };
  const flowDays = daysOf(frame);
  // Where both are asked and the flows have a beginning, what came before it counts in the stock alone.
  const apart = open && frame.from !== undefined && asked.size > 1;
  const inDays = sql`d.happened_on >= coalesce(${frame.from ?? sql`null::date`}, '-infinity')`;
  const rows: Sql[] = [];
  for (const [index, part] of receivableParts.entries()) {
    if (!open && !asked.has(part)) continue;
    const tagged = (documents: readonly Sql[], inFlow: Sql, inStock: Sql) => {
      const counts = apart ? sql`, ${inFlow} as in_flow, ${inStock} as in_stock` : sql``;
      for (const one of documents)
        rows.push(sql`select ${sql.lit(index)} as part, d.*${counts} from (${one}) as d`);
    };
    const days = open ? all : flowDays;
    tagged(datedOf(part, frame, days, viewer), inDays, sql`true`);
    if (apart) tagged(statedOf(part, frame, flowDays, viewer), sql`true`, sql`false`);
    tagged(statedOf(part, frame, days, viewer), sql`false`, sql`true`);
  }
  const columns = [sql`d.part, d.currency`];
  const flows = receivableParts.flatMap((part, index) => (asked.has(part) ? [sql.lit(index)] : []));
  if (flows.length > 0) {
    const counts = sql`d.part in (${sql.join(flows)})`;
    columns.push(
      sql`case when ${apart ? sql`not d.in_flow` : sql`false`} then 0 when ${counts} then ${flowOf(frame)} end as flow`,
    );
  }
  if (open) {
    const signed = sql`case when d.part = 0 then d.amount else -d.amount end`;
    columns.push(sql`${apart ? sql`case when d.in_stock then ${signed} else 0 end` : signed} as stock`);
  }
  // Read by several sums: without OFFSET 0 each of them would convert the amounts by itself.
  return sql`select ${sql.join(columns)} from (${unionAll(rows)}) as d offset 0`;
}

/** What a document `d` comes to in the figure's currency. */
export function flowOf({ currency }: SummaryRow): Sql {
  return flowIn(currency, {
    amount: sql`d.amount`,
    currency: sql`d.currency`,
    rate: sql`d.rate`,
    legalEntityId: sql`d.legal_entity_id`,
    on: sql`d.happened_on`,
  });
}
