// The cash-basis journals of a Xero export: the same events seen in another book. They are accounted for and never posted: one
// that does not balance is kept as a POSTING rejection with its lines, any other is ignored by rule.
import { type Decimal, decimal } from '../../kernel/money.ts';
import type { FormatItem, RecordStream } from '../format.ts';
import { readAmount } from './xero-document-rules.ts';
import { ignored, rejected } from './xero-documents.ts';
import type { XeroFiles, XeroRow, XeroValues } from './xero-files.ts';
import { streamsOf } from './xero-masters.ts';

interface CashJournal {
  balance: Decimal | null;
  readonly lines: XeroValues[];
}

export async function cashBasisStreams(files: XeroFiles): Promise<RecordStream[]> {
  if (!files.has('journal_cash')) return [];
  const journals = await loadCashJournals(files);
  return [
    ...streamsOf(files, 'journal_cash', 'journal', (row) => cashJournal(row, journals)),
    ...streamsOf(files, 'journal_cash_line', 'posting', (row) => cashLine(row, journals)),
  ];
}

async function loadCashJournals(files: XeroFiles): Promise<Map<string, CashJournal>> {
  const journals = new Map<string, CashJournal>();
  for await (const { values } of files.readable('journal_cash'))
    journals.set(values.journal_id ?? '', { balance: decimal('0'), lines: [] });
  for await (const { values } of files.readable('journal_cash_line')) {
    const journal = journals.get(values.journal_id ?? '');
    const net = readAmount(values.net_amount);
    journal?.lines.push(values);
    if (journal) journal.balance = net && journal.balance ? journal.balance.plus(net) : null;
  }
  return journals;
}

function cashJournal(row: XeroRow, journals: ReadonlyMap<string, CashJournal>): FormatItem {
  const externalId = row.values.journal_id ?? '';
  const { balance = null, lines = [] } = journals.get(externalId) ?? {};
  if (balance?.isZero()) return ignored(row, 'cash-basis-book');
  const off = balance ? `its lines add up to ${balance}` : 'one of its amounts is no number';
  return {
    kind: 'rejected',
    class: 'POSTING',
    rule: 'cash_basis_journal_does_not_balance',
    message: `journal ${row.values.journal_number ?? ''} of the cash-basis book is not posted: ${off}`,
    record: 'journal',
    externalId,
    values: { ...row.values, lines: JSON.stringify(lines) },
    file: row.file,
    line: row.line,
  };
}

/** Its journal says what became of it, and keeps it where that was refused. */
function cashLine(row: XeroRow, journals: ReadonlyMap<string, CashJournal>): FormatItem {
  const { values } = row;
  if (journals.has(values.journal_id ?? '')) return ignored(row, 'line-of-cash-basis-book');
  const message = `journal_id ${JSON.stringify(values.journal_id ?? '')}: there is no such cash-basis journal`;
  const externalId = values.journal_line_id ?? '';
  return rejected(row, { class: 'REFERENCE', rule: 'reference', message, externalId }, 'journal_id');
}
