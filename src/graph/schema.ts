// The executable schema: SDL files, scalars, and the few resolvers that the executor needs to read a compiled statement.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeExecutableSchema } from '@graphql-tools/schema';
import DataLoader from 'dataloader';
import {
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
} from 'graphql';
import { hiddenKey, projected } from './computed.ts';
import type { GraphContext } from './context.ts';
import type { ComputedField, Field, FieldMap, TableName } from './fields.ts';
import { scalars } from './scalars.ts';

/** Reads every SDL file of a folder, in the order of their names. */
export function readSdl(folder: string): string[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort();
  if (files.length === 0) throw new Error(`No .graphql file in ${folder}`);
  return files.map((name) => readFileSync(join(folder, name), 'utf8'));
}

type Resolver = GraphQLFieldResolver<Record<string, unknown>, GraphContext>;

/** Every compiled field stands in its parent under its response key. */
export const byResponseKey: Resolver = (source, _args, _context, info) => source[info.path.key];

/** The schema with the resolvers of root fields and computed fields; all others are read by response key. */
export function buildExecutableSchema(sdl: readonly string[], maps: readonly FieldMap[]): GraphQLSchema {
  const resolvers: Record<string, Record<string, Resolver>> = { Query: {} };
  for (const map of maps) {
    for (const [name, field] of Object.entries(map.fields)) {
      const resolver = resolverOf(map.typeName, field);
      if (!resolver) continue;
      resolvers[map.typeName] ??= {};
      const own = resolvers[map.typeName] as Record<string, Resolver>;
      own[name] = resolver;
    }
  }
  return makeExecutableSchema({ typeDefs: [...sdl], resolvers: { ...scalars, ...resolvers } });
}

function resolverOf(typeName: string, field: Field<TableName>): Resolver | undefined {
  if (field.kind === 'computed') return computedResolver(field);
  if (field.kind === 'command') return commandResolver;
  return typeName === 'Query' ? rootResolver : undefined;
}

/** The executor takes the fields of a mutation one after the other, each with its whole payload. */
const commandResolver: Resolver = async (_source, _args, context, info) => {
  if (!context.mutation) throw new Error('A mutation was not prepared');
  return await context.mutation.run(String(info.path.key), context);
};

const rootResolver: Resolver = async (_source, _args, context, info) => {
  const read = await context.read?.snapshot();
  return read?.data[info.path.key];
};

/** One loader per field node and request: parents of the same selection are loaded together. */
function computedResolver(field: ComputedField): Resolver {
  const loaders = new WeakMap<GraphContext, Map<string, DataLoader<string, unknown>>>();
  return async (source, _args, context, info) => {
    const key = source[hiddenKey(field.key)];
    if (typeof key !== 'string') return null;
    const own = loaders.get(context) ?? new Map<string, DataLoader<string, unknown>>();
    loaders.set(context, own);
    const place = placeOf(info);
    const loader = own.get(place) ?? loaderOf(field, context, info);
    own.set(place, loader);
    const document = { fragments: new Map(Object.entries(info.fragments)), variables: info.variableValues };
    return projected(await loader.load(key), info.returnType, info.fieldNodes, document);
  };
}

function loaderOf(
  field: ComputedField,
  context: GraphContext,
  info: GraphQLResolveInfo,
): DataLoader<string, unknown> {
  const [node] = info.fieldNodes;
  const definition = info.parentType.getFields()[info.fieldName];
  if (!node || !definition) throw new Error(`No field ${info.parentType.name}.${info.fieldName}`);
  const args = getArgumentValues(definition, node, info.variableValues);
  return new DataLoader<string, unknown>(
    async (keys) => {
      const read = context.read;
      if (!read) throw new Error('A computed field stands outside a read');
      const { handle } = await read.snapshot();
      return field.load(keys, args, {
        handle,
        bindings: read.bindings,
        allEntities: read.reader.allEntities,
      });
    },
    { cache: true },
  );
}

/** The response path without list indexes: equal for all parents of one selection. */
function placeOf(info: GraphQLResolveInfo): string {
  const keys: string[] = [];
  for (let path: GraphQLResolveInfo['path'] | undefined = info.path; path; path = path.prev) {
    if (typeof path.key === 'string') keys.push(path.key);
  }
  return keys.reverse().join('.');
}
