// The files of a Stripe export: found, checked once, and then read object by object, whatever their layout.
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UnreadableInput } from '../format.ts';
import { type CsvFile, checkCsv, readCsv } from './csv.ts';
import type { StripeItem } from './stripe-context-rules.ts';
import { versionOf } from './stripe-event-rules.ts';
import type { StripeFacts } from './stripe-facts.ts';
import { readStripeJson } from './stripe-json.ts';
import { missingColumns, objectOfRow, tableOfFile, typeOfTable } from './stripe-table-rules.ts';

interface StripeFile {
  readonly path: string;
  /** The types of the objects in it. */
  readonly types: ReadonlySet<string>;
  read(): AsyncIterable<readonly StripeItem[]>;
}

/** Objects that are held while others are looked up for them. */
const PORTION = 5000;

export class StripeFiles {
  readonly #files: readonly StripeFile[];
  readonly #portion: number;

  constructor(files: readonly StripeFile[], portion = PORTION) {
    this.#files = files;
    this.#portion = portion;
  }

  get names(): string[] {
    return this.#files.map(({ path }) => path);
  }

  get types(): Set<string> {
    return new Set(this.#files.flatMap(({ types }) => [...types]));
  }

  has(type: string): boolean {
    return this.#files.some(({ types }) => types.has(type));
  }

  /** The objects that `isWanted` asks for by type, in portions for which others are looked up together. */
  async *portions(isWanted: (type: string) => boolean): AsyncGenerator<StripeItem[]> {
    let portion: StripeItem[] = [];
    for (const { types, read } of this.#files) {
      if (![...types].some(isWanted)) continue;
      for await (const items of read()) {
        portion.push(...items.filter(({ type }) => isWanted(type)));
        if (portion.length < this.#portion) continue;
        yield portion;
        portion = [];
      }
    }
    if (portion.length > 0) yield portion;
  }

  /** The objects of types with one of the keys, by key, in the order of the files. */
  async find(
    types: readonly string[],
    keyOf: (item: StripeItem) => string,
    wanted: ReadonlySet<string>,
  ): Promise<Map<string, StripeItem[]>> {
    const found = new Map<string, StripeItem[]>();
    if (wanted.size === 0) return found;
    for await (const items of this.portions((type) => types.includes(type))) {
      for (const item of items) {
        const key = keyOf(item);
        if (key === '' || !wanted.has(key)) continue;
        const same = found.get(key);
        if (same) same.push(item);
        else found.set(key, [item]);
      }
    }
    return found;
  }
}

/** Finds and checks all files; `facts` learns from every object. Throws `UnreadableInput` with every fault of all of them. */
export async function openStripeFiles(
  paths: readonly string[],
  facts: StripeFacts,
  portion?: number,
): Promise<StripeFiles> {
  const faults: string[] = [];
  const files: StripeFile[] = [];
  for (const path of await expandFolders(paths, faults)) {
    try {
      files.push(/\.csv$/i.test(path) ? await openTable(path, facts) : await openJson(path, facts));
    } catch (error) {
      if (!(error instanceof UnreadableInput)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new UnreadableInput(faults);
  return new StripeFiles(files, portion);
}

/** A folder stands for its CSV and JSON files and those of the folders in it. */
async function expandFolders(paths: readonly string[], faults: string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found) faults.push(`${path}: there is no such file`);
    else if (found.isDirectory()) {
      const names = (await readdir(path, { recursive: true }))
        .filter((name) => /\.(csv|json|jsonl|ndjson)$/i.test(name))
        .sort();
      if (names.length === 0) faults.push(`${path}: there is no .csv, .json or .jsonl file in this folder`);
      files.push(...names.map((name) => join(path, name)));
    } else files.push(path);
  }
  return files;
}

async function openJson(path: string, facts: StripeFacts): Promise<StripeFile> {
  const types = new Set<string>();
  let known = 0;
  for await (const items of readStripeJson(path)) {
    for (const item of items) {
      types.add(item.type);
      if (!item.broken) known++;
      facts.learn(item);
    }
  }
  if (known === 0) throw new UnreadableInput([`${path} holds no Stripe object: each has the member object`]);
  return { path, types, read: () => readStripeJson(path) };
}

async function openTable(path: string, facts: StripeFacts): Promise<StripeFile> {
  const table = tableOfFile(basename(path));
  if (table === undefined)
    throw new UnreadableInput([`${path}: the file's name says no table of Stripe, e.g. invoice.csv`]);
  const csv = await checkCsv(path, path);
  const missing = missingColumns(table, csv.header);
  if (missing.length > 0)
    throw new UnreadableInput([`${path}: ${table} lacks the column ${missing.join(', ')}`]);
  const read = () => readTable(csv, table);
  for await (const items of read()) for (const item of items) facts.learn(item);
  facts.learnTable(table);
  return { path, types: new Set([typeOfTable(table)]), read };
}

async function* readTable(csv: CsvFile, table: string): AsyncGenerator<StripeItem[]> {
  const { header, name: file } = csv;
  const type = typeOfTable(table);
  for await (const rows of readCsv(csv)) {
    yield rows.map(({ line, cells }): StripeItem => {
      const at = { file, line, type };
      if (cells.length === header.length) {
        const object = objectOfRow(table, header, cells);
        const version = versionOf({ object, type });
        return { ...at, object, ...(version !== undefined && { version }) };
      }
      const message = `the row has ${cells.length} columns, the header ${header.length}`;
      const value = cells.join(',');
      const broken = {
        kind: 'rejected',
        class: 'MAPPING',
        rule: 'columns',
        message,
        value,
        file,
        line,
      } as const;
      return { ...at, object: {}, broken };
    });
  }
}
