// Writes the canonical rows of a batch. A record that the database refuses is found by halving, so that the rest lands; its
// constraint is the rule that it broke.
import { runSql } from './command.ts';
import type { BatchContext, PlacedRecord, RecordDefinition } from './record-definition.ts';
import type { RecordFault } from './record-fault.ts';
import { explainRefusal, isRefusal } from './record-refusals.ts';
import { type Difference, keepShadows } from './record-shadow.ts';
import { compareSql, fillSql, insertSql, type Row, type Statement, updateSql } from './record-sql.ts';
import type { Disposition, Unit } from './record-unit.ts';

/** A unit whose references are known, with what is to be done. */
export interface PlacedUnit {
  readonly unit: Unit;
  readonly rows: readonly Row[];
  readonly isNew: boolean;
  /** Another source owns the row: equal values confirm it, empty fields are filled, other values are kept beside. */
  readonly isForeign: boolean;
  readonly targetId: string | null;
}

export interface Applied {
  readonly placed: PlacedUnit;
  readonly disposition: Disposition;
  /** The canonical row was made or changed. */
  readonly changed: boolean;
  /** Fields that were empty in another source's row; null where the record is its source's own. */
  readonly filled: readonly string[] | null;
}

export interface ApplyResult {
  readonly applied: readonly Applied[];
  readonly refused: ReadonlyMap<PlacedUnit, RecordFault>;
}

/** Applies the units, each as a whole; those that cannot be applied are refused, the others stand. */
export async function applyUnits(
  context: BatchContext,
  definition: RecordDefinition,
  units: readonly PlacedUnit[],
): Promise<ApplyResult> {
  if (units.length === 0) return { applied: [], refused: new Map() };
  await runSql(context.tx, 'savepoint batch');
  try {
    const applied = await writeUnits(context, definition, units);
    const faults = await verify(context, definition, units);
    if (faults.size === 0) {
      await runSql(context.tx, 'release batch');
      return { applied, refused: new Map() };
    }
    await runSql(context.tx, 'rollback to batch; release batch');
    const sound = units.filter((unit) => !faults.has(unit));
    const rest = await applyUnits(context, definition, sound);
    return { applied: rest.applied, refused: new Map([...faults, ...rest.refused]) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await runSql(context.tx, 'rollback to batch; release batch');
    const [only] = units;
    if (only && units.length === 1) {
      const { at, fault } = await explainRefusal(context, definition, only.rows, error);
      const unit = at ? { ...only.unit, at } : only.unit;
      return { applied: [], refused: new Map([[{ ...only, unit }, fault]]) };
    }
    const middle = Math.ceil(units.length / 2);
    const first = await applyUnits(context, definition, units.slice(0, middle));
    const second = await applyUnits(context, definition, units.slice(middle));
    return {
      applied: [...first.applied, ...second.applied],
      refused: new Map([...first.refused, ...second.refused]),
    };
  }
}

async function writeUnits(
  context: BatchContext,
  definition: RecordDefinition,
  units: readonly PlacedUnit[],
): Promise<Applied[]> {
  const added = units.filter((unit) => unit.isNew);
  const owned = units.filter((unit) => !unit.isNew && !unit.isForeign);
  const foreign = units.filter((unit) => !unit.isNew && unit.isForeign);
  const applied: Applied[] = added.map((placed) => ({
    placed,
    disposition: 'APPLIED',
    changed: true,
    filled: null,
  }));
  if (added.length > 0) await runStatement(context, insertSql(context, definition, rowsOf(added)));
  applied.push(...(await updateUnits(context, definition, owned)));
  applied.push(...(await shadowUnits(context, definition, foreign)));
  return await writeBeside(context, definition, applied);
}

/** What a hook writes beside the rows (roles, stated balances) belongs to the content too, even where the row itself stays. */
async function writeBeside(
  context: BatchContext,
  { hooks }: RecordDefinition,
  applied: readonly Applied[],
): Promise<Applied[]> {
  const touched = applied.flatMap(({ placed }) => toPlaced(placed));
  if (!hooks.after || touched.length === 0) return [...applied];
  const news = await hooks.after(context, touched);
  return applied.map((one) =>
    one.disposition === 'UNCHANGED' && news.has(one.placed.unit.externalId)
      ? { ...one, disposition: 'APPLIED' }
      : one,
  );
}

const rowsOf = (units: readonly PlacedUnit[]) => units.flatMap((unit) => unit.rows);

function toPlaced({ rows, isNew, isForeign }: PlacedUnit): PlacedRecord[] {
  return rows.map(({ record, targetId, ids }) => ({ record, targetId, isNew, isForeign, ids }));
}

async function runStatement<R extends object>(
  { tx }: BatchContext,
  statement: Statement | null,
): Promise<R[]> {
  return statement ? await runSql<R>(tx, statement.text, statement.parameters) : [];
}

async function updateUnits(
  context: BatchContext,
  definition: RecordDefinition,
  units: readonly PlacedUnit[],
): Promise<Applied[]> {
  if (units.length === 0) return [];
  const rows = rowsOf(units);
  if (definition.key === null) {
    await runStatement(context, insertSql(context, definition, rows));
    return units.map((placed) => ({ placed, disposition: 'APPLIED', changed: true, filled: null }));
  }
  const changed = await externalIds(context, updateSql(context, definition, rows));
  // A field that stands aside is written by a hook, which says itself whether anything is new.
  return units.map((placed) => {
    const isChanged = placed.rows.some(({ record }) => changed.has(record.externalId));
    return { placed, disposition: isChanged ? 'APPLIED' : 'UNCHANGED', changed: isChanged, filled: null };
  });
}

async function externalIds(context: BatchContext, statement: Statement | null): Promise<Set<string>> {
  const rows = await runStatement<{ external_id: string }>(context, statement);
  return new Set(rows.map((row) => row.external_id));
}

async function shadowUnits(
  context: BatchContext,
  definition: RecordDefinition,
  units: readonly PlacedUnit[],
): Promise<Applied[]> {
  if (units.length === 0) return [];
  const rows = rowsOf(units);
  const differing = await runStatement<Difference>(context, compareSql(context, definition, rows));
  const toFill = Map.groupBy(
    differing.filter(({ fills }) => fills),
    (row) => row.external_id,
  );
  const fillsOf = (externalId: string) => (toFill.get(externalId) ?? []).map(({ field }) => field);
  const emptyRows = rows.filter(({ record }) => toFill.has(record.externalId));
  if (emptyRows.length > 0) await runStatement(context, fillSql(context, definition, emptyRows, fillsOf));
  const others = differing.filter(({ fills }) => !fills);
  await keepShadows(context, definition, rows, others);
  const shadowed = new Set(others.map((row) => row.external_id));
  return units.map((placed) => {
    const { externalId } = placed.unit;
    const changed = toFill.has(externalId);
    const disposition = changed ? 'APPLIED' : shadowed.has(externalId) ? 'SHADOWED' : 'UNCHANGED';
    return { placed, disposition, changed, filled: fillsOf(externalId) };
  });
}

async function verify(
  context: BatchContext,
  { hooks }: RecordDefinition,
  units: readonly PlacedUnit[],
): Promise<Map<PlacedUnit, RecordFault>> {
  const faults = new Map<PlacedUnit, RecordFault>();
  if (!hooks.verify) return faults;
  const found = await hooks.verify(context, units.flatMap(toPlaced));
  for (const placed of units) {
    const wrong = placed.rows.flatMap(({ record }) => found.get(record.externalId) ?? [])[0];
    if (wrong) faults.set(placed, wrong);
  }
  return faults;
}
