// How a CSV file is written where it is not plain: another delimiter or encoding, lines above the header, no header at all. Its
// bytes become those of a plain file (UTF-8 without the lines above), so that the reader knows one kind only.
import { UnreadableInput } from '../format.ts';

/** Encodings as the WHATWG names them. UTF-8 is checked, a byte of the single-byte ones is always a letter. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15'] as const;

export interface CsvDialect {
  /** One character of ASCII between the fields of a row. */
  readonly delimiter: string;
  readonly encoding: (typeof encodings)[number];
  /** Lines that stand above the header, such as a title. */
  readonly skipLines: number;
  /** Names of the columns of a file without a header; null: its first line has them. */
  readonly columns: readonly string[] | null;
  /** Whether columns without a name are left out; else they make the file unreadable. */
  readonly dropsUnnamed: boolean;
}

export const plainDialect: CsvDialect = {
  delimiter: ',',
  encoding: 'utf-8',
  skipLines: 0,
  columns: null,
  dropsUnnamed: false,
};

const LINE_FEED = 0x0a;

/** Whether the bytes of the file are those of a plain one already, but for the delimiter. */
export function hasPlainBytes({ encoding, skipLines }: CsvDialect): boolean {
  return encoding === 'utf-8' && skipLines === 0;
}

/** The chunks of a file as those of a plain one. */
export function toPlainBytes(
  chunks: AsyncGenerator<Buffer>,
  name: string,
  { encoding, skipLines }: CsvDialect,
): AsyncGenerator<Buffer> {
  const text = encoding === 'utf-8' ? chunks : recode(chunks, name, encoding);
  return skipLines === 0 ? text : dropLines(text, skipLines);
}

async function* recode(
  chunks: AsyncIterable<Buffer>,
  name: string,
  encoding: CsvDialect['encoding'],
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  } catch (error) {
    if (error instanceof UnreadableInput) throw error;
    throw new UnreadableInput([`${name} is not written in ${encoding}, as the mapping says`], {
      cause: error,
    });
  }
}

async function* dropLines(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of chunks) {
    let start = 0;
    for (; left > 0; left--) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end === -1) break;
      start = end + 1;
    }
    if (left === 0) yield chunk.subarray(start);
  }
}
