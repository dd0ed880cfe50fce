// Queries that ask everything: every field of every type once, every operator of every filter, every order both ways. What they
// return is checked against the schema by graphql-js itself.
import {
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

const samples: Readonly<Record<string, string>> = {
  ID: '"00000000-0000-7000-8000-000000000009"',
  String: '"a"',
  Date: '"2024-06-30"',
  DateTime: '"2024-06-30T00:00:00.000Z"',
  Decimal: '"1.5"',
  CurrencyCode: '"EUR"',
  Int: '1',
  Boolean: 'true',
};

/** A literal of an input type; an object of operators has all of them. */
function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => field.name !== 'and' && field.name !== 'or',
    );
    return `{${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')}}`;
  }
  return samples[type.name] ?? '""';
}

const isConnection = (type: GraphQLObjectType) => type.name.endsWith('Connection');
const nodeOf = (connection: GraphQLObjectType) =>
  getNamedType(connection.getFields().nodes?.type) as GraphQLObjectType;
const required = (field: GraphQLField<unknown, unknown>) =>
  field.args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);

/** A selection of all fields of a type; a type that is open or was selected before is only named. */
function selectAll(type: GraphQLObjectType, seen: Set<string>, skip: ReadonlySet<string>): string {
  if (seen.has(type.name)) return '__typename';
  seen.add(type.name);
  const fields = Object.values(type.getFields()).filter((field) => !skip.has(`${type.name}.${field.name}`));
  return ['__typename', ...fields.map((field) => selectField(field, seen, skip))].join(' ');
}

function selectField(
  field: GraphQLField<unknown, unknown>,
  seen: Set<string>,
  skip: ReadonlySet<string>,
): string {
  const type = getNamedType(field.type);
  const args = required(field).map((arg) => `${arg.name}: ${literal(arg.type)}`);
  if (isLeafType(type)) return field.name;
  if (!isObjectType(type)) throw new Error(`${field.name} is no object`);
  const given = args.length > 0 ? `(${args.join(', ')})` : '';
  if (type.name === 'Money') return `${field.name}${given} { amount currency }`;
  if (!isConnection(type)) return `${field.name}${given} { ${selectAll(type, seen, skip)} }`;
  return `${field.name}${given} { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { __typename } } nodes { ${selectAll(nodeOf(type), seen, skip)} } }`;
}

/** One query over every field that can be reached from the given root fields, in their order. */
export function everyField(
  schema: GraphQLSchema,
  roots: readonly string[],
  skip: ReadonlySet<string> = new Set(),
): string {
  const query = schema.getQueryType();
  const seen = new Set<string>();
  const fields = roots.map((name) => {
    const field = query?.getFields()[name];
    if (!field) throw new Error(`No root field ${name}`);
    return selectField(field, seen, skip);
  });
  return `{ ${fields.join('\n')} }`;
}

/** For each connection of a type: a query per filter field with all its operators, and one per order and direction. */
export function everyFilterAndOrder(type: GraphQLObjectType, wrap: (inner: string) => string): string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const connection = getNamedType(field.type);
    if (!isObjectType(connection) || !isConnection(connection)) return [];
    const filter = getNamedType(field.args.find((arg) => arg.name === 'filter')?.type);
    const order = getNamedType(field.args.find((arg) => arg.name === 'orderBy')?.type);
    const page =
      '{ totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { __typename } } }';
    const ask = (alias: string, args: string) => `${alias}: ${field.name}(${args}) ${page}`;
    const filters = isInputObjectType(filter)
      ? Object.values(filter.getFields())
          .filter(({ name }) => name !== 'and' && name !== 'or')
          .map((one) => ask(`f_${one.name}`, `filter: {or: [{${one.name}: ${literal(one.type)}}]}, first: 2`))
      : [];
    const fields = isInputObjectType(order) ? getNamedType(order.getFields().field?.type) : undefined;
    const orders = isEnumType(fields)
      ? fields
          .getValues()
          .flatMap(({ name }) =>
            ['ASC', 'DESC'].flatMap((way) => [
              ask(`o_${name}_${way}`, `orderBy: {field: ${name}, direction: ${way}}, first: 2`),
              ask(`b_${name}_${way}`, `orderBy: {field: ${name}, direction: ${way}}, last: 2`),
            ]),
          )
      : [];
    return [...filters, ...orders, ask('plain', 'first: 2')].map(wrap);
  });
}

/** What graphql-js finds wrong with an answer: a null that must not be, a value that no scalar or enum has. */
export function faultsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  data: unknown,
): readonly GraphQLError[] {
  const checked = execute({
    schema,
    document,
    rootValue: data,
    fieldResolver: (source, _args, _context, info) =>
      (source as Record<string, unknown>)[String(info.path.key)],
  });
  if (checked instanceof Promise) throw new Error('plain data needs no waiting');
  return checked.errors ?? [];
}
