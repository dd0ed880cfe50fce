// How a slice declares one kind of record that comes in: its fields, the table that they land in, and what follows from
// them. The command of a batch, the checks, the format's documentation and the translators all read these definitions.
import type { Transaction } from 'kysely';
import type { CheckedRecord, RecordFault } from './record-fault.ts';
import type { FieldKind, RecordField } from './record-fields.ts';
import type { DB } from './tables.gen.ts';

/** A column that follows from others. The SQL sees `v` (the values by column), `c` (source_id, today) and the joins. */
export interface DerivedColumn {
  readonly onInsert: string;
  /** Left out: stays as it is when the record changes. `t` is the row as it stands. */
  readonly onUpdate?: string;
}

export interface RecordDefinition {
  /** Its name: the file's name, the `record_type` of inbound records, and what references say. */
  readonly record: string;
  readonly plural: string;
  readonly about: string;
  readonly table: string;
  /** The table's uuid key; null where the table has only the natural one. */
  readonly key: string | null;
  /** The object type in the crosswalk, for master data and documents; null for lines and other parts. */
  readonly object: string | null;
  readonly fields: Readonly<Record<string, RecordField>>;
  /** Fields that together identify the object whatever its external id: the natural key. */
  readonly identity: readonly string[];
  readonly derived: Readonly<Record<string, DerivedColumn>>;
  /** SQL behind `from v`, for the expressions of derived columns. */
  readonly joins: string;
  /** Whether the table names the source system that stated the row. */
  readonly stampsSource: boolean;
  /** The table with the states that the object had. */
  readonly versions: string | null;
  /** Whether the table counts the row's versions, and keeps the moment of the last one. */
  readonly counted: boolean;
  readonly dated: boolean;
  /** SQL for the currency of the row `t`, for amounts of records that refer to it. */
  readonly currency: string;
  /** Rows never change once they stand. */
  readonly appendOnly: boolean;
  /** Field group for provenance; null: no provenance. */
  readonly group: string | null;
  /** The reference by which rows belong together: they come one after the other and stand or fall as a whole. */
  readonly wholeBy: string | null;
  /** Records without which a row of this one says nothing; a row that lacks them when its run is over is refused. */
  readonly parts: RecordParts | null;
  readonly hooks: RecordHooks;
}

export interface RecordParts {
  /** The other record; its rows come whole under the external id of this one. */
  readonly record: string;
  /** SQL: whether the row `t` has any. */
  readonly exist: string;
  /** What is broken where it has none. */
  readonly rule: string;
}

type Defaulted =
  | 'plural'
  | 'table'
  | 'key'
  | 'object'
  | 'identity'
  | 'derived'
  | 'joins'
  | 'stampsSource'
  | 'versions'
  | 'counted'
  | 'dated'
  | 'currency'
  | 'appendOnly'
  | 'group'
  | 'wholeBy'
  | 'parts'
  | 'hooks';

/** Declares a record; what is left out follows from its name. */
export function recordCommand(
  given: Omit<RecordDefinition, Defaulted> & Partial<Pick<RecordDefinition, Defaulted>>,
): RecordDefinition {
  const table = given.table ?? given.record;
  return {
    plural: `${given.record}s`,
    table,
    key: `${table}_id`,
    object: null,
    identity: [],
    derived: {},
    joins: '',
    stampsSource: false,
    versions: null,
    counted: given.versions != null,
    dated: given.counted ?? false,
    currency: 't.currency',
    appendOnly: false,
    group: null,
    wholeBy: null,
    parts: null,
    hooks: {},
    ...given,
  };
}

/** A part of the definitions as data, for the README, the demo generator and translators. */
export interface RecordDescription {
  readonly record: string;
  readonly plural: string;
  readonly about: string;
  readonly fields: readonly FieldDescription[];
}

export interface FieldDescription {
  readonly name: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly values: readonly string[] | null;
  readonly references: string | null;
  readonly default: string | null;
  readonly note: string | null;
}

/** The definitions as data; `id` goes without saying. */
export function describeRecords(definitions: readonly RecordDefinition[]): RecordDescription[] {
  return definitions.map(({ record, plural, about, fields }) => ({
    record,
    plural,
    about,
    fields: Object.entries(fields).map(([name, given]) => ({
      name,
      kind: given.kind,
      required: given.required,
      values: given.values,
      references: given.record,
      default: given.default,
      note: given.note,
    })),
  }));
}

/** What every batch of one run knows. */
export interface BatchContext {
  readonly tx: Transaction<DB>;
  readonly sourceId: string;
  readonly sourceKey: string;
  readonly runId: string;
  /** The day of the run (UTC), for facts whose record does not date them. */
  readonly today: string;
  /** Digits of the minor unit, by currency. */
  readonly minorDigits: ReadonlyMap<string, number>;
  /** Object types of which some endpoint wants to hear. */
  readonly wanted: ReadonlySet<string>;
  /** Record types of which an exception stood open when the run began. */
  readonly troubled: ReadonlySet<string>;
  /** All kinds of records, by name. */
  readonly definitions: ReadonlyMap<string, RecordDefinition>;
}

/** A record of the batch with the row that it makes or changes. */
export interface PlacedRecord {
  readonly record: CheckedRecord;
  /** The canonical row; null where the table has no uuid key. */
  readonly targetId: string | null;
  readonly isNew: boolean;
  /** Another source owns the row. */
  readonly isForeign: boolean;
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
  /** Writes what follows from the batch beside its rows, and returns the external ids for which that was anything new. */
  readonly after?: (context: BatchContext, records: readonly PlacedRecord[]) => Promise<ReadonlySet<string>>;
  /** Of rows that their source removed those on which figures hang. */
  readonly hangOn?: (context: BatchContext, targetIds: readonly string[]) => Promise<readonly string[]>;
  /** Rows that the batch must not contain, seen only once it stands: a cycle. By external id. */
  readonly verify?: (
    context: BatchContext,
    records: readonly PlacedRecord[],
  ) => Promise<ReadonlyMap<string, RecordFault>>;
}
