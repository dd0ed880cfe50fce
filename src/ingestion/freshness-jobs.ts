// Feeds promise how fresh they are. A source that is silent for longer is an exception, which ends by itself when it speaks again.
import type { Kysely, Transaction } from 'kysely';
import { listPromisingSources, type PromisingSource } from '../entities/store.ts';
import { runSql } from '../platform/command.ts';
import { endExceptions, raiseExceptions } from '../platform/exceptions.ts';
import type { DB } from '../platform/tables.gen.ts';

/** Raises what is late at `now` (ISO 8601) and ends what is late no more. */
export async function checkFreshness(db: Kysely<DB>, now: string): Promise<void> {
  const sources = await listPromisingSources(db, now);
  await db.transaction().execute(async (tx) => await judgeSources(tx, sources));
}

const identityOf = (sourceId: string) => ['silent', sourceId];

async function judgeSources(tx: Transaction<DB>, sources: readonly PromisingSource[]): Promise<void> {
  const open = await runSql<{ source_system_id: string }>(
    tx,
    "select source_system_id from exception where class = 'STALE_FEED' and resolved_at is null",
  );
  const raised = new Set(open.map((row) => row.source_system_id));
  await raiseExceptions(
    tx,
    sources
      .filter(({ isLate, sourceId }) => isLate && !raised.has(sourceId))
      .map(({ sourceId, key, minutes, lastAt }) => ({
        class: 'STALE_FEED',
        rule: 'feed_keeps_its_promise',
        message: `${key} promises a record every ${minutes} minutes and was last heard ${lastAt ?? 'never'}`,
        identity: identityOf(sourceId),
        sourceId,
      })),
  );
  // Also where a source promises nothing any more.
  const late = new Set(sources.flatMap(({ isLate, sourceId }) => (isLate ? [sourceId] : [])));
  const ended = [...raised].filter((sourceId) => !late.has(sourceId));
  await endExceptions(tx, ended.map(identityOf), 'The feed has spoken again.');
}
