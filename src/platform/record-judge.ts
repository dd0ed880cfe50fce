// What is to be done with each unit of a batch, seen from what came before: a repeat changes nothing, an older content is
// superseded or trimmed, a removal ends the link, the rest is due.
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import type { RecordFault } from './record-fault.ts';
import type { Prior } from './record-load.ts';
import type { Unit } from './record-unit.ts';
import { trimLate } from './record-versions.ts';

export interface Judged {
  /** The same as before. */
  readonly unchanged: readonly Unit[];
  /** Of those, the ones that come under a later version now. */
  readonly renewed: readonly Unit[];
  /** Older than what stands, and with nothing that newer contents do not say. */
  readonly superseded: readonly Unit[];
  readonly removed: readonly Unit[];
  readonly due: readonly Unit[];
  /** Of those due, the external ids whose content is not the newest. */
  readonly late: ReadonlySet<string>;
  readonly faults: ReadonlyMap<Unit, RecordFault>;
}

/** Dispositions after which the same content needs nothing more. */
const SETTLED = new Set(['APPLIED', 'UNCHANGED', 'SHADOWED', 'IGNORED']);

/** Judges each unit; `faults` are those that a check has refused already. */
export async function judgeUnits(
  context: BatchContext,
  definition: RecordDefinition,
  {
    units,
    faults,
    priors,
  }: { units: readonly Unit[]; faults: ReadonlyMap<Unit, RecordFault>; priors: ReadonlyMap<string, Prior> },
): Promise<Judged> {
  const judged = {
    unchanged: [] as Unit[],
    renewed: [] as Unit[],
    superseded: [] as Unit[],
    removed: [] as Unit[],
    due: [] as Unit[],
    late: new Set<string>(),
    faults: new Map(faults),
  };
  const behind: Unit[] = [];
  for (const unit of units) {
    const prior = priors.get(unit.externalId);
    if (isRepeat(prior)) {
      judged.unchanged.push(unit);
      judged.faults.delete(unit);
      if (prior?.same && prior.later) judged.renewed.push(unit);
      continue;
    }
    if (judged.faults.has(unit)) continue;
    if (prior?.newer) behind.push(unit);
    else if (unit.records[0]?.removed != null) judged.removed.push(unit);
    else judged.due.push(unit);
  }
  await judgeLate(context, definition, behind, { judged, priors });
  return judged;
}

function isRepeat(prior: Prior | undefined): boolean {
  if (!prior) return false;
  return prior.same ? SETTLED.has(prior.disposition ?? '') : prior.known && prior.newer;
}

async function judgeLate(
  context: BatchContext,
  definition: RecordDefinition,
  behind: readonly Unit[],
  {
    judged,
    priors,
  }: { judged: { superseded: Unit[]; due: Unit[]; late: Set<string> }; priors: ReadonlyMap<string, Prior> },
): Promise<void> {
  const trimmed = await trimLate(
    context,
    definition,
    behind,
    (unit) => priors.get(unit.externalId)?.targetId != null,
  );
  for (const unit of behind) {
    const rest = unit.records[0]?.removed == null ? trimmed.get(unit.externalId) : null;
    if (rest) {
      judged.due.push(rest);
      judged.late.add(unit.externalId);
    } else judged.superseded.push(unit);
  }
}
