// Singer messages: SCHEMA, RECORD, STATE and ACTIVATE_VERSION, one JSON object per line. What each line says, or why it says nothing.
import { type ExactObject, isObject, parseExact } from './exact-json.ts';
import type { RowCells } from './mapping-row.ts';

export type SingerMessage =
  | { readonly kind: 'SCHEMA'; readonly stream: string; readonly keys: readonly string[] }
  | {
      readonly kind: 'RECORD';
      readonly stream: string;
      readonly cells: RowCells;
      /** Of the table that it belongs to. */
      readonly tableVersion: string | null;
      /** When the tap took it. */
      readonly extractedAt: string | null;
    }
  /** As it came, to be given back as it is. */
  | { readonly kind: 'STATE'; readonly text: string }
  | { readonly kind: 'ACTIVATE_VERSION'; readonly stream: string; readonly tableVersion: string }
  | { readonly kind: 'BROKEN'; readonly reason: string; readonly stream: string | null }
  /** A kind of message that a target may leave alone (BATCH is none of them). */
  | { readonly kind: 'OTHER'; readonly type: string };

/** What a line says. */
export function readSinger(line: string): SingerMessage {
  const message = parseExact(line);
  if (!isObject(message)) return broken('the line is no JSON object');
  const { type, stream } = message;
  const name = typeof stream === 'string' && stream !== '' ? stream : null;
  if (type === 'STATE') {
    return 'value' in message ? { kind: 'STATE', text: stateText(line) } : broken('STATE has no value');
  }
  if (typeof type !== 'string') return broken('the message has no type', name);
  if (!['SCHEMA', 'RECORD', 'ACTIVATE_VERSION'].includes(type)) return { kind: 'OTHER', type };
  if (name === null) return broken(`${type} names no stream`);
  if (type === 'SCHEMA') return readSchema(message, name);
  if (type === 'ACTIVATE_VERSION') {
    return typeof message.version === 'string'
      ? { kind: 'ACTIVATE_VERSION', stream: name, tableVersion: message.version }
      : broken('ACTIVATE_VERSION has no version', name);
  }
  if (!isObject(message.record)) return broken('RECORD has no record', name);
  return {
    kind: 'RECORD',
    stream: name,
    cells: cellsOf(message.record),
    tableVersion: textOf(message, 'version'),
    extractedAt: textOf(message, 'time_extracted'),
  };
}

function broken(reason: string, stream: string | null = null): SingerMessage {
  return { kind: 'BROKEN', reason, stream };
}

function textOf(message: ExactObject, name: string): string | null {
  const value = message[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function readSchema(message: ExactObject, stream: string): SingerMessage {
  if (!isObject(message.schema)) return broken('SCHEMA has no schema', stream);
  const keys = message.key_properties;
  if (keys !== undefined && !Array.isArray(keys)) return broken('key_properties is no list', stream);
  return {
    kind: 'SCHEMA',
    stream,
    keys: (keys ?? []).filter((key): key is string => typeof key === 'string'),
  };
}

/** The value of a STATE with the digits in which it was written. */
function stateText(line: string): string {
  return JSON.stringify(JSON.parse(line, written).value);
}

/** Numbers stay as they are written. */
function written(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const raw = Reflect.get(JSON, 'rawJSON');
  return typeof value === 'number' && typeof raw === 'function'
    ? raw(context?.source ?? String(value))
    : value;
}

/** Members as text; objects by their members too, as `address.city`. */
function cellsOf(record: ExactObject, prefix = ''): Record<string, string | null> {
  const cells: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(record)) {
    if (value === undefined) continue;
    const column = prefix + name;
    if (isObject(value)) Object.assign(cells, cellsOf(value, `${column}.`));
    if (value === null || typeof value === 'string') cells[column] = value;
    else cells[column] = typeof value === 'boolean' ? String(value) : JSON.stringify(value);
  }
  return cells;
}
