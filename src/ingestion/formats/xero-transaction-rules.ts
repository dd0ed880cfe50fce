// Transaction amounts of journals: Xero posts in functional currency only, so what a line was in the document's currency is known
// where the document states it, and nowhere else. Nothing is converted back and nothing is guessed.
import type { Decimal } from 'decimal.js';
import { decimal } from '../../kernel/money.ts';
import { functionalOf, type XeroDocument } from './xero-document-rules.ts';

/** A line of a journal, as far as it can be compared with its document. */
export interface JournalLine {
  readonly accountCode: string;
  readonly accountClass: string;
  /** In functional currency: debits positive. */
  readonly net: Decimal;
}

/** What a document states for one account code, without tax. */
export interface DocumentLine {
  readonly accountCode: string;
  readonly amount: Decimal;
}

const CENT = decimal('0.01');

/**
 * The transaction amount of each line of the journal of an invoice or bill (debits positive), or null where the document does
 * not state them all: its total must be the control account's line at the document's rate to the cent, its lines and tax
 * must be the other lines one by one or summed by account, and they must add up to the total. A journal of an earlier state
 * of the document (another rate, currency or amount) does not fit and keeps none.
 */
export function transactionAmounts(
  journal: readonly JournalLine[],
  document: XeroDocument,
  lines: readonly DocumentLine[],
): Decimal[] | null {
  const { total, tax, currencyRate } = document;
  const controlClass = journal.filter(isControl);
  const [control] = controlClass;
  if (!control || controlClass.length > 1 || !total || !currencyRate || total.isZero()) return null;
  if (!control.net.abs().equals(functionalOf(total, currencyRate).abs())) return null;
  const stated = lines.reduce((sum, { amount }) => sum.plus(amount), tax);
  if (!stated.equals(total)) return null;
  // A reversal has the opposite signs in all its lines.
  const controlAmount = control.net.isNegative() === total.isNegative() ? total : total.negated();
  const negated = controlAmount.equals(total);
  const amounts = new Map<JournalLine, Decimal>([[control, controlAmount]]);
  const others = journal.filter((line) => line !== control);
  for (const { posted, amounts: parts } of groupsOf(others, lines, tax)) {
    const signed = parts.map((part) => (negated ? part.negated() : part));
    const fitting = matchAmounts(posted, signed, currencyRate);
    if (!fitting) return null;
    for (const [index, line] of posted.entries()) amounts.set(line, fitting[index] ?? decimal('0'));
  }
  return journal.map((line) => amounts.get(line) ?? decimal('0'));
}

function isControl({ accountClass }: JournalLine): boolean {
  return accountClass === 'RECEIVABLE' || accountClass === 'PAYABLE';
}

interface Group {
  readonly posted: readonly JournalLine[];
  readonly amounts: readonly Decimal[];
}

/** What was posted and what is stated, by account; the document's tax belongs to the tax accounts. */
function groupsOf(
  posted: readonly JournalLine[],
  lines: readonly DocumentLine[],
  tax: Decimal,
): readonly Group[] {
  const taxKey = 'tax';
  const keyOf = ({ accountClass, accountCode }: JournalLine) =>
    accountClass === 'TAX' && !lines.some((line) => line.accountCode === accountCode)
      ? taxKey
      : `account ${accountCode}`;
  const groups = new Map<string, { posted: JournalLine[]; amounts: Decimal[] }>();
  const groupOf = (key: string) => {
    const group = groups.get(key) ?? { posted: [], amounts: [] };
    groups.set(key, group);
    return group;
  };
  for (const line of posted) groupOf(keyOf(line)).posted.push(line);
  for (const line of lines)
    if (!line.amount.isZero()) groupOf(`account ${line.accountCode}`).amounts.push(line.amount);
  if (!tax.isZero()) groupOf(taxKey).amounts.push(tax);
  return [...groups.values()];
}

/** The stated amounts in the order of the posted lines: one for one, or all of them in one line; null where neither fits. */
function matchAmounts(
  posted: readonly JournalLine[],
  stated: readonly Decimal[],
  rate: Decimal,
): Decimal[] | null {
  if (posted.length === 1) {
    const sum = stated.reduce((total, amount) => total.plus(amount), decimal('0'));
    return stated.length > 0 && isPostedAs(sum, posted[0], rate) ? [sum] : null;
  }
  if (posted.length !== stated.length) return null;
  const amounts = [...stated].sort((a, b) => a.comparedTo(b));
  const order = [...posted.keys()].sort((a, b) => compareNet(posted[a], posted[b]));
  const fitting: Decimal[] = [];
  for (const [index, at] of order.entries()) {
    const amount = amounts[index];
    if (!amount || !isPostedAs(amount, posted[at], rate)) return null;
    fitting[at] = amount;
  }
  return fitting;
}

function compareNet(a: JournalLine | undefined, b: JournalLine | undefined): number {
  return a && b ? a.net.comparedTo(b.net) : 0;
}

/** To the cent, in which Xero lets one line of a document take up what rounding leaves. */
function isPostedAs(amount: Decimal, line: JournalLine | undefined, rate: Decimal): boolean {
  return line !== undefined && functionalOf(amount, rate).minus(line.net).abs().lessThanOrEqualTo(CENT);
}
