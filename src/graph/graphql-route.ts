// The route of GraphQL: hands a request to Apollo and its answer to the wire, stops what nobody waits for, and serves GraphiQL to
// browsers. Our own adapter: it is not much code, and what an answer does (its head, a late or abandoned request) is decided here.
import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorMask, faulted } from './errors.ts';
import type { Graphiql } from './graphiql.ts';
import { type Answer, errorAnswer, JSON_TYPE, type Writer } from './http-answer.ts';

export interface GraphqlRouteParts<C extends BaseContext> {
  readonly apollo: ApolloServer<C>;
  /** Who asks, and under what: may throw what `errors.ts` makes. The signal fires when nobody waits for the answer any more. */
  readonly contextOf: (request: FastifyRequest, signal: AbortSignal) => C | Promise<C>;
  readonly errors: ErrorMask;
  readonly graphiql: Graphiql | undefined;
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Well-formed requests that GraphQL refused: under `application/json` such an answer is 200 (GraphQL over HTTP, section 6.4.1). */
const REFUSED_BY_GRAPHQL: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'LIMIT_EXCEEDED',
]);

const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'];

export function graphqlHandler<C extends BaseContext>(
  parts: GraphqlRouteParts<C>,
  write: Writer,
  handlerMs: number,
): Handler {
  return async (request, reply) => {
    const gone = new AbortController();
    const late = setTimeout(() => {
      write(reply, lateAnswer());
      gone.abort();
    }, handlerMs);
    // The request's own 'close' fires as soon as its body is read; only the answer's tells that the client left.
    reply.raw.once('close', () => {
      clearTimeout(late);
      if (!reply.raw.writableFinished) gone.abort();
    });
    const response = await parts.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        headers: headersOf(request),
        search: searchOf(request.url),
        body: request.body,
      },
      context: () => contextFor(parts, request, gone.signal),
    });
    write(reply, answerOf(response));
  };
}

/** GraphiQL for who prefers a page; a query in the address runs only where a header proves that no other site sent it. */
export function browserHandler(graphiql: Graphiql | undefined, write: Writer, otherwise: Handler): Handler {
  return async (request, reply) => {
    if (!prefersPage(request)) return otherwise(request, reply);
    if (graphiql === undefined) {
      const message = 'GraphiQL is not built: run "npm run prepare". The graph answers POST /graphql.';
      write(reply, { status: 200, type: 'text/plain; charset=utf-8', body: message });
      return;
    }
    write(reply, {
      status: 200,
      type: 'text/html; charset=utf-8',
      body: isLocal(request) ? graphiql.page : graphiql.guestPage,
      contentSecurityPolicy: graphiql.contentSecurityPolicy,
    });
  };
}

/** Asked on this machine under one of its own names: another name may be that of a page that was rebound to this address. */
function isLocal({ ip, hostname }: FastifyRequest): boolean {
  return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(ip) && LOCAL_NAMES.has(hostname.toLowerCase());
}

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

function prefersPage(request: FastifyRequest): boolean {
  const { headers } = request;
  return (
    headers.accept?.includes('text/html') === true &&
    PREFLIGHT_HEADERS.every((header) => headers[header] === undefined)
  );
}

async function contextFor<C extends BaseContext>(
  { contextOf, errors }: GraphqlRouteParts<C>,
  request: FastifyRequest,
  signal: AbortSignal,
): Promise<C> {
  try {
    return await contextOf(request, signal);
  } catch (error) {
    errors.report(error, request.id);
    throw error;
  }
}

function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const name in request.headers) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, typeof value === 'string' ? value : value.join(', '));
  }
  // What else looks at the request finds its id here, whether the client sent one or not.
  headers.set('x-request-id', request.id);
  return headers;
}

function searchOf(url: string): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}

function answerOf({ status = 200, headers, body }: HTTPGraphQLResponse): Answer {
  const type = headers.get('content-type') ?? JSON_TYPE;
  if (body.kind !== 'complete') return errorAnswer(type, 406, 'This graph answers in one piece only.');
  const others: string[] = [];
  for (const [name, value] of headers) if (name !== 'content-type') others.push(name, value);
  const refused = status === 400 && type.startsWith('application/json') && isRefusedByGraphql(body.string);
  return { status: refused ? 200 : status, type, body: body.string, headers: others };
}

function isRefusedByGraphql(body: string): boolean {
  return REFUSED_BY_GRAPHQL.has(JSON.parse(body).errors?.[0]?.extensions?.code);
}

function lateAnswer(): Answer {
  const { message, extensions } = faulted('TIMEOUT');
  return {
    status: 200,
    type: JSON_TYPE,
    body: JSON.stringify({ errors: [{ message, extensions }], data: null }),
  };
}
