// A real HTTP server that takes webhooks: it checks signatures, notes what arrives in which order, and answers as it is told.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

export interface Arrival {
  readonly id: string;
  readonly objectId: string;
  readonly sequence: number;
  readonly isSigned: boolean;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** How often this event has arrived, this time included. */
  readonly times: number;
}

/** What to answer: a status alone, the whole answer, or nothing: for ever, or by cutting the connection. */
export type Answer =
  | number
  | 'HANG'
  | 'CUT'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly arrivals: readonly Arrival[];
  /** What was answered with success, in that order. */
  readonly taken: readonly Arrival[];
  /** Faults that a receiver would see: an event twice at a time, two of an object at a time, one before its predecessor. */
  readonly faults: readonly string[];
  answer: (arrival: Arrival) => Answer | Promise<Answer>;
  close(): Promise<void>;
}

export const SECRET = `whsec_${Buffer.alloc(32, 'the secret of the tests').toString('base64')}`;

export async function startReceiver(secret = SECRET): Promise<Receiver> {
  const webhook = new Webhook(secret);
  const arrivals: Arrival[] = [];
  const taken: Arrival[] = [];
  const faults: string[] = [];
  /** Objects with a request that is not answered yet. */
  const busy = new Map<string, string>();
  const last = new Map<string, number>();

  const take = (arrival: Arrival) => {
    const { objectId, sequence } = arrival;
    const before = last.get(objectId) ?? 0;
    if (sequence > before + 1) faults.push(`${objectId}: ${sequence} was taken after ${before}`);
    last.set(objectId, Math.max(before, sequence));
    taken.push(arrival);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const arrival = arrivalOf(request, await text(request), webhook, arrivals);
    arrivals.push(arrival);
    const { objectId, sequence } = arrival;
    if (busy.has(objectId)) faults.push(`${objectId}: ${sequence} came while ${busy.get(objectId)} was open`);
    if (sequence > (last.get(objectId) ?? 0) + 1) faults.push(`${objectId}: ${sequence} came too early`);
    busy.set(objectId, String(sequence));
    response.once('close', () => busy.delete(objectId));
    const answer = await receiver.answer(arrival);
    if (answer === 'HANG') return;
    if (answer === 'CUT') return void request.socket.destroy();
    const { status, headers, body } = typeof answer === 'number' ? { status: answer } : { ...answer };
    if (status >= 200 && status < 300) take(arrival);
    // No longer busy once the sender may know it.
    busy.delete(objectId);
    response.writeHead(status, headers).end(body);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => faults.push(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/events`,
    port,
    arrivals,
    taken,
    faults,
    answer: () => 204,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

function arrivalOf(
  request: IncomingMessage,
  body: string,
  webhook: Webhook,
  before: readonly Arrival[],
): Arrival {
  const { headers } = request;
  const event = JSON.parse(body);
  const id = String(headers['webhook-id']);
  let isSigned = true;
  try {
    webhook.verify(body, {
      'webhook-id': id,
      'webhook-timestamp': String(headers['webhook-timestamp']),
      'webhook-signature': String(headers['webhook-signature']),
    });
  } catch {
    isSigned = false;
  }
  const times = before.filter((arrival) => arrival.id === id).length + 1;
  return {
    id,
    objectId: event.partitionkey,
    sequence: Number(event.sequence),
    isSigned,
    headers,
    body,
    times,
  };
}
