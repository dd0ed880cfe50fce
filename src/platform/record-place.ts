// What each record of a batch means in the store, before anything is written: its references, the row that it makes or that
// stands already, and who owns that; or why it cannot be taken.
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import { findFinerAmounts } from './record-amounts.ts';
import type { PlacedUnit } from './record-apply.ts';
import type { BatchContext, Match, RecordDefinition } from './record-definition.ts';
import { type CheckedRecord, fault, type RecordFault } from './record-fault.ts';
import { loadReferences, type Prior, placeReferences, type References } from './record-load.ts';
import { repeatedIdentity } from './record-refusals.ts';
import { identitySql, type Row } from './record-sql.ts';
import type { Unit } from './record-unit.ts';
import { missingSelf } from './record-wait.ts';

/** The units of a batch with the rows that they make or change. */
export interface PlacedBatch {
  readonly placed: PlacedUnit[];
  readonly faults: Map<Unit, RecordFault>;
  readonly matches: ReadonlyMap<string, Match>;
}

/** Finds for each unit the row that it makes or changes, or why it cannot. */
export async function placeUnits(
  context: BatchContext,
  definition: RecordDefinition,
  units: readonly Unit[],
  priors: ReadonlyMap<string, Prior>,
): Promise<PlacedBatch> {
  const faults = new Map<Unit, RecordFault>();
  if (units.length === 0) return { placed: [], faults, matches: new Map() };
  const references = await loadReferences(context, definition, units);
  const newIds = definition.key === null ? [] : await makeIds(context, definition, units, priors);
  addOwnKind(definition, units, priors, newIds, references);
  const drafts: Draft[] = [];
  let next = 0;
  for (const unit of units) {
    const prior = priors.get(unit.externalId);
    const known = prior?.targetId ?? null;
    const ids = known === null ? newIds.slice(next, next + unit.records.length) : [known];
    if (known === null) next += unit.records.length;
    const wrong = checkUnit(definition, unit, prior);
    const rows = placeRows(definition, unit, ids, references);
    if (wrong) faults.set(unit, wrong);
    else if (Array.isArray(rows)) drafts.push({ unit, rows, prior });
    else faults.set({ ...unit, at: rows.at }, rows.fault);
  }
  const sound = await refuseFinerAmounts(context, definition, drafts, faults);
  const found = await findExisting(
    context,
    definition,
    sound.filter(({ prior }) => !prior?.targetId),
    faults,
  );
  const owners = await loadOwners(context, definition, [
    ...sound.flatMap(({ prior }) => prior?.targetId ?? []),
    ...[...found.values()].map((match) => match.targetId),
  ]);
  const placed: PlacedUnit[] = [];
  for (const { unit, rows, prior } of sound) {
    if (faults.has(unit)) continue;
    const match = found.get(unit.externalId);
    const existing = prior?.targetId ?? match?.targetId ?? null;
    const targetId = existing ?? (definition.wholeBy === null ? (rows[0]?.targetId ?? null) : null);
    placed.push({
      unit,
      rows: match ? rows.map((row) => ({ ...row, targetId: match.targetId })) : rows,
      isNew: existing === null && !(definition.key === null && isApplied(prior)),
      isForeign: existing !== null && (owners.get(existing) ?? context.sourceId) !== context.sourceId,
      targetId,
    });
  }
  return { placed: await adjust(context, definition, placed), faults, matches: found };
}

/** A unit whose references are known. */
interface Draft {
  readonly unit: Unit;
  readonly rows: readonly Row[];
  readonly prior: Prior | undefined;
}

/** The drafts without those that hold an amount that its currency cannot hold. */
async function refuseFinerAmounts(
  context: BatchContext,
  definition: RecordDefinition,
  drafts: readonly Draft[],
  faults: Map<Unit, RecordFault>,
): Promise<Draft[]> {
  const finer = await findFinerAmounts(
    context,
    definition,
    drafts.flatMap(({ rows }) => rows),
  );
  return drafts.filter(({ unit }) => {
    const at = unit.records.find((record) => finer.has(record));
    const wrong = at && finer.get(at);
    if (wrong) faults.set({ ...unit, at }, wrong);
    return !wrong;
  });
}

async function makeIds(
  { tx }: BatchContext,
  _definition: RecordDefinition,
  units: readonly Unit[],
  priors: ReadonlyMap<string, Prior>,
): Promise<string[]> {
  const count = units.reduce(
    (sum, unit) => (priors.get(unit.externalId)?.targetId ? sum : sum + unit.records.length),
    0,
  );
  if (count === 0) return [];
  const rows = await runSql<{ id: string }>(tx, 'select new_id() as id from generate_series(1, $1)', [count]);
  return rows.map((row) => row.id);
}

/** A record may refer to one of its own kind that stands in the same batch (a master contract, a reversed journal). */
function addOwnKind(
  definition: RecordDefinition,
  units: readonly Unit[],
  priors: ReadonlyMap<string, Prior>,
  newIds: readonly string[],
  references: References,
): void {
  const own = Object.entries(definition.fields).filter(([, field]) => field.record === definition.record);
  if (own.length === 0) return;
  let next = 0;
  const coming = new Map<string, string>();
  for (const unit of units) {
    if (priors.get(unit.externalId)?.targetId) continue;
    const id = newIds[next];
    next += unit.records.length;
    if (id !== undefined) coming.set(unit.externalId, id);
  }
  for (const [name] of own) {
    const targets = references.get(name);
    for (const [externalId, id] of coming) if (!targets?.has(externalId)) targets?.set(externalId, id);
  }
}

function placeRows(
  definition: RecordDefinition,
  unit: Unit,
  ids: readonly string[],
  references: References,
): Row[] | { readonly at: CheckedRecord; readonly fault: RecordFault } {
  const rows: Row[] = [];
  for (const [index, record] of unit.records.entries()) {
    const placed = placeReferences(definition, record.values, references);
    if (!(placed instanceof Map)) return { at: record, fault: placed };
    rows.push({ record, targetId: ids[index] ?? null, ids: placed, adjusted: {} });
  }
  return rows;
}

function isApplied(prior: Prior | undefined): boolean {
  return ['APPLIED', 'UNCHANGED', 'SHADOWED'].includes(prior?.disposition ?? '');
}

/** What can be said before any row is written. */
function checkUnit(definition: RecordDefinition, unit: Unit, prior: Prior | undefined): RecordFault | null {
  if (prior?.targetId == null && unit.records.some((record) => record.partial))
    return missingSelf(definition, unit.externalId);
  if (definition.appendOnly && isApplied(prior)) {
    return fault(
      'POSTING',
      `${definition.record}_never_changes`,
      `${definition.record} ${unit.externalId} stands already with other content: a correction is a reversal and a new journal`,
    );
  }
  return definition.wholeBy === null ? null : (definition.hooks.checkWhole?.(unit.records) ?? null);
}

/** Objects that stand already under another name: by the definition's own matching, then by their natural key. */
async function findExisting(
  context: BatchContext,
  definition: RecordDefinition,
  drafts: readonly { unit: Unit; rows: readonly Row[] }[],
  faults: Map<Unit, RecordFault>,
): Promise<Map<string, Match>> {
  const found = new Map<string, Match>();
  if (drafts.length === 0 || definition.key === null) return found;
  const byId = new Map(drafts.map(({ unit }) => [unit.externalId, unit]));
  const note = (externalId: string, result: Match | RecordFault) => {
    const unit = byId.get(externalId);
    if ('targetId' in result) found.set(externalId, result);
    else if (unit) faults.set(unit, result);
  };
  if (definition.hooks.match) {
    const records = drafts.flatMap(({ unit }) => unit.records);
    for (const [externalId, result] of await definition.hooks.match(context, records))
      note(externalId, result);
  }
  if (definition.identity.length === 0) return found;
  const rest = drafts.filter(({ unit }) => !found.has(unit.externalId) && !faults.has(unit));
  if (rest.length === 0) return found;
  const statement = identitySql(
    context,
    definition,
    rest.flatMap(({ rows }) => rows),
  );
  const rows = await runSql<{ external_id: string; target_id: string; taken_by: string | null }>(
    context.tx,
    statement.text,
    statement.parameters,
  );
  for (const { external_id, target_id, taken_by } of rows) {
    const record = byId.get(external_id)?.records[0];
    note(
      external_id,
      taken_by !== null && record
        ? repeatedIdentity(definition, record, `${definition.record} ${taken_by}`)
        : { targetId: target_id, evidence: { key: definition.identity } },
    );
  }
  return found;
}

/** Which source owns each object: the one that made it. */
async function loadOwners(
  { tx }: BatchContext,
  { group, key }: RecordDefinition,
  targetIds: readonly string[],
): Promise<Map<string, string>> {
  if (group === null || key === null || targetIds.length === 0) return new Map();
  const rows = await runSql<{ object_id: string; source_system_id: string }>(
    tx,
    `select distinct on (object_id) object_id, source_system_id from field_provenance
     where object_id = any ($1::uuid[]) order by object_id, recorded_at, event_id`,
    [arrayText(targetIds)],
  );
  return new Map(rows.map((row) => [row.object_id, row.source_system_id]));
}

async function adjust(
  context: BatchContext,
  { hooks }: RecordDefinition,
  placed: readonly PlacedUnit[],
): Promise<PlacedUnit[]> {
  const records = placed
    .filter((unit) => unit.isNew)
    .flatMap(({ rows }) =>
      rows.map(({ record, targetId, ids }) => ({ record, targetId, isNew: true, isForeign: false, ids })),
    );
  if (!hooks.adjust || records.length === 0) return [...placed];
  const adjusted = await hooks.adjust(context, records);
  return placed.map((unit) => ({
    ...unit,
    rows: unit.rows.map((row) => ({ ...row, adjusted: adjusted.get(row.record.externalId) ?? {} })),
  }));
}
