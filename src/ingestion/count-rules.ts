// What a run says at its end: every record read has exactly one disposition, so that the counts add up.
import type { ExceptionClass } from '../platform/record-fault.ts';
import type { Disposition } from '../platform/record-unit.ts';

/** The counts of a run, under the names that scripts read. */
export interface RunCounts {
  read: number;
  applied: number;
  unchanged: number;
  shadowed: number;
  parked: number;
  ignored: number;
  failed: number;
  /** Failed records by class. */
  exceptions: Partial<Record<ExceptionClass, number>>;
}

export interface RunReport {
  readonly counts: RunCounts;
  /** By record type, in the order in which they were applied. */
  readonly byRecord: ReadonlyMap<string, RunCounts>;
  /** Ignored rows by rule. */
  readonly ignoredByRule: ReadonlyMap<string, number>;
  /** Whether it was a dry run, which kept nothing. */
  readonly dryRun: boolean;
}

export function noCounts(): RunCounts {
  return { read: 0, applied: 0, unchanged: 0, shadowed: 0, parked: 0, ignored: 0, failed: 0, exceptions: {} };
}

const names: Readonly<Record<Disposition, 'applied' | 'unchanged' | 'shadowed' | 'parked' | 'failed'>> = {
  APPLIED: 'applied',
  UNCHANGED: 'unchanged',
  SHADOWED: 'shadowed',
  PARKED: 'parked',
  FAILED: 'failed',
};

/** Collects what became of records, per record type and in all. */
export class Tally implements RunReport {
  readonly counts = noCounts();
  readonly byRecord = new Map<string, RunCounts>();
  readonly ignoredByRule = new Map<string, number>();
  readonly dryRun: boolean;

  constructor(dryRun: boolean) {
    this.dryRun = dryRun;
  }

  #each(record: string): RunCounts[] {
    const counts = this.byRecord.get(record) ?? noCounts();
    this.byRecord.set(record, counts);
    return [this.counts, counts];
  }

  read(record: string, count: number): void {
    for (const counts of this.#each(record)) counts.read += count;
  }

  ignored(record: string, rule: string): void {
    for (const counts of this.#each(record)) counts.ignored++;
    this.ignoredByRule.set(rule, (this.ignoredByRule.get(rule) ?? 0) + 1);
  }

  done(record: string, disposition: Disposition, count: number, failure: ExceptionClass | null): void {
    for (const counts of this.#each(record)) {
      counts[names[disposition]] += count;
      if (disposition === 'FAILED' && failure)
        counts.exceptions[failure] = (counts.exceptions[failure] ?? 0) + count;
    }
  }
}
