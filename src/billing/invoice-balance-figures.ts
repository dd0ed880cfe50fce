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

/** What the owner last stated; nothing of paid and credited where it did not. What is due follows from what it left out as well. */
function statedBalance(part: BalancePart, invoice: Row<'invoice'>): Sql {
  const stated = sql`stated_balance(${invoice.ref('invoice_id')}, ${sql.lit(part)}, 'infinity')`;
  if (part !== 'due') return stated;
  return sql`case when ${invoice.ref('status')} = 'VOIDED' then 0
    else coalesce(${stated}, ${derivedBalance('due', invoice)}) end`;
}

/** The amount on the basis that the invoice serves. */
export function servedBalance(part: BalancePart, invoice: Row<'invoice'>): Sql {
  return sql`case when ${invoice.ref('basis')} = 'STATED' then ${statedBalance(part, invoice)} else ${derivedBalance(part, invoice)} end`;
}
