// What commands and requests look up about our own companies.
import { type Kysely, sql } from 'kysely';
import type { DB } from '../platform/tables.gen.ts';

/** The ids of the legal entities with these codes; a code that names none is left out. */
export async function legalEntityIdsByCode(
  db: Kysely<DB>,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .selectFrom('legal_entity')
    .select(['code', 'legal_entity_id'])
    .where('code', 'in', codes)
    .execute();
  return new Map(rows.map((row) => [row.code, row.legal_entity_id]));
}

/** The source systems that are known; the gateway is none of them. */
export async function listSources(db: Kysely<DB>): Promise<{ sourceId: string; key: string }[]> {
  return await db
    .selectFrom('source_system')
    .select(['source_system_id as sourceId', 'key'])
    .where('kind', '<>', 'GATEWAY')
    .orderBy('key')
    .execute();
}

/** Says that a source gave records of a type at an instant; `recordType` is what figures ask for with `isFed`. */
export async function noteFeed(
  db: Kysely<DB>,
  { sourceId, recordType, at }: { sourceId: string; recordType: string; at: string },
): Promise<void> {
  await db
    .insertInto('feed')
    .values({ source_system_id: sourceId, record_type: recordType, first_record_at: at, last_record_at: at })
    .onConflict((stands) =>
      stands
        .columns(['source_system_id', 'record_type'])
        .doUpdateSet((row) => ({ last_record_at: row.ref('excluded.last_record_at') })),
    )
    .execute();
}

/** Whether an export with records of this type was ever read to its end. */
export async function hasFed(db: Kysely<DB>, recordType: string): Promise<boolean> {
  const feed = await db
    .selectFrom('feed')
    .select('record_type')
    .where('record_type', '=', recordType)
    .executeTakeFirst();
  return feed !== undefined;
}

/** A source that promises how fresh its records are. */
export interface PromisingSource {
  readonly sourceId: string;
  readonly key: string;
  readonly minutes: number;
  /** When its latest record came in; null: none ever did. */
  readonly lastAt: string | null;
  /** It has been silent for longer than it promised. */
  readonly isLate: boolean;
}

/** The sources that promise something, as they stand at `now` (ISO 8601). */
export async function listPromisingSources(db: Kysely<DB>, now: string): Promise<PromisingSource[]> {
  const rows = await db
    .selectFrom('source_system')
    .select(['source_system_id', 'key', 'freshness_minutes', 'last_record_at'])
    .select(
      sql<boolean>`coalesce(last_record_at + freshness_minutes * interval '1 minute' < ${now}::timestamptz, true)`.as(
        'is_late',
      ),
    )
    .where('freshness_minutes', 'is not', null)
    .orderBy('key')
    .execute();
  return rows.map((row) => ({
    sourceId: row.source_system_id,
    key: row.key,
    minutes: row.freshness_minutes ?? 0,
    lastAt: row.last_record_at,
    isLate: row.is_late,
  }));
}

/** Sets how many minutes a source may be silent; null: it promises nothing. False where there is no such source. */
export async function setFreshness(db: Kysely<DB>, key: string, minutes: number | null): Promise<boolean> {
  const changed = await db
    .updateTable('source_system')
    .set({ freshness_minutes: minutes })
    .where('key', '=', key)
    .where('kind', '<>', 'GATEWAY')
    .returning('key')
    .execute();
  return changed.length > 0;
}
