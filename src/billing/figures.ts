// The receivable figures of a customer, each one SQL expression over the documents (DOMAIN section 11): their one home for the
// summary, measures, exports and the console.
import { sql } from 'kysely';
import { type SummaryRow, stockIn } from '../customers/summary-figures.ts';
import type { ViewerScope } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';
import { whereKnown, wholeSum } from '../ledger/conversion-figures.ts';
import { isBillingKnown, isCashKnown, isPartKnown, isReceivableKnown } from './known-figures.ts';
import { openInstalments } from './open-figures.ts';
import {
  type Days,
  datedOf,
  daysOf,
  documentsOf,
  effect,
  invoices,
  receivableParts,
  statedOf,
  unappliedCash,
  unionAll,
} from './receivable-figures.ts';
import { flowOf, receivableTotal } from './total-figures.ts';

/** Invoices and debit notes issued since `from` to the day, without tax. */
export function billedNet(frame: SummaryRow, viewer: ViewerScope): Sql {
  return whereKnown(isBillingKnown, flow(frame, [invoices(frame, daysOf(frame), viewer, 'subtotal')]));
}

/**
 * Cash that settles nothing, at the CLOSING rate: payments posted by the day and not taken back, less what applications drew from
 * them, refunds (not those out of credit notes) and chargebacks. Credits that settle nothing are not in it.
 */
export function unapplied(frame: SummaryRow, viewer: ViewerScope): Sql {
  return whereKnown(isCashKnown, stockIn(frame.currency, frame.asOf, unionAll(unappliedCash(frame, viewer))));
}

/** Open instalments due before the day, disputed ones included, before unapplied cash, at the CLOSING rate; never negative. */
export function overdue(frame: SummaryRow, viewer: ViewerScope): Sql {
  const late = sql`select l.currency, l.open as amount from (${openInstalments(frame, viewer)}) as l where l.due_on < ${frame.asOf}`;
  return whereKnown(isReceivableKnown, stockIn(frame.currency, frame.asOf, late));
}

/**
 * Days: the open receivable over what was billed less credited in the 90 days that end with the day, times 90, to two digits; null
 * where nothing (or less) was billed in them.
 */
export function daysSalesOutstanding(frame: SummaryRow, viewer: ViewerScope): Sql {
  const days: Days = { from: sql`(${frame.asOf} - 89)`, to: frame.asOf };
  const billed = flow(frame, documentsOf('billed', frame, days, viewer));
  const credited = flow(frame, documentsOf('credited', frame, days, viewer));
  return sql`(select case when sales.amount > 0 then round(sales.open / sales.amount * 90, 2) end
    from (select ${receivableTotal('openReceivable', frame, viewer)} as open, ${billed} - ${credited} as amount offset 0) as sales)`;
}

/** The documents of all parts from the beginning to the day as they move the open receivable: rows (currency, amount). */
function receivableMovements(frame: SummaryRow, viewer: ViewerScope): Sql[] {
  return receivableParts.flatMap((part) =>
    documentsOf(part, frame, { to: frame.asOf }, viewer).map(
      (documents) =>
        sql`select m.currency, ${sql.raw(effect[part] < 0 ? '-' : '')}m.amount as amount from (${documents}) as m`,
    ),
  );
}

function flow(frame: SummaryRow, documents: readonly Sql[]): Sql {
  return wholeSum(sql`select ${flowOf(frame)} as amount from (${unionAll(documents)}) as d`);
}

/** The bands of ageing in their order, each with the days at which it ends; without end the last one. */
const bands = [
  ['NOT_DUE', 0],
  ['DAYS_1_30', 30],
  ['DAYS_31_60', 60],
  ['DAYS_61_90', 90],
  ['DAYS_91_120', 120],
  ['OVER_120', undefined],
] as const;

/**
 * A FROM item of seven rows (position, band, amount, currency): the open instalments by the days since they fell due, or since
 * their invoice was issued, and in UNAPPLIED what the open receivable is more or less than they: minus unapplied cash and credits.
 * Each band is rounded to the currency's digits and UNAPPLIED takes what is left, so that they sum exactly to the open receivable.
 */
export function ageing(frame: SummaryRow, viewer: ViewerScope, basis: 'DUE_DATE' | 'INVOICE_DATE'): Sql {
  const age = sql`(${frame.asOf} - ${sql.ref(basis === 'DUE_DATE' ? 'q.due_on' : 'q.issued_on')})`;
  const band = sql`case ${sql.join(
    bands.map(([, last], index) =>
      last === undefined
        ? sql`else ${sql.lit(index)}`
        : sql`when ${age} <= ${sql.lit(last)} then ${sql.lit(index)}`,
    ),
    sql` `,
  )} end`;
  const net = bands.length;
  const movements = sql`select ${band} as band, q.currency, q.open as amount from (${openInstalments(frame, viewer)}) as q
    union all select ${sql.lit(net)}, v.currency, v.amount from (${unionAll(receivableMovements(frame, viewer))}) as v`;
  const perCurrency = sql`select c.currency, ${columns((index) => sql`coalesce(sum(c.amount) filter (where c.band = ${sql.lit(index)}), 0)`)}
    from (${movements}) as c group by c.currency`;
  const inTarget = sql`select p.*, exchange_rate('CLOSING', p.currency, ${frame.currency}, ${frame.asOf}) as rate
    from (${perCurrency}) as p where not (${sql.join(
      indexes.map((index) => sql`${column(index)} = 0`),
      sql` and `,
    )})`;
  const totals = sql`select count(*) = count(t.rate) and ${isReceivableKnown} as whole,
    ${columns((index) => sql`coalesce(round(sum(t.${column(index)} * t.rate), minor_digits(${frame.currency})), 0)`)}
    from (${inTarget}) as t`;
  const rows = bands.map(([name], index) => sql`(${sql.lit(index)}, ${sql.lit(name)}, s.${column(index)})`);
  const rest = sql`s.${column(net)} - (${sql.join(
    bands.map((_, index) => sql`s.${column(index)}`),
    sql` + `,
  )})`;
  return sql`(select z.position, z.band, case when s.whole then z.amount end as amount, ${frame.currency} as currency
    from (${totals}) as s cross join lateral (values ${sql.join(rows)}, (${sql.lit(net)}, 'UNAPPLIED', ${rest})) as z (position, band, amount))`;
}

/** The bands by number, and after them the open receivable as a whole. */
const indexes = [...bands.keys(), bands.length];

function column(index: number): Sql {
  return sql.raw(`band_${index}`);
}

function columns(write: (index: number) => Sql): Sql {
  return sql.join(indexes.map((index) => sql`${write(index)} as ${column(index)}`));
}

/**
 * A FROM item of one row per transaction currency that the customer has documents in, unconverted: flows since `from`, and the open
 * receivable and unapplied cash as they stand at the day. Null where the feed was never loaded. Each document is read once.
 */
export function balances(frame: SummaryRow, viewer: ViewerScope): Sql {
  const { from, asOf } = frame;
  const flowInDays = from
    ? sql`case when m.happened_on >= coalesce(${from}, '-infinity') then m.amount else 0 end`
    : sql`m.amount`;
  const rows = receivableParts.flatMap((part) => {
    const tagged = (documents: readonly Sql[], flow: Sql, stock: Sql) =>
      documents.map(
        (one) =>
          sql`select ${sql.lit(part)} as part, m.currency, ${flow} as flow, ${stock} as stock from (${one}) as m`,
      );
    const stock = sql`${sql.raw(effect[part] < 0 ? '-' : '')}m.amount`;
    return [
      ...tagged(datedOf(part, frame, { to: asOf }, viewer), flowInDays, stock),
      ...tagged(statedOf(part, frame, daysOf(frame), viewer), sql`m.amount`, sql`0`),
      ...tagged(statedOf(part, frame, { to: asOf }, viewer), sql`0`, stock),
    ];
  });
  const cash = unappliedCash(frame, viewer).map(
    (one) => sql`select 'unapplied', m.currency, m.amount, 0 from (${one}) as m`,
  );
  const flowOfPart = (part: string) => sql`coalesce(sum(g.flow) filter (where g.part = ${sql.lit(part)}), 0)`;
  const columnsOf: [name: string, isKnown: Sql, amount: Sql][] = [
    ...receivableParts.map((part): [string, Sql, Sql] => [part, isPartKnown[part], flowOfPart(part)]),
    ['openReceivable', isReceivableKnown, sql`sum(g.stock)`],
    ['unapplied', isCashKnown, flowOfPart('unapplied')],
  ];
  return sql`(select g.currency, ${sql.join(
    columnsOf.map(([name, isKnown, amount]) => sql`${whereKnown(isKnown, amount)} as ${sql.ref(name)}`),
  )} from (${unionAll([...rows, ...cash])}) as g group by g.currency)`;
}
