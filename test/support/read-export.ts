// Reading an export through its translator alone, for tests: the items by record type.
import type {
  CanonicalRecord,
  Format,
  FormatItem,
  FormatOptions,
  OpenExport,
} from '../../src/ingestion/format.ts';
import { canonicalRecords } from '../../src/ingestion/record-commands.ts';

export interface ReadExport {
  readonly items: readonly (FormatItem & { readonly stream: string })[];
  readonly total: number | null;
  /** What came of a record type: how many records and removals, and how many rows by rule. */
  counts(): Record<string, Record<string, number>>;
  records(record: string): CanonicalRecord[];
  /** The values of the record with this external id. */
  values(record: string, externalId: string): CanonicalRecord['values'] | undefined;
}

/** Opens an export as a run does. */
export function openExport(
  format: Format,
  paths: readonly string[],
  options: Partial<FormatOptions> = {},
): Promise<OpenExport> {
  return format.open(paths, { source: 'src', definitions: canonicalRecords, ...options });
}

export async function readExport(
  format: Format,
  paths: readonly string[],
  options: Partial<FormatOptions> = {},
): Promise<ReadExport> {
  const opened = await openExport(format, paths, { entity: 'ACME', currency: 'CAD', ...options });
  const items: (FormatItem & { stream: string })[] = [];
  for (const { record, items: read } of opened.streams) {
    for await (const batch of read()) items.push(...batch.map((item) => ({ ...item, stream: record })));
  }
  const records = (record: string) =>
    items.filter((item) => item.kind === 'record').filter((item) => item.record === record);
  return {
    items,
    total: opened.total,
    records,
    values: (record, externalId) => records(record).find((item) => item.externalId === externalId)?.values,
    counts() {
      const counts: Record<string, Record<string, number>> = {};
      for (const item of items) {
        const what =
          item.kind === 'record' ? (item.removed ? 'removed' : 'records') : `${item.kind} ${item.rule}`;
        const own = counts[item.stream] ?? {};
        counts[item.stream] = own;
        own[what] = (own[what] ?? 0) + 1;
      }
      return counts;
    },
  };
}
