// What a batch leaves beside the canonical rows: the crosswalk, states and provenance of governed objects, the hashes by which
// a repeat is known.
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import { type Disposition, payloadOf, type Unit } from './record-unit.ts';

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
       external_id, fields, recorded_at)
     select $1, i.target_id, i.field_group, $2, i.defaulted, $3, $4, i.external_id, i.fields::text[], clock_timestamp()
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

/** What the inbox says of one content. */
export interface InboundRow {
  readonly unit: Unit;
  readonly disposition: Disposition;
  readonly targetId: string | null;
  /** It is the newest content of its record. */
  readonly isCurrent: boolean;
  /** The rule by which it was ignored, or that it was removed. */
  readonly reason: string | null;
  /** Another content of the record may stand as the newest one. */
  readonly hadOther: boolean;
}

export async function keepInbound(
  context: BatchContext,
  definition: RecordDefinition,
  rows: readonly InboundRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const { tx, sourceId, runId } = context;
  await demote(
    context,
    definition,
    rows.filter((row) => row.hadOther && row.isCurrent),
  );
  await runSql(
    tx,
    `insert into inbound_record as r (source_system_id, record_type, import_run_id, external_id, payload_hash, payload, source_version,
       disposition, target_id, is_current, reason, rows)
     select $1, $2, $3, i.* from unnest($4::text[], $5::uuid[], $6::text[], $7::numeric[], $8::text[], $9::uuid[], $10::boolean[],
       $11::text[], $12::int[]) i
     on conflict (source_system_id, record_type, external_id, payload_hash) do update set import_run_id = excluded.import_run_id,
       disposition = excluded.disposition, target_id = coalesce(excluded.target_id, r.target_id), is_current = excluded.is_current,
       reason = excluded.reason, source_version = greatest(excluded.source_version, r.source_version), recorded_at = now()
     where (r.disposition, r.is_current, r.reason) is distinct from (excluded.disposition, excluded.is_current, excluded.reason)
       or r.source_version < excluded.source_version or r.target_id is null and excluded.target_id is not null`,
    [
      sourceId,
      definition.record,
      runId,
      arrayText(rows.map(({ unit }) => unit.externalId)),
      arrayText(rows.map(({ unit }) => unit.hash)),
      arrayText(rows.map(({ unit }) => payloadOf(definition, unit).replaceAll('\\u0000', '\\u2400'))),
      arrayText(rows.map(({ unit }) => unit.version)),
      arrayText(rows.map((row) => row.disposition)),
      arrayText(rows.map((row) => row.targetId)),
      arrayText(rows.map((row) => String(row.isCurrent))),
      arrayText(rows.map((row) => row.reason)),
      arrayText(rows.map(({ unit }) => String(unit.records.length))),
    ],
  );
  await lendTargets(
    context,
    definition,
    rows.filter((row) => !row.isCurrent && row.targetId !== null),
  );
}

/** Contents that are the newest no more. */
async function demote(
  { tx, sourceId }: BatchContext,
  { record }: RecordDefinition,
  rows: readonly InboundRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await runSql(
    tx,
    `update inbound_record r set is_current = false from unnest($3::text[], $4::uuid[]) i (external_id, hash)
     where r.source_system_id = $1 and r.record_type = $2 and r.external_id = i.external_id and r.payload_hash <> i.hash
       and r.is_current`,
    [
      sourceId,
      record,
      arrayText(rows.map(({ unit }) => unit.externalId)),
      arrayText(rows.map(({ unit }) => unit.hash)),
    ],
  );
}

/** The row that an older content made is that of the newest one, too. */
async function lendTargets(
  { tx, sourceId }: BatchContext,
  { record }: RecordDefinition,
  rows: readonly InboundRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await runSql(
    tx,
    `update inbound_record r set target_id = i.target_id from unnest($3::text[], $4::uuid[]) i (external_id, target_id)
     where r.source_system_id = $1 and r.record_type = $2 and r.external_id = i.external_id and r.is_current
       and r.target_id is null`,
    [
      sourceId,
      record,
      arrayText(rows.map(({ unit }) => unit.externalId)),
      arrayText(rows.map((row) => row.targetId)),
    ],
  );
}

/** The same content under a later version. */
export async function renewVersions(
  { tx, sourceId }: BatchContext,
  { record }: RecordDefinition,
  units: readonly Unit[],
): Promise<void> {
  if (units.length === 0) return;
  await runSql(
    tx,
    `update inbound_record r set source_version = i.version from unnest($3::text[], $4::numeric[]) i (external_id, version)
     where r.source_system_id = $1 and r.record_type = $2 and r.external_id = i.external_id and r.is_current`,
    [
      sourceId,
      record,
      arrayText(units.map((unit) => unit.externalId)),
      arrayText(units.map((unit) => unit.version)),
    ],
  );
}
