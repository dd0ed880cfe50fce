// The usual row rules: by the legal entity that a row names, or through a parent row that has a rule itself. A rule is undefined
// for viewers of every entity, so that it compiles to nothing.
import { sql } from 'kysely';
import { tableOf } from './connection-text.ts';
import { columnOf, type Row, type TableName, type ViewerScope } from './fields.ts';
import type { Sql } from './slots.ts';

/** What stands as `rule` at a type's source. */
export type RowRule = (row: { readonly alias: string }, viewer: ViewerScope) => Sql | undefined;

/** Seen by those who see the entity in the column; a row without entity only by those who see all. */
export function ruleByEntity(column: string): RowRule {
  return (row, viewer) =>
    viewer.allEntities ? undefined : sql`${columnOf(row, column)} = any(${viewer.entities})`;
}

/** As by entity, and a row without entity is seen wherever its parent is. */
export function ruleByEntityIfAny(column: string): RowRule {
  return (row, viewer) =>
    viewer.allEntities
      ? undefined
      : sql`(${columnOf(row, column)} is null or ${columnOf(row, column)} = any(${viewer.entities}))`;
}

/** For rows that are seen with their parent's, whose key has the same name here and there. */
export function ruledByParent(typeName: string, table: TableName, key: string) {
  return { rule: ruleByParent(typeName, table, key), ruledBy: { typeName, key } };
}

/** Seen by those who see the parent row, whose key has the same name here and there. */
export function ruleByParent(typeName: string, table: TableName, key: string): RowRule {
  return (row, viewer) => {
    const alias = `${row.alias}_${table}`;
    const parent: Row<TableName> = { table, alias, ref: (column) => sql.ref(`${alias}.${column}`) };
    const seen = viewer.sees(typeName, parent);
    if (!seen) return undefined;
    return sql`exists (select from ${tableOf(parent)} where ${columnOf(parent, key)} = ${columnOf(row, key)} and ${seen})`;
  };
}
