// How the rows of Salesforce objects become streams of records, and which rows make none.
import type { FormatItem, RecordStream } from '../format.ts';
import type { SalesforceFile, SalesforceRow } from './salesforce-files.ts';
import { ignoredRule, isTaken, type SalesforceObject, toRecordId } from './salesforce-object-rules.ts';
import { booleanOf, lookupOf } from './salesforce-value-rules.ts';

/** What a row makes in one stream; nothing where it has no part in this record type. */
export type Translate = (
  row: SalesforceRow,
  id: string,
) => { readonly id: string; readonly fields: Record<string, string | null> }[] | FormatItem;

/** A part of the stream: the objects whose rows it reads, and what they make. */
interface Part {
  readonly object: SalesforceObject;
  readonly record: string;
  /** Of the streams of one object, the one that accounts for rows that are deleted or ragged. */
  readonly isLeading: boolean;
}

/** The stream over the rows of an object, if any came; `translate` is asked anew for each reading. */
export function streamsOf(
  files: readonly SalesforceFile[],
  part: Part,
  translate: () => Translate,
): RecordStream[] {
  const own = files.filter(({ object }) => object === part.object);
  if (own.length === 0) return [];
  const stream: RecordStream = {
    record: part.record,
    async *items() {
      const toMade = translate();
      for (const file of own) {
        for await (const rows of file.read()) yield rows.flatMap((row) => itemsOf(row, part, toMade));
      }
    },
  };
  return [stream];
}

function itemsOf(row: SalesforceRow, { object, record, isLeading }: Part, toMade: Translate): FormatItem[] {
  const id = toRecordId(row.id, object);
  const gone = row.ragged ?? goneItem(row, { object, record }, id);
  if (gone) return isLeading ? [gone] : [];
  const made = toMade(row, id);
  if (!Array.isArray(made)) return [made];
  const at = { file: row.file, line: row.line };
  return made.map(({ id, fields }) => ({ kind: 'record', record, externalId: id, values: fields, ...at }));
}

/** A version that a later one replaced (Fivetran history mode), or a row of the recycle bin: deleted, or merged into another one. */
function goneItem(
  { file, line, values }: SalesforceRow,
  { object, record }: Pick<Part, 'object' | 'record'>,
  externalId: string,
): FormatItem | undefined {
  const at = { file, line };
  if (booleanOf(values, 'fivetranactive') === false && !booleanOf(values, 'fivetrandeleted'))
    return { kind: 'ignored', rule: 'superseded-version', externalId, ...at };
  const master = lookupOf(values, 'masterrecordid', object);
  const isDeleted = booleanOf(values, 'isdeleted') || booleanOf(values, 'fivetrandeleted');
  if (!isDeleted && !master) return undefined;
  const removed = master ? `merged into ${master}` : 'deleted';
  return { kind: 'record', record, externalId, values: {}, removed, ...at };
}

/** Positions within each parent, in the order of the file. */
export function counter(): (parent: string) => number {
  const counts = new Map<string, number>();
  return (parent) => {
    const next = (counts.get(parent) ?? 0) + 1;
    counts.set(parent, next);
    return next;
  };
}

/** Rows of objects that are not taken, counted by object. */
export function ignoredStream(files: readonly SalesforceFile[]): RecordStream {
  return {
    record: 'opportunity',
    async *items() {
      for (const { object, read } of files) {
        if (object !== undefined && isTaken(object)) continue;
        const rule = ignoredRule(object);
        for await (const rows of read()) {
          yield rows.map(({ file, line }): FormatItem => ({ kind: 'ignored', rule, file, line }));
        }
      }
    },
  };
}
