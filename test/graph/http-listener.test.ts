// Where the server listens, how it stops, and what becomes of clients that are slow or idle.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { createListener } from '../../src/graph/http-listener.ts';
import { openSmallGraph, type SmallGraph } from './small-graph.ts';

const GREETING = { query: '{ greeting }' };

function portOf(graph: SmallGraph): number {
  return Number(new URL(graph.url).port);
}

describe('a client that', () => {
  test('sends half a request is cut off', async () => {
    const listener = createListener(() => {}, { handlerMs: 1_000, drainMs: 100, requestMs: 300 });
    const [url = ''] = await listener.listen('127.0.0.1', 0);
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Len');
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('408');
    await once(socket, 'close');
    await listener.drain();
  });
});

describe('the server that stops', () => {
  test('does not wait for clients that keep idle or unused connections', async () => {
    const graph = await openSmallGraph();
    const agent = new http.Agent({ keepAlive: true });
    const request = http.get(`${graph.url}/health/live`, { agent });
    const [response] = await once(request, 'response');
    response.resume();
    await once(response, 'end');
    const unused = net.connect(portOf(graph), '127.0.0.1');
    await once(unused, 'connect');
    const began = performance.now();
    await graph.drain();
    expect(performance.now() - began).toBeLessThan(1_000);
    agent.destroy();
    unused.destroy();
  });

  test('finishes what is under way, says that it goes, and takes nothing new', async () => {
    const release = Promise.withResolvers<string>();
    const started = Promise.withResolvers<void>();
    const graph = await openSmallGraph({
      resolvers: {
        wait: () => {
          started.resolve();
          return release.promise;
        },
      },
    });
    const answer = graph.post({ query: '{ wait }' });
    await started.promise;
    const drained = graph.drain();
    expect(await graph.inject({ url: '/health/ready' })).toMatchObject({
      statusCode: 503,
      body: '{"status":"draining"}',
    });
    await expect(graph.post(GREETING)).rejects.toThrow();
    release.resolve('done');
    const response = await answer;
    expect(response.headers.get('connection')).toBe('close');
    expect(await response.json()).toEqual({ data: { wait: 'done' } });
    await drained;
  });

  test('cuts off what does not end in time', async () => {
    const started = Promise.withResolvers<void>();
    const graph = await openSmallGraph({
      settings: { drainMs: 200 },
      resolvers: {
        wait: () => {
          started.resolve();
          return new Promise(() => {});
        },
      },
    });
    const answer = graph.post({ query: '{ wait }' });
    await started.promise;
    const began = performance.now();
    await Promise.all([graph.drain(), expect(answer).rejects.toThrow()]);
    expect(performance.now() - began).toBeLessThan(2_000);
    await expect.poll(() => graph.signals[0]?.aborted).toBe(true);
  });
});

describe('the address', () => {
  test('localhost is both loopback addresses', async () => {
    const graph = await openSmallGraph({ host: 'localhost' });
    expect(graph.url).toBe(`http://localhost:${portOf(graph)}`);
    const own = Object.values(networkInterfaces()).flatMap((addresses = []) =>
      addresses.map(({ address }) => address),
    );
    const loopback = ['127.0.0.1', '::1'].filter((address) => own.includes(address));
    for (const host of loopback.map((address) => (address.includes(':') ? `[${address}]` : address))) {
      const response = await fetch(`http://${host}:${portOf(graph)}/health/live`);
      expect(await response.json()).toEqual({ status: 'live' });
    }
    await graph.drain();
  });

  test('that is taken is named, with the way out', async () => {
    const graph = await openSmallGraph();
    const other = createListener(() => {}, { handlerMs: 1_000, drainMs: 100 });
    const port = portOf(graph);
    await expect(other.listen('127.0.0.1', port)).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${port}: the port is taken by another process; stop that one, or choose another port with PORT.`,
    );
    await expect(other.listen('localhost', port)).rejects.toThrow('the port is taken');
    await graph.drain();
  });

  test('that this machine does not have is named too', async () => {
    const listener = createListener(() => {}, { handlerMs: 1_000, drainMs: 100 });
    await expect(listener.listen('192.0.2.1', 0)).rejects.toThrow(
      'this machine has no such address; set HOST',
    );
  });
});
