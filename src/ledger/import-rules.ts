// What the postings of one journal must be before they reach the ledger: the database holds the law, this says it in the
// source's own words.
import { type Decimal, decimal } from '../kernel/money.ts';
import { type CheckedRecord, fault, type RecordFault } from '../platform/record-fault.ts';

/** Why the postings of a journal do not balance in functional currency; null where they do. */
export function findImbalance(postings: readonly CheckedRecord[]): RecordFault | null {
  const debits = sumOf(postings, 'functional_debit');
  const credits = sumOf(postings, 'functional_credit');
  if (debits.equals(credits)) return null;
  const journal = postings[0]?.values.journal ?? null;
  return fault(
    'POSTING',
    'journal_debits_equal_credits',
    `journal ${journal} does not balance: debits ${debits}, credits ${credits} (${postings.length} postings)`,
    { field: 'journal', value: journal },
  );
}

function sumOf(postings: readonly CheckedRecord[], field: string): Decimal {
  return postings.reduce((sum, { values }) => {
    const value = values[field];
    return value === undefined || value === null ? sum : sum.plus(value);
  }, decimal('0'));
}
