// Deliveries to a real receiver: signed, in order per object, tried again until they are taken, in states that tell the truth,
// and never sent where they may not go.
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { createMetrics } from '../../src/platform/metrics.ts';
import { readOutboxFigures } from '../../src/platform/outbox.ts';
import { freshDatabase, freshStore } from '../support/database.ts';
import {
  add,
  countOpen,
  eventOf,
  makeEndpoint,
  objectId,
  readDeliveries,
  sequencesTaken,
  startWorker,
  statesOf,
  type TestWorker,
} from '../support/outbox.ts';
import { type Receiver, SECRET, startReceiver } from '../support/receiver.ts';

const long = process.env.TEST_SIZE === 'long';

let database: Database;
let receiver: Receiver;
let worker: TestWorker | undefined;

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await receiver.close();
  await database.close();
});

/** Other tests run beside these ones, so that a second is not much. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

const settled = async (count: number) =>
  await eventually(() => statesOf(database)).toEqual(Array(count).fill('CONFIRMED'));

describe.each(['postgresql', 'pglite'] as const)('a delivery on %s', (engine) => {
  beforeEach(async () => {
    database = await freshStore(engine);
    await makeEndpoint(database, receiver.url);
  });

  it('arrives as a signed CloudEvent, digit by digit as it was stored', async () => {
    await sql`select * from add_outbox_events('{test.thing.paid}', '{THING}', ${`{${objectId(7)}}`}::uuid[], array['thing "7"'],
      array['{"amount": 12345678901234567890.10, "name": "Žofie"}'::jsonb], '{null}')`.execute(
      database.kysely,
    );
    worker = startWorker(database);
    await settled(1);
    const [arrival] = receiver.arrivals;
    expect(arrival?.isSigned).toBe(true);
    expect(arrival?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(arrival?.body).toContain('"data":{"name": "Žofie", "amount": 12345678901234567890.10}');
    expect(JSON.parse(arrival?.body ?? '')).toMatchObject({
      specversion: '1.0',
      id: arrival?.headers['webhook-id'],
      source: 'urn:revgraph',
      type: 'test.thing.paid',
      subject: 'thing "7"',
      time: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      datacontenttype: 'application/json',
      sequence: '0000000000000000001',
      partitionkey: objectId(7),
    });
  });

  it('comes in order per object while heads of objects fail in every way, and other objects go on', async () => {
    const [objects, events] = long ? [50, 10] : [8, 4];
    for (let round = 0; round < events; round++)
      await add(database, ...Array.from({ length: objects }, (_, n) => eventOf(n)));
    const ways = [
      500,
      'CUT',
      { status: 302, headers: { location: '/elsewhere' } },
      429,
      401,
      'HANG',
    ] as const;
    // Each event fails once or twice, in a way of its own; only two of them hang, because that takes its time.
    let hangs = 0;
    receiver.answer = ({ objectId, sequence, times }) => {
      const n = Number(objectId.slice(-4));
      const way = ways[(n + sequence) % ways.length] ?? 500;
      if (times > 1 + (n % 2)) return 204;
      return way === 'HANG' && ++hangs > 2 ? 503 : way;
    };
    worker = startWorker(database, { settings: { timeoutMs: 1000 } });
    await expect.poll(() => countOpen(database), { timeout: 60_000, interval: 200 }).toBe(0);
    expect(receiver.faults).toEqual([]);
    const inOrder = Array.from({ length: events }, (_, n) => n + 1);
    expect([...sequencesTaken(receiver).values()]).toEqual(Array(objects).fill(inOrder));
    expect(receiver.arrivals.every(({ isSigned }) => isSigned)).toBe(true);
    expect(receiver.arrivals.length).toBeGreaterThan(objects * events);
  }, 90_000);
});

it('events added all the while are not forgotten', async () => {
  database = await freshDatabase();
  await makeEndpoint(database, receiver.url);
  const [writers, rounds, objects] = long ? [8, 250, 4] : [4, 10, 2];
  worker = startWorker(database);
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (let round = 0; round < rounds; round++)
        await add(database, ...Array.from({ length: objects }, (_, n) => eventOf(n)));
    }),
  );
  await expect.poll(() => countOpen(database), { timeout: 100_000, interval: 200 }).toBe(0);
  expect(receiver.faults).toEqual([]);
  const inOrder = Array.from({ length: writers * rounds }, (_, n) => n + 1);
  expect([...sequencesTaken(receiver).values()]).toEqual(Array(objects).fill(inOrder));
}, 120_000);

describe('the four states', () => {
  beforeEach(async () => {
    database = await freshDatabase();
  });

  it('are told apart: nothing left, sent without an answer, confirmed, refused; and counted', async () => {
    const dead = await closedPort();
    await makeEndpoint(database, receiver.url, { source: 'erp', objectTypes: ['THING'] });
    await makeEndpoint(database, `http://127.0.0.1:${dead}/`, {
      source: 'dead',
      objectTypes: ['UNREACHABLE'],
    });
    await makeEndpoint(database, 'http://127.0.0.1:1/', {
      source: 'keyless',
      objectTypes: ['KEYLESS'],
      secretName: 'CRM',
    });
    const metrics = createMetrics();
    metrics.watchOutbox(() => readOutboxFigures(database.kysely));
    receiver.answer = ({ objectId: id }) => {
      if (id === objectId(1)) return 'HANG';
      if (id === objectId(2)) return 'CUT';
      if (id === objectId(3)) return 500;
      return id === objectId(4) ? 200 : 422;
    };
    await add(
      database,
      ...[1, 2, 3, 4, 5].map((n) => eventOf(n)),
      eventOf(6, { objectType: 'UNREACHABLE' }),
      eventOf(7, { objectType: 'KEYLESS' }),
    );
    worker = startWorker(database, {
      settings: { timeoutMs: 1000 },
      isHurried: false,
      observe: metrics.observeDelivery,
    });
    await eventually(async () =>
      (await readDeliveries(database)).map(({ state, attempts }) => `${state} ${attempts}`),
    ).toEqual(['SENT 1', 'SENT 1', 'SENT 1', 'CONFIRMED 1', 'REFUSED 1', 'NOT_SENT 1', 'NOT_SENT 1']);
    await eventually(async () => (await readDeliveries(database)).some(({ is_claimed }) => is_claimed)).toBe(
      false,
    );
    const reasons = (await readDeliveries(database)).map((row) => row.last_error);
    expect(reasons).toEqual([
      'no answer within 1000 ms',
      expect.stringMatching(/hang up|ECONNRESET/),
      'the endpoint answered 500',
      null,
      'the endpoint answered 422',
      expect.stringContaining('ECONNREFUSED'),
      'WEBHOOK_SECRET_CRM is not set',
    ]);
    const text = await metrics.registry.metrics();
    for (const line of [
      'revgraph_outbox_deliveries{state="NOT_SENT"} 2',
      'revgraph_outbox_deliveries{state="SENT"} 3',
      'revgraph_outbox_deliveries{state="REFUSED"} 1',
      'revgraph_outbox_deliveries{state="PARKED"} 0',
      'revgraph_delivery_attempts_total{verdict="CONFIRMED"} 1',
      'revgraph_delivery_attempts_total{verdict="REFUSED"} 1',
      'revgraph_delivery_attempts_total{verdict="AGAIN"} 5',
    ])
      expect(text).toContain(line);
    expect(Number(/^revgraph_outbox_oldest_seconds (\S+)/m.exec(text)?.[1])).toBeGreaterThan(0);
  });
});

describe('what may not be', () => {
  beforeEach(async () => {
    database = await freshDatabase();
    await makeEndpoint(database, receiver.url);
    await add(database, eventOf(1));
  });

  it('a private target gets nothing unless the configuration names it', async () => {
    worker = startWorker(database, { settings: { allowedHosts: [] } });
    await eventually(async () => (await readDeliveries(database))[0]?.last_error).toContain(
      'WEBHOOK_ALLOWED_HOSTS',
    );
    expect(await statesOf(database)).toEqual(['NOT_SENT']);
    expect(receiver.arrivals).toEqual([]);
  });

  it('a redirect is not followed', async () => {
    const inner = await startReceiver();
    receiver.answer = () => ({ status: 307, headers: { location: inner.url } });
    worker = startWorker(database);
    await eventually(() => receiver.arrivals.length).toBeGreaterThan(1);
    expect(inner.arrivals).toEqual([]);
    expect((await readDeliveries(database))[0]).toMatchObject({
      state: 'SENT',
      last_error: 'the endpoint answered 307, and redirects are not followed',
    });
    await inner.close();
  });

  it('a secret stands in no row and no line of the log', async () => {
    receiver.answer = ({ times }) => (times === 1 ? 500 : 200);
    worker = startWorker(database);
    await settled(1);
    const rows = await sql`select to_jsonb(p) as endpoint, to_jsonb(d) as delivery, to_jsonb(e) as event
      from delivery d join endpoint p using (endpoint_id) join outbox_event e using (outbox_event_id)`.execute(
      database.kysely,
    );
    const kept = JSON.stringify(rows.rows) + worker.log.join();
    expect(kept).toContain('a delivery failed');
    expect(kept).not.toContain(SECRET.slice(6, 30));
  });
});

it('a secret is replaced without a message that either side cannot verify', async () => {
  database = await freshDatabase();
  await makeEndpoint(database, receiver.url);
  await add(database, eventOf(1));
  const next = `whsec_${Buffer.alloc(32, 'the next one').toString('base64')}`;
  worker = startWorker(database, { settings: { secrets: new Map([['ERP', [next, SECRET]]]) } });
  await settled(1);
  const [arrival] = receiver.arrivals;
  // The receiver still has the old one; it could have the new one already.
  expect(arrival?.isSigned).toBe(true);
  const headers = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
      name,
      String(arrival?.headers[name]),
    ]),
  );
  expect(() => new Webhook(next).verify(arrival?.body ?? '', headers)).not.toThrow();
  expect(() => new Webhook(`whsec_${'A'.repeat(43)}=`).verify(arrival?.body ?? '', headers)).toThrow();
});

/** A port at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 1;
}
