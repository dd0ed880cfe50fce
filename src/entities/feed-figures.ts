// When a figure is known at all: only after a record of its kind was ever loaded. Null says "never loaded", zero says "none".
import { sql } from 'kysely';
import type { Sql } from '../graph/slots.ts';

/** Whether any source ever loaded one of the record types. */
export function isFed(recordTypes: readonly string[]): Sql {
  const names = sql.join(recordTypes.map((name) => sql.lit(name)));
  return sql`exists (select from feed where record_type in (${names}))`;
}

/** A figure, or null where no source ever loaded one of the record types; then nothing of it is computed. */
export function whereFed(recordTypes: readonly string[], figure: Sql): Sql {
  return sql`case when ${isFed(recordTypes)} then ${figure} end`;
}
