// What a batch leaves beside the canonical rows: the crosswalk, states and provenance of governed objects, the hashes by which
// a repeat is known, and the rejections.
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import type { ExceptionClass, RecordFault, RecordValues } from './record-fault.ts';

/** The names of records that are rows of the canonical tables now. */
export interface LinkRow {
  readonly externalId: string;
  readonly targetId: string;
  readonly evidence: Readonly<Record<string, unknown>> | null;
}

export async function linkTargets(
  { tx, sourceId }: BatchContext,
  { record, object }: RecordDefinition,
  links: readonly LinkRow[],
): Promise<void> {
  if (object === null || links.length === 0) return;
  await runSql(
    tx,
    `insert into source_link (source_system_id, object_type, source_object, external_id, target_id, method, evidence)
     select $1, $2, $3, i.external_id, i.target_id, 'KEY', i.evidence
     from unnest($4::text[], $5::uuid[], $6::jsonb[]) i (external_id, target_id, evidence)
     on conflict (source_system_id, external_id, source_object, object_type) where valid_to is null do nothing`,
    [
      sourceId,
      object,
      record,
      arrayText(links.map((link) => link.externalId)),
      arrayText(links.map((link) => link.targetId)),
      arrayText(links.map((link) => (link.evidence ? JSON.stringify(link.evidence) : null))),
    ],
  );
}

/** Keeps the state of each row as it now stands. The first one holds since ever: nobody said since when. */
export async function keepVersions(
  { tx, today }: BatchContext,
  { table, key, versions }: RecordDefinition,
  targetIds: readonly string[],
): Promise<void> {
  if (versions === null || targetIds.length === 0) return;
  await runSql(
    tx,
    `insert into ${versions} (${key}, version, valid_from, image)
     select t.${key}, t.version, case when t.version = 1 then '-infinity' else $2::date end, to_jsonb(t)
     from ${table} t where t.${key} = any ($1::uuid[])`,
    [arrayText(targetIds), today],
  );
}

/** A field group of an object that this source set. */
export interface ProvenanceRow {
  readonly targetId: string;
  readonly externalId: string;
  readonly group: string;
  /** Fields set; null: all that the record states of the group. */
  readonly fields: readonly string[] | null;
  readonly defaulted: boolean;
}

export async function keepProvenance(
  { tx, sourceId, runId }: BatchContext,
  { record, object }: RecordDefinition,
  rows: readonly ProvenanceRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await runSql(
    tx,
    `insert into field_provenance (object_type, object_id, field_group, event_id, defaulted, source_system_id, source_object,
       external_id, fields)
     select $1, i.target_id, i.field_group, $2, i.defaulted, $3, $4, i.external_id, i.fields::text[]
     from unnest($5::uuid[], $6::text[], $7::boolean[], $8::text[], $9::text[])
       i (target_id, field_group, defaulted, external_id, fields)`,
    [
      object ?? record.toUpperCase(),
      runId,
      sourceId,
      record,
      arrayText(rows.map((row) => row.targetId)),
      arrayText(rows.map((row) => row.group)),
      arrayText(rows.map((row) => String(row.defaulted))),
      arrayText(rows.map((row) => row.externalId)),
      arrayText(rows.map(({ fields }) => (fields ? arrayText(fields) : null))),
    ],
  );
}

export interface InboundRow {
  readonly externalId: string;
  readonly hash: string;
  readonly disposition: string;
  readonly targetId: string | null;
}

export async function keepInbound(
  { tx, sourceId, runId }: BatchContext,
  { record }: RecordDefinition,
  rows: readonly InboundRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await runSql(
    tx,
    `insert into inbound_record as r (source_system_id, record_type, external_id, payload_hash, disposition, target_id,
       import_run_id)
     select $1, $2, i.external_id, i.hash, i.disposition, i.target_id, $3
     from unnest($4::text[], $5::uuid[], $6::text[], $7::uuid[]) i (external_id, hash, disposition, target_id)
     on conflict (source_system_id, record_type, external_id) do update set
       payload_hash = excluded.payload_hash, disposition = excluded.disposition, import_run_id = excluded.import_run_id,
       target_id = coalesce(excluded.target_id, r.target_id), recorded_at = excluded.recorded_at
     where r.payload_hash <> excluded.payload_hash or r.disposition <> excluded.disposition`,
    [
      sourceId,
      record,
      runId,
      arrayText(rows.map((row) => row.externalId)),
      arrayText(rows.map((row) => row.hash)),
      arrayText(rows.map((row) => row.disposition)),
      arrayText(rows.map((row) => row.targetId)),
    ],
  );
}

/** A row that could not be taken. */
export interface Rejection {
  readonly file: string;
  readonly row: number;
  readonly record: string | null;
  readonly externalId: string | null;
  readonly hash: string | null;
  readonly fault: RecordFault;
  readonly values: RecordValues | null;
}

/** Keeps rejections; one that stands open already, of the same content and rule, is not kept again. Returns how many are new. */
export async function keepRejections(
  { tx, sourceId, runId }: BatchContext,
  rejections: readonly Rejection[],
): Promise<number> {
  if (rejections.length === 0) return 0;
  const column = (of: (rejection: Rejection) => string | null) =>
    arrayText(rejections.map((rejection) => withoutNul(of(rejection))));
  const kept = await runSql<{ kept: number }>(
    tx,
    `insert into inbound_rejection (import_run_id, source_system_id, file, row_number, record_type, external_id, field, value,
       rule, message, class, payload_hash, record)
     select $1, $2, i.* from unnest($3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
       $10::text[], $11::text[], $12::uuid[], $13::jsonb[])
       i (file, row_number, record_type, external_id, field, value, rule, message, class, payload_hash, record)
     where not exists (select from inbound_rejection o where o.source_system_id = $2 and o.resolved_at is null
       and o.record_type is not distinct from i.record_type and o.external_id is not distinct from i.external_id
       and o.rule = i.rule and o.field is not distinct from i.field and o.payload_hash is not distinct from i.payload_hash
       and (i.external_id is not null or (o.file = i.file and o.row_number = i.row_number)))
     returning 1 as kept`,
    [
      runId,
      sourceId,
      column(({ file }) => file),
      column(({ row }) => String(row)),
      column(({ record }) => record),
      column(({ externalId }) => externalId),
      column(({ fault }) => fault.field),
      column(({ fault }) => fault.value?.slice(0, 1000) ?? null),
      column(({ fault }) => fault.rule),
      column(({ fault }) => fault.message),
      column(({ fault }) => fault.class satisfies ExceptionClass),
      column(({ hash }) => hash),
      column(({ values }) => (values ? JSON.stringify(values).replaceAll('\\u0000', '\\u2400') : null)),
    ],
  );
  return kept.length;
}

/** PostgreSQL keeps no NUL in a text: its symbol stands in. */
function withoutNul(value: string | null): string | null {
  return value?.replaceAll('\u0000', '\u2400') ?? null;
}

/** Rejections of records that have been taken since. */
export async function resolveRejections(
  { tx, sourceId }: BatchContext,
  { record }: RecordDefinition,
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return;
  await runSql(
    tx,
    `update inbound_rejection set resolved_at = now() where source_system_id = $1 and record_type = $2
       and external_id = any ($3::text[]) and resolved_at is null`,
    [sourceId, record, arrayText(externalIds)],
  );
}
