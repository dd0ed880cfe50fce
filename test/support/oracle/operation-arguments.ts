// Arguments of random operations: values that occur in the data, as literals and by variables of every size, and faults.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
} from 'graphql';
import { isConnection } from '../../../src/graph/registry.ts';
import type { Writing } from './operations.ts';
import { nodeTypeOf } from './plain-graph.ts';
import { filterOf, keyOf, tableOf } from './plain-lists.ts';
import { askedOrder, type Inputs } from './plain-pages.ts';

export type FaultKind =
  | 'cursor'
  | 'otherCursor'
  | 'null'
  | 'bothEnds'
  | 'enum'
  | 'id'
  | 'size'
  | 'nested'
  | 'lookup'
  | 'entity'
  | 'date'
  | 'window'
  | 'group'
  | 'type';

type Field = GraphQLField<unknown, unknown>;

/** `(first: 3, after: $v1)` for a field, or nothing. */
export function argumentsFor(writing: Writing, owner: GraphQLObjectType, field: Field): string {
  if (field.args.length === 0) return '';
  const type = getNamedType(field.type);
  const values =
    isObjectType(type) && isConnection(type)
      ? listArguments(writing, owner, field, nodeTypeOf(type).name)
      : ownArguments(writing, owner, field);
  const entries = Object.entries(values).flatMap(([name, value]) => {
    const argument = field.args.find((one) => one.name === name);
    return argument ? [`${name}: ${written(writing, argument, value)}`] : [];
  });
  return entries.length > 0 ? `(${entries.join(', ')})` : '';
}

/** Puts the wanted fault in, once. */
function takes(writing: Writing, ...kinds: FaultKind[]): FaultKind | undefined {
  const { wanted } = writing;
  if (!wanted || !kinds.includes(wanted)) return undefined;
  writing.wanted = undefined;
  writing.fault = wanted;
  return wanted;
}

function listArguments(writing: Writing, owner: GraphQLObjectType, field: Field, node: string): Inputs {
  const { choice, book } = writing;
  const values: Record<string, unknown> = {};
  const has = (name: string) => field.args.some((one) => one.name === name);
  if (has('hierarchy') && choice.chance(50)) values.hierarchy = choice.pick(['LEGAL', 'BILLING', 'SALES']);
  const orderType = getNamedType(field.args.find((one) => one.name === 'orderBy')?.type);
  if (isInputObjectType(orderType) && choice.chance(50)) {
    const fields = getNamedType(orderType.getFields().field?.type);
    if (isEnumType(fields))
      values.orderBy = {
        field: choice.pick(fields.getValues()).name,
        direction: choice.pick(['ASC', 'DESC']),
      };
  }
  const filterType = getNamedType(field.args.find((one) => one.name === 'filter')?.type);
  if (isInputObjectType(filterType) && choice.chance(owner.name === 'Query' ? 45 : 25))
    values.filter = filter(writing, node, filterType, 0);
  const backward = choice.chance(30);
  const size = choice.chance(85) ? 1 + choice.below(6) : choice.pick([0, 1, 25, 100]);
  if (backward) values.last = size;
  else if (choice.chance(75)) values.first = size;
  const [order, direction] = askedOrder(node, values);
  for (const name of ['after', 'before']) {
    if (!choice.chance(25)) continue;
    const texts = book.textsOf(node, order, direction);
    if (texts.length > 0) values[name] = choice.pick(texts);
  }
  if (choice.chance(4)) values[choice.pick(['first', 'after', 'before'])] = null;
  pageFault(writing, node, values);
  return values;
}

function pageFault(writing: Writing, node: string, values: Record<string, unknown>): void {
  const { choice, book } = writing;
  const fault = takes(writing, 'cursor', 'otherCursor', 'bothEnds', 'size');
  if (fault === 'cursor')
    values.after = choice.pick([
      '',
      'x',
      '****',
      'bm90IGpzb24=',
      'W10=',
      Buffer.from('["a","b","c"]').toString('base64'),
      '\u{1f600}',
    ]);
  if (fault === 'bothEnds') Object.assign(values, { first: 2, last: 2 });
  if (fault === 'size') {
    delete values.last;
    values.first = choice.pick([-1, 101, 1000]);
  }
  if (fault === 'otherCursor') {
    const [order, direction] = askedOrder(node, values);
    const others = ['Invoice', 'Customer', 'Posting', node]
      .flatMap((type) => book.textsOf(type))
      .filter((text) => {
        const place = book.placeOf(text);
        return place?.typeName !== node || place.field !== order || place.direction !== direction;
      });
    values.before = choice.pick(others);
  }
}

/** A filter of one to three conditions, sometimes with alternatives. */
function filter(writing: Writing, node: string, type: GraphQLInputObjectType, level: number): Inputs {
  const { choice } = writing;
  const result: Record<string, unknown> = {};
  const fields = Object.values(type.getFields()).filter(({ name }) => name !== 'and' && name !== 'or');
  for (let count = choice.below(3); count >= 0; count -= 1) {
    const field = choice.pick(fields);
    const operators = getNullableType(field.type);
    if (isInputObjectType(operators)) result[field.name] = comparison(writing, node, field.name, operators);
  }
  if (choice.chance(level === 0 ? 35 : 0) || (level === 1 && takes(writing, 'nested'))) {
    const word = choice.pick(['and', 'or']);
    result[word] = Array.from({ length: choice.below(4) + (writing.wanted === 'nested' ? 1 : 0) }, () =>
      filter(writing, node, type, level + 1),
    );
    if (level === 1 && (result[word] as unknown[]).length === 0) result[word] = [{}];
  }
  if (takes(writing, 'null')) result[choice.pick(Object.keys(result))] = null;
  return result;
}

function comparison(writing: Writing, node: string, name: string, type: GraphQLInputObjectType): Inputs {
  const { choice, world } = writing;
  const result: Record<string, unknown> = {};
  const meaning = filterOf(world, node, name, type.name);
  if (!meaning) throw new Error(`No plain filter ${node}.${name}`);
  const sample = () => {
    const rows = world.all(tableOf(node));
    for (let turn = 0; turn < 5 && rows.length > 0; turn += 1) {
      const value = meaning.value(choice.pick(rows), world);
      if (value !== null && value !== undefined && !String(value).endsWith('infinity')) return value;
    }
    return {
      id: '00000000-0000-7000-8000-00000000dead',
      text: 'x',
      enum: undefined,
      date: '2026-03-01',
      datetime: '2026-03-01T00:00:00Z',
      decimal: '1',
      boolean: true,
    }[meaning.kind];
  };
  const part = (value: unknown) => {
    const signs = [...String(value)];
    const from = choice.below(Math.max(1, signs.length));
    const text = signs.slice(from, from + 1 + choice.below(4)).join('');
    return choice.chance(30) ? text.replace(/\p{Ll}/gu, (letter) => letter.toUpperCase()) : text;
  };
  const operators = Object.keys(type.getFields());
  for (let count = choice.chance(20) ? 2 : 1; count > 0; count -= 1) {
    const operator = choice.pick(operators);
    const value = sample();
    if (operator === 'isNull') result.isNull = choice.chance(30);
    else if (operator === 'in')
      result.in = Array.from({ length: choice.below(4) }, sample).filter((one) => one !== undefined);
    else if (operator === 'contains') result.contains = part(value);
    else if (operator === 'startsWith')
      result.startsWith = [...String(value)].slice(0, choice.below(4)).join('');
    else if (value !== undefined)
      result[operator] = meaning.kind === 'id' && choice.chance(20) ? String(value).toUpperCase() : value;
  }
  return spoiled(writing, type, result);
}

function spoiled(writing: Writing, type: GraphQLInputObjectType, result: Record<string, unknown>): Inputs {
  const [operator] = Object.keys(type.getFields());
  if (type.name === 'IDFilter' && takes(writing, 'id'))
    return { eq: writing.choice.pick(['no-id', '', '1', "' or 1=1 --"]) };
  if (type.name === 'DateFilter' && takes(writing, 'date'))
    return { lt: writing.choice.pick(['2026-02-30', 'yesterday', '']) };
  if (operator && writing.choice.chance(30) && takes(writing, 'null')) return { [operator]: null };
  if (type.name === 'DecimalFilter' && takes(writing, 'type')) return { eq: 'NaN' };
  const enumeration = getNamedType(type.getFields().eq?.type);
  if (isEnumType(enumeration) && takes(writing, 'enum')) return { eq: 'NO_SUCH_VALUE' };
  return result;
}

const DAYS = [
  '2026-03-15',
  '2026-03-16',
  '2026-02-28',
  '2026-03-01',
  '2025-06-30',
  '2024-02-29',
  '2027-01-01',
];

/** Arguments of fields that are no lists: lookups, days, currencies. */
function ownArguments(writing: Writing, owner: GraphQLObjectType, field: Field): Inputs {
  const { choice } = writing;
  if (owner.name === 'Query') return lookup(writing, field);
  const values: Record<string, unknown> = {};
  for (const argument of field.args) {
    if (!choice.chance(45)) continue;
    const type = getNamedType(argument.type);
    if (isEnumType(type))
      values[argument.name] = takes(writing, 'enum') ? 'NO_SUCH_VALUE' : choice.pick(type.getValues()).name;
    else if (type.name === 'Boolean') values[argument.name] = choice.chance(70);
    else if (type.name === 'CurrencyCode')
      values[argument.name] = choice.pick(['EUR', 'USD', 'JPY', 'KWD', 'ZWL', 'GBP']);
    else if (type.name === 'Date')
      values[argument.name] = takes(writing, 'date') ? '2026-13-01' : choice.pick(DAYS);
    else if (argument.name === 'fields')
      values.fields = takes(writing, 'group')
        ? ['customer.tax', 'x']
        : choice.pick([[], ['customer.billing'], ['customer.tax', 'customer.credit']]);
  }
  const last = ['asOf', 'until'].find((name) => typeof values[name] === 'string');
  if (last && typeof values.from === 'string') {
    const [first, second] = [String(values.from), String(values[last])].toSorted();
    Object.assign(
      values,
      first !== second && takes(writing, 'window')
        ? { from: second, [last]: first }
        : { from: first, [last]: second },
    );
  }
  return values;
}

/** One key of a row, mostly one that exists. */
function lookup(writing: Writing, field: Field): Inputs {
  const { choice, world } = writing;
  const type = getNamedType(field.type).name;
  const rows = world.all(tableOf(type));
  const row = choice.pick(choice.chance(60) ? rows.slice(0, 6) : rows);
  const names = field.args.map((one) => one.name).filter((name) => name !== 'legalEntity');
  if (takes(writing, 'lookup'))
    return choice.chance(50) || names.length < 2
      ? {}
      : { id: row[keyOf(type)], [names[1] ?? '']: names[1] === 'external' ? { source: 'x', id: 'y' } : 'x' };
  if (takes(writing, 'id')) return { id: choice.pick(['x', '', '42']) };
  if (field.args.some((one) => one.name === 'legalEntity') && takes(writing, 'entity'))
    return { id: row[keyOf(type)], legalEntity: choice.pick(['DE', 'XX']) };
  const key = choice.pick(['id', ...names]);
  if (key === 'id')
    return { id: choice.chance(10) ? String(row[keyOf(type)]).toUpperCase() : row[keyOf(type)] };
  if (key === 'external') {
    const link = choice.pick(
      world
        .all('source_link')
        .filter((one) => choice.chance(5) || one.object_type === tableOf(type).toUpperCase()),
    );
    return {
      external: {
        source: world.one('source_system', 'source_system_id', link.source_system_id)?.key,
        id: link.external_id,
      },
    };
  }
  const values: Record<string, unknown> = { [key]: choice.chance(95) ? row[key] : 'none' };
  if (field.args.some((one) => one.name === 'legalEntity') && choice.chance(50))
    values.legalEntity = choice.chance(80)
      ? world.one('legal_entity', 'legal_entity_id', row.legal_entity_id)?.code
      : 'XX';
  return values;
}

/** A value as it stands in the document: a literal, a variable, or a literal with variables in it. */
function written(writing: Writing, argument: GraphQLArgument, value: unknown): string {
  return writing.choice.chance(40)
    ? variable(writing, argument.type, value)
    : literal(writing, argument.type, value);
}

function variable(writing: Writing, type: GraphQLInputType, value: unknown): string {
  const { choice, variables } = writing;
  const name = `v${variables.size}`;
  const nullable = getNullableType(type);
  const asStandard = value !== null && choice.chance(10) && !isInputObjectType(getNamedType(type));
  if (asStandard) {
    variables.set(name, {
      type: String(nullable),
      value: undefined,
      standard: literal({ ...writing, choice: never }, nullable, value),
    });
    return `$${name}`;
  }
  variables.set(name, { type: value !== null && choice.chance(30) ? `${nullable}!` : String(type), value });
  return `$${name}`;
}

/** Chance that never strikes: for literals that must not contain variables. */
const never = {
  below: () => 0,
  chance: () => false,
  pick: <T>(from: readonly T[]) => from[0] as T,
} as unknown as Writing['choice'];

function literal(writing: Writing, type: GraphQLInputType, value: unknown): string {
  const { choice } = writing;
  const bare = getNullableType(type);
  if (value === null) return 'null';
  const nested = (inner: GraphQLInputType, part: unknown) =>
    choice.chance(15) ? variable(writing, inner, part) : literal(writing, inner, part);
  if (isListType(bare)) {
    const items = value as unknown[];
    // A single value stands for a list of one.
    if (items.length === 1 && choice.chance(20)) return literal(writing, bare.ofType, items[0]);
    return `[${items.map((item) => nested(bare.ofType, item)).join(', ')}]`;
  }
  if (isInputObjectType(bare)) {
    const fields = Object.entries(value as Inputs).map(([name, part]) => {
      const field = bare.getFields()[name];
      if (!field) throw new Error(`No input ${bare.name}.${name}`);
      return `${name}: ${nested(field.type, part)}`;
    });
    // A variable that the request does not give leaves its place out.
    if (choice.chance(5)) {
      const free = Object.values(bare.getFields()).find(
        (field) => !(field.name in (value as Inputs)) && String(field.type).at(-1) !== '!',
      );
      if (free) {
        const name = `u${writing.variables.size}`;
        writing.variables.set(name, { type: String(free.type), value: undefined });
        fields.push(`${free.name}: $${name}`);
      }
    }
    return `{${fields.join(', ')}}`;
  }
  if (isEnumType(bare) || typeof value === 'number' || typeof value === 'boolean') return String(value);
  const plain = JSON.stringify(String(value));
  const text = choice.chance(50)
    ? plain
    : plain.replace(/[\u007f-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return bare.name === 'String' &&
    choice.chance(10) &&
    /^[\w .-]+$/.test(String(value)) &&
    String(value).trim() === String(value)
    ? `"""${value}"""`
    : text;
}
