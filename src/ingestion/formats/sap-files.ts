// The files of an S/4HANA export (JSON Lines): found, recognised, checked once, and then read row by row. Rows of other tables are
// looked up for a portion of rows at a time, so that memory stays flat however long the files are.
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Origin, UnreadableInput } from '../format.ts';
import { type ExactObject, isObject, parseExact, readLines, type TextLine } from './exact-json.ts';
import type { SapFacts } from './sap-facts.ts';
import { missingMembers, type SapTable, tableOfFile } from './sap-table-rules.ts';
import { rejected, type SapRow, type SapValues } from './sap-value-rules.ts';

interface SapFile {
  readonly table: SapTable;
  readonly path: string;
}

/** Rows that are held while others are looked up for them. */
const PORTION = 20_000;

export class SapFiles {
  readonly #files: readonly SapFile[];
  readonly #portion: number;

  constructor(files: readonly SapFile[], portion = PORTION) {
    this.#files = files;
    this.#portion = portion;
  }

  get names(): string[] {
    return this.#files.map(({ path }) => path);
  }

  /** In how many files the tables stand. */
  count(...tables: readonly SapTable[]): number {
    return this.#files.filter(({ table }) => tables.includes(table)).length;
  }

  has(table: SapTable): boolean {
    return this.#files.some((file) => file.table === table);
  }

  /** Where something stands that a table as a whole says, and no row of it. */
  originOf(table: SapTable): Origin {
    return { file: this.#files.find((file) => file.table === table)?.path ?? '', line: 0 };
  }

  async *rows(...tables: readonly SapTable[]): AsyncGenerator<SapRow[]> {
    for (const { table, path } of this.#files) {
      if (!tables.includes(table)) continue;
      for await (const lines of readLines(path, path)) yield lines.map((line) => toRow(path, line));
    }
  }

  /** The rows in larger batches, for which others are looked up together. */
  async *portions(...tables: readonly SapTable[]): AsyncGenerator<SapRow[]> {
    let portion: SapRow[] = [];
    for await (const rows of this.rows(...tables)) {
      portion.push(...rows);
      if (portion.length < this.#portion) continue;
      yield portion;
      portion = [];
    }
    if (portion.length > 0) yield portion;
  }

  /** The rows of tables with one of the keys, by key, in the order of the files. */
  async find(
    tables: SapTable | readonly SapTable[],
    keyOfRow: (values: SapValues) => string,
    wanted: ReadonlySet<string>,
  ): Promise<SapIndex> {
    const found = new Map<string, SapRow[]>();
    if (wanted.size === 0) return found;
    for await (const rows of this.rows(...[tables].flat())) {
      for (const row of rows) {
        const key = row.broken ? '' : keyOfRow(row.values);
        if (key === '' || !wanted.has(key)) continue;
        const same = found.get(key);
        if (same) same.push(row);
        else found.set(key, [row]);
      }
    }
    return found;
  }
}

/** Rows by key. */
export type SapIndex = ReadonlyMap<string, readonly SapRow[]>;

/** The keys that rows name. */
export function keysIn(rows: readonly SapRow[], keyOfRow: (values: SapValues) => string): Set<string> {
  const keys = new Set(rows.map((row) => (row.broken ? '' : keyOfRow(row.values))));
  keys.delete('');
  return keys;
}

function toRow(file: string, { line, text }: TextLine): SapRow {
  const parsed = parseExact(text);
  if (isObject(parsed)) return { file, line, values: flatten(parsed), broken: null };
  const row = { file, line, values: {}, broken: null };
  const reason = { class: 'MAPPING', rule: 'json', message: 'the line is no JSON object' } as const;
  return { ...row, broken: { ...rejected(row, reason, ''), value: text } };
}

/** Members as text; one that holds more than a value is JSON. */
function flatten(object: ExactObject): SapValues {
  const values: Record<string, string | null> = {};
  for (const name in object) {
    const member = object[name];
    if (member === undefined) continue;
    values[name] = member === null || typeof member === 'string' ? member : JSON.stringify(member);
  }
  return values;
}

/** Finds, recognises and checks all files; `facts` learns from every row. Throws `UnreadableInput` with every fault of all of them. */
export async function openSapFiles(
  paths: readonly string[],
  facts: SapFacts,
  portion?: number,
): Promise<SapFiles> {
  const faults: string[] = [];
  const files: SapFile[] = [];
  for (const path of await expandFolders(paths, faults)) {
    const table = tableOfFile(basename(path), basename(dirname(resolve(path))));
    if (table) {
      await checkFile({ table, path }, facts, faults);
      files.push({ table, path });
    } else faults.push(`${path}: neither the file's name nor its folder's says a table of an SAP export`);
  }
  if (faults.length > 0) throw new UnreadableInput(faults);
  return new SapFiles(files, portion);
}

/** A folder stands for its JSON Lines files and those of the folders in it. */
async function expandFolders(paths: readonly string[], faults: string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found) faults.push(`${path}: there is no such file`);
    else if (found.isDirectory()) {
      const names = (await readdir(path, { recursive: true }))
        .filter((name) => /\.jsonl$/i.test(name))
        .sort();
      if (names.length === 0) faults.push(`${path}: there is no .jsonl file in this folder`);
      files.push(...names.map((name) => join(path, name)));
    } else files.push(path);
  }
  return files;
}

async function checkFile({ table, path }: SapFile, facts: SapFacts, faults: string[]): Promise<void> {
  const members = new Set<string>();
  try {
    for await (const lines of readLines(path, path)) {
      for (const line of lines) {
        const { values, broken } = toRow(path, line);
        if (broken && !line.ended)
          throw new UnreadableInput([
            `${path} is cut off: line ${line.line} ends inside a value, so it is only half a file`,
          ]);
        for (const member in values) members.add(member);
        if (!broken) facts.learn(table, values, { file: path, line: line.line });
      }
    }
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    faults.push(...error.faults);
    return;
  }
  const missing = missingMembers(table, members);
  if (missing.length > 0) faults.push(`${path}: ${table} lacks the member ${missing.join(', ')}`);
}
