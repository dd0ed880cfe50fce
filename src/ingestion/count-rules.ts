// What a run says at its end: every record read has exactly one disposition, so that the counts add up.
import type { ExceptionClass, RecordFault } from '../platform/record-fault.ts';
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
  /** Records with an exception by class: those that failed, wait for a parent, or are contradicted by the owner. */
  exceptions: Partial<Record<ExceptionClass, number>>;
}

/** Why something could not be taken: one for a record, or for rows that come whole. */
export interface Refusal {
  readonly file: string;
  /** 0: the file as a whole. */
  readonly line: number;
  readonly fault: RecordFault;
}

export interface RunReport {
  readonly counts: RunCounts;
  /** By record type, in the order in which they were applied. */
  readonly byRecord: ReadonlyMap<string, RunCounts>;
  /** Ignored rows by rule. */
  readonly ignoredByRule: ReadonlyMap<string, number>;
  /** The first refusals, as many as a person reads. */
  readonly refusals: readonly Refusal[];
  /** How many there are in all. */
  readonly refusalCount: number;
  /** Whether it was a dry run, which kept nothing. */
  readonly dryRun: boolean;
}

export function noCounts(): RunCounts {
  return { read: 0, applied: 0, unchanged: 0, shadowed: 0, parked: 0, ignored: 0, failed: 0, exceptions: {} };
}

type CountName = 'applied' | 'unchanged' | 'shadowed' | 'parked' | 'failed' | 'ignored';

const names: Readonly<Record<Disposition, CountName>> = {
  APPLIED: 'applied',
  UNCHANGED: 'unchanged',
  SHADOWED: 'shadowed',
  PARKED: 'parked',
  FAILED: 'failed',
  IGNORED: 'ignored',
};

/** The class of exception that goes with a disposition by itself. */
const classes: Partial<Record<Disposition, ExceptionClass>> = { PARKED: 'REFERENCE', SHADOWED: 'OWNERSHIP' };

/** More refusals than these are told by their number. */
const MOST_TOLD = 20;

/** Collects what became of records, per record type and in all. */
export class Tally implements RunReport {
  readonly counts = noCounts();
  readonly byRecord = new Map<string, RunCounts>();
  readonly ignoredByRule = new Map<string, number>();
  readonly refusals: Refusal[] = [];
  refusalCount = 0;
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

  done(record: string, disposition: Disposition, count: number): void {
    const raised = classes[disposition];
    for (const counts of this.#each(record)) {
      counts[names[disposition]] += count;
      if (raised) this.#raised(counts, raised, count);
    }
  }

  #raised({ exceptions }: RunCounts, name: ExceptionClass, count: number): void {
    const sum = (exceptions[name] ?? 0) + count;
    if (sum === 0) delete exceptions[name];
    else exceptions[name] = sum;
  }

  /** A content older than what stands, with nothing new in it. */
  superseded(record: string, count: number): void {
    this.done(record, 'IGNORED', count);
    this.ignoredByRule.set('superseded', (this.ignoredByRule.get('superseded') ?? 0) + count);
  }

  /** A record that was counted as applied, and turned out at the end not to be whole. */
  takenBack(record: string, refusal: Refusal): void {
    this.done(record, 'APPLIED', -1);
    this.failed(record, 1, refusal);
  }

  /** Records that cannot be taken, for one reason. */
  failed(record: string, count: number, refusal: Refusal): void {
    this.done(record, 'FAILED', count);
    const { class: failure } = refusal.fault;
    for (const counts of this.#each(record)) this.#raised(counts, failure, count);
    this.refusalCount++;
    if (this.refusals.length < MOST_TOLD) this.refusals.push(refusal);
  }
}

/** An exception that stands open: a row that could not be taken and has not come in since, or a parent that is missing. */
export interface OpenException {
  readonly source: string;
  readonly file: string;
  /** On which it begins; 0: the file as a whole. */
  readonly line: number;
  readonly record: string | null;
  readonly id: string | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly class: string;
  readonly rule: string;
  readonly message: string;
}
