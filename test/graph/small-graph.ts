// A graph of a few fields behind the real HTTP server, for tests of what happens before and around a GraphQL request.
import { ApolloServer } from '@apollo/server';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { apolloOptions } from '../../src/graph/apollo-options.ts';
import { createErrorMask } from '../../src/graph/errors.ts';
import { buildHttp, type Http, type HttpParts, type Readiness } from '../../src/graph/http.ts';

export interface SmallContext {
  readonly signal: AbortSignal;
}

interface LogLine {
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface SmallGraph extends Http {
  readonly url: string;
  readonly lines: LogLine[];
  /** Signals of the requests so far. */
  readonly signals: AbortSignal[];
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
}

interface SmallGraphOptions {
  readonly production?: boolean;
  readonly introspection?: boolean;
  readonly settings?: Partial<HttpParts<SmallContext>['settings']>;
  readonly host?: string;
  readonly graphiql?: HttpParts<SmallContext>['graphiql'];
  readonly readiness?: () => Promise<Readiness>;
  readonly contextOf?: (request: FastifyRequest) => void;
  readonly intake?: HttpParts<SmallContext>['intake'];
  readonly resolvers?: Record<string, (args: Record<string, unknown>, context: SmallContext) => unknown>;
}

const typeDefs = `
  type Query { greeting(name: String): String, count(id: ID!): Int, wait: String, broken: String, secretName: String }
  type Mutation { rename(name: String!): String }
`;

const LIMITS = { depth: 12, aliases: 50, tokens: 2000 };

export async function openSmallGraph(options: SmallGraphOptions = {}): Promise<SmallGraph> {
  const { production = false, introspection = true, settings, contextOf, resolvers = {} } = options;
  const lines: LogLine[] = [];
  const signals: AbortSignal[] = [];
  const line = (fields: object, message: string) => lines.push({ ...fields, message });
  let incidents = 0;
  const errors = createErrorMask({ error: line }, () => `incident-${++incidents}`);
  const quiet = { debug() {}, info() {}, warn() {}, error: (text: string) => lines.push({ message: text }) };
  const all: NonNullable<SmallGraphOptions['resolvers']> = { greeting: () => 'hello', ...resolvers };
  const fields = Object.entries(all).map(([name, resolve]) => [
    name,
    (_: unknown, args: Record<string, unknown>, context: SmallContext) => resolve(args, context),
  ]);
  const apollo = new ApolloServer<SmallContext>({
    ...apolloOptions({ production, introspection, limits: LIMITS, errors, logger: quiet }),
    schema: makeExecutableSchema({ typeDefs, resolvers: { Query: Object.fromEntries(fields) } }),
  });
  await apollo.start();
  const http = await buildHttp<SmallContext>({
    apollo,
    errors,
    graphiql: options.graphiql,
    registry: new Registry(),
    log: { debug: line },
    ...(options.intake && { intake: options.intake }),
    readiness: options.readiness ?? (async () => ({ ready: true, checks: { store: 'ok' } })),
    settings: { production, bodyLimitBytes: 1_048_576, handlerMs: 5_000, ...settings },
    contextOf(request, signal) {
      signals.push(signal);
      contextOf?.(request);
      return { signal };
    },
  });
  const [url = ''] = await http.listen(options.host ?? '127.0.0.1', 0);
  return {
    ...http,
    url,
    lines,
    signals,
    post: (body, headers = {}) =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
  };
}
