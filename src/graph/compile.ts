// The compiler: a GraphQL operation becomes one SQL statement whose single text is the JSON answer. It walks the selection once,
// writes each field as its slice says, puts the row rule into every relation and leaves masked fields null.
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { sql } from 'kysely';
import { type Args, argumentsOf, noArgs } from './arguments.ts';
import { hiddenKey } from './computed.ts';
import { ConnectionText, tableOf, whereAll } from './connection-text.ts';
import { COST, type Cost, leafCost, SHORT_LIST } from './cost.ts';
import { forbidden } from './errors.ts';
import {
  columnOf,
  type Field,
  type ManyField,
  type ObjectField,
  type Row,
  type Scope,
  type TableName,
  type ViewerScope,
} from './fields.ts';
import { filterCondition } from './filter.ts';
import {
  amountText,
  concatenated,
  objectText,
  orNull,
  scalarListText,
  scalarText,
  type Text,
} from './json-text.ts';
import { cursorSql, type Page, pageOf } from './pages.ts';
import { isConnection, isListField, maskOf, type Registry } from './registry.ts';
import { type Document, type Selected, selectionOf } from './selection.ts';
import { parameter, type Sql, viewerSlots } from './slots.ts';

/** What the compiler must know of a viewer: it becomes part of the statement, and `profile` part of the cache's key. */
export interface Reader {
  readonly profile: string;
  readonly allEntities: boolean;
  readonly lifted: ReadonlySet<string>;
  /** Types that the viewer may not read at all. */
  readonly denied: ReadonlySet<string>;
}

/** A field or object as text, with its cost. */
interface Written {
  readonly text: Text;
  readonly cost: Cost;
}

/** The compiled selection of an operation's root. */
export interface Compiled {
  readonly text: Text;
  readonly costs: readonly Cost[];
  /** True where every selected field is in the text: the answer is the text itself. */
  readonly whole: boolean;
}

/** Compiles the root fields of a query. Throws FORBIDDEN and BAD_USER_INPUT errors. */
export function compileQuery(
  registry: Registry,
  reader: Reader,
  selected: Selected,
  document: Document,
): Compiled {
  const writer = new Writer(registry, reader, document);
  const query = registry.schema.getQueryType();
  if (!query) throw new Error('The schema has no Query type');
  const root = writer.object(query, selected, { ...writer.rootScope(), outer: noArgs });
  return { text: root.text, costs: root.costs, whole: writer.whole };
}

class Writer {
  whole = true;
  private aliases = 0;
  private readonly registry: Registry;
  private readonly reader: Reader;
  private readonly document: Document;
  private readonly viewer: ViewerScope;

  constructor(registry: Registry, reader: Reader, document: Document) {
    this.registry = registry;
    this.reader = reader;
    this.document = document;
    this.viewer = {
      allEntities: reader.allEntities,
      entities: parameter(viewerSlots.entities, 'uuid[]'),
      subject: parameter(viewerSlots.subject, 'text'),
      roles: parameter(viewerSlots.roles, 'text[]'),
      now: parameter(viewerSlots.now, 'timestamptz'),
      sees: (typeName, row) => this.registry.source(typeName).rule?.(row, this.viewer),
    };
  }

  rootScope(): Omit<Scope<TableName>, 'outer'> {
    return { ...this.scopeOf(this.row('currency', 'root'), noArgs), args: noArgs };
  }

  /** An object of the type over a scope's row: its entries in selection order, hidden keys of computed fields last. */
  object(
    type: GraphQLObjectType,
    selected: Selected,
    scope: Scope<TableName>,
  ): { text: Text; costs: Cost[] } {
    if (this.reader.denied.has(type.name)) throw forbidden(`Your roles may not read ${type.name}`);
    const entries: [string, Text][] = [];
    const costs: Cost[] = [];
    const hidden = new Set<string>();
    for (const [key, nodes] of selected) {
      const name = nodes[0]?.name.value ?? '';
      if (name === '__typename') {
        entries.push([key, [JSON.stringify(type.name)]]);
        continue;
      }
      if (name.startsWith('__')) {
        this.whole = false;
        continue;
      }
      const definition = type.getFields()[name];
      if (!definition) throw new Error(`No field ${type.name}.${name}`);
      const meaning = this.registry.field(type.name, name);
      const args = argumentsOf(definition.args, nodes[0]?.arguments ?? [], this.document.variables);
      const mask = maskOf(definition.astNode);
      if (mask && !this.reader.lifted.has(mask)) {
        entries.push([key, [isListField(definition) && isNonNullType(definition.type) ? '[]' : 'null']]);
        costs.push(leafCost());
        continue;
      }
      if (meaning.kind === 'computed') {
        this.whole = false;
        hidden.add(meaning.key);
        costs.push(leafCost(meaning.cost ?? COST.aggregate));
        continue;
      }
      const written = this.field(definition, meaning, nodes, { ...scope, args });
      entries.push([key, written.text]);
      costs.push(written.cost);
    }
    for (const column of hidden) entries.push([hiddenKey(column), ['"', columnOf(scope.row, column), '"']]);
    return { text: objectText(entries), costs };
  }

  private field(
    definition: GraphQLField<unknown, unknown>,
    meaning: Exclude<Field<TableName>, { kind: 'computed' }>,
    nodes: readonly FieldNode[],
    scope: Scope<TableName>,
  ): Written {
    const nullable = !isNonNullType(definition.type);
    switch (meaning.kind) {
      case 'value': {
        const type = getNamedType(definition.type);
        const value = meaning.expression(scope);
        const text = isListField(definition)
          ? scalarListText(value)
          : scalarText(type.name, value, isEnumType(type));
        return { text: nullable ? orNull(text) : text, cost: leafCost(meaning.cost) };
      }
      case 'money':
        return this.money(meaning.amount(scope), meaning.currency(scope), nodes, nullable, meaning.cost);
      case 'one':
        return this.one(definition, meaning.type, meaning.on, meaning.cost, nodes, scope);
      case 'many': {
        const type = getNamedType(definition.type);
        return isObjectType(type) && isConnection(type)
          ? this.connection(definition, type, meaning, nodes, scope)
          : this.list(definition, meaning, nodes, scope);
      }
      case 'object':
        return this.embedded(definition, meaning, nodes, scope);
      case 'rows': {
        const row = this.row(scope.row.table);
        const inner = this.object(objectTypeOf(definition), selectionOf(nodes, this.document), {
          ...this.scopeOf(row, scope.args),
          outer: scope.args,
        });
        const order = meaning.order ? sql` order by ${meaning.order(row)}` : sql``;
        const text = sql`(select coalesce(string_agg(${concatenated(inner.text)}, ','${order}), '') from ${meaning.from(scope)} as ${sql.ref(row.alias)})`;
        return {
          text: ['[', text, ']'],
          cost: {
            own: meaning.cost ?? 0,
            rows: meaning.rows ?? SHORT_LIST,
            node: true,
            children: inner.costs,
          },
        };
      }
    }
  }

  /** An object over the same row, or over the one row of a FROM item that its fields share. */
  private embedded(
    definition: GraphQLField<unknown, unknown>,
    meaning: ObjectField<TableName>,
    nodes: readonly FieldNode[],
    scope: Scope<TableName>,
  ): Written {
    const row = meaning.from ? this.row(scope.row.table) : scope.row;
    const inner = this.object(
      objectTypeOf(definition),
      selectionOf(nodes, this.document),
      this.scopeOf(row, scope.args),
    );
    let text = inner.text;
    if (meaning.from) {
      text = [sql`(select ${concatenated(text)} from ${meaning.from(scope)} as ${sql.ref(row.alias)})`];
    }
    if (meaning.present) {
      text = [sql`case when ${meaning.present(scope)} then ${concatenated(text)} else 'null' end`];
    }
    return { text, cost: { own: meaning.cost ?? 0, rows: 1, node: true, children: inner.costs } };
  }

  /** A Money object. Where only one of amount and currency is asked, the other still decides whether there is any money. */
  private money(
    amount: Sql,
    currency: Sql,
    nodes: readonly FieldNode[],
    nullable: boolean,
    cost?: number,
  ): Written {
    const entries: [string, Text][] = [];
    const asked = new Set<string>();
    for (const [key, [node]] of selectionOf(nodes, this.document)) {
      const name = node?.name.value ?? '';
      asked.add(name);
      if (name === '__typename') entries.push([key, ['"Money"']]);
      else if (name === 'amount') entries.push([key, amountText(amount, currency)]);
      else entries.push([key, ['"', currency, '"']]);
    }
    let text = objectText(entries);
    const unasked = [...(asked.has('amount') ? [] : [amount]), ...(asked.has('currency') ? [] : [currency])];
    if (nullable && unasked.length > 0) {
      const present = sql.join(
        unasked.map((part) => sql`(${part}) is not null`),
        sql` and `,
      );
      text = [sql`case when ${present} then ${concatenated(text)} end`];
    }
    const children = entries.map(() => leafCost());
    return { text: nullable ? orNull(text) : text, cost: { own: cost ?? 0, rows: 1, node: true, children } };
  }

  private one(
    definition: GraphQLField<unknown, unknown>,
    typeName: string,
    on: (scope: Scope<TableName>, related: Row<TableName>) => Sql,
    own: number | undefined,
    nodes: readonly FieldNode[],
    scope: Scope<TableName>,
  ): Written {
    const row = this.row(this.registry.source(typeName).table);
    const inner = this.object(objectTypeOf(definition), selectionOf(nodes, this.document), {
      ...this.scopeOf(row, scope.args),
      outer: scope.args,
    });
    const where = whereAll([on(scope, row), this.viewer.sees(typeName, row)]);
    const text = sql`(select ${concatenated(inner.text)} from ${tableOf(row)}${where})`;
    return {
      text: isNonNullType(definition.type) ? [text] : orNull([text]),
      cost: { own: own ?? 0, rows: 1, node: true, children: inner.costs },
    };
  }

  private list(
    definition: GraphQLField<unknown, unknown>,
    meaning: ManyField<TableName>,
    nodes: readonly FieldNode[],
    scope: Scope<TableName>,
  ): Written {
    const source = this.registry.source(meaning.type);
    const row = this.row(source.table);
    const rowScope = { ...this.scopeOf(row, scope.args), outer: scope.args };
    const inner = this.object(objectTypeOf(definition), selectionOf(nodes, this.document), rowScope);
    const where = whereAll([meaning.on(scope, row), this.viewer.sees(meaning.type, row)]);
    const order = meaning.order?.(row) ?? columnOf(row, source.key);
    const text = sql`(select coalesce(string_agg(${concatenated(inner.text)}, ',' order by ${order}), '') from ${tableOf(row)}${where})`;
    return {
      text: ['[', text, ']'],
      cost: { own: meaning.cost ?? 0, rows: meaning.rows ?? SHORT_LIST, node: true, children: inner.costs },
    };
  }

  private connection(
    definition: GraphQLField<unknown, unknown>,
    type: GraphQLObjectType,
    meaning: ManyField<TableName>,
    nodes: readonly FieldNode[],
    scope: Scope<TableName>,
  ): Written {
    const source = this.registry.source(meaning.type);
    const row = this.row(source.table);
    const rowScope: Scope<TableName> = { ...this.scopeOf(row, scope.args), outer: scope.args };
    const filterInput = definition.args.find((arg) => arg.name === 'filter');
    const filterType = filterInput && getNamedType(filterInput.type);
    const matching = [
      meaning.on(scope, row),
      this.viewer.sees(meaning.type, row),
      isInputObjectType(filterType)
        ? filterCondition(scope.args.get('filter'), filterType, source, rowScope, this.reader.lifted)
        : undefined,
    ];
    const page = pageOf(meaning.type, scope.args, source, orderMasks(definition), this.reader.lifted);
    const selection = selectionOf(nodes, this.document);
    const parts = new ConnectionText(page, rowScope, matching, pageInfoNames(selection, this.document));
    const entries: [string, Text][] = [];
    const counts: Cost[] = [];
    const rows: Cost[] = [];
    for (const [key, selected] of selection) {
      const name = selected[0]?.name.value ?? '';
      if (name === '__typename') entries.push([key, [JSON.stringify(type.name)]]);
      else if (name === 'totalCount') {
        entries.push([key, parts.total()]);
        counts.push(leafCost(COST.aggregate));
      } else if (name === 'pageInfo') {
        entries.push([key, parts.pageInfo(selectionOf(selected, this.document))]);
        counts.push(leafCost());
      } else {
        const written =
          name === 'nodes' ? this.node(type, selected, rowScope) : this.edge(type, selected, rowScope, page);
        entries.push([key, parts.list(written.text)]);
        rows.push(...written.costs);
      }
    }
    const children: Cost[] = [...counts, { own: 0, rows: page.sizeOf, node: true, children: rows }];
    return {
      text: parts.whole(entries),
      cost: { own: meaning.cost ?? 0, rows: 1, node: true, children },
    };
  }

  private node(connection: GraphQLObjectType, nodes: readonly FieldNode[], scope: Scope<TableName>) {
    const type = getNamedType(connection.getFields()['nodes']?.type);
    return this.object(type as GraphQLObjectType, selectionOf(nodes, this.document), scope);
  }

  private edge(
    connection: GraphQLObjectType,
    nodes: readonly FieldNode[],
    scope: Scope<TableName>,
    page: Page,
  ) {
    const edge = getNamedType(connection.getFields()['edges']?.type) as GraphQLObjectType;
    const entries: [string, Text][] = [];
    const costs: Cost[] = [];
    for (const [key, selected] of selectionOf(nodes, this.document)) {
      const name = selected[0]?.name.value ?? '';
      if (name === '__typename') entries.push([key, [JSON.stringify(edge.name)]]);
      else if (name === 'cursor') {
        entries.push([key, ['"', cursorSql(page.order, scope), '"']]);
        costs.push(leafCost());
      } else {
        const node = this.node(connection, selected, scope);
        entries.push([key, node.text]);
        costs.push({ own: 0, rows: 1, node: false, children: node.costs });
      }
    }
    return { text: objectText(entries), costs };
  }

  private row(table: TableName, alias = `t${++this.aliases}`): Row<TableName> {
    return { table, alias, ref: (column) => sql.ref(`${alias}.${column}`) };
  }

  private scopeOf(row: Row<TableName>, outer: Args): Scope<TableName> {
    const fresh = <U extends TableName>(table: U): Row<U> => {
      const made = this.row(table);
      return { table, alias: made.alias, ref: (column) => sql.ref(`${made.alias}.${column}`) };
    };
    return { row, args: noArgs, outer, viewer: this.viewer, fresh };
  }
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

function objectTypeOf(definition: GraphQLField<unknown, unknown>): GraphQLObjectType {
  const type = getNamedType(definition.type);
  if (!isObjectType(type)) throw new Error(`${definition.name} is no object`);
  return type;
}

function orderMasks(definition: GraphQLField<unknown, unknown>): (field: string) => string | undefined {
  const input = definition.args.find((arg) => arg.name === 'orderBy');
  const type = input && getNamedType(input.type);
  const field = isInputObjectType(type) ? type.getFields()['field'] : undefined;
  const orders = field && getNamedType(field.type);
  return (name) => (isEnumType(orders) ? maskOf(orders.getValue(name)?.astNode) : undefined);
}
