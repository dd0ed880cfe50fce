// What becomes of pushed messages: each is applied once, in the order in which the source's own versions say, whatever the order of
// arrival; what cannot be understood is work, and those behind it go on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventOf, openPushing, type Pushing, workerOf } from './pushing.ts';

describe.each(['postgresql', 'pglite'] as const)('pushed messages on %s', (engine) => {
  let store: Pushing;
  beforeAll(async () => {
    store = await openPushing(engine);
  });
  afterAll(() => store.close());

  const send = async (...events: unknown[]) => {
    const type = 'application/cloudevents-batch+json';
    expect(await store.send('crm', events, { type })).toMatchObject({ status: 202 });
  };
  const ends = async (...ids: string[]) =>
    (
      await store.rows<{ message_id: string; end: string | null }>(
        "select message_id, concat_ws(' ', disposition, reason) as end from inbound_message where message_id = any ($1)",
        [ids],
      )
    ).reduce((found, row) => found.set(row.message_id, row.end ?? ''), new Map<string, string>());
  const customer = async (id: string) =>
    (
      await store.rows(
        `select c.name, c.segment, c.region from customer c join inbound_record r on r.target_id = c.customer_id
         where r.record_type = 'customer' and r.external_id = $1 and r.is_current`,
        [id],
      )
    )[0];
  const exceptions = () =>
    store.rows(
      'select class, rule, external_id, occurrences from exception where resolved_at is null order by rule, external_id',
    );

  it('make the records that they say, children before parents in the same request too', async () => {
    const contact = eventOf('revgraph.contact', 'P1', { customer: 'A1', last_name: 'Lind' });
    const parent = eventOf('revgraph.customer', 'A1', { name: 'Acme', segment: 'Large' });
    await send(contact, parent);
    await store.work();
    expect(await ends(contact.id, parent.id)).toEqual(
      new Map([
        [contact.id, 'APPLIED'],
        [parent.id, 'APPLIED'],
      ]),
    );
    expect(await customer('A1')).toEqual({ name: 'Acme', segment: 'Large', region: null });
    expect(
      await store.rows('select disposition, rows::int from import_run_count where record_type = $1', [
        'contact',
      ]),
    ).toEqual([{ disposition: 'APPLIED', rows: 1 }]);
  });

  it('wait for a parent that comes later, and then end as applied', async () => {
    const child = eventOf('revgraph.contact', 'P2', { customer: 'A2', last_name: 'Berg' });
    await send(child);
    await store.work();
    expect(await ends(child.id)).toEqual(new Map([[child.id, 'PARKED reference']]));
    expect(await exceptions()).toMatchObject([{ class: 'REFERENCE', external_id: 'A2' }]);
    await send(eventOf('revgraph.customer', 'A2', { name: 'Brightwater' }));
    await store.work();
    expect((await ends(child.id)).get(child.id)).toMatch(/^APPLIED/);
    expect(await exceptions()).toEqual([]);
  });

  it('of one record may come several at once: the last one counts where none states its time', async () => {
    await send(...['One', 'Two', 'Three'].map((name) => eventOf('revgraph.customer', 'A3', { name })));
    await store.work();
    expect(await customer('A3')).toMatchObject({ name: 'Three' });
  });

  it('that are late change only what no later one said', async () => {
    const at = (hour: number) => ({ time: `2026-11-0${hour}T12:00:00Z` });
    await send(eventOf('revgraph.customer', 'A4', { name: 'New' }, at(3)));
    const late = eventOf('revgraph.customer', 'A4', { name: 'Old', segment: 'Mid' }, at(1));
    await send(late);
    await store.work();
    expect(await customer('A4')).toEqual({ name: 'New', segment: 'Mid', region: null });
  });

  it('that repeat what stands are unchanged; a deletion ends the link', async () => {
    const again = eventOf('revgraph.customer', 'A1', { name: 'Acme', segment: 'Large' });
    await send(again);
    await store.work();
    expect(await ends(again.id)).toEqual(new Map([[again.id, 'UNCHANGED']]));
    await send(eventOf('revgraph.customer.deleted', 'A1', null));
    await store.work();
    expect(
      await store.rows("select valid_to is null as open from source_link where external_id = 'A1'"),
    ).toEqual([{ open: false }]);
  });

  it('that nobody understands are work, and those behind them go on', async () => {
    const odd = [
      eventOf('com.example.someevent', 'x', { message: 'Hello' }),
      eventOf('com.example.someevent', 'y', 'Hello'),
      eventOf('revgraph.custommer', 'x', {}),
      eventOf('revgraph.customer', 'A5', ['Acme']),
      eventOf('revgraph.customer', 'A6', { name: 'Acme', nome: 'Acme' }),
      eventOf('revgraph.customer', 'A7', { id: 'A8', name: 'Acme' }),
      eventOf('revgraph.customer', 'A9', { segment: 'Large' }),
    ];
    const good = eventOf('revgraph.customer', 'A10', { name: 'Corvid', segment: 'a\u0000b'.slice(0, 1) });
    await send(...odd, good);
    await store.work();
    expect([...(await ends(...odd.map(({ id }) => id))).values()].sort()).toEqual([
      'FAILED message-data',
      'FAILED message-subject',
      'FAILED message-type',
      'FAILED message-type',
      'FAILED message-type',
      'FAILED required',
      'FAILED unknown-field',
    ]);
    expect(await ends(good.id)).toEqual(new Map([[good.id, 'APPLIED']]));
    expect(await exceptions()).toMatchObject([
      { class: 'MAPPING', rule: 'message-data', occurrences: 1 },
      { class: 'MAPPING', rule: 'message-subject' },
      { class: 'MAPPING', rule: 'message-type', occurrences: 2 },
      { class: 'MAPPING', rule: 'message-type', occurrences: 1 },
      { class: 'VALIDATION', rule: 'required', external_id: 'A9' },
      { class: 'MAPPING', rule: 'unknown-field', external_id: 'A6' },
    ]);
  });

  it('are each kept with one disposition, as many as came', async () => {
    const [{ open, all } = { open: -1, all: -1 }] = await store.rows<{ open: number; all: number }>(
      'select count(*) filter (where disposition is null)::int as open, count(*)::int as all from inbound_message',
    );
    expect(open).toBe(0);
    expect(all).toBeGreaterThan(15);
  });
});

it('are applied once by two workers at a time', async () => {
  const store = await openPushing('postgresql');
  const events = Array.from({ length: 60 }, (_, n) =>
    eventOf('revgraph.customer', `W${n}`, { name: `Number ${n}` }),
  );
  for (const event of events) await store.send('crm', event);
  const workers = [1, 2, 3].map(() => workerOf(store.database, undefined, 7));
  await Promise.all(workers.map((worker) => worker.work()));
  await store.work();
  expect(await store.rows('select count(*)::int as n from customer')).toEqual([{ n: 60 }]);
  expect(
    await store.rows('select disposition, sum(rows)::int as n from import_run_count group by 1'),
  ).toEqual([{ disposition: 'APPLIED', n: 60 }]);
  await store.close();
});
