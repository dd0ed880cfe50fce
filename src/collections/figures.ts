// The figures of a customer that come from disputes (DOMAIN section 11).
import { sql } from 'kysely';
import { openOfInvoice } from '../billing/open-figures.ts';
import { type SummaryRow, stockIn } from '../customers/summary-figures.ts';
import { isFed } from '../entities/feed-figures.ts';
import type { ViewerScope } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';
import { andSeen, rowAs, whereKnown } from '../ledger/conversion-figures.ts';

const disputesKnown = isFed(['dispute']);

/**
 * The disputes open at the end of the day, at most what is then open on each invoice, at the CLOSING rate. Several disputes about
 * one invoice together count no more than it is open.
 *
 * ```sql
 * select currency, least(sum(amount), <open of the invoice>) from dispute
 * where opened_on <= $asOf and (resolved_on is null or resolved_on > $asOf) group by invoice_id, currency
 * ```
 */
export function openDisputes(frame: SummaryRow, viewer: ViewerScope): Sql {
  const { asOf } = frame;
  const contested = sql`select c.currency, least(c.amount, ${openOfInvoice(sql`c.invoice_id`, asOf, viewer)}) as amount
    from (select d.invoice_id, d.currency, sum(d.amount) as amount ${disputesOpen(frame, viewer)}
      group by d.invoice_id, d.currency offset 0) as c`;
  return whereKnown(disputesKnown, stockIn(frame.currency, asOf, contested));
}

/** The number of disputes open at the end of the day. */
export function openDisputeCount(frame: SummaryRow, viewer: ViewerScope): Sql {
  return whereKnown(disputesKnown, sql`(select count(*) ${disputesOpen(frame, viewer)})`);
}

function disputesOpen({ customers, asOf }: SummaryRow, viewer: ViewerScope): Sql {
  return sql`from dispute d where d.customer_id = any(${customers}) and d.opened_on <= ${asOf}
    and (d.resolved_on is null or d.resolved_on > ${asOf})${andSeen(viewer, 'Dispute', rowAs('dispute', 'd'))}`;
}
