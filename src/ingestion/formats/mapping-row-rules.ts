// What one row becomes: the record of each rule of the mapping that takes it, or the reason why it makes none. Pure rules over one
// row, so that a message with the same object can pass through them as well.
import type { RecordDefinition } from '../../platform/record-definition.ts';
import { type ExceptionClass, fault, quoteValue, type RecordFault } from '../../platform/record-fault.ts';
import type { CanonicalRecord, FormatItem, Origin, RejectedRow } from '../format.ts';
import { SeenIds } from '../seen-rules.ts';
import { compileCondition, type Meets } from './mapping-condition-rules.ts';
import { DateReader } from './mapping-date-rules.ts';
import type { EachMember, Mapping, RecordRule, Value } from './mapping-declaration.ts';
import type { FileRow } from './mapping-files.ts';
import { MappedRow, type NullMarks, type ReadValue, type RowCells } from './mapping-row.ts';
import { compileValue, isTyped, type Surroundings } from './mapping-value-rules.ts';

/** A record with the row as it came. */
interface MappedRecord extends CanonicalRecord {
  readonly raw: RowCells;
}

interface CompiledFile {
  readonly marks: NullMarks;
  /** Computed columns. */
  readonly computed: ReadonlyMap<string, ReadValue>;
  readonly around: Surroundings;
}

/** The cells and computed columns of a file as functions. */
export function compileFile(key: string, known: Omit<Surroundings, 'settled'>): CompiledFile {
  const { mapping } = known;
  const values = Object.entries(mapping.files[key]?.let ?? {});
  const settled = new Set(values.flatMap(([name, value]) => (isTyped(value) ? [name] : [])));
  const around = { ...known, settled };
  const read = ([name, value]: [string, Value]): [string, ReadValue] => {
    // Within its own computation the name means the cell, which is as it came.
    const own = { ...around, settled: new Set([...settled].filter((each) => each !== name)) };
    return [name, compileValue(value, { field: name, kind: 'text' }, own)];
  };
  const marks = {
    nothing: new Set(mapping.nulls?.nothing),
    clears: new Set(mapping.nulls?.clears),
  };
  return { marks, computed: new Map(values.map(read)), around };
}

interface CompiledRefusal {
  readonly class: ExceptionClass;
  readonly rule: string;
  readonly meets: Meets;
  readonly message: ReadValue;
}

/** The rules of a file that hold for all of its records. */
interface Scope {
  readonly ignore: readonly { readonly rule: string; readonly meets: Meets }[];
  readonly refuse: readonly CompiledRefusal[];
  readonly isDeleted: Meets | undefined;
  readonly mergedInto: ReadValue | undefined;
  readonly version: ReadValue | undefined;
  readonly otherwise: string | undefined;
}

function compileScope(mapping: Mapping, key: string, around: Surroundings): Scope {
  const { ignore = [], refuse = [], deleted, merged_into, version, otherwise } = mapping.files[key] ?? {};
  return {
    ignore: ignore.map(({ rule, when }) => ({ rule, meets: compileCondition(when) })),
    refuse: refuse.map(({ when, message, ...rest }) => ({
      ...rest,
      meets: compileCondition(when),
      message: compileValue(message, { field: 'message', kind: 'text' }, around),
    })),
    isDeleted: deleted && compileCondition(deleted),
    mergedInto: merged_into && compileValue(merged_into, { field: 'merged_into', kind: 'text' }, around),
    version: version && compileVersion(version, around),
    otherwise,
  };
}

/** A whole number, or an instant by the date formats of the mapping. */
function compileVersion(version: Value, around: Surroundings): ReadValue {
  const read = compileValue(version, { field: 'version', kind: 'text' }, around);
  const { dates = [], time_zone = 'UTC' } = around.mapping;
  const reader = new DateReader([...dates, 'iso'], time_zone);
  return (row) => {
    const said = read(row);
    if (typeof said !== 'string' || /^\d{1,18}$/.test(said)) return said;
    const instant = reader.toInstant(said);
    if (instant !== undefined) return instant;
    const message = `version ${quoteValue(said)} is neither a whole number nor an instant`;
    return row.refuse(fault('VALIDATION', 'version', message, { field: 'version', value: said }));
  };
}

/** The cells that each member of a row has beside those of the row. */
function memberCells(
  row: MappedRow,
  { column, split = ',', columns = [], except, as, value }: EachMember,
): RowCells[] {
  if (column !== undefined)
    return (row.cell(column) ?? '')
      .split(split)
      .filter((member) => member.trim() !== '')
      .map((member) => ({ [as]: member }));
  const names = columns.includes('*') ? Object.keys(row.cells) : columns;
  return names.flatMap((name) => {
    const said = except?.includes(name) ? undefined : row.cell(name);
    return typeof said === 'string' && value !== undefined ? [{ [as]: name, [value]: said }] : [];
  });
}

/** Turns the rows of a file into records of one rule; made anew for each reading, because it counts. */
export class RowTranslator {
  readonly #rule: RecordRule;
  /** Whether a row that is gone takes its record with it: many rows describe a distinct one, and what comes whole is more than a row. */
  readonly #isRemovable: boolean;
  /** Of the rules over one file the first accounts for the rows that make no record. */
  readonly #isLeading: boolean;
  readonly #file: CompiledFile;
  readonly #scope: Scope;
  readonly #meets: Meets | undefined;
  readonly #others: readonly (Meets | undefined)[];
  /** When the other rules over the file take a row whose record may go with it. */
  readonly #removable: readonly (Meets | undefined)[];
  readonly #id: ReadValue;
  readonly #fields: readonly (readonly [name: string, read: ReadValue])[];
  readonly #seen = new SeenIds();

  constructor(rule: RecordRule, definition: RecordDefinition, known: Omit<Surroundings, 'settled'>) {
    const { mapping } = known;
    const siblings = mapping.records.filter(({ from }) => from === rule.from);
    this.#rule = rule;
    const canGo = ({ record, distinct }: RecordRule) =>
      !distinct && known.options.definitions.some((one) => one.record === record && one.wholeBy === null);
    this.#isRemovable = canGo(rule);
    this.#isLeading = siblings[0] === rule;
    this.#file = compileFile(rule.from, known);
    const { around } = this.#file;
    this.#scope = compileScope(mapping, rule.from, around);
    this.#meets = rule.when && compileCondition(rule.when);
    const others = siblings.filter((other) => other !== rule);
    const whenOf = ({ when }: RecordRule) => when && compileCondition(when);
    this.#others = others.map(whenOf);
    this.#removable = others.filter(canGo).map(whenOf);
    this.#id = compileValue(rule.id, { field: 'id', kind: 'text' }, around);
    this.#fields = Object.entries(rule.fields).map(([name, value]) => {
      const kind = definition.fields[name]?.kind ?? 'text';
      return [name, compileValue(value, { field: name, kind }, around)] as const;
    });
  }

  /** What the row is in this stream; nothing where another stream accounts for it. */
  translate({ file, line, cells, broken }: FileRow): FormatItem[] {
    const at = { file, line };
    if (broken) return this.#ifLeading(broken);
    const row = new MappedRow(cells, this.#file.marks, this.#file.computed);
    const out = this.#outOfScope(row, at);
    if (out) return this.#ifLeading(out);
    const removed = this.#removedBy(row);
    if (removed) return this.#gone(row, at, removed);
    if (row.fault) return this.#ifLeading(this.#rejected(row, row.fault, at));
    if (this.#meets && !this.#meets(row)) return this.#ifLeading(this.#unmatched(row, at));
    return this.#membersOf(row).flatMap((member) => this.#record(member, at, cells) ?? []);
  }

  #ifLeading(item: FormatItem | undefined): FormatItem[] {
    return this.#isLeading && item ? [item] : [];
  }

  /** The row, or one for every member of the list in it. */
  #membersOf(row: MappedRow): MappedRow[] {
    const { each } = this.#rule;
    if (!each) return [row];
    const { marks, computed } = this.#file;
    return memberCells(row, each).map((cells) => new MappedRow({ ...row.cells, ...cells }, marks, computed));
  }

  #outOfScope(row: MappedRow, at: Origin): FormatItem | undefined {
    const { ignore, refuse } = this.#scope;
    const found = ignore.find(({ meets }) => meets(row));
    if (found) return { kind: 'ignored', rule: found.rule, ...at };
    const refused = refuse.find(({ meets }) => meets(row));
    if (!refused) return undefined;
    const message = refused.message(row) ?? 'the source refused this row';
    return this.#rejected(row, fault(refused.class, refused.rule, message), at, this.#id(row) ?? '');
  }

  /** What the source says became of the row's records, if it removed them. */
  #removedBy(row: MappedRow): string | undefined {
    const into = this.#scope.mergedInto?.(row);
    if (typeof into === 'string' && into !== '') return `merged into ${into}`;
    return this.#scope.isDeleted?.(row) ? 'deleted' : undefined;
  }

  /** The removal of each record that the row made; a row that made none is counted. */
  #gone(row: MappedRow, at: Origin, removed: string): FormatItem[] {
    const none = { kind: 'ignored', rule: 'deleted-record', ...at } as const;
    if (!this.#isRemovable || !(this.#meets?.(row) ?? true))
      return this.#removable.some((meets) => meets?.(row) ?? true) ? [] : this.#ifLeading(none);
    return this.#membersOf(row).map((member) => this.#removal(member, at, removed) ?? none);
  }

  #removal(row: MappedRow, at: Origin, removed: string): FormatItem | undefined {
    const externalId = this.#id(row);
    if (typeof externalId !== 'string' || externalId === '') return undefined;
    const version = this.#scope.version?.(row);
    if (row.fault?.rule === 'version') return this.#rejected(row, row.fault, at, externalId);
    const known = typeof version === 'string' && { version };
    return { kind: 'record', record: this.#rule.record, externalId, values: {}, removed, ...known, ...at };
  }

  /** A row that no rule takes is out of scope only if the mapping says so. */
  #unmatched(row: MappedRow, at: Origin): FormatItem | undefined {
    if (row.fault) return this.#rejected(row, row.fault, at);
    if (this.#others.some((meets) => !meets || meets(row))) return undefined;
    const { otherwise } = this.#scope;
    if (otherwise !== undefined) return { kind: 'ignored', rule: otherwise, ...at };
    const message = `no record of the mapping takes this row of ${this.#rule.from}`;
    return this.#rejected(row, fault('MAPPING', 'no-record', message), at);
  }

  #record(row: MappedRow, at: Origin, raw: RowCells): FormatItem | undefined {
    const externalId = this.#id(row) ?? '';
    // The first row of a distinct record makes it, sound or not.
    if (this.#rule.distinct && externalId !== '' && !this.#seen.add(externalId)) return undefined;
    const values: Record<string, string | null> = {};
    for (const [name, read] of this.#fields) {
      const said = read(row);
      if (said !== undefined && said !== '') values[name] = said;
    }
    // What many rows describe has the version of none of them.
    const version = this.#rule.distinct ? undefined : this.#scope.version?.(row);
    if (row.fault) return this.#rejected(row, row.fault, at, externalId);
    const record: MappedRecord = {
      kind: 'record',
      record: this.#rule.record,
      externalId,
      values,
      ...(typeof version === 'string' && { version }),
      raw,
      ...at,
    };
    return record;
  }

  #rejected(row: MappedRow, wrong: RecordFault, at: Origin, externalId = ''): RejectedRow {
    const { field, value, ...rest } = wrong;
    return {
      kind: 'rejected',
      ...rest,
      ...(field !== null && { field }),
      value,
      record: this.#rule.record,
      ...(externalId !== '' && { externalId }),
      values: row.cells,
      ...at,
    };
  }
}
