// Plans: a document with an operation, a shape of variables and an access profile is compiled once and kept. A plan is the
// statement's text, its slots and its cost as a function of a request's bindings.
import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import { shapeOf } from './arguments.ts';
import { compileQuery, type Reader } from './compile.ts';
import { type Price, priceOf } from './cost.ts';
import { concatenated } from './json-text.ts';
import type { Registry } from './registry.ts';
import { type Document, rootSelection, type Selected } from './selection.ts';
import { type Bindings, Slot } from './slots.ts';
import { compacted } from './statement-text.ts';

/** A compiled operation. */
export interface Plan {
  /** One statement with one row and one column: the JSON of `data`, as far as it compiles. Empty where nothing does. */
  readonly text: string;
  /** The name to prepare the statement under: a hash of its text. Undefined at the first use, which may be the only one. */
  name: string | undefined;
  readonly values: (bindings: Bindings) => unknown[];
  readonly price: (bindings: Bindings) => Price;
  /** True where the statement's text is the whole answer. */
  readonly whole: boolean;
}

const MAXIMUM_PLANS = 1_000;

/** The plans of one process, at most 1,000, the least recently used leaving first. */
export class Plans {
  private readonly registry: Registry;
  private readonly plans = new Map<string, Plan>();
  private readonly compiler = new Kysely<never>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });

  constructor(registry: Registry) {
    this.registry = registry;
  }

  /** The plan of a query for a reader. `documentKey` identifies the document's text. Throws access and input errors. */
  planOf(
    documentKey: string,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
    reader: Reader,
  ): Plan {
    const key = this.keyOf(documentKey, operation, variables, reader);
    return this.remembered(key, () => {
      const scope = { fragments: fragmentsOf(document), variables };
      return this.compile(rootSelection(operation.selectionSet, scope), scope, reader);
    });
  }

  /** The plan of root fields that no document holds as they are, such as the lookups behind payloads, under a key of its own. */
  planOfFields(key: string, selected: Selected, scope: Document, reader: Reader): Plan {
    return this.remembered(key, () => this.compile(selected, scope, reader));
  }

  /** What tells apart the requests for which an operation compiles to different statements. */
  keyOf(
    documentKey: string,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
    reader: Reader,
  ): string {
    const shape = shapeOfVariables(this.registry.schema, operation, variables);
    return `${documentKey}|${operation.name?.value ?? ''}|${shape}|${reader.profile}`;
  }

  get size(): number {
    return this.plans.size;
  }

  private remembered(key: string, compile: () => Plan): Plan {
    const known = this.plans.get(key);
    if (known) {
      this.plans.delete(key);
      this.plans.set(key, known);
      known.name ??= `r_${createHash('sha256').update(known.text).digest('hex').slice(0, 32)}`;
      return known;
    }
    const plan = compile();
    this.plans.set(key, plan);
    const oldest = this.plans.keys().next().value;
    if (this.plans.size > MAXIMUM_PLANS && oldest !== undefined) this.plans.delete(oldest);
    return plan;
  }

  private compile(selected: Selected, scope: Document, reader: Reader): Plan {
    const compiled = compileQuery(this.registry, reader, selected, scope);
    const query: CompiledQuery = sql`select ${concatenated(compiled.text)} as "data"`.compile(this.compiler);
    const { text, parameters } = compacted({ text: query.sql, parameters: query.parameters });
    return {
      text,
      name: undefined,
      values: (bindings) => {
        for (const check of compiled.checks) check.read(bindings);
        return parameters.map((value) => (value instanceof Slot ? value.read(bindings) : value));
      },
      price: (bindings) => priceOf(compiled.costs, bindings),
      whole: compiled.whole,
    };
  }
}

/** The fragments of a document by name. */
export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}

function shapeOfVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): string {
  let shape = '';
  for (const definition of operation.variableDefinitions ?? []) {
    const type = typeFromAST(schema, definition.type) as GraphQLInputType | undefined;
    if (type) shape += `${shapeOf(variables[definition.variable.name.value], type)};`;
  }
  return shape;
}
