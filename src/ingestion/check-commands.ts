// From the items of a format to batches for the door: defaults of the command line, checks of every field, ids that come
// twice, and rows that belong together kept together.
import type { RecordDefinition } from '../platform/record-definition.ts';
import { type CheckedRecord, fault, type RecordFault, type RecordValues } from '../platform/record-fault.ts';
import type { Rejection } from '../platform/record-trail.ts';
import { hashOf, hashRecord, toUnits, type Unit } from '../platform/record-unit.ts';
import { checkValues, type KnownCodes } from '../platform/record-values.ts';
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
  readonly #seen = new SeenIds();
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
      if (this.#rows.length >= BATCH_ROWS || this.#rejections.length >= BATCH_ROWS) yield this.#cut();
    }
    yield this.#make(this.#rows);
  }

  #take(item: FormatItem): void {
    this.#read++;
    if (item.kind === 'ignored') this.#ignored.push(item.rule);
    else if (item.kind === 'rejected') this.#rejections.push(toRejection(item, this.#definition));
    else this.#check(item);
  }

  #check(item: CanonicalRecord): void {
    const { file, row, externalId } = item;
    const { wholeBy } = this.#definition;
    if (externalId.trim() === '' || externalId.includes('\u0000')) {
      const wrong = fault('VALIDATION', 'key', 'the record has no id', { field: 'id', value: externalId });
      if (wholeBy === null) this.#reject(item, wrong);
      else this.#push(item, item.values, [], wrong);
      return;
    }
    if (wholeBy === null && !this.#seen.add(externalId)) {
      this.#reject(item, repeatedFault(externalId));
      return;
    }
    const { values, defaulted } = this.#withDefaults(item.values);
    const checked = checkValues(this.#definition, values, this.#known);
    if ('values' in checked) this.#push({ ...item, file, row }, checked.values, defaulted, null);
    else this.#push(item, values, defaulted, checked.fault);
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
    { file, row, externalId }: CanonicalRecord,
    values: RecordValues,
    defaulted: readonly string[],
    wrong: RecordFault | null,
  ): void {
    const hash = hashRecord(externalId, values);
    this.#rows.push({ record: { file, row, externalId, values, hash, defaulted }, fault: wrong });
  }

  #reject({ file, row, externalId, values }: CanonicalRecord, wrong: RecordFault): void {
    const { record } = this.#definition;
    const hash = hashRecord(externalId, values);
    const id = externalId === '' ? null : externalId;
    this.#rejections.push({ file, row, record, externalId: id, hash, fault: wrong, values });
  }

  /** All rows but those of the last group, which may go on. */
  #cut(): CheckedBatch {
    const { wholeBy } = this.#definition;
    if (wholeBy === null) return this.#make(this.#rows);
    const last = this.#rows.at(-1)?.record.values[wholeBy];
    let end = this.#rows.length;
    while (end > 0 && this.#rows[end - 1]?.record.values[wholeBy] === last) end--;
    return this.#make(end === 0 ? [] : this.#rows.slice(0, end));
  }

  #make(rows: readonly CheckedRow[]): CheckedBatch {
    const faulty = new Map(rows.flatMap((row) => (row.fault ? [[row.record, row.fault] as const] : [])));
    const faults = new Map<Unit, RecordFault>();
    const units: Unit[] = [];
    for (const unit of toUnits(
      this.#definition,
      rows.map(({ record }) => record),
    )) {
      if (this.#definition.wholeBy !== null && !this.#seen.add(unit.externalId)) {
        this.#rejectGroup(unit);
        continue;
      }
      const at = unit.records.find((record) => faulty.has(record));
      const wrong = at && faulty.get(at);
      const placed = at ? { ...unit, at } : unit;
      if (wrong) faults.set(placed, wrong);
      units.push(placed);
    }
    const batch = {
      units,
      faults,
      rejections: this.#rejections,
      ignored: this.#ignored,
      read: this.#read - (this.#rows.length - rows.length),
    };
    this.#rows = this.#rows.slice(rows.length);
    this.#read = this.#rows.length;
    this.#rejections = [];
    this.#ignored = [];
    return batch;
  }

  /** The second part of something that must come whole. */
  #rejectGroup(unit: Unit): void {
    const { record, wholeBy } = this.#definition;
    for (const { file, row, values, hash } of unit.records) {
      const wrong = fault(
        'DUPLICATE',
        'rows_stand_together',
        `${wholeBy} ${unit.externalId} came before: its ${record} rows must stand one after the other in one file`,
        { field: wholeBy ?? 'id', value: unit.externalId },
      );
      this.#rejections.push({ file, row, record, externalId: unit.externalId, hash, fault: wrong, values });
    }
  }
}

function repeatedFault(externalId: string): RecordFault {
  return fault(
    'DUPLICATE',
    'id_is_unique',
    `id ${JSON.stringify(externalId)} stands in an earlier row, too`,
    {
      field: 'id',
      value: externalId,
    },
  );
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
    row: item.row,
    record: item.record ?? definition.record,
    externalId: item.externalId ?? null,
    hash: hashOf(`${item.value ?? ''}${JSON.stringify(item.values ?? {})}`),
    fault: wrong,
    values: item.values ?? null,
  };
}
