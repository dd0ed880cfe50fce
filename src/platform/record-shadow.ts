// What another source than the owner says of an object's fields: kept beside the value in force, with one open exception of class
// OWNERSHIP per object, field and source until the two agree.
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import { endExceptions, type RaisedException, raiseExceptions } from './exceptions.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import type { Row } from './record-sql.ts';

/** A field that a record states and that the row of another source lacks or holds otherwise. */
export interface Difference {
  external_id: string;
  field: string;
  fills: boolean;
}

interface Shadow {
  readonly row: Row;
  readonly field: string;
  readonly value: string;
}

/** Keeps exactly what this source says now of these objects' fields other than their owner. */
export async function keepShadows(
  context: BatchContext,
  definition: RecordDefinition,
  rows: readonly Row[],
  differing: readonly Difference[],
): Promise<void> {
  const { tx, sourceId } = context;
  const byId = new Map(rows.map((row) => [row.record.externalId, row]));
  const shadows = differing.flatMap(({ external_id, field }): Shadow[] => {
    const row = byId.get(external_id);
    const value = row?.record.values[field];
    return row && typeof value === 'string' ? [{ row, field, value }] : [];
  });
  const targets = arrayText(shadows.map(({ row }) => row.targetId));
  const fields = arrayText(shadows.map(({ field }) => field));
  const ended = await runSql<{ object_id: string; field: string }>(
    tx,
    `delete from field_shadow s where s.source_system_id = $1 and s.object_id = any ($2::uuid[])
       and (s.object_id, s.field) not in (select * from unnest($3::uuid[], $4::text[])) returning s.object_id, s.field`,
    [sourceId, arrayText(rows.map((row) => row.targetId)), targets, fields],
  );
  await endExceptions(
    tx,
    ended.map(({ object_id, field }) => identityOf(sourceId, object_id, field)),
    'The systems agree.',
  );
  if (shadows.length === 0) return;
  await runSql(
    tx,
    `insert into field_shadow as s (object_type, object_id, field, source_system_id, value, external_id)
     select $1, i.object_id, i.field, $2, i.value, i.external_id
     from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) i (object_id, field, value, external_id)
     on conflict (object_id, field, source_system_id) do update
       set value = excluded.value, external_id = excluded.external_id, recorded_at = excluded.recorded_at
       where s.value <> excluded.value`,
    [
      definition.object ?? definition.record.toUpperCase(),
      sourceId,
      targets,
      fields,
      arrayText(shadows.map(({ value }) => value)),
      arrayText(shadows.map(({ row }) => row.record.externalId)),
    ],
  );
  await raiseExceptions(
    tx,
    shadows.map((shadow) => toException(context, definition, shadow)),
  );
}

function identityOf(sourceId: string, objectId: string | null, field: string): (string | null)[] {
  return ['differs', sourceId, objectId, field];
}

function toException(
  { sourceId, sourceKey, runId }: BatchContext,
  { record, object }: RecordDefinition,
  { row, field, value }: Shadow,
): RaisedException {
  const { externalId, file, line, values } = row.record;
  return {
    class: 'OWNERSHIP',
    rule: 'systems_agree',
    message: `${sourceKey} states another ${field} of ${record} ${externalId} than its owner`,
    identity: identityOf(sourceId, row.targetId, field),
    sourceId,
    recordType: record,
    externalId,
    runId,
    file,
    line,
    field,
    value,
    objectType: object ?? record.toUpperCase(),
    objectId: row.targetId,
    customerId: object === 'CUSTOMER' ? row.targetId : (row.ids.get('customer') ?? null),
    legalEntity: values.legal_entity ?? null,
  };
}
