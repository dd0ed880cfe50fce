// Real exports in the Fivetran layout through the built-in mappings into a store: most of their parents are missing, so that
// what waits and what is refused is the point.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failing } from '../support/run-outcome.ts';
import { describeSet } from './mapping-suites.ts';

describeSet('fivetran_hubspot', 'HubSpot in the Fivetran layout', ({ load, rows, removed }) => {
  it('takes companies, and neither guesses whose contacts and deals are nor joins them by name', async () => {
    const { counts, ignoredByRule } = await load('hubspot');
    // Of 22 contacts three live on as a fourth one; no row says to which company the others belong, nor the 44 deals.
    expect(counts).toMatchObject({ read: 471, applied: 51, ...failing(0, { VALIDATION: 19 + 44 }) });
    expect(ignoredByRule.get('history')).toBe(318);
    expect(await removed()).toEqual({ contact: 3 });
    expect(
      await rows('select count(*)::int, count(distinct golden_id)::int as golden from customer', []),
    ).toEqual([{ count: 24, golden: 24 }]);
  });
});

describeSet('fivetran_quickbooks', 'QuickBooks in the Fivetran layout', ({ load, rows, add, removed }) => {
  it('leaves out what was deleted and what is no sale, and knows what waits', async () => {
    const { counts, ignoredByRule } = await load('quickbooks');
    expect(counts).toMatchObject({ read: 555, applied: 95, ignored: 349, parked: 70, failed: 41 });
    // 26 rows were deleted: an invoice takes its receipt and its application with it.
    expect(await removed()).toMatchObject({ invoice: 20, payment: 9, allocation: 9, product: 1 });
    expect(ignoredByRule.get('purchase')).toBe(172);
    expect(ignoredByRule.get('line-of-deleted-document')).toBe(12);
    // Twelve journals without all of their lines. Two receipts name no customer. Eleven applications name nothing that is there.
    expect(counts.exceptions).toEqual({ VALIDATION: 6, REFERENCE: 70 + 11, POSTING: 24 });
    expect(
      await rows(
        "select class, count(*)::int from ledger_account where class <> 'UNMAPPED' group by 1 order by 1",
        [],
      ),
    ).toEqual([
      { class: 'FX', count: 1 },
      { class: 'PAYABLE', count: 1 },
      { class: 'RECEIVABLE', count: 2 },
      { class: 'TAX', count: 8 },
    ]);
  });

  it('takes the invoices once their customer is there, at the rates that they state', async () => {
    await add('quickbooks', 'customers.csv', 'id,name\n4783,Stranger\n');
    // Two of them have one number; that shows once they no longer wait.
    expect((await load('quickbooks')).counts.exceptions).toMatchObject({ DUPLICATE: 1 });
    expect(
      await rows(
        `select l.external_id as id, currency, exchange_rate_to_functional as rate, total, due, paid
         from invoice join source_link l on l.target_id = invoice_id
         join invoice_stated_balance using (invoice_id) where number <> '2021011355' order by 1`,
        [],
      ),
    ).toEqual([
      { id: '40115', currency: 'USD', rate: '0.8', total: '1015.05', due: '1015.05', paid: '0' },
      { id: '40116', currency: 'USD', rate: '0.8', total: '504.00', due: '504.00', paid: '0' },
      { id: '50001', currency: 'EUR', rate: '1.25', total: '1000.00', due: '1000.00', paid: '0' },
    ]);
    expect(await rows("select count(*)::int from invoice where number = '2021011355'", [])).toEqual([
      { count: 1 },
    ]);
  });
});

describeSet('fivetran_zuora', 'Zuora in the Fivetran layout', ({ load, rows, add, removed }) => {
  it('takes the latest version of what it repeats, and knows what waits', async () => {
    const { counts, ignoredByRule } = await load('zuora');
    // Three tax items tax items of invoices that are not in the export; one application comes twice under one id.
    const refused = { REFERENCE: 3, VALIDATION: 3, DUPLICATE: 1 };
    expect(counts).toMatchObject({ read: 94, applied: 22, ignored: 28, ...failing(37, refused) });
    expect(ignoredByRule.get('unprocessed-refund')).toBe(4);
    // Five rows were deleted; the account took what else it made with it.
    expect(await removed()).toMatchObject({
      customer: 1,
      customer_account: 1,
      contract: 2,
      contract_line: 1,
    });
  });

  it('keeps invoice and items as both are stated, however far they are apart, once their customer has come', async () => {
    await add('zuora', 'customers.csv', 'id,name\ndff38ac00240057303623f9ba5542afa,Stranger\n');
    expect(
      await rows(
        `select i.total, array_agg(l.amount order by l.amount desc) as items, sum(l.amount) > i.total as more
         from invoice i join invoice_line l using (invoice_id) group by i.invoice_id order by sum(l.amount)`,
        [],
      ),
    ).toEqual([
      { total: '70.36', items: ['0', '0'], more: false },
      { total: '70.36', items: ['570860'], more: true },
      { total: '70.36', items: ['646000'], more: true },
      { total: '70.36', items: ['695300'], more: true },
      { total: '70.36', items: ['716210'], more: true },
    ]);
  });
});

describeSet('fivetran_netsuite', 'NetSuite in both Fivetran layouts', ({ path, load, rows }) => {
  const layout = (prefix: string) =>
    readdirSync(path)
      .filter((name) => name.startsWith(prefix))
      .map((name) => join(path, name));

  it('takes of the newer layout what is active, sells and posts, per subsidiary', async () => {
    const { counts, ignoredByRule } = await load('netsuite', layout('netsuite2_'), 'newer');
    // Two of the four subsidiaries that accounts, books and customers name are not in the export.
    expect(counts).toMatchObject({ read: 178, applied: 37, ignored: 106, ...failing(30, { REFERENCE: 5 }) });
    expect(ignoredByRule.get('superseded-version')).toBe(7);
    expect(ignoredByRule.get('purchase-bill')).toBe(3);
    expect(ignoredByRule.get('non-posting-account')).toBe(3);
    expect(
      await rows(
        `select count(*)::int as customers, count(distinct golden_id)::int as golden,
           (select count(*)::int from contact where email = 'jm@fake.com') as mailboxes
         from customer`,
        [],
      ),
    ).toEqual([{ customers: 5, golden: 5, mailboxes: 4 }]);
  });

  it('refuses transactions of the older layout whose type it does not know', async () => {
    const { counts, ignoredByRule } = await load('netsuite', layout('netsuite_'), 'older');
    expect(counts).toMatchObject({ read: 138, applied: 42, ignored: 86, ...failing(0, { MAPPING: 10 }) });
    expect(ignoredByRule.get('non-posting-line')).toBe(10);
  });

  it('takes both layouts at once, and states nothing twice', async () => {
    const { counts, ignoredByRule } = await load('netsuite');
    expect(counts).toMatchObject({ read: 316, applied: 105, ...failing(0, { REFERENCE: 5, MAPPING: 10 }) });
    expect(ignoredByRule.get('stated-in-newer-layout')).toBe(5);
  });
});
