// JSON Lines (UTF-8): one object per line. Numbers keep the text in which they were written, because an amount must not pass
// through a JavaScript number.
import { Encoding, readBytes } from './csv.ts';

/** A JSON object as text by member: null clears, nested values are JSON text. */
export type JsonValues = Readonly<Record<string, string | null>>;

export interface JsonLine {
  /** Line in the file, from 1, as an editor counts. */
  readonly line: number;
  /** Undefined where the line is no JSON object. */
  readonly values: JsonValues | undefined;
  readonly text: string;
  /** Whether a line end stands behind it. */
  readonly ended: boolean;
}

/** The lines of a file, in batches. Throws `UnreadableInput` on another encoding. */
export async function* readJsonLines(
  path: string,
  name: string,
  batchSize = 1000,
): AsyncGenerator<JsonLine[]> {
  let lines: JsonLine[] = [];
  let line = 0;
  for await (const { text, ended } of readLines(path, name)) {
    line++;
    if (text.trim() === '') continue;
    lines.push({ line, text, ended, values: parseObject(text) });
    if (lines.length >= batchSize) {
      yield lines;
      lines = [];
    }
  }
  if (lines.length > 0) yield lines;
}

async function* readLines(path: string, name: string): AsyncGenerator<{ text: string; ended: boolean }> {
  const encoding = new Encoding(name);
  let rest = '';
  for await (const bytes of readBytes(path, name)) {
    const parts = (rest + encoding.add(bytes)).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) yield { text, ended: true };
  }
  rest += encoding.end();
  if (rest !== '') yield { text: rest, ended: false };
}

/** The source text of a number, which V8 hands to revivers; TypeScript does not know it yet. */
interface Reviving {
  readonly source?: string;
}

/** A number that stays as it was written, also inside nested values. */
class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): unknown {
    const raw = Reflect.get(JSON, 'rawJSON');
    return typeof raw === 'function' ? raw(this.text) : Number(this.text);
  }
}

function revive(_key: string, value: unknown, context?: Reviving): unknown {
  return typeof value === 'number' ? new WrittenNumber(context?.source ?? String(value)) : value;
}

function parseObject(text: string): JsonValues | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, revive);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, asText(value)]));
}

function asText(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof WrittenNumber) return value.text;
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
