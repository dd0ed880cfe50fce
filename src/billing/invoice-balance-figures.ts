// What is paid, credited and due on one invoice now: as its owner last stated it, as it follows from what is on record, and as the
// invoice's basis serves it (DOMAIN section 6).
import { sql } from 'kysely';
import type { Row } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';

/** The amounts of a balance. */
export type BalancePart = 'paid' | 'credited' | 'due';

/** The latest statement of the invoice's owner: FROM and what follows, its row as `s`. */
export function lastStatement(invoice: Row<'invoice'>): Sql {
  return sql`from invoice_stated_balance s where s.invoice_id = ${invoice.ref('invoice_id')}
    order by s.stated_on desc, s.recorded_at desc limit 1`;
}

/** What follows from applications, deductions and write-offs on record; nothing is due on a voided document. */
export function derivedBalance(part: BalancePart, invoice: Row<'invoice'>): Sql {
  if (part === 'paid') return invoice.ref('allocated');
  if (part === 'credited') return invoice.ref('credited');
  const due = sql`${invoice.ref('total')} - ${invoice.ref('allocated')} - ${invoice.ref('credited')} - ${invoice.ref('deducted')} - ${invoice.ref('written_off')}`;
  return sql`case when ${invoice.ref('status')} = 'VOIDED' then 0 else ${due} end`;
}

/** What the owner last stated. Where it never stated a balance, paid and credited are null and all of the total is due. */
function statedBalance(part: BalancePart, invoice: Row<'invoice'>): Sql {
  if (part !== 'due') return sql`(select ${sql.ref(`s.${part}`)} ${lastStatement(invoice)})`;
  const total = invoice.ref('total');
  const due = sql`coalesce(s.due, ${total} - coalesce(s.paid, 0) - coalesce(s.credited, 0))`;
  return sql`case when ${invoice.ref('status')} = 'VOIDED' then 0 else coalesce((select ${due} ${lastStatement(invoice)}), ${total}) end`;
}

/** The amount on the basis that the invoice serves. */
export function servedBalance(part: BalancePart, invoice: Row<'invoice'>): Sql {
  return sql`case when ${invoice.ref('basis')} = 'STATED' then ${statedBalance(part, invoice)} else ${derivedBalance(part, invoice)} end`;
}
