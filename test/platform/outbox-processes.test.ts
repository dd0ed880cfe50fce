// Deliveries across processes and accidents: several workers at once, workers that are killed, a database that falls over.
// Nothing is lost, nothing is under way twice at a time, and each object's events keep their order.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { createDatabase, silentLog, type TestAddresses } from '../support/database.ts';
import {
  add,
  countOpen,
  eventOf,
  makeEndpoint,
  readDeliveries,
  sequencesTaken,
  startWorker,
} from '../support/outbox.ts';
import { startPostgres } from '../support/postgres.ts';
import { startProcess, type TestProcess } from '../support/processes.ts';
import { type Receiver, SECRET, startReceiver } from '../support/receiver.ts';
import { LOGIN, migrateTemplate, OWNER, storeConfig, TEMPLATE } from '../support/template.ts';

const long = process.env.TEST_SIZE === 'long';

const WORKER = `
  import { openDatabase } from '/src/platform/database.ts';
  import { loadConfig } from '/src/platform/config.ts';
  import { createLog } from '/src/platform/log.ts';
  import { startDeliveries } from '/src/platform/outbox-worker.ts';
  const config = loadConfig(process.env, 'store');
  const log = createLog({ level: 'silent' });
  const database = await openDatabase(config.store, log);
  const leaseMs = Number(process.env.LEASE_MS);
  const worker = startDeliveries({ kysely: database.kysely, log, settings: config.webhooks, pollMs: 20, leaseMs });
  console.log('works');
  process.once('SIGTERM', async () => {
    await worker.stop();
    await database.close();
  });`;

let addresses: TestAddresses;
let database: Database;
let receiver: Receiver;
const processes: TestProcess[] = [];

async function startWorkerProcess(name: string, leaseMs = 25_000): Promise<TestProcess> {
  const child = startProcess(WORKER, {
    DATABASE_URL: addresses.databaseUrl,
    WEBHOOK_SECRET_ERP: SECRET,
    WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
    WEBHOOK_TIMEOUT_MS: '10000',
    WEBHOOK_SOURCE: `urn:worker:${name}`,
    LEASE_MS: String(leaseMs),
  });
  processes.push(child);
  expect(await child.nextLine(), child.errors()).toBe('works');
  return child;
}

/** The same numbers from the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

async function addRounds(objects: number, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++)
    await add(database, ...Array.from({ length: objects }, (_, n) => eventOf(n)));
}

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 60_000, interval: 100 });

describe('workers in several processes', () => {
  beforeEach(async () => {
    receiver = await startReceiver();
    addresses = await createDatabase();
    database = await openDatabase(storeConfig(addresses), silentLog);
    await makeEndpoint(database, receiver.url);
  });
  afterEach(async () => {
    for (const child of processes.splice(0)) {
      child.kill('SIGKILL');
      await child.ended;
    }
    await receiver.close();
    await database.close();
    await addresses.drop();
  });

  it('share the work: each event once, each object in order', async () => {
    const [objects, rounds] = long ? [100, 20] : [20, 4];
    const random = randomOf(11);
    receiver.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, random() * 20));
      return 200;
    };
    const workers = await Promise.all(['one', 'two'].map((name) => startWorkerProcess(name)));
    await addRounds(objects, rounds);
    await eventually(() => countOpen(database)).toBe(0);
    expect(receiver.faults).toEqual([]);
    expect(receiver.arrivals).toHaveLength(objects * rounds);
    const senders = new Set(receiver.arrivals.map(({ body }) => JSON.parse(body).source));
    expect([...senders].sort()).toEqual(['urn:worker:one', 'urn:worker:two']);
    // Told to stop, they end by themselves.
    for (const child of workers) child.kill('SIGTERM');
    expect(await Promise.all(workers.map((child) => child.ended))).toEqual([0, 0]);
  }, 120_000);

  it('that are killed in the middle lose nothing: what was under way is sent again after its lease', async () => {
    await add(database, eventOf(1), eventOf(1));
    receiver.answer = ({ times }) => (times === 1 ? 'HANG' : 200);
    const killed = await startWorkerProcess('killed', 4000);
    await eventually(() => receiver.arrivals.length).toBe(1);
    killed.kill('SIGKILL');
    await killed.ended;
    // It left, and nobody knows what became of it: neither not sent nor confirmed.
    expect(await readDeliveries(database)).toMatchObject([
      { state: 'SENT', attempts: 1, is_claimed: true },
      { state: 'NOT_SENT', attempts: 0, is_due: false },
    ]);
    receiver.answer = () => 200;
    await startWorkerProcess('heir', 4000);
    await eventually(() => countOpen(database)).toBe(0);
    expect(receiver.arrivals.map(({ sequence }) => sequence)).toEqual([1, 1, 2]);
    expect(receiver.arrivals[1]?.id).toBe(receiver.arrivals[0]?.id);
    expect(receiver.faults).toEqual([]);
  }, 120_000);

  it('that are killed again and again deliver everything in order', async () => {
    const kills = long ? 20 : 3;
    const [objects, rounds] = long ? [20, 15] : [6, 5];
    const random = randomOf(5);
    receiver.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5 + random() * 40));
      return random() < 0.1 ? 500 : 200;
    };
    await addRounds(objects, rounds);
    for (let kill = 0; kill < kills; kill++) {
      const before = receiver.arrivals.length;
      const child = await startWorkerProcess(`killed-${kill}`, 4000);
      const until = before + 1 + Math.floor(random() * 6);
      const allDone = async () => receiver.arrivals.length >= until || (await countOpen(database)) === 0;
      await eventually(allDone).toBe(true);
      child.kill('SIGKILL');
      await child.ended;
    }
    const last = startWorker(database, { leaseMs: 4000 });
    await eventually(() => countOpen(database)).toBe(0);
    await last.stop();
    expect(receiver.faults).toEqual([]);
    const inOrder = Array.from({ length: rounds }, (_, n) => n + 1);
    expect([...sequencesTaken(receiver).values()]).toEqual(Array(objects).fill(inOrder));
  }, 240_000);
});

it('a database that falls over during deliveries loses no event that was acknowledged', async () => {
  const [restarts, objects] = long ? [8, 20] : [2, 6];
  const server = await startPostgres();
  await migrateTemplate(server);
  receiver = await startReceiver();
  const random = randomOf(3);
  receiver.answer = async () => {
    await new Promise((resolve) => setTimeout(resolve, random() * 30));
    return 200;
  };
  database = await openDatabase(
    storeConfig({
      databaseUrl: server.url(TEMPLATE, LOGIN),
      migrateDatabaseUrl: server.url(TEMPLATE, OWNER),
      statementTimeoutMs: 3000,
    }),
    silentLog,
  );
  await makeEndpoint(database, receiver.url);
  const workers = [startWorker(database, { leaseMs: 5000 }), startWorker(database, { leaseMs: 5000 })];
  const acknowledged = new Set<string>();
  let isWriting = true;
  const writing = (async () => {
    while (isWriting) {
      const batch = Array.from({ length: objects }, (_, n) => eventOf(n));
      const added = await add(database, ...batch).catch(() => []);
      for (const { eventId } of added) acknowledged.add(eventId);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  for (let restart = 0; restart < restarts; restart++) {
    const before = receiver.taken.length;
    await eventually(() => receiver.taken.length).toBeGreaterThan(before + 5);
    await server.restart();
  }
  const before = acknowledged.size;
  await eventually(() => acknowledged.size).toBeGreaterThan(before);
  isWriting = false;
  await writing;
  await eventually(() => countOpen(database).catch(() => -1)).toBe(0);
  await Promise.all(workers.map((worker) => worker.stop()));
  const taken = new Set(receiver.taken.map(({ id }) => id));
  expect([...acknowledged].filter((id) => !taken.has(id))).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(objects);
  expect(receiver.faults).toEqual([]);
  await receiver.close();
  await database.close();
  await server.stop();
}, 240_000);
