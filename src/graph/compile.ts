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
import { argumentsOf, noArgs } from './arguments.ts';
import type { CommandField } from './commands.ts';
import { hiddenKey } from './computed.ts';
import { connectionField } from './connection.ts';
import { whereAll } from './connection-text.ts';
import { COST, type Cost, leafCost, SHORT_LIST } from './cost.ts';
import { forbidden } from './errors.ts';
import {
  type ComputedField,
  columnOf,
  type Field,
  type ManyField,
  type ObjectField,
  type OneField,
  type Owner,
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
import { RowScopes } from './row-scopes.ts';
import { type Document, type Selected, selectionOf } from './selection.ts';
import { parameter, type Slot, type Sql, viewerSlots } from './slots.ts';
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
  /** Arguments that no parameter stands for and that are checked all the same. */
  readonly checks: readonly Slot[];
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
  const root = writer.object(query, selected, writer.rootScope());
  return { text: root.text, costs: root.costs, whole: writer.whole, checks: writer.checks };
}

/** A field where it is selected. */
interface Place {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  /** The type that has the field. */
  readonly typeName: string;
}

type Anyone = Scope<TableName>;

/** What is written into the statement. */
type Readable = Exclude<Field<TableName>, ComputedField | CommandField>;

class Writer {
  whole = true;
  readonly checks: Slot[] = [];
  private readonly registry: Registry;
  private readonly reader: Reader;
  private readonly document: Document;
  private readonly viewer: ViewerScope;
  private readonly scopes: RowScopes;

  constructor(registry: Registry, reader: Reader, document: Document) {
    this.registry = registry;
    this.reader = reader;
    this.document = document;
    this.viewer = {
      allEntities: reader.allEntities,
      lifted: reader.lifted,
      entities: parameter(viewerSlots.entities, 'uuid[]'),
      subject: parameter(viewerSlots.subject, 'text'),
      roles: parameter(viewerSlots.roles, 'text[]'),
      now: parameter(viewerSlots.now, 'timestamptz'),
      sees: (typeName, row) => this.registry.source(typeName).rule?.(row, this.viewer),
    };
    this.scopes = new RowScopes(this.viewer);
  }

  rootScope(): Scope<TableName> {
    return this.scopes.scope(this.scopes.row('currency', 'root'), noArgs);
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
      if (meaning.kind === 'command') throw new Error(`${type.name}.${name} is a command and no read`);
      if (meaning.kind === 'computed') {
        this.whole = false;
        hidden.add(meaning.key);
        const check = meaning.check?.(args);
        if (check) this.checks.push(check);
        costs.push(leafCost(meaning.cost ?? COST.aggregate));
        continue;
      }
      const written = this.field({ definition, nodes, typeName: type.name }, meaning, { ...scope, args });
      entries.push([key, written.text]);
      costs.push(written.cost);
    }
    for (const column of hidden) entries.push([hiddenKey(column), ['"', columnOf(scope.row, column), '"']]);
    return { text: objectText(entries), costs };
  }

  private field(place: Place, meaning: Readable, scope: Anyone): Written {
    const { definition, nodes } = place;
    switch (meaning.kind) {
      case 'value':
        return this.value(place, meaning, scope);
      case 'money':
        return moneyObject(
          { amount: meaning.amount(scope), currency: meaning.currency(scope) },
          selectionOf(nodes, this.document),
          !isNonNullType(definition.type),
          meaning.cost,
        );
      case 'one':
        return this.one(place, meaning, scope);
      case 'many': {
        const type = getNamedType(definition.type);
        return isObjectType(type) && isConnection(type)
          ? this.connection(place, meaning, scope)
          : this.list(place, meaning, scope);
      }
      case 'object':
        return this.embedded(place, meaning, scope);
      case 'rows':
        return this.rows(place, meaning, scope);
    }
  }

  private value({ definition }: Place, meaning: ValueField<TableName>, scope: Anyone): Written {
    const type = getNamedType(definition.type);
    const value = meaning.expression(scope);
    const text = isListField(definition)
      ? scalarListText(value)
      : scalarText(type.name, value, isEnumType(type));
    return { text: isNonNullType(definition.type) ? text : orNull(text), cost: leafCost(meaning.cost) };
  }

  /** What is selected below a field, over a row. */
  private below({ definition, nodes }: Place, scope: Anyone): { text: Text; costs: Cost[] } {
    return this.object(objectTypeOf(definition), selectionOf(nodes, this.document), scope);
  }

  /** Rows of a query of their own, as a short list. */
  private rows(place: Place, meaning: RowsField<TableName>, scope: Anyone): Written {
    const row = this.scopes.row(scope.row.table);
    const inner = this.below(place, this.scopes.scope(row, scope.args));
    const order = meaning.order ? sql` order by ${meaning.order(row)}` : sql``;
    const from = sql`${meaning.from(scope)} as ${sql.ref(row.alias)}${this.scopes.joins(row)}`;
    const text = sql`(select coalesce(string_agg(${concatenated(inner.text)}, ','${order}), '') from ${from})`;
    return {
      text: ['[', text, ']'],
      cost: { own: meaning.cost ?? 0, rows: meaning.rows ?? SHORT_LIST, node: true, children: inner.costs },
    };
  }

  /** An object over the same row, or over the one row of a FROM item that its fields share. */
  private embedded(place: Place, meaning: ObjectField<TableName>, scope: Anyone): Written {
    const row = meaning.from ? this.scopes.row(scope.row.table) : scope.row;
    const inner = this.below(
      place,
      this.scopes.scope(row, scope.args, meaning.from ? undefined : scope.owner),
    );
    let text = inner.text;
    if (meaning.from) {
      const from = sql`${meaning.from(scope)} as ${sql.ref(row.alias)}${this.scopes.joins(row)}`;
      text = [sql`(select ${concatenated(text)} from ${from})`];
    }
    if (meaning.present) {
      text = [sql`case when ${meaning.present(scope)} then ${concatenated(text)} else 'null' end`];
    }
    return { text, cost: { own: meaning.cost ?? 0, rows: 1, node: true, children: inner.costs } };
  }

  private one(place: Place, meaning: OneField<TableName>, scope: Anyone): Written {
    const row = this.scopes.row(this.registry.source(meaning.type).table);
    const inner = this.below(place, this.scopes.scope(row, scope.args));
    const where = whereAll([meaning.on(scope, row), this.viewer.sees(meaning.type, row)]);
    const text = sql`(select ${concatenated(inner.text)} from ${this.scopes.from(row)}${where})`;
    return {
      text: isNonNullType(place.definition.type) ? [text] : orNull([text]),
      cost: { own: meaning.cost ?? 0, rows: 1, node: true, children: inner.costs },
    };
  }

  private list(place: Place, meaning: ManyField<TableName>, scope: Anyone): Written {
    const source = this.registry.source(meaning.type);
    const row = this.scopes.row(source.table);
    const owner = ownerOf(place, meaning, scope);
    const inner = this.below(place, this.scopes.scope(row, scope.args, owner));
    const where = whereAll([meaning.on(scope, row), this.rule(place, meaning, row)]);
    const order = meaning.order?.(row) ?? columnOf(row, source.key);
    const from = sql`${this.scopes.from(row)}${where}`;
    const text = sql`(select coalesce(string_agg(${concatenated(inner.text)}, ',' order by ${order}), '') from ${from})`;
    return {
      text: ['[', text, ']'],
      cost: { own: meaning.cost ?? 0, rows: meaning.rows ?? SHORT_LIST, node: true, children: inner.costs },
    };
  }

  private connection(place: Place, meaning: ManyField<TableName>, scope: Anyone): Written {
    // Also where no row is asked for: a count or a cursor tells as well.
    this.assertReadable(meaning.type);
    const source = this.registry.source(meaning.type);
    const row = this.scopes.row(source.table);
    const owner = ownerOf(place, meaning, scope);
    return connectionField(
      {
        definition: place.definition,
        nodes: place.nodes,
        scope,
        rows: this.scopes.scope(row, scope.args, owner),
        conditions: this.scopes.scope(row, scope.args, owner, 'conditions'),
        scopes: this.scopes,
        source,
        typeName: meaning.type,
        relation: meaning.on(scope, row),
        each: meaning.each && {
          keys: meaning.each.keys(scope),
          on: keyed(row, meaning.each.column),
        },
        rule: this.rule(place, meaning, row),
        lifted: this.reader.lifted,
        document: this.document,
      },
      (type, selected, rows) => this.object(type, selected, rows),
    );
  }

  /** The row rule of listed rows, without what holds because they are seen with their owner, which is seen. */
  private rule(
    { typeName }: Place,
    { type, by, seenBy = by }: ManyField<TableName>,
    row: Row<TableName>,
  ): Sql | undefined {
    const { ruledBy } = this.registry.source(type);
    const implied = ruledBy && ruledBy.typeName === typeName && ruledBy.key === seenBy;
    return implied ? ruledBy.besides?.(row, this.viewer) : this.viewer.sees(type, row);
  }

  private assertReadable(typeName: string): void {
    if (this.reader.denied.has(typeName)) throw forbidden(`Your roles may not read ${typeName}`);
  }
}

/** The row that the rows of a list belong to, where the list goes by its own key. */
function ownerOf({ typeName }: Place, { by }: ManyField<TableName>, { row }: Anyone): Owner | undefined {
  return by === undefined ? undefined : { typeName, row, key: by };
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
