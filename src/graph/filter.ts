// Filters compiled to SQL: each operator that is present becomes one condition, an absent one nothing at all.
import type { GraphQLInputObjectType } from 'graphql';
import { sql } from 'kysely';
import { isDate } from '../kernel/dates.ts';
import { type ArgumentValue, requireId } from './arguments.ts';
import { badUserInput, forbidden } from './errors.ts';
import type { FilterField, FilterKind, Scope, TableName, TypeSource } from './fields.ts';
import { maskOf } from './registry.ts';
import { type ParameterType, parameter, type Sql } from './slots.ts';

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

/** Alternatives or further conditions; none of none holds, all of none hold. */
function combined(
  word: 'and' | 'or',
  value: ArgumentValue,
  type: GraphQLInputObjectType,
  place: FilterPlace,
): Sql {
  const items = value.kind === 'list' ? value.items : [value];
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
    return 'through' in field ? field.through(scope, compare) : compare(field.expression(scope));
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
      return sql`${left} ilike ${parameter(
        slot.map((text) => `%${escapeLike(text)}%`),
        'text',
      )}`;
    case 'startsWith':
      return sql`${left} ilike ${parameter(
        slot.map((text) => `${escapeLike(text)}%`),
        'text',
      )}`;
    default:
      return sql`${left} ${sql.raw(COMPARISON[operator] ?? '=')} ${parameter(slot, type)}`;
  }
}

function withoutNulls(path: string): (value: unknown) => unknown {
  return (value) => {
    if (Array.isArray(value) && value.includes(null))
      throw badUserInput(path, null, 'a list of values has no nulls');
    return value;
  };
}

function escapeLike(text: unknown): string {
  return String(text).replace(/[\\%_]/g, (character) => `\\${character}`);
}

/** The value of a cursor's key, checked against the type that its order compares. */
export function isKeyOf(type: string, key: string): boolean {
  if (type === 'date') return isDate(key);
  if (type === 'numeric' || type === 'int') return /^-?\d+(\.\d+)?$/.test(key);
  return type !== 'timestamptz' || /^\d{4}-\d{2}-\d{2}[ T][\d:.+-]+Z?$/.test(key);
}
