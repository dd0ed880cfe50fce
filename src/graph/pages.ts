// Pages of a connection: size, order and keyset cursors, both ways (Relay cursor connections). A row comparison serves because
// sortable expressions are never null and the key breaks ties in the same direction.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { isId } from '../kernel/ids.ts';
import type { Args } from './arguments.ts';
import { badUserInput, forbidden } from './errors.ts';
import {
  columnOf,
  type OrderField,
  type Row,
  type Scope,
  type TableName,
  type TypeSource,
} from './fields.ts';
import { isKeyOf } from './filter.ts';
import { type Bindings, parameter, Slot, type Sql } from './slots.ts';

const DEFAULT_PAGE = 20;
const MAXIMUM_PAGE = 100;

/** The order of a page: what it compares, which way, and the digest that its cursors carry. */
export interface Order {
  readonly field: OrderField<TableName>;
  readonly descending: boolean;
  readonly digest: string;
  readonly key: string;
}

export interface Page {
  readonly order: Order;
  /** Read from the end: `last`, or `before` alone with `last`. */
  readonly backward: boolean;
  /** The number of rows asked for: a constant, or a parameter where the client uses a variable. */
  readonly size: Sql;
  readonly sizeOf: (bindings: Bindings) => number;
  readonly after: Slot | undefined;
  readonly before: Slot | undefined;
}

/** Reads `orderBy`, `first`, `after`, `last` and `before`. Throws BAD_USER_INPUT and FORBIDDEN errors. */
export function pageOf(
  typeName: string,
  args: Args,
  source: TypeSource<TableName>,
  maskOfOrder: (field: string) => string | undefined,
  lifted: ReadonlySet<string>,
): Page {
  const order = orderOf(typeName, args, source, maskOfOrder, lifted);
  const first = args.get('first');
  const last = args.get('last');
  if (first && last)
    throw badUserInput('last', 'first and last', 'a page is read from one end: give first or last');
  const given = first ?? last;
  const name = first ? 'first' : 'last';
  const slot = given?.kind === 'leaf' ? given.slot : undefined;
  const sizeOf = (bindings: Bindings) => (slot ? pageSize(name, slot.read(bindings)) : DEFAULT_PAGE);
  const after = args.slot('after')?.map(cursorReader('after', order));
  const before = args.slot('before')?.map(cursorReader('before', order));
  const literal = given?.kind === 'leaf' && given.literal ? given.structural : undefined;
  const constant = slot ? literal : DEFAULT_PAGE;
  return {
    order,
    backward: last !== undefined,
    size: constant === undefined ? parameter(new Slot(sizeOf), 'int') : sql.lit(pageSize(name, constant)),
    // The cost is always computed, so a bad cursor is refused even where nothing of the page is asked for.
    sizeOf: (bindings) => {
      after?.read(bindings);
      before?.read(bindings);
      return sizeOf(bindings);
    },
    after,
    before,
  };
}

function pageSize(name: string, value: unknown): number {
  if (typeof value !== 'number' || value < 0 || value > MAXIMUM_PAGE) {
    throw badUserInput(name, value, `a page has 0 to ${MAXIMUM_PAGE} records`);
  }
  return value;
}

function orderOf(
  typeName: string,
  args: Args,
  source: TypeSource<TableName>,
  maskOfOrder: (field: string) => string | undefined,
  lifted: ReadonlySet<string>,
): Order {
  const asked = args.get('orderBy');
  let [name, direction] = source.order ?? ['', 'ASC'];
  if (asked?.kind === 'object') {
    const field = asked.fields.get('field');
    const way = asked.fields.get('direction');
    if (field?.kind === 'leaf') name = String(field.structural);
    direction = way?.kind === 'leaf' && way.structural === 'DESC' ? 'DESC' : 'ASC';
  }
  const mask = maskOfOrder(name);
  if (mask && !lifted.has(mask))
    throw forbidden(`orderBy.field ${name} orders by a field that your roles see masked`);
  const field = source.orders?.[name];
  if (!field) throw new Error(`No meaning for order ${typeName}.${name}`);
  const digest = createHash('sha256')
    .update(`${typeName} ${name} ${direction}`)
    .digest('base64url')
    .slice(0, 8);
  return { field, descending: direction === 'DESC', digest, key: source.key };
}

/** `"t1"."issued_on" desc, "t1"."invoice_id" desc`, or the other way round. */
export function orderSql(order: Order, scope: Scope<TableName>, reversed: boolean): Sql {
  const way = order.descending !== reversed ? sql`desc` : sql`asc`;
  const indexed = order.field.indexed?.(scope);
  if (indexed) return sql`${indexed} ${way}`;
  return sql`${order.field.expression(scope)} ${way}, ${columnOf(scope.row, order.key)} ${way}`;
}

/** The condition that a row stands after (or before) a cursor in the page's order. */
export function beyond(
  order: Order,
  scope: Scope<TableName>,
  cursor: Slot,
  side: 'after' | 'before',
  orAt = false,
): Sql {
  const comparison = (side === 'after') !== order.descending ? '>' : '<';
  const key = parameter(
    cursor.map((value) => (value as Cursor).key),
    order.field.type,
  );
  const id = parameter(
    cursor.map((value) => (value as Cursor).id),
    'uuid',
  );
  const collate = order.field.type === 'text' ? sql` collate "C"` : sql``;
  return sql`(${order.field.expression(scope)}, ${columnOf(scope.row, order.key)}) ${sql.raw(comparison + (orAt ? '=' : ''))} (${key}${collate}, ${id})`;
}

/** The cursor of a row, made in SQL: order digest, key and id as base64 of a JSON array. */
export function cursorSql(order: Order, scope: Scope<TableName>): Sql {
  const row: Row<TableName> = scope.row;
  const parts = sql`json_build_array(${sql.lit(order.digest)}::text, (${order.field.expression(scope)})::text, ${columnOf(row, order.key)})`;
  return sql`translate(encode(convert_to(${parts}::text, 'UTF8'), 'base64'), E'\n', '')`;
}

interface Cursor {
  readonly key: string;
  readonly id: string;
}

function cursorReader(name: string, order: Order): (value: unknown) => Cursor {
  return (value) => {
    const refuse = (rule: string) => badUserInput(name, value, rule);
    let parts: unknown;
    try {
      parts = JSON.parse(Buffer.from(String(value), 'base64').toString('utf8'));
    } catch {
      parts = undefined;
    }
    if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((part) => typeof part === 'string')) {
      throw refuse('a cursor is a value that a page gave out');
    }
    const [digest, key, id] = parts as [string, string, string];
    if (digest !== order.digest) throw refuse('the cursor belongs to another order');
    if (!isId(id) || !isKeyOf(order.field.type, key)) {
      throw refuse('a cursor is a value that a page gave out');
    }
    return { key, id };
  };
}
