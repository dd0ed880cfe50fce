// With which version of its table each record of a Singer stream last came.
import type { Transaction } from 'kysely';
import { arrayText } from '../platform/array-text.ts';
import { runSql } from '../platform/command.ts';
import type { DB } from '../platform/tables.gen.ts';

export interface VersionedRecord {
  readonly stream: string;
  readonly record: string;
  readonly externalId: string;
  /** A number, mostly the moment at which the tap began. */
  readonly tableVersion: string;
}

export async function keepTableVersions(
  tx: Transaction<DB>,
  sourceId: string,
  records: readonly VersionedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await runSql(
    tx,
    `insert into singer_record (source_system_id, stream, record_type, external_id, table_version)
     select $1, i.* from unnest($2::text[], $3::text[], $4::text[], $5::numeric[]) i
     on conflict (source_system_id, stream, record_type, external_id) do update set table_version = excluded.table_version`,
    [
      sourceId,
      arrayText(records.map(({ stream }) => stream)),
      arrayText(records.map(({ record }) => record)),
      arrayText(records.map(({ externalId }) => externalId)),
      arrayText(records.map(({ tableVersion }) => tableVersion)),
    ],
  );
}

/** Forgets the records of a stream that came with an older version of the table, and gives them. */
export async function takeOlderRecords(
  tx: Transaction<DB>,
  sourceId: string,
  { stream, tableVersion }: { stream: string; tableVersion: string },
): Promise<{ record: string; externalId: string }[]> {
  return await runSql(
    tx,
    `delete from singer_record where source_system_id = $1 and stream = $2 and table_version < $3::numeric
     returning record_type as record, external_id as "externalId"`,
    [sourceId, stream, tableVersion],
  );
}
