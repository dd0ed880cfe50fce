// The receivable figures of a customer's summary.
import { sql } from 'kysely';
import { type SummaryRow, summaryRow } from '../customers/summary-figures.ts';
import { COST } from '../graph/cost.ts';
import { columnOf, fieldsOf, type ViewerScope } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';
import {
  ageing,
  balances,
  billedNet,
  daysSalesOutstanding,
  flowOf,
  openReceivable,
  overdue,
  unapplied,
} from './figures.ts';
import type { ReceivablePart } from './receivable-figures.ts';

export const summaryFields = fieldsOf('CustomerSummary', 'customer', (f) => {
  const figure = (write: (frame: SummaryRow, viewer: ViewerScope) => Sql) =>
    f.money(
      (scope) => write(summaryRow(scope), scope.viewer),
      (scope) => summaryRow(scope).currency,
      COST.aggregate,
    );
  const flow = (part: ReceivablePart) => figure((frame, viewer) => flowOf(part, frame, viewer));
  // Expected billing is not computed yet: unknown, and not zero.
  const unknown = figure(() => sql`null::numeric`);
  return {
    remainingToBill: unknown,
    unbilled: unknown,
    billed: flow('billed'),
    billedNet: figure(billedNet),
    credited: flow('credited'),
    collected: flow('collected'),
    writtenOff: flow('writtenOff'),
    deductions: flow('deductions'),
    unapplied: figure(unapplied),
    openReceivable: figure(openReceivable),
    overdue: figure(overdue),
    daysSalesOutstanding: f.value(
      (scope) => daysSalesOutstanding(summaryRow(scope), scope.viewer),
      COST.aggregate,
    ),
    ageing: f.rows({
      from: (scope) => ageing(summaryRow(scope), scope.viewer, ageingBasis(scope)),
      order: (bucket) => columnOf(bucket, 'position'),
      rows: 7,
      cost: COST.aggregate,
    }),
    balances: f.rows({
      from: (scope) => balances(summaryRow(scope), scope.viewer),
      order: (balance) => columnOf(balance, 'currency'),
      rows: 3,
      cost: COST.aggregate,
    }),
  };
});

/** The day from which a field `ageing(basis:)` counts; due dates where nothing is said. */
export function ageingBasis({
  args,
}: {
  readonly args: { choice(name: string): unknown };
}): 'DUE_DATE' | 'INVOICE_DATE' {
  return args.choice('basis') === 'INVOICE_DATE' ? 'INVOICE_DATE' : 'DUE_DATE';
}

export const ageingBucketFields = fieldsOf('AgeingBucket', 'currency', (f) => ({
  band: f.derived('band'),
  amount: f.money(
    ({ row }) => columnOf(row, 'amount'),
    ({ row }) => columnOf(row, 'currency'),
  ),
}));

export const currencyBalanceFields = fieldsOf('CurrencyBalance', 'currency', (f) => {
  const amount = (name: string) =>
    f.money(
      ({ row }) => columnOf(row, name),
      ({ row }) => columnOf(row, 'currency'),
    );
  return {
    currency: f.derived('currency'),
    billed: amount('billed'),
    credited: amount('credited'),
    collected: amount('collected'),
    writtenOff: amount('writtenOff'),
    deductions: amount('deductions'),
    openReceivable: amount('openReceivable'),
    unapplied: amount('unapplied'),
  };
});
