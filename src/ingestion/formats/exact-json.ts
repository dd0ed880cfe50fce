// JSON whose numbers keep every digit, because an amount must not pass through a JavaScript number: they are text from here on. And
// the lines of files that hold one value each.
import { Encoding, readBytes } from './csv.ts';

/** A value of JSON in which no number is left. */
export type ExactJson = string | boolean | null | readonly ExactJson[] | ExactObject;

export interface ExactObject {
  readonly [member: string]: ExactJson | undefined;
}

export function isObject(value: ExactJson | undefined): value is ExactObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value of a text; undefined where it is no JSON. Whole numbers that a JavaScript number holds exactly are read the fast way,
 * which is nearly always; a text with any other is read again with the digits of each number as they were written.
 */
export function parseExact(text: string): ExactJson | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'number') return parseWritten(text);
    return writeNumbers(value) ? (value as ExactJson) : parseWritten(text);
  } catch {
    return undefined;
  }
}

/** V8 hands the written digits of numbers to revivers, which costs several times as much as reading without one. */
function parseWritten(text: string): ExactJson {
  return JSON.parse(text, (_key, member: unknown, context?: { readonly source?: string }) =>
    typeof member === 'number' ? (context?.source ?? String(member)) : member,
  );
}

/** Turns the numbers inside an array or object into text, in place; false where one of them is not exact. */
function writeNumbers(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const members = value as Record<string, unknown>;
  for (const name in members) {
    const member = members[name];
    if (typeof member === 'number') {
      if (!Number.isSafeInteger(member)) return false;
      members[name] = String(member);
    } else if (typeof member === 'object' && !writeNumbers(member)) return false;
  }
  return true;
}

export interface TextLine {
  /** Line in the file, from 1, as an editor counts. */
  readonly line: number;
  readonly text: string;
  /** Whether a line end stands behind it. */
  readonly ended: boolean;
}

/** The lines of a file that are not empty, in batches. Throws `UnreadableInput` on another encoding than UTF-8. */
export async function* readLines(path: string, name: string, batchSize = 1000): AsyncGenerator<TextLine[]> {
  const encoding = new Encoding(name);
  let lines: TextLine[] = [];
  let rest = '';
  let line = 0;
  for await (const bytes of readBytes(path, name)) {
    const parts = (rest + encoding.add(bytes)).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) {
      line++;
      if (text.trim() !== '') lines.push({ line, text, ended: true });
      if (lines.length < batchSize) continue;
      yield lines;
      lines = [];
    }
  }
  rest += encoding.end();
  if (rest.trim() !== '') lines.push({ line: line + 1, text: rest, ended: false });
  if (lines.length > 0) yield lines;
}
