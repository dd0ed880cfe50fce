// Questions generated from the schema: every field, every argument, every operator of every filter, every order, cursors of rows that
// only others see, lookups of everything; so that a new field is asked without anybody thinking of it.
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { isConnection } from '../../../src/graph/registry.ts';
import { connectionsOf, everyList, ordersOf, waysTo } from '../oracle/every-list.ts';
import { nodeTypeOf } from '../oracle/plain-graph.ts';
import { filterOf, tableOf } from '../oracle/plain-lists.ts';
import type { CursorBook } from '../oracle/plain-pages.ts';
import type { World } from '../oracle/world.ts';

type Field = GraphQLField<unknown, unknown>;

const text = (value: unknown) => JSON.stringify(String(value));

/** The smallest selection of something of a type. */
function least(type: GraphQLObjectType): string {
  if (isConnection(type)) return `{ totalCount nodes ${least(nodeTypeOf(type))} }`;
  const leaves = Object.values(type.getFields()).filter((field) => isLeafType(getNamedType(field.type)));
  if (leaves.length === 0) return '{ __typename }';
  return `{ ${leaves.map((field) => field.name).join(' ')} }`;
}

const below = (field: Field) => {
  const type = getNamedType(field.type);
  return isObjectType(type) ? ` ${least(type)}` : '';
};

/** Every field of every type, a few at a time. */
export function everyField(schema: GraphQLSchema): string[] {
  return [...waysTo(schema)].flatMap(([name, way]) => {
    const type = schema.getType(name);
    if (!isObjectType(type) || name === 'Query') return [];
    const fields = Object.values(type.getFields()).map((field) => `${field.name}${below(field)}`);
    return slices(fields, 12).map((part) => `{ ${way.replace('%', () => part.join(' '))} }`);
  });
}

function slices<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Every operator of every filter, with values of all rows, those that others see among them. */
export function everyFilter(schema: GraphQLSchema, world: World): string[] {
  const ways = waysTo(schema);
  return connectionsOf(schema).flatMap(({ owner, field, connection }) => {
    const filter = getNamedType(field.args.find((argument) => argument.name === 'filter')?.type);
    if (!isInputObjectType(filter)) return [];
    const node = nodeTypeOf(connection).name;
    const conditions = Object.values(filter.getFields()).flatMap((condition) => {
      const type = getNamedType(condition.type);
      if (!isInputObjectType(type)) return [];
      if (type === filter) return [`${condition.name}: [{}]`];
      const values = samples(world, node, condition.name, type.name);
      return Object.keys(type.getFields()).flatMap((operator) =>
        operands(operator, values).map((operand) => `${condition.name}: {${operator}: ${operand}}`),
      );
    });
    const lists = conditions.map(
      (condition, index) =>
        `f${index}: ${field.name}(filter: {${condition}}, first: 3) { totalCount edges { cursor } }`,
    );
    const way = ways.get(owner.name) ?? '%';
    return slices(lists, 25).map((part) => `{ ${way.replace('%', () => part.join(' '))} }`);
  });
}

function samples(world: World, node: string, name: string, inputType: string): string[] {
  const meaning = filterOf(world, node, name, inputType);
  if (!meaning) throw new Error(`No plain filter ${node}.${name}`);
  const values = new Set<string>();
  for (const row of world.all(tableOf(node))) {
    const value = meaning.value(row, world);
    if (
      value !== null &&
      value !== undefined &&
      !String(value).endsWith('infinity') &&
      String(value).length < 200
    )
      values.add(meaning.kind === 'enum' || meaning.kind === 'boolean' ? String(value) : text(value));
  }
  return [...values].slice(0, 4);
}

function operands(operator: string, values: readonly string[]): string[] {
  if (operator === 'isNull') return ['true', 'false'];
  if (values.length === 0) return [];
  if (operator === 'in') return [`[${values.join(', ')}]`, '[]'];
  return values.slice(0, operator === 'eq' ? 4 : 2);
}

/** Pages from the cursors of an all-seeing viewer, in every order and both ways. */
export function everyCursor(schema: GraphQLSchema, book: CursorBook): string[] {
  const ways = waysTo(schema);
  return connectionsOf(schema).map(({ owner, field, connection }) => {
    const node = nodeTypeOf(connection).name;
    const lists = ordersOf(field).flatMap((order, index) => {
      const named = /field: (\w+), direction: (\w+)/.exec(order);
      const texts = named ? book.textsOf(node, named[1], named[2]) : book.textsOf(node);
      const spread = [0, Math.floor(texts.length / 3), Math.floor(texts.length / 2), texts.length - 1]
        .map((at) => texts[at])
        .filter((one) => one !== undefined);
      return [...new Set(spread)].flatMap((cursor, at) => [
        `a${index}_${at}: ${field.name}(after: ${text(cursor)}, first: 3${order}) { ...P }`,
        `b${index}_${at}: ${field.name}(before: ${text(cursor)}, last: 3${order}) { ...P }`,
      ]);
    });
    const page = `fragment P on ${connection.name} { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor } }`;
    return `{ ${(ways.get(owner.name) ?? '%').replace('%', () => lists.join(' '))} } ${page}`;
  });
}

/** Lookups of every row by every key. */
export function everyLookup(schema: GraphQLSchema, world: World): string[] {
  const query = schema.getQueryType() as GraphQLObjectType;
  return Object.values(query.getFields()).flatMap((field) => {
    const type = getNamedType(field.type);
    if (!isObjectType(type) || isConnection(type) || field.args.length === 0) return [];
    const calls = world.all(tableOf(type.name)).flatMap((row) => keysOf(world, type.name, row, field));
    const lookups = [...new Set(calls)].map((call, index) => `l${index}: ${field.name}(${call}) { id }`);
    return slices(lookups, 60).map((part) => `{ ${part.join(' ')} }`);
  });
}

function keysOf(
  world: World,
  typeName: string,
  row: Readonly<Record<string, unknown>>,
  field: Field,
): string[] {
  const id = row[`${tableOf(typeName)}_id`];
  const has = (name: string) => field.args.some((argument) => argument.name === name);
  const calls = has('id') ? [`id: ${text(id)}`] : [];
  for (const key of ['number', 'code']) if (has(key)) calls.push(`${key}: ${text(row[key])}`);
  const entity = world.one('legal_entity', 'legal_entity_id', row.legal_entity_id)?.code;
  if (has('legalEntity')) calls.push(`number: ${text(row.number)}, legalEntity: ${text(entity)}`);
  if (!has('external')) return calls;
  for (const link of world.by('source_link', 'target_id', id)) {
    const source = world.one('source_system', 'source_system_id', link.source_system_id)?.key;
    calls.push(`external: {source: ${text(source)}, id: ${text(link.external_id)}}`);
  }
  return calls;
}

/** Fields with arguments of their own: figures of other days, currencies, hierarchies. */
export function everyArgument(schema: GraphQLSchema): string[] {
  const ways = waysTo(schema);
  const summary = schema.getType('CustomerSummary') as GraphQLObjectType;
  const figures = Object.values(summary.getFields()).map((field) => `${field.name}${below(field)}`);
  const customers = ways.get('Customer') ?? '';
  const asked = [
    'asOf: "2026-02-28"',
    'from: "2026-02-01", asOf: "2026-03-16"',
    'currency: "USD"',
    ...['LEGAL', 'BILLING', 'SALES'].map((kind) => `includeChildren: true, hierarchy: ${kind}`),
  ];
  const summaries = asked.flatMap((args) =>
    slices(figures, 6).map(
      (part) => `{ ${customers.replace('%', () => `id summary(${args}) { ${part.join(' ')} }`)} }`,
    ),
  );
  const relatives = ['LEGAL', 'BILLING', 'SALES'].map(
    (kind) =>
      `p${kind}: parent(hierarchy: ${kind}) { id name } c${kind}: children(hierarchy: ${kind}) { totalCount nodes { id } }`,
  );
  const ageing = ['DUE_DATE', 'INVOICE_DATE']
    .map((basis) => `${basis}: ageing(basis: ${basis}) { band amount { amount } }`)
    .join(' ');
  return [
    ...summaries,
    `{ ${customers.replace('%', () => `${relatives.join(' ')} provenance(fields: ["customer.billing", "customer.credit"]) { fieldGroup recordedAt } collections { ${ageing} } summary { ${ageing} }`)} }`,
    `{ ${(ways.get('Contract') ?? '').replace('%', () => 'id arr(asOf: "2026-03-15") { amount } billingPeriods(from: "2026-01-01", until: "2026-06-30") { billOn amount { amount } }')} }`,
  ];
}

export function everyQuestion(schema: GraphQLSchema, world: World, book: CursorBook): string[] {
  return [
    ...everyList(schema),
    ...everyField(schema),
    ...everyFilter(schema, world),
    ...everyCursor(schema, book),
    ...everyLookup(schema, world),
    ...everyArgument(schema),
  ];
}

/** The coordinates, arguments, input fields and enum values of orders that documents use. */
export function coordinatesIn(schema: GraphQLSchema, queries: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const query of queries) {
    const info = new TypeInfo(schema);
    visit(
      parse(query),
      visitWithTypeInfo(info, {
        Field: () => void found.add(`${info.getParentType()?.name}.${info.getFieldDef()?.name}`),
        Argument: () =>
          void found.add(
            `${info.getParentType()?.name}.${info.getFieldDef()?.name}(${info.getArgument()?.name}:)`,
          ),
        ObjectField: (node) =>
          void found.add(`${getNamedType(info.getParentInputType())?.name}.${node.name.value}`),
        EnumValue: (node) => void found.add(`${getNamedType(info.getInputType())?.name}.${node.value}`),
      }),
    );
  }
  return found;
}

/** Everything of the schema that a question can name, input types as far as an argument leads to them. */
export function coordinatesOf(schema: GraphQLSchema): string[] {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  const fields = objects
    .filter(({ name }) => !/^__|^Mutation$|^Problem$|Payload$/.test(name))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
  const inputs = new Set(
    fields.flatMap(({ field }) => field.args.map((argument) => getNamedType(argument.type))),
  );
  for (const input of inputs) {
    if (isInputObjectType(input))
      for (const { type } of Object.values(input.getFields())) inputs.add(getNamedType(type));
  }
  return [
    ...fields.flatMap(({ type, field }) => [
      `${type.name}.${field.name}`,
      ...field.args.map((argument) => `${type.name}.${field.name}(${argument.name}:)`),
    ]),
    ...[...inputs].flatMap((input) => {
      if (isInputObjectType(input))
        return Object.keys(input.getFields()).map((name) => `${input.name}.${name}`);
      return input.name.endsWith('OrderField') && isEnumType(input)
        ? input.getValues().map(({ name }) => `${input.name}.${name}`)
        : [];
    }),
  ];
}
