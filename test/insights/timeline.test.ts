// The timeline of a customer: what happened over all slices, in order, no further than the viewer sees, and the rates that the
// figures of a customer lack.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { type Asking, ask } from '../support/ask.ts';
import { freshDatabase } from '../support/database.ts';

let database: Database;

const id = (suffix: string) => `00000000-0000-7000-8000-${suffix.padStart(12, '0')}`;
const germany: Asking = { entities: [id('d1')] };
const america: Asking = { entities: [id('d2')] };

/**
 * Acme took over Acme Old, which had signed a contract and got an invoice in Germany; all else is Acme's own, part of it in
 * America. A draft invoice, an unsigned contract and cash of nobody are no events. Beta has an invoice of its own.
 */
const data = `
  insert into legal_entity (legal_entity_id, code, name, functional_currency) values
    ('${id('d1')}', 'DE', 'Germany', 'EUR'), ('${id('d2')}', 'US', 'America', 'USD');
  insert into source_system (source_system_id, key, name, kind) values ('${id('a1')}', 'erp', 'ERP', 'ERP');
  insert into customer (customer_id, number, name, status, golden_id) values
    ('${id('c1')}', 'C1', 'Acme', 'ACTIVE', '${id('c1')}'), ('${id('c2')}', 'C2', 'Acme Old', 'MERGED', '${id('c1')}'),
    ('${id('c3')}', 'C3', 'Beta', 'ACTIVE', '${id('c3')}');
  insert into contract (contract_id, number, customer_id, legal_entity_id, status, currency, signed_on, starts_on) values
    ('${id('1')}', 'K1', '${id('c2')}', '${id('d1')}', 'ACTIVE', 'EUR', '2026-01-05', '2026-01-01'),
    ('${id('2')}', 'K2', '${id('c1')}', '${id('d2')}', 'DRAFT', 'USD', null, '2026-01-01');
  insert into amendment (amendment_id, contract_id, number, kind, signed_on, effective_on) values
    ('${id('3')}', '${id('1')}', 'A1', 'UPSELL', '2026-01-10', '2026-02-01'), ('${id('4')}', '${id('1')}', null, 'CORRECTION', null, '2026-01-20');
  insert into invoice (invoice_id, number, legal_entity_id, customer_id, status, issued_on, due_on, currency, subtotal, tax, total,
    voided_on, source_system_id) values
    ('${id('5')}', 'I1', '${id('d1')}', '${id('c2')}', 'ISSUED', '2026-02-01', '2026-03-01', 'EUR', 100, 19, 119, null, '${id('a1')}'),
    ('${id('6')}', 'I2', '${id('d2')}', '${id('c1')}', 'VOIDED', '2026-02-01', '2026-03-01', 'USD', 50, 0, 50, '2026-02-02', '${id('a1')}'),
    ('${id('7')}', 'I3', '${id('d2')}', '${id('c1')}', 'DRAFT', '2026-02-01', '2026-03-01', 'USD', 50, 0, 50, null, '${id('a1')}'),
    ('${id('8')}', 'I4', '${id('d2')}', '${id('c3')}', 'ISSUED', '2026-02-01', '2026-03-01', 'USD', 50, 0, 50, null, '${id('a1')}');
  insert into credit_note (credit_note_id, number, legal_entity_id, customer_id, status, issued_on, currency, subtotal, tax, total, source_system_id)
  values ('${id('9')}', 'N1', '${id('d1')}', '${id('c1')}', 'ISSUED', '2026-02-10', 'EUR', 10, 1.9, 11.9, '${id('a1')}');
  insert into payment (payment_id, number, legal_entity_id, customer_id, received_on, posted_on, currency, amount, source_system_id) values
    ('${id('10')}', 'Y1', '${id('d2')}', '${id('c1')}', '2026-02-20', '2026-02-21', 'USD', 30, '${id('a1')}'),
    ('${id('11')}', 'Y2', '${id('d2')}', null, '2026-02-20', '2026-02-21', 'USD', 30, '${id('a1')}');
  insert into dispute (dispute_id, number, invoice_id, customer_id, legal_entity_id, status, reason, amount, currency, opened_on, resolved_on,
    resolution) values
    ('${id('12')}', 'S1', '${id('5')}', '${id('c1')}', '${id('d1')}', 'RESOLVED', 'PRICE', 19, 'EUR', '2026-03-01', '2026-03-09', 'REJECTED'),
    ('${id('13')}', 'S2', '${id('6')}', '${id('c1')}', '${id('d2')}', 'OPEN', 'PRICE', 5, 'USD', '2026-03-02', null, null);
  insert into promise (promise_id, customer_id, legal_entity_id, made_on, promised_on, amount, currency)
  values ('${id('14')}', '${id('c1')}', '${id('d1')}', '2026-03-05', '2026-04-01', 100, 'EUR');
  insert into collection_activity (collection_activity_id, customer_id, legal_entity_id, kind, performed_on, fee, currency) values
    ('${id('15')}', '${id('c1')}', '${id('d1')}', 'REMINDER', '2026-03-12', 5, 'EUR'), ('${id('16')}', '${id('c1')}', '${id('d1')}', 'CALL', '2026-03-13', null, null);`;

beforeAll(async () => {
  database = await freshDatabase();
  await database.withOwner((client) => client.query(data));
});
afterAll(() => database?.close());

interface Event {
  readonly id: string;
  readonly kind: string;
  readonly occurredOn: string;
  readonly number: string | null;
}
interface Timeline {
  readonly nodes: readonly Event[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

async function timeline(args = '', asking?: Asking, number = 'C1'): Promise<Timeline> {
  const fields =
    'totalCount nodes { id kind occurredOn number } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  const found = (await ask(
    database,
    `{ customer(number: "${number}") { timeline${args} { ${fields} } } }`,
    asking,
  )) as {
    customer: { timeline: Timeline };
  };
  return found.customer.timeline;
}
const told = ({ nodes }: Timeline) =>
  nodes.map((event) => `${event.occurredOn} ${event.kind} ${event.number ?? '-'}`);

const german = [
  '2026-03-13 COLLECTION_ACTIVITY -',
  '2026-03-12 COLLECTION_ACTIVITY -',
  '2026-03-09 DISPUTE_RESOLVED S1',
  '2026-03-05 PROMISE_MADE -',
  '2026-03-01 DISPUTE_OPENED S1',
  '2026-02-10 CREDIT_NOTE_ISSUED N1',
  '2026-02-01 INVOICE_ISSUED I1',
  '2026-01-20 CONTRACT_AMENDED -',
  '2026-01-10 CONTRACT_AMENDED A1',
  '2026-01-05 CONTRACT_SIGNED K1',
];
const american = [
  '2026-03-02 DISPUTE_OPENED S2',
  '2026-02-20 PAYMENT_RECEIVED Y1',
  '2026-02-01 INVOICE_ISSUED I2',
];
const byDay = (events: readonly string[]) => [...events].sort();

describe('the timeline', () => {
  it('tells what happened in every slice, with a merged customer too, the latest first', async () => {
    const found = told(await timeline());
    expect(byDay(found)).toEqual(byDay([...german, ...american]));
    const days = found.map((event) => event.slice(0, 10));
    expect(days).toEqual([...days].sort().reverse());
  });

  it('leaves out drafts, what was never signed, cash of nobody and other customers', async () => {
    const found = told(await timeline()).join();
    expect(found).not.toMatch(/I3|K2|Y2|I4/);
    expect(told(await timeline('', {}, 'C3'))).toEqual(['2026-02-01 INVOICE_ISSUED I4']);
  });

  it('of the record that was merged away is empty: its events are those of the customer that it became', async () =>
    expect(await timeline('', {}, 'C2')).toMatchObject({ totalCount: 0, nodes: [] }));

  it('dates an amendment by its signature, and an unsigned one by its effect', async () =>
    expect(told(await timeline('(filter: { kind: { eq: CONTRACT_AMENDED } })'))).toEqual([
      '2026-01-20 CONTRACT_AMENDED -',
      '2026-01-10 CONTRACT_AMENDED A1',
    ]));

  it('shows a viewer of one entity its own events, counted and paged likewise', async () => {
    const seen = await timeline('(first: 100)', germany);
    expect(told(seen)).toEqual(german);
    expect(seen.totalCount).toBe(german.length);
    expect(told(await timeline('', america))).toEqual(american);
    expect(await timeline('(first: 2)', america)).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true },
    });
    expect(await timeline('(filter: { legalEntity: { eq: "DE" } })', america)).toMatchObject({
      totalCount: 0,
    });
  });

  it.each([
    [
      '{ kind: { in: [DISPUTE_OPENED, DISPUTE_RESOLVED] }, legalEntity: { eq: "DE" } }',
      [german[2], german[4]],
    ],
    [
      '{ occurredOn: { gte: "2026-02-01", lt: "2026-02-20" }, legalEntity: { eq: "DE" } }',
      [german[5], german[6]],
    ],
    ['{ legalEntity: { in: ["US"] } }', american],
    [
      '{ or: [{ kind: { eq: PROMISE_MADE } }, { occurredOn: { eq: "2026-03-02" } }] }',
      [german[3], american[0]],
    ],
  ])('is selected by %s', async (filter, expected) =>
    expect(told(await timeline(`(filter: ${filter})`))).toEqual(expected),
  );

  it('may begin with the earliest', async () => {
    const forward = await timeline('(orderBy: { field: OCCURRED_ON })');
    const latest = await timeline('(orderBy: { field: OCCURRED_ON, direction: DESC })');
    expect(forward.nodes.map(({ id }) => id)).toEqual(latest.nodes.map(({ id }) => id).reverse());
  });

  it('names the record behind each event, the entity and the amount', async () => {
    const fields = 'kind objectId legalEntity { code } amount { amount currency }';
    const asked = `{ customer(number: "C1") { timeline(filter: { kind: { in: [INVOICE_ISSUED, CONTRACT_SIGNED, COLLECTION_ACTIVITY] } }) {
      nodes { ${fields} } } } }`;
    const found = (await ask(database, asked, germany)) as { customer: { timeline: unknown } };
    const event = (kind: string, object: string, amount: string | null) => ({
      ...{ kind, objectId: id(object), legalEntity: { code: 'DE' } },
      amount: amount && { amount, currency: 'EUR' },
    });
    expect(found.customer.timeline).toEqual({
      nodes: [
        event('COLLECTION_ACTIVITY', '16', null),
        event('COLLECTION_ACTIVITY', '15', '5.00'),
        event('INVOICE_ISSUED', '5', '119.00'),
        event('CONTRACT_SIGNED', '1', null),
      ],
    });
  });

  it('has one event for each thing that happened, whose identifier stays', async () => {
    const ids = (await timeline()).nodes.map((event) => event.id);
    expect(new Set(ids).size).toBe(german.length + american.length);
    expect((await timeline()).nodes.map((event) => event.id)).toEqual(ids);
  });
});

describe('pages of the timeline', () => {
  /** Every page from one end to the other, as the cursors lead. */
  async function pages(end: 'first' | 'last', size: number, order = ''): Promise<Event[][]> {
    const found: Event[][] = [];
    let place = '';
    for (let more = true; more; ) {
      const { nodes, pageInfo } = await timeline(`(${end}: ${size}${place}${order})`);
      found.push([...nodes]);
      more = end === 'first' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
      place = end === 'first' ? `, after: "${pageInfo.endCursor}"` : `, before: "${pageInfo.startCursor}"`;
    }
    return found;
  }

  it.each([
    [1, ''],
    [3, ''],
    [3, ', orderBy: { field: OCCURRED_ON }'],
    [13, ''],
  ])('of %i lead through all events once, forwards and backwards%s', async (size, order) => {
    const all = (await timeline(order && `(${order.slice(2)})`)).nodes;
    expect((await pages('first', size, order)).flat()).toEqual(all);
    expect((await pages('last', size, order)).reverse().flat()).toEqual(all);
  });

  it('know what precedes and follows them', async () => {
    const { pageInfo } = await timeline('(first: 5)');
    expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const middle = await timeline(`(first: 5, after: "${pageInfo.endCursor}")`);
    expect(middle.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const back = await timeline(`(last: 5, before: "${middle.pageInfo.startCursor}")`);
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it('refuse the cursor of another order', async () => {
    const { pageInfo } = await timeline('(first: 5)');
    await expect(
      timeline(`(first: 5, after: "${pageInfo.endCursor}", orderBy: { field: OCCURRED_ON })`),
    ).rejects.toThrow('the cursor belongs to another order');
  });
});

describe('the missing rates of a summary', () => {
  const missing = async (args: string, asking?: Asking) => {
    const asked = `{ customer(number: "C1") { summary(${args}) { missingRates { rateType baseCurrency quoteCurrency on } } } }`;
    const found = (await ask(database, asked, asking)) as {
      customer: {
        summary: {
          missingRates: { rateType: string; baseCurrency: string; quoteCurrency: string; on: string }[];
        };
      };
    };
    return found.customer.summary.missingRates.map((rate) =>
      [rate.on, rate.rateType, rate.baseCurrency, rate.quoteCurrency].join(' '),
    );
  };

  it('are those of each flow on its day and of each currency at the end, once each, by day', async () =>
    expect(await missing('currency: "EUR", asOf: "2026-03-31"')).toEqual([
      '2026-02-01 SPOT USD EUR',
      '2026-02-20 SPOT USD EUR',
      '2026-03-31 CLOSING USD EUR',
    ]));

  it('are none of flows before the first day or after the last', async () => {
    expect(await missing('currency: "EUR", from: "2026-02-02", asOf: "2026-03-31"')).toEqual([
      '2026-02-20 SPOT USD EUR',
      '2026-03-31 CLOSING USD EUR',
    ]);
    expect(await missing('currency: "EUR", asOf: "2026-02-01"')).toEqual([
      '2026-02-01 CLOSING USD EUR',
      '2026-02-01 SPOT USD EUR',
    ]);
    expect(await missing('currency: "EUR", asOf: "2026-01-31"')).toEqual([]);
  });

  it('are those of what the viewer sees', async () => {
    expect(await missing('currency: "EUR", asOf: "2026-03-31"', germany)).toEqual([]);
    expect(await missing('currency: "GBP", asOf: "2026-02-09"', germany)).toEqual([
      '2026-02-01 SPOT EUR GBP',
      '2026-02-09 CLOSING EUR GBP',
    ]);
  });

  it('are none where the rates are stated, within 7 days', async () => {
    await database.withOwner((client) =>
      client.query(`insert into exchange_rate (rate_on, rate_type, base_currency, quote_currency, rate) values
        ('2026-01-30', 'SPOT', 'USD', 'EUR', 0.9), ('2026-02-20', 'SPOT', 'EUR', 'USD', 1.1), ('2026-03-31', 'CLOSING', 'USD', 'EUR', 0.9)`),
    );
    expect(await missing('currency: "EUR", asOf: "2026-03-31"')).toEqual([]);
    expect(await missing('currency: "EUR", asOf: "2026-04-07"')).toEqual([]);
    expect(await missing('currency: "EUR", asOf: "2026-04-08"')).toEqual(['2026-04-08 CLOSING USD EUR']);
  });
});
