// The figures of a customer that come from the ledger alone: recognised and deferred revenue (DOMAIN section 11).
import { sql } from 'kysely';
import { type SummaryRow, stockIn } from '../customers/summary-figures.ts';
import { isPrimaryBook } from '../entities/entity-figures.ts';
import { whereFed } from '../entities/feed-figures.ts';
import type { ViewerScope } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';
import { andSeen, rowAs, wholeSum } from './conversion-figures.ts';

const ledgerFeed = ['posting', 'journal'];

/**
 * Credits less debits on accounts of class REVENUE, posted by the day (and since `from`) in the primary accrual book of each
 * legal entity; proposed journals are out. A flow: a posting in the figure's currency counts as it is, every other one in
 * functional currency, at the SPOT rate of its day where that is not the figure's.
 *
 * ```sql
 * sum(case when p.currency = $currency then p.transaction_credit - p.transaction_debit
 *     else (p.functional_credit - p.functional_debit) * exchange_rate('SPOT', p.functional_currency, $currency, p.posted_on) end)
 * ```
 */
export function recognizedRevenue(frame: SummaryRow, viewer: ViewerScope): Sql {
  const since = frame.from ? sql` and p.posted_on >= coalesce(${frame.from}, '-infinity')` : sql``;
  const functional = sql`(p.functional_credit - p.functional_debit)`;
  const rows = sql`select case when p.currency = ${frame.currency} and p.transaction_credit is not null
        then p.transaction_credit - p.transaction_debit
      when p.functional_currency = ${frame.currency} or ${functional} = 0 then ${functional}
      else ${functional} * exchange_rate('SPOT', p.functional_currency, ${frame.currency}, p.posted_on) end as amount
    ${postingsOf('REVENUE', frame, viewer)}${since}`;
  return whereFed(ledgerFeed, wholeSum(rows));
}

/**
 * Credits less debits on accounts of class DEFERRED_REVENUE, posted by the day in the primary accrual book of each legal entity.
 * A stock: summed in functional currency, as the ledger carries it, and converted once at the day's CLOSING rate.
 *
 * ```sql
 * sum(net * exchange_rate('CLOSING', functional_currency, $currency, $asOf))
 * ```
 */
export function deferredRevenue(frame: SummaryRow, viewer: ViewerScope): Sql {
  const rows = sql`select p.functional_currency as currency, p.functional_credit - p.functional_debit as amount
    ${postingsOf('DEFERRED_REVENUE', frame, viewer)}`;
  return whereFed(ledgerFeed, stockIn(frame.currency, frame.asOf, rows));
}

function postingsOf(accountClass: string, frame: SummaryRow, viewer: ViewerScope): Sql {
  return sql`from posting p
    join ledger_account a on a.ledger_account_id = p.ledger_account_id and a.class = ${sql.lit(accountClass)}
    where p.customer_id = any(${frame.customers}) and p.posted_on <= ${frame.asOf} and not p.proposed
      and ${isPrimaryBook(sql`p.accounting_book_id`)}    ${andSeen(viewer, 'Posting', rowAs('posting', 'p'))}`;
}
