// Parked records whose parents have come, applied inside the transaction of whoever found them due.
import { applyBatch } from '../platform/record-command.ts';
import type { BatchContext, RecordDefinition } from '../platform/record-definition.ts';
import type { CheckedRecord } from '../platform/record-fault.ts';
import { type Disposition, toUnits, type Unit, type UnitOutcome } from '../platform/record-unit.ts';
import { takeDue, unpark } from '../platform/record-wait.ts';
import { settleMessages } from './ingest-store.ts';
import { importOrder } from './record-commands.ts';
import { countRows } from './store.ts';

/** Makes the unit of kept rows again. */
export function toUnit(definition: RecordDefinition): (records: readonly CheckedRecord[]) => Unit {
  return (records) => {
    const [unit] = toUnits(definition, records);
    if (!unit) throw new Error(`a parked ${definition.record} has no rows`);
    return unit;
  };
}

/** Applies due units of one source and run, and gives those that are parked no more. */
export async function applyParked(
  context: BatchContext,
  definition: RecordDefinition,
  units: readonly Unit[],
): Promise<readonly UnitOutcome[]> {
  const { outcomes } = await applyBatch(context, definition, { units, faults: new Map(), rejections: [] });
  const moved = outcomes.filter(({ disposition }) => disposition !== 'PARKED');
  // One that a newer content has overtaken changes nothing and waits no more.
  await unpark(
    context,
    definition,
    moved.map(({ unit }) => unit),
  );
  await settleMessages(
    context.tx,
    moved.map(({ unit, disposition }) => ({ file: unit.records[0]?.file ?? '', disposition })),
  );
  const counts = new Map<Disposition, number>();
  const add = (disposition: Disposition, rows: number) =>
    counts.set(disposition, (counts.get(disposition) ?? 0) + rows);
  for (const { unit, disposition } of moved) {
    add(disposition, unit.records.length);
    add('PARKED', -unit.records.length);
  }
  await countRows(context.tx, { runId: context.runId, record: definition.record }, counts);
  return moved;
}

/** Applies what is due of every type, level by level; of very many some stay due for the next run. */
export async function applyAllDue(
  contextOf: (origin: Pick<BatchContext, 'sourceId' | 'sourceKey' | 'runId'>) => Promise<BatchContext>,
  tx: BatchContext['tx'],
): Promise<void> {
  for (const definition of importOrder) {
    for (const { units, ...origin } of await takeDue(tx, definition.record, toUnit(definition)))
      await applyParked(await contextOf(origin), definition, units);
  }
}
