// What a run counts of records that could not be taken, for tests.
import type { RunCounts } from '../../src/ingestion/count-rules.ts';

/** The counts of a run with refusals by class, and with records that wait for a parent: those count as REFERENCE, too. */
export function failing(
  waiting: number,
  refused: RunCounts['exceptions'] = {},
): Pick<RunCounts, 'parked' | 'failed' | 'exceptions'> {
  const exceptions = { ...refused };
  if (waiting > 0) exceptions.REFERENCE = (exceptions.REFERENCE ?? 0) + waiting;
  const failed = Object.values(refused).reduce((sum, count) => sum + count, 0);
  return { parked: waiting, failed, exceptions };
}
