// The compiler: a GraphQL operation becomes one SQL statement whose single text is the JSON answer. It walks the selection once,
// writes each field as its slice says, puts the row rule into every relation and leaves masked fields null.
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { sql } from 'kysely';
import { type Args, argumentsOf, noArgs } from './arguments.ts';
import { hiddenKey } from './computed.ts';
import { connectionField } from './connection.ts';
import { tableOf, whereAll } from './connection-text.ts';
import { COST, type Cost, leafCost, SHORT_LIST } from './cost.ts';
import { forbidden } from './errors.ts';
import {
  columnOf,
  type Field,
  type ManyField,
  type ObjectField,
  type OneField,
  type Row,
  type RowsField,
  type Scope,
  type TableName,
  type ValueField,
  type ViewerScope,
} from './fields.ts';
import { concatenated, objectText, orNull, scalarListText, scalarText, type Text } from './json-text.ts';
import { moneyObject } from './money-text.ts';
import { isConnection, isListField, maskOf, type Registry } from './registry.ts';
import { type Document, type Selected, selectionOf } from './selection.ts';
import { parameter, type Sql, viewerSlots } from './slots.ts';
import type { Written } from './written.ts';

/** What the compiler must know of a viewer: it becomes part of the statement, and `profile` part of the cache's key. */
export interface Reader {
  readonly profile: string;
  readonly allEntities: boolean;
  readonly lifted: ReadonlySet<string>;
  /** Types that the viewer may not read at all. */
  readonly denied: ReadonlySet<string>;
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
    this.assertReadable(type.name);
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
    switch (meaning.kind) {
      case 'value':
        return this.value(definition, meaning, scope);
      case 'money':
        return moneyObject(
          { amount: meaning.amount(scope), currency: meaning.currency(scope) },
          selectionOf(nodes, this.document),
          !isNonNullType(definition.type),
          meaning.cost,
        );
      case 'one':
        return this.one(definition, meaning, nodes, scope);
      case 'many': {
        const type = getNamedType(definition.type);
        return isObjectType(type) && isConnection(type)
          ? this.connection(definition, meaning, nodes, scope)
          : this.list(definition, meaning, nodes, scope);
      }
      case 'object':
        return this.embedded(definition, meaning, nodes, scope);
      case 'rows':
        return this.rows(definition, meaning, nodes, scope);
    }
  }

  private value(
    definition: GraphQLField<unknown, unknown>,
    meaning: ValueField<TableName>,
    scope: Scope<TableName>,
  ): Written {
    const type = getNamedType(definition.type);
    const value = meaning.expression(scope);
    const text = isListField(definition)
      ? scalarListText(value)
      : scalarText(type.name, value, isEnumType(type));
    return { text: isNonNullType(definition.type) ? text : orNull(text), cost: leafCost(meaning.cost) };
  }

  /** Rows of a query of their own, as a short list. */
  private rows(
    definition: GraphQLField<unknown, unknown>,
    meaning: RowsField<TableName>,
    nodes: readonly FieldNode[],
    scope: Scope<TableName>,
  ): Written {
    const row = this.row(scope.row.table);
    const selected = selectionOf(nodes, this.document);
    const inner = this.object(objectTypeOf(definition), selected, this.scopeOf(row, scope.args));
    const order = meaning.order ? sql` order by ${meaning.order(row)}` : sql``;
    const text = sql`(select coalesce(string_agg(${concatenated(inner.text)}, ','${order}), '') from ${meaning.from(scope)} as ${sql.ref(row.alias)})`;
    return {
      text: ['[', text, ']'],
      cost: { own: meaning.cost ?? 0, rows: meaning.rows ?? SHORT_LIST, node: true, children: inner.costs },
    };
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

  private one(
    definition: GraphQLField<unknown, unknown>,
    meaning: OneField<TableName>,
    nodes: readonly FieldNode[],
    scope: Scope<TableName>,
  ): Written {
    const row = this.row(this.registry.source(meaning.type).table);
    const selected = selectionOf(nodes, this.document);
    const inner = this.object(objectTypeOf(definition), selected, this.scopeOf(row, scope.args));
    const where = whereAll([meaning.on(scope, row), this.viewer.sees(meaning.type, row)]);
    const text = sql`(select ${concatenated(inner.text)} from ${tableOf(row)}${where})`;
    return {
      text: isNonNullType(definition.type) ? [text] : orNull([text]),
      cost: { own: meaning.cost ?? 0, rows: 1, node: true, children: inner.costs },
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
    meaning: ManyField<TableName>,
    nodes: readonly FieldNode[],
    scope: Scope<TableName>,
  ): Written {
    // Also where no row is asked for: a count or a cursor tells as well.
    this.assertReadable(meaning.type);
    const source = this.registry.source(meaning.type);
    const row = this.row(source.table);
    return connectionField(
      {
        definition,
        nodes,
        scope,
        rows: this.scopeOf(row, scope.args),
        source,
        typeName: meaning.type,
        relation: meaning.on(scope, row),
        each: meaning.each && {
          keys: meaning.each.keys(scope),
          on: keyed(row, meaning.each.column),
        },
        rule: this.viewer.sees(meaning.type, row),
        lifted: this.reader.lifted,
        document: this.document,
      },
      (type, selected, rows) => this.object(type, selected, rows),
    );
  }

  private assertReadable(typeName: string): void {
    if (this.reader.denied.has(typeName)) throw forbidden(`Your roles may not read ${typeName}`);
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

/** That a column of the row equals a key. */
function keyed(row: Row<TableName>, column: string): (key: Sql) => Sql {
  return (key) => sql`${columnOf(row, column)} = ${key}`;
}

function objectTypeOf(definition: GraphQLField<unknown, unknown>): GraphQLObjectType {
  const type = getNamedType(definition.type);
  if (!isObjectType(type)) throw new Error(`${definition.name} is no object`);
  return type;
}
