// The rows of a statement under construction: their aliases, the scope in which their fields are written, and what is joined
// beside a row because several of its fields read it.
import { sql } from 'kysely';
import { type Args, noArgs } from './arguments.ts';
import { tableOf } from './connection-text.ts';
import type { Owner, Row, Scope, TableName, ViewerScope } from './fields.ts';
import type { Sql } from './slots.ts';

/** Where a row's columns are read: in what is written of it, or in the conditions by which it is found. */
type Place = 'fields' | 'conditions';

export class RowScopes {
  readonly #viewer: ViewerScope;
  #aliases = 0;
  /** The joins beside each row, by the place and the row's alias, then by their names. */
  readonly #joins = new Map<string, Map<string, Sql>>();

  constructor(viewer: ViewerScope) {
    this.#viewer = viewer;
  }

  row(table: TableName, alias = `t${++this.#aliases}`): Row<TableName> {
    return { table, alias, ref: (column) => sql.ref(`${alias}.${column}`) };
  }

  scope(row: Row<TableName>, outer: Args, owner?: Owner, place: Place = 'fields'): Scope<TableName> {
    const fresh = <U extends TableName>(table: U): Row<U> => {
      const { alias } = this.row(table);
      return { table, alias, ref: (column) => sql.ref(`${alias}.${column}`) };
    };
    const once = (name: string, query: () => Sql) => this.#once(row, place, name, query);
    return { row, args: noArgs, outer, viewer: this.#viewer, fresh, once, ...(owner && { owner }) };
  }

  /** `"invoice" as "t3"` with what was joined beside the row. Asked when all that reads the row is written. */
  from(row: Row<TableName>, place: Place = 'fields'): Sql {
    return sql`${tableOf(row)}${this.joins(row, place)}`;
  }

  /** The joins beside a row, for a FROM item of another make under its alias. */
  joins(row: Row<TableName>, place: Place = 'fields'): Sql {
    return sql.join([sql``, ...(this.#joins.get(`${place} ${row.alias}`)?.values() ?? [])], sql``);
  }

  #once(row: Row<TableName>, place: Place, name: string, query: () => Sql): { readonly alias: string } {
    const key = `${place} ${row.alias}`;
    const joins = this.#joins.get(key) ?? new Map<string, Sql>();
    this.#joins.set(key, joins);
    const alias = `${row.alias}_${name}`;
    if (!joins.has(name)) {
      // OFFSET 0 keeps it a loop over the rows, which stay in their order.
      const join = sql` left join lateral (${query()} offset 0) as ${sql.ref(alias)} on true`;
      joins.set(name, join);
    }
    return { alias };
  }
}
