// How rows of an S/4HANA export become streams of records: a portion of rows at a time, with what other tables say of them.
import type { FormatItem, IgnoredRow, RecordStream } from '../format.ts';
import type { SapFiles } from './sap-files.ts';
import type { SapTable } from './sap-table-rules.ts';
import { rejected, type SapRow, type SapValues } from './sap-value-rules.ts';

/** What a row makes in one stream; nothing where it has no part in it. */
export type Translate = (row: SapRow) => FormatItem | undefined;

interface StreamParts {
  readonly record: string;
  readonly tables: readonly SapTable[];
  /** Of the streams over a table the one that accounts for lines that are no rows. */
  readonly isLeading: boolean;
  /** Looks up what the rows of a portion need, and says what each of them makes. */
  readonly prepare: (portion: readonly SapRow[]) => Promise<Translate>;
}

/** The stream over the rows of tables, if any of them came. */
export function streamsOf(
  files: SapFiles,
  { record, tables, isLeading, prepare }: StreamParts,
): RecordStream[] {
  if (!tables.some((table) => files.has(table))) return [];
  const stream: RecordStream = {
    record,
    async *items() {
      for await (const portion of files.portions(...tables)) {
        const translate = await prepare(portion);
        yield portion.flatMap((row) =>
          row.broken ? (isLeading ? [row.broken] : []) : (translate(row) ?? []),
        );
      }
    },
  };
  return [stream];
}

export function ignored({ file, line }: SapRow, rule: string): IgnoredRow {
  return { kind: 'ignored', rule, file, line };
}

/** A row that says something of another row, which has taken it in, or which is not there. */
interface Description {
  /** The rule under which it is counted. */
  readonly rule: string;
  readonly record: string;
  readonly table: SapTable;
  readonly describes: SapTable;
  readonly keyOfRow: (values: SapValues) => string;
  /** The member that names the other row. */
  readonly field: string;
}

/** The stream over rows that describe others: counted by rule, or refused where nothing that they describe is there. */
export function descriptionStreams(files: SapFiles, given: Description): RecordStream[] {
  const { rule, record, table, describes, keyOfRow, field } = given;
  return streamsOf(files, {
    record,
    tables: [table],
    isLeading: true,
    async prepare(portion) {
      const keys = new Set(portion.map(({ values }) => keyOfRow(values)));
      const found = await files.find(describes, keyOfRow, keys);
      return (row) =>
        found.has(keyOfRow(row.values)) ? ignored(row, rule) : missingReference(row, field, describes);
    },
  });
}

/** A row whose other half is not part of the export. */
export function missingReference(row: SapRow, field: string, table: SapTable): FormatItem {
  const message = `${field} ${JSON.stringify(row.values[field] ?? '')}: there is no such row in ${table}`;
  return rejected(row, { class: 'REFERENCE', rule: 'reference', message }, field);
}
