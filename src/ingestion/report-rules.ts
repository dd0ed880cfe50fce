// What an import and the list of exceptions say to people.
import { quoteValue, type RecordFault } from '../platform/record-fault.ts';
import type { OpenException, Refusal, RunCounts, RunReport } from './count-rules.ts';

const columns = ['read', 'applied', 'unchanged', 'shadowed', 'parked', 'ignored', 'failed'] as const;

/** One line per record type and the sum, then what was ignored and what failed, by rule and class, and why. */
export function reportLines(report: RunReport, source: string): string[] {
  const { counts, byRecord, ignoredByRule, dryRun } = report;
  const rows: [string, RunCounts][] = [...byRecord, ['all', counts]];
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(width)} ${cells.map((cell) => cell.padStart(10)).join('')}`;
  const details = [
    ...[...ignoredByRule].map(([rule, count]) => `ignored by rule ${rule}: ${count}`),
    ...Object.entries(counts.exceptions).map(([name, count]) => `exceptions of class ${name}: ${count}`),
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
    ...refusalLines(report, source),
    ...(dryRun ? ['dry run: nothing was kept'] : []),
  ];
}

/** The first reasons, and where the others are. */
function refusalLines({ refusals, refusalCount, dryRun }: RunReport, source: string): string[] {
  const more = refusalCount - refusals.length;
  const where = dryRun ? '' : `: npx revgraph exceptions --source ${source}`;
  const byFile = [...Map.groupBy(refusals, ({ file }) => file).values()];
  const told = byFile.flatMap((same) => same.toSorted((one, other) => one.line - other.line));
  return [...told.map(refusalLine), ...(more > 0 ? [`... and ${more} more${where}`] : [])];
}

function refusalLine({ fault, ...place }: Refusal): string {
  return [...placeOf(place), reasonOf(fault)].join(' ');
}

/** One exception that stands open. */
export function exceptionLine(exception: OpenException): string {
  const { record, id, class: failure } = exception;
  const what = [record, id].filter((part) => part !== null);
  return [...placeOf(exception), ...what, reasonOf(exception), `(${failure})`].join(' ');
}

function placeOf({ file, line }: Pick<Refusal, 'file' | 'line'>): string[] {
  if (file === '') return [];
  return [line === 0 ? file : `${file}:${line}`];
}

/** The field, its value and what is wrong with it; most messages begin with the first two. */
function reasonOf({ field, value, message }: Pick<RecordFault, 'field' | 'value' | 'message'>): string {
  if (field === null) return message;
  const subject = value === null ? field : `${field} ${quoteValue(value)}`;
  const rest = message.startsWith(`${subject} `) ? message.slice(subject.length + 1) : message;
  return message.startsWith(`${subject}: `) ? message : `${subject}: ${rest}`;
}
