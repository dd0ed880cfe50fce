// The places where a record's definition may do more than its declaration says: find an existing object, check rows that
// belong together, and write what follows from a batch. Hooks are set-based and run inside the batch's transaction.
import type { Transaction } from 'kysely';
import type { CheckedRecord, RecordFault } from './record-values.ts';
import type { DB } from './tables.gen.ts';

/** What every batch of one run knows. */
export interface BatchContext {
  readonly tx: Transaction<DB>;
  readonly sourceId: string;
  readonly sourceKey: string;
  readonly runId: string;
  /** The day of the run (UTC), for facts whose record does not date them. */
  readonly today: string;
}

/** A record of the batch with the row that it makes or changes. */
export interface PlacedRecord {
  readonly record: CheckedRecord;
  /** The canonical row; null where the table has no uuid key. */
  readonly targetId: string | null;
  readonly isNew: boolean;
  /** Uuids of the references and legal entities, by field. */
  readonly ids: ReadonlyMap<string, string>;
}

/** An object that a record was found to mean, other than by its own external id. */
export interface Match {
  readonly targetId: string;
  readonly evidence: Readonly<Record<string, unknown>>;
}

export interface RecordHooks {
  /** Existing objects for records whose external id is new, by external id; or a fault where evidence contradicts itself. */
  readonly match?: (
    context: BatchContext,
    records: readonly CheckedRecord[],
  ) => Promise<ReadonlyMap<string, Match | RecordFault>>;
  /** What is wrong with rows that belong together, before any SQL. */
  readonly checkWhole?: (records: readonly CheckedRecord[]) => RecordFault | null;
  /** Changes values before they are written, e.g. a number that another source has taken. Returns values by external id. */
  readonly adjust?: (
    context: BatchContext,
    records: readonly PlacedRecord[],
  ) => Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
  /** Writes what follows from the batch: roles of contacts, stated balances. Only new or changed records are given. */
  readonly after?: (context: BatchContext, records: readonly PlacedRecord[]) => Promise<void>;
  /** Rows that the batch must not contain, seen only once it stands: a cycle. By external id. */
  readonly verify?: (
    context: BatchContext,
    records: readonly PlacedRecord[],
  ) => Promise<ReadonlyMap<string, RecordFault>>;
}
