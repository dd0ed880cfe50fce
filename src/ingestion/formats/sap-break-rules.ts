// The break between what was billed and what stands in the ledger as receivable: found while the receivables are read, told once per
// currency of the export, and absorbed nowhere.
import type { Decimal } from 'decimal.js';
import { toMinor } from '../../kernel/money.ts';
import type { Origin, RejectedRow } from '../format.ts';

/** Ratios of amounts that were rounded by themselves are one factor if they lie within this share of each other. */
const SAME_WITHIN = '0.005';

/** What was compared in one currency. */
interface Comparison {
  readonly compared: number;
  readonly differing: number;
  readonly receivable: Decimal;
  readonly billed: Decimal;
  readonly least: Decimal;
  readonly most: Decimal;
}

/** Compares receivables with the documents that they come from. */
export class ReceivableBreak {
  readonly #byCurrency = new Map<string, Comparison>();

  /** A receivable and the total of its billing document, both without sign. */
  compare(currency: string, receivable: Decimal, billed: Decimal): void {
    if (billed.isZero()) return;
    const ratio = receivable.div(billed);
    const before = this.#byCurrency.get(currency);
    const differs = receivable.equals(billed) ? 0 : 1;
    this.#byCurrency.set(currency, {
      compared: (before?.compared ?? 0) + 1,
      differing: (before?.differing ?? 0) + differs,
      receivable: receivable.plus(before?.receivable ?? '0'),
      billed: billed.plus(before?.billed ?? '0'),
      least: before?.least.lessThan(ratio) ? before.least : ratio,
      most: before?.most.greaterThan(ratio) ? before.most : ratio,
    });
  }

  /** What there is to tell, one finding per currency in which both do not agree. */
  findings(at: Origin): RejectedRow[] {
    return [...this.#byCurrency].flatMap(([currency, comparison]) =>
      comparison.differing === 0 ? [] : [findingOf(currency, comparison, at)],
    );
  }
}

function findingOf(currency: string, comparison: Comparison, at: Origin): RejectedRow {
  const { compared, differing, receivable, billed, least, most } = comparison;
  const isConstant = most.minus(least).lessThanOrEqualTo(most.times(SAME_WITHIN));
  const factor = toMinor(receivable.div(billed), 2);
  const sums = `${receivable} ${currency} as receivable against ${billed} billed; both stand as stated`;
  return {
    kind: 'rejected',
    class: 'RECONCILIATION',
    rule: isConstant ? 'receivable-is-a-constant-multiple-of-billing' : 'receivable-differs-from-billing',
    message: isConstant
      ? `each of ${compared} receivables is ${factor} times its billing document: ${sums}`
      : `${differing} of ${compared} receivables differ from their billing document: ${sums}`,
    field: 'amountInTransactionCurrency',
    value: isConstant ? factor : null,
    record: 'posting',
    values: {
      currency,
      compared: String(compared),
      differing: String(differing),
      receivable: receivable.toString(),
      billed: billed.toString(),
      ...(isConstant && { factor }),
    },
    ...at,
  };
}
