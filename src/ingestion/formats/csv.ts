// Comma-separated files (RFC 4180, UTF-8, or another dialect): read through once to see whether they are whole, then streamed
// row by row.
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { UnreadableInput } from '../format.ts';
import { type CsvDialect, hasPlainBytes, plainDialect, toPlainBytes } from './csv-dialect.ts';

export interface CsvFile {
  readonly path: string;
  /** As named to the user. */
  readonly name: string;
  readonly header: readonly string[];
  /** Rows below the header. */
  readonly rows: number;
  /** What stands between rows: a file may have been put together on several systems. */
  readonly lineEnds: readonly string[];
  /** Whether any cell goes over several lines. */
  readonly hasBreaks: boolean;
  readonly dialect: CsvDialect;
}

export interface CsvRow {
  /** Line on which the row begins, as an editor counts: the header stands on line 1. */
  readonly line: number;
  /** As many as the row has: a ragged one has more or fewer than the header. */
  readonly cells: readonly string[];
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** Where a byte stands: at the start of a field, inside a plain or quoted one, or behind a quote inside a quoted one. */
type Place = 'start' | 'plain' | 'quoted' | 'behind';

/** Counts rows and follows the quotes, so that a file that ends inside one is known to be cut off. */
class Structure {
  rows = 0;
  place: Place = 'start';
  /** The current line. */
  line = 1;
  /** The line on which the last quoted field begins. */
  quotedFrom = 0;
  hasBreaks = false;
  /** Whether anything stands on the current line. */
  #filled = false;
  #behindReturn = false;
  readonly #ends = new Set<string>();
  /** The line in which text follows a closing quote; 0: none. */
  straying = 0;
  readonly #delimiter: number;

  constructor({ delimiter, skipLines }: CsvDialect) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.line += skipLines;
  }

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.place === 'quoted') {
        if (byte === QUOTE) this.place = 'behind';
        else if (byte === LINE_FEED) {
          this.line++;
          this.hasBreaks = true;
        }
      } else {
        this.#outside(byte);
        this.#behindReturn = byte === RETURN;
      }
    }
  }

  #outside(byte: number): void {
    if (byte === LINE_FEED) {
      this.#ends.add(this.#behindReturn ? '\r\n' : '\n');
      this.#endLine();
      this.line++;
    } else if (byte === this.#delimiter) {
      this.place = 'start';
      this.#filled = true;
    } else if (byte === RETURN) return;
    else if (byte === QUOTE && this.place !== 'plain') {
      if (this.place === 'start') this.quotedFrom = this.line;
      this.place = 'quoted';
      this.#filled = true;
    } else {
      if (this.place === 'behind' && this.straying === 0) this.straying = this.line;
      this.place = 'plain';
      this.#filled = true;
    }
  }

  /** The longer one first, because the parser takes the first that fits. */
  get lineEnds(): string[] {
    const ends = ['\r\n', '\n'].filter((end) => this.#ends.has(end));
    return ends.length === 0 ? ['\r'] : ends;
  }

  #endLine(): void {
    if (this.#filled) this.rows++;
    this.#filled = false;
    this.place = 'start';
  }

  end(): void {
    if (this.place !== 'quoted') this.#endLine();
  }
}

/** Looks at the file's encoding; throws `UnreadableInput` on anything but UTF-8. */
export class Encoding {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #name: string;
  #bytes = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(bytes: Uint8Array): string {
    if (this.#bytes === 0) this.#checkMark(bytes);
    try {
      const text = this.#decoder.decode(bytes, { stream: true });
      this.#bytes += bytes.length;
      return text;
    } catch (error) {
      throw this.#fault(error);
    }
  }

  end(): string {
    try {
      return this.#decoder.decode();
    } catch (error) {
      throw this.#fault(error);
    }
  }

  #checkMark(bytes: Uint8Array): void {
    const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
    if (mark === 0xfffe || mark === 0xfeff)
      throw new UnreadableInput([`${this.#name} is written in UTF-16: save it as UTF-8`]);
  }

  #fault(cause: unknown): UnreadableInput {
    const message = `${this.#name} is not written in UTF-8 (near byte ${this.#bytes}): save it as UTF-8`;
    return new UnreadableInput([message], { cause });
  }
}

/** The chunks of a file; a file that cannot be read is unreadable input. */
export async function* readBytes(path: string, name: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) yield chunk;
  } catch (error) {
    throw new UnreadableInput([`${name} cannot be read: ${reasonOf(error)}`], { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'there is no such file';
  if ('code' in error && error.code === 'EISDIR') return 'it is a folder';
  return error.message;
}

/** The file for the parser. */
function streamOf(path: string, name: string, dialect: CsvDialect): Readable {
  return hasPlainBytes(dialect)
    ? createReadStream(path, { highWaterMark: 1 << 18 })
    : Readable.from(toPlainBytes(readBytes(path, name), name, dialect), { objectMode: false });
}

/** Reads the file through once: encoding, header, quotes. Throws `UnreadableInput`. */
export async function checkCsv(
  path: string,
  name: string,
  dialect: CsvDialect = plainDialect,
): Promise<CsvFile> {
  const structure = new Structure(dialect);
  const encoding = new Encoding(name);
  for await (const bytes of toPlainBytes(readBytes(path, name), name, dialect)) {
    encoding.add(bytes);
    structure.add(bytes);
  }
  encoding.end();
  structure.end();
  if (structure.place === 'quoted') {
    throw new UnreadableInput([
      `${name} is cut off: it ends inside a quoted field that begins on line ${structure.quotedFrom}, so it is only half a file`,
    ]);
  }
  if (structure.straying > 0) {
    throw new UnreadableInput([
      `${name}, line ${structure.straying}: text follows a closing quote, so nobody can tell where the fields end`,
    ]);
  }
  const { rows, lineEnds, hasBreaks } = structure;
  const header = dialect.columns ?? (await readHeader(path, name, dialect, lineEnds));
  return { path, name, header, rows: dialect.columns ? rows : rows - 1, lineEnds, hasBreaks, dialect };
}

const optionsOf = ({ delimiter }: CsvDialect, lineEnds: readonly string[]) => ({
  bom: true,
  delimiter,
  relax_column_count: true,
  relax_quotes: true,
  record_delimiter: [...lineEnds],
});

async function readHeader(
  path: string,
  name: string,
  dialect: CsvDialect,
  lineEnds: readonly string[],
): Promise<string[]> {
  const stream = streamOf(path, name, dialect);
  const parser = stream.pipe(parse({ ...optionsOf(dialect, lineEnds), skip_empty_lines: true, to: 1 }));
  try {
    for await (const row of parser) {
      const header = (row as string[]).map((cell) => cell.trim());
      checkHeader(header, name, dialect);
      return header;
    }
  } finally {
    stream.destroy();
  }
  throw new UnreadableInput([`${name} is empty: it has not even a header`]);
}

function checkHeader(header: readonly string[], name: string, { dropsUnnamed }: CsvDialect): void {
  const repeated = header.filter((column, index) => column !== '' && header.indexOf(column) !== index);
  const faults = [...new Set(repeated)].map(
    (column) => `${name}: the column ${column} stands twice in the header`,
  );
  if (header.includes('') && !dropsUnnamed)
    faults.push(`${name}: column ${header.indexOf('') + 1} of the header has no name`);
  if (faults.length > 0) throw new UnreadableInput(faults);
}

/** The rows below the header, in batches. */
export async function* readCsv(file: CsvFile, batchSize = 1000): AsyncGenerator<CsvRow[]> {
  const { path, name, lineEnds, hasBreaks, dialect } = file;
  const parser = streamOf(path, name, dialect).pipe(parse(optionsOf(dialect, lineEnds)));
  let rows: CsvRow[] = [];
  let line = 1 + dialect.skipLines;
  let isBelowHeader = dialect.columns !== null;
  for await (const row of parser) {
    const cells = row as string[];
    const begins = line;
    line += hasBreaks ? 1 + countBreaks(cells) : 1;
    // The parser gives empty lines too, so that they are counted.
    if (cells.length === 1 && cells[0] === '') continue;
    if (isBelowHeader) rows.push({ line: begins, cells });
    isBelowHeader = true;
    if (rows.length >= batchSize) {
      yield rows;
      rows = [];
    }
  }
  if (rows.length > 0) yield rows;
}

function countBreaks(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells)
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) breaks++;
  return breaks;
}
