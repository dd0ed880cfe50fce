// Comma-separated files (RFC 4180, UTF-8): read through once to see whether they are whole, then streamed row by row.
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { UnreadableInput } from '../format.ts';

export interface CsvFile {
  readonly path: string;
  /** As named to the user. */
  readonly name: string;
  readonly header: readonly string[];
  /** Rows below the header. */
  readonly rows: number;
}

export interface CsvRow {
  /** Row below the header, from 1. */
  readonly row: number;
  /** As many as the row has: a ragged one has more or fewer than the header. */
  readonly cells: readonly string[];
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** Where a byte stands: at the start of a field, inside a plain or quoted one, or behind a quote inside a quoted one. */
type Place = 'start' | 'plain' | 'quoted' | 'behind';

/** Counts rows and follows the quotes, so that a file that ends inside one is known to be cut off. */
class Structure {
  rows = 0;
  place: Place = 'start';
  /** Whether anything stands on the current line. */
  #filled = false;
  /** The row in which text follows a closing quote; 0: none. */
  straying = 0;

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.place === 'quoted') {
        if (byte === QUOTE) this.place = 'behind';
      } else this.#outside(byte);
    }
  }

  #outside(byte: number): void {
    if (byte === LINE_FEED) this.#endLine();
    else if (byte === COMMA) {
      this.place = 'start';
      this.#filled = true;
    } else if (byte === RETURN) return;
    else if (byte === QUOTE && this.place !== 'plain') {
      this.place = 'quoted';
      this.#filled = true;
    } else {
      if (this.place === 'behind' && this.straying === 0) this.straying = this.rows + 1;
      this.place = 'plain';
      this.#filled = true;
    }
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

/** Reads the file through once: encoding, header, quotes. Throws `UnreadableInput`. */
export async function checkCsv(path: string, name: string): Promise<CsvFile> {
  const structure = new Structure();
  const encoding = new Encoding(name);
  for await (const bytes of readBytes(path, name)) {
    encoding.add(bytes);
    structure.add(bytes);
  }
  encoding.end();
  structure.end();
  if (structure.place === 'quoted') {
    throw new UnreadableInput([
      `${name} is cut off: it ends inside a quoted field (row ${structure.rows}), so it is only half a file`,
    ]);
  }
  if (structure.straying > 0) {
    throw new UnreadableInput([
      `${name}, line of row ${structure.straying - 1}: text follows a closing quote, so nobody can tell where the fields end`,
    ]);
  }
  const header = await readHeader(path, name);
  return { path, name, header, rows: structure.rows - 1 };
}

const OPTIONS = { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true } as const;

async function readHeader(path: string, name: string): Promise<string[]> {
  const stream = createReadStream(path);
  const parser = stream.pipe(parse({ ...OPTIONS, to: 1 }));
  try {
    for await (const row of parser) {
      const header = (row as string[]).map((cell) => cell.trim());
      checkHeader(header, name);
      return header;
    }
  } finally {
    stream.destroy();
  }
  throw new UnreadableInput([`${name} is empty: it has not even a header`]);
}

function checkHeader(header: readonly string[], name: string): void {
  const repeated = header.filter((column, index) => column !== '' && header.indexOf(column) !== index);
  const faults = [...new Set(repeated)].map(
    (column) => `${name}: the column ${column} stands twice in the header`,
  );
  if (header.includes('')) faults.push(`${name}: column ${header.indexOf('') + 1} of the header has no name`);
  if (faults.length > 0) throw new UnreadableInput(faults);
}

/** The rows below the header, in batches. */
export async function* readCsv(file: CsvFile, batchSize = 1000): AsyncGenerator<CsvRow[]> {
  const parser = createReadStream(file.path, { highWaterMark: 1 << 18 }).pipe(parse({ ...OPTIONS, from: 2 }));
  let rows: CsvRow[] = [];
  let row = 0;
  for await (const cells of parser) {
    row++;
    rows.push({ row, cells: cells as string[] });
    if (rows.length >= batchSize) {
      yield rows;
      rows = [];
    }
  }
  if (rows.length > 0) yield rows;
}
