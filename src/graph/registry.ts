// The registry: every coordinate of the schema with its meaning, merged from all slices. Faults of the house (a field without
// meaning, a meaning without field, one coordinate said twice) stop the process at start, all named at once.
import {
  type DirectiveNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
} from 'graphql';
import type { Field, FieldMap, TableName, TypeSource } from './fields.ts';

export interface Registry {
  readonly schema: GraphQLSchema;
  field(typeName: string, fieldName: string): Field<TableName>;
  source(typeName: string): TypeSource<TableName>;
}

/** Types whose fields the compiler itself writes, or the plan of a mutation. */
function isBuiltIn(type: GraphQLObjectType): boolean {
  return (
    type.name.startsWith('__') ||
    type.name === 'Money' ||
    type.name === 'PageInfo' ||
    type.name === 'Problem' ||
    type.name === 'Subscription' ||
    isConnection(type) ||
    type.name.endsWith('Edge') ||
    type.name.endsWith('Payload')
  );
}

/** Whether the type is a Relay connection. */
export function isConnection(type: GraphQLObjectType): boolean {
  return type.name.endsWith('Connection') && 'pageInfo' in type.getFields();
}

/** The mask that the schema puts on a field, an input field or an enum value: `@masked(by: TAX_ID)`. */
export function maskOf(
  node: { directives?: readonly DirectiveNode[] } | null | undefined,
): string | undefined {
  const directive = node?.directives?.find((candidate) => candidate.name.value === 'masked');
  const value = directive?.arguments?.[0]?.value;
  return value?.kind === Kind.ENUM ? value.value : undefined;
}

/** Whether the field's type is a list, whatever its nullability. */
export function isListField(field: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
}

/** Merges the slices' field maps over a schema. Throws an error that lists every fault. */
export function buildRegistry(schema: GraphQLSchema, maps: readonly FieldMap[]): Registry {
  const fields = new Map<string, Field<TableName>>();
  const sources = new Map<string, TypeSource<TableName>>();
  const faults: string[] = [];
  for (const map of maps) {
    if (map.source) {
      if (sources.has(map.typeName)) faults.push(`${map.typeName} has two sources`);
      sources.set(map.typeName, map.source);
    }
    for (const [name, field] of Object.entries(map.fields)) {
      const coordinate = `${map.typeName}.${name}`;
      if (fields.has(coordinate)) faults.push(`${coordinate} is said twice`);
      fields.set(coordinate, field);
      const type = schema.getType(map.typeName);
      if (!isObjectType(type) || !type.getFields()[name]) faults.push(`${coordinate} is not in the schema`);
    }
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isBuiltIn(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const meaning = fields.get(`${type.name}.${field.name}`);
      if (!meaning && !isUnderComputed(schema, fields, type))
        faults.push(`${type.name}.${field.name} has no meaning`);
      if (meaning) faults.push(...misfits(type, field, meaning, sources));
      faults.push(...commandMisfits(schema, type, field, meaning));
    }
  }
  if (faults.length > 0) throw new Error(`The graph does not fit its schema:\n- ${faults.join('\n- ')}`);
  return {
    schema,
    field: (typeName, fieldName) => found(fields.get(`${typeName}.${fieldName}`), `${typeName}.${fieldName}`),
    source: (typeName) => found(sources.get(typeName), `${typeName} (source)`),
  };
}

function misfits(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  meaning: Field<TableName>,
  sources: ReadonlyMap<string, unknown>,
): string[] {
  const coordinate = `${type.name}.${field.name}`;
  if ((meaning.kind === 'one' || meaning.kind === 'many') && !sources.has(meaning.type)) {
    return [`${coordinate} leads to ${meaning.type}, which has no source`];
  }
  if (meaning.kind === 'one' && getNamedType(field.type).name !== meaning.type) {
    return [`${coordinate} is a ${String(field.type)} in the schema and leads to ${meaning.type}`];
  }
  return [];
}

/** Commands stand at the root of changes and nowhere else, and their payload shows what a lookup at the root finds. */
function commandMisfits(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  meaning: Field<TableName> | undefined,
): string[] {
  const coordinate = `${type.name}.${field.name}`;
  const isCommand = meaning?.kind === 'command';
  if (meaning && isCommand !== (type === schema.getMutationType()))
    return [`${coordinate} is ${isCommand ? 'a command among reads' : 'a read among commands'}`];
  if (!isCommand) return [];
  const { object } = meaning;
  const payload = getNamedType(field.type);
  const shown = isObjectType(payload) && payload.getFields()[object.field];
  const lookup = schema.getQueryType()?.getFields()[object.root];
  if (shown && lookup && getNamedType(shown.type) === getNamedType(lookup.type)) return [];
  return [`${coordinate} shows ${object.field}, which is not what the lookup ${object.root} finds`];
}

/** Types that only computed fields return are made whole by their loader and need no field map. */
function isUnderComputed(
  schema: GraphQLSchema,
  fields: ReadonlyMap<string, Field<TableName>>,
  type: GraphQLObjectType,
): boolean {
  for (const [coordinate, field] of fields) {
    if (field.kind !== 'computed') continue;
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const owner = schema.getType(typeName);
    const returned = isObjectType(owner) && owner.getFields()[fieldName];
    if (returned && getNamedType(returned.type) === type) return true;
  }
  return false;
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`No meaning for ${what}`);
  return value;
}
