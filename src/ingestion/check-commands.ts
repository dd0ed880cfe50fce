// From the items of a format to batches for the door: defaults of the command line, checks of every field, ids that come
// twice, and rows that belong together kept together.
import { isInstant, microseconds } from '../kernel/dates.ts';
import type { RecordDefinition } from '../platform/record-definition.ts';
import {
  type CheckedRecord,
  fault,
  quoteValue,
  type RecordFault,
  type RecordValues,
} from '../platform/record-fault.ts';
import { repeatedIdentity } from '../platform/record-refusals.ts';
import type { Rejection } from '../platform/record-rejection.ts';
import { hashRecord, toUnits, type Unit } from '../platform/record-unit.ts';
import { checkValues, type KnownCodes, LONGEST_KEY } from '../platform/record-values.ts';
import type { CanonicalRecord, FormatItem, RejectedRow } from './format.ts';
import { SeenIds } from './seen-rules.ts';

/** What one transaction takes in. */
export interface CheckedBatch {
  readonly units: readonly Unit[];
  /** Units that a check has refused already. */
  readonly faults: ReadonlyMap<Unit, RecordFault>;
  /** Rows that are no unit: without id, ragged, ids that came before. */
  readonly rejections: readonly Rejection[];
  readonly ignored: readonly string[];
  readonly read: number;
}

export interface RunDefaults {
  readonly entity?: string | undefined;
  readonly currency?: string | undefined;
}

const BATCH_ROWS = 5000;

/** A row in order of the file: sound, or with what is wrong with it. */
interface CheckedRow {
  readonly record: CheckedRecord;
  readonly fault: RecordFault | null;
}

/** Turns the items of one record type into batches; rows that come whole are never split over two. */
export class BatchMaker {
  readonly #definition: RecordDefinition;
  readonly #known: KnownCodes;
  readonly #defaults: readonly [field: string, value: string][];
  /** Ids of contents that state no version. */
  readonly #ids = new SeenIds();
  /** Ids of those that do, alone and with their versions. */
  readonly #versions = new SeenIds();
  readonly #contents = new SeenIds();
  readonly #identities = new SeenIds();
  /** Natural keys with the id that had them first: the same id again is another matter. */
  readonly #named = new SeenIds();
  #rows: CheckedRow[] = [];
  #rejections: Rejection[] = [];
  #ignored: string[] = [];
  #read = 0;

  constructor(definition: RecordDefinition, known: KnownCodes, defaults: RunDefaults) {
    this.#definition = definition;
    this.#known = known;
    this.#defaults = defaultsOf(definition, defaults);
  }

  /** The batches of a stream, each with everything that came since the one before. */
  async *batches(items: AsyncIterable<readonly FormatItem[]>): AsyncGenerator<CheckedBatch> {
    for await (const some of items) {
      for (const item of some) this.#take(item);
      if (this.#rows.length >= BATCH_ROWS || this.#rejections.length >= BATCH_ROWS) yield* this.#cut();
    }
    yield* this.#make(this.#rows);
  }

  #take(item: FormatItem): void {
    this.#read++;
    if (item.kind === 'ignored') this.#ignored.push(item.rule);
    else if (item.kind === 'rejected') this.#rejections.push(toRejection(item, this.#definition));
    else this.#check(item);
  }

  #check(item: CanonicalRecord): void {
    const { externalId } = item;
    const { wholeBy } = this.#definition;
    const noId = idFault(externalId);
    if (noId) {
      if (wholeBy === null) this.#reject(item, noId);
      else this.#push(item, item.values, [], noId);
      return;
    }
    const { values, defaulted } = this.#withDefaults(item.values);
    const checked = checkValues(this.#definition, values, this.#known, isPartial(item));
    if ('fault' in checked) this.#push(item, values, defaulted, checked.fault);
    else this.#push(item, checked.values, defaulted, this.#repeatedFault(item, checked.values));
  }

  /** Another row of the run has the same natural key; the database would find it out only where both are new. */
  #repeatedFault(item: CanonicalRecord, values: RecordValues): RecordFault | null {
    const { externalId } = item;
    if (item.version !== undefined) return null;
    const identity = identityOf(this.#definition, externalId, values);
    if (identity === null) return null;
    const isNew = this.#identities.add(identity);
    if (!this.#named.add(JSON.stringify([identity, externalId])) || isNew) return null;
    return repeatedIdentity(this.#definition, toRecord(item, values, []), 'an earlier row');
  }

  #withDefaults(values: RecordValues): { values: RecordValues; defaulted: readonly string[] } {
    const missing = this.#defaults.filter(([name]) => values[name] === undefined || values[name] === '');
    if (missing.length === 0) return { values, defaulted: [] };
    return {
      values: { ...values, ...Object.fromEntries(missing) },
      defaulted: missing.map(([name]) => name),
    };
  }

  #push(
    item: CanonicalRecord,
    values: RecordValues,
    defaulted: readonly string[],
    wrong: RecordFault | null,
  ): void {
    const version = versionOf(item.version);
    const record = toRecord(item, values, defaulted, version);
    this.#rows.push({ record, fault: version === undefined ? versionFault(item.version ?? '') : wrong });
  }

  #reject({ file, line, externalId, values }: CanonicalRecord, wrong: RecordFault): void {
    const { record } = this.#definition;
    const id = externalId === '' ? null : externalId.slice(0, LONGEST_KEY);
    this.#rejections.push({ file, line, record, externalId: id, fault: wrong, values });
  }

  /** All rows but those of the last group, which may go on. */
  #cut(): CheckedBatch[] {
    const { wholeBy } = this.#definition;
    if (wholeBy === null) return this.#make(this.#rows);
    const last = this.#rows.at(-1)?.record.values[wholeBy];
    let end = this.#rows.length;
    while (end > 0 && this.#rows[end - 1]?.record.values[wholeBy] === last) end--;
    return this.#make(end === 0 ? [] : this.#rows.slice(0, end));
  }

  #rejectRows({ externalId, records }: Unit, wrong: RecordFault): void {
    const { record } = this.#definition;
    for (const { file, line, values } of records)
      this.#rejections.push({ file, line, record, externalId, fault: wrong, values });
  }

  /** The same id with another content, and nothing that says which is the newer. What comes whole comes once. */
  #cameBefore({ externalId, hash, version }: Unit): RecordFault | null {
    const isRepeat = !this.#contents.add(`${externalId} ${hash}`);
    const isDecided =
      version === null || this.#definition.wholeBy !== null
        ? this.#ids.add(externalId) && !this.#versions.has(externalId)
        : this.#isOtherVersion(externalId, version);
    return isRepeat || isDecided ? null : repeatedFault(this.#definition, externalId);
  }

  /** Whether its version tells it from every content of that id before. */
  #isOtherVersion(externalId: string, version: string): boolean {
    this.#versions.add(externalId);
    return this.#versions.add(`${externalId}\u0001${version}`) && !this.#ids.has(externalId);
  }

  /** Usually one batch. An id that comes again goes into another one behind it, so that each batch has every id once. */
  #make(rows: readonly CheckedRow[]): CheckedBatch[] {
    const faulty = new Map(rows.flatMap((row) => (row.fault ? [[row.record, row.fault] as const] : [])));
    const times = new Map<string, number>();
    const rounds: { units: Unit[]; faults: Map<Unit, RecordFault> }[] = [{ units: [], faults: new Map() }];
    for (const unit of toUnits(
      this.#definition,
      rows.map(({ record }) => record),
    )) {
      const again = this.#cameBefore(unit);
      if (again) {
        this.#rejectRows(unit, again);
        continue;
      }
      const time = times.get(unit.externalId) ?? 0;
      times.set(unit.externalId, time + 1);
      const round = rounds[time] ?? { units: [], faults: new Map<Unit, RecordFault>() };
      rounds[time] = round;
      const at = unit.records.find((record) => faulty.has(record));
      const wrong = at && faulty.get(at);
      const placed = at ? { ...unit, at } : unit;
      if (wrong) round.faults.set(placed, wrong);
      round.units.push(placed);
    }
    const first = {
      rejections: this.#rejections,
      ignored: this.#ignored,
      read: this.#read - (this.#rows.length - rows.length),
    };
    this.#rows = this.#rows.slice(rows.length);
    this.#read = this.#rows.length;
    this.#rejections = [];
    this.#ignored = [];
    return rounds.map((round, index) => ({ ...NOTHING, ...(index === 0 && first), ...round }));
  }
}

function repeatedFault({ record, wholeBy }: RecordDefinition, externalId: string): RecordFault {
  const at = { field: wholeBy ?? 'id', value: externalId };
  return wholeBy === null
    ? fault('DUPLICATE', 'id_is_unique', `id ${quoteValue(externalId)} stands in an earlier row, too`, at)
    : fault(
        'DUPLICATE',
        'rows_stand_together',
        `${wholeBy} ${externalId} came before: its ${record} rows must stand one after the other in one file`,
        at,
      );
}

const NOTHING = { rejections: [], ignored: [], read: 0 };

function toRecord(
  { file, line, externalId, partial, removed }: CanonicalRecord,
  values: RecordValues,
  defaulted: readonly string[],
  version: string | null | undefined = null,
): CheckedRecord {
  return {
    file,
    line,
    externalId,
    values,
    hash: hashRecord(externalId, values, removed),
    defaulted,
    version: version ?? null,
    partial: partial ?? false,
    removed: removed ?? null,
  };
}

function idFault(externalId: string): RecordFault | undefined {
  const at = { field: 'id', value: externalId.slice(0, LONGEST_KEY) };
  if (externalId.trim() === '' || externalId.includes('\u0000'))
    return fault('VALIDATION', 'key', 'the record has no id', at);
  return externalId.length > LONGEST_KEY
    ? fault(
        'VALIDATION',
        'key',
        `the id ${quoteValue(externalId)} is longer than ${LONGEST_KEY} characters`,
        at,
      )
    : undefined;
}

/** Whether required fields may be absent: it says only what changed, or that it is gone. */
function isPartial({ partial, removed }: CanonicalRecord): boolean {
  return (partial ?? false) || removed !== undefined;
}

/** A source's version as a number: a whole one as it is, an instant in microseconds since 1970; undefined where it is neither. */
function versionOf(version: string | undefined): string | null | undefined {
  if (version === undefined) return null;
  if (/^\d{1,18}$/.test(version)) return version;
  return isInstant(version) ? microseconds(version) : undefined;
}

function versionFault(version: string): RecordFault {
  return fault(
    'VALIDATION',
    'version',
    `source_version ${quoteValue(version)} is neither a whole number nor an instant with its offset, 2024-01-31T12:00:00Z`,
    { field: 'source_version', value: version },
  );
}

/** The natural key as text; null where the record does not say all of it. */
function identityOf(
  { fields, identity }: RecordDefinition,
  externalId: string,
  values: RecordValues,
): string | null {
  if (identity.length === 0) return null;
  const parts = identity.map((name) => {
    const standard = fields[name]?.default;
    return values[name] ?? (standard === 'v.external_id' ? externalId : (standard ?? null));
  });
  return parts.includes(null) ? null : JSON.stringify(parts);
}

/** Fields that `--entity` and `--currency` fill: those that a record must have. */
function defaultsOf({ fields }: RecordDefinition, { entity, currency }: RunDefaults): [string, string][] {
  return Object.entries(fields).flatMap(([name, { kind, required }]): [string, string][] => {
    if (!required) return [];
    if (kind === 'legal_entity' && entity !== undefined) return [[name, entity]];
    return kind === 'currency' && currency !== undefined ? [[name, currency]] : [];
  });
}

function toRejection(item: RejectedRow, definition: RecordDefinition): Rejection {
  const wrong: RecordFault = {
    class: item.class,
    rule: item.rule,
    message: item.message,
    field: item.field ?? null,
    value: item.value ?? null,
  };
  return {
    file: item.file,
    line: item.line,
    record: item.record ?? definition.record,
    externalId: item.externalId ?? null,
    fault: wrong,
    values: item.values ?? null,
  };
}
