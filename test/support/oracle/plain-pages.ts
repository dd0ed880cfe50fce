// Filters, orders and pages over rows in memory. Cursors are opaque: a book remembers which row and order a text stood for.
import {
  GraphQLError,
  type GraphQLInputObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
} from 'graphql';
import { maskOf } from '../../../src/graph/registry.ts';
import { isId } from '../../../src/kernel/ids.ts';
import { decimal } from '../../../src/kernel/money.ts';
import { DEFAULT_ORDER, filterOf, keyOf, orderOf, type PlainFilter } from './plain-lists.ts';
import type { Reading } from './plain-reading.ts';
import { compareBy, dayKey, microsOf } from './plain-values.ts';
import type { Row, World } from './world.ts';

export type Inputs = Readonly<Record<string, unknown>>;

export const badInput = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
export const refused = (message: string) => new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });

/** What a cursor stands for: a row in an order of a type. */
export interface Place {
  readonly typeName: string;
  readonly field: string;
  readonly direction: string;
  readonly id: string;
}

/** Which texts the graph gave out for which places: one text for one place, for ever. */
export class CursorBook {
  readonly #places = new Map<string, Place>();
  readonly #texts = new Map<string, string>();

  /** Learns a pair; false where it contradicts what is known. */
  learn(text: string, place: Place): boolean {
    const name = nameOf(place);
    const [known, taken] = [this.#texts.get(name), this.#places.get(text)];
    if (known !== undefined || taken !== undefined) return known === text;
    this.#texts.set(name, text);
    this.#places.set(text, place);
    return true;
  }

  placeOf(text: string): Place | undefined {
    return this.#places.get(text);
  }

  /** The texts known of a type, of one of its orders where given. */
  textsOf(typeName: string, field?: string, direction?: string): string[] {
    return [...this.#places]
      .filter(([, place]) => place.typeName === typeName)
      .filter(([, place]) => field === undefined || (place.field === field && place.direction === direction))
      .map(([text]) => text);
  }
}

const PLACE = 'a place: ';

/** What stands for a cursor in a plain answer. */
function placeText(place: Place): string {
  return PLACE + JSON.stringify(place);
}

export function placeIn(text: string): Place | undefined {
  return text.startsWith(PLACE) ? (JSON.parse(text.slice(PLACE.length)) as Place) : undefined;
}

const nameOf = ({ typeName, field, direction, id }: Place) => `${typeName} ${field} ${direction} ${id}`;

/** Refuses what the graph refuses of a connection's arguments, whatever rows there are. */
export function checkPage(typeName: string, args: Inputs, book: CursorBook): void {
  if (given(args.first) && given(args.last)) throw badInput('first and last');
  for (const size of [args.first, args.last]) {
    if (given(size) && (Number(size) < 0 || Number(size) > 100)) throw badInput('page size');
  }
  const [field, direction] = askedOrder(typeName, args);
  for (const cursor of [args.after, args.before]) {
    if (!given(cursor)) continue;
    const place = book.placeOf(String(cursor));
    if (!place || place.typeName !== typeName) throw badInput('no cursor of this list');
    if (place.field !== field || place.direction !== direction) throw badInput('a cursor of another order');
  }
}

/** Refuses what the graph refuses of a filter. */
export function checkFilter(
  filter: unknown,
  type: GraphQLInputObjectType,
  reading: Reading,
  depth = 0,
): void {
  if (!given(filter)) return;
  for (const [name, value] of Object.entries(filter as Inputs)) {
    const input = type.getFields()[name];
    const mask = maskOf(input?.astNode);
    if (value === null) throw badInput(`${name} is null`);
    if (mask && !reading.lifts(mask)) throw refused(`${name} is masked`);
    if (name === 'and' || name === 'or') {
      if (depth > 0) throw badInput('and/or stand one level deep');
      for (const item of value as unknown[]) checkFilter(item, type, reading, depth + 1);
      continue;
    }
    const operators = getNullableType(input?.type);
    const isIds = isInputObjectType(operators) && operators.name === 'IDFilter';
    for (const operand of Object.values(value as Inputs)) {
      if (operand === null) throw badInput(`${name} compares with null`);
      const ids = Array.isArray(operand) ? operand : [operand];
      if (isIds && ids.some((id) => !isId(String(id)))) throw badInput(`${name} is no id`);
    }
  }
}

export function given(value: unknown): boolean {
  return value !== undefined && value !== null;
}

export function askedOrder(typeName: string, args: Inputs): readonly [field: string, direction: string] {
  const order = args.orderBy as { field: string; direction: string } | null | undefined;
  if (order) return [order.field, order.direction];
  const standard = DEFAULT_ORDER[typeName];
  if (!standard) throw new Error(`No order of ${typeName}`);
  return standard;
}

/** A page as the resolvers of a connection read it. */
export interface Page {
  readonly totalCount: number;
  readonly nodes: readonly Row[];
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: Readonly<Record<string, unknown>>;
}

/** One page of the rows: those that pass the filter, in the order asked, between the cursors, from one end. */
export function pageOf(
  typeName: string,
  rows: readonly Row[],
  args: Inputs,
  reading: Reading,
  options: { readonly filterType?: GraphQLInputObjectType; readonly book: CursorBook },
): Page {
  const { world } = reading;
  const { filterType, book } = options;
  const [field, direction] = askedOrder(typeName, args);
  const order = orderOf(world, typeName, field);
  if (!order) throw new Error(`No order ${typeName}.${field}`);
  const key = keyOf(typeName);
  const sign = direction === 'DESC' ? -1 : 1;
  const compare = (a: Row, b: Row) =>
    sign *
    (compareBy(order.type, order.value(a, world), order.value(b, world)) ||
      compareBy('text', a[key], b[key]));
  const passing = filterType
    ? rows.filter((row) => passes(row, args.filter, { typeName, filterType, world }))
    : rows;
  const sorted = passing.toSorted(compare);
  const cursorRow = (text: unknown) => {
    const place = given(text) ? book.placeOf(String(text)) : undefined;
    return place ? world.one(key.slice(0, -3), key, place.id) : null;
  };
  const [after, before] = [cursorRow(args.after), cursorRow(args.before)];
  const between = sorted.filter(
    (row) => (!after || compare(row, after) > 0) && (!before || compare(row, before) < 0),
  );
  const backward = given(args.last);
  const size = Number(args.last ?? args.first ?? 20);
  const nodes = backward ? between.slice(Math.max(0, between.length - size)) : between.slice(0, size);
  const more = between.length > size;
  const entered = backward
    ? before !== null && sorted.some((row) => compare(row, before) >= 0)
    : after !== null && sorted.some((row) => compare(row, after) <= 0);
  const place = (row: Row) => placeText({ typeName, field, direction, id: String(row[key]) });
  const [first, last] = [nodes[0], nodes.at(-1)];
  return {
    totalCount: sorted.length,
    nodes,
    edges: nodes.map((node) => ({ cursor: place(node), node })),
    pageInfo: {
      hasNextPage: backward ? entered : more,
      hasPreviousPage: backward ? more : entered,
      startCursor: first ? place(first) : null,
      endCursor: last ? place(last) : null,
    },
  };
}

interface FilterPlace {
  readonly typeName: string;
  readonly filterType: GraphQLInputObjectType;
  readonly world: World;
}

function passes(row: Row, filter: unknown, place: FilterPlace): boolean {
  if (!given(filter)) return true;
  return Object.entries(filter as Inputs).every(([name, value]) => {
    if (name === 'and') return (value as unknown[]).every((item) => passes(row, item, place));
    if (name === 'or') return (value as unknown[]).some((item) => passes(row, item, place));
    const inputType = getNamedType(place.filterType.getFields()[name]?.type)?.name ?? '';
    const meaning = filterOf(place.world, place.typeName, name, inputType);
    if (!meaning) throw new Error(`No filter ${place.typeName}.${name}`);
    const found = meaning.value(row, place.world);
    return Object.entries(value as Inputs).every(([operator, operand]) =>
      holds(operator, found, operand, meaning.kind),
    );
  });
}

function holds(operator: string, value: unknown, operand: unknown, kind: PlainFilter['kind']): boolean {
  const isNull = value === null || value === undefined;
  if (operator === 'isNull') return isNull === operand;
  if (isNull) return false;
  if (operator === 'in') return (operand as unknown[]).some((item) => compared(value, item, kind) === 0);
  const [text, part] = [String(value).toLowerCase(), String(operand).toLowerCase()];
  if (operator === 'contains') return text.includes(part);
  if (operator === 'startsWith') return text.startsWith(part);
  const order = compared(value, operand, kind);
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'lt':
      return order < 0;
    case 'lte':
      return order <= 0;
    case 'gt':
      return order > 0;
    case 'gte':
      return order >= 0;
    default:
      throw new Error(`No operator ${operator}`);
  }
}

function compared(a: unknown, b: unknown, kind: PlainFilter['kind']): number {
  if (kind === 'decimal') return decimal(String(a)).comparedTo(decimal(String(b)));
  if (kind === 'datetime')
    return microsOf(String(a)) < microsOf(String(b)) ? -1 : Number(microsOf(String(a)) > microsOf(String(b)));
  if (kind === 'id') return compareBy('text', String(a).toLowerCase(), String(b).toLowerCase());
  if (kind === 'date') return compareBy('text', dayKey(String(a)), dayKey(String(b)));
  if (kind === 'boolean') return a === b ? 0 : 1;
  return a === b ? 0 : compareBy('text', a, b);
}
