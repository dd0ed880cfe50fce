// The load: a bounded number of keep-alive connections, each with one request under way at a time, for a bounded time. It reads
// no more of an answer than its end and its first bytes, so that it takes little of the machine that it shares with the measured.
import { connect, type Socket } from 'node:net';

export interface LoadPlan {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Whole HTTP requests; every connection walks through them from a place of its own. */
  readonly requests: readonly Buffer[];
  /** The most requests that are sent, whatever the time. */
  readonly most: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** In milliseconds, ascending. */
  readonly latencies: Float64Array;
}

/** One request as it goes over the wire. */
export function httpPost(path: string, headers: Readonly<Record<string, string>>, body: unknown): Buffer {
  const payload = Buffer.from(JSON.stringify(body));
  const lines = Object.entries({
    host: 'localhost',
    'content-type': 'application/json',
    accept: 'application/json',
    ...headers,
    'content-length': String(payload.length),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), payload]);
}

/** Runs the load to its end; an answer that is no 200 with data ends it with an error. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + plan.seconds * 1000;
  let sent = 0;
  const more = () => sent < plan.most && performance.now() < until && ++sent > 0;
  const step = Math.max(1, Math.floor(plan.requests.length / plan.connections));
  const walks = Array.from({ length: plan.connections }, (_, index) =>
    walk(plan, index * step, more, (milliseconds) => latencies.push(milliseconds)),
  );
  await Promise.all(walks);
  const seconds = (performance.now() - startedAt) / 1000;
  return { requests: latencies.length, seconds, latencies: Float64Array.from(latencies).sort() };
}

async function walk(
  { port, requests }: LoadPlan,
  from: number,
  more: () => boolean,
  took: (milliseconds: number) => void,
): Promise<void> {
  const connection = await Connection.open(port);
  try {
    for (let at = from; more(); at++) {
      const request = requests[at % requests.length];
      if (!request) throw new Error('no requests');
      const startedAt = performance.now();
      await connection.ask(request);
      took(performance.now() - startedAt);
    }
  } finally {
    connection.close();
  }
}

const HEAD_END = Buffer.from('\r\n\r\n');
const GOOD = '{"data":{"';

class Connection {
  readonly #socket: Socket;
  #head: Buffer = Buffer.alloc(0);
  /** Bytes of the body still to come; undefined while the head is read. */
  #missing: number | undefined;
  #done: (() => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  static async open(port: number): Promise<Connection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.once('connect', resolve).once('error', reject);
    await promise;
    return new Connection(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error) => this.#failed?.(error));
    socket.on('close', () => this.#failed?.(new Error('the server closed a connection')));
  }

  ask(request: Buffer): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#done = resolve;
    this.#failed = reject;
    this.#socket.write(request);
    return promise;
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    let body = chunk;
    if (this.#missing === undefined) {
      this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
      const end = this.#head.indexOf(HEAD_END);
      // The first bytes of the body say whether it is an answer.
      if (end < 0 || this.#head.length < end + HEAD_END.length + GOOD.length) return;
      const head = this.#head.toString('latin1', 0, end);
      body = this.#head.subarray(end + HEAD_END.length);
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
      if (
        !head.startsWith('HTTP/1.1 200 ') ||
        length === undefined ||
        body.toString('latin1', 0, GOOD.length) !== GOOD
      ) {
        this.#failed?.(new Error(`not an answer: ${head}\n${body.toString().slice(0, 500)}`));
        this.#socket.destroy();
        return;
      }
      this.#missing = Number(length);
      this.#head = Buffer.alloc(0);
    }
    this.#missing -= body.length;
    if (this.#missing > 0) return;
    this.#missing = undefined;
    this.#done?.();
  }
}

/** The value below which the share of the latencies lies. */
export function percentile(latencies: Float64Array, share: number): number {
  return latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
}
