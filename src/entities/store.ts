// What commands and requests look up about our own companies.
import type { Kysely } from 'kysely';
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

/** Whether an export with records of this type was ever read to its end. */
export async function hasFed(db: Kysely<DB>, recordType: string): Promise<boolean> {
  const feed = await db
    .selectFrom('feed')
    .select('record_type')
    .where('record_type', '=', recordType)
    .executeTakeFirst();
  return feed !== undefined;
}
