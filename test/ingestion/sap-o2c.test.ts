// Order to cash of a company on S/4HANA, as somebody exported it, in a store: its counts, its sums and what is odd about it.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunReport } from '../../src/ingestion/count-rules.ts';
import { sap } from '../../src/ingestion/formats/sap.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import type { Database } from '../../src/platform/database.ts';
import { ask } from '../support/ask.ts';
import { freshStore } from '../support/database.ts';
import { describeReal } from '../support/real-data.ts';

const importInto = (store: Database, path: string) =>
  runImport(store.kysely, {
    source: 'erp',
    format: sap,
    paths: [path],
    dryRun: false,
    now: '2025-10-01T12:00:00Z',
  });

describeReal('sap_o2c', 'order to cash of a company on S/4HANA', (path) => {
  let store: Database;
  let report: RunReport;
  beforeAll(async () => {
    store = await freshStore('postgresql');
    report = await importInto(store, path);
  });
  afterAll(() => store.close());

  const rows = async (query: ReturnType<typeof sql<Record<string, unknown>>>) =>
    (await query.execute(store.kysely)).rows;

  it('comes in with every row accounted for', () => {
    const taken = (record: string) => {
      const { read, applied, ignored, failed } = report.byRecord.get(record) ?? {};
      return { read, applied, ignored, failed };
    };
    expect(taken('customer')).toEqual({ read: 8, applied: 4, ignored: 4, failed: 0 });
    expect(taken('customer_account')).toEqual({ read: 18, applied: 18, ignored: 0, failed: 0 });
    expect(taken('product')).toEqual({ read: 138, applied: 69, ignored: 69, failed: 0 });
    expect(taken('contract')).toEqual({ read: 81, applied: 81, ignored: 0, failed: 0 });
    expect(taken('contract_line')).toEqual({ read: 444, applied: 127, ignored: 317, failed: 0 });
    expect(taken('invoice')).toEqual({ read: 145, applied: 73, ignored: 72, failed: 0 });
    expect(taken('credit_note')).toEqual({ read: 72, applied: 72, ignored: 0, failed: 0 });
    expect(taken('invoice_line')).toEqual({ read: 111, applied: 111, ignored: 0, failed: 0 });
    expect(taken('credit_note_line')).toEqual({ read: 110, applied: 110, ignored: 0, failed: 0 });
    expect(taken('journal')).toEqual({ read: 107, applied: 107, ignored: 0, failed: 0 });
    expect(taken('posting')).toEqual({ read: 215, applied: 214, ignored: 0, failed: 1 });
    expect(taken('payment')).toEqual({ read: 106, applied: 0, ignored: 106, failed: 0 });
    const { read, applied, ignored, failed } = report.counts;
    expect(applied + ignored + failed).toBe(read);
    expect(Object.fromEntries(report.ignoredByRule)).toEqual({
      plant: 44,
      'taken-with-product': 69,
      'taken-with-partner': 4,
      'taken-with-order-item': 127,
      'delivery-as-evidence': 190,
      'repeats-billing-document': 72,
      'clearing-repeats-receivable': 106,
    });
  });

  it('shows the constant factor between billing and ledger as a break, and absorbs it nowhere', async () => {
    expect(report.counts.exceptions).toEqual({ RECONCILIATION: 1 });
    expect(report.refusals[0]?.fault).toMatchObject({
      rule: 'receivable-is-a-constant-multiple-of-billing',
      value: '3.54',
    });
    expect(
      await rows(sql`
        select count(*)::int as compared,
          count(*) filter (where round((p.functional_debit + p.functional_credit) / d.total, 2) = 3.54)::int as off
        from posting p join ledger_account a using (ledger_account_id) join journal j using (journal_id)
        join (select number, total from invoice union all select number, total from credit_note) d
          on d.number = j.source_reference
        where a.class = 'RECEIVABLE'`),
    ).toEqual([{ compared: 107, off: 107 }]);
  });

  it('voids each billing document together with its cancellation', async () => {
    expect(
      await rows(sql`
        select count(*)::int as pairs, count(*) filter (where i.total = n.total and i.voided_on = n.voided_on)::int as same
        from credit_note n join invoice i using (invoice_id) where n.status = 'VOIDED' and i.status = 'VOIDED'`),
    ).toEqual([{ pairs: 72, same: 72 }]);
    expect(await rows(sql`select number, total from invoice where status <> 'VOIDED'`)).toEqual([
      { number: '90504248', total: '216.1' },
    ]);
  });

  it('collected nothing, because clearings are no payments', async () => {
    expect(await rows(sql`select count(*)::int as payments from payment`)).toEqual([{ payments: 0 }]);
    const query = `{ customer(number: "320000083") { summary(asOf: "2025-09-30") {
      billed { amount } credited { amount } collected { amount } openReceivable { amount } } } }`;
    expect(await ask(store, query)).toEqual({
      customer: {
        summary: {
          billed: { amount: '216.10' },
          credited: { amount: '0.00' },
          collected: { amount: '0.00' },
          openReceivable: { amount: '216.10' },
        },
      },
    });
  });

  it('keeps what was billed and what is due side by side', async () => {
    const query = `{ invoice(number: "90504248", legalEntity: "ABCD") { total { amount } settlement
      stated { paid { amount } due { amount } } derived { due { amount } } } }`;
    expect(await ask(store, query)).toEqual({
      invoice: {
        total: { amount: '216.10' },
        settlement: 'OPEN',
        stated: { paid: { amount: '0.00' }, due: { amount: '765.00' } },
        derived: { due: { amount: '216.10' } },
      },
    });
  });

  it('adds up: orders and documents to their items, the ledger to the receivables of the export', async () => {
    expect(
      await rows(sql`
        select (select count(*)::int from invoice i where total <> (
            select sum(amount) from invoice_line l where l.invoice_id = i.invoice_id)) as invoices,
          (select count(*)::int from credit_note n where total <> (
            select sum(amount) from credit_note_line l where l.credit_note_id = n.credit_note_id)) as credits,
          (select count(*)::int from invoice_line l where contract_line_id is null) as unlinked,
          (select sum(functional_debit - functional_credit) from posting
            join ledger_account a using (ledger_account_id) where a.class = 'RECEIVABLE') as receivable,
          (select sum(functional_debit - functional_credit) from posting) as everything`),
    ).toEqual([{ invoices: 0, credits: 0, unlinked: 0, receivable: '10210.05', everything: '0.00' }]);
  });

  it('is unchanged the second time', async () => {
    const again = await importInto(store, path);
    expect(again.counts).toMatchObject({ applied: 0, unchanged: report.counts.applied, shadowed: 0 });
    expect(again.counts.ignored).toBe(report.counts.ignored);
  });
});
