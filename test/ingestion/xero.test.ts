// Xero exports through the translator and into a store: a small export made by hand, bad input, and the books of a live company.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnreadableInput } from '../../src/ingestion/format.ts';
import { checkCsv, readCsv } from '../../src/ingestion/formats/csv.ts';
import { xero } from '../../src/ingestion/formats/xero.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import { decimal } from '../../src/kernel/money.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { openExport, type ReadExport, readExport } from '../support/read-export.ts';
import { describeReal } from '../support/real-data.ts';

const fixture = join(import.meta.dirname, 'fixtures/xero');
const importInto = (store: Database, path: string) =>
  runImport(store.kysely, {
    source: 'books',
    format: xero,
    paths: [path],
    entity: 'ACME',
    currency: 'CAD',
    dryRun: false,
    now: '2024-06-30T12:00:00Z',
  });

describe('a Xero export', () => {
  let read: ReadExport;
  beforeAll(async () => {
    read = await readExport(xero, [fixture]);
  });

  it('gives every row a disposition, and says before how many there will be', () => {
    expect(read.counts()).toEqual({
      legal_entity: { records: 1 },
      accounting_book: { records: 1 },
      ledger_account: { records: 9 },
      customer: { records: 2, 'ignored contact-never-bought': 2 },
      customer_account: { records: 2 },
      invoice: { records: 4, 'ignored purchase-bill': 1, 'ignored deleted-invoice': 1 },
      invoice_line: {
        records: 5,
        'ignored line-of-purchase-bill-or-deleted-invoice': 2,
        'rejected reference': 1,
      },
      journal: {
        records: 13,
        'ignored bank-transaction': 2,
        'ignored cash-basis-book': 1,
        'rejected cash_basis_journal_does_not_balance': 1,
      },
      posting: { records: 32, 'rejected reference': 1, 'ignored line-of-cash-basis-book': 4 },
    });
    expect(read.items).toHaveLength(read.total ?? 0);
  });

  it('states the balance of each invoice on the day of full payment, or of the last change', () => {
    expect(read.values('invoice', 'inv-1')).toEqual({
      legal_entity: 'ACME',
      number: 'S-1',
      customer: 'con-1',
      status: 'ISSUED',
      issued_on: '2020-01-31',
      due_on: '2020-02-29',
      currency: 'USD',
      exchange_rate_to_functional: '1.25',
      subtotal: '1000',
      tax: '0',
      total: '1000',
      paid: '1000',
      credited: '0',
      due: '0',
      stated_on: '2020-02-15',
      reference: 'PO 77',
    });
    expect(read.values('invoice', 'inv-2')).toMatchObject({ due: '330', stated_on: '2020-02-11' });
  });

  it('numbers lines by their ids and takes included tax out', () => {
    expect(read.values('invoice_line', 'line-1a')).toMatchObject({ position: '1', discount_percent: '10' });
    expect(read.values('invoice_line', 'line-1b')).toMatchObject({ position: '2', amount: '400' });
    expect(read.values('invoice_line', 'line-2')).toMatchObject({ amount: '300', tax_amount: '30' });
  });

  it('keeps what was posted, taken back and posted again in order', () => {
    const journals = read.records('journal').filter(({ values }) => values.source_reference === 'inv-1');
    expect(journals.map(({ externalId, values }) => [externalId, values.type, values.reverses])).toEqual([
      ['j-1', 'STANDARD', undefined],
      ['j-2', 'REVERSAL', 'j-1'],
      ['j-3', 'STANDARD', undefined],
    ]);
  });

  const postings = (journal: string) =>
    read
      .records('posting')
      .filter(({ values }) => values.journal === journal)
      .map(({ values }) => values);

  it('keeps the lines of a journal together, by net amount', () => {
    const order = read.records('posting').map(({ values }) => values.journal);
    expect(order.filter((journal, index) => journal !== order[index - 1])).toHaveLength(new Set(order).size);
    expect(postings('j-8')).toMatchObject([
      { account: 'acc-bank', functional_debit: '1260', functional_credit: '0' },
      { account: 'acc-ar', functional_debit: '0', functional_credit: '1250' },
      { account: 'acc-fx', functional_debit: '0', functional_credit: '10' },
    ]);
  });

  it('states transaction amounts where the document does, and none for an earlier state of it', () => {
    expect(
      postings('j-3').map((one) => [one.transaction_debit, one.transaction_credit, one.currency]),
    ).toEqual([
      ['1000', '0', 'USD'],
      ['0', '600', 'USD'],
      ['0', '400', 'USD'],
    ]);
    for (const journal of ['j-1', 'j-2', 'j-8', 'j-11'])
      for (const one of postings(journal)) expect(one.currency).toBeUndefined();
  });

  it('links by what the source states, or infers with evidence, or not at all', () => {
    const link = (journal: string) =>
      postings(journal).map(({ customer, invoice, link_method }) => [customer, invoice, link_method]);
    expect(link('j-1')[0]).toEqual(['con-1', 'inv-1', 'STATED']);
    expect(link('j-8')).toEqual(Array(3).fill(['con-1', 'inv-1', 'INFERRED']));
    expect(JSON.parse(postings('j-8')[0]?.link_evidence ?? '')).toMatchObject({ invoiceNumber: 'S-1' });
    expect(link('j-13')[0]).toEqual(['con-1', undefined, 'STATED']);
    for (const journal of ['j-7', 'j-9', 'j-10', 'j-11', 'j-12'])
      expect(link(journal)[0]).toEqual([undefined, undefined, undefined]);
  });

  it('makes tracking categories dimensions of their line', () => {
    expect(postings('j-4').map(({ dimensions }) => dimensions)).toContain('{"Region":"North"}');
  });

  it('keeps a cash-basis journal that does not balance with its lines', () => {
    const refused = read.items.find((item) => item.kind === 'rejected' && item.class === 'POSTING');
    expect(refused).toMatchObject({ externalId: 'c-1', message: expect.stringContaining('add up to 0.5') });
    expect(JSON.parse((refused?.kind === 'rejected' && refused.values?.lines) || '[]')).toHaveLength(2);
  });
});

describe('a Xero export that cannot be understood', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'xero-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const invoices = 'invoice_id,contact_id,type,status,date,total,currency_code,currency_rate\n';
  it.each([
    ['payslip.csv', 'a\n1', 'says no table'],
    ['contact.csv', 'contact_id,name\nc,n', 'invoice is missing'],
    ['invoice.csv', 'invoice_id\ni', 'lacks the column contact_id'],
    ['invoice.csv', `${invoices}i,"c`, 'cut off'],
    ['invoice.csv', Buffer.from([0xff, 0xfe, 0x41, 0]), 'UTF-16'],
  ])('%s is refused as a whole', async (name, content, says) => {
    const path = join(folder, name);
    await writeFile(path, content);
    const reading = openExport(xero, [path]);
    await expect(reading).rejects.toThrow(UnreadableInput);
    await expect(reading).rejects.toThrow(says);
  });

  it('is refused row by row where only a row is wrong', async () => {
    const path = join(folder, 'invoice.csv');
    const rows = ['i-1,c,OTHER,PAID,2020-01-01,1,USD,1', 'i-2,c,ACCREC,LOST,2020-01-01,1,USD,1', 'i-3,c'];
    await writeFile(path, invoices + rows.join('\n'));
    const { items } = await readExport(xero, [path]);
    expect(items.map((item) => item.kind === 'rejected' && [item.line, item.rule, item.field])).toEqual([
      [2, 'xero-type', 'type'],
      [3, 'xero-status', 'status'],
      [4, 'columns', undefined],
    ]);
  });
});

describe.each(['postgresql', 'pglite'] as const)('a Xero export in a store on %s', (engine) => {
  it('stands as a whole and is unchanged the second time', async () => {
    const store = await freshStore(engine);
    try {
      const first = await importInto(store, fixture);
      expect(first.counts).toMatchObject({
        applied: 69,
        failed: 3,
        exceptions: { REFERENCE: 2, POSTING: 1 },
      });
      const second = await importInto(store, fixture);
      expect(second.counts).toMatchObject({ applied: 0, unchanged: 69, ignored: first.counts.ignored });
    } finally {
      await store.close();
    }
  });
});

describeReal('xero', 'the books of a live company', (path) => {
  let store: Database;
  let report: Awaited<ReturnType<typeof runImport>>;
  beforeAll(async () => {
    store = await freshStore('postgresql');
    report = await importInto(store, path);
  });
  afterAll(() => store.close());

  const one = async (query: ReturnType<typeof sql<Record<string, string>>>) =>
    (await query.execute(store.kysely)).rows[0];

  it('come in with every row accounted for', () => {
    const taken = (record: string) => {
      const { applied, ignored, failed } = report.byRecord.get(record) ?? {};
      return { applied, ignored, failed };
    };
    expect(taken('customer')).toEqual({ applied: 9, ignored: 77, failed: 0 });
    expect(taken('invoice')).toEqual({ applied: 59, ignored: 307, failed: 0 });
    expect(taken('invoice_line')).toEqual({ applied: 64, ignored: 341, failed: 0 });
    expect(taken('journal')).toEqual({ applied: 983, ignored: 101, failed: 4 });
    expect(taken('posting')).toEqual({ applied: 2404, ignored: 8, failed: 0 });
    expect(report.counts.exceptions).toEqual({ POSTING: 4 });
  });

  it('are unchanged the second time', async () => {
    const again = await importInto(store, path);
    expect(again.counts).toMatchObject({ applied: 0, unchanged: report.counts.applied, shadowed: 0 });
  });

  it('have per customer as many invoices as the export, with the same totals and dues', async () => {
    const expected = new Map<string, string>();
    const sums = new Map<string, { count: number; total: string; due: string }>();
    const file = await checkCsv(join(path, 'xero_invoice_data.csv'), 'invoices');
    const at = (column: string) => file.header.indexOf(column);
    for await (const rows of readCsv(file)) {
      for (const { cells } of rows) {
        if (cells[at('type')] !== 'ACCREC') continue;
        const contact = cells[at('contact_id')] ?? '';
        const sum = sums.get(contact) ?? { count: 0, total: '0', due: '0' };
        const plus = (text: string, column: string) =>
          decimal(text)
            .plus(cells[at(column)] ?? '0')
            .toString();
        const next = {
          count: sum.count + 1,
          total: plus(sum.total, 'total'),
          due: plus(sum.due, 'amount_due'),
        };
        sums.set(contact, next);
        expected.set(contact, `${next.count} ${next.total} ${next.due}`);
      }
    }
    const { rows } = await sql<{ contact: string; sums: string }>`
      select l.external_id as contact,
        count(*) || ' ' || trim_scale(sum(i.total)) || ' ' || trim_scale(sum(b.due)) as sums
      from invoice i join invoice_stated_balance b using (invoice_id)
        join source_link l on l.target_id = i.customer_id and l.object_type = 'CUSTOMER'
      group by 1`.execute(store.kysely);
    expect(new Map(rows.map(({ contact, sums }) => [contact, sums]))).toEqual(expected);
    expect(expected.size).toBe(9);
  });

  it('link 39 of 72 payment journals to a sale, with evidence, and claim amounts where documents state them', async () => {
    expect(
      await one(sql`
        select count(distinct journal_id) filter (where source_type = 'ACCRECPAYMENT') as payments,
          count(distinct journal_id) filter (where link_method = 'INFERRED') as inferred,
          count(*) filter (where link_method = 'INFERRED' and link_evidence is null) as unproven,
          count(distinct journal_id) filter (where source_type = 'ACCREC' and invoice_id is not null) as sales,
          count(distinct journal_id) filter (where source_type = 'ACCREC' and currency = 'USD') as dollars,
          count(distinct journal_id) filter (where source_type = 'ACCREC' and type = 'REVERSAL') as reversals
        from posting join journal using (journal_id)`),
    ).toEqual({ payments: '72', inferred: '39', unproven: '0', sales: '73', dollars: '67', reversals: '7' });
  });

  it('post every sale at its total and rate', async () => {
    const off = await one(sql`
      select count(*) as off from posting p join ledger_account a using (ledger_account_id)
        join journal j using (journal_id) join invoice i using (invoice_id)
      where a.class = 'RECEIVABLE' and j.source_type = 'ACCREC' and p.currency is not null
        and round(i.total * i.exchange_rate_to_functional, 2) <> p.functional_debit + p.functional_credit`);
    expect(off).toEqual({ off: '0' });
  });
});
