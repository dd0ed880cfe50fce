// How an answer is written to the wire: the headers that every answer carries, and errors in the shape of GraphQL for requests
// that never became one.
import type { FastifyReply } from 'fastify';

export const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** A client that is still sending what nobody reads needs a moment to see why; then the connection is cut. */
const LINGER_MS = 2_000;

const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";

const SECURITY_HEADERS: readonly string[] = [
  'x-content-type-options',
  'nosniff',
  'x-frame-options',
  'DENY',
  'referrer-policy',
  'no-referrer',
  'cross-origin-opener-policy',
  'same-origin',
  'cross-origin-resource-policy',
  'same-origin',
];
/** Browsers mind it over TLS only, which a proxy in front of this server ends. */
const TRANSPORT_HEADERS: readonly string[] = [
  'strict-transport-security',
  'max-age=31536000; includeSubDomains',
];

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** Further headers, name and value in turn. */
  readonly headers?: readonly string[];
  readonly contentSecurityPolicy?: string;
  readonly cacheControl?: string;
}

export type Writer = (reply: FastifyReply, answer: Answer) => void;

/**
 * Writes past Fastify's own reply, which costs as much as the rest of a small answer. While the server drains, every answer asks
 * the client to open its next connection elsewhere.
 */
export function createWriter(production: boolean, draining: () => boolean): Writer {
  const standing = production ? [...SECURITY_HEADERS, ...TRANSPORT_HEADERS] : SECURITY_HEADERS;
  return (reply, answer) => {
    const response = reply.raw;
    reply.hijack();
    if (response.headersSent || response.destroyed) return;
    // As bytes: of a string Node first makes room for three bytes per character.
    const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
    response.writeHead(answer.status, [
      'content-type',
      answer.type,
      'content-length',
      String(body.length),
      'cache-control',
      answer.cacheControl ?? 'no-store',
      'content-security-policy',
      answer.contentSecurityPolicy ?? NO_CONTENT_POLICY,
      'x-request-id',
      reply.request.id,
      ...standing,
      ...(answer.headers ?? []),
      ...(draining() || answer.status === 413 ? ['connection', 'close'] : []),
    ]);
    if (answer.status === 413) lingerAndEnd(reply, body);
    else response.end(body);
  };
}

/** Ends the answer when the client has sent all or has had its time: cut at once, many clients would see only a broken pipe. */
function lingerAndEnd(reply: FastifyReply, body: Buffer): void {
  const request = reply.request.raw;
  const response = reply.raw;
  response.write(body);
  const timer = setTimeout(end, LINGER_MS);
  function end(): void {
    clearTimeout(timer);
    response.end();
  }
  if (request.readableEnded) {
    end();
    return;
  }
  request.once('end', end);
  request.once('close', end);
  request.resume();
}

/** An error before GraphQL had its turn, in the media type that the client reads. */
export function errorAnswer(
  accept: string | undefined,
  status: number,
  message: string,
  extensions: Readonly<Record<string, unknown>> = { code: 'BAD_REQUEST' },
): Answer {
  const graphqlOnly =
    accept?.includes('application/graphql-response+json') && !accept.includes('application/json');
  return {
    status,
    type: graphqlOnly ? GRAPHQL_TYPE : JSON_TYPE,
    body: JSON.stringify({ errors: [{ message, extensions }] }),
  };
}
