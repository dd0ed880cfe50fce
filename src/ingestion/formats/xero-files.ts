// The files of a Xero export: found, recognised, checked once, and then read row by row as text by column.
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Origin, type RejectedRow, UnreadableInput } from '../format.ts';
import { type CsvFile, checkCsv, readCsv } from './csv.ts';
import { missingColumns, missingTables, tableOfFile, type XeroTable } from './xero-table-rules.ts';

/** Text by column; a column that the export does not have reads as empty. */
export type XeroValues = Readonly<Record<string, string>>;

export interface XeroRow extends Origin {
  readonly values: XeroValues;
  /** Why its cells cannot be told apart; null: they can. */
  readonly ragged: RejectedRow | null;
}

interface XeroFile {
  readonly table: XeroTable;
  readonly csv: CsvFile;
}

export class XeroFiles {
  readonly #files: readonly XeroFile[];

  constructor(files: readonly XeroFile[]) {
    this.#files = files;
  }

  get names(): string[] {
    return this.#files.map(({ csv }) => csv.name);
  }

  has(table: XeroTable): boolean {
    return this.#files.some((file) => file.table === table);
  }

  /** Where something stands that the export as a whole says, and no row of it. */
  originOf(tables: readonly XeroTable[]): Origin {
    const found = tables.map((table) => this.#files.find((file) => file.table === table)).find(Boolean);
    return { file: (found ?? this.#files[0])?.csv.name ?? '', line: 0 };
  }

  rowCount(table: XeroTable): number {
    return this.#files.reduce((sum, file) => (file.table === table ? sum + file.csv.rows : sum), 0);
  }

  /** The rows of a table in batches, ragged ones marked. */
  async *rows(table: XeroTable): AsyncGenerator<XeroRow[]> {
    for (const file of this.#files) {
      if (file.table !== table) continue;
      for await (const rows of readCsv(file.csv)) {
        yield rows.map(({ line, cells }) => toRow(file.csv, line, cells));
      }
    }
  }

  /** The rows that can be read, one by one, for lookups. */
  async *readable(table: XeroTable): AsyncGenerator<XeroRow> {
    for await (const rows of this.rows(table)) for (const row of rows) if (!row.ragged) yield row;
  }
}

function toRow({ name, header }: CsvFile, line: number, cells: readonly string[]): XeroRow {
  const at = { file: name, line };
  if (cells.length !== header.length) return { ...at, values: {}, ragged: raggedRow(at, cells, header) };
  const values: Record<string, string> = {};
  for (const [index, column] of header.entries()) values[column] = cells[index] ?? '';
  return { ...at, values, ragged: null };
}

function raggedRow(at: Origin, cells: readonly string[], header: readonly string[]): RejectedRow {
  return {
    kind: 'rejected',
    class: 'MAPPING',
    rule: 'columns',
    message: `the row has ${cells.length} columns, the header ${header.length}`,
    value: cells.join(','),
    ...at,
  };
}

/** Finds, recognises and checks all files. Throws `UnreadableInput` with every fault of all of them. */
export async function openXeroFiles(paths: readonly string[]): Promise<XeroFiles> {
  const faults: string[] = [];
  const files: XeroFile[] = [];
  for (const path of await expandFolders(paths, faults)) {
    const table = tableOfFile(basename(path));
    if (table) files.push(...(await openFile(path, table, faults)));
    else faults.push(`${path}: the file's name says no table of a Xero export`);
  }
  const present = new Set(files.map(({ table }) => table));
  for (const { table, neededBy } of faults.length === 0 ? missingTables(present) : []) {
    faults.push(`the file of the table ${table} is missing: without it ${neededBy} cannot be understood`);
  }
  if (faults.length > 0) throw new UnreadableInput(faults);
  return new XeroFiles(files);
}

/** A folder stands for its CSV files. */
async function expandFolders(paths: readonly string[], faults: string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found) faults.push(`${path}: there is no such file`);
    else if (found.isDirectory()) {
      const names = (await readdir(path)).filter((name) => name.toLowerCase().endsWith('.csv')).sort();
      if (names.length === 0) faults.push(`${path}: there is no .csv file in this folder`);
      files.push(...names.map((name) => join(path, name)));
    } else files.push(path);
  }
  return files;
}

async function openFile(path: string, table: XeroTable, faults: string[]): Promise<XeroFile[]> {
  try {
    const csv = await checkCsv(path, path);
    const missing = missingColumns(table, csv.header);
    if (missing.length > 0) faults.push(`${path}: ${table} lacks the column ${missing.join(', ')}`);
    return [{ table, csv }];
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    faults.push(...error.faults);
    return [];
  }
}
