// One operation for every connection of the schema in every order, so that cursors of all lists are known before chance begins.
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { isConnection } from '../../../src/graph/registry.ts';

type Field = GraphQLField<unknown, unknown>;

/** How each object type is reached from the root: field names with the braces that they need around `%`. */
export function waysTo(schema: GraphQLSchema): Map<string, string> {
  const query = schema.getQueryType() as GraphQLObjectType;
  const ways = new Map([[query.name, '%']]);
  const queue: GraphQLObjectType[] = [query];
  for (const owner of queue) {
    for (const field of Object.values(owner.getFields())) {
      const type = getNamedType(field.type);
      if (
        !isObjectType(type) ||
        (owner === query &&
          !isConnection(type) &&
          !isListType(getNullableType(field.type)) &&
          field.args.length > 0)
      )
        continue;
      if (field.args.some((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined))
        continue;
      const target = isConnection(type)
        ? (getNamedType(type.getFields().nodes?.type) as GraphQLObjectType)
        : type;
      if (ways.has(target.name)) continue;
      const size = owner === query ? 40 : 12;
      const inner = isConnection(type)
        ? `${field.name}(first: ${size}) { nodes { % } }`
        : `${field.name} { % }`;
      ways.set(
        target.name,
        (ways.get(owner.name) ?? '%').replace('%', () => inner),
      );
      queue.push(target);
    }
  }
  return ways;
}

/** The connections of the schema with the type that has them. */
export function connectionsOf(
  schema: GraphQLSchema,
): { owner: GraphQLObjectType; field: Field; connection: GraphQLObjectType }[] {
  return Object.values(schema.getTypeMap()).flatMap((owner) =>
    isObjectType(owner) && !owner.name.startsWith('__')
      ? Object.values(owner.getFields()).flatMap((field) => {
          const connection = getNamedType(field.type);
          return isObjectType(connection) && isConnection(connection) ? [{ owner, field, connection }] : [];
        })
      : [],
  );
}

/** The orders that a connection's argument offers, and the standing one as an empty argument. */
export function ordersOf(field: Field): string[] {
  const type = getNamedType(field.args.find((argument) => argument.name === 'orderBy')?.type);
  const fields = isInputObjectType(type) ? getNamedType(type.getFields().field?.type) : undefined;
  const named = isEnumType(fields)
    ? fields
        .getValues()
        .flatMap(({ name }) => ['ASC', 'DESC'].map((way) => `, orderBy: {field: ${name}, direction: ${way}}`))
    : [];
  return ['', ...named];
}

/** Pages of every connection in every order, with cursors. */
export function everyList(schema: GraphQLSchema): string[] {
  const ways = waysTo(schema);
  return connectionsOf(schema).map(({ owner, field }) => {
    const way = ways.get(owner.name);
    if (!way) throw new Error(`${owner.name} is not reached`);
    const lists = ordersOf(field).map(
      (order, index) =>
        `o${index}: ${field.name}(first: ${owner.name === 'Query' ? 40 : 5}${order}) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { __typename } } }`,
    );
    return `query { ${way.replace('%', () => lists.join(' '))} }`;
  });
}
