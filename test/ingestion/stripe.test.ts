// Stripe's objects and events through the translator and into a store: a small account made by hand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/ingestion/count-rules.ts';
import { stripe } from '../../src/ingestion/formats/stripe.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import type { Database } from '../../src/platform/database.ts';
import { ask } from '../support/ask.ts';
import { freshStore } from '../support/database.ts';
import { type ReadExport, readExport } from '../support/read-export.ts';
import { writeExport } from './exports.ts';

const importInto = (store: Database, path: string) =>
  runImport(store.kysely, {
    source: 'pay',
    format: stripe,
    paths: [path],
    entity: 'ACME',
    currency: 'USD',
    dryRun: false,
    now: '2024-06-30T12:00:00Z',
  });

/** 1 March 2024, noon, and days after it. */
const noon = (days = 0) => 1_709_294_400 + days * 86_400;
const json = (value: unknown) => JSON.stringify(value, null, 1);
const lines = (...objects: object[]) => objects.map((object) => `${JSON.stringify(object)}\n`).join('');

const product = {
  object: 'product',
  id: 'prod_1',
  livemode: true,
  name: 'Seat',
  type: 'service',
  active: true,
};
const price = {
  object: 'price',
  id: 'price_1',
  livemode: true,
  active: true,
  currency: 'usd',
  product: 'prod_1',
  unit_amount: 5000,
  unit_amount_decimal: '5000',
  created: noon(),
  recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
};
const customer = {
  object: 'customer',
  id: 'cus_1',
  livemode: true,
  name: 'Acme',
  currency: 'usd',
  metadata: { external_id: 'x' },
};
const subscription = {
  object: 'subscription',
  id: 'sub_1',
  livemode: true,
  customer: 'cus_1',
  status: 'active',
  created: noon(),
  start_date: noon(),
  currency: 'usd',
  items: { object: 'list', data: [{ id: 'si_1', created: noon(), quantity: 2, price }] },
};
const line = {
  id: 'il_1',
  object: 'line_item',
  amount: 10000,
  currency: 'usd',
  quantity: 2,
  period: { start: noon(), end: noon(31) },
  subscription_item: 'si_1',
  price,
};
const paid = {
  object: 'invoice',
  id: 'in_1',
  livemode: true,
  number: 'A-1',
  customer,
  subscription: 'sub_1',
  charge: 'ch_1',
  currency: 'usd',
  status: 'paid',
  created: noon(),
  total: 10000,
  amount_due: 10000,
  amount_paid: 10000,
  amount_remaining: 0,
  status_transitions: { finalized_at: noon(), paid_at: noon(1) },
  lines: { object: 'list', data: [line], has_more: false },
};
/** Of 80 dollars a credit balance of the customer settles 30. */
const open = {
  object: 'invoice',
  id: 'in_2',
  livemode: true,
  number: 'A-2',
  customer: 'cus_1',
  charge: null,
  currency: 'usd',
  status: 'open',
  created: noon(31),
  total: 8000,
  starting_balance: -3000,
  amount_due: 5000,
  amount_paid: 0,
  amount_remaining: 5000,
};
const charge = {
  object: 'charge',
  id: 'ch_1',
  livemode: true,
  customer: 'cus_1',
  invoice: 'in_1',
  payment_intent: 'pi_1',
  currency: 'usd',
  status: 'succeeded',
  captured: true,
  amount: 10000,
  amount_captured: 10000,
  created: noon(1),
  refunds: {
    object: 'list',
    data: [{ object: 'refund', id: 're_1', charge: 'ch_1', amount: 2000, currency: 'usd', created: noon(2) }],
  },
};
const intent = {
  object: 'payment_intent',
  id: 'pi_1',
  livemode: true,
  status: 'succeeded',
  latest_charge: 'ch_1',
  currency: 'usd',
  amount_received: 10000,
  created: noon(1),
};
const dispute = {
  object: 'dispute',
  id: 'dp_1',
  livemode: true,
  charge: 'ch_1',
  amount: 3000,
  currency: 'usd',
  status: 'lost',
  reason: 'fraudulent',
  created: noon(3),
};
const credit = {
  object: 'credit_note',
  id: 'cn_1',
  livemode: true,
  number: 'A-2-CN-01',
  customer: 'cus_1',
  invoice: 'in_2',
  currency: 'usd',
  status: 'issued',
  type: 'pre_payment',
  created: noon(32),
  total: 1000,
};
const payout = { object: 'payout', id: 'po_1', livemode: true, amount: 5000, currency: 'usd' };
const tested = { ...customer, id: 'cus_test', livemode: false };

/** A made-up account: a page, an array, single objects and lines. */
const small = {
  'customers.json': json({ object: 'list', data: [customer, tested], has_more: false }),
  'catalogue.json': json([product, price]),
  'subscription.json': json(subscription),
  'invoices.jsonl': lines(paid, open, credit),
  'money.ndjson': lines(charge, intent, dispute, payout),
};

describe('objects of the API', () => {
  let read: ReadExport;
  beforeAll(async () => {
    read = await readExport(stripe, [writeExport(small)], { currency: 'USD' });
  });

  it('are accounted for in every layout of JSON', () => {
    expect(read.counts()).toEqual({
      product: { records: 1 },
      price_book: { records: 1 },
      price: { records: 1 },
      customer: { records: 1, 'ignored test-mode': 1, 'ignored out-of-scope-payout': 1 },
      customer_account: { records: 1 },
      contract: { records: 1 },
      contract_line: { records: 1 },
      invoice: { records: 2 },
      invoice_line: { records: 1 },
      credit_note: { records: 1 },
      payment: { records: 1, 'ignored payment-intent-of-charge': 1 },
      allocation: { records: 2 },
      refund: { records: 1 },
      chargeback: { records: 1 },
    });
  });

  it('stand on the line on which their id is written', () => {
    const [first] = read.records('customer');
    const ignored = read.items.find((item) => item.kind === 'ignored' && item.rule === 'test-mode');
    expect([first?.line, ignored?.line]).toEqual([6, 16]);
    expect(read.records('credit_note')[0]?.line).toBe(3);
  });

  it('of test mode count where there are no others', async () => {
    const folder = writeExport({ 'customer.json': json(tested), 'invoice_payment.json': json(payout) });
    expect((await readExport(stripe, [folder])).counts()).toMatchObject({ customer: { records: 1 } });
  });

  it('that came by themselves are not taken a second time from what holds them', async () => {
    const [refund] = charge.refunds.data;
    const folder = writeExport({
      'charge.json': json(charge),
      'refunds.json': json([refund, { ...refund, id: 're_2' }]),
      'line_item.json': json({ ...line, id: 'il_2', invoice: 'in_1' }),
      'invoice.json': json(paid),
    });
    const alone = await readExport(stripe, [folder]);
    expect(alone.records('refund').map(({ externalId }) => externalId)).toEqual(['re_1', 're_2']);
    expect(
      alone.records('invoice_line').map(({ externalId, values }) => [externalId, values.position]),
    ).toEqual([
      ['il_1', '1'],
      ['il_2', '2'],
    ]);
  });

  it('keep what is stated as paid beside payments that do not say what they pay', async () => {
    const { charge: _, ...newer } = paid;
    const { invoice: __, ...unlinked } = charge;
    const basisOf = async (...objects: object[]) => {
      const found = await readExport(stripe, [writeExport({ 'all.jsonl': lines(newer, ...objects) })]);
      return found.values('invoice', 'in_1')?.basis;
    };
    expect(await basisOf(unlinked)).toBe('DERIVED');
    expect(await basisOf()).toBeUndefined();
    const link = { object: 'invoice_payment', id: 'inpay_1', status: 'canceled' };
    expect(await basisOf(unlinked, link)).toBeUndefined();
  });
});

describe('events', () => {
  const event = (created: number, type: string, object: object) => ({
    object: 'event',
    id: 'evt_00000000000000',
    livemode: true,
    created,
    type,
    data: { object },
  });

  it('come with the version of their content, and say when their object is gone', async () => {
    const sent = [
      event(noon(2), 'invoice.paid', paid),
      event(noon(1), 'invoice.finalized', { ...paid, status: 'open', amount_paid: 0 }),
      event(noon(3), 'customer.deleted', customer),
    ];
    const read = await readExport(stripe, [writeExport({ 'events.jsonl': lines(...sent) })]);
    expect(read.counts()).toMatchObject({ invoice: { records: 2 }, customer: { removed: 1 } });
    const [newer, older] = read.records('invoice').map(({ version = '' }) => version);
    expect(newer).toMatch(/^2024-03-03T12:00:00\.003/);
    expect(older).toMatch(/^2024-03-02T12:00:00\.001/);
  });
});

describe.each(['postgresql', 'pglite'] as const)('an account in a store on %s', (engine) => {
  let store: Database;
  let first: RunReport;
  const folder = writeExport(small);
  beforeAll(async () => {
    store = await freshStore(engine);
    first = await importInto(store, folder);
  });
  afterAll(() => store.close());

  it('stands as a whole and is unchanged the second time', async () => {
    expect(first.counts).toMatchObject({ applied: 16, ignored: 3, failed: 0 });
    const second = await importInto(store, folder);
    expect(second.counts).toMatchObject({ applied: 0, unchanged: 16, ignored: 3 });
  });

  it('collected what came in less what went back, and owes what remains of its invoices', async () => {
    const query = `{ customer(number: "cus_1") { summary(asOf: "2024-06-01") {
      billed { amount } credited { amount } collected { amount } openReceivable { amount } mrr { amount } } } }`;
    expect(await ask(store, query)).toEqual({
      customer: {
        summary: {
          billed: { amount: '180.00' },
          credited: { amount: '10.00' },
          collected: { amount: '50.00' },
          openReceivable: { amount: '120.00' },
          mrr: { amount: '100.00' },
        },
      },
    });
    const invoices = `{ paid: invoice(number: "A-1", legalEntity: "ACME") { settlement due { amount } }
      open: invoice(number: "A-2", legalEntity: "ACME") { settlement total { amount } due { amount } } }`;
    expect(await ask(store, invoices)).toEqual({
      paid: { settlement: 'PAID', due: { amount: '0.00' } },
      open: { settlement: 'PARTLY_PAID', total: { amount: '80.00' }, due: { amount: '50.00' } },
    });
  });

  it('has of each object the newest content, in whatever order its events come', async () => {
    const event = (created: number, object: object) => ({
      object: 'event',
      livemode: true,
      created,
      data: { object },
    });
    for (const [id, number, isTurned] of [
      ['in_8', 'A-8', false],
      ['in_9', 'A-9', true],
    ] as const) {
      const last = { ...paid, id, number, charge: null, lines: { data: [] } };
      const open = { ...last, status: 'open', amount_paid: 0, amount_remaining: 10000 };
      // The last two happen in the same second.
      const sent = [event(noon(1), { ...open, number: 'draft' }), event(noon(2), open), event(noon(2), last)];
      const events = writeExport({ 'events.jsonl': lines(...(isTurned ? sent.reverse() : sent)) });
      const { counts } = await importInto(store, events);
      expect(counts).toMatchObject({
        read: 3,
        applied: isTurned ? 1 : 3,
        ignored: isTurned ? 2 : 0,
        failed: 0,
      });
      expect((await importInto(store, events)).counts).toMatchObject({ unchanged: 3, ignored: 0 });
      const query = `{ invoice(number: "${number}", legalEntity: "ACME") { settlement due { amount } } }`;
      expect(await ask(store, query)).toEqual({ invoice: { settlement: 'PAID', due: { amount: '0.00' } } });
    }
  });
});
