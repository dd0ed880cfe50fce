// Records that their source removed. The link ends, the row stays: what it says happened. Where figures hang on it, an
// exception says so.
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import { type RaisedException, raiseExceptions } from './exceptions.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import type { Prior } from './record-load.ts';
import type { Unit } from './record-unit.ts';

/** The rule of the exception that says so. */
export const REMOVED_RULE = 'removed_at_source';

/** Whether figures hang on rows of the record as such: it bears amounts. */
function bearsAmounts({ fields }: RecordDefinition): boolean {
  return Object.values(fields).some(({ kind }) => kind === 'amount');
}

/** Ends the links of removed units that stand in the store. */
export async function endRemoved(
  context: BatchContext,
  definition: RecordDefinition,
  units: readonly Unit[],
  priors: ReadonlyMap<string, Prior>,
): Promise<void> {
  const { tx, sourceId } = context;
  const { record, object, hooks } = definition;
  const targets = new Map(
    units.flatMap((unit): [string, Unit][] => {
      const targetId = priors.get(unit.externalId)?.targetId;
      return targetId ? [[targetId, unit]] : [];
    }),
  );
  if (targets.size === 0) return;
  if (object !== null) {
    await runSql(
      tx,
      `update source_link set valid_to = now() where source_system_id = $1 and source_object = $2 and object_type = $3
         and external_id = any ($4::text[]) and valid_to is null`,
      [sourceId, record, object, arrayText([...targets.values()].map((unit) => unit.externalId))],
    );
  }
  const ids = [...targets.keys()];
  const hanging = bearsAmounts(definition) ? ids : ((await hooks.hangOn?.(context, ids)) ?? []);
  await raiseExceptions(
    tx,
    hanging.flatMap((id) => {
      const unit = targets.get(id);
      return unit ? [raisedOf(context, definition, unit, id)] : [];
    }),
  );
}

function raisedOf(
  { sourceId, runId }: BatchContext,
  { record, object }: RecordDefinition,
  { externalId, records }: Unit,
  targetId: string,
): RaisedException {
  const [first] = records;
  return {
    class: 'RECONCILIATION',
    rule: REMOVED_RULE,
    message: `${record} ${externalId} was ${first?.removed ?? 'deleted'} at its source, and figures hang on it`,
    identity: ['removed', sourceId, record, externalId],
    sourceId,
    recordType: record,
    externalId,
    runId,
    file: first?.file ?? null,
    line: first?.line ?? null,
    objectType: object ?? record.toUpperCase(),
    objectId: targetId,
    customerId: object === 'CUSTOMER' ? targetId : null,
  };
}
