// Sends one request to a target that was checked, and says how it ended: with which answer, or why without one and whether
// anything had left by then. Redirects are not followed, what the answer says beside its status is not kept.
import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import { type Address, type Resolve, resolveTarget } from './web-target.ts';

export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Called when the connection stands and nothing has left yet; where it throws, nothing leaves. */
  beforeSend(): Promise<void>;
}

export interface PostSettings {
  readonly allowedHosts: readonly string[];
  /** From resolving the name to the end of the answer. */
  readonly timeoutMs: number;
  readonly resolve?: Resolve;
}

export type PostResult =
  | { readonly kind: 'ANSWERED'; readonly status: number; readonly retryAfter: string | undefined }
  | { readonly kind: 'FAILED'; readonly hasLeft: boolean; readonly reason: string };

/** So much of an answer is read, and dropped; whoever sends more is cut off. */
const ANSWER_LIMIT_BYTES = 65_536;

/** Never throws. */
export async function post(message: Post, settings: PostSettings): Promise<PostResult> {
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(new Error(`no answer within ${settings.timeoutMs} ms`)),
    settings.timeoutMs,
  );
  const state = { hasLeft: false };
  try {
    return await exchange(message, settings, deadline.signal, state);
  } catch (error) {
    const cause: unknown = deadline.signal.aborted ? deadline.signal.reason : error;
    return { kind: 'FAILED', hasLeft: state.hasLeft, reason: reasonOf(cause) };
  } finally {
    clearTimeout(timer);
    // Ends a connection that is still open, whatever it does.
    deadline.abort(new Error('over'));
  }
}

async function exchange(
  { url, headers, body, beforeSend }: Post,
  { allowedHosts, resolve }: PostSettings,
  signal: AbortSignal,
  state: { hasLeft: boolean },
): Promise<PostResult> {
  const addresses = await beforeAbort(resolveTarget(url, allowedHosts, resolve), signal);
  const length = String(Buffer.byteLength(body));
  const outgoing = openRequest(url, { ...headers, 'content-length': length }, addresses, signal);
  const answer = answerOf(outgoing);
  await Promise.race([connected(outgoing, url), answer]);
  await beforeAbort(beforeSend(), signal);
  state.hasLeft = true;
  outgoing.end(body);
  const response = await answer;
  await drop(response);
  return { kind: 'ANSWERED', status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] };
}

function openRequest(
  url: URL,
  headers: Readonly<Record<string, string>>,
  addresses: readonly Address[],
  signal: AbortSignal,
): ClientRequest {
  const options: RequestOptions = {
    method: 'POST',
    headers,
    signal,
    // A connection of its own, without the proxies that an agent might know: it goes where it was checked.
    agent: false,
    lookup: lookupOf(addresses),
  };
  return url.protocol === 'http:'
    ? httpRequest(url, options)
    : httpsRequest(url, { ...options, rejectUnauthorized: true });
}

/** Gives a connection the addresses that were checked, and resolves nothing. */
function lookupOf(addresses: readonly Address[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

/** Waits until the connection stands, for TLS with its certificate checked. Nothing is sent until the request is ended. */
async function connected(outgoing: ClientRequest, url: URL): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ready = url.protocol === 'http:' ? 'connect' : 'secureConnect';
  const watch = (socket: Socket) => socket.once(ready, () => resolve());
  if (outgoing.socket) watch(outgoing.socket);
  else outgoing.once('socket', watch);
  await promise;
}

/** The answer; fails with whatever ends the request before. */
function answerOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  outgoing.once('response', resolve);
  // Stays for good: an error that comes later is nobody's any more, and unheard it would end the process.
  outgoing.on('error', reject);
  promise.catch(() => undefined);
  return promise;
}

/** Reads an answer to its end or to the limit. Its status counts, however the rest may fail. */
async function drop(response: IncomingMessage): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of response) {
      bytes += chunk.length;
      if (bytes > ANSWER_LIMIT_BYTES) break;
    }
  } catch {
    // Cut off, by them or by the time limit.
  }
}

async function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
    promise.catch(() => undefined);
  }
}

/** A connection tried at several addresses fails with an error for each, and without text of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
