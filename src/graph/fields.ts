// The vocabulary in which slices say what a GraphQL field means: a column, money, an expression over the row, one related row,
// many rows (a connection or a short list), an object over the same row, or a computed batch for what SQL cannot say.
import { sql } from 'kysely';
import type { DB } from '../platform/tables.gen.ts';
import type { Args } from './arguments.ts';
import type { CommandCall, CommandField, CommandOutcome } from './commands.ts';
import type { Loader } from './computed.ts';
import type { Slot, Sql } from './slots.ts';

export type TableName = keyof DB & string;
export type ColumnOf<T extends TableName> = keyof DB[T] & string;

/** A row of a table under its alias in the statement. */
export interface Row<T extends TableName> {
  readonly table: T;
  readonly alias: string;
  /** The column of this row: `"t1"."name"`. */
  ref(column: ColumnOf<T>): Sql;
}

/** What the compiler knows of the viewer while it writes the statement. */
export interface ViewerScope {
  /** True where the viewer sees every legal entity: row rules then compile to nothing. */
  readonly allEntities: boolean;
  /** The viewer's legal entities as one `uuid[]` parameter. */
  readonly entities: Sql;
  readonly subject: Sql;
  readonly roles: Sql;
  /** The masks that the viewer's roles lift, for values that are copies of masked fields. */
  readonly lifted: ReadonlySet<string>;
  /** The instant of the request, `timestamptz`. */
  readonly now: Sql;
  /** The row rule of a type for a row of its table, or undefined where every row is visible. */
  sees(typeName: string, row: Row<TableName>): Sql | undefined;
}

/** The row that listed rows belong to: they were reached from it by its own key. */
export interface Owner {
  readonly typeName: string;
  readonly row: Row<TableName>;
  /** The column that has the same name and value in both. */
  readonly key: string;
}

/** What an expression may use. */
export interface Scope<T extends TableName> {
  readonly row: Row<T>;
  /** The field's own arguments. */
  readonly args: Args;
  /** The arguments of the nearest enclosing object field, such as `summary(asOf:)`. */
  readonly outer: Args;
  readonly viewer: ViewerScope;
  /** The row that this one belongs to, where it was reached from there: what stands on it need not be looked up again. */
  readonly owner?: Owner;
  /** A further row of a table under a fresh alias, for subqueries. */
  fresh<U extends TableName>(table: U): Row<U>;
  /**
   * A query of at most one row that several fields of this row read: it is joined beside the row once under its name, with nulls
   * where it gives no row. It is written last, when it is known which of its columns the fields asked for. Not for orders, which
   * are written where nothing is joined.
   */
  once(name: string, query: (asked: ReadonlySet<string>) => Sql, column?: string): { readonly alias: string };
}

export type Expression<T extends TableName> = (scope: Scope<T>) => Sql;

/** A scalar, enum or list of scalars from one expression; its text follows from the field's type in the schema. */
export interface ValueField<T extends TableName> {
  readonly kind: 'value';
  expression(scope: Scope<T>): Sql;
  readonly cost?: number;
}

/** A Money object from an amount and its currency; null where either is null. */
export interface MoneyField<T extends TableName> {
  readonly kind: 'money';
  amount(scope: Scope<T>): Sql;
  currency(scope: Scope<T>): Sql;
  readonly cost?: number;
}

/** At most one related row of another type; null where there is none or the viewer does not see it. */
export interface OneField<T extends TableName> {
  readonly kind: 'one';
  readonly type: string;
  /** The condition that the related row fulfils; it must hold for at most one row. */
  on(scope: Scope<T>, related: Row<TableName>): Sql;
  readonly cost?: number;
}

/** Few keys, one of which a column of the related rows must equal. */
export interface EachKey<T extends TableName> {
  readonly column: string;
  /** A query of the keys, in a column `key`. */
  keys(scope: Scope<T>): Sql;
}

/** Many related rows: a Relay connection where the schema says so, else a short list, ordered. */
export interface ManyField<T extends TableName> {
  readonly kind: 'many';
  readonly type: string;
  on(scope: Scope<T>, related: Row<TableName>): Sql | undefined;
  /**
   * What `on` says, key by key: a page is then read from an index on (column, order), and no further than it goes. With
   * `= any(array)` PostgreSQL would read all rows of the keys and sort them, or look for them through an index on the order alone.
   */
  readonly each?: EachKey<T>;
  /** The column of the same name in both that relates them, where it is so simple. */
  readonly by?: string;
  /**
   * The owner's key by which the rows are seen with it (`TypeSource.ruledBy`), where they are not related by that column alone:
   * what records merged into a customer brought along is seen where the customer is.
   */
  readonly seenBy?: string;
  /** The order of a short list; a connection orders by its type's orders. */
  order?(related: Row<TableName>): Sql;
  /** How many rows a short list is expected to have, for its cost; 10 where not said. */
  readonly rows?: number;
  readonly cost?: number;
}

/** An object whose fields are expressions over the same row, such as an address; null where `present` is false. */
export interface ObjectField<T extends TableName> {
  readonly kind: 'object';
  present?(scope: Scope<T>): Sql;
  /**
   * A FROM item of exactly one row, whose columns the object's fields read (with `columnOf(row, name)`): what they all need is
   * computed once. `(select ... as as_of, ... as currency offset 0)`; the compiler adds the alias.
   */
  from?(scope: Scope<T>): Sql;
  readonly cost?: number;
}

/** Rows made by a query of their own (buckets, balances), whose columns the element type's fields read. */
export interface RowsField<T extends TableName> {
  readonly kind: 'rows';
  /** A FROM item without alias: `(select ... as currency, ... as amount)`; the element's fields read its columns. */
  from(scope: Scope<T>): Sql;
  order?(row: Row<TableName>): Sql;
  readonly rows?: number;
  readonly cost?: number;
}

/** A value that SQL cannot say, loaded for all parents at once from their key columns. */
export interface ComputedField {
  readonly kind: 'computed';
  /** The column whose value is handed to the loader for each parent. */
  readonly key: string;
  readonly load: Loader;
  readonly cost?: number;
  /** Arguments that are refused with the request: what a loader refuses comes late, and for all parents at once. */
  check?(args: Args): Slot | undefined;
}

// The members above are methods so that a field of one table passes as a field of any: the compiler hands each the row it is for.
export type Field<T extends TableName> =
  | ValueField<T>
  | MoneyField<T>
  | OneField<T>
  | ManyField<T>
  | ObjectField<T>
  | RowsField<T>
  | ComputedField
  | CommandField;

/** The operators of one filter input field; each compares an expression of the row with parameters. */
export type FilterKind = 'id' | 'text' | 'enum' | 'date' | 'datetime' | 'decimal' | 'int' | 'boolean';

/** A filter on an expression of the row, or on a value behind it. */
export type FilterField<T extends TableName> = { readonly kind: FilterKind } & (
  | { expression(scope: Scope<T>): Sql }
  /**
   * Puts the comparison where the value is, so that an index serves: `customer_id in (select ... where <compare(golden_id)>)`.
   * A row whose value is another table's is never compared through a subquery of its own.
   */
  | { through(scope: Scope<T>, compare: (value: Sql) => Sql): Sql }
);

/** A sortable expression; never null. The type's key breaks ties in the same direction. */
export interface OrderField<T extends TableName> {
  readonly type: 'text' | 'date' | 'timestamptz' | 'numeric' | 'int';
  expression(scope: Scope<T>): Sql;
  /**
   * What sorts the rows just as the expression does and stands in an index, where the expression does not: a column that no two
   * of the listed rows share.
   */
  indexed?(scope: Scope<T>): Sql | undefined;
}

/** Where a type's rows live, who sees them and in which orders they are listed. */
export interface TypeSource<T extends TableName> {
  readonly table: T;
  /** The column that identifies a row and breaks ties in every order. */
  readonly key: string;
  /** The row rule; absent for reference data, which everybody sees. */
  rule?(row: Row<T>, viewer: ViewerScope): Sql | undefined;
  /**
   * Where the rule says that a row is seen with its parent's: where the row was reached from there it holds by itself, but for
   * what else it says.
   */
  readonly ruledBy?: Pick<Owner, 'typeName' | 'key'> & {
    besides?(row: Row<T>, viewer: ViewerScope): Sql | undefined;
  };
  readonly filters?: Readonly<Record<string, FilterField<T>>>;
  readonly orders?: Readonly<Record<string, OrderField<T>>>;
  /** The order of a connection without `orderBy`. */
  readonly order?: readonly [field: string, direction: 'ASC' | 'DESC'];
}

/** The fields of one GraphQL type, said by one slice. Several slices may add to a type; none may say a coordinate twice. */
export interface FieldMap<N extends string = string, K extends string = string> {
  readonly typeName: N;
  // Each entry was checked against its table when it was written; the registry reads them without the table's type.
  readonly fields: Readonly<Record<K, Field<TableName>>>;
  readonly source?: TypeSource<TableName>;
}

/** The words of the vocabulary, typed for the columns of one table. */
export class Vocabulary<T extends TableName> {
  /** A column as it stands. */
  column(name: ColumnOf<T>): ValueField<T> {
    return { kind: 'value', expression: ({ row }) => row.ref(name) };
  }
  /** A column of a FROM item that the object or list was made from. */
  derived(name: string): ValueField<T> {
    return { kind: 'value', expression: ({ row }) => columnOf(row, name) };
  }
  /** An expression over the row. */
  value(expression: Expression<T>, cost?: number): ValueField<T> {
    return { kind: 'value', expression, ...(cost === undefined ? {} : { cost }) };
  }
  /** Money from columns or expressions. */
  money(
    amount: ColumnOf<T> | Expression<T>,
    currency: ColumnOf<T> | Expression<T>,
    cost?: number,
  ): MoneyField<T> {
    return {
      kind: 'money',
      amount: this.expression(amount),
      currency: this.expression(currency),
      ...(cost === undefined ? {} : { cost }),
    };
  }
  /** The row of another type whose column equals this row's column. */
  one(type: string, local: ColumnOf<T>, foreign: string): OneField<T> {
    return this.oneWhere(type, ({ row }, related) => sql`${columnOf(related, foreign)} = ${row.ref(local)}`);
  }
  oneWhere(type: string, on: OneField<T>['on'], cost?: number): OneField<T> {
    return { kind: 'one', type, on, ...(cost === undefined ? {} : { cost }) };
  }
  /** The rows of another type whose column equals this row's column. */
  many(
    type: string,
    local: ColumnOf<T>,
    foreign: string,
    list?: Pick<ManyField<T>, 'order' | 'rows'>,
  ): ManyField<T> {
    const on: ManyField<T>['on'] = ({ row }, related) =>
      sql`${columnOf(related, foreign)} = ${row.ref(local)}`;
    return { ...this.manyWhere(type, on, list), ...(local === foreign && { by: foreign }) };
  }
  manyWhere(
    type: string,
    on: ManyField<T>['on'],
    list?: Pick<ManyField<T>, 'each' | 'order' | 'rows'>,
  ): ManyField<T> {
    return { kind: 'many', type, on, ...list };
  }
  /** An object over the same row. */
  object(options: Omit<ObjectField<T>, 'kind'> = {}): ObjectField<T> {
    return { kind: 'object', ...options };
  }
  rows(options: Omit<RowsField<T>, 'kind'>): RowsField<T> {
    return { kind: 'rows', ...options };
  }
  computed(
    key: ColumnOf<T>,
    load: Loader,
    options: Pick<ComputedField, 'cost' | 'check'> = {},
  ): ComputedField {
    return { kind: 'computed', key, load, ...options };
  }
  /** A mutation over one input. */
  command<I>(
    options: Omit<CommandField, 'kind' | 'run'> & { run(call: CommandCall<I>): Promise<CommandOutcome> },
  ): CommandField {
    return { kind: 'command', ...options };
  }
  private expression(from: ColumnOf<T> | Expression<T>): Expression<T> {
    return typeof from === 'function' ? from : ({ row }) => row.ref(from);
  }
}

/** A column of a row whose table is not known to the type system at this place. */
export function columnOf(row: { alias: string }, column: string): Sql {
  return sql.ref(`${row.alias}.${column}`);
}

/**
 * The fields that a slice gives to a GraphQL type over rows of a table.
 *
 * ```ts
 * export const invoiceFields = fieldsOf('Invoice', 'invoice', (f) => ({ number: f.column('number') }), { table: 'invoice', ... });
 * ```
 */
export function fieldsOf<N extends string, T extends TableName, K extends string>(
  typeName: N,
  _table: T,
  write: (words: Vocabulary<T>) => Readonly<Record<K, Field<T>>>,
  source?: TypeSource<NoInfer<T>> & { readonly key: ColumnOf<NoInfer<T>> },
): FieldMap<N, K> {
  return { typeName, fields: write(new Vocabulary<T>()), ...(source ? { source } : {}) };
}
