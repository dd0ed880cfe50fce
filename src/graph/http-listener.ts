// Where the server listens and how it stops: sockets with every timeout set, a clear word when the address cannot be had, and a
// drain that lets requests finish without waiting for connections on which nothing happens.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Listener {
  /** Listens and gives the addresses to open. */
  listen(host: string, port: number): Promise<readonly string[]>;
  /** Takes no new connections, lets requests under way finish, and cuts off what is left when the time is over. */
  drain(): Promise<void>;
  readonly draining: () => boolean;
}

export interface ListenerTimes {
  /** From a whole request to its answer. */
  readonly handlerMs: number;
  readonly drainMs: number;
  /** From the first byte of a request to its last. */
  readonly requestMs?: number;
}

/** Node looks for late requests at intervals only; its own is half a minute. */
const CHECKING_INTERVAL_MS = 2_000;
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
/** Longer than load balancers keep their side, so that none sends into a connection that is just being closed. */
const KEEP_ALIVE_MS = 72_000;
const IDLE_MARGIN_MS = 30_000;

/** `localhost` is both loopback addresses: clients differ in which one they try. */
const LOOPBACK = ['127.0.0.1', '::1'];
const NO_SUCH_FAMILY = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

export function createListener(handle: RequestListener, times: ListenerTimes): Listener {
  const servers: Server[] = [];
  const unused = new Set<Socket>();
  let draining = false;

  async function open(host: string, port: number): Promise<number> {
    const server = createTimedServer(handle, times, unused);
    await bound(server, host, port);
    servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  return {
    draining: () => draining,
    async listen(host, port) {
      const hosts = host === 'localhost' ? LOOPBACK : [host];
      let opened = port;
      try {
        for (const each of hosts) opened = (await openIfAny(() => open(each, opened), host)) ?? opened;
        if (servers.length === 0) throw new Error('this machine has no loopback address');
      } catch (error) {
        await Promise.all(servers.splice(0).map(closed));
        throw listenError(error, host, port);
      }
      return [`http://${host.includes(':') ? `[${host}]` : host}:${opened}`];
    },
    async drain() {
      draining = true;
      const closing = Promise.all(servers.map(closed));
      for (const socket of unused) socket.destroy();
      const timer = setTimeout(() => {
        for (const server of servers) server.closeAllConnections();
      }, times.drainMs);
      await closing;
      clearTimeout(timer);
    },
  };
}

/** A server with every timeout set, which keeps the sockets on which nobody has asked anything yet in `unused`. */
function createTimedServer(
  handle: RequestListener,
  { handlerMs, requestMs = REQUEST_MS }: ListenerTimes,
  unused: Set<Socket>,
): Server {
  const server = createServer({
    connectionsCheckingInterval: CHECKING_INTERVAL_MS,
    headersTimeout: Math.min(HEADERS_MS, requestMs),
    requestTimeout: requestMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAlive: true,
  });
  server.setTimeout(handlerMs + IDLE_MARGIN_MS);
  // Browsers open connections in advance; until its first request Node does not count one as idle, and a drain would wait for it.
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', (request, response) => {
    unused.delete(request.socket);
    handle(request, response);
  });
  return server;
}

async function bound(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port }, resolve);
  await promise;
  server.off('error', reject);
}

/** Where the machine lacks one of the loopback addresses the other will do. */
async function openIfAny(open: () => Promise<number>, host: string): Promise<number | undefined> {
  try {
    return await open();
  } catch (error) {
    if (host === 'localhost' && NO_SUCH_FAMILY.includes(codeOf(error))) return undefined;
    throw error;
  }
}

/** Takes no more connections and closes the idle ones; fulfilled when the others have ended. */
function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  return promise;
}

/** Keeps the code of its cause, by which a command knows that its message is enough. */
function listenError(error: unknown, host: string, port: number): Error {
  const code = codeOf(error);
  const reason = {
    EADDRINUSE: 'the port is taken by another process; stop that one, or choose another port with PORT',
    EACCES: 'the port is reserved for privileged processes; choose another with PORT',
    EADDRNOTAVAIL: 'this machine has no such address; set HOST',
    ENOTFOUND: 'this machine has no such address; set HOST',
  }[code];
  const message = `Cannot listen on ${host}:${port}: ${reason ?? String(error)}.`;
  return Object.assign(new Error(message, { cause: error }), { code });
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
