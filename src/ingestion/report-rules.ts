// The table at the end of an import, for people.
import type { RunCounts, RunReport } from './count-rules.ts';

const columns = ['read', 'applied', 'unchanged', 'shadowed', 'parked', 'ignored', 'failed'] as const;

/** One line per record type and the sum, then what was ignored and what failed, by rule and class. */
export function reportLines({ counts, byRecord, ignoredByRule, dryRun }: RunReport): string[] {
  const rows: [string, RunCounts][] = [...byRecord, ['all', counts]];
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(width)} ${cells.map((cell) => cell.padStart(10)).join('')}`;
  const details = [
    ...[...ignoredByRule].map(([rule, count]) => `ignored by rule ${rule}: ${count}`),
    ...Object.entries(counts.exceptions).map(([name, count]) => `failed with ${name}: ${count}`),
  ];
  return [
    line('', columns),
    ...rows.map(([name, row]) =>
      line(
        name,
        columns.map((column) => String(row[column])),
      ),
    ),
    ...details,
    ...(dryRun ? ['dry run: nothing was kept'] : []),
  ];
}
