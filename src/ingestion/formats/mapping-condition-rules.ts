// Whether a row meets a condition of a mapping: any of its alternatives, in each of which every column passes its test.
import { decimal, isDecimal } from '../../kernel/money.ts';
import type { Condition, Test } from './mapping-declaration.ts';
import type { MappedRow } from './mapping-row.ts';

export type Meets = (row: MappedRow) => boolean;

export function compileCondition(condition: Condition): Meets {
  const alternatives = condition.map((columns) =>
    Object.entries(columns).map(([column, test]) => compileTest(column, test)),
  );
  return (row) => alternatives.some((tests) => tests.every((passes) => passes(row)));
}

/** Every column that a condition reads. */
export function columnsOfCondition(condition: Condition): string[] {
  return condition.flatMap((columns) =>
    Object.entries(columns).flatMap(([column, { same_as, differs_from }]) =>
      [column, same_as, differs_from].filter((name) => name !== undefined),
    ),
  );
}

/** Status codes come in any case: `TRUE` and `true`, `Won` and `WON`. */
const fold = (text: string) => text.toLowerCase();

function compileTest(column: string, test: Test): Meets {
  const { is, not, empty, above, below, same_as, differs_from } = test;
  const text = (row: MappedRow, name = column) => fold(row.cell(name) ?? '');
  const checks: Meets[] = [];
  if (is) {
    const wanted = new Set(is.map(fold));
    checks.push((row) => wanted.has(text(row)));
  }
  if (not) {
    const unwanted = new Set(not.map(fold));
    checks.push((row) => !unwanted.has(text(row)));
  }
  if (empty !== undefined) checks.push((row) => (text(row) === '') === empty);
  if (above !== undefined) checks.push((row) => compare(text(row), above) === 1);
  if (below !== undefined) checks.push((row) => compare(text(row), below) === -1);
  if (same_as !== undefined) checks.push((row) => text(row) === text(row, same_as));
  if (differs_from !== undefined) checks.push((row) => text(row) !== text(row, differs_from));
  return (row) => checks.every((passes) => passes(row));
}

/** 1, 0 or -1; null where the text is no number. */
function compare(text: string, limit: string): number | null {
  return isDecimal(text) ? decimal(text).comparedTo(decimal(limit)) : null;
}
