// Changes that an import makes reach the endpoints that wait for them, and stopped deliveries and silent feeds become work.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliveryPorts } from '../../src/ingestion/delivery-jobs.ts';
import { UnreadableInput } from '../../src/ingestion/format.ts';
import { checkFreshness } from '../../src/ingestion/freshness-jobs.ts';
import { changeSource } from '../../src/ingestion/source-commands.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { startWorker, type TestWorker } from '../support/outbox.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { importFolder, openRejections, writeExport } from './exports.ts';

let database: Database;
let receiver: Receiver;
let worker: TestWorker | undefined;
beforeEach(async () => {
  database = await freshStore('postgresql');
  receiver = await startReceiver();
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await receiver.close();
  await database.close();
});

const take = (rows: string, source = 'crm') =>
  importFolder(database, source, writeExport({ 'customers.csv': `id,name,segment\n${rows}` }));
const register = (settings: { freshMinutes?: number } = {}) =>
  changeSource(database.kysely, {
    source: 'crm',
    endpoint: { url: receiver.url, objects: ['CUSTOMER'], secret: 'ERP' },
    ...settings,
  });
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

describe('a change of an object that an endpoint waits for', () => {
  it('is told in order, with the fields and without their values, in the transaction that made it', async () => {
    await take('C1,Acme,\n');
    await register();
    await take('C1,Acme,Large\nC2,Brightwater,\n');
    worker = startWorker(database, { ports: deliveryPorts });
    await eventually(() => receiver.taken.length).toBe(2);
    const told = receiver.taken
      .map(({ body }) => JSON.parse(body))
      .sort((a, b) => a.subject.localeCompare(b.subject));
    expect(told).toMatchObject([
      { type: 'com.revgraph.customer.changed', subject: 'C1', data: { source: 'crm', externalId: 'C1' } },
      { type: 'com.revgraph.customer.created', subject: 'C2', data: { fields: ['name'] } },
    ]);
    expect(JSON.stringify(told)).not.toContain('Brightwater');
  });

  it('is told once: an export that says the same again tells nothing', async () => {
    await take('C1,Acme,\n');
    await register();
    await take('C1,Acme,\n');
    const events = await database.statements.run('select 1 from outbox_event', []);
    expect(events).toEqual([]);
  });

  it('becomes work where the receiver refuses it', async () => {
    await take('C1,Acme,\n');
    await register();
    receiver.answer = () => 422;
    await take('C1,Acme,Large\n');
    worker = startWorker(database, { ports: deliveryPorts });
    await eventually(async () =>
      (await openRejections(database)).map((row) => [row.class, row.message]),
    ).toEqual([
      [
        'WRITE_BACK',
        expect.stringMatching(
          /^com\.revgraph\.customer\.changed of C1 was refused at 127\.0\.0\.1:\d+: status 422$/,
        ),
      ],
    ]);
  });
});

describe('a feed that promises to be fresh', () => {
  it('is an exception once it is silent for longer, and none as soon as it speaks again', async () => {
    await take('C1,Acme,\n');
    await changeSource(database.kysely, { source: 'crm', freshMinutes: 60 });
    const [{ now } = { now: '' }] = await database.statements.run<{ now: string }>(
      `select to_char(now() + interval '2 hours', 'YYYY-MM-DD"T"HH24:MI:SSOF') as now`,
      [],
    );
    await checkFreshness(database.kysely, now);
    await checkFreshness(database.kysely, now);
    expect(await openRejections(database)).toMatchObject([
      { class: 'STALE_FEED', rule: 'feed_keeps_its_promise' },
    ]);
    await take('C1,Acme,Large\n');
    const [{ at } = { at: '' }] = await database.statements.run<{ at: string }>(
      'select now()::text as at',
      [],
    );
    await checkFreshness(database.kysely, at);
    expect(await openRejections(database)).toEqual([]);
  });
});

it('names every fault of what an operator says of a source', async () => {
  const endpoint = { url: 'ftp://x', objects: ['THING'], secret: 'no' };
  const wrong = changeSource(database.kysely, { source: 'nobody', endpoint });
  await expect(wrong).rejects.toThrow(UnreadableInput);
  await expect(wrong).rejects.toThrow(
    /nobody.*\n.*ftp.*\n.*THING is none of ACCOUNTING_BOOK, .*\n.*"no" is no name/,
  );
});
