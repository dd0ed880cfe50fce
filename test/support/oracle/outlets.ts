// The graph over one database, asked through Apollo Server as clients ask it: once as the raw outlet answers, once forced through
// the executor.
import { ApolloServer, type GraphQLResponse } from '@apollo/server';
import { GraphQLError, type GraphQLSchema, type OperationDefinitionNode, parse, print, visit } from 'graphql';
import { type Access, accessOf, type Claims } from '../../../src/graph/access.ts';
import { apolloOptions } from '../../../src/graph/apollo-options.ts';
import { contextAt, type GraphContext } from '../../../src/graph/context.ts';
import { createErrorMask } from '../../../src/graph/errors.ts';
import { readPlugin, stringifyResult } from '../../../src/graph/execute.ts';
import type { FieldMap } from '../../../src/graph/fields.ts';
import { Plans } from '../../../src/graph/plan.ts';
import { buildRegistry } from '../../../src/graph/registry.ts';
import { buildExecutableSchema, byResponseKey } from '../../../src/graph/schema.ts';
import type { Database } from '../../../src/platform/database.ts';
import { sliceFields } from '../../../src/slices.ts';
import { silentLog } from '../database.ts';

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly codes: readonly string[];
  readonly messages: readonly string[];
  /** Which outlet answered. */
  readonly outlet: 'raw' | 'executor' | 'none';
}

export interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface OutletOptions {
  readonly sdl: readonly string[];
  readonly now: string;
  /** What the slices say, or what a test makes of it. */
  readonly fields?: readonly FieldMap[];
  readonly fieldResolver?: typeof byResponseKey;
  /** Takes what is logged as a fault. */
  readonly faults?: unknown[];
}

export class Outlets {
  readonly schema: GraphQLSchema;
  readonly sdl: readonly string[];
  readonly #apollo: ApolloServer<GraphContext>;
  readonly #now: string;
  #outlet: Answer['outlet'] = 'none';

  /** Limits are out of the way: they have tests of their own. */
  constructor(database: Database, options: OutletOptions) {
    const fields = options.fields ?? sliceFields;
    this.schema = buildExecutableSchema(options.sdl, fields);
    this.sdl = options.sdl;
    this.#now = options.now;
    const log = { error: (seen: object) => void options.faults?.push(seen) };
    const errors = createErrorMask(log, () => 'incident');
    const known = apolloOptions<GraphContext>({
      production: true,
      introspection: true,
      limits: { depth: 1000, aliases: 10_000, tokens: 100_000 },
      errors,
      logger: silentLog,
    });
    const failed = (error: unknown): GraphQLResponse['body'] => {
      const cause =
        error instanceof GraphQLError
          ? error
          : new GraphQLError(String(error), { originalError: error as Error });
      return {
        kind: 'single',
        singleResult: { errors: [errors.formatError(cause.toJSON(), cause)], data: null },
      };
    };
    const read = readPlugin({
      plans: new Plans(buildRegistry(this.schema, fields)),
      statements: database.reads,
      maximumCost: Number.MAX_SAFE_INTEGER,
      maximumNodes: Number.MAX_SAFE_INTEGER,
      failed,
      measure: (outlet) => {
        this.#outlet = outlet;
      },
      monotonic: () => 0,
    });
    this.#apollo = new ApolloServer<GraphContext>({
      ...known,
      schema: this.schema,
      fieldResolver: options.fieldResolver ?? byResponseKey,
      stringifyResult,
      plugins: [...known.plugins, read],
    });
  }

  async start(): Promise<this> {
    await this.#apollo.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.#apollo.stop();
  }

  /** The answer as a client reads it. */
  async ask({ query, variables = {} }: Asked, access: Access): Promise<Answer> {
    this.#outlet = 'none';
    const contextValue = contextAt(access, new AbortController().signal, this.#now);
    const response = await this.#apollo.executeOperation(
      { query, variables: { ...variables } },
      { contextValue },
    );
    if (response.body.kind !== 'single') throw new Error('an answer in parts');
    const text = stringifyResult(response.body.singleResult);
    const { data, errors = [] } = JSON.parse(text) as {
      data?: Answer['data'];
      errors?: { message: string; extensions?: { code?: string } }[];
    };
    return {
      data,
      codes: [...new Set(errors.map((error) => error.extensions?.code ?? 'none'))],
      messages: errors.map((error) => error.message),
      outlet: this.#outlet,
    };
  }

  /** The same operation through the executor: introspection beside it cannot be compiled. */
  async askExecutor({ query, variables }: Asked, access: Access): Promise<Answer> {
    const forced = print(
      visit(parse(query), { OperationDefinition: withIntrospection, FragmentDefinition: () => false }),
    );
    const { data, ...rest } = await this.ask({ query: forced, ...(variables ? { variables } : {}) }, access);
    if (!data) return { ...rest, data };
    const { forced: _, ...own } = data;
    return { ...rest, data: own };
  }
}

const introspection = (
  parse('{ forced: __schema { queryType { name } } }').definitions[0] as OperationDefinitionNode
).selectionSet.selections;

function withIntrospection(operation: OperationDefinitionNode): OperationDefinitionNode {
  const selections = [...introspection, ...operation.selectionSet.selections];
  return { ...operation, selectionSet: { ...operation.selectionSet, selections } };
}

/** A viewer's access as a token gives it; entities by id, all where none are given. */
export function viewerOf(roles: readonly string[], entities?: readonly string[]): Access {
  const claims: Claims = { sub: 'oracle', iss: 'test', roles, entities: entities ?? ['*'] };
  return accessOf(claims, new Map((entities ?? []).map((id) => [id, id])));
}
