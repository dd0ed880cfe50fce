// The command of a batch of records, the same for every definition: what is the same as before is left alone, references become
// uuids, existing objects are found, rows are written, and every unit gets its disposition.
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import { type Applied, applyUnits, type PlacedUnit } from './record-apply.ts';
import type { BatchContext, Match, RecordDefinition } from './record-definition.ts';
import { type CheckedRecord, fault, type RecordFault } from './record-fault.ts';
import { loadPriors, loadReferences, type Prior, placeReferences, type References } from './record-load.ts';
import { identitySql, type Row } from './record-sql.ts';
import {
  type InboundRow,
  keepInbound,
  keepProvenance,
  keepRejections,
  keepVersions,
  linkTargets,
  type ProvenanceRow,
  type Rejection,
  resolveRejections,
} from './record-trail.ts';
import type { Unit, UnitOutcome } from './record-unit.ts';

export interface BatchResult {
  readonly outcomes: readonly UnitOutcome[];
  /** Whether anything was written at all. */
  readonly wrote: boolean;
}

/** What comes in at once. */
export interface Batch {
  readonly units: readonly Unit[];
  /** Units that a check has refused already: they are kept as rejections. */
  readonly faults: ReadonlyMap<Unit, RecordFault>;
  /** Rows that are no unit at all. */
  readonly rejections: readonly Rejection[];
}

/** Applies a batch inside the transaction of its command. Only one process at a time does so for a source and record type. */
export async function applyBatch(
  context: BatchContext,
  definition: RecordDefinition,
  { units, faults, rejections }: Batch,
): Promise<BatchResult> {
  await runSql(context.tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `import ${context.sourceKey} ${definition.record}`,
  ]);
  const priors = await loadPriors(context, definition, units);
  const outcomes: UnitOutcome[] = [];
  const due: Unit[] = [];
  for (const unit of units) {
    const prior = priors.get(unit.externalId);
    if (prior?.same && prior.disposition !== 'FAILED')
      outcomes.push({ unit, disposition: 'UNCHANGED', fault: null });
    else if (!faults.has(unit)) due.push(unit);
  }
  const batch = await placeUnits(context, definition, due, priors);
  const { applied, refused } = await applyUnits(context, definition, batch.placed);
  for (const [unit, wrong] of faults) batch.faults.set(unit, wrong);
  for (const [{ unit }, wrong] of refused) batch.faults.set(unit, wrong);
  for (const { placed, disposition } of applied)
    outcomes.push({ unit: placed.unit, disposition, fault: null });
  for (const [unit, wrong] of batch.faults) outcomes.push({ unit, disposition: 'FAILED', fault: wrong });
  const wrote = await leaveTrail(context, definition, { ...batch, priors, applied, rejections });
  return { outcomes, wrote };
}

interface PlacedBatch {
  readonly placed: PlacedUnit[];
  readonly faults: Map<Unit, RecordFault>;
  readonly matches: ReadonlyMap<string, Match>;
}

/** Finds for each unit the row that it makes or changes, or why it cannot. */
async function placeUnits(
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
  const drafts: { unit: Unit; rows: Row[]; prior: Prior | undefined }[] = [];
  let next = 0;
  for (const unit of units) {
    const prior = priors.get(unit.externalId);
    const known = prior?.targetId ?? null;
    const ids = known === null ? newIds.slice(next, next + unit.records.length) : [known];
    if (known === null) next += unit.records.length;
    const rows = placeRows(definition, unit, ids, references);
    const wrong = checkUnit(definition, unit, prior) ?? (Array.isArray(rows) ? null : rows);
    if (wrong) faults.set(unit, wrong);
    else if (Array.isArray(rows)) drafts.push({ unit, rows, prior });
  }
  const found = await findExisting(
    context,
    definition,
    drafts.filter(({ prior }) => !prior?.targetId),
    faults,
  );
  const owners = await loadOwners(context, definition, [
    ...drafts.flatMap(({ prior }) => prior?.targetId ?? []),
    ...[...found.values()].map((match) => match.targetId),
  ]);
  const placed: PlacedUnit[] = [];
  for (const { unit, rows, prior } of drafts) {
    if (faults.has(unit)) continue;
    const match = found.get(unit.externalId);
    const existing = prior?.targetId ?? match?.targetId ?? null;
    const targetId = existing ?? (definition.wholeBy === null ? (rows[0]?.targetId ?? null) : null);
    placed.push({
      unit,
      rows: match ? rows.map((row) => ({ ...row, targetId: match.targetId })) : rows,
      isNew: existing === null && !(definition.key === null && prior?.disposition === 'APPLIED'),
      isForeign: existing !== null && (owners.get(existing) ?? context.sourceId) !== context.sourceId,
      targetId,
    });
  }
  return { placed: await adjust(context, definition, placed), faults, matches: found };
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
): Row[] | RecordFault {
  const rows: Row[] = [];
  for (const [index, record] of unit.records.entries()) {
    const placed = placeReferences(definition, record.values, references);
    if (!(placed instanceof Map)) return placed;
    rows.push({ record, targetId: ids[index] ?? null, ids: placed, adjusted: {} });
  }
  return rows;
}

/** What can be said before any row is written. */
function checkUnit(definition: RecordDefinition, unit: Unit, prior: Prior | undefined): RecordFault | null {
  if (definition.appendOnly && prior && prior.disposition !== 'FAILED') {
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
  const rows = await runSql<{ external_id: string; target_id: string; taken: boolean }>(
    context.tx,
    statement.text,
    statement.parameters,
  );
  for (const { external_id, target_id, taken } of rows) {
    note(
      external_id,
      taken
        ? takenFault(definition, byId.get(external_id))
        : { targetId: target_id, evidence: { key: definition.identity } },
    );
  }
  return found;
}

function takenFault({ record, identity }: RecordDefinition, unit: Unit | undefined): RecordFault {
  const values = unit?.records[0]?.values ?? {};
  const said = identity.map((name) => `${name} ${values[name] ?? unit?.externalId}`).join(', ');
  return fault(
    'DUPLICATE',
    `${record}_is_stated_once`,
    `another ${record} of this source has the same ${said}`,
    { field: identity[0] ?? 'id', value: values[identity[0] ?? ''] ?? null },
  );
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

interface Trail extends PlacedBatch {
  readonly priors: ReadonlyMap<string, Prior>;
  readonly applied: readonly Applied[];
  readonly rejections: readonly Rejection[];
}

/** Whether anything was written: a batch whose every unit failed just as before leaves nothing. */
async function leaveTrail(
  context: BatchContext,
  definition: RecordDefinition,
  { priors, applied, faults, matches, rejections }: Trail,
): Promise<boolean> {
  const links = applied.flatMap(({ placed: { unit, targetId } }) =>
    targetId === null || priors.get(unit.externalId)?.linked
      ? []
      : [{ externalId: unit.externalId, targetId, evidence: matches.get(unit.externalId)?.evidence ?? null }],
  );
  await linkTargets(context, definition, links);
  const changed = applied.filter((one) => one.changed);
  await keepVersions(
    context,
    definition,
    changed.flatMap(({ placed }) => placed.targetId ?? []),
  );
  await keepProvenance(
    context,
    definition,
    changed.flatMap((one) => provenanceOf(definition, one)),
  );
  const inbound: InboundRow[] = applied.map(({ placed: { unit, targetId }, disposition }) => ({
    externalId: unit.externalId,
    hash: unit.hash,
    // Content that came in and changed nothing has been applied all the same: UNCHANGED is what a run says, not a state.
    disposition: disposition === 'UNCHANGED' ? 'APPLIED' : disposition,
    targetId,
  }));
  const failed = [...faults].filter(
    ([unit, wrong]) => !isPosted(definition, priors.get(unit.externalId), wrong),
  );
  for (const [unit] of failed)
    inbound.push({ externalId: unit.externalId, hash: unit.hash, disposition: 'FAILED', targetId: null });
  await keepInbound(context, definition, inbound);
  const rejected = await keepRejections(context, [
    ...rejections,
    ...[...faults].map(([unit, wrong]) => rejectionOf(definition, unit, wrong)),
  ]);
  const mended = applied.filter(({ placed }) => priors.get(placed.unit.externalId)?.disposition === 'FAILED');
  await resolveRejections(
    context,
    definition,
    mended.map(({ placed }) => placed.unit.externalId),
  );
  return applied.length > 0 || rejected > 0;
}

/** A posted journal keeps the hash of what was posted, whatever comes after it. */
function isPosted({ appendOnly }: RecordDefinition, prior: Prior | undefined, wrong: RecordFault): boolean {
  return appendOnly && prior?.disposition === 'APPLIED' && wrong.rule.endsWith('_never_changes');
}

function rejectionOf(definition: RecordDefinition, unit: Unit, wrong: RecordFault): Rejection {
  const first = unit.at ?? unit.records[0];
  const { wholeBy } = definition;
  return {
    file: first?.file ?? '',
    row: first?.row ?? 0,
    record: definition.record,
    externalId: unit.externalId,
    hash: unit.hash,
    fault: wrong,
    values: wholeBy === null ? (first?.values ?? null) : { [wholeBy]: unit.externalId },
  };
}

/** The field groups that a record sets, each once. */
function provenanceOf(definition: RecordDefinition, { placed, filled }: Applied): ProvenanceRow[] {
  const { targetId } = placed;
  const [record] = placed.unit.records;
  if (definition.group === null || targetId === null || !record) return [];
  const { externalId } = placed.unit;
  return [...groupsOf(definition, record, filled)].map(([group, { fields, defaulted }]) => ({
    targetId,
    externalId,
    group,
    fields: filled && fields,
    defaulted,
  }));
}

interface GroupSet {
  readonly fields: string[];
  defaulted: boolean;
}

function groupsOf(
  definition: RecordDefinition,
  record: CheckedRecord,
  only: readonly string[] | null,
): Map<string, GroupSet> {
  const groups = new Map<string, GroupSet>();
  for (const name of only ?? Object.keys(record.values)) {
    const group = definition.fields[name]?.group ?? definition.group;
    if (group === null) continue;
    const set = groups.get(group) ?? { fields: [], defaulted: false };
    groups.set(group, set);
    set.fields.push(name);
    set.defaulted ||= record.defaulted.includes(name);
  }
  return groups;
}
