// Random operations over the schema: every shape that a document may have, with values that the data knows, and now and then a fault.
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { isConnection } from '../../../src/graph/registry.ts';
import { argumentsFor, type FaultKind } from './operation-arguments.ts';
import { nodeTypeOf } from './plain-graph.ts';
import type { CursorBook } from './plain-pages.ts';
import type { World } from './world.ts';

/** Where chance comes from. */
export interface Draw {
  /** A whole number from zero, below the bound. */
  below(bound: number): number;
}

export class Choice {
  readonly #draw: Draw;
  constructor(draw: Draw) {
    this.#draw = draw;
  }
  below(bound: number): number {
    return this.#draw.below(bound);
  }
  chance(percent: number): boolean {
    return this.#draw.below(100) < percent;
  }
  pick<T>(from: readonly T[]): T {
    const chosen = from[this.#draw.below(from.length)];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  }
}

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The fault that was put in; none where the operation is meant to be valid. */
  readonly fault: FaultKind | undefined;
}

export interface Ground {
  readonly schema: GraphQLSchema;
  readonly world: World;
  readonly book: CursorBook;
}

/** What one document is being written with. */
export interface Writing extends Ground {
  readonly choice: Choice;
  readonly variables: Map<
    string,
    { readonly type: string; readonly value: unknown; readonly standard?: string }
  >;
  readonly fragments: { readonly name: string; readonly type: string; text: string }[];
  /** A fault still to be put in. */
  wanted: FaultKind | undefined;
  fault: FaultKind | undefined;
  fields: number;
  aliases: number;
}

/** A merged selection set: which field, with which arguments, stands under each response key. */
interface Scope {
  readonly keys: Map<string, { readonly field: string; readonly args: string; readonly inner: Scope }>;
  /** In a fragment, which may be spread anywhere: keys that could clash get aliases of their own. */
  readonly shared: boolean;
}

type Field = GraphQLField<unknown, unknown>;

const MAXIMUM_FIELDS = 90;
const FAULTS: readonly FaultKind[] = [
  'cursor',
  'otherCursor',
  'null',
  'bothEnds',
  'enum',
  'id',
  'size',
  'nested',
  'lookup',
  'entity',
  'date',
  'window',
  'group',
  'type',
];

const newScope = (shared: boolean): Scope => ({ keys: new Map(), shared });

export function randomOperation(ground: Ground, draw: Draw): Operation {
  const choice = new Choice(draw);
  const writing: Writing = {
    ...ground,
    choice,
    variables: new Map(),
    fragments: [],
    wanted: choice.chance(20) ? choice.pick(FAULTS) : undefined,
    fault: undefined,
    fields: 0,
    aliases: 0,
  };
  const query = ground.schema.getQueryType() as GraphQLObjectType;
  if (choice.chance(50)) for (let index = choice.below(3); index >= 0; index -= 1) fragment(writing, index);
  const body = selection(writing, query, { scope: newScope(false), depth: 0 });
  const used = usedFragments(body, writing);
  const declared = [...writing.variables].map(
    ([name, { type, standard }]) => `$${name}: ${type}${standard ? ` = ${standard}` : ''}`,
  );
  const values = Object.fromEntries(
    [...writing.variables].flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]])),
  );
  const head =
    declared.length > 0 ? `query Q(${declared.join(', ')})` : choice.chance(50) ? 'query' : 'query Named';
  return {
    query: [
      `${head} ${body}`,
      ...used.map(({ name, type, text }) => `fragment ${name} on ${type} ${text}`),
    ].join('\n'),
    variables: values,
    fault: writing.fault,
  };
}

/** Fragments that nobody spreads are invalid, so only those that are reached stay; their variables are all declared before. */
function usedFragments(body: string, { fragments, variables }: Writing) {
  const used = new Set<Writing['fragments'][number]>();
  const reach = (text: string) => {
    for (const one of fragments) {
      if (used.has(one) || !text.includes(`...${one.name} `)) continue;
      used.add(one);
      reach(one.text);
    }
  };
  reach(body);
  const whole = [body, ...[...used].map(({ text }) => text)].join(' ');
  for (const name of [...variables.keys()])
    if (!new RegExp(`\\$${name}\\b`).test(whole)) variables.delete(name);
  return [...used];
}

function fragment(writing: Writing, index: number): void {
  const { choice, schema } = writing;
  const types = [
    'Customer',
    'Invoice',
    'Contract',
    'Customer',
    'CustomerSummary',
    'InvoiceConnection',
    'Posting',
    'Payment',
    'LegalEntity',
    'Money',
    'PageInfo',
    'Query',
  ];
  const type = schema.getType(choice.pick(types)) as GraphQLObjectType;
  const made = { name: `F${index}`, type: type.name, text: '' };
  const wanted = writing.wanted;
  // A fault in a fragment that nobody spreads would be none.
  writing.wanted = undefined;
  made.text = selection(writing, type, { scope: newScope(true), depth: 3 });
  writing.wanted = wanted;
  writing.fragments.push(made);
}

interface Spot {
  readonly scope: Scope;
  readonly depth: number;
}

function selection(writing: Writing, type: GraphQLObjectType, spot: Spot): string {
  const { choice } = writing;
  const parts: string[] = [];
  const count = 1 + choice.below(type.name === 'Query' ? 3 : 5);
  for (let index = 0; index < count; index += 1) parts.push(item(writing, type, spot));
  if (isConnection(type) && !parts.some((part) => /\b(nodes|edges)\b/.test(part)) && choice.chance(80)) {
    parts.push(
      fieldOf(writing, type, type.getFields()[choice.chance(60) ? 'nodes' : 'edges'] as Field, spot),
    );
  }
  if (type.name.endsWith('Edge') && choice.chance(70))
    parts.push(fieldOf(writing, type, type.getFields().node as Field, spot));
  if (choice.chance(1) && !spot.scope.shared) parts.push(sixtyAliases(writing, type));
  return `{ ${parts.join(' ')} }`;
}

/** A field, an inline fragment, a spread or a type name. */
function item(writing: Writing, type: GraphQLObjectType, spot: Spot): string {
  const { choice } = writing;
  const kind = choice.below(100);
  const spreadable = writing.fragments.filter((one) => one.type === type.name);
  if (kind < 5) return `${choice.chance(50) ? 'kind_: ' : ''}__typename${directive(writing)}`;
  if (kind < 13 && spot.depth > 0)
    return `...${choice.chance(70) ? ` on ${type.name}` : ''}${directive(writing)} ${selection(writing, type, { ...spot, depth: spot.depth + 1 })}`;
  if (kind < 45 && spreadable.length > 0) return `...${choice.pick(spreadable).name} ${directive(writing)}`;
  return fieldOf(writing, type, pickField(writing, type, spot.depth), spot);
}

/** Fields with something below them more often near the root, single values below. */
function pickField({ choice, fields }: Writing, type: GraphQLObjectType, depth: number): Field {
  const all = Object.values(type.getFields());
  const leaves = all.filter(
    (field) => isLeafType(getNamedType(field.type)) || getNamedType(field.type).name === 'Money',
  );
  const objects = all.filter((field) => !leaves.includes(field));
  const deep = depth > 5 || fields > MAXIMUM_FIELDS;
  if (objects.length === 0) return choice.pick(leaves);
  if (leaves.length === 0) return choice.pick(objects);
  return choice.chance(deep ? 4 : 45) ? choice.pick(objects) : choice.pick(leaves);
}

function fieldOf(writing: Writing, owner: GraphQLObjectType, field: Field, { scope, depth }: Spot): string {
  const { choice } = writing;
  writing.fields += 1;
  const known = scope.keys.get(field.name);
  const merges = known?.field === field.name && choice.chance(50);
  const aliased =
    !merges && (choice.chance(20) || known !== undefined || (scope.shared && field.args.length > 0));
  const key = aliased ? aliasFor(writing, owner, scope) : field.name;
  const args = merges ? known.args : argumentsFor(writing, owner, field);
  const place = merges ? known : { field: field.name, args, inner: newScope(scope.shared) };
  scope.keys.set(key, place);
  const type = getNamedType(field.type);
  const below = isObjectType(type)
    ? ` ${selection(writing, type, { scope: place.inner, depth: depth + 1 })}`
    : '';
  return `${key === field.name ? '' : `${key}: `}${field.name}${args}${directive(writing)}${below}`;
}

/** A fresh response key, sometimes the name of another field where that can clash with nothing. */
function aliasFor(writing: Writing, owner: GraphQLObjectType, scope: Scope): string {
  const { choice } = writing;
  if (!scope.shared && writing.fragments.length === 0 && choice.chance(30)) {
    const name = choice.pick(Object.keys(owner.getFields()));
    if (!scope.keys.has(name)) return name;
  }
  writing.aliases += 1;
  return `a${writing.aliases}`;
}

/** One field under sixty names in one selection. */
function sixtyAliases(writing: Writing, type: GraphQLObjectType): string {
  const { choice } = writing;
  const fields = Object.values(type.getFields());
  const field = choice.pick(
    fields.filter((one) => isLeafType(getNamedType(one.type))).concat(fields.slice(0, 3)),
  );
  writing.aliases += 1;
  const args = argumentsFor(writing, type, field);
  const named = getNamedType(field.type);
  const one = isObjectType(named) ? ` ${leafOf(named)}` : '';
  return Array.from(
    { length: 60 },
    (_, index) => `m${writing.aliases}_${index}: ${field.name}${args}${one}`,
  ).join(' ');
}

function leafOf(type: GraphQLObjectType): string {
  const field = Object.values(type.getFields()).find(
    (one) => isLeafType(getNamedType(one.type)) && one.args.length === 0,
  );
  if (field) return `{ ${field.name} }`;
  return isConnection(type) ? `{ nodes ${leafOf(nodeTypeOf(type))} }` : '{ __typename }';
}

function directive(writing: Writing): string {
  const { choice } = writing;
  if (!choice.chance(8)) return '';
  const word = choice.pick(['skip', 'include']);
  const other = choice.chance(15)
    ? ` @${word === 'skip' ? 'include' : 'skip'}(if: ${choice.chance(80) === (word === 'skip')})`
    : '';
  // Mostly what keeps the field, so that answers are not empty.
  const keeps = choice.chance(80);
  const value = (word === 'include') === keeps;
  if (choice.chance(40)) return ` @${word}(if: ${value})${other}`;
  const name = `b${writing.variables.size}`;
  const standard = choice.chance(20);
  writing.variables.set(name, {
    type: standard ? 'Boolean' : 'Boolean!',
    value: standard ? undefined : value,
    ...(standard ? { standard: String(value) } : {}),
  });
  return ` @${word}(if: $${name})${other}`;
}
