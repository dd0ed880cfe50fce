// The command of a batch of records, the same for every definition: what is the same as before is left alone, references become
// uuids, existing objects are found, rows are written, and every unit gets its disposition.
import type { Transaction } from 'kysely';
import { runSql } from './command.ts';
import { type Applied, applyUnits } from './record-apply.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import { announceChanges } from './record-events.ts';
import type { CheckedRecord, RecordFault } from './record-fault.ts';
import { type Judged, judgeUnits } from './record-judge.ts';
import { loadImpliedEntities, loadPriors, type Prior } from './record-load.ts';
import { type PlacedBatch, placeUnits } from './record-place.ts';
import { endFaults, type Rejection, raiseFaults } from './record-rejection.ts';
import { endRemoved } from './record-removal.ts';
import { CONSTANT } from './record-sql.ts';
import {
  type InboundRow,
  keepInbound,
  keepProvenance,
  keepVersions,
  linkTargets,
  type ProvenanceRow,
  renewVersions,
} from './record-trail.ts';
import type { Disposition, Unit, UnitOutcome } from './record-unit.ts';
import { markDue, overtake, park, unpark, type Wait, waitOf } from './record-wait.ts';
import type { DB } from './tables.gen.ts';

export interface BatchResult {
  readonly outcomes: readonly UnitOutcome[];
  /** Legal entities of rows whose records do not name them. */
  readonly entityIds: readonly string[];
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
  await lockRecords(context.tx, context.sourceKey, definition.record);
  const priors = await loadPriors(context, definition, units);
  const judged = await judgeUnits(context, definition, { units, faults, priors });
  await endRemoved(context, definition, judged.removed, priors);
  const batch = await placeUnits(context, definition, judged.due, priors);
  const { applied, refused } = await applyUnits(context, definition, batch.placed);
  for (const [unit, wrong] of judged.faults) batch.faults.set(unit, wrong);
  for (const [{ unit }, wrong] of refused) batch.faults.set(unit, wrong);
  const parked = takeParked(definition, batch.faults);
  await leaveTrail(context, definition, { ...batch, judged, priors, applied, parked });
  await keepInbound(
    context,
    definition,
    receiptsOf(definition, { ...batch, judged, priors, applied, parked }),
  );
  await renewVersions(context, definition, judged.renewed);
  await endFaults(context, definition, {
    applied: applied.map(({ placed }) => placed.unit),
    unchanged: withoutRejected(judged.unchanged, rejections),
  });
  await raiseFaults(context, definition, batch.faults, rejections);
  const unnamed = applied.filter(({ placed }) => placed.unit.records[0]?.values.legal_entity === undefined);
  const entityIds = await loadImpliedEntities(
    context,
    definition,
    unnamed.flatMap(({ placed, changed }) => (changed && placed.targetId ? [placed.targetId] : [])),
  );
  return { outcomes: outcomesOf(judged, applied, parked, batch.faults), entityIds };
}

/** Until the transaction ends nobody else applies records of the type from the source. */
export async function lockRecords(tx: Transaction<DB>, sourceKey: string, record: string): Promise<void> {
  await runSql(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `import ${sourceKey} ${record}`,
  ]);
}

/** The units of whose id no other row of the batch has been refused. */
function withoutRejected(units: readonly Unit[], rejections: readonly Rejection[]): readonly Unit[] {
  if (rejections.length === 0) return units;
  const refused = new Set(rejections.map(({ externalId }) => externalId));
  return units.filter((unit) => !refused.has(unit.externalId));
}

/** Takes the units that miss a parent out of those that failed. */
function takeParked(definition: RecordDefinition, faults: Map<Unit, RecordFault>): Map<Unit, Parked> {
  const parked = new Map<Unit, Parked>();
  for (const [unit, wrong] of faults) {
    const wait = waitOf(definition, wrong);
    if (!wait) continue;
    parked.set(unit, { wait, fault: wrong });
    faults.delete(unit);
  }
  return parked;
}

interface Parked {
  readonly wait: Wait;
  readonly fault: RecordFault;
}

function outcomesOf(
  judged: Judged,
  applied: readonly Applied[],
  parked: ReadonlyMap<Unit, Parked>,
  faults: ReadonlyMap<Unit, RecordFault>,
): UnitOutcome[] {
  const settled = (units: readonly Unit[], disposition: Disposition): UnitOutcome[] =>
    units.map((unit) => ({ unit, disposition, fault: null }));
  return [
    ...settled(judged.unchanged, 'UNCHANGED'),
    ...settled(judged.superseded, 'IGNORED'),
    ...settled(judged.removed, 'APPLIED'),
    ...applied.map(
      ({ placed, disposition }): UnitOutcome => ({ unit: placed.unit, disposition, fault: null }),
    ),
    ...[...parked].map(([unit, { fault }]): UnitOutcome => ({ unit, disposition: 'PARKED', fault })),
    ...[...faults].map(([unit, fault]): UnitOutcome => ({ unit, disposition: 'FAILED', fault })),
  ];
}

interface Trail extends PlacedBatch {
  readonly judged: Judged;
  readonly priors: ReadonlyMap<string, Prior>;
  readonly applied: readonly Applied[];
  readonly parked: ReadonlyMap<Unit, Parked>;
}

/** The crosswalk, the states and the provenance of what was applied; the waiting room; exceptions that have ended. */
async function leaveTrail(
  context: BatchContext,
  definition: RecordDefinition,
  { priors, applied, parked, faults, matches }: Trail,
): Promise<void> {
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
  await announceChanges(context, definition, changed);
  const was = (unit: Unit) => priors.get(unit.externalId)?.disposition;
  const done = applied.map(({ placed }) => placed.unit);
  await park(context, definition, new Map([...parked].map(([unit, { wait }]) => [unit, wait])));
  const settled = [...done, ...faults.keys()].filter((unit) => was(unit) === 'PARKED');
  await overtake(context, definition, settled);
  await unpark(context, definition, settled);
  await markDue(
    context,
    definition,
    done.filter((unit) => priors.get(unit.externalId)?.targetId == null),
  );
}

/** What the inbox says of every content that came and was not there before, or met another end now. */
function receiptsOf(
  definition: RecordDefinition,
  { judged, priors, applied, parked, faults }: Trail,
): InboundRow[] {
  const row = (unit: Unit, disposition: Disposition, more: Partial<InboundRow> = {}): InboundRow => ({
    unit,
    disposition,
    targetId: priors.get(unit.externalId)?.targetId ?? null,
    isCurrent: !judged.late.has(unit.externalId),
    reason: null,
    hadOther: priors.has(unit.externalId),
    ...more,
  });
  return [
    ...applied.map(({ placed: { unit, targetId }, disposition }) => row(unit, disposition, { targetId })),
    ...[...parked.keys()].map((unit) => row(unit, 'PARKED')),
    ...judged.superseded.map((unit) => row(unit, 'IGNORED', { isCurrent: false, reason: 'superseded' })),
    ...judged.removed.map((unit) => row(unit, 'APPLIED', { reason: 'removed' })),
    ...[...faults].map(([unit, wrong]) =>
      row(
        unit,
        'FAILED',
        isPosted(definition, priors.get(unit.externalId), wrong) ? { isCurrent: false } : {},
      ),
    ),
  ];
}

/** A posted journal stays what was posted, whatever comes after it. */
function isPosted({ appendOnly }: RecordDefinition, prior: Prior | undefined, wrong: RecordFault): boolean {
  return appendOnly && prior?.disposition === 'APPLIED' && wrong.rule.endsWith('_never_changes');
}

/** The field groups that a record sets, each once. */
function provenanceOf(definition: RecordDefinition, { placed, filled }: Applied): ProvenanceRow[] {
  const { targetId } = placed;
  const [record] = placed.unit.records;
  if (definition.group === null || targetId === null || !record) return [];
  const { externalId } = placed.unit;
  return [...groupsOf(definition, record, filled)].map(([group, { fields, defaulted, isPart }]) => ({
    targetId,
    externalId,
    group,
    fields: filled || isPart ? fields : null,
    defaulted,
  }));
}

interface GroupSet {
  readonly fields: string[];
  defaulted: boolean;
  /** The row holds a default in a field of the group that the record does not state: another source may state it. */
  isPart: boolean;
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
    const set = groups.get(group) ?? { fields: [], defaulted: false, isPart: false };
    groups.set(group, set);
    set.fields.push(name);
    set.defaulted ||= record.defaulted.includes(name);
  }
  for (const [name, { group, default: standard }] of Object.entries(definition.fields)) {
    const set = group === null ? undefined : groups.get(group);
    if (set && standard !== null && CONSTANT.test(standard) && !set.fields.includes(name)) set.isPart = true;
  }
  return groups;
}
