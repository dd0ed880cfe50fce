// The canonical format: one CSV or JSON Lines file per record type, named like it (invoices.csv, customer.jsonl). The first
// column is `id`, the others are the fields of the record; `\N` in a CSV cell clears, an empty cell says nothing.
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RecordDefinition } from '../../platform/record-definition.ts';
import { quoteValue, type RecordValues } from '../../platform/record-fault.ts';
import { defaultFlags } from '../../platform/record-values.ts';
import {
  type CanonicalRecord,
  type Format,
  type FormatItem,
  type FormatOptions,
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
  async open(paths, options): Promise<OpenExport> {
    const faults: string[] = [];
    const files: CanonicalFile[] = [];
    for (const path of await expandFolders(paths, faults)) {
      try {
        files.push(await openFile(path, options));
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

async function openFile(path: string, options: FormatOptions): Promise<CanonicalFile> {
  const { definitions } = options;
  const match = /^(.+)\.(csv|jsonl)$/.exec(basename(path));
  const name = match?.[1];
  const definition = definitions.find(({ record, plural }) => name === record || name === plural);
  if (!match || !definition) {
    throw new UnreadableInput([
      `${path}: the file's name says no record type; it is one of ${definitions.map(({ plural }) => plural).join(', ')}, with the ending .csv or .jsonl`,
    ]);
  }
  return match[2] === 'csv'
    ? await openCsv(path, definition, options)
    : await openJsonLines(path, definition, options);
}

async function openCsv(
  path: string,
  definition: RecordDefinition,
  options: FormatOptions,
): Promise<CanonicalFile> {
  const file = await checkCsv(path, path);
  const { header } = file;
  const faults: string[] = [];
  const missing = missingFields(definition, new Set(header), options);
  if (header.length === 1 && !header.includes('id'))
    faults.push(`${path}: the column id is missing; fields are separated by commas`);
  else if (missing.length > 0) faults.push(`${path}: ${missingFault('the column', missing, definition)}`);
  const unknown = header.filter(
    (column) => column !== 'id' && !isCommon(column) && !definition.fields[column],
  );
  if (unknown.length > 0) faults.push(unknownFault(path, unknown, definition));
  if (faults.length > 0) throw new UnreadableInput(faults);
  return { name: path, definition, rows: file.rows, items: () => csvItems(file, definition) };
}

/** Fields that every record must state, that none of the file states, and that no flag fills. */
function missingFields(
  { fields }: RecordDefinition,
  stated: ReadonlySet<string>,
  { entity, currency }: FormatOptions,
): string[] {
  const required = Object.entries(fields).flatMap(([name, { kind, required }]) => {
    if (!required || stated.has(name)) return [];
    if (kind === 'legal_entity' && entity !== undefined) return [];
    return kind === 'currency' && currency !== undefined ? [] : [name];
  });
  return stated.has('id') ? required : ['id', ...required];
}

function missingFault(what: string, names: readonly string[], { record, fields }: RecordDefinition): string {
  const flags = new Set(names.flatMap((name) => defaultFlags[fields[name]?.kind ?? 'text'] ?? []));
  const isOne = names.length === 1;
  return [
    `${what}${isOne ? '' : 's'} ${names.join(', ')} ${isOne ? 'is' : 'are'} missing`,
    `: every ${record} must state ${isOne ? 'it' : 'them'}`,
    ...[...flags].map((flag) => `, or give ${flag}`),
  ].join('');
}

function unknownFault(path: string, names: readonly string[], { record, fields }: RecordDefinition): string {
  return `${path}: ${record} has no field ${names.join(', ')}; its fields are id, source_version, deleted, ${Object.keys(fields).join(', ')}`;
}

async function* csvItems(file: CsvFile, definition: RecordDefinition): AsyncGenerator<FormatItem[]> {
  const { header, name } = file;
  const idAt = header.indexOf('id');
  for await (const rows of readCsv(file)) {
    yield rows.map(({ line, cells }): FormatItem => {
      if (cells.length !== header.length) return raggedRow(name, line, cells, header);
      const values: Record<string, string | null> = {};
      for (let index = 0; index < header.length; index++) {
        const cell = cells[index];
        if (index === idAt || cell === '' || cell === undefined) continue;
        values[header[index] ?? ''] = cell === '\\N' ? null : cell;
      }
      const externalId = cells[idAt] ?? '';
      return toItem({ record: definition.record, externalId, file: name, line }, values);
    });
  }
}

function raggedRow(
  file: string,
  line: number,
  cells: readonly string[],
  header: readonly string[],
): FormatItem {
  return {
    kind: 'rejected',
    class: 'MAPPING',
    rule: 'columns',
    message: `the row has ${cells.length} columns, the header ${header.length}`,
    file,
    line,
    value: cells.join(','),
  };
}

/** Every line is looked at: a member that is no field, or a last line cut off, makes the file unreadable. */
async function openJsonLines(
  path: string,
  definition: RecordDefinition,
  options: FormatOptions,
): Promise<CanonicalFile> {
  const stated = new Set<string>();
  let rows = 0;
  for await (const lines of readJsonLines(path, path)) {
    rows += lines.length;
    for (const { values, ended, line } of lines) {
      if (!values && !ended)
        throw new UnreadableInput([
          `${path} is cut off: line ${line} ends inside a value, so it is only half a file`,
        ]);
      for (const name in values) stated.add(name);
    }
  }
  const unknown = [...stated].filter((name) => name !== 'id' && !isCommon(name) && !definition.fields[name]);
  const faults = unknown.length > 0 ? [unknownFault(path, unknown, definition)] : [];
  const missing = stated.size > 0 ? missingFields(definition, stated, options) : [];
  if (missing.length > 0)
    faults.push(`${path}: in all lines ${missingFault('the member', missing, definition)}`);
  if (faults.length > 0) throw new UnreadableInput(faults);
  return { name: path, definition, rows, items: () => jsonItems(path, definition) };
}

async function* jsonItems(path: string, definition: RecordDefinition): AsyncGenerator<FormatItem[]> {
  for await (const lines of readJsonLines(path, path)) {
    yield lines.map(({ line, values, text }): FormatItem => {
      const at = { file: path, line };
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
      return toItem({ record: definition.record, externalId: id ?? '', ...at }, fields);
    });
  }
}

/** Members that every record may have beside its own fields. */
function isCommon(name: string): boolean {
  return name === 'source_version' || name === 'deleted';
}

function toItem(
  of: Pick<CanonicalRecord, 'record' | 'externalId' | 'file' | 'line'>,
  { source_version: version, deleted, ...values }: RecordValues,
): FormatItem {
  if (deleted && !['true', 'false'].includes(deleted))
    return {
      kind: 'rejected',
      class: 'VALIDATION',
      rule: 'boolean',
      message: `deleted ${quoteValue(deleted)} is neither true nor false`,
      field: 'deleted',
      value: deleted,
      values,
      ...of,
    };
  return {
    kind: 'record',
    ...of,
    values,
    ...(version && { version }),
    ...(deleted === 'true' && { removed: 'deleted' }),
  };
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
