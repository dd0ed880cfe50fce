// What the HTTP server does with requests: good ones, bad ones, abandoned ones, and those under way when it stops.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { forbidden, unauthenticated } from '../../src/graph/errors.ts';
import { openSmallGraph, type SmallGraph } from './small-graph.ts';

const open: SmallGraph[] = [];

async function graphWith(options: Parameters<typeof openSmallGraph>[0] = {}): Promise<SmallGraph> {
  const graph = await openSmallGraph(options);
  open.push(graph);
  return graph;
}

afterEach(async () => {
  for (const graph of open.splice(0)) await graph.drain();
});

const GREETING = { query: '{ greeting }' };

async function errorOf(response: Response) {
  const body = (await response.json()) as {
    errors: { message: string; extensions: Record<string, unknown> }[];
  };
  return { status: response.status, ...body.errors[0]! };
}

describe('a request that is well-formed', () => {
  test('is answered by GraphQL, uncached and under the security headers', async () => {
    const graph = await graphWith({ production: true });
    const response = await graph.post(GREETING, { origin: 'https://elsewhere.example' });
    expect(await response.json()).toEqual({ data: { greeting: 'hello' } });
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'referrer-policy': 'no-referrer',
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('keeps the id that the client gave it, unless that could not be quoted', async () => {
    const graph = await graphWith();
    const kept = await graph.post(GREETING, { 'x-request-id': 'batch:17.a' });
    expect(kept.headers.get('x-request-id')).toBe('batch:17.a');
    const replaced = await graph.post(GREETING, { 'x-request-id': 'a "quoted" one' });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });

  test('runs from an address only with a header that no other site can send', async () => {
    const graph = await graphWith();
    const url = `${graph.url}/graphql?query=${encodeURIComponent('{ greeting }')}`;
    expect(await errorOf(await fetch(url))).toMatchObject({
      status: 400,
      message: expect.stringMatching(/content-type: application\/json .* apollo-require-preflight: 1/),
      extensions: { code: 'BAD_REQUEST' },
    });
    const nothing = await fetch(`${graph.url}/graphql`, { method: 'POST' });
    expect(await errorOf(nothing)).toMatchObject({
      status: 400,
      message: expect.stringContaining('content-type: application/json'),
    });
    const proven = await fetch(url, {
      headers: { 'apollo-require-preflight': '1', accept: 'text/html, */*' },
    });
    expect(await proven.json()).toEqual({ data: { greeting: 'hello' } });
  });

  test('changes nothing by GET', async () => {
    const graph = await graphWith();
    const query = encodeURIComponent('mutation { rename(name: "x") }');
    const response = await fetch(`${graph.url}/graphql?query=${query}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});

describe('a request that is not', () => {
  const bodies: [what: string, status: number, rule: RegExp, body: string | Uint8Array, type?: string][] = [
    ['plain text', 415, /application\/json/, '{"query":"{ greeting }"}', 'text/plain'],
    ['a form', 415, /application\/json/, 'query=x', 'application/x-www-form-urlencoded'],
    ['JSON in another encoding', 415, /UTF-8/, '{}', 'application/json; charset=latin1'],
    ['bytes that are no UTF-8', 400, /UTF-8/, new Uint8Array([123, 34, 0xff, 34, 125])],
    ['half a JSON object', 400, /not valid JSON/, '{"query":"{ gree'],
    ['an empty body', 400, /empty/, ''],
    ['JSON that is no object', 400, /body/, '"{ greeting }"'],
    ['a batch', 400, /batching/, '[{"query":"{ greeting }"}]'],
    ['an object of nothing', 400, /a non-empty `query`: POST .* content-type: application\/json/, '{}'],
    ['no query', 400, /a non-empty `query`/, '{"variables":{}}'],
    ['an empty query', 400, /a non-empty `query`/, '{"query":""}'],
    ['variables that are a text', 400, /variables/, '{"query":"{ greeting }","variables":"{}"}'],
  ];

  test.each(bodies)('%s is refused with %i and the rule', async (_, status, rule, body, type) => {
    const graph = await graphWith();
    const response = await graph.post(body, type === undefined ? {} : { 'content-type': type });
    const error = await errorOf(response);
    expect(error).toMatchObject({ status, message: expect.stringMatching(rule) });
    expect(error.extensions.code).toBe('BAD_REQUEST');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('compressed content is refused by name', async () => {
    const graph = await graphWith();
    const error = await errorOf(await graph.post(GREETING, { 'content-encoding': 'gzip' }));
    expect(error).toMatchObject({ status: 415, message: expect.stringContaining('content-encoding') });
  });

  test('queries that a client registered are not kept', async () => {
    const graph = await graphWith();
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const error = await errorOf(await graph.post({ ...GREETING, extensions }));
    expect(error.extensions.code).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });

  test.each(['PUT', 'DELETE', 'OPTIONS'])(
    '%s is told which methods there are, and no other site is let in',
    async (method) => {
      const graph = await graphWith();
      const response = await fetch(`${graph.url}/graphql`, {
        method,
        headers: { origin: 'https://elsewhere.example' },
      });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, POST');
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('another address is answered with the right one', async () => {
    const graph = await graphWith();
    const error = await errorOf(await fetch(`${graph.url}/graph`));
    expect(error).toMatchObject({ status: 404, message: expect.stringContaining('/graphql') });
  });

  test('an answer that the client does not accept is 406', async () => {
    const graph = await graphWith();
    expect((await graph.post(GREETING, { accept: 'image/png' })).status).toBe(406);
  });

  test('a proto in the variables reaches nothing', async () => {
    const graph = await graphWith();
    const body =
      '{"query":"{ greeting }","variables":{"__proto__":{"polluted":true}},"__proto__":{"polluted":true}}';
    expect(await (await graph.post(body)).json()).toEqual({ data: { greeting: 'hello' } });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('a request that is too large', () => {
  test('is refused with the limit, and a client that is still sending gets to read it', async () => {
    const graph = await graphWith();
    const error = await errorOf(await graph.post('x'.repeat(50_000_000)));
    expect(error).toMatchObject({ status: 413, message: 'The body is larger than 1048576 bytes.' });
    expect(await (await graph.post(GREETING)).json()).toEqual({ data: { greeting: 'hello' } });
  });

  test('is refused so that also a client that reads nothing before it has sent all learns why', async () => {
    const graph = await graphWith();
    const length = 20_000_000;
    const socket = net.connect(Number(new URL(graph.url).port), '127.0.0.1');
    socket.pause();
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
    );
    for (let sent = 0; sent < length; sent += 100_000) {
      if (!socket.write(' '.repeat(100_000))) await once(socket, 'drain');
    }
    const answer: Buffer[] = [];
    socket.on('data', (chunk) => answer.push(chunk));
    socket.resume();
    await once(socket, 'end');
    const text = String(Buffer.concat(answer));
    expect(text).toMatch(/^HTTP\/1.1 413 /);
    expect(text).toContain('1048576 bytes');
  });

  test('is refused when its size is not announced either', async () => {
    const graph = await graphWith();
    const request = http.request(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    });
    request.on('error', () => {});
    const answered = once(request, 'response');
    for (let sent = 0; sent < 3; sent += 1) request.write(' '.repeat(500_000));
    const [response] = await answered;
    expect(response.statusCode).toBe(413);
    request.destroy();
  });

  test('ten thousand aliases and fifty thousand braces cost a few milliseconds', async () => {
    const graph = await graphWith();
    const aliases = `{ ${Array.from({ length: 10_000 }, (_, i) => `a${i}: greeting`).join(' ')} }`;
    const braces = `{ greeting ${'{ a '.repeat(50_000)}`;
    for (const query of [aliases, braces]) {
      const began = performance.now();
      const error = await errorOf(await graph.post({ query }));
      expect(error.message).toContain('2000 tokens');
      expect(performance.now() - began).toBeLessThan(250);
    }
  });

  test('sixty aliases exceed the limit, which has its own code', async () => {
    const graph = await graphWith();
    const query = `{ ${Array.from({ length: 60 }, (_, i) => `a${i}: greeting`).join(' ')} }`;
    const error = await errorOf(await graph.post({ query }));
    expect(error).toMatchObject({
      status: 200,
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'aliases', allowed: 50 },
    });
  });
});

describe('an error', () => {
  test('of the program is masked by an incident, which the log knows with the id of the request', async () => {
    const graph = await graphWith({
      resolvers: {
        broken: () => {
          throw new Error('password is hunter2');
        },
      },
    });
    const response = await graph.post({ query: '{ broken }' }, { 'x-request-id': 'r1' });
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      data: { broken: null },
      errors: [
        {
          message: 'Something went wrong here; quote incident incident-1 when you report it.',
          locations: [{ line: 1, column: 3 }],
          path: ['broken'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', incident: 'incident-1' },
        },
      ],
    });
    const logged = graph.lines.filter(({ message }) => message === 'a request failed');
    expect(logged).toMatchObject([{ incident: 'incident-1', requestId: 'r1', path: ['broken'] }]);
    expect(logged[0]).toHaveProperty('err.message', 'password is hunter2');
  });

  test('before GraphQL is masked alike', async () => {
    const graph = await graphWith({
      contextOf: () => {
        throw new Error('no such table: viewer');
      },
    });
    const response = await graph.post(GREETING, { 'x-request-id': 'r2' });
    const error = await errorOf(response);
    expect(error).toMatchObject({
      status: 500,
      extensions: { code: 'INTERNAL_SERVER_ERROR', incident: 'incident-1' },
    });
    expect(JSON.stringify(error)).not.toContain('viewer');
    expect(graph.lines).toContainEqual(expect.objectContaining({ incident: 'incident-1', requestId: 'r2' }));
  });

  test.each([
    [401, 'UNAUTHENTICATED', unauthenticated()],
    [403, 'FORBIDDEN', forbidden('No role.')],
  ])('of access is %i %s', async (status, code, refusal) => {
    const graph = await graphWith({
      contextOf: () => {
        throw refusal;
      },
    });
    const response = await graph.post(GREETING);
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
    expect(await errorOf(response)).toMatchObject({ status, extensions: { code } });
  });

  test('of validation suggests no names', async () => {
    const graph = await graphWith();
    const error = await errorOf(await graph.post({ query: '{ secretNam }' }));
    expect(error.message).toBe('Cannot query field "secretNam" on type "Query".');
  });

  test('of a variable is 400 only where the client reads the media type of GraphQL', async () => {
    const graph = await graphWith();
    const body = { query: 'query ($id: ID!) { count(id: $id) }', variables: {} };
    expect((await graph.post(body)).status).toBe(200);
    const strict = await graph.post(body, { accept: 'application/graphql-response+json' });
    expect(await errorOf(strict)).toMatchObject({ status: 400, extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('a client that', () => {
  const waiting = () => {
    const started = Promise.withResolvers<void>();
    const resolvers = {
      wait: (_: unknown, { signal }: { signal: AbortSignal }) => {
        started.resolve();
        return new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('stopped')));
      },
    };
    return { started: started.promise, resolvers };
  };

  test('goes away stops its query', async () => {
    const { started, resolvers } = waiting();
    const graph = await graphWith({ resolvers });
    const leaving = new AbortController();
    const answer = fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ wait }"}',
      signal: leaving.signal,
    });
    await started;
    expect(graph.signals[0]?.aborted).toBe(false);
    leaving.abort();
    await expect(answer).rejects.toThrow();
    await expect.poll(() => graph.signals[0]?.aborted).toBe(true);
    await expect.poll(() => graph.lines.map(({ status }) => status)).toContain(499);
  });

  test('stays never sees its signal fire', async () => {
    const graph = await graphWith();
    await (await graph.post(GREETING)).json();
    await (await graph.post(GREETING)).json();
    expect(graph.signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  test('waits too long is told so, and its query is stopped', async () => {
    const { resolvers } = waiting();
    const graph = await graphWith({ resolvers, settings: { handlerMs: 100 } });
    const response = await graph.post({ query: '{ wait }' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'TIMEOUT' } }],
    });
    expect(graph.signals[0]?.aborted).toBe(true);
  });
});

describe('for operators', () => {
  test('readiness follows the checks, and a check that hangs or fails counts as not ready', async () => {
    let check: () => Promise<{ ready: boolean; checks: Record<string, string> }> = async () => ({
      ready: true,
      checks: { store: 'ok' },
    });
    const graph = await graphWith({ readiness: () => check() });
    expect(await (await fetch(`${graph.url}/health/ready`)).json()).toEqual({
      status: 'ready',
      checks: { store: 'ok' },
    });
    check = async () => ({ ready: false, checks: { store: 'migrating' } });
    expect((await fetch(`${graph.url}/health/ready`)).status).toBe(503);
    check = async () => {
      throw new Error('the secret of the store');
    };
    const failed = await fetch(`${graph.url}/health/ready`);
    expect(failed.status).toBe(503);
    expect(await failed.text()).not.toContain('secret');
    check = () => new Promise(() => {});
    expect((await fetch(`${graph.url}/health/ready`)).status).toBe(503);
  });

  test('metrics count the answers by route', async () => {
    const graph = await graphWith();
    await (await graph.post(GREETING)).json();
    await fetch(`${graph.url}/nowhere/${Math.PI}`);
    const response = await fetch(`${graph.url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toContain('revgraph_http_requests_total{route="/graphql",status="200"} 1');
    expect(text).toContain('revgraph_http_requests_total{route="unknown",status="404"} 1');
  });
});
