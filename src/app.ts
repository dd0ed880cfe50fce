// Composition root: slices, schema, reader and gates become one Apollo Server behind HTTP. Tests start here, with a store of
// their own.
import { join } from 'node:path';
import { ApolloServer, type GraphQLResponse } from '@apollo/server';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { legalEntityIdsByCode } from './entities/store.ts';
import { apolloOptions } from './graph/apollo-options.ts';
import { contextAt, type GraphContext } from './graph/context.ts';
import {
  DEVELOPMENT_ALGORITHMS,
  DEVELOPMENT_AUDIENCE,
  openDevelopmentIssuer,
} from './graph/development-issuer.ts';
import { createErrorMask, type ErrorMask } from './graph/errors.ts';
import { readPlugin, stringifyResult } from './graph/execute.ts';
import { loadGraphiql } from './graph/graphiql.ts';
import { buildHttp, type Http } from './graph/http.ts';
import { Plans } from './graph/plan.ts';
import { buildRegistry, type Registry } from './graph/registry.ts';
import { buildExecutableSchema, byResponseKey, readSdl } from './graph/schema.ts';
import { createVerifier, remoteKeys, SIGNATURE_ALGORITHMS, type Verifier } from './graph/tokens.ts';
import { createIntake } from './ingestion/ingest-commands.ts';
import { openDoor } from './platform/command.ts';
import type { Config } from './platform/config.ts';
import type { Database } from './platform/database.ts';
import { type Logger, newIncidentId } from './platform/log.ts';
import type { Metrics } from './platform/metrics.ts';
import { sliceFields } from './slices.ts';

const ROOT = join(import.meta.dirname, '..');
const MAXIMUM_TOKEN_AGE_SECONDS = 31 * 86_400;
/** A request may take longer than a statement, so that the store's own timeout speaks first. */
const ANSWER_MARGIN_MS = 10_000;
const FIRST_QUERY = '{ viewer { subject roles } }';

export interface AppParts {
  readonly config: Config;
  readonly database: Database;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The clock of tokens and of each request's `now`. */
  readonly now: () => Date;
  /** Told when messages that were pushed have been kept. */
  readonly messagesKept?: () => void;
  /** What GraphiQL shows first. */
  readonly graphiql?: { readonly defaultQuery: string; readonly defaultHeaders?: string };
}

export interface App {
  readonly schema: GraphQLSchema;
  readonly registry: Registry;
  readonly plans: Plans;
  readonly apollo: ApolloServer<GraphContext>;
  readonly http: Http;
  close(): Promise<void>;
}

/** Builds the schema and its registry; throws when a coordinate has no meaning or two. */
export function buildGraph(): { schema: GraphQLSchema; registry: Registry } {
  const schema = buildExecutableSchema(readSdl(join(ROOT, 'schema')), sliceFields);
  return { schema, registry: buildRegistry(schema, sliceFields) };
}

export async function buildApp(parts: AppParts): Promise<App> {
  const { config, log, metrics, database } = parts;
  const { schema, registry } = buildGraph();
  const plans = new Plans(registry);
  const errors = createErrorMask(log, newIncidentId);
  const apollo = newApollo(parts, registry, plans, errors);
  await apollo.start();
  const verifier = await openVerifier(parts);
  const http = await buildHttp<GraphContext>({
    apollo,
    errors,
    log,
    settings: {
      production: config.environment === 'production',
      bodyLimitBytes: config.http.bodyLimitBytes,
      handlerMs: config.store.statementTimeoutMs + ANSWER_MARGIN_MS,
    },
    registry: metrics.registry,
    readiness: async () => readinessOf(database),
    intake: createIntake({
      db: database.kysely,
      settings: config.ingest,
      now: parts.now,
      accessOf: (authorization) => verifier.accessOf(authorization),
      ...(parts.messagesKept && { kept: parts.messagesKept }),
    }),
    graphiql: await loadGraphiql(
      join(ROOT, 'dist/graphiql'),
      parts.graphiql ?? { defaultQuery: FIRST_QUERY },
    ),
    contextOf: async (request, signal) =>
      contextAt(await verifier.accessOf(request.headers.authorization), signal, parts.now().toISOString()),
  });
  const close = async () => {
    await http.drain();
    await apollo.stop();
  };
  return { schema, registry, plans, apollo, http, close };
}

function newApollo(
  { config, database, log, metrics }: AppParts,
  registry: Registry,
  plans: Plans,
  errors: ErrorMask,
): ApolloServer<GraphContext> {
  const options = apolloOptions<GraphContext>({
    production: config.environment === 'production',
    introspection: config.http.introspection,
    limits: config.limits,
    errors,
    logger: log,
  });
  const read = readPlugin({
    plans,
    statements: database.reads,
    mutations: { registry, door: openDoor(database.kysely), statements: database.statements },
    maximumCost: config.limits.cost,
    maximumNodes: config.limits.nodes,
    failed: (error, requestId) => failedBody(errors, error, requestId),
    measure: (outlet, seconds, _price, mutation = false) =>
      metrics.observeRequest(
        { outlet, operation_type: mutation ? 'mutation' : 'query', outcome: 'ok' },
        seconds,
      ),
    monotonic: () => performance.now() / 1000,
  });
  return new ApolloServer<GraphContext>({
    ...options,
    schema: registry.schema,
    fieldResolver: byResponseKey,
    stringifyResult,
    plugins: [...options.plugins, read],
  });
}

/** What the raw outlet answers when its statement fails: the same as the executor says through Apollo. */
function failedBody(
  errors: ErrorMask,
  error: unknown,
  requestId: string | undefined,
): GraphQLResponse['body'] {
  const cause = error instanceof Error ? error : new Error(String(error));
  const known =
    cause instanceof GraphQLError ? cause : new GraphQLError(cause.message, { originalError: cause });
  // Before it is formatted, which knows no request.
  errors.report(known, requestId);
  return {
    kind: 'single',
    singleResult: { errors: [errors.formatError(known.toJSON(), known)], data: null },
  };
}

async function readinessOf(database: Database) {
  try {
    await database.statements.run('select 1', []);
    return { ready: true, checks: { store: 'answers' } };
  } catch {
    return { ready: false, checks: { store: 'does not answer' } };
  }
}

async function openVerifier({ config, database, now }: AppParts): Promise<Verifier> {
  const common = {
    maxAgeSeconds: MAXIMUM_TOKEN_AGE_SECONDS,
    now,
    resolveEntities: (codes: readonly string[]) => legalEntityIdsByCode(database.kysely, codes),
  };
  if (config.auth.kind === 'oidc') {
    const { issuer, audience, jwksUrl } = config.auth;
    return createVerifier({
      ...common,
      issuer,
      audience,
      key: remoteKeys(new URL(jwksUrl)),
      algorithms: SIGNATURE_ALGORITHMS,
    });
  }
  const issuer = await openDevelopmentIssuer({
    directory: config.store.dataDir,
    audience: DEVELOPMENT_AUDIENCE,
    production: config.environment === 'production',
    now,
  });
  return createVerifier({
    ...common,
    issuer: issuer.issuer,
    audience: DEVELOPMENT_AUDIENCE,
    key: issuer.key,
    algorithms: DEVELOPMENT_ALGORITHMS,
  });
}
