// The figures of disputes, worked by hand.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decimal, toMinor } from '../../src/kernel/money.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import {
  application,
  customer,
  euros,
  feeds,
  figuresOver,
  id,
  invoice,
  payment,
} from '../support/worked-history.ts';

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.close());

const dispute = (
  number: number,
  of: number,
  opened: string,
  amount: number,
  resolved: string | null = null,
) => ({
  ...{
    dispute_id: id(number),
    number: `D${number}`,
    invoice_id: id(of),
    customer_id: customer,
    legal_entity_id: euros,
    reason: 'PRICE',
  },
  ...{ currency: 'EUR', opened_on: opened, amount: String(amount), resolved_on: resolved },
  ...(resolved === null
    ? { status: 'OPEN', resolution: null }
    : { status: 'RESOLVED', resolution: 'REJECTED' }),
});

const rows = {
  invoice: [
    invoice(1, '2024-01-01', '2024-01-31', [500, 0]),
    invoice(2, '2024-01-01', '2024-01-31', [300, 0], { status: 'VOIDED', voided_on: '2024-03-01' }),
  ],
  payment: [payment(3, '2024-02-15', 420)],
  allocation: [application(4, [3, 1], 420, '2024-02-15')],
  dispute: [
    dispute(5, 1, '2024-02-01', 100),
    dispute(6, 1, '2024-02-10', 50, '2024-03-10'),
    dispute(7, 2, '2024-02-01', 30),
  ],
};

it.each([
  // Before the payment both disputes of the first invoice count in full, and 30 of the second.
  ['2024-02-12', '180.00', '3'],
  // 80 are open: two disputes about one invoice count no more together.
  ['2024-02-15', '110.00', '3'],
  // The second invoice is voided; its dispute is still open about nothing.
  ['2024-03-05', '80.00', '3'],
  ['2024-03-10', '80.00', '2'],
  ['2024-01-31', '0.00', '0'],
])('disputes open on %s come to %s', async (asOf, amount, count) => {
  const found = await database.withOwner((client) => figuresOver(client, rows, { asOf }));
  expect([toMinor(decimal(found.openDisputes ?? '-1'), 2), found.openDisputeCount]).toEqual([amount, count]);
});

it('are unknown while no feed of disputes came in, whether or not somebody else has one', async () => {
  for (const dispute of [rows.dispute, []]) {
    const asked = { ...rows, dispute, feed: feeds('invoice', 'payment') };
    const found = await database.withOwner((client) => figuresOver(client, asked));
    expect([found.openDisputes, found.openDisputeCount]).toEqual([null, null]);
  }
});

it('are unknown before a dispute ever came in, whatever was billed', async () => {
  const { invoice: billed } = rows;
  const found = await database.withOwner((client) => figuresOver(client, { feed: [], invoice: billed }));
  expect([found.openDisputes, found.openDisputeCount]).toEqual([null, null]);
});
