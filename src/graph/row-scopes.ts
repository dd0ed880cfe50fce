// The rows of a statement under construction: their aliases, the scope in which their fields are written, and what is joined
// beside a row because several of its fields read it.
import { sql } from 'kysely';
import { type Args, noArgs } from './arguments.ts';
import { tableOf } from './connection-text.ts';
import type { Owner, Row, Scope, TableName, ViewerScope } from './fields.ts';
import type { Sql } from './slots.ts';

/** Where a row's columns are read: in what is written of it, or in the conditions by which it is found. */
type Place = 'fields' | 'conditions';

/** A query beside a row, with the columns that were asked of it. */
interface Join {
  readonly query: (asked: ReadonlySet<string>) => Sql;
  readonly asked: Set<string>;
}

export class RowScopes {
  readonly #viewer: ViewerScope;
  #aliases = 0;
  /** The joins beside each row, by the place and the row's alias, then by their names. */
  readonly #joins = new Map<string, Map<string, Join>>();
  /** The joins that were asked for while another one is being written: they stand before it. */
  #needed = new Set<Join>();

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
    const once: Scope<TableName>['once'] = (name, query, column) => {
      const key = `${place} ${row.alias}`;
      const joins = this.#joins.get(key) ?? new Map<string, Join>();
      const join = joins.get(name) ?? { query, asked: new Set() };
      if (column !== undefined) join.asked.add(column);
      this.#joins.set(key, joins.set(name, join));
      this.#needed.add(join);
      return { alias: `${row.alias}_${name}` };
    };
    return { row, args: noArgs, outer, viewer: this.#viewer, fresh, once, ...(owner && { owner }) };
  }

  /** `"invoice" as "t3"` with what was joined beside the row. Asked when all that reads the row is written. */
  from(row: Row<TableName>, place: Place = 'fields'): Sql {
    return sql`${tableOf(row)}${this.joins(row, place)}`;
  }

  /** The joins beside a row, for a FROM item of another make under its alias. */
  joins(row: Row<TableName>, place: Place = 'fields'): Sql {
    const joins = this.#joins.get(`${place} ${row.alias}`);
    const written = new Map<Join, Sql>();
    // Writing one may ask for others of the same row, which the loop then finds at the end of the map.
    for (const join of joins?.values() ?? []) this.#write(join, joins, row.alias, written);
    return sql.join([sql``, ...written.values()], sql``);
  }

  #write(
    join: Join,
    joins: ReadonlyMap<string, Join> | undefined,
    alias: string,
    written: Map<Join, Sql>,
  ): void {
    if (written.has(join)) return;
    const outside = this.#needed;
    this.#needed = new Set();
    const query = join.query(join.asked);
    const needed = this.#needed;
    this.#needed = outside;
    let name = '';
    for (const [each, other] of joins ?? []) {
      if (other === join) name = each;
      else if (needed.has(other)) this.#write(other, joins, alias, written);
    }
    // OFFSET 0 keeps it a loop over the rows, which stay in their order.
    written.set(join, sql` left join lateral (${query} offset 0) as ${sql.ref(`${alias}_${name}`)} on true`);
  }
}
