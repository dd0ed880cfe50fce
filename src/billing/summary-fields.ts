// The receivable figures of a customer's summary.
import { sql } from 'kysely';
import { type SummaryRow, summaryRow } from '../customers/summary-figures.ts';
import { COST } from '../graph/cost.ts';
import { columnOf, fieldsOf, type Scope, type ViewerScope } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';
import { ageing, balances, billedNet, daysSalesOutstanding, overdue, unapplied } from './figures.ts';
import { type ReceivableTotal, receivableTotals } from './total-figures.ts';

export const summaryFields = fieldsOf('CustomerSummary', 'customer', (f) => {
  const figure = (write: (frame: SummaryRow, viewer: ViewerScope) => Sql) =>
    f.money(
      (scope) => write(summaryRow(scope), scope.viewer),
      (scope) => summaryRow(scope).currency,
      COST.aggregate,
    );
  const total = (name: ReceivableTotal) =>
    f.money(
      (scope) =>
        columnOf(
          scope.once('totals', (asked) => totalsOf(scope, asked), name),
          name,
        ),
      (scope) => summaryRow(scope).currency,
      COST.aggregate,
    );
  // Expected billing is not computed yet: unknown, and not zero.
  const unknown = figure(() => sql`null::numeric`);
  return {
    remainingToBill: unknown,
    unbilled: unknown,
    billed: total('billed'),
    billedNet: figure(billedNet),
    credited: total('credited'),
    collected: total('collected'),
    writtenOff: total('writtenOff'),
    deductions: total('deductions'),
    unapplied: figure(unapplied),
    openReceivable: total('openReceivable'),
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

function totalsOf(scope: Scope<'customer'>, asked: ReadonlySet<string>): Sql {
  return receivableTotals(summaryRow(scope), scope.viewer, asked as ReadonlySet<ReceivableTotal>);
}

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
