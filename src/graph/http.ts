// The HTTP server: its routes, its limits of size and time, where it listens and how it drains. What a GraphQL request means is
// Apollo's business; who asks and what it may cost is decided behind it.
import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { BaseContext } from '@apollo/server';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Counter, type Registry } from 'prom-client';
import type { ErrorMask } from './errors.ts';
import { GRAPHIQL_PATH, type Graphiql } from './graphiql.ts';
import { browserHandler, type GraphqlRouteParts, graphqlHandler } from './graphql-route.ts';
import { type Answer, createWriter, errorAnswer, JSON_TYPE, type Writer } from './http-answer.ts';
import { createListener, type Listener } from './http-listener.ts';

export interface HttpLog {
  debug(fields: object, message: string): void;
}

export interface Readiness {
  readonly ready: boolean;
  /** What was looked at, by name, and how it stands. */
  readonly checks: Readonly<Record<string, string>>;
}

export interface HttpSettings {
  readonly production: boolean;
  readonly bodyLimitBytes: number;
  /** How long a request may take; longer than a statement may, so that the store's own timeout speaks first. */
  readonly handlerMs: number;
  /** How long requests under way may still run when the server stops. */
  readonly drainMs?: number;
}

export interface HttpParts<C extends BaseContext> extends GraphqlRouteParts<C> {
  readonly settings: HttpSettings;
  readonly log: HttpLog;
  /** Where the counts of answers go, and what `/metrics` shows. */
  readonly registry: Registry;
  readonly readiness: () => Promise<Readiness>;
  /** Takes what sources push; left out: nobody may push anything. */
  readonly intake?: Intake;
}

/** What a source pushes: the bytes as they came, which its signature is about. */
export interface IntakeRequest {
  readonly source: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface IntakeAnswer {
  readonly status: number;
  /** What is wrong; left out where nothing is. */
  readonly message?: string;
  readonly body?: object;
  /** Further headers, name and value in turn. */
  readonly headers?: readonly string[];
}

export interface Intake {
  readonly bodyLimitBytes: number;
  take(request: IntakeRequest): Promise<IntakeAnswer>;
}

export interface Http extends Listener {
  /** For requests without a network, as tests make them. */
  readonly inject: FastifyInstance['inject'];
}

const READINESS_MS = 2_000;
const DRAIN_MS = 10_000;
const REQUEST_ID = /^[\w.:-]{1,128}$/;
const OTHER_METHODS = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'];
const SHARED_FOREVER = 'public, max-age=31536000, immutable';

export async function buildHttp<C extends BaseContext>(parts: HttpParts<C>): Promise<Http> {
  const { settings } = parts;
  const app = fastify({
    logger: false,
    bodyLimit: settings.bodyLimitBytes,
    genReqId: requestIdOf,
    exposeHeadRoutes: false,
    return503OnClosing: false,
  });
  const listener = createListener((request, response) => app.routing(request, response), {
    handlerMs: settings.handlerMs,
    drainMs: settings.drainMs ?? DRAIN_MS,
  });
  const write = createWriter(settings.production, listener.draining);
  app.addHook('onRequest', createObserver(parts));
  acceptJsonOnly(app);
  addGraphql(app, write, parts);
  addOperations(app, write, parts, listener);
  if (parts.intake) addIntake(app, write, parts.intake);
  app.setNotFoundHandler((request, reply) => {
    write(
      reply,
      errorAnswer(request.headers.accept, 404, 'There is nothing here; the graph is at /graphql.'),
    );
  });
  app.setErrorHandler((error, request, reply) => {
    write(
      reply,
      failureAnswer(error, request, parts.errors, request.routeOptions.bodyLimit ?? settings.bodyLimitBytes),
    );
  });
  await app.ready();
  return { ...listener, inject: app.inject.bind(app) };
}

/** The client's own id where it is one that can be quoted and logged as it stands. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Counts and, at level debug, logs every answer when it is out. */
function createObserver({ registry, log }: { registry: Registry; log: HttpLog }) {
  const answers = new Counter({
    name: 'revgraph_http_requests_total',
    help: 'HTTP requests by route and status; 499 where the client left before its answer.',
    labelNames: ['route', 'status'],
    registers: [registry],
  });
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const began = performance.now();
    reply.raw.once('close', () => {
      const route = request.routeOptions.url ?? 'unknown';
      const status = reply.raw.writableFinished ? reply.raw.statusCode : 499;
      answers.inc({ route, status });
      const seconds = (performance.now() - began) / 1000;
      log.debug({ requestId: request.id, method: request.method, route, status, seconds }, 'request');
    });
    done();
  };
}

/** JSON in UTF-8 and nothing else: forms and plain text are what another site's page could send without asking. */
function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const type = request.headers['content-type'] ?? '';
    if (/;\s*charset=/i.test(type) && !/;\s*charset="?utf-?8"?\s*(;|$)/i.test(type)) {
      return done(refusal(415, 'A body is JSON in UTF-8.'));
    }
    if (request.headers['content-encoding'] !== undefined) {
      return done(refusal(415, 'A body comes without content-encoding.'));
    }
    if (!isUtf8(body)) return done(refusal(400, 'The body is not valid UTF-8.'));
    if (body.length === 0) return done(refusal(400, 'The body is empty.'));
    try {
      done(null, JSON.parse(body.toString()));
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
      done(refusal(400, `The body is not valid JSON: ${reason}`));
    }
  });
}

class Refusal extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

function refusal(statusCode: number, message: string): Error {
  return new Refusal(statusCode, message);
}

function addGraphql<C extends BaseContext>(app: FastifyInstance, write: Writer, parts: HttpParts<C>): void {
  const graphql = graphqlHandler(parts, write, parts.settings.handlerMs);
  app.post('/graphql', graphql);
  app.get('/graphql', browserHandler(parts.graphiql, write, graphql));
  app.route({
    method: OTHER_METHODS,
    url: '/graphql',
    onRequest: async (request, reply) => {
      const answer = errorAnswer(request.headers.accept, 405, 'The graph answers GET and POST.');
      write(reply, { ...answer, headers: ['allow', 'GET, POST'] });
    },
    handler: async () => undefined,
  });
  app.get(`${GRAPHIQL_PATH}*`, async (request, reply) => {
    write(reply, await assetAnswer(parts.graphiql, request));
  });
  app.get('/', async (_request, reply) => {
    write(reply, { status: 302, type: 'text/plain', body: '', headers: ['location', '/graphql'] });
  });
}

async function assetAnswer(graphiql: Graphiql | undefined, request: FastifyRequest): Promise<Answer> {
  const { pathname } = new URL(request.url, 'http://graph');
  const asset = graphiql?.asset(pathname.slice(GRAPHIQL_PATH.length));
  if (asset === undefined) return errorAnswer(request.headers.accept, 404, 'GraphiQL has no such file.');
  return { status: 200, type: asset.type, body: await asset.read(), cacheControl: SHARED_FOREVER };
}

const CODES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  503: 'UNAVAILABLE',
};

/** Bodies of any type come in here as bytes: who sent them is asked before anybody reads them. */
function addIntake(app: FastifyInstance, write: Writer, { bodyLimitBytes, take }: Intake): void {
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.post<{ Params: { source: string } }>(
      '/ingest/:source',
      { bodyLimit: bodyLimitBytes },
      async ({ params, headers, body: bytes }, reply) => {
        const body = Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
        const { status, message, body: said, ...rest } = await take({ source: params.source, headers, body });
        const answer =
          message === undefined
            ? { status, type: JSON_TYPE, body: JSON.stringify(said) }
            : errorAnswer(headers.accept, status, message, { code: CODES[status] ?? 'BAD_REQUEST' });
        write(reply, { ...answer, ...rest });
      },
    );
    done();
  });
}

/** What an operator's tools ask: they get no graph, and need no token. */
function addOperations<C extends BaseContext>(
  app: FastifyInstance,
  write: Writer,
  { registry, readiness, errors }: HttpParts<C>,
  { draining }: Listener,
): void {
  const json = (reply: FastifyReply, status: number, body: object) =>
    write(reply, { status, type: JSON_TYPE, body: JSON.stringify(body) });
  app.get('/health/live', async (_request, reply) => json(reply, 200, { status: 'live' }));
  app.get('/health/ready', async (request, reply) => {
    if (draining()) return json(reply, 503, { status: 'draining' });
    const { ready, checks } = await settled(readiness, (error) => errors.report(error, request.id));
    json(reply, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks });
  });
  app.get('/metrics', async (_request, reply) => {
    write(reply, { status: 200, type: registry.contentType, body: await registry.metrics() });
  });
}

/** A check that fails or hangs says that this process is not ready; it must not say so by hanging too. */
async function settled(
  readiness: () => Promise<Readiness>,
  report: (error: unknown) => void,
): Promise<Readiness> {
  const late = Promise.withResolvers<Readiness>();
  const timer = setTimeout(
    () => late.resolve({ ready: false, checks: { store: 'no answer in time' } }),
    READINESS_MS,
  );
  try {
    return await Promise.race([readiness(), late.promise]);
  } catch (error) {
    report(error);
    return { ready: false, checks: { store: 'failed; see the log' } };
  } finally {
    clearTimeout(timer);
  }
}

/** What went wrong before GraphQL had its turn: the client's fault by its rule, anything else masked. */
function failureAnswer(
  error: unknown,
  request: FastifyRequest,
  errors: ErrorMask,
  bodyLimitBytes: number,
): Answer {
  const { accept } = request.headers;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
  if (status === 413) return errorAnswer(accept, 413, `The body is larger than ${bodyLimitBytes} bytes.`);
  if (error instanceof Refusal) return errorAnswer(accept, error.statusCode, error.message);
  if (status === 415) return errorAnswer(accept, 415, 'A body is sent as content-type application/json.');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return errorAnswer(accept, status, 'The request is malformed.');
  }
  errors.report(error, request.id);
  const { message, extensions } = errors.formatError({ message: 'Internal server error' }, error);
  return errorAnswer(accept, 500, message, extensions);
}
