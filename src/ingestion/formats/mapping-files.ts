// The files of an export that a mapping describes: found, recognised by their names, checked once, and then read row by row.
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Origin, type RejectedRow, UnreadableInput } from '../format.ts';
import { type CsvFile, checkCsv, readCsv } from './csv.ts';
import { type CsvDialect, plainDialect } from './csv-dialect.ts';
import { readJsonLines } from './json-lines.ts';
import { lookupsOfFile, neededColumns } from './mapping-column-rules.ts';
import type { FileRule, Mapping } from './mapping-declaration.ts';
import { type FileRole, roleOfFile } from './mapping-name-rules.ts';
import type { RowCells } from './mapping-row.ts';

export interface FileRow extends Origin {
  readonly cells: RowCells;
  /** Why its cells cannot be told apart; null: they can. */
  readonly broken: RejectedRow | null;
}

export interface MappingFile {
  readonly name: string;
  readonly role: FileRole;
  readonly rows: number;
  read(): AsyncIterable<readonly FileRow[]>;
}

/** Finds, recognises and checks all files. Throws `UnreadableInput` with every fault of all of them. */
export async function openMappingFiles(mapping: Mapping, paths: readonly string[]): Promise<MappingFile[]> {
  const faults: string[] = [];
  const files: MappingFile[] = [];
  for (const { path, wasNamed } of await expandFolders(paths, faults)) {
    const role = roleOfFile(mapping, basename(path));
    if (!role && wasNamed) {
      const keys = Object.keys(mapping.files).join(', ');
      faults.push(`${path}: the file's name says none of the files of the mapping: ${keys}`);
      continue;
    }
    try {
      files.push(await openFile(mapping, path, role ?? { ignored: 'file-not-mapped' }));
    } catch (error) {
      if (!(error instanceof UnreadableInput)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length === 0) faults.push(...lookupFaults(mapping, files));
  if (faults.length > 0) throw new UnreadableInput(faults);
  return files;
}

interface Candidate {
  readonly path: string;
  /** On the command line, rather than found in a folder. */
  readonly wasNamed: boolean;
}

const ENDINGS = /\.(csv|tsv|txt|jsonl|ndjson)$/i;

/** A folder stands for its CSV and JSON Lines files and those of the folders in it. */
async function expandFolders(paths: readonly string[], faults: string[]): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const path of paths) {
    const entry = await stat(path).catch(() => undefined);
    if (!entry) faults.push(`${path}: there is no such file`);
    else if (entry.isDirectory()) {
      const names = (await readdir(path, { recursive: true })).filter((name) => ENDINGS.test(name)).sort();
      if (names.length === 0)
        faults.push(`${path}: there is no .csv, .tsv, .txt or .jsonl file in this folder`);
      found.push(...names.map((name) => ({ path: join(path, name), wasNamed: false })));
    } else found.push({ path, wasNamed: true });
  }
  // A file that was named twice, or lies in a folder that was, is read once.
  return [...new Map(found.map((candidate) => [resolve(candidate.path), candidate])).values()];
}

/** Files that lookups need and that did not come, though a file came that asks them. */
function lookupFaults(mapping: Mapping, files: readonly MappingFile[]): string[] {
  const present = new Set(files.map(({ role }) => role.key ?? ''));
  const missing = new Map<string, string>();
  for (const key of present) {
    for (const name of lookupsOfFile(mapping, key)) {
      const lookup = mapping.lookups?.[name];
      if (lookup && !lookup.optional && !present.has(lookup.file)) missing.set(lookup.file, key);
    }
  }
  return [...missing].map(
    ([file, key]) => `the file of ${file} is missing: without it ${key} cannot be understood`,
  );
}

async function openFile(mapping: Mapping, path: string, role: FileRole): Promise<MappingFile> {
  const rules = mapping.files[role.key ?? ''] ?? {};
  const needed = role.key === undefined ? [] : neededColumns(mapping, role.key);
  if (/\.(jsonl|ndjson)$/i.test(path)) return await openJsonLines(path, role, needed);
  const csv = await checkCsv(path, path, dialectOf(rules, path));
  const missing = needed.filter((column) => !csv.header.includes(column));
  if (missing.length > 0) throw lacking(path, role, missing);
  return { name: path, role, rows: csv.rows, read: () => csvRows(csv) };
}

function lacking(path: string, { key = '' }: FileRole, columns: readonly string[]): UnreadableInput {
  const named = columns.join(', ');
  return new UnreadableInput([
    `${path} lacks the column ${named}: the mapping reads it in ${key}; a column that may be missing is listed as optional`,
  ]);
}

function dialectOf(rules: FileRule, path: string): CsvDialect {
  const { delimiter, encoding, skip_lines, columns, unnamed_columns } = rules;
  return {
    delimiter: delimiter ?? (/\.tsv$/i.test(path) ? '\t' : plainDialect.delimiter),
    encoding: encoding ?? plainDialect.encoding,
    skipLines: skip_lines ?? 0,
    columns: columns ?? null,
    dropsUnnamed: unnamed_columns === 'drop',
  };
}

async function* csvRows(csv: CsvFile): AsyncGenerator<FileRow[]> {
  const { name, header } = csv;
  for await (const rows of readCsv(csv)) {
    yield rows.map(({ line, cells }): FileRow => {
      const at = { file: name, line };
      if (cells.length !== header.length) {
        const message = `the row has ${cells.length} columns, the header ${header.length}`;
        return { ...at, cells: {}, broken: broken(at, 'columns', message, cells.join(',')) };
      }
      const named: Record<string, string> = {};
      for (let index = 0; index < header.length; index++) {
        const column = header[index] ?? '';
        if (column !== '') named[column] = cells[index] ?? '';
      }
      return { ...at, cells: named, broken: null };
    });
  }
}

function broken(at: Origin, rule: string, message: string, value: string): RejectedRow {
  return { kind: 'rejected', class: 'MAPPING', rule, message, value, ...at };
}

/** Every line is looked at: a last one that is cut off, or a member that no line has, makes the file unreadable. */
async function openJsonLines(path: string, role: FileRole, needed: readonly string[]): Promise<MappingFile> {
  const missing = new Set(needed);
  let rows = 0;
  for await (const lines of readJsonLines(path, path)) {
    rows += lines.length;
    for (const { values, ended, line } of lines) {
      if (!values && !ended)
        throw new UnreadableInput([
          `${path} is cut off: line ${line} ends inside a value, so it is only half a file`,
        ]);
      for (const name of missing) if (values && name in values) missing.delete(name);
    }
  }
  if (rows > 0 && missing.size > 0) throw lacking(path, role, [...missing]);
  return { name: path, role, rows, read: () => jsonRows(path) };
}

async function* jsonRows(path: string): AsyncGenerator<FileRow[]> {
  for await (const lines of readJsonLines(path, path)) {
    yield lines.map(({ line, values, text }): FileRow => {
      const at = { file: path, line };
      if (values) return { ...at, cells: values, broken: null };
      return { ...at, cells: {}, broken: broken(at, 'json', 'the line is no JSON object', text) };
    });
  }
}
