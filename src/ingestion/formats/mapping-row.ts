// One row of an export as a mapping sees it: its cells without the marks of null, the columns that are computed from them, and the
// first thing that is wrong with it.
import type { RecordFault } from '../../platform/record-fault.ts';

/** What a cell says: null clears the field, undefined says nothing. */
export type Said = string | null | undefined;

/** A row as it came: text by column, null where JSON says so. */
export type RowCells = Readonly<Record<string, string | null>>;

export type ReadValue = (row: MappedRow) => Said;

/** Texts of cells that are no values. */
export interface NullMarks {
  readonly nothing: ReadonlySet<string>;
  readonly clears: ReadonlySet<string>;
}

export class MappedRow {
  /** The first fault, if any. */
  fault: RecordFault | null = null;
  readonly cells: RowCells;
  readonly #marks: NullMarks;
  readonly #computed: ReadonlyMap<string, ReadValue>;
  readonly #known = new Map<string, Said>();

  constructor(cells: RowCells, marks: NullMarks, computed: ReadonlyMap<string, ReadValue>) {
    this.cells = cells;
    this.#marks = marks;
    this.#computed = computed;
  }

  /** What a column says, computed or not. */
  cell(column: string): Said {
    const compute = this.#computed.get(column);
    if (!compute) return this.#read(column);
    if (!this.#known.has(column)) {
      // Within its own computation the name means the cell.
      this.#known.set(column, this.#read(column));
      this.#known.set(column, compute(this));
    }
    return this.#known.get(column);
  }

  /** Keeps what is wrong; the value is not there then. */
  refuse(fault: RecordFault): undefined {
    this.fault ??= fault;
  }

  #read(column: string): Said {
    const cell = this.cells[column];
    if (cell === undefined || cell === null) return cell;
    const text = cell.trim();
    if (this.#marks.clears.has(text)) return null;
    return text === '' || this.#marks.nothing.has(text) ? undefined : text;
  }
}
