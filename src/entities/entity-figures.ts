// What rows say about their legal entity: its code, and which day it is there. SQL that every slice builds on.
import { sql } from 'kysely';
import { columnOf, type FilterField, type Scope, type TableName } from '../graph/fields.ts';
import { tableOf } from '../graph/connection-text.ts';
import type { Sql } from '../graph/slots.ts';

/** The day that it is now at a legal entity; where there is none, in UTC. */
export function todayAt({ fresh, viewer }: Scope<TableName>, entityId: Sql): Sql {
  const entity = fresh('legal_entity');
  const zone = sql`(select ${entity.ref('time_zone')} from ${tableOf(entity)} where ${entity.ref('legal_entity_id')} = ${entityId})`;
  return sql`(${viewer.now} at time zone coalesce(${zone}, 'UTC'))::date`;
}

/** Selects rows by the code of the legal entity that they name. */
export function filterByEntity(column = 'legal_entity_id'): FilterField<TableName> {
  return {
    kind: 'text',
    through: ({ row, fresh }, compare) => {
      const entity = fresh('legal_entity');
      return sql`${columnOf(row, column)} in (select ${entity.ref('legal_entity_id')} from ${tableOf(entity)} where ${compare(entity.ref('code'))})`;
    },
  };
}
