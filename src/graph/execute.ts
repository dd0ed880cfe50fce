// Two outlets for one compiled read: a query that compiles whole is answered with PostgreSQL's text as it is; everything else takes
// the ordinary executor, which runs the same single statement once and reads its fields by response key.
import type {
  ApolloServerPlugin,
  GraphQLRequest,
  GraphQLRequestContextDidResolveOperation,
  GraphQLRequestContextResponseForOperation,
  GraphQLResponse,
} from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import {
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import type { Statements } from '../platform/statements.ts';
import { type Access, assertMayAsk } from './access.ts';
import type { Reader } from './compile.ts';
import type { GraphContext } from './context.ts';
import type { Price } from './cost.ts';
import { limitExceeded, withoutPartialData } from './errors.ts';
import { type MutationParts, prepareMutation } from './mutate.ts';
import { fragmentsOf, type Plans } from './plan.ts';
import { RequestRead } from './read.ts';
import type { Bindings } from './slots.ts';

export interface ReadOptions {
  readonly plans: Plans;
  readonly statements: Statements;
  /** Absent where nothing is to be changed. */
  readonly mutations?: MutationParts;
  readonly maximumCost: number;
  readonly maximumNodes: number;
  /** Turns an error into what the client may know; the same function that Apollo calls. */
  readonly failed: (error: unknown, requestId: string | undefined) => GraphQLResponse['body'];
  readonly measure: (outlet: 'raw' | 'executor', seconds: number, price: Price, mutation?: boolean) => void;
  readonly monotonic: () => number;
}

/** The key under which an answer's text stands in `data` until the response is written; no response key can be a symbol. */
const rawText = Symbol('raw text');

/** Writes a result: a raw answer as it is, anything else as JSON. */
export function stringifyResult(result: FormattedExecutionResult): string {
  const text: unknown = Reflect.get(result.data ?? {}, rawText);
  return typeof text === 'string' ? text : JSON.stringify(result);
}

function readerOf(access: Access): Reader {
  return {
    profile: access.profile,
    allEntities: access.entities === 'all',
    lifted: access.lifted,
    denied: access.denied,
  };
}

/** The Apollo plugin of the read path. Coercion, access, compilation and cost run, in this order, before any SQL. */
export function readPlugin(options: ReadOptions): ApolloServerPlugin<GraphContext> {
  return {
    async requestDidStart() {
      const started = options.monotonic();
      return {
        async didResolveOperation(request) {
          prepare(options, request);
        },
        async responseForOperation(request) {
          return answerRaw(options, request, started);
        },
        async willSendResponse({ contextValue, response, request }) {
          const { read, mutation } = contextValue;
          if (!mutation && (!read || read.plan.whole)) return;
          await read?.close();
          const price = (mutation ?? read)?.price ?? { cost: 0, nodes: 0 };
          options.measure('executor', options.monotonic() - started, price, mutation !== undefined);
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          // What was committed stands, whatever became of reading it.
          const result = mutation ? singleResult : withoutPartialData(singleResult);
          const extensions = asksForCost(request) ? { extensions: { cost: price } } : {};
          response.body.singleResult = { ...result, ...extensions };
        },
      };
    },
  };
}

function prepare(
  options: ReadOptions,
  request: GraphQLRequestContextDidResolveOperation<GraphContext>,
): void {
  const { operation, document, contextValue, schema, queryHash } = request;
  if (!operation) return;
  assertHasRoot(schema, operation);
  if (operation.operation === 'subscription') return;
  const coerced = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    request.request.variables ?? {},
    {
      maxErrors: 5,
    },
  );
  if (coerced.errors) throw inputErrors(coerced.errors);
  assertMayAsk(contextValue.access, document, operation);
  if (!contextValue.access) return;
  const access = contextValue.access;
  const reader = readerOf(access);
  const bindings: Bindings = {
    variables: coerced.coerced,
    entities: access.entities === 'all' ? [] : access.entities,
    subject: access.subject,
    roles: [...access.roles],
    now: contextValue.now,
  };
  const { signal } = contextValue;
  if (operation.operation === 'mutation') {
    const { mutations, plans } = options;
    if (!mutations) throw new Error('Nothing can be changed through this graph');
    const scope = { fragments: fragmentsOf(document), variables: coerced.coerced };
    const asked = { documentKey: queryHash, operation, document: scope, access, reader, bindings, signal };
    contextValue.mutation = prepareMutation(mutations, plans, asked);
    assertAffordable(options, contextValue.mutation.price);
    return;
  }
  const plan = options.plans.planOf(queryHash, document, operation, coerced.coerced, reader);
  const price = plan.price(bindings);
  assertAffordable(options, price);
  const { statements } = options;
  contextValue.read = new RequestRead({ plan, bindings, reader, price, statements, signal });
}

function assertAffordable({ maximumCost, maximumNodes }: ReadOptions, { cost, nodes }: Price): void {
  if (cost > maximumCost) throw limitExceeded('cost', cost, maximumCost);
  if (nodes > maximumNodes) throw limitExceeded('nodes', nodes, maximumNodes);
}

/** The executor would call an operation of a kind that the schema does not have a fault of the program. */
function assertHasRoot(schema: GraphQLSchema, { operation }: OperationDefinitionNode): void {
  if (schema.getRootType(operation)) return;
  throw new GraphQLError(`This graph has no ${operation}s.`, {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
  });
}

function inputErrors(errors: readonly GraphQLError[]): GraphQLError {
  const message = errors.map((error) => error.message).join('; ');
  const nodes = errors.flatMap((error) => error.nodes ?? []);
  return new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}

/** Whether the client wants to know what its operation cost: header `x-revgraph-cost`. */
function asksForCost(request: GraphQLRequest): boolean {
  return request.http?.headers.get('x-revgraph-cost') !== undefined;
}

async function answerRaw(
  options: ReadOptions,
  request: GraphQLRequestContextResponseForOperation<GraphContext>,
  started: number,
): Promise<GraphQLResponse | null> {
  const { read } = request.contextValue;
  if (!read?.plan.whole) return null;
  const http = { headers: new HeaderMap() };
  try {
    const data = await read.text();
    const extensions = asksForCost(request.request)
      ? `,"extensions":{"cost":${JSON.stringify(read.price)}}`
      : '';
    options.measure('raw', options.monotonic() - started, read.price);
    const answer: Record<string | symbol, unknown> = { [rawText]: `{"data":${data}${extensions}}` };
    return { http, body: { kind: 'single', singleResult: { data: answer } } };
  } catch (error) {
    const requestId = request.request.http?.headers.get('x-request-id');
    return { http, body: options.failed(error, requestId) };
  }
}
