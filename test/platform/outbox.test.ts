// The outbox in the store: events come with their change or not at all, are numbered per object in the order of commits, and
// the database keeps what must hold whoever writes.
import { type ControlledTransaction, sql } from 'kysely';
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import {
  addEvents,
  dismissDeliveries,
  readOutboxFigures,
  replayDeliveries,
} from '../../src/platform/outbox.ts';
import { type Claim, claimDeliveries, markSent, settleDelivery } from '../../src/platform/outbox-claims.ts';
import { pauseEndpoint, readWantedTypes } from '../../src/platform/outbox-endpoints.ts';
import type { DB } from '../../src/platform/tables.gen.ts';
import {
  createDatabase,
  freshDatabase,
  freshStore,
  silentLog,
  type TestAddresses,
} from '../support/database.ts';
import { add, eventOf, makeEndpoint, makeSource, objectId, readDeliveries } from '../support/outbox.ts';
import { connect, storeConfig } from '../support/template.ts';

const long = process.env.TEST_SIZE === 'long';
const URL = 'https://erp.example.com/events';

async function sequences(database: Database): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`select object_id || ' ' || sequence as line from outbox_event
    order by object_id, sequence`.execute(database.kysely);
  return rows.map(({ line }) => line.replace(/^0+-0000-7000-8000-0+/, ''));
}

const takeAll = (database: Database) =>
  claimDeliveries(database.kysely, { perEndpoint: 100, open: new Map(), leaseSeconds: 30 });

describe.each(['postgresql', 'pglite'] as const)('the outbox on %s', (engine) => {
  let database: Database;
  let statements = 0;
  beforeEach(async () => {
    database = await freshStore(engine, { observe: () => void statements++ });
  });
  afterEach(() => database.close());

  it('keeps events with the change they tell of, in one statement, or not at all', async () => {
    await makeEndpoint(database, URL);
    const failed = database.kysely.transaction().execute(async (tx) => {
      await addEvents(tx, [eventOf(1)]);
      throw new Error('taken back');
    });
    await expect(failed).rejects.toThrow('taken back');
    expect(await readDeliveries(database)).toEqual([]);
    statements = 0;
    const added = await add(database, eventOf(1), eventOf(2), eventOf(1));
    // Begin, the one statement, commit.
    expect(statements).toBe(3);
    expect(added).toEqual([
      { eventId: expect.any(String), sequence: '1', deliveries: 1 },
      { eventId: expect.any(String), sequence: '1', deliveries: 1 },
      { eventId: expect.any(String), sequence: '2', deliveries: 1 },
    ]);
    expect(await sequences(database)).toEqual(['1 1', '1 2', '2 1']);
  });

  it('makes deliveries for the endpoints registered for the type, and for the addressee alone', async () => {
    await makeEndpoint(database, URL, { source: 'erp', objectTypes: ['THING', 'PLACE'] });
    await makeEndpoint(database, URL, { source: 'crm', objectTypes: ['THING'] });
    const billing = await makeSource(database, 'billing');
    const { rows } = await sql<{
      id: string;
    }>`select source_system_id as id from source_system where key = 'crm'`.execute(database.kysely);
    const added = await add(
      database,
      eventOf(1),
      eventOf(2, { objectType: 'PLACE' }),
      eventOf(3, { objectType: 'NOTHING' }),
      eventOf(4, { addressee: rows[0]!.id }),
      eventOf(5, { addressee: billing }),
    );
    // The last one is for a system without an endpoint: whoever adds it sees that it reaches nobody.
    expect(added.map(({ deliveries }) => deliveries)).toEqual([2, 1, 0, 1, 0]);
    expect(await readWantedTypes(database.kysely)).toEqual(new Set(['THING', 'PLACE']));
    expect(await add(database)).toEqual([]);
  });

  it('has only the oldest open event of an object due, and the next one when that is settled', async () => {
    await makeEndpoint(database, URL);
    await add(database, eventOf(1), eventOf(1), eventOf(2));
    await add(database, eventOf(1));
    const due = async () => (await readDeliveries(database)).map(({ is_due }) => is_due);
    expect(await due()).toEqual([true, false, false, true]);
    const claims = await takeAll(database);
    expect(claims.map((claim) => [claim.objectId, claim.sequence]).sort()).toEqual([
      [objectId(1), '1'],
      [objectId(2), '1'],
    ]);
    expect(await takeAll(database)).toEqual([]);
    const first = claims.find((claim) => claim.objectId === objectId(1))!;
    expect(await markSent(database.kysely, first, 30)).toBe(true);
    const settle = () =>
      database.kysely
        .transaction()
        .execute((tx) => settleDelivery(tx, first, 'CONFIRMED', { status: 200, fault: null }));
    expect(await settle()).toBe(true);
    expect(await settle()).toBe(false);
    expect(await due()).toEqual([false, true, false, true]);
    expect((await takeAll(database)).map(({ sequence }) => sequence)).toEqual(['2']);
  });

  it('gives back what a lost process had when its lease ends, and lets that process change nothing any more', async () => {
    await makeEndpoint(database, URL);
    await add(database, eventOf(1));
    const [lost] = await claimDeliveries(database.kysely, {
      perEndpoint: 1,
      open: new Map(),
      leaseSeconds: 0.05,
    });
    expect(await takeAll(database)).toEqual([]);
    await expect.poll(async () => (await takeAll(database)).length, { timeout: 10_000 }).toBe(1);
    expect(await markSent(database.kysely, lost!, 30)).toBe(false);
    const settled = database.kysely
      .transaction()
      .execute((tx) => settleDelivery(tx, lost!, 'CONFIRMED', { status: 200, fault: null }));
    expect(await settled).toBe(false);
    expect(await readDeliveries(database)).toMatchObject([
      { state: 'NOT_SENT', attempts: 2, is_claimed: true },
    ]);
  });

  it('claims for each endpoint no more than there is room for, and nothing for one that is paused', async () => {
    const erp = await makeEndpoint(database, URL, { source: 'erp' });
    const crm = await makeEndpoint(database, URL, { source: 'crm' });
    await add(database, ...[1, 2, 3, 4].map((n) => eventOf(n)));
    const open = new Map([[erp, 2]]);
    const claims = await claimDeliveries(database.kysely, { perEndpoint: 3, open, leaseSeconds: 30 });
    expect(claims.map(({ endpointId }) => endpointId).sort()).toEqual([erp, crm, crm, crm].sort());
    await database.kysely.transaction().execute((tx) => pauseEndpoint(tx, crm, 'they move house'));
    expect((await takeAll(database)).map(({ endpointId }) => endpointId)).toEqual([erp, erp, erp]);
  });

  it('replays what was refused ahead of what waits, and goes on behind what was given up', async () => {
    await makeEndpoint(database, URL);
    const within = database.kysely;
    await add(database, eventOf(1), eventOf(1), eventOf(1));
    const [first] = await takeAll(database);
    await markSent(within, first!, 30);
    const refuse = { status: 422, fault: 'no' };
    await within.transaction().execute((tx) => settleDelivery(tx, first!, 'REFUSED', refuse));
    const inTurn = async () => (await readDeliveries(database)).map(({ state, is_due }) => [state, is_due]);
    expect(await inTurn()).toEqual([
      ['REFUSED', false],
      ['NOT_SENT', true],
      ['NOT_SENT', false],
    ]);
    const replayed = await within.transaction().execute((tx) => replayDeliveries(tx, [first!.deliveryId]));
    expect(replayed).toEqual([first!.deliveryId]);
    expect(await inTurn()).toEqual([
      ['NOT_SENT', true],
      ['NOT_SENT', false],
      ['NOT_SENT', false],
    ]);
    // Neither parked nor refused any more.
    expect(await within.transaction().execute((tx) => replayDeliveries(tx, [first!.deliveryId]))).toEqual([]);
    const given = await within
      .transaction()
      .execute((tx) => dismissDeliveries(tx, [first!.deliveryId], 'settled by telephone'));
    expect(given).toEqual([first!.deliveryId]);
    expect(await inTurn()).toEqual([
      ['NOT_SENT', false],
      ['NOT_SENT', true],
      ['NOT_SENT', false],
    ]);
    expect(await readOutboxFigures(within)).toMatchObject({ notSent: 2, sent: 0, refused: 0, parked: 0 });
  });

  it('lets a replay wait for the later event that is just under way', async () => {
    await makeEndpoint(database, URL);
    await add(database, eventOf(1), eventOf(1));
    const [first] = await takeAll(database);
    await markSent(database.kysely, first!, 30);
    const settle = (claim: typeof first, state: 'CONFIRMED' | 'REFUSED') =>
      database.kysely
        .transaction()
        .execute((tx) => settleDelivery(tx, claim!, state, { status: 200, fault: null }));
    await settle(first, 'REFUSED');
    const [second] = await takeAll(database);
    await database.kysely.transaction().execute((tx) => replayDeliveries(tx, [first!.deliveryId]));
    expect(await takeAll(database)).toEqual([]);
    await markSent(database.kysely, second!, 30);
    await settle(second, 'CONFIRMED');
    expect((await takeAll(database)).map(({ deliveryId }) => deliveryId)).toEqual([first!.deliveryId]);
  });
});

describe('the database itself', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
    await makeEndpoint(database, URL);
    await add(database, eventOf(1), eventOf(1));
  });
  afterAll(() => database.close());

  it.each([
    [
      "insert into outbox_event (event_type, object_type, object_id, sequence, subject, data) values ('a', 'b', new_id(), 1, 'c', '{}')",
      'permission denied',
    ],
    ["update outbox_event set data = '{}'", 'permission denied'],
    ['delete from outbox_event', 'permission denied'],
    ['select * from outbox_object', 'permission denied'],
    ['insert into delivery (outbox_event_id) values (new_id())', 'permission denied'],
    ['delete from delivery', 'permission denied'],
    ['update delivery set sequence = 7', 'permission denied'],
    ['delete from endpoint', 'permission denied'],
    [
      "update delivery set state = 'CONFIRMED', answered_at = now(), sent_at = now(), last_status = 200",
      'does not go from NOT_SENT to CONFIRMED',
    ],
    ["update delivery set state = 'SENT'", 'delivery_not_sent_has_never_left'],
    ['update delivery set sent_at = now()', 'delivery_not_sent_has_never_left'],
    ['update delivery set next_attempt_at = now()', 'delivery_one_of_an_object_at_a_time'],
    ['update delivery set claim = gen_random_uuid(), next_attempt_at = null', 'delivery_claim_has_an_end'],
    ['update delivery set parked_at = now(), next_attempt_at = null', 'delivery_is_parked_after_a_try'],
    [
      'update delivery set dismissed_at = now(), next_attempt_at = null',
      'delivery_is_dismissed_for_a_reason',
    ],
    [
      "update endpoint set url = 'https://user:password@erp.example.com/'",
      'endpoint_url_is_of_the_web_without_password',
    ],
    ["update endpoint set url = 'file:///etc/passwd'", 'endpoint_url_is_of_the_web_without_password'],
    ["update endpoint set secret_name = 'whsec_abc'", 'endpoint_secret_is_named_not_told'],
    ['update endpoint set is_active = false', 'endpoint_says_why_it_is_inactive'],
  ])('refuses the application %s', async (text, reason) => {
    await expect(database.statements.run(text, [])).rejects.toThrow(reason);
  });

  it('never lets what was sent seem not sent, nor what was confirmed open', async () => {
    const [claim] = await takeAll(database);
    await markSent(database.kysely, claim!, 30);
    const unsend = "update delivery set state = 'NOT_SENT', sent_at = null where state = 'SENT'";
    await expect(database.statements.run(unsend, [])).rejects.toThrow('does not go from SENT to NOT_SENT');
    await database.kysely
      .transaction()
      .execute((tx) => settleDelivery(tx, claim!, 'CONFIRMED', { status: 200, fault: null }));
    const reopen = "update delivery set state = 'SENT', answered_at = null where state = 'CONFIRMED'";
    await expect(database.statements.run(reopen, [])).rejects.toThrow('does not go from CONFIRMED to SENT');
  });

  it('never lets an event change, whoever asks', async () => {
    const change = database.withOwner((owner) => owner.query("update outbox_event set subject = 'x'"));
    await expect(change).rejects.toThrow('append-only');
  });

  it('adds events in READ COMMITTED only: in an older snapshot a delivered predecessor would still seem open', async () => {
    const added = database.kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => addEvents(tx, [eventOf(1)]));
    await expect(added).rejects.toThrow('READ COMMITTED');
  });
});

it('numbers are without gaps and follow the order of commits, however many write at once', async () => {
  const database = await freshDatabase();
  await makeEndpoint(database, URL);
  const [writers, rounds] = long ? [20, 100] : [6, 10];
  const objects = [1, 2, 3, 4, 5];
  let pick = 1;
  const next = () => {
    pick = (pick * 48271) % 2147483647;
    return pick;
  };
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (let round = 0; round < rounds; round++) {
        // In any order, some objects twice: the database locks them in its own.
        const batch = objects
          .flatMap((n) => Array<number>(next() % 3).fill(n))
          .sort(() => (next() % 2) * 2 - 1);
        const work = database.kysely.transaction().execute(async (tx) => {
          await addEvents(
            tx,
            batch.map((n) => eventOf(n)),
          );
          if (next() % 5 === 0) throw new Error('taken back');
        });
        await work.catch((error) => expect(String(error)).toContain('taken back'));
      }
    }),
  );
  const { rows } = await sql<{ faults: number; objects: number }>`select count(*)::int as objects,
      count(*) filter (where n <> last or first <> 1)::int as faults
    from (select object_id, count(*) as n, max(sequence) as last, min(sequence) as first from outbox_event group by 1) o`.execute(
    database.kysely,
  );
  expect(rows).toEqual([{ objects: objects.length, faults: 0 }]);
  const due = (await readDeliveries(database)).filter(({ is_due }) => is_due);
  expect(due.map(({ sequence }) => sequence)).toEqual(objects.map(() => '1'));
  await database.close();
});

it('an event that commits first is first, whichever transaction began before', async () => {
  const database = await freshDatabase();
  await makeEndpoint(database, URL);
  const early = await database.kysely.startTransaction().execute();
  await sql`select 1`.execute(early);
  await add(database, eventOf(1, { subject: 'committed first' }));
  await addEvents(early, [eventOf(1, { subject: 'committed second' })]);
  await early.commit().execute();
  const events = await sql<{ subject: string }>`select subject from outbox_event order by sequence`.execute(
    database.kysely,
  );
  expect(events.rows.map(({ subject }) => subject)).toEqual(['committed first', 'committed second']);
  await database.close();
});

describe('an event added while its predecessor is being settled', () => {
  let addresses: TestAddresses;
  let superuser: Client;
  let database: Database;
  let settling: ControlledTransaction<DB>;
  let claim: Claim;
  beforeEach(async () => {
    addresses = await createDatabase();
    superuser = await connect(addresses.superuserUrl);
    database = await openDatabase(storeConfig(addresses), silentLog);
    await makeEndpoint(database, URL);
    await add(database, eventOf(1));
    const [taken] = await takeAll(database);
    claim = taken!;
    await markSent(database.kysely, claim, 30);
    settling = await database.kysely.startTransaction().execute();
  });
  afterEach(async () => {
    await superuser.end();
    await database.close();
    await addresses.drop();
  });

  const settle = () => settleDelivery(settling, claim, 'CONFIRMED', { status: 200, fault: null });
  const states = async () => (await readDeliveries(database)).map(({ state, is_due }) => [state, is_due]);
  const done = [
    ['CONFIRMED', false],
    ['NOT_SENT', true],
  ];

  it('is due at once when the settling commits first', async () => {
    await settle();
    const adding = add(database, eventOf(1));
    await expect.poll(() => waiting(superuser), { timeout: 10_000 }).toBe(1);
    await settling.commit().execute();
    await adding;
    expect(await states()).toEqual(done);
  });

  it('is due at once when the adding commits first', async () => {
    const adding = await database.kysely.startTransaction().execute();
    await addEvents(adding, [eventOf(1)]);
    const settled = settle();
    await expect.poll(() => waiting(superuser), { timeout: 10_000 }).toBe(1);
    await adding.commit().execute();
    await settled;
    await settling.commit().execute();
    expect(await states()).toEqual(done);
  });
});

/** How many sessions wait for a lock that another one has. */
async function waiting(superuser: Client): Promise<number> {
  const { rows } = await superuser.query(`select count(*)::int as n from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()`);
  return rows[0].n;
}
