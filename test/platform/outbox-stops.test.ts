// Deliveries that stop: parked after the last try, refused, given up, replayed; and endpoints that are gone, want to be left alone
// or do not stop talking.
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { dismissDeliveries, replayDeliveries } from '../../src/platform/outbox.ts';
import type { StoppedDelivery } from '../../src/platform/outbox-claims.ts';
import { registerEndpoint } from '../../src/platform/outbox-endpoints.ts';
import { freshDatabase } from '../support/database.ts';
import {
  add,
  countOpen,
  eventOf,
  makeEndpoint,
  objectId,
  readDeliveries,
  startWorker,
  statesOf,
  type TestWorker,
} from '../support/outbox.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

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

describe('a delivery that fails', () => {
  beforeEach(async () => {
    database = await freshDatabase();
    await makeEndpoint(database, receiver.url);
  });

  it('is parked after the last try, with what follows of its object behind it, until it is replayed', async () => {
    const parked: StoppedDelivery[] = [];
    const ports = {
      onParked: async (_tx: unknown, deliveries: readonly StoppedDelivery[]) =>
        void parked.push(...deliveries),
    };
    await add(database, eventOf(1), eventOf(1), eventOf(2), eventOf(2));
    receiver.answer = (arrival) => (arrival.objectId === objectId(1) ? 503 : 200);
    worker = startWorker(database, { settings: { attempts: 3 }, ports });
    await eventually(() => parked.length).toBe(1);
    await eventually(() => countOpen(database)).toBe(2);
    expect(parked).toEqual([
      expect.objectContaining({
        eventType: 'test.thing.changed',
        objectType: 'THING',
        objectId: objectId(1),
        sequence: '1',
        subject: 'thing 1',
        state: 'SENT',
        attempts: 3,
        lastStatus: 503,
        lastError: 'the endpoint answered 503',
        url: receiver.url,
      }),
    ]);
    expect(receiver.arrivals.filter((arrival) => arrival.objectId === objectId(1))).toHaveLength(3);
    const before = await readDeliveries(database);
    expect(before.map(({ state, is_parked, is_due }) => [state, is_parked, is_due])).toEqual([
      ['SENT', true, false],
      ['NOT_SENT', false, false],
      ['CONFIRMED', false, false],
      ['CONFIRMED', false, false],
    ]);
    receiver.answer = () => 200;
    await database.kysely.transaction().execute((tx) => replayDeliveries(tx, [parked[0]!.deliveryId]));
    await settled(4);
    expect(receiver.faults).toEqual([]);
  });

  it('is given up by a person, and what follows goes on', async () => {
    await add(database, eventOf(1), eventOf(1));
    receiver.answer = ({ sequence }) => (sequence === 1 ? 500 : 200);
    worker = startWorker(database, { settings: { attempts: 1 } });
    await eventually(async () => (await readDeliveries(database))[0]?.is_parked).toBe(true);
    const id = (await readDeliveries(database))[0]!.delivery_id;
    await database.kysely
      .transaction()
      .execute((tx) => dismissDeliveries(tx, [id], 'told them by telephone'));
    await eventually(() => statesOf(database)).toEqual(['SENT', 'CONFIRMED']);
  });

  it('is not parked where nobody can be told: it is tried again', async () => {
    let calls = 0;
    const ports = {
      async onParked() {
        if (++calls === 1) throw new Error('the exception could not be raised');
      },
    };
    await add(database, eventOf(1));
    receiver.answer = () => 500;
    worker = startWorker(database, { settings: { attempts: 1 }, ports });
    await eventually(async () => (await readDeliveries(database))[0]).toMatchObject({
      state: 'SENT',
      is_parked: true,
      attempts: 2,
    });
    expect(worker.log.join()).toContain('could not be stopped');
  });

  it.each([400, 409, 413, 415, 422])(
    'is refused by %s: told once, and what follows goes on',
    async (status) => {
      const refused: StoppedDelivery[] = [];
      const ports = {
        onRefused: async (_tx: unknown, deliveries: readonly StoppedDelivery[]) =>
          void refused.push(...deliveries),
      };
      await add(database, eventOf(1), eventOf(1));
      receiver.answer = ({ sequence }) => (sequence === 1 ? status : 200);
      worker = startWorker(database, { ports });
      await eventually(() => statesOf(database)).toEqual(['REFUSED', 'CONFIRMED']);
      expect(refused).toEqual([
        expect.objectContaining({ state: 'REFUSED', lastStatus: status, sequence: '1' }),
      ]);
      expect(receiver.arrivals).toHaveLength(2);
    },
  );

  it('stops its endpoint by 410, which gets the rest when it is registered again', async () => {
    await add(database, eventOf(1), eventOf(1), eventOf(2));
    receiver.answer = () => 410;
    worker = startWorker(database, { settings: { concurrency: 1 } });
    await eventually(() => statesOf(database)).toContain('REFUSED');
    const endpoints = () =>
      sql`select is_active, inactive_reason from endpoint`.execute(database.kysely).then(({ rows }) => rows);
    expect(await endpoints()).toEqual([
      { is_active: false, inactive_reason: 'the endpoint answered 410 Gone' },
    ]);
    // New events are kept for it, and nothing is sent.
    await add(database, eventOf(3));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(receiver.arrivals).toHaveLength(1);
    receiver.answer = () => 200;
    const { rows } = await sql<{ id: string }>`select source_system_id as id from endpoint`.execute(
      database.kysely,
    );
    const request = {
      sourceSystemId: rows[0]!.id,
      url: receiver.url,
      objectTypes: ['THING'],
      secretName: 'ERP',
    };
    await database.kysely.transaction().execute((tx) => registerEndpoint(tx, request));
    await eventually(async () => (await statesOf(database)).sort()).toEqual([
      'CONFIRMED',
      'CONFIRMED',
      'CONFIRMED',
      'REFUSED',
    ]);
  });

  it('waits as long as the endpoint asks', async () => {
    await add(database, eventOf(1));
    receiver.answer = () => ({ status: 429, headers: { 'retry-after': '3600' } });
    worker = startWorker(database, { isHurried: false });
    await eventually(async () => (await readDeliveries(database))[0]?.last_status).toBe(429);
    const { rows } = await sql<{ seconds: number }>`select
      extract(epoch from next_attempt_at - now())::int as seconds from delivery`.execute(database.kysely);
    expect(rows[0]!.seconds).toBeGreaterThan(3500);
  });

  it('counts as taken when the answer says so, however long that answer goes on', async () => {
    await add(database, eventOf(1));
    const endless = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
        const pour = () => {
          while (socket.writable && socket.write('x'.repeat(65_536)));
        };
        socket.on('drain', pour);
        pour();
      });
    });
    let bytes = 0;
    endless.on('connection', (socket) => socket.once('close', () => (bytes = socket.bytesWritten)));
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    const address = endless.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await sql`update endpoint set url = ${`http://127.0.0.1:${port}/`}`.execute(database.kysely);
    worker = startWorker(database);
    await settled(1);
    await eventually(() => bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(20_000_000);
    endless.close();
  });
});
