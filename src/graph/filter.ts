// Filters compiled to SQL: each operator that is present becomes one condition, an absent one nothing at all.
import type { GraphQLInputObjectType } from 'graphql';
import { sql } from 'kysely';
import { isDate, isInstant } from '../kernel/dates.ts';
import { isDecimal } from '../kernel/money.ts';
import { type ArgumentValue, requireId } from './arguments.ts';
import { badUserInput, forbidden } from './errors.ts';
import type { FilterField, FilterKind, OrderField, Scope, TableName, TypeSource } from './fields.ts';
import { maskOf } from './registry.ts';
import { type ParameterType, parameter, type Slot, type Sql } from './slots.ts';

const PARAMETER: Record<FilterKind, ParameterType> = {
  id: 'uuid',
  text: 'text',
  enum: 'text',
  date: 'date',
  datetime: 'timestamptz',
  decimal: 'numeric',
  int: 'int',
  boolean: 'boolean',
};

const COMPARISON: Readonly<Record<string, string>> = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' };

/** What a filter is written over: the type's filter fields, a row, and the masks that the viewer's roles lift. */
export interface FilterPlace {
  readonly source: TypeSource<TableName>;
  readonly scope: Scope<TableName>;
  readonly lifted: ReadonlySet<string>;
}

/** The condition of a filter argument over a row, or undefined where it asks nothing. */
export function filterCondition(
  filter: ArgumentValue | undefined,
  type: GraphQLInputObjectType,
  place: FilterPlace,
  path = 'filter',
): Sql | undefined {
  if (!filter || filter.kind === 'null') return undefined;
  if (filter.kind !== 'object') throw badUserInput(path, filter.kind, 'a filter is an object');
  const conditions: Sql[] = [];
  for (const [name, value] of filter.fields) {
    const at = `${path}.${name}`;
    if (value.kind === 'null') {
      throw badUserInput(at, null, 'a filter is left out or has a value; ask for emptiness with isNull');
    }
    const input = type.getFields()[name];
    const mask = maskOf(input?.astNode);
    if (mask && !place.lifted.has(mask)) {
      throw forbidden(`${at} filters on a field that your roles see masked`);
    }
    if (name === 'and' || name === 'or') {
      if (path !== 'filter') throw badUserInput(at, name, 'and/or stand one level deep');
      conditions.push(combined(name, value, type, place));
      continue;
    }
    const field = place.source.filters?.[name];
    if (!field) throw new Error(`No meaning for filter ${type.name}.${name}`);
    conditions.push(...operatorConditions(value, field, place.scope, at));
  }
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : undefined;
}

/** More of them make a statement that no store should plan. */
const MOST_CONDITIONS = 50;

/** A search text beyond this is no name or number of anything. */
const LONGEST_PATTERN = 200;

/** Alternatives or further conditions; none of none holds, all of none hold. */
function combined(
  word: 'and' | 'or',
  value: ArgumentValue,
  type: GraphQLInputObjectType,
  place: FilterPlace,
): Sql {
  const items = value.kind === 'list' ? value.items : [value];
  if (items.length > MOST_CONDITIONS)
    throw badUserInput(
      `filter.${word}`,
      `a list of ${items.length}`,
      `at most ${MOST_CONDITIONS} conditions`,
    );
  const parts = items.map(
    (item, index) => filterCondition(item, type, place, `filter.${word}[${index}]`) ?? sql`true`,
  );
  if (parts.length === 0) return word === 'or' ? sql`false` : sql`true`;
  return sql`(${sql.join(
    parts.map((part) => sql`(${part})`),
    sql.raw(` ${word} `),
  )})`;
}

function operatorConditions(
  operators: ArgumentValue,
  field: FilterField<TableName>,
  scope: Scope<TableName>,
  path: string,
): Sql[] {
  if (operators.kind !== 'object') {
    throw badUserInput(path, operators.kind, 'a filter is an object of operators');
  }
  return [...operators.fields].map(([name, operand]) => {
    const at = `${path}.${name}`;
    if (operand.kind !== 'leaf') {
      throw badUserInput(at, null, 'an operator needs a value; ask for emptiness with isNull');
    }
    const compare = (left: Sql) => comparison(name, left, PARAMETER[field.kind], operand, at);
    if (!('through' in field)) return compare(field.expression(scope));
    // A row that leads to no value is empty as well, and no row of the other table says so.
    if (name === 'isNull' && operand.structural) {
      return sql`(${field.through(scope, (left) => sql`(${left}) is not null`)}) is not true`;
    }
    return field.through(scope, compare);
  });
}

function comparison(
  operator: string,
  left: Sql,
  type: ParameterType,
  operand: Extract<ArgumentValue, { kind: 'leaf' }>,
  path: string,
): Sql {
  const slot = type === 'uuid' ? operand.slot.map(requireId(path)) : operand.slot;
  switch (operator) {
    case 'isNull':
      return operand.structural ? sql`(${left}) is null` : sql`(${left}) is not null`;
    case 'in':
      return sql`${left} = any(${parameter(slot.map(withoutNulls(path)), `${type}[]`)})`;
    case 'contains':
      return sql`${left} ilike ${pattern(slot.map((text) => `%${escapeLike(text, path)}%`))}`;
    case 'startsWith':
      return sql`${left} ilike ${pattern(slot.map((text) => `${escapeLike(text, path)}%`))}`;
    default:
      return sql`${left} ${sql.raw(COMPARISON[operator] ?? '=')} ${parameter(slot, type)}`;
  }
}

/** Under a collation that folds the letters of all scripts: the locale C, which many servers have, folds those of ASCII only. */
function pattern(slot: Slot): Sql {
  return sql`${parameter(slot, 'text')} collate "und-x-icu"`;
}

function withoutNulls(path: string): (value: unknown) => unknown {
  return (value) => {
    if (Array.isArray(value) && value.includes(null))
      throw badUserInput(path, null, 'a list of values has no nulls');
    return value;
  };
}

function escapeLike(text: unknown, path: string): string {
  if (String(text).length > LONGEST_PATTERN)
    throw badUserInput(path, text, `a text to search for has at most ${LONGEST_PATTERN} characters`);
  return String(text).replace(/[\\%_]/g, (character) => `\\${character}`);
}

/** The greatest whole number of PostgreSQL's `int`. */
const MAXIMUM_INT = 2_147_483_647;

/** Whether a cursor's key is a value of the type that its order compares, as PostgreSQL writes it in a session in UTC. */
export function isKeyOf(type: OrderField<TableName>['type'], key: string): boolean {
  switch (type) {
    case 'text':
      return !key.includes('\0');
    case 'date':
      return isDate(key);
    case 'timestamptz':
      return isInstant(key.replace(' ', 'T').replace(/\+00$/, 'Z'));
    case 'numeric':
      return isDecimal(key);
    case 'int':
      return /^-?\d{1,10}$/.test(key) && Math.abs(Number(key)) <= MAXIMUM_INT;
  }
}
