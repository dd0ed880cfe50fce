// Arguments of a field as the compiler sees them: structure (which inputs are present, enums, truth values) is known when the
// statement is written; scalars are slots, read when it is bound.
import {
  type ArgumentNode,
  type GraphQLArgument,
  GraphQLError,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
  valueFromAST,
} from 'graphql';
import { isId } from '../kernel/ids.ts';
import { badUserInput } from './errors.ts';
import { type ParameterType, parameter, Slot, type Sql } from './slots.ts';

/** An argument or input field: absent ones have no entry at all. */
export type ArgumentValue =
  | { readonly kind: 'null' }
  /** A scalar, an enum or a list of them. `structural` holds the value where it shaped the statement. */
  | { readonly kind: 'leaf'; readonly slot: Slot; readonly structural: unknown; readonly literal: boolean }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, ArgumentValue> }
  | { readonly kind: 'list'; readonly items: readonly ArgumentValue[] };

/** The arguments of one field. */
export class Args {
  private readonly values: ReadonlyMap<string, ArgumentValue>;
  constructor(values: ReadonlyMap<string, ArgumentValue>) {
    this.values = values;
  }
  /** The argument as a tree, or undefined where it is absent or null. */
  get(name: string): Exclude<ArgumentValue, { kind: 'null' }> | undefined {
    const value = this.values.get(name);
    return value && value.kind !== 'null' ? value : undefined;
  }
  has(name: string): boolean {
    return this.get(name) !== undefined;
  }
  /** A scalar argument as a typed parameter, or undefined where it is absent. */
  parameter(name: string, type: ParameterType | `${ParameterType}[]`): Sql | undefined {
    const slot = this.slot(name);
    return slot && parameter(type === 'uuid' ? slot.map(requireId(name)) : slot, type);
  }
  slot(name: string): Slot | undefined {
    const value = this.get(name);
    return value?.kind === 'leaf' ? value.slot : undefined;
  }
  /** A last day, refused where it stands before the first; where no first day is given, it may be any. */
  lastDay(name: string, first: string): Slot | undefined {
    const [last, begin] = [this.slot(name), this.slot(first)];
    if (!last || !begin) return last;
    return new Slot((bindings) => {
      const [until, from] = [last.read(bindings), begin.read(bindings)];
      if (String(until) >= String(from)) return until;
      throw badUserInput(name, until, `the last day is not before the first, ${from}`);
    });
  }
  /** The value of an enum or Boolean argument; it shapes the statement, so it is known while compiling. */
  choice(name: string): unknown {
    const value = this.get(name);
    return value?.kind === 'leaf' ? value.structural : undefined;
  }
}

export const noArgs = new Args(new Map());

/** A converter that lets only UUIDs through, and names the argument otherwise. */
export function requireId(name: string): (value: unknown) => unknown {
  return (value) => {
    for (const id of Array.isArray(value) ? value : [value]) {
      if (typeof id !== 'string' || !isId(id)) throw badUserInput(name, id, 'an id is a UUID');
    }
    return value;
  };
}

/** Reads the arguments of a field node against the request's coerced variables (which give the structure only). */
export function argumentsOf(
  definitions: readonly GraphQLArgument[],
  nodes: readonly ArgumentNode[],
  variables: Readonly<Record<string, unknown>>,
): Args {
  if (definitions.length === 0) return noArgs;
  const values = new Map<string, ArgumentValue>();
  for (const definition of definitions) {
    const node = nodes.find((candidate) => candidate.name.value === definition.name);
    const value = node && readValue(node.value, definition.type, variables);
    if (value) values.set(definition.name, value);
    else if (definition.defaultValue !== undefined)
      values.set(definition.name, constant(definition.defaultValue));
    else if (isNonNullType(definition.type)) {
      throw new GraphQLError(
        `Argument "${definition.name}" of required type "${definition.type}" was not provided.`,
      );
    }
  }
  return new Args(values);
}

function readValue(
  node: ValueNode,
  type: GraphQLInputType,
  variables: Readonly<Record<string, unknown>>,
): ArgumentValue | undefined {
  if (node.kind === Kind.VARIABLE) {
    const name = node.name.value;
    if (!(name in variables)) return undefined;
    return fromVariable(variables[name], type, (given) => given[name]);
  }
  const bare = isNonNullType(type) ? type.ofType : type;
  if (node.kind === Kind.NULL) return { kind: 'null' };
  if (isInputObjectType(bare) && node.kind === Kind.OBJECT) {
    const fields = new Map<string, ArgumentValue>();
    for (const field of Object.values(bare.getFields())) {
      const given = node.fields.find((candidate) => candidate.name.value === field.name);
      const value = given && readValue(given.value, field.type, variables);
      if (value) fields.set(field.name, value);
      else if (field.defaultValue !== undefined) fields.set(field.name, constant(field.defaultValue));
    }
    return { kind: 'object', fields };
  }
  if (isListType(bare)) {
    const items = node.kind === Kind.LIST ? node.values : [node];
    const inner = isNonNullType(bare.ofType) ? bare.ofType.ofType : bare.ofType;
    if (isInputObjectType(inner)) {
      return { kind: 'list', items: items.flatMap((item) => readValue(item, bare.ofType, variables) ?? []) };
    }
    if (items.some((item) => item.kind === Kind.VARIABLE)) {
      const readers = items.map((item) => readValue(item, bare.ofType, variables));
      const slots = readers.flatMap((reader) => (reader?.kind === 'leaf' ? [reader.slot] : []));
      return leaf(new Slot((bindings) => slots.map((slot) => slot.read(bindings))), undefined, false);
    }
  }
  return constant(valueFromAST(node, bare, variables));
}

function fromVariable(
  value: unknown,
  type: GraphQLInputType,
  read: (variables: Readonly<Record<string, unknown>>) => unknown,
): ArgumentValue {
  const bare = isNonNullType(type) ? type.ofType : type;
  if (value === null || value === undefined) return { kind: 'null' };
  if (isInputObjectType(bare)) {
    const fields = new Map<string, ArgumentValue>();
    for (const [name, field] of Object.entries(bare.getFields())) {
      const inner = (value as Record<string, unknown>)[name];
      if (inner === undefined) continue;
      fields.set(
        name,
        fromVariable(inner, field.type, (given) => (read(given) as Record<string, unknown>)[name]),
      );
    }
    return { kind: 'object', fields };
  }
  if (isListType(bare)) {
    const inner = isNonNullType(bare.ofType) ? bare.ofType.ofType : bare.ofType;
    if (isInputObjectType(inner)) {
      const items = (value as unknown[]).map((item, index) =>
        fromVariable(item, bare.ofType, (given) => (read(given) as unknown[])[index]),
      );
      return { kind: 'list', items };
    }
    return leaf(new Slot((bindings) => read(bindings.variables)), undefined, false);
  }
  const structural = isEnumType(bare) || typeof value === 'boolean' ? value : undefined;
  return leaf(new Slot((bindings) => read(bindings.variables)), structural, false);
}

function leaf(slot: Slot, structural: unknown, literal: boolean): ArgumentValue {
  return { kind: 'leaf', slot, structural, literal };
}

function constant(value: unknown): ArgumentValue {
  return value === null ? { kind: 'null' } : leaf(new Slot(() => value), value, true);
}

/**
 * The shape of a variable's value, a part of the plan cache's key: which input fields are present, the values of enums and
 * truth values outside operators, the length of lists of input objects. Scalars are parameters and leave no trace.
 */
export function shapeOf(value: unknown, type: GraphQLInputType, inOperators = false): string {
  const bare = isNonNullType(type) ? type.ofType : type;
  if (value === undefined) return '-';
  if (value === null) return 'n';
  if (isInputObjectType(bare)) {
    const fields = bare.getFields();
    const operators = 'eq' in fields || 'in' in fields;
    const given = value as Record<string, unknown>;
    let shape = '{';
    for (const [name, field] of Object.entries(fields)) {
      if (given[name] !== undefined) shape += `${name}:${shapeOf(given[name], field.type, operators)},`;
    }
    return `${shape}}`;
  }
  if (isListType(bare)) {
    const inner = isNonNullType(bare.ofType) ? bare.ofType.ofType : bare.ofType;
    return isInputObjectType(inner)
      ? `[${(value as unknown[]).map((item) => shapeOf(item, inner)).join()}]`
      : '$';
  }
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return isEnumType(bare) && !inOperators ? String(value) : '$';
}
