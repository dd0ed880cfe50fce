// What a batch has to know before it writes: which records are the same as before, and which rows their references mean. One
// statement per question, however many records ask. Lookups are laid out as loops (lateral, offset 0): over a table that
// nothing has counted yet the planner would turn them round, and the time would grow with its square.
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import { fault, quoteValue, type RecordFault } from './record-fault.ts';
import type { RecordField } from './record-fields.ts';
import type { Unit } from './record-unit.ts';

/** What the store knows of a unit from earlier receipts. */
export interface Prior {
  /** The newest content says just the same. */
  readonly same: boolean;
  /** An older content said the same, and has been dealt with: a late repeat. */
  readonly known: boolean;
  /** The newest content is of a later version than this one. */
  readonly newer: boolean;
  /** This one is of a later version than the newest content; so it is where that states none. */
  readonly later: boolean;
  readonly disposition: string | null;
  readonly targetId: string | null;
  /** Whether the crosswalk has it. */
  readonly linked: boolean;
}

interface PriorRow extends Omit<Prior, 'targetId'> {
  readonly external_id: string;
  readonly target_id: string | null;
}

/** By external id; units never seen are left out. */
export async function loadPriors(
  { tx, sourceId }: BatchContext,
  { record, object }: RecordDefinition,
  units: readonly Unit[],
): Promise<Map<string, Prior>> {
  const rows = await runSql<PriorRow>(
    tx,
    `select i.external_id, coalesce(r.payload_hash = i.hash, false) as same, coalesce(r.source_version > i.version, false) as newer,
       i.version is not null and coalesce(i.version > r.source_version, true) as later, r.disposition,
       r.payload_hash <> i.hash and exists (select from inbound_record k where k.source_system_id = $3 and k.record_type = $4
         and k.external_id = i.external_id and k.payload_hash = i.hash and k.disposition not in ('PARKED', 'FAILED')) as known,
       ${object === null ? 'r.target_id, false as linked' : 'coalesce(r.target_id, l.target_id) as target_id, l.target_id is not null as linked'}
     from unnest($1::text[], $2::uuid[], $5::numeric[]) i (external_id, hash, version)
     left join lateral (select * from inbound_record r where r.source_system_id = $3 and r.record_type = $4
       and r.external_id = i.external_id and r.is_current offset 0) r on true
     ${
       object === null
         ? ''
         : `left join lateral (select l.target_id from source_link l where l.source_system_id = $3
              and l.external_id = i.external_id and l.source_object = $4 and l.object_type = '${object}'
              and l.valid_to is null offset 0) l on true`
     }
     where r.external_id is not null ${object === null ? '' : 'or l.target_id is not null'}`,
    [
      arrayText(units.map((unit) => unit.externalId)),
      arrayText(units.map((unit) => unit.hash)),
      sourceId,
      record,
      arrayText(units.map((unit) => unit.version)),
    ],
  );
  return new Map(
    rows.map(({ external_id, target_id, known, ...prior }) => [
      external_id,
      { ...prior, known: known ?? false, targetId: target_id },
    ]),
  );
}

/** Uuids by what records say: by field, then by text. */
export type References = ReadonlyMap<string, Map<string, string>>;

/** Where a field's text is looked up. */
interface Lookup {
  readonly record: string;
  readonly byColumn: string | null;
}

function lookupOf(field: RecordField): Lookup | undefined {
  if (field.kind === 'legal_entity') return { record: 'legal_entity', byColumn: 'code' };
  if (field.kind === 'source_system') return { record: 'source_system', byColumn: 'key' };
  return field.record === null ? undefined : { record: field.record, byColumn: field.byColumn };
}

/** Resolves every reference of the units, one to three statements per record type referred to. */
export async function loadReferences(
  context: BatchContext,
  definition: RecordDefinition,
  units: readonly Unit[],
): Promise<References> {
  const wanted = new Map<string, { lookup: Lookup; fields: string[]; ids: Set<string> }>();
  for (const [name, field] of Object.entries(definition.fields)) {
    const lookup = lookupOf(field);
    if (!lookup) continue;
    const key = `${lookup.record} ${lookup.byColumn}`;
    const entry = wanted.get(key) ?? { lookup, fields: [], ids: new Set<string>() };
    wanted.set(key, entry);
    entry.fields.push(name);
    for (const unit of units) {
      for (const { values } of unit.records) {
        const value = values[name];
        if (typeof value === 'string') entry.ids.add(value);
      }
    }
  }
  const found = new Map<string, Map<string, string>>();
  for (const { lookup, fields, ids } of wanted.values()) {
    const targets = ids.size === 0 ? new Map<string, string>() : await resolve(context, lookup, ids);
    for (const name of fields) found.set(name, targets);
  }
  return found;
}

async function resolve(
  context: BatchContext,
  { record, byColumn }: Lookup,
  ids: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const missing = () => [...ids].filter((id) => !found.has(id));
  if (record === 'source_system' || record === 'legal_entity')
    await byNaturalKey(context, record, byColumn, missing(), found);
  if (record === 'source_system') return found;
  if (missing().length > 0)
    await byExternalId(context, { record, sourceId: context.sourceId, ids: missing(), prefix: '' }, found);
  if (byColumn !== null && missing().length > 0)
    await byNaturalKey(context, record, byColumn, missing(), found);
  await inOtherSources(context, record, missing(), found);
  return found;
}

interface Names {
  readonly record: string;
  readonly sourceId: string;
  readonly ids: readonly string[];
  /** What stands before an id in the records that refer to it. */
  readonly prefix: string;
}

async function byExternalId(
  { tx, definitions }: BatchContext,
  { record, sourceId, ids, prefix }: Names,
  found: Map<string, string>,
): Promise<void> {
  const object = definitions.get(record)?.object;
  const add = (rows: readonly { external_id: string; target_id: string }[]) => {
    for (const row of rows) found.set(prefix + row.external_id, row.target_id);
  };
  add(
    await runSql(
      tx,
      `select i.external_id, r.target_id from unnest($3::text[]) i (external_id)
       cross join lateral (select r.target_id from inbound_record r where r.source_system_id = $1 and r.record_type = $2
         and r.external_id = i.external_id and r.is_current and r.target_id is not null offset 0) r`,
      [sourceId, record, arrayText(ids)],
    ),
  );
  const rest = ids.filter((id) => !found.has(prefix + id));
  if (!object || rest.length === 0) return;
  add(
    await runSql(
      tx,
      `select i.external_id, l.target_id from unnest($4::text[]) i (external_id)
       cross join lateral (select l.target_id from source_link l where l.source_system_id = $1 and l.source_object = $2
         and l.object_type = $3 and l.external_id = i.external_id and l.valid_to is null offset 0) l`,
      [sourceId, record, object, arrayText(rest)],
    ),
  );
}

async function byNaturalKey(
  { tx }: BatchContext,
  record: string,
  column: string | null,
  ids: readonly string[],
  found: Map<string, string>,
): Promise<void> {
  const rows = await runSql<{ name: string; id: string }>(
    tx,
    `select ${column} as name, ${record}_id as id from ${record} where ${column} = any ($1::text[])`,
    [arrayText(ids)],
  );
  for (const { name, id } of rows) found.set(name, id);
}

/** `crm:001A` names record 001A of the source crm. */
async function inOtherSources(
  context: BatchContext,
  record: string,
  ids: readonly string[],
  found: Map<string, string>,
): Promise<void> {
  const bySource = new Map<string, string[]>();
  for (const id of ids) {
    const colon = id.indexOf(':');
    if (colon <= 0) continue;
    const key = id.slice(0, colon);
    bySource.set(key, [...(bySource.get(key) ?? []), id.slice(colon + 1)]);
  }
  if (bySource.size === 0) return;
  const sources = await runSql<{ key: string; source_system_id: string }>(
    context.tx,
    'select key, source_system_id from source_system where key = any ($1::text[])',
    [arrayText([...bySource.keys()])],
  );
  for (const { key, source_system_id } of sources) {
    const rest = bySource.get(key) ?? [];
    await byExternalId(context, { record, sourceId: source_system_id, ids: rest, prefix: `${key}:` }, found);
  }
}

/** The legal entities of rows whose record names none: each has that of what it refers to. */
export async function loadImpliedEntities(
  { tx }: BatchContext,
  { table, key, fields, derived, wholeBy }: RecordDefinition,
  targetIds: readonly string[],
): Promise<string[]> {
  const hasEntity = 'legal_entity_id' in derived || fields.legal_entity?.column === 'legal_entity_id';
  if (!hasEntity || key === null || wholeBy !== null || targetIds.length === 0) return [];
  const rows = await runSql<{ id: string }>(
    tx,
    `select distinct t.legal_entity_id as id from ${table} t
     where t.${key} = any ($1::uuid[]) and t.legal_entity_id is not null`,
    [arrayText(targetIds)],
  );
  return rows.map((row) => row.id);
}

/** The uuids of one record's references, or the first that means nothing. */
export function placeReferences(
  definition: RecordDefinition,
  values: Readonly<Record<string, string | null>>,
  references: References,
): Map<string, string> | RecordFault {
  const ids = new Map<string, string>();
  for (const [name, targets] of references) {
    const value = values[name];
    if (typeof value !== 'string') continue;
    const id = targets.get(value);
    if (id === undefined) {
      const what = definition.fields[name]?.record ?? definition.fields[name]?.kind ?? 'record';
      return fault('REFERENCE', 'reference', `${name} ${quoteValue(value)}: there is no such ${what}`, {
        field: name,
        value,
      });
    }
    ids.set(name, id);
  }
  return ids;
}
