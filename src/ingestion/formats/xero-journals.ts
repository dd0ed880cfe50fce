// The streams of journals and postings. The lines of a journal stand anywhere in the file but must come whole, and journals of one
// document belong together: so the files are read once per portion of journals, and memory stays flat however long they are.
import { decimal } from '../../kernel/money.ts';
import type { FormatItem, RecordStream } from '../format.ts';
import { readAmount } from './xero-document-rules.ts';
import { rejected } from './xero-documents.ts';
import type { XeroFiles, XeroRow } from './xero-files.ts';
import {
  findReversals,
  inOrder,
  journalValues,
  postingValues,
  readJournal,
  type XeroJournal,
} from './xero-journal-rules.ts';
import { linkOf, type XeroLookups } from './xero-lookups.ts';
import { accrualBook, toRecord } from './xero-masters.ts';
import { transactionAmounts } from './xero-transaction-rules.ts';

/** Journals that are held at a time. */
const PORTION = 20_000;

/** A journal with its lines in the order of their ids, because the export states no other that would last. */
interface WholeJournal {
  readonly journal: XeroJournal;
  readonly rows: XeroRow[];
  readonly lines: XeroRow[];
}

/** Journals of one document after the other, in Xero's order; and the rows that belong to none. */
interface Portion {
  readonly documents: readonly (readonly WholeJournal[])[];
  readonly strayJournals: readonly FormatItem[];
  readonly strayLines: readonly FormatItem[];
}

export function journalStreams(files: XeroFiles, lookups: XeroLookups): RecordStream[] {
  if (!files.has('journal')) return [];
  return [
    {
      record: 'journal',
      async *items() {
        for await (const { documents, strayJournals } of readPortions(files))
          yield [...documents.flatMap(journalRecords), ...strayJournals];
      },
    },
    {
      record: 'posting',
      async *items() {
        for await (const { documents, strayLines } of readPortions(files))
          yield [...documents.flat().flatMap((whole) => postingRecords(whole, lookups)), ...strayLines];
      },
    },
  ];
}

async function* readPortions(files: XeroFiles): AsyncGenerator<Portion> {
  const portions = await planPortions(files);
  const known = new Set(portions.flat(2));
  for (const [index, documents] of portions.entries()) {
    yield await readPortion(files, documents, index === 0 ? known : undefined);
  }
}

/** Ids of journals by document, in portions; one at least, so that rows that belong to none are seen. */
async function planPortions(files: XeroFiles): Promise<string[][][]> {
  const byDocument = new Map<string, XeroJournal[]>();
  for await (const { values } of files.readable('journal')) {
    const journal = readJournal(values);
    const key = journal.sourceId === '' ? `journal ${journal.id}` : journal.sourceId;
    const same = byDocument.get(key);
    if (same) same.push(journal);
    else byDocument.set(key, [journal]);
  }
  const documents = [...byDocument.values()].map((journals) => journals.sort(inOrder));
  documents.sort(([a], [b]) => (a && b ? inOrder(a, b) : 0));
  const portions: string[][][] = [[]];
  let size = 0;
  for (const journals of documents) {
    if (size >= PORTION) {
      portions.push([]);
      size = 0;
    }
    portions.at(-1)?.push([...new Set(journals.map(({ id }) => id))]);
    size += journals.length;
  }
  return portions;
}

/** Reads both files once for the journals of one portion; `known` (all journals) asks for the rows that belong to none. */
async function readPortion(
  files: XeroFiles,
  documents: readonly (readonly string[])[],
  known: ReadonlySet<string> | undefined,
): Promise<Portion> {
  const wanted = new Set(documents.flat());
  const found = new Map<string, WholeJournal>();
  const strayJournals: FormatItem[] = [];
  for await (const rows of files.rows('journal')) {
    for (const row of rows) {
      const journal = readJournal(row.values);
      if (row.ragged) strayJournals.push(...(known ? [row.ragged] : []));
      else if (!wanted.has(journal.id)) continue;
      else if (found.has(journal.id)) found.get(journal.id)?.rows.push(row);
      else found.set(journal.id, { journal, rows: [row], lines: [] });
    }
  }
  const strayLines: FormatItem[] = [];
  for await (const rows of files.rows('journal_line')) {
    for (const row of rows) {
      const journalId = row.values.journal_id ?? '';
      if (row.ragged) strayLines.push(...(known ? [row.ragged] : []));
      else if (known && !known.has(journalId)) strayLines.push(strayLine(row));
      else found.get(journalId)?.lines.push(row);
    }
  }
  for (const { lines } of found.values()) lines.sort((a, b) => (lineId(a) < lineId(b) ? -1 : 1));
  return {
    documents: documents.map((ids) => ids.flatMap((id) => found.get(id) ?? [])),
    strayJournals,
    strayLines,
  };
}

function lineId({ values }: XeroRow): string {
  return values.journal_line_id ?? '';
}

function strayLine(row: XeroRow): FormatItem {
  const message = `journal_id ${JSON.stringify(row.values.journal_id ?? '')}: there is no such journal in the export`;
  const reason = { class: 'REFERENCE', rule: 'reference', message, externalId: lineId(row) } as const;
  return rejected(row, reason, 'journal_id');
}

function journalRecords(journals: readonly WholeJournal[]): FormatItem[] {
  // Journals without a source are no document's, and nothing says that one takes back another.
  const reversals = findReversals(
    journals.map(({ journal, lines }) => ({
      id: journal.id,
      lines: lines.map(({ values }) => ({
        accountId: values.account_id ?? '',
        net: readAmount(values.net_amount) ?? decimal('NaN'),
      })),
    })),
  );
  return journals.flatMap(({ journal, rows }) =>
    rows.map((row) =>
      toRecord(row, 'journal', journal.id, journalValues(row.values, accrualBook, reversals.get(journal.id))),
    ),
  );
}

function postingRecords({ journal, lines }: WholeJournal, lookups: XeroLookups): FormatItem[] {
  const link = linkOf(journal, lookups);
  const amounts = statedAmounts(journal, lines, lookups);
  const currency = lookups.documents.get(journal.sourceId)?.currency ?? '';
  return lines.map((row, index) => {
    const amount = amounts?.[index];
    const values = postingValues(row.values, {
      position: index + 1,
      link,
      transaction: amount && currency !== '' ? { amount, currency } : null,
      dimensions: lookups.tracking.get(lineId(row)),
    });
    return toRecord(row, 'posting', lineId(row), values);
  });
}

/** The amounts that the document of the journal states for its lines; null where there is none or it does not fit. */
function statedAmounts({ sourceId }: XeroJournal, lines: readonly XeroRow[], lookups: XeroLookups) {
  const document = lookups.documents.get(sourceId);
  const stated = lookups.documentLines.get(sourceId);
  if (!document || !stated) return null;
  const journal = lines.map(({ values }) => {
    const accountId = values.account_id ?? '';
    return {
      accountCode: lookups.accountCodes.get(accountId) ?? '',
      accountClass: lookups.accountClasses.get(accountId) ?? 'UNMAPPED',
      net: readAmount(values.net_amount) ?? decimal('NaN'),
    };
  });
  return transactionAmounts(journal, document, stated);
}
