// How the figures over documents are written: which rate a flow takes, that a sum lacking any part is null, that a figure whose
// feed was never loaded is null, and that row rules stand inside every one of them.
import { sql } from 'kysely';
import { functionalCurrencyOf } from '../entities/entity-figures.ts';
import type { Row, TableName, ViewerScope } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';

/** A row under an alias of the figure's own, for its row rule. */
export function rowAs<T extends TableName>(table: T, alias: string): Row<T> {
  return { table, alias, ref: (column) => sql.ref(`${alias}.${column}`) };
}

/** An amount of a document with what its conversion needs. */
export interface Booked {
  readonly amount: Sql;
  readonly currency: Sql;
  /** The functional currency that one unit was worth at booking; null in SQL where it was not stated. */
  readonly rate: Sql;
  readonly legalEntityId: Sql;
  /** The day of the document. */
  readonly on: Sql;
}

/**
 * A flow in the figure's currency, at the document's booked rate (DOMAIN section 11): as it is in its own currency; else in
 * functional currency at the booked rate, and from there at the SPOT rate of its day; without a booked rate at the SPOT rate of
 * its day. Null where that rate is missing; nothing is nothing in any currency.
 */
export function flowIn(target: Sql, { amount, currency, rate, legalEntityId, on }: Booked): Sql {
  const functional = functionalCurrencyOf(legalEntityId);
  return sql`case when ${currency} = ${target} or ${amount} = 0 then ${amount}
    when ${rate} is null then ${amount} * exchange_rate('SPOT', ${currency}, ${target}, ${on})
    else ${amount} * ${rate} * exchange_rate('SPOT', ${functional}, ${target}, ${on}) end`;
}

/** The sum over the column `amount` of rows: zero over none, null where a single one is null, never a part of the whole. */
export function wholeSum(rows: Sql): Sql {
  return sql`(select case when count(*) = count(whole.amount) then coalesce(sum(whole.amount), 0) end from (${rows} offset 0) as whole)`;
}

/** A figure, or null where the condition does not hold; then nothing of it is computed. */
export function whereKnown(known: Sql, figure: Sql): Sql {
  return sql`case when ${known} then ${figure} end`;
}

/** ` and (rule)` for the rows of a type under an alias, or nothing where the viewer sees every row. */
export function andSeen(viewer: ViewerScope, typeName: string, row: Row<TableName>): Sql {
  const rule = viewer.sees(typeName, row);
  return rule ? sql` and (${rule})` : sql``;
}
