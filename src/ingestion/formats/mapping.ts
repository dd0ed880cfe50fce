// Exports that a mapping describes: a mapping file is data, and this makes a format of it. Built-in mappings lie in
// `src/ingestion/mappings`, each under the name by which the command line asks for it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordDefinition } from '../../platform/record-definition.ts';
import type { Format, FormatItem, FormatOptions, OpenExport, RecordStream } from '../format.ts';
import { flagOf } from './mapping-check-rules.ts';
import type { Mapping, RecordRule } from './mapping-declaration.ts';
import { type MappingFile, openMappingFiles } from './mapping-files.ts';
import { readMapping } from './mapping-load.ts';
import { loadLookups } from './mapping-lookups.ts';
import { RowTranslator } from './mapping-row-rules.ts';

const folder = join(import.meta.dirname, '../mappings');

/** The formats that built-in mappings bring. */
export function listMappings(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace(/\.yaml$/, ''))
    .sort();
}

/** The format of a mapping file, or of a built-in mapping by its name. Throws `UnreadableInput` with every fault of it. */
export async function loadMappingFormat(
  wanted: { readonly file: string } | { readonly name: string },
  definitions: readonly RecordDefinition[],
): Promise<Format> {
  const path = 'file' in wanted ? wanted.file : join(folder, `${wanted.name}.yaml`);
  return mappingFormat(await readMapping(path, definitions), definitions);
}

function mappingFormat(mapping: Mapping, definitions: readonly RecordDefinition[]): Format {
  return {
    name: mapping.mapping,
    kind: mapping.kind,
    records: [...new Set(mapping.records.map(({ record }) => record))],
    needs: {
      entity: needs(mapping, definitions, 'entity'),
      currency: needs(mapping, definitions, 'currency'),
    },
    open: (paths, options) => openExport(mapping, paths, options),
  };
}

/** Whether a flag must be given: the mapping asks for it, or a record needs the field and no column fills it. */
function needs(
  mapping: Mapping,
  definitions: readonly RecordDefinition[],
  flag: 'entity' | 'currency',
): boolean {
  if (mapping.needs?.includes(flag)) return true;
  return mapping.records.some(({ record, fields }) => {
    const known = definitions.find((definition) => definition.record === record)?.fields ?? {};
    return Object.entries(known).some(
      ([name, field]) => field.required && flagOf(field) === flag && !fields[name],
    );
  });
}

async function openExport(
  mapping: Mapping,
  paths: readonly string[],
  options: FormatOptions,
): Promise<OpenExport> {
  const files = await openMappingFiles(mapping, paths);
  const lookups = await loadLookups(mapping, files, options);
  const known = { mapping, options, lookups };
  const definitions = new Map(options.definitions.map((definition) => [definition.record, definition]));
  const streams = mapping.records.flatMap((rule): RecordStream[] => {
    const own = files.filter(({ role }) => role.key === rule.from);
    const definition = definitions.get(rule.record);
    if (own.length === 0 || !definition) return [];
    return [
      { record: rule.record, items: () => translated(own, new RowTranslator(rule, definition, known)) },
    ];
  });
  const silent = files.filter(({ role }) => isSilent(mapping, role.key));
  const rest = { record: mapping.records[0]?.record ?? '', items: () => counted(silent) };
  return {
    files: files.map(({ name }) => name),
    total: countItems(mapping, files),
    streams: silent.length === 0 ? streams : [...streams, rest],
  };
}

async function* translated(
  files: readonly MappingFile[],
  translator: RowTranslator,
): AsyncGenerator<FormatItem[]> {
  for (const file of files) {
    for await (const rows of file.read()) yield rows.flatMap((row) => translator.translate(row));
  }
}

/** Whether no record is made of the file: it is a lookup, or ignored. */
function isSilent({ records }: Mapping, key: string | undefined): boolean {
  return !records.some(({ from }) => from === key);
}

/** Rows that are ignored as a whole, and those of lookups that cannot be read: the others describe rows of other files. */
async function* counted(files: readonly MappingFile[]): AsyncGenerator<FormatItem[]> {
  for (const { role, read } of files) {
    const rule = role.ignored;
    for await (const rows of read()) {
      yield rows.flatMap(({ file, line, broken }): FormatItem[] => {
        if (rule !== undefined) return [{ kind: 'ignored', rule, file, line }];
        return broken ? [broken] : [];
      });
    }
  }
}

/** One item for each row and rule, where no rule leaves out rows; else nobody knows before they have been read. */
function countItems(mapping: Mapping, files: readonly MappingFile[]): number | null {
  const leavesOut = ({ when, distinct, each, from }: RecordRule) =>
    (when ?? distinct ?? each) !== undefined || (mapping.files[from]?.ignore?.length ?? 0) > 0;
  if (mapping.records.some(leavesOut)) return null;
  const perRow = (key: string | undefined, ignored: string | undefined) =>
    ignored === undefined ? mapping.records.filter(({ from }) => from === key).length : 1;
  return files.reduce((sum, { rows, role }) => sum + rows * perRow(role.key, role.ignored), 0);
}
