// The canonical format: one CSV or JSON Lines file per record type, named like it (invoices.csv, customer.jsonl). The first
// column is `id`, the others are the fields of the record; `\N` in a CSV cell clears, an empty cell says nothing.
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RecordDefinition } from '../../platform/record-definition.ts';
import {
  type Format,
  type FormatItem,
  type OpenExport,
  type RecordStream,
  UnreadableInput,
} from '../format.ts';
import { type CsvFile, checkCsv, readCsv } from './csv.ts';
import { readJsonLines } from './json-lines.ts';

interface CanonicalFile {
  readonly name: string;
  readonly definition: RecordDefinition;
  readonly rows: number;
  items(): AsyncIterable<readonly FormatItem[]>;
}

export const revgraph: Format = {
  name: 'revgraph',
  kind: 'FILE',
  records: null,
  needs: { entity: false, currency: false },
  async open(paths, { definitions }): Promise<OpenExport> {
    const faults: string[] = [];
    const files: CanonicalFile[] = [];
    for (const path of await expandFolders(paths, faults)) {
      try {
        files.push(await openFile(path, definitions));
      } catch (error) {
        if (!(error instanceof UnreadableInput)) throw error;
        faults.push(...error.faults);
      }
    }
    if (faults.length > 0) throw new UnreadableInput(faults);
    return {
      files: files.map(({ name }) => name),
      total: files.reduce((sum, { rows }) => sum + rows, 0),
      streams: toStreams(files),
    };
  },
};

/** A folder stands for its CSV and JSON Lines files. */
async function expandFolders(paths: readonly string[], faults: string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found) faults.push(`${path}: there is no such file`);
    else if (found.isDirectory()) {
      const names = (await readdir(path)).filter((name) => /\.(csv|jsonl)$/.test(name)).sort();
      if (names.length === 0) faults.push(`${path}: there is no .csv or .jsonl file in this folder`);
      files.push(...names.map((name) => join(path, name)));
    } else files.push(path);
  }
  return files;
}

async function openFile(path: string, definitions: readonly RecordDefinition[]): Promise<CanonicalFile> {
  const match = /^(.+)\.(csv|jsonl)$/.exec(basename(path));
  const name = match?.[1];
  const definition = definitions.find(({ record, plural }) => name === record || name === plural);
  if (!match || !definition) {
    throw new UnreadableInput([
      `${path}: the file's name says no record type; it is one of ${definitions.map(({ plural }) => plural).join(', ')}, with the ending .csv or .jsonl`,
    ]);
  }
  return match[2] === 'csv' ? await openCsv(path, definition) : await openJsonLines(path, definition);
}

async function openCsv(path: string, definition: RecordDefinition): Promise<CanonicalFile> {
  const file = await checkCsv(path, path);
  const faults: string[] = [];
  if (!file.header.includes('id')) {
    const only = file.header.length === 1 ? '; fields are separated by commas' : '';
    faults.push(`${path}: the column id is missing${only}`);
  }
  const unknown = file.header.filter((column) => column !== 'id' && !definition.fields[column]);
  if (unknown.length > 0) faults.push(unknownFault(path, unknown, definition));
  if (faults.length > 0) throw new UnreadableInput(faults);
  return { name: path, definition, rows: file.rows, items: () => csvItems(file, definition) };
}

function unknownFault(path: string, names: readonly string[], { record, fields }: RecordDefinition): string {
  return `${path}: ${record} has no field ${names.join(', ')}; its fields are id, ${Object.keys(fields).join(', ')}`;
}

async function* csvItems(file: CsvFile, definition: RecordDefinition): AsyncGenerator<FormatItem[]> {
  const { header, name } = file;
  const idAt = header.indexOf('id');
  for await (const rows of readCsv(file)) {
    yield rows.map(({ row, cells }): FormatItem => {
      if (cells.length !== header.length) return raggedRow(name, row, cells, header);
      const values: Record<string, string | null> = {};
      for (let index = 0; index < header.length; index++) {
        const cell = cells[index];
        if (index === idAt || cell === '' || cell === undefined) continue;
        values[header[index] ?? ''] = cell === '\\N' ? null : cell;
      }
      const externalId = cells[idAt] ?? '';
      return { kind: 'record', record: definition.record, externalId, values, file: name, row };
    });
  }
}

function raggedRow(
  file: string,
  row: number,
  cells: readonly string[],
  header: readonly string[],
): FormatItem {
  return {
    kind: 'rejected',
    class: 'MAPPING',
    rule: 'columns',
    message: `the row has ${cells.length} columns, the header ${header.length}`,
    file,
    row,
    value: cells.join(','),
  };
}

/** Every line is looked at: a member that is no field, or a last line cut off, makes the file unreadable. */
async function openJsonLines(path: string, definition: RecordDefinition): Promise<CanonicalFile> {
  const unknown = new Set<string>();
  let rows = 0;
  for await (const lines of readJsonLines(path, path)) {
    rows += lines.length;
    for (const { values, ended, row } of lines) {
      if (!values && !ended)
        throw new UnreadableInput([
          `${path} is cut off: line ${row} ends inside a value, so it is only half a file`,
        ]);
      for (const name in values) if (name !== 'id' && !definition.fields[name]) unknown.add(name);
    }
  }
  if (unknown.size > 0) throw new UnreadableInput([unknownFault(path, [...unknown], definition)]);
  return { name: path, definition, rows, items: () => jsonItems(path, definition) };
}

async function* jsonItems(path: string, definition: RecordDefinition): AsyncGenerator<FormatItem[]> {
  for await (const lines of readJsonLines(path, path)) {
    yield lines.map(({ row, values, text }): FormatItem => {
      const at = { file: path, row };
      if (!values)
        return {
          kind: 'rejected',
          class: 'MAPPING',
          rule: 'json',
          message: 'the line is no JSON object',
          value: text,
          ...at,
        };
      const { id, ...fields } = values;
      return { kind: 'record', record: definition.record, externalId: id ?? '', values: fields, ...at };
    });
  }
}

/** Several files of one type are read one after the other. */
function toStreams(files: readonly CanonicalFile[]): RecordStream[] {
  return [...Map.groupBy(files, ({ definition }) => definition.record)].map(([record, same]) => ({
    record,
    async *items() {
      for (const file of same) yield* file.items();
    },
  }));
}
