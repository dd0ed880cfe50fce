// Journals and postings: which journal takes back which, and what the lines of one become.
import type { Decimal } from 'decimal.js';
import { decimal } from '../../kernel/money.ts';
import { dateOf, filled, readAmount } from './xero-document-rules.ts';
import type { XeroValues } from './xero-files.ts';

/** A journal as far as its order and its lines need it. */
export interface XeroJournal {
  readonly id: string;
  readonly number: string;
  readonly sourceId: string;
  readonly sourceType: string;
  readonly postedOn: string;
}

export function readJournal(values: XeroValues): XeroJournal {
  return {
    id: values.journal_id ?? '',
    number: values.journal_number ?? '',
    sourceId: values.source_id ?? '',
    sourceType: values.source_type ?? '',
    postedOn: dateOf(values.journal_date),
  };
}

/** Xero numbers journals as it makes them, so the number is their order. */
export function inOrder(a: XeroJournal, b: XeroJournal): number {
  const [first, second] = [Number(a.number), Number(b.number)];
  if (Number.isNaN(first) || Number.isNaN(second) || first === second) return a.number < b.number ? -1 : 1;
  return first - second;
}

/** Account and amount of a line. */
export interface PostedLine {
  readonly accountId: string;
  readonly net: Decimal;
}

/**
 * Which of the journals of one document takes back which: one that negates every line of an earlier one that still stands,
 * the latest of these. An edited or voided document leaves such pairs. By the id of the journal that takes back.
 */
export function findReversals(
  journals: readonly { readonly id: string; readonly lines: readonly PostedLine[] }[],
): Map<string, string> {
  const reversals = new Map<string, string>();
  const standing: { id: string; text: string }[] = [];
  for (const { id, lines } of journals) {
    const opposite = textOf(lines, true);
    const at = standing.findLastIndex((journal) => journal.text === opposite);
    const [reversed] = at === -1 ? [] : standing.splice(at, 1);
    if (reversed) reversals.set(id, reversed.id);
    else standing.push({ id, text: textOf(lines, false) });
  }
  return reversals;
}

function textOf(lines: readonly PostedLine[], negated: boolean): string {
  return lines
    .map(({ accountId, net }) => `${accountId} ${negated ? net.negated() : net}`)
    .sort()
    .join('\n');
}

/** The fields of a journal; a manual one is known by Xero's type. */
export function journalValues(
  values: XeroValues,
  book: string,
  reverses: string | undefined,
): Record<string, string> {
  return filled({
    book,
    number: values.journal_number ?? '',
    type: reverses === undefined ? 'STANDARD' : 'REVERSAL',
    origin: values.source_type === 'MANJOURNAL' ? 'MANUAL' : 'SYSTEM',
    posted_on: dateOf(values.journal_date),
    description: values.reference ?? '',
    reverses: reverses ?? '',
    source_reference: values.source_id ?? '',
    source_type: values.source_type ?? '',
  });
}

/** Whom a journal concerns, and how that is known. */
export interface JournalLink {
  readonly customer: string;
  readonly invoice: string;
  readonly method: 'STATED' | 'INFERRED';
  readonly evidence: Readonly<Record<string, string>>;
}

export interface PostingContext {
  readonly position: number;
  readonly link: JournalLink | undefined;
  /** In the document's currency, debits positive; null: not stated. */
  readonly transaction: { readonly amount: Decimal; readonly currency: string } | null;
  readonly dimensions: Readonly<Record<string, string>> | undefined;
}

/** The fields of a posting: net_amount is the one that balances (gross_amount does not), positive for a debit. */
export function postingValues(
  values: XeroValues,
  { position, link, transaction, dimensions }: PostingContext,
): Record<string, string> {
  const net = values.net_amount ?? '';
  const [debit, credit] = sides(readAmount(net));
  const [ownDebit, ownCredit] = sides(transaction?.amount ?? null);
  return filled({
    journal: values.journal_id ?? '',
    position: String(position),
    account: values.account_id ?? '',
    // What is no number goes on as it is, to be refused by name; so does an empty cell, which must not pass for zero.
    functional_debit: debit || net || ' ',
    functional_credit: credit,
    currency: transaction?.currency ?? '',
    transaction_debit: ownDebit,
    transaction_credit: ownCredit,
    customer: link?.customer ?? '',
    invoice: link?.invoice ?? '',
    dimensions: dimensions ? JSON.stringify(dimensions) : '',
    link_method: link?.method ?? '',
    link_evidence: link && Object.keys(link.evidence).length > 0 ? JSON.stringify(link.evidence) : '',
    description: values.description ?? '',
  });
}

function sides(amount: Decimal | null): readonly [debit: string, credit: string] {
  if (!amount) return ['', ''];
  const zero = decimal('0');
  return amount.isNegative()
    ? [zero.toString(), amount.negated().toString()]
    : [amount.toString(), zero.toString()];
}
