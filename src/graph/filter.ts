// Filters compiled to SQL: each operator that is present becomes one condition, an absent one nothing at all.
import { type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { sql } from 'kysely';
import { isDate } from '../kernel/dates.ts';
import { type ArgumentValue, requireId } from './arguments.ts';
import { badUserInput, forbidden } from './errors.ts';
import type { FilterField, FilterKind, Scope, TableName, TypeSource } from './fields.ts';
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

/** The condition of a filter argument over a row, or undefined where it asks nothing. */
export function filterCondition(
  filter: ArgumentValue | undefined,
  type: GraphQLInputObjectType,
  source: TypeSource<TableName>,
  scope: Scope<TableName>,
  lifted: ReadonlySet<string>,
  path = 'filter',
): Sql | undefined {
  if (!filter || filter.kind === 'null') return undefined;
  if (filter.kind !== 'object') throw badUserInput(path, filter.kind, 'a filter is an object');
  const conditions: Sql[] = [];
  for (const [name, value] of filter.fields) {
    const at = `${path}.${name}`;
    if (value.kind === 'null')
      throw badUserInput(at, null, 'a filter is left out or has a value; ask for emptiness with isNull');
    const input = type.getFields()[name];
    const mask = maskOf(input?.astNode);
    if (mask && !lifted.has(mask)) throw forbidden(`${at} filters on a field that your roles see masked`);
    if (name === 'and' || name === 'or') {
      if (path !== 'filter') throw badUserInput(at, name, 'and/or stand one level deep');
      const parts = (value.kind === 'list' ? value.items : [value]).map(
        (item, index) => filterCondition(item, type, source, scope, lifted, `${at}[${index}]`) ?? sql`true`,
      );
      if (parts.length > 0) conditions.push(sql`(${sql.join(parts, sql.raw(` ${name} `))})`);
      else if (name === 'or') conditions.push(sql`false`);
      continue;
    }
    const field = source.filters?.[name];
    const operators = input && getNamedType(input.type);
    if (!field || !isInputObjectType(operators))
      throw new Error(`No meaning for filter ${type.name}.${name}`);
    conditions.push(...operatorConditions(value, field, scope, at));
  }
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : undefined;
}

function operatorConditions(
  operators: ArgumentValue,
  field: FilterField<TableName>,
  scope: Scope<TableName>,
  path: string,
): Sql[] {
  if (operators.kind !== 'object')
    throw badUserInput(path, operators.kind, 'a filter is an object of operators');
  const conditions: Sql[] = [];
  for (const [name, operand] of operators.fields) {
    const at = `${path}.${name}`;
    if (operand.kind !== 'leaf')
      throw badUserInput(at, null, 'an operator needs a value; ask for emptiness with isNull');
    conditions.push(operatorCondition(name, operand.slot, operand.structural, field, scope, at));
  }
  return conditions;
}

function operatorCondition(
  operator: string,
  slot: Slot,
  structural: unknown,
  field: FilterField<TableName>,
  scope: Scope<TableName>,
  path: string,
): Sql {
  const left = field.expression(scope);
  const type = PARAMETER[field.kind];
  const operand = field.kind === 'id' ? slot.map(requireId(path)) : slot;
  switch (operator) {
    case 'isNull':
      return structural ? sql`(${left}) is null` : sql`(${left}) is not null`;
    case 'in':
      return sql`${left} = any(${parameter(operand.map(withoutNulls(path)), `${type}[]`)})`;
    case 'contains':
      return sql`${left} ilike ${parameter(
        operand.map((text) => `%${escapeLike(text)}%`),
        'text',
      )}`;
    case 'startsWith':
      return sql`${left} ilike ${parameter(
        operand.map((text) => `${escapeLike(text)}%`),
        'text',
      )}`;
    default:
      return sql`${left} ${sql.raw(COMPARISON[operator] ?? '=')} ${parameter(operand, type)}`;
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
