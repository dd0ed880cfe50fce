// What is open on invoices at the end of a day, spread over their instalments: the one home of overdue, ageing and disputed
// amounts (DOMAIN sections 6, 7 and 11).
import { sql } from 'kysely';
import type { SummaryRow } from '../customers/summary-figures.ts';
import type { ViewerScope } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';
import { andSeen, rowAs } from '../ledger/conversion-figures.ts';
import { nothingAfter } from './receivable-figures.ts';

/**
 * What is open on an invoice (its alias) at the end of a day, in its own currency. DERIVED: the total less applications, write-offs
 * and deductions that name it, by the day and not taken back by it. STATED: what its owner last stated as due by the day. What the
 * owner left out of its statement is derived, and so is all before its first statement: a stated balance has no history, and
 * without it what is on record is the best that is known. May be negative.
 */
function openOn(invoice: string, day: Sql): Sql {
  const i = rowAs('invoice', invoice);
  const id = i.ref('invoice_id');
  return sql`coalesce(
    case when ${i.ref('basis')} = 'STATED' then stated_balance(${id}, 'due', ${day}) end,
    case when ${nothingAfter(['allocation', 'write_off', 'deduction'], day)}
    then ${i.ref('total')} - ${i.ref('allocated')} - ${i.ref('credited')} - ${i.ref('deducted')} - ${i.ref('written_off')}
    else ${i.ref('total')} - settled_by(${id}, ${day}) end)`;
}

/** What is open on one invoice that the viewer sees, never less than nothing; nothing on drafts and voided documents. */
export function openOfInvoice(invoiceId: Sql, day: Sql, viewer: ViewerScope): Sql {
  return sql`coalesce((select greatest(${openOn('i', day)}, 0) from invoice i
    where i.invoice_id = ${invoiceId} and i.issued_on <= ${day} and i.status <> 'DRAFT'
      and (i.voided_on is null or i.voided_on > ${day})${andSeen(viewer, 'Invoice', rowAs('invoice', 'i'))}), 0)`;
}

/**
 * Rows (currency, issued_on, due_on, open) of the open instalments of a frame's invoices. The oldest instalment is settled
 * first, none is open by less than nothing or more than its amount; an invoice without instalments is one. What is settled
 * beyond the total, or open beyond the schedule, is in no instalment.
 */
export function openInstalments({ customers, asOf }: SummaryRow, viewer: ViewerScope): Sql {
  return sql`select o.currency, o.issued_on, coalesce(s.due_on, o.due_on) as due_on, coalesce(s.open, greatest(least(o.open, o.total), 0)) as open
    from (select i.invoice_id, i.currency, i.issued_on, i.due_on, i.total, ${openOn('i', asOf)} as open
      from invoice i where i.customer_id = any(${customers}) and i.issued_on <= ${asOf}
        and i.status <> 'DRAFT' and (i.voided_on is null or i.voided_on > ${asOf})
        ${andSeen(viewer, 'Invoice', rowAs('invoice', 'i'))} offset 0) o
    left join lateral (select n.due_on, greatest(least(n.amount, o.open - coalesce(sum(n.amount) over later, 0)), 0) as open
      from invoice_instalment n where n.invoice_id = o.invoice_id
      window later as (order by n.due_on desc, n.position desc rows between unbounded preceding and 1 preceding)) s on true
    where o.open > 0`;
}
