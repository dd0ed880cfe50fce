// Applies parked records whose parents have come. They enter the same door as when they first came, and count for the run that
// received them.
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Door } from '../platform/command.ts';
import type { BatchContext, RecordDefinition } from '../platform/record-definition.ts';
import { hashOf, type UnitOutcome } from '../platform/record-unit.ts';
import { type DueUnits, takeDue } from '../platform/record-wait.ts';
import type { DB } from '../platform/tables.gen.ts';
import { applyParked, toUnit } from './parked-commands.ts';

export interface DrainParts {
  readonly db: Kysely<DB>;
  readonly door: Door;
  readonly contextOf: (
    tx: BatchContext['tx'],
    origin: Pick<BatchContext, 'sourceId' | 'sourceKey' | 'runId'>,
  ) => BatchContext;
}

/** Applies all due records of one type; `moved` hears of each that is parked no more, with the run that received it. */
export async function drainParked(
  parts: DrainParts,
  definition: RecordDefinition,
  moved: (runId: string, outcome: UnitOutcome) => void,
): Promise<void> {
  for (;;) {
    const groups = await takeDue(parts.db, definition.record, toUnit(definition));
    if (groups.length === 0) return;
    for (const group of groups) {
      for (const outcome of await applyGroup(parts, definition, group)) moved(group.runId, outcome);
    }
  }
}

async function applyGroup(
  { door, contextOf }: DrainParts,
  definition: RecordDefinition,
  { units, ...origin }: DueUnits,
): Promise<readonly UnitOutcome[]> {
  const { record } = definition;
  const { value } = await door.run(
    {
      subject: origin.sourceKey,
      requestId: `due/${randomUUID()}`,
      command: `apply parked ${record}`,
      inputHash: hashOf(units.map((unit) => unit.hash).join()),
    },
    async (tx) => {
      const moved = await applyParked(contextOf(tx, origin), definition, units);
      return { value: moved, outcome: { units: moved.length } };
    },
  );
  return value ?? [];
}
