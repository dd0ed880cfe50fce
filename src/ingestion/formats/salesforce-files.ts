// The files of a Salesforce export (CSV or SObject tree): found, recognised, checked once, and read as rows of one object each.
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Origin, type RejectedRow, UnreadableInput } from '../format.ts';
import { type CsvFile, checkCsv, Encoding, readBytes, readCsv } from './csv.ts';
import { isTaken, missingColumns, objectOfFile, plainName } from './salesforce-object-rules.ts';
import { parseTree, readPlan, readTree } from './salesforce-tree-rules.ts';
import { readCell, type SalesforceValues } from './salesforce-value-rules.ts';

export interface SalesforceRow extends Origin {
  /** Its key as the export has it; empty where it has none. */
  readonly id: string;
  readonly values: SalesforceValues;
  /** Why its cells cannot be told apart; null: they can. */
  readonly ragged: RejectedRow | null;
}

/** Rows of one object in one file. */
export interface SalesforceFile {
  readonly name: string;
  /** Undefined where the file lies in a folder and its name says no object. */
  readonly object: string | undefined;
  readonly rows: number;
  readonly statesCurrency: boolean;
  read(): AsyncIterable<readonly SalesforceRow[]>;
}

/** A file that was named, or one that was found in a folder that was named. */
interface Candidate {
  readonly path: string;
  readonly wasNamed: boolean;
}

/** Finds, recognises and checks all files. Throws `UnreadableInput` with every fault of all of them. */
export async function openSalesforceFiles(paths: readonly string[]): Promise<SalesforceFile[]> {
  const faults: string[] = [];
  const files: SalesforceFile[] = [];
  const seen = new Set<string>();
  const candidates = await expandFolders(paths, faults);
  for (let candidate = candidates.shift(); candidate; candidate = candidates.shift()) {
    const path = resolve(candidate.path);
    if (seen.has(path)) continue;
    seen.add(path);
    try {
      const opened = await openFile(candidate);
      files.push(...opened.files);
      candidates.push(...opened.named.map((file) => ({ path: file, wasNamed: true })));
    } catch (error) {
      if (!(error instanceof UnreadableInput)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new UnreadableInput(faults);
  return files;
}

/** A folder stands for its CSV and JSON files and those of the folders in it. */
async function expandFolders(paths: readonly string[], faults: string[]): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const path of paths) {
    const entry = await stat(path).catch(() => undefined);
    if (!entry) faults.push(`${path}: there is no such file`);
    else if (entry.isDirectory()) {
      const names = (await readdir(path, { recursive: true }))
        .filter((name) => /\.(csv|json)$/i.test(name))
        .sort();
      if (names.length === 0) faults.push(`${path}: there is no .csv or .json file in this folder`);
      found.push(...names.map((name) => ({ path: join(path, name), wasNamed: false })));
    } else found.push({ path, wasNamed: true });
  }
  return found;
}

interface Opened {
  readonly files: readonly SalesforceFile[];
  /** Files that a plan names. */
  readonly named: readonly string[];
}

async function openFile({ path, wasNamed }: Candidate): Promise<Opened> {
  if (/\.json$/i.test(path)) return await openJson(path);
  const object = objectOfFile(basename(path));
  if (object === undefined && wasNamed)
    throw new UnreadableInput([`${path}: the file's name says no object of Salesforce, e.g. Account.csv`]);
  const csv = await checkCsv(path, path);
  const missing = object !== undefined && isTaken(object) ? missingColumns(object, csv.header) : [];
  if (missing.length > 0)
    throw new UnreadableInput([`${path}: ${object} lacks the column ${missing.join(', ')}`]);
  const file: SalesforceFile = {
    name: path,
    object,
    rows: csv.rows,
    statesCurrency: csv.header.some((column) => plainName(column) === 'currencyisocode'),
    read: () => csvRows(csv),
  };
  return { files: [file], named: [] };
}

/** Columns that hold the key of a row, the best first: record ids, then the keys that SFDMU makes. */
const keyColumns = ['id', 'guid'];

async function* csvRows(csv: CsvFile): AsyncGenerator<SalesforceRow[]> {
  const columns = csv.header.map(plainName);
  const keyAt = keyColumns.map((key) => columns.indexOf(key)).find((index) => index !== -1) ?? -1;
  for await (const rows of readCsv(csv)) {
    yield rows.map(({ line, cells }): SalesforceRow => {
      const at = { file: csv.name, line };
      if (cells.length !== columns.length)
        return { ...at, id: '', values: {}, ragged: raggedRow(at, cells, columns.length) };
      const values: Record<string, string | null> = {};
      for (const [index, column] of columns.entries()) values[column] ??= readCell(cells[index] ?? '');
      return { ...at, id: (readCell(cells[keyAt] ?? '') ?? '').trim(), values, ragged: null };
    });
  }
}

function raggedRow(at: Origin, cells: readonly string[], columns: number): RejectedRow {
  const message = `the row has ${cells.length} columns, the header ${columns}`;
  return { kind: 'rejected', class: 'MAPPING', rule: 'columns', message, value: cells.join(','), ...at };
}

/** Trees hold a few hundred records each, so one is read as a whole. References hold within the folder of the file. */
async function openJson(path: string): Promise<Opened> {
  const { text, tree } = await readJson(path);
  const plan = readPlan(tree);
  if (plan) return { files: [], named: plan.map((file) => join(dirname(path), file)) };
  const records = readTree(text, tree, basename(dirname(resolve(path))));
  if (!records)
    throw new UnreadableInput([`${path} is no SObject tree: records with attributes { type, referenceId }`]);
  const byObject = Map.groupBy(records, (record) => record.object);
  const files = [...byObject].map(
    ([object, same]): SalesforceFile => ({
      name: path,
      object,
      rows: same.length,
      statesCurrency: same.every(({ values }) => typeof values.currencyisocode === 'string'),
      async *read() {
        yield same.map(({ line, id, values }) => ({ file: path, line, id, values, ragged: null }));
      },
    }),
  );
  return { files, named: [] };
}

async function readJson(path: string): Promise<{ text: string; tree: unknown }> {
  const encoding = new Encoding(path);
  let text = '';
  for await (const bytes of readBytes(path, path)) text += encoding.add(bytes);
  text += encoding.end();
  const tree = parseTree(text);
  if (tree === undefined) throw new UnreadableInput([`${path} is no JSON, or only half a file`]);
  return { text, tree };
}
