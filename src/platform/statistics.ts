// The planner's statistics: after a load they are refreshed at once, because the embedded store has no autovacuum and PostgreSQL's
// comes late.
import type { Database } from './database.ts';

/** Runs ANALYZE as the owner of the tables. */
export async function refreshStatistics(database: Database): Promise<void> {
  await database.withOwner((owner) => owner.query('analyze'));
}
