// What is known of the feeds of source systems. When a figure is known at all: only after a record of its kind was ever loaded. Null says "never loaded", zero says "none".
import { sql } from 'kysely';
import { tableOf } from '../graph/connection-text.ts';
import {
  columnOf,
  type FilterField,
  type Row,
  type Scope,
  type TableName,
  type ViewerScope,
} from '../graph/fields.ts';
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

/**
 * A FROM item with the source systems that serve one of the entities, and the age of their feeds against what they promise:
 * `source_system_id`, `key`, `as_of`, `late` (null where nothing is promised).
 */
export function feedsServing({ fresh, viewer }: Scope<TableName>, isServed: (entityId: Sql) => Sql): Sql {
  const source = fresh('source_system');
  const served = fresh('source_system_entity');
  return sql`(select ${source.ref('source_system_id')}, ${source.ref('key')}, ${source.ref('last_record_at')} as as_of,
      case when ${source.ref('freshness_minutes')} is not null then coalesce(
        ${source.ref('last_record_at')} + ${source.ref('freshness_minutes')} * interval '1 minute' < ${viewer.now}, true) end as late
    from ${tableOf(source)} where exists (select from ${tableOf(served)}
      where ${served.ref('source_system_id')} = ${source.ref('source_system_id')}
        and ${isServed(served.ref('legal_entity_id'))}))`;
}

/** That an id is that of the source system with a key. */
export function isSource({ fresh }: Pick<Scope<TableName>, 'fresh'>, sourceId: Sql, key: Sql): Sql {
  const source = fresh('source_system');
  return sql`${sourceId} = (select ${source.ref('source_system_id')} from ${tableOf(source)} where ${source.ref('key')} = ${key})`;
}

/** Selects rows by the key of the source system that they name. */
export function filterBySource(column = 'source_system_id'): FilterField<TableName> {
  return {
    kind: 'text',
    through: ({ row, fresh }, compare) => {
      const source = fresh('source_system');
      return sql`${columnOf(row, column)} in (select ${source.ref('source_system_id')} from ${tableOf(source)} where ${compare(source.ref('key'))})`;
    },
  };
}

/** That the source system of a row serves a legal entity that the viewer sees. */
export function servesSeen(row: Row<TableName>, { entities }: ViewerScope): Sql {
  const alias = `${row.alias}_served`;
  return sql`exists (select from source_system_entity as ${sql.ref(alias)}
    where ${sql.ref(`${alias}.source_system_id`)} = ${columnOf(row, 'source_system_id')} and ${sql.ref(`${alias}.legal_entity_id`)} = any(${entities}))`;
}
