// A connection field: filter, order and page read from its arguments, its edges and nodes written over the page's rows.
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { ConnectionText, type KeyedRelation } from './connection-text.ts';
import { COST, type Cost, leafCost } from './cost.ts';
import type { Scope, TableName, TypeSource } from './fields.ts';
import { filterCondition } from './filter.ts';
import { objectText, type Text } from './json-text.ts';
import { cursorSql, type Page, pageOf } from './pages.ts';
import { maskOf } from './registry.ts';
import type { RowScopes } from './row-scopes.ts';
import { type Document, type Selected, selectionOf } from './selection.ts';
import type { Sql } from './slots.ts';
import type { WriteObject, Written, WrittenObject } from './written.ts';

/** What a connection is written from. */
export interface ConnectionPlace {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  /** The scope of the field, with its arguments. */
  readonly scope: Scope<TableName>;
  /** The scope of the listed rows. */
  readonly rows: Scope<TableName>;
  /** The same where they are found, for conditions. */
  readonly conditions: Scope<TableName>;
  readonly scopes: RowScopes;
  readonly source: TypeSource<TableName>;
  readonly typeName: string;
  /** The relation to the parent, undefined at the root. */
  readonly relation: Sql | undefined;
  /** The same relation key by key. */
  readonly each: KeyedRelation | undefined;
  /** The row rule. */
  readonly rule: Sql | undefined;
  readonly lifted: ReadonlySet<string>;
  readonly document: Document;
}

export function connectionField(place: ConnectionPlace, write: WriteObject): Written {
  const { definition, scope, rows, source, lifted, document } = place;
  const type = objectOf(definition);
  const filterType = inputOf(definition, 'filter');
  const filter = isInputObjectType(filterType)
    ? filterCondition(scope.args.get('filter'), filterType, { source, scope: place.conditions, lifted })
    : undefined;
  const page = pageOf(place.typeName, scope.args, source, orderMasks(definition), lifted);
  const selection = selectionOf(place.nodes, document);
  const parts = new ConnectionText(
    page,
    rows,
    {
      table: place.scopes.from(rows.row, 'conditions'),
      relation: place.relation,
      each: place.each,
      conditions: [place.rule, filter],
    },
    pageInfoNames(selection, document),
  );
  const entries: [string, Text][] = [];
  const counts: Cost[] = [];
  const perRow: Cost[] = [];
  let listed = false;
  for (const [key, selected] of selection) {
    const name = selected[0]?.name.value ?? '';
    if (name === '__typename') entries.push([key, [JSON.stringify(type.name)]]);
    else if (name === 'totalCount') {
      entries.push([key, parts.total()]);
      counts.push(leafCost(COST.aggregate));
    } else if (name === 'pageInfo') {
      entries.push([key, parts.pageInfo(selectionOf(selected, document))]);
      counts.push(leafCost());
    } else {
      const written = name === 'nodes' ? node(type, selected) : edge(type, selected);
      entries.push([key, parts.list(written.text)]);
      perRow.push(...written.costs);
      listed = true;
    }
  }
  // A page of which no row is asked for has no objects, but its size and cursors are checked all the same.
  const children: Cost[] = [...counts, { own: 0, rows: page.sizeOf, node: listed, children: perRow }];
  const beside = place.scopes.joins(rows.row);
  return { text: parts.whole(entries, beside), cost: { own: 0, rows: 1, node: true, children } };

  function node(parent: GraphQLObjectType, selected: readonly FieldNode[]): WrittenObject {
    const name = parent === type ? 'nodes' : 'node';
    return write(memberOf(parent, name), selectionOf(selected, document), rows);
  }

  function edge(connection: GraphQLObjectType, selected: readonly FieldNode[]): WrittenObject {
    return edgeObject(memberOf(connection, 'edges'), selectionOf(selected, document), page, rows, node);
  }
}

function edgeObject(
  type: GraphQLObjectType,
  selection: Selected,
  page: Page,
  rows: Scope<TableName>,
  node: (edge: GraphQLObjectType, selected: readonly FieldNode[]) => WrittenObject,
): WrittenObject {
  const entries: [string, Text][] = [];
  const costs: Cost[] = [];
  for (const [key, selected] of selection) {
    const name = selected[0]?.name.value ?? '';
    if (name === '__typename') entries.push([key, [JSON.stringify(type.name)]]);
    else if (name === 'cursor') {
      entries.push([key, ['"', cursorSql(page.order, rows), '"']]);
      costs.push(leafCost());
    } else {
      const written = node(type, selected);
      entries.push([key, written.text]);
      costs.push({ own: 0, rows: 1, node: false, children: written.costs });
    }
  }
  return { text: objectText(entries), costs };
}

/** The page info fields that a connection's selection asks for: they decide how the page is read. */
function pageInfoNames(selection: Selected, document: Document): ReadonlySet<string> {
  const names = new Set<string>();
  for (const nodes of selection.values()) {
    if (nodes[0]?.name.value !== 'pageInfo') continue;
    for (const [node] of selectionOf(nodes, document).values()) names.add(node?.name.value ?? '');
  }
  return names;
}

function orderMasks(definition: GraphQLField<unknown, unknown>): (field: string) => string | undefined {
  const order = inputOf(definition, 'orderBy');
  const fields = isInputObjectType(order) ? getNamedType(order.getFields().field?.type) : undefined;
  return (name) => (isEnumType(fields) ? maskOf(fields.getValue(name)?.astNode) : undefined);
}

function inputOf(definition: GraphQLField<unknown, unknown>, name: string) {
  return getNamedType(definition.args.find((argument) => argument.name === name)?.type);
}

function objectOf(definition: GraphQLField<unknown, unknown>): GraphQLObjectType {
  const type = getNamedType(definition.type);
  if (!isObjectType(type)) throw new Error(`${definition.name} is no object`);
  return type;
}

function memberOf(type: GraphQLObjectType, name: string): GraphQLObjectType {
  const member = type.getFields()[name];
  if (!member) throw new Error(`No field ${type.name}.${name}`);
  return objectOf(member);
}
