// Records whose parent has not come yet. They are parked under the name by which the parent will be known; whatever brings it
// marks them due in its own transaction, so that a crash forgets nothing, and they enter the same door again.
import type { Kysely, Transaction } from 'kysely';
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import { endExceptions, raiseExceptions } from './exceptions.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import { type CheckedRecord, fault, type RecordFault } from './record-fault.ts';
import type { Unit } from './record-unit.ts';
import type { DB } from './tables.gen.ts';

/** The parent that a record misses. */
export interface Wait {
  readonly type: string;
  readonly id: string;
}

/** Changes of a record that never came whole wait for the record itself. */
export function missingSelf({ record }: RecordDefinition, externalId: string): RecordFault {
  return fault(
    'REFERENCE',
    'reference',
    `${record} ${externalId} has not come yet, only changes of it have`,
    {
      value: externalId,
    },
  );
}

/** What a unit waits for; undefined where the fault is no missing parent. */
export function waitOf({ record, fields }: RecordDefinition, wrong: RecordFault): Wait | undefined {
  if (wrong.rule !== 'reference' || wrong.value === null) return undefined;
  if (wrong.field === null) return { type: record, id: wrong.value };
  const field = fields[wrong.field];
  if (field?.kind === 'legal_entity') return { type: 'legal_entity', id: wrong.value };
  return field?.kind === 'reference' && field.record !== null
    ? { type: field.record, id: wrong.value }
    : undefined;
}

/** Keeps the units until their parents come, each content by itself. */
export async function park(
  context: BatchContext,
  definition: RecordDefinition,
  units: ReadonlyMap<Unit, Wait>,
): Promise<void> {
  if (units.size === 0) return;
  const { tx, sourceId, runId } = context;
  const all = [...units];
  await overtake(context, definition, [...units.keys()]);
  await runSql(
    tx,
    `insert into inbound_wait as w (source_system_id, record_type, import_run_id, since, external_id, payload_hash, waits_for_type,
       waits_for_id, records)
     select $1, $2, $3, clock_timestamp(), i.* from unnest($4::text[], $5::uuid[], $6::text[], $7::text[], $8::jsonb[]) i
     on conflict (source_system_id, record_type, external_id, payload_hash) do update set import_run_id = excluded.import_run_id,
       waits_for_type = excluded.waits_for_type, waits_for_id = excluded.waits_for_id, records = excluded.records, is_due = false`,
    [
      sourceId,
      definition.record,
      runId,
      arrayText(all.map(([unit]) => unit.externalId)),
      arrayText(all.map(([unit]) => unit.hash)),
      arrayText(all.map(([, wait]) => wait.type)),
      arrayText(all.map(([, wait]) => wait.id)),
      arrayText(all.map(([unit]) => JSON.stringify(unit.records))),
    ],
  );
}

/**
 * Takes units out of the waiting room: they have been applied, or have failed for another reason. Other contents of the same records
 * are looked at again: what they waited for may be nothing that still holds.
 */
export async function unpark(
  context: BatchContext,
  definition: RecordDefinition,
  units: readonly Unit[],
): Promise<void> {
  if (units.length === 0) return;
  await runSql(
    context.tx,
    `with gone as (delete from inbound_wait w using unnest($3::text[], $4::uuid[]) i (id, hash)
       where w.source_system_id = $1 and w.record_type = $2 and w.external_id = i.id and w.payload_hash = i.hash)
     update inbound_wait w set is_due = true from unnest($3::text[], $4::uuid[]) i (id, hash)
     where w.source_system_id = $1 and w.record_type = $2 and w.external_id = i.id and w.payload_hash <> i.hash and not w.is_due`,
    [
      context.sourceId,
      definition.record,
      arrayText(units.map((unit) => unit.externalId)),
      arrayText(units.map((unit) => unit.hash)),
    ],
  );
}

/** A content that says all of a record stands for what came before it, where no version says otherwise. */
export async function overtake(
  { tx, sourceId }: BatchContext,
  { record }: RecordDefinition,
  units: readonly Unit[],
): Promise<void> {
  const whole = units.filter(
    ({ version, records }) => version === null && !records.some(({ partial }) => partial),
  );
  if (whole.length === 0) return;
  await runSql(
    tx,
    `delete from inbound_wait w using unnest($3::text[], $4::uuid[]) i (id, hash)
     where w.source_system_id = $1 and w.record_type = $2 and w.external_id = i.id and w.payload_hash <> i.hash
       and w.since < coalesce((select o.since from inbound_wait o where o.source_system_id = $1 and o.record_type = $2
         and o.external_id = i.id and o.payload_hash = i.hash), 'infinity')`,
    [
      sourceId,
      record,
      arrayText(whole.map((unit) => unit.externalId)),
      arrayText(whole.map((unit) => unit.hash)),
    ],
  );
}

/** Marks what waits for these units due: by their ids, as `source:id`, and by the codes that references may name. */
export async function markDue(
  { tx, sourceId, sourceKey, definitions }: BatchContext,
  definition: RecordDefinition,
  units: readonly Unit[],
): Promise<void> {
  const { record } = definition;
  if (units.length === 0) return;
  const [waiting] = await runSql(
    tx,
    'select 1 as one from inbound_wait where waits_for_type = $1 and not is_due limit 1',
    [record],
  );
  if (!waiting) return;
  const ids = units.map((unit) => unit.externalId);
  const codes = codeFields(definition, definitions.values()).flatMap((name) =>
    units.flatMap((unit) => unit.records[0]?.values[name] ?? []),
  );
  const found = await runSql<{ source_system_id: string; waits_for_id: string }>(
    tx,
    `update inbound_wait set is_due = true where waits_for_type = $1 and not is_due
       and (waits_for_id = any ($3::text[]) and source_system_id = $2 or waits_for_id = any ($4::text[]))
     returning source_system_id, waits_for_id`,
    [record, sourceId, arrayText(ids), arrayText([...ids.map((id) => `${sourceKey}:${id}`), ...codes])],
  );
  const parents = found.map((row) => missingParent(row.source_system_id, record, row.waits_for_id));
  await endExceptions(tx, parents, 'The record has come.');
}

const missingParent = (sourceId: string, type: string, id: string) => ['missing', sourceId, type, id];

/** Raises one exception per parent that is still missing, however many records wait for it. */
export async function raiseMissing(tx: Transaction<DB>, runId: string | null): Promise<void> {
  const rows = await runSql<{
    source_system_id: string;
    type: string;
    id: string;
    waiting: string;
    kind: string;
  }>(
    tx,
    `select w.source_system_id, w.waits_for_type as type, w.waits_for_id as id, count(*) as waiting, min(w.record_type) as kind
     from inbound_wait w where not w.is_due and not exists (select from exception x
       where x.source_system_id = w.source_system_id and x.record_type = w.waits_for_type and x.external_id = w.waits_for_id
         and x.rule = '${MISSING_RULE}' and x.resolved_at is null)
     group by 1, 2, 3 order by 1, 2, 3`,
  );
  await raiseExceptions(
    tx,
    rows.map(({ source_system_id: sourceId, type, id, waiting, kind }) => ({
      class: 'REFERENCE',
      rule: MISSING_RULE,
      message: `${type} ${JSON.stringify(id)} has not come: ${waiting} ${waiting === '1' ? 'record waits' : 'records wait'} for it, the first a ${kind}`,
      identity: missingParent(sourceId, type, id),
      sourceId,
      recordType: type,
      externalId: id,
      runId,
    })),
  );
}

const MISSING_RULE = 'parent_has_come';

/** The fields of a record by which others may name it in place of its id. */
function codeFields(definition: RecordDefinition, all: Iterable<RecordDefinition>): string[] {
  const columns = new Set(definition.record === 'legal_entity' ? ['code'] : []);
  for (const { fields } of all) {
    for (const field of Object.values(fields)) {
      if (field.record === definition.record && field.byColumn !== null) columns.add(field.byColumn);
    }
  }
  return Object.entries(definition.fields).flatMap(([name, { column }]) =>
    columns.has(column) ? [name] : [],
  );
}

/**
 * Marks due whatever waits for a parent that stands already: the parent's transaction and the child's may have passed each
 * other unseen.
 */
export async function sweepWaits(db: Kysely<DB>): Promise<void> {
  await runSql(
    db,
    `update inbound_wait w set is_due = true where not w.is_due and exists (select from inbound_record p
       where p.source_system_id = w.source_system_id and p.record_type = w.waits_for_type and p.external_id = w.waits_for_id
         and p.is_current and p.target_id is not null)`,
  );
  await runSql(
    db,
    `update inbound_wait w set is_due = true from source_system s where not w.is_due
       and w.waits_for_id like '%:%' and s.key = split_part(w.waits_for_id, ':', 1)
       and exists (select from inbound_record p where p.source_system_id = s.source_system_id
         and p.record_type = w.waits_for_type and p.external_id = substr(w.waits_for_id, length(s.key) + 2)
         and p.is_current and p.target_id is not null)`,
  );
}

/** Waiting units of one source and one run that are due, with the run that received them. */
export interface DueUnits {
  readonly sourceId: string;
  readonly sourceKey: string;
  readonly runId: string;
  readonly units: readonly Unit[];
}

const MOST_AT_ONCE = 5000;

/** The next due units of a record type, each id once, grouped by source and run; none: nothing is due. */
export async function takeDue(
  db: Kysely<DB> | Transaction<DB>,
  record: string,
  toUnit: (records: readonly CheckedRecord[]) => Unit,
): Promise<readonly DueUnits[]> {
  const rows = await runSql<{
    source_system_id: string;
    key: string;
    import_run_id: string;
    records: CheckedRecord[];
  }>(
    db,
    `select w.source_system_id, s.key, w.import_run_id, w.records from inbound_wait w join source_system s using (source_system_id)
     where w.is_due and w.record_type = $1 and not exists (select from inbound_wait e
       where e.source_system_id = w.source_system_id and e.record_type = w.record_type and e.external_id = w.external_id
         and e.is_due and (e.since, e.payload_hash) < (w.since, w.payload_hash))
     order by w.source_system_id, w.import_run_id, w.since, w.external_id limit ${MOST_AT_ONCE}`,
    [record],
  );
  const groups = new Map<string, DueUnits & { units: Unit[] }>();
  for (const { source_system_id: sourceId, key: sourceKey, import_run_id: runId, records } of rows) {
    const group = groups.get(`${sourceId} ${runId}`) ?? { sourceId, sourceKey, runId, units: [] };
    groups.set(`${sourceId} ${runId}`, group);
    group.units.push(toUnit(records));
  }
  return [...groups.values()];
}
