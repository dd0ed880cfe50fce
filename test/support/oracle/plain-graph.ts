// The third answer: graphql-js with plain resolvers over the world in memory. It decides by the schema alone which kind of field it
// has before it, so that a coordinate without a plain meaning is an error and never a null.
import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { isConnection, maskOf } from '../../../src/graph/registry.ts';
import { isId } from '../../../src/kernel/ids.ts';
import type { Frame } from './plain-customers.ts';
import { PLAIN_FIELDS } from './plain-fields.ts';
import { figureOf } from './plain-figures.ts';
import { filterOf, keyOf, orderOf, snake, tableOf } from './plain-lists.ts';
import { givenKey } from './plain-lookups.ts';
import {
  badInput,
  type CursorBook,
  checkFilter,
  checkPage,
  given,
  type Inputs,
  pageOf,
  refused,
} from './plain-pages.ts';
import type { Reading } from './plain-reading.ts';
import { listed, toMany, toOne } from './plain-relations.ts';
import { money, scalarOf } from './plain-values.ts';
import type { Row, World } from './world.ts';

type Field = GraphQLField<unknown, unknown>;
type Meaning = (source: Row, reading: Reading, args: Inputs) => unknown;

/** Types that stand on no table: their objects are made whole by the field that gives them. */
const MADE = new Set([
  ...'Address InvoiceBalance InvoiceParty InvoiceInstalment AgeingBucket CurrencyBalance MissingRate'.split(
    ' ',
  ),
  ...'SourceFreshness BillingPeriod Money PageInfo ExceptionRecord ExceptionValue ExceptionSummary'.split(
    ' ',
  ),
  ...'ExceptionClassCount ExceptionOwnerCount ExceptionAgeCount ExceptionRisk'.split(' '),
]);

const isEdge = (type: GraphQLObjectType) => type.name.endsWith('Edge');

/** The type of a connection's rows. */
export function nodeTypeOf(connection: GraphQLObjectType): GraphQLObjectType {
  return getNamedType(connection.getFields().nodes?.type) as GraphQLObjectType;
}

export class PlainGraph {
  readonly schema: GraphQLSchema;
  readonly book: CursorBook;

  constructor(schema: GraphQLSchema, book: CursorBook) {
    this.schema = schema;
    this.book = book;
  }

  /** What an operation answers; errors of its arguments come first, whatever rows there are, and alone. */
  async answer(document: DocumentNode, variables: Inputs, reading: Reading) {
    const refusals: GraphQLError[] = [];
    const checked = await execute({
      schema: this.schema,
      document,
      variableValues: { ...variables },
      fieldResolver: this.checking(reading, refusals),
      rootValue: {},
    });
    const codes = codesOf([...refusals, ...(checked.errors ?? [])]);
    if (codes.length > 0) return { data: undefined, codes };
    const result = await execute({
      schema: this.schema,
      document,
      variableValues: { ...variables },
      fieldResolver: (source, args, _context, info) =>
        this.resolve(info.parentType, info.parentType.getFields()[info.fieldName] as Field, source as Row, {
          reading,
          args,
        }),
      rootValue: {},
    });
    return { data: result.data, codes: codesOf(result.errors ?? []) };
  }

  private resolve(
    owner: GraphQLObjectType,
    field: Field,
    source: Row,
    given_: { reading: Reading; args: Inputs },
  ): unknown {
    const { reading, args } = given_;
    const mask = maskOf(field.astNode);
    if (mask && !reading.lifts(mask)) return isNonNullType(field.type) ? [] : null;
    const meaning = this.meaningOf(reading.world, owner, field);
    if (!meaning) throw new Error(`No plain meaning of ${owner.name}.${field.name}`);
    return meaning(source, reading, args);
  }

  /** How a field is resolved; undefined where the world has no meaning for it. */
  meaningOf(world: World, owner: GraphQLObjectType, field: Field): Meaning | undefined {
    const coordinate = `${owner.name}.${field.name}`;
    const named = getNamedType(field.type);
    if (MADE.has(owner.name) || isConnection(owner) || isEdge(owner))
      return (source) => made(source, coordinate, field);
    const figure = figureOf(owner.name, field.name);
    if (figure) return (source, reading, args) => figure(source as unknown as Frame, reading, args);
    const own = PLAIN_FIELDS[coordinate];
    if (own) return (source, reading, args) => scalarOf(named.name, own(source, reading, args));
    if (isLeafType(named)) return leaf(world, owner.name, field.name, named.name);
    if (named.name === 'Money') {
      const column = snake(field.name);
      if (!world.has(tableOf(owner.name), column) || !world.has(tableOf(owner.name), 'currency'))
        return undefined;
      return (source) => money(world, source[column], source.currency);
    }
    if (!isObjectType(named)) return undefined;
    if (isConnection(named)) return this.connection(owner.name, field, named);
    if (isListType(getNullableType(field.type))) {
      const relation = toMany(owner.name, field.name, named.name);
      return (source, reading, args) =>
        listed(named.name, reading.seen(named.name, relation(source, reading, args)));
    }
    const relation = toOne(owner.name, field.name, named.name);
    return (source, reading, args) => {
      const row = relation(source, reading, args);
      return row && reading.sees(named.name, row) ? row : null;
    };
  }

  /** What the world cannot say of a field, its filters and its orders. */
  gapsOf(world: World, owner: GraphQLObjectType, field: Field): string[] {
    const coordinate = `${owner.name}.${field.name}`;
    const gaps = this.meaningOf(world, owner, field) ? [] : [coordinate];
    const type = getNamedType(field.type);
    if (!isObjectType(type) || !isConnection(type)) return gaps;
    const node = nodeTypeOf(type).name;
    const filters = Object.values(filterTypeOf(field)?.getFields() ?? {}).filter(
      ({ name, type: operators }) =>
        name !== 'and' && name !== 'or' && !filterOf(world, node, name, getNamedType(operators).name),
    );
    const orders = namedOrders(field).filter((name) => !orderOf(world, node, name));
    return [
      ...gaps,
      ...filters.map(({ name }) => `${coordinate}(filter: ${name})`),
      ...orders.map((name) => `${coordinate}(orderBy: ${name})`),
    ];
  }

  private connection(owner: string, field: Field, type: GraphQLObjectType): Meaning {
    const node = nodeTypeOf(type).name;
    const relation = toMany(owner, field.name, node);
    const filterType = filterTypeOf(field);
    return (source, reading, args) =>
      pageOf(node, reading.seen(node, relation(source, reading, args)), args, reading, {
        ...(filterType ? { filterType } : {}),
        book: this.book,
      });
  }

  /** A resolver that answers with dummies and refuses what the graph must refuse before it looks at any row. */
  private checking(reading: Reading, refusals: GraphQLError[]): GraphQLFieldResolver<unknown, unknown> {
    return (_source, args, _context, info) => {
      const field = info.parentType.getFields()[info.fieldName] as Field;
      const mask = maskOf(field.astNode);
      if (mask && !reading.lifts(mask)) return isNonNullType(field.type) ? [] : null;
      try {
        this.check(info.parentType.name, field, args, reading);
      } catch (error) {
        // What stands below is checked too: which fault the graph names first is its own affair.
        if (!(error instanceof GraphQLError)) throw error;
        refusals.push(error);
      }
      return dummyOf(field.type);
    };
  }

  private check(owner: string, field: Field, args: Inputs, reading: Reading): void {
    const named = getNamedType(field.type);
    const target = isObjectType(named) && isConnection(named) ? nodeTypeOf(named).name : named.name;
    if (reading.access.denied.has(target)) throw refused(`${target} is denied`);
    if (isObjectType(named) && isConnection(named)) {
      const filterType = filterTypeOf(field);
      if (filterType) checkFilter(args.filter, filterType, reading);
      checkPage(target, args, this.book);
    }
    checkWindow(args);
    if (`${owner}.${field.name}` === 'Customer.provenance') checkGroups(args.fields);
    if (owner !== 'Query' || isListType(getNullableType(field.type)) || field.args.length === 0) return;
    if (isObjectType(named) && isConnection(named)) return;
    const keys = field.args.map((argument) => argument.name).filter((name) => name !== 'legalEntity');
    const key = givenKey(args, keys);
    if (key === 'id' && !isId(String(args.id))) throw badInput('no id');
    if (given(args.legalEntity) && key !== 'number') throw badInput('a legal entity goes with a number');
  }
}

/** Refuses a last day before the first, where both are given. */
function checkWindow({ from, asOf, until }: Inputs): void {
  const last = asOf ?? until;
  if (given(from) && given(last) && String(last) < String(from)) throw badInput('a window that ends first');
}

const GROUPS = 'bank billing commercial contacts credit identity lifecycle tax'
  .split(' ')
  .map((name) => `customer.${name}`);

function checkGroups(names: unknown): void {
  if (Array.isArray(names) && names.some((name) => !GROUPS.includes(name))) throw badInput('no field group');
}

function filterTypeOf(field: Field) {
  const type = getNamedType(field.args.find((argument) => argument.name === 'filter')?.type);
  return isInputObjectType(type) ? type : undefined;
}

function namedOrders(field: Field): string[] {
  const type = getNamedType(field.args.find((argument) => argument.name === 'orderBy')?.type);
  const fields = isInputObjectType(type) ? getNamedType(type.getFields().field?.type) : undefined;
  return isEnumType(fields) ? fields.getValues().map(({ name }) => name) : [];
}

/** A property of an object that its field made whole. */
function made(source: Row, coordinate: string, field: Field): unknown {
  if (!(field.name in source)) throw new Error(`No plain meaning of ${coordinate}`);
  // Amounts of money keep their zeros.
  return coordinate === 'Money.amount'
    ? source.amount
    : scalarOf(getNamedType(field.type).name, source[field.name]);
}

function leaf(world: World, owner: string, field: string, scalar: string): Meaning | undefined {
  const column = field === 'id' ? keyOf(owner) : snake(field);
  return world.has(tableOf(owner), column) ? (source) => scalarOf(scalar, source[column]) : undefined;
}

/** Something of the type, with one element in each list. */
function dummyOf(type: GraphQLOutputType): unknown {
  const bare = getNullableType(type);
  if (isListType(bare)) return [dummyOf(bare.ofType)];
  if (isEnumType(bare)) return bare.getValues()[0]?.value;
  if (isObjectType(bare)) return {};
  return { Int: 0, Boolean: true }[bare.name] ?? 'x';
}

/** The codes of errors; an argument that graphql-js itself refuses is bad input. */
function codesOf(errors: readonly GraphQLError[]): string[] {
  const internal = errors.find(
    ({ originalError, extensions }) =>
      originalError && !(originalError instanceof GraphQLError) && !extensions.code,
  );
  if (internal) throw internal;
  return [...new Set(errors.map((error) => String(error.extensions.code ?? 'BAD_USER_INPUT')))];
}
