// The streams of the ledger: journals and postings from the list of receivables, and the clearings, which repeat receivables and are
// no payments.
import { decimal, isDecimal } from '../../kernel/money.ts';
import type { FormatItem, RecordStream } from '../format.ts';
import { billingKey, cancelledKey, invoiceFields, kindOf, recordOf } from './sap-billing-rules.ts';
import { ReceivableBreak } from './sap-break-rules.ts';
import { keysIn, type SapFiles, type SapIndex } from './sap-files.ts';
import {
  counterFields,
  journalFields,
  journalKey,
  receivableFields,
  receivableKey,
  referenceKey,
} from './sap-journal-rules.ts';
import { ignored, missingReference, streamsOf } from './sap-streams.ts';
import { billingTables } from './sap-table-rules.ts';
import { postedAmount, rejected, type SapRow, textOf, toRecord } from './sap-value-rules.ts';

const RECEIVABLES = 'journal_entry_items_accounts_receivable';

/** A journal with all its lines, and the billing document behind it. */
interface WholeJournal {
  readonly lines: readonly SapRow[];
  readonly document: SapRow | undefined;
  /** The journal of the document that this one's document cancels, if it is part of the export. */
  readonly reverses: string;
}

export function journalStreams(files: SapFiles): RecordStream[] {
  if (!files.has(RECEIVABLES)) return clearingStreams(files);
  return [
    {
      record: 'journal',
      async *items() {
        for await (const { journals } of readPortions(files)) yield journals.flatMap(journalRecord);
      },
    },
    {
      record: 'posting',
      async *items() {
        const found = new ReceivableBreak();
        for await (const { journals, broken } of readPortions(files)) {
          for (const journal of journals) compare(found, journal);
          yield [...journals.flatMap(postingRecords), ...broken];
        }
        yield found.findings(files.originOf(RECEIVABLES));
      },
    },
    ...clearingStreams(files),
  ];
}

interface Portion {
  readonly journals: readonly WholeJournal[];
  readonly broken: readonly FormatItem[];
}

/** The lines of a journal may stand anywhere: it comes with the portion in which the first of them stands. */
async function* readPortions(files: SapFiles): AsyncGenerator<Portion> {
  for await (const portion of files.portions(RECEIVABLES)) {
    const lines = await files.find(RECEIVABLES, journalKey, keysIn(portion, journalKey));
    const places = new Set(portion.map(placeOf));
    const own = [...lines.values()].filter(([first]) => first && places.has(placeOf(first)));
    const documents = await files.find(billingTables, billingKey, keysIn(portion, referenceKey));
    const reversed = await findReversed(files, documents);
    yield {
      journals: own.map((rows) => {
        const document = documents.get(rows[0] ? referenceKey(rows[0].values) : '')?.[0];
        const cancelled = document ? reversed.get(cancelledKey(document.values))?.[0] : undefined;
        return { lines: rows, document, reverses: cancelled ? journalKey(cancelled.values) : '' };
      }),
      broken: portion.flatMap((row) => row.broken ?? unkeyed(row) ?? []),
    };
  }
}

function placeOf({ file, line }: SapRow): string {
  return `${file}:${line}`;
}

/** The lines of documents that others cancel, by document. */
function findReversed(files: SapFiles, documents: SapIndex): Promise<SapIndex> {
  return files.find(RECEIVABLES, referenceKey, keysIn([...documents.values()].flat(), cancelledKey));
}

function unkeyed(row: SapRow): FormatItem | undefined {
  if (journalKey(row.values) !== '') return undefined;
  const message = 'the line says no journal: it needs companyCode, fiscalYear and accountingDocument';
  return rejected(row, { class: 'VALIDATION', rule: 'key', message }, 'accountingDocument');
}

function journalRecord({ lines: [first], reverses }: WholeJournal): FormatItem[] {
  if (!first) return [];
  return [toRecord(first, 'journal', journalKey(first.values), journalFields(first.values, reverses))];
}

function postingRecords({ lines, document }: WholeJournal): FormatItem[] {
  const [first] = lines;
  const counter = counterFields(lines);
  const postings = lines.map((row) =>
    toRecord(row, 'posting', receivableKey(row.values), receivableFields(row.values, invoiceOf(document))),
  );
  if (!first || !counter) return postings;
  const id = `${journalKey(first.values)}/not-in-export`;
  return [...postings, toRecord(first, 'posting', id, counter)];
}

/** The invoice that a posting concerns: the billing document, or the one that it cancels. A credit memo concerns none. */
function invoiceOf(document: SapRow | undefined): string {
  const kind = document && kindOf(document.values);
  if (!document || kind === undefined || kind === 'PRO_FORMA') return '';
  if (kind === 'INVOICE_CANCELLATION') return cancelledKey(document.values);
  return recordOf(kind) === 'invoice' ? billingKey(document.values) : '';
}

/** Lays what was posted for a document beside what it states. */
function compare(found: ReceivableBreak, { lines, document }: WholeJournal): void {
  const kind = document && kindOf(document.values);
  if (!document || kind === undefined) return;
  const context = { kind, cancellation: undefined, receivables: [], order: '' };
  const { total = '', currency = '' } = invoiceFields(document.values, context);
  let posted = decimal('0');
  for (const { values } of lines) {
    const amount = postedAmount(values, 'amountInTransactionCurrency', currency);
    if (!amount || textOf(values, 'transactionCurrency') !== currency) return;
    posted = posted.plus(amount);
  }
  if (isDecimal(total)) found.compare(currency, posted.abs(), decimal(total));
}

/** A clearing offsets documents and is no payment (DOMAIN section 6): each row must repeat a receivable, cleared. */
function clearingStreams(files: SapFiles): RecordStream[] {
  return streamsOf(files, {
    record: 'payment',
    tables: ['payments_accounts_receivable'],
    isLeading: true,
    async prepare(portion) {
      const receivables = await files.find(RECEIVABLES, receivableKey, keysIn(portion, receivableKey));
      return (row) => {
        const receivable = receivables.get(receivableKey(row.values))?.[0];
        if (!receivable) return missingReference(row, 'accountingDocument', RECEIVABLES);
        return clearingItem(row, receivable);
      };
    },
  });
}

function clearingItem(row: SapRow, receivable: SapRow): FormatItem {
  const field = 'amountInCompanyCodeCurrency';
  const currency = textOf(row.values, 'companyCodeCurrency');
  const [own, other] = [row, receivable].map(({ values }) => postedAmount(values, field, currency));
  if (own && other?.equals(own)) return ignored(row, 'clearing-repeats-receivable');
  const message = `${field} ${row.values[field] ?? ''} differs from the receivable that it clears (${receivable.values[field] ?? ''})`;
  return rejected(row, { class: 'RECONCILIATION', rule: 'clearing-differs-from-receivable', message }, field);
}
