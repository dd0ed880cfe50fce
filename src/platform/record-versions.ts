// Contents that come after a newer one of the same record: what the newer ones do not say of them still holds, the rest is
// superseded. So any order of a record's versions ends in the same row.
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import type { RecordValues } from './record-fault.ts';
import type { Unit } from './record-unit.ts';

/** Late units without what newer contents say, by external id; null where nothing is left of them. */
export async function trimLate(
  { tx, sourceId }: BatchContext,
  { record, wholeBy }: RecordDefinition,
  units: readonly Unit[],
  stands: (unit: Unit) => boolean,
): Promise<ReadonlyMap<string, Unit | null>> {
  if (units.length === 0) return new Map();
  const rows = await runSql<{ external_id: string; fields: string[]; removed: boolean }>(
    tx,
    `select i.external_id, bool_or(r.reason = 'removed') is true as removed,
       coalesce(array_agg(distinct f.name) filter (where f.name is not null), '{}') as fields
     from unnest($3::text[], $4::numeric[]) i (external_id, version)
     join inbound_record r on r.source_system_id = $1 and r.record_type = $2 and r.external_id = i.external_id
       and r.source_version > i.version and r.disposition <> 'FAILED'
     left join lateral (select k as name from jsonb_object_keys(
       case when jsonb_typeof(r.payload::jsonb) = 'object' then r.payload::jsonb else '{}' end) k) f on true
     group by i.external_id`,
    [
      sourceId,
      record,
      arrayText(units.map((unit) => unit.externalId)),
      arrayText(units.map((unit) => unit.version)),
    ],
  );
  const newer = new Map(rows.map((row) => [row.external_id, row]));
  return new Map(
    units.map((unit) => {
      const said = newer.get(unit.externalId);
      if (!said) return [unit.externalId, unit];
      if (said.removed) return [unit.externalId, null];
      // Nothing stands yet, because the newer content waits: this one makes the row.
      if (!stands(unit)) return [unit.externalId, unit];
      if (wholeBy !== null) return [unit.externalId, null];
      return [unit.externalId, trimmed(unit, new Set(said.fields))];
    }),
  );
}

function trimmed(unit: Unit, said: ReadonlySet<string>): Unit | null {
  const records = unit.records.map((record) => {
    const values: RecordValues = Object.fromEntries(
      Object.entries(record.values).filter(([name]) => !said.has(name)),
    );
    return { ...record, values, partial: true };
  });
  return records.some(({ values }) => Object.keys(values).length > 0) ? { ...unit, records } : null;
}
