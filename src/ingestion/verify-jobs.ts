// What `revgraph verify` recomputes from the rows themselves, whatever triggers have promised: every journal balances, has
// postings and agrees with them, and every customer is seen by the entities that it trades with.
import type { Kysely } from 'kysely';
import { runSql } from '../platform/command.ts';
import type { DB } from '../platform/tables.gen.ts';

export interface LedgerFault {
  readonly rule: string;
  readonly what: string;
}

/** Each check gives the first broken row, or none. */
const checks: readonly { rule: string; text: string }[] = [
  {
    rule: 'journal debits equal credits',
    text: `select 'journal ' || j.number || ' (' || j.journal_id || ') is off by '
        || sum(p.functional_debit - p.functional_credit) as what
      from posting p join journal j using (journal_id) group by j.journal_id, j.number
      having sum(p.functional_debit - p.functional_credit) <> 0 limit 1`,
  },
  {
    rule: 'journal debits equal credits per transaction currency',
    text: `select 'journal ' || j.number || ' (' || j.journal_id || ') is off by '
        || sum(p.transaction_debit - p.transaction_credit) || ' ' || p.currency as what
      from posting p join journal j using (journal_id) where j.type not in ('CROSS_CURRENCY', 'FX')
        and not exists (select from posting o where o.journal_id = j.journal_id and o.transaction_debit is null)
      group by j.journal_id, j.number, p.currency having sum(p.transaction_debit - p.transaction_credit) <> 0 limit 1`,
  },
  {
    rule: 'posting agrees with its journal',
    text: `select 'posting ' || p.posting_id || ' differs from journal ' || j.number as what
      from posting p join journal j using (journal_id)
      where p.legal_entity_id <> j.legal_entity_id or p.accounting_book_id <> j.accounting_book_id
        or p.posted_on <> j.posted_on or p.proposed <> (j.status = 'PROPOSED') limit 1`,
  },
  {
    rule: 'posted journal has postings',
    text: `select 'journal ' || j.number || ' (' || j.journal_id || ') is posted and has no posting' as what
      from journal j where j.status = 'POSTED' and not exists (select from posting p where p.journal_id = j.journal_id)
      order by j.number limit 1`,
  },
  {
    rule: 'customer is seen where it trades',
    text: `select 'customer ' || c.number || ' is not seen by ' || e.code as what
      from customer c cross join lateral golden_entities(c.customer_id) g join legal_entity e using (legal_entity_id)
      where c.golden_id = c.customer_id and not exists (select from customer_entity x
        where x.customer_id = c.customer_id and x.legal_entity_id = g.legal_entity_id) limit 1`,
  },
];

/** The first broken row of every invariant that does not hold. */
export async function verifyLedger(db: Kysely<DB>): Promise<LedgerFault[]> {
  const faults: LedgerFault[] = [];
  for (const { rule, text } of checks) {
    const rows = await runSql<{ what: string }>(db, text);
    for (const { what } of rows) faults.push({ rule, what });
  }
  return faults;
}
