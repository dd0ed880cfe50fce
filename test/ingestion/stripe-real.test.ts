// Real sets of Stripe objects in a store: one of every type, events that share two ids, and tables whose parents are missing.
import { expect, it } from 'vitest';
import type { RunReport } from '../../src/ingestion/count-rules.ts';
import { stripe } from '../../src/ingestion/formats/stripe.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { describeReal } from '../support/real-data.ts';
import { failing } from '../support/run-outcome.ts';

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

/** Imports a real set twice, and says what came of it. */
async function importTwice(path: string) {
  const store = await freshStore('postgresql');
  try {
    const first = await importInto(store, path);
    const { read, applied, unchanged, parked, ignored, failed } = first.counts;
    expect(applied + unchanged + parked + ignored + failed).toBe(read);
    const { counts: again } = await importInto(store, path);
    // What was superseded the first time is known the second time.
    const superseded = first.ignoredByRule.get('superseded') ?? 0;
    expect(again).toMatchObject({
      read,
      applied: 0,
      unchanged: applied + unchanged + superseded,
      parked,
      ignored: ignored - superseded,
      failed,
    });
    return first;
  } finally {
    await store.close();
  }
}

const ofRecord = ({ byRecord }: RunReport, record: string) => {
  const { applied, parked, ignored, failed } = byRecord.get(record) ?? {};
  return { applied, parked, ignored, failed };
};

describeReal('stripe_openapi', 'one object of every type of the API', (path) => {
  it('comes in where there is a rule for it, and is counted by its type where there is none', async () => {
    const report = await importTwice(path);
    // A line of a credit note that does not say of which one.
    const refused = failing(6, { VALIDATION: 1 });
    expect(report.counts).toMatchObject({ read: 183, applied: 12, ignored: 164, ...refused });
    // The set holds objects and notices of their deletion side by side; one stands alone.
    expect(report.ignoredByRule.get('deletion-without-time')).toBe(6);
    for (const record of ['product', 'price_book', 'customer', 'contract', 'invoice'])
      expect(ofRecord(report, record)).toMatchObject({ applied: 1, failed: 0 });
    expect(report.ignoredByRule.get('out-of-scope-balance-transaction')).toBe(1);
    expect(report.ignoredByRule.get('inquiry-without-chargeback')).toBe(1);
  });
});

describeReal('stripe_webhooks', 'events that share two ids', (path) => {
  it('lose nothing: each of the 88 has its disposition, and the newest content of each object counts', async () => {
    const report = await importTwice(path);
    // Two disputes without id, and a refund of a payment that names no customer.
    const refused = failing(2, { VALIDATION: 3 });
    expect(report.counts).toMatchObject({ read: 104, applied: 18, unchanged: 17, ignored: 64, ...refused });
    expect(report.ignoredByRule.get('superseded')).toBe(6);
    expect(report.ignoredByRule.get('upcoming-invoice')).toBe(1);
  });
});

describeReal('fivetran_stripe', 'tables sampled row by row', (path) => {
  it('come in as far as their parents are there, and wait in the queue where they are not', async () => {
    const report = await importTwice(path);
    // Eleven payment intents say no charge, and an item a price that is none: what they wait for cannot be named.
    const refused = failing(51, { REFERENCE: 12, VALIDATION: 2 });
    expect(report.counts).toMatchObject({ read: 243, applied: 35, ignored: 143, ...refused });
    // One of the customers was deleted.
    expect(ofRecord(report, 'customer')).toEqual({ applied: 12, parked: 0, ignored: 121, failed: 0 });
    expect(ofRecord(report, 'product')).toEqual({ applied: 10, parked: 0, ignored: 0, failed: 0 });
    expect(ofRecord(report, 'chargeback')).toEqual({ applied: 0, parked: 11, ignored: 1, failed: 0 });
    expect(report.ignoredByRule.get('payment-failed')).toBe(16);
    // An invoice, a credit note and its line.
    expect(report.ignoredByRule.get('test-mode')).toBe(3);
  });
});
