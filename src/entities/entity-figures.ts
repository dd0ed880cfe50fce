// What rows say about their legal entity: its code, and which day it is there. SQL that every slice builds on.
import { sql } from 'kysely';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, type FilterField, type Scope, type TableName } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';

/** The day that it is now at a legal entity; where there is none, in UTC. */
export function todayAt({ fresh, viewer }: Scope<TableName>, entityId: Sql): Sql {
  const entity = fresh('legal_entity');
  const zone = sql`(select ${entity.ref('time_zone')} from ${tableOf(entity)} where ${entity.ref('legal_entity_id')} = ${entityId})`;
  return sql`(${viewer.now} at time zone coalesce(${zone}, 'UTC'))::date`;
}

/** That the entity behind an id has a code that the comparison accepts. */
export function isEntity({ fresh }: Scope<TableName>, entityId: Sql, compare: (code: Sql) => Sql): Sql {
  const entity = fresh('legal_entity');
  return sql`${entityId} in (select ${entity.ref('legal_entity_id')} from ${tableOf(entity)} where ${compare(entity.ref('code'))})`;
}

/** Selects rows by the code of the legal entity that they name. */
export function filterByEntity(column = 'legal_entity_id'): FilterField<TableName> {
  return {
    kind: 'text',
    through: (scope, compare) => isEntity(scope, columnOf(scope.row, column), compare),
  };
}

/** The functional currency of a legal entity. */
export function functionalCurrencyOf(entityId: Sql): Sql {
  return sql`functional_currency(${entityId})`;
}

/** That a book is the one from which its legal entity's figures are read. */
export function isPrimaryBook(bookId: Sql): Sql {
  return sql`${bookId} in (select book.accounting_book_id from accounting_book as book where book.is_primary)`;
}

/** Selects rows by the code of the book that they stand in. */
export function filterByBook(column = 'accounting_book_id'): FilterField<TableName> {
  return {
    kind: 'text',
    through: ({ row, fresh }, compare) => {
      const book = fresh('accounting_book');
      return sql`${columnOf(row, column)} in (select ${book.ref('accounting_book_id')} from ${tableOf(book)} where ${compare(book.ref('code'))})`;
    },
  };
}
