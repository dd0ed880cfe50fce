// Salesforce exports through the translator and into a store: a small export made by hand, bad input, and real ones.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnreadableInput } from '../../src/ingestion/format.ts';
import { salesforce } from '../../src/ingestion/formats/salesforce.ts';
import { toRecordId } from '../../src/ingestion/formats/salesforce-object-rules.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { openExport, type ReadExport, readExport } from '../support/read-export.ts';
import { describeReal } from '../support/real-data.ts';

const fixture = join(import.meta.dirname, 'fixtures/salesforce');
const importInto = (store: Database, paths: readonly string[]) =>
  runImport(store.kysely, {
    source: 'crm',
    format: salesforce,
    paths,
    entity: 'ACME',
    currency: 'USD',
    dryRun: false,
    now: '2024-06-30T12:00:00Z',
  });

describe('a Salesforce export', () => {
  let read: ReadExport;
  beforeAll(async () => {
    read = await readExport(salesforce, [fixture], { currency: 'USD' });
  });

  it('gives every row a disposition', () => {
    expect(read.counts()).toEqual({
      product: { records: 2 },
      price_book: { records: 1 },
      price: { records: 1, 'ignored inactive-price': 1 },
      customer: { records: 5, removed: 1 },
      customer_account: { records: 5 },
      customer_hierarchy: { records: 2 },
      contact: { records: 3 },
      tax_registration: { records: 3 },
      tax_exemption: { records: 1 },
      opportunity: { records: 4, 'ignored out-of-scope-sbqq-quote-c': 1, 'ignored out-of-scope-lead': 1 },
      opportunity_line: { records: 2 },
      contract: { records: 2, 'rejected salesforce-status': 1 },
      contract_line: { records: 2, 'rejected salesforce-price-period': 1 },
    });
  });

  it('names an account by one id, however long the row writes it', () => {
    const id = '001A0000001aaaAIAQ';
    expect(read.values('customer', id)).toMatchObject({ name: 'Parent Co', status: 'ACTIVE', country: 'US' });
    expect(read.values('opportunity', '006A0000001aaa')).toMatchObject({ customer: id, amount: '125000' });
    expect(read.values('customer_hierarchy', '001A0000001bbbBIAQ')).toEqual({
      hierarchy: 'SALES',
      parent: id,
      child: '001A0000001bbbBIAQ',
    });
  });

  it('clears what it says there is none of', () => {
    const child = read.values('customer', '001A0000001bbbBIAQ');
    expect(child).toMatchObject({ status: 'PROSPECT', industry: null });
    const open = read.values('opportunity', '006A0000001bbb');
    expect(open).toMatchObject({ amount: null, won: null, closed_on: null, currency: 'USD' });
  });

  it('never joins customers by e-mail or tax id', () => {
    for (const { values } of read.records('customer')) expect(values.external_ids).toBeUndefined();
  });

  it('finds products through price book entries', () => {
    expect(read.values('opportunity_line', '00kA0000001aaa')).toMatchObject({ product: '01tA0000001aaa' });
    expect(read.values('contract_line', '802A0000001aaa')).toMatchObject({
      kind: 'RECURRING',
      unit_price: '12000',
      net_unit_price: '10800.0',
      price_period_months: '12',
      starts_on: '2024-03-01',
      ends_on: '2025-02-28',
      activated_on: '2024-03-01',
    });
  });

  it('reads a plan as the files that it names', async () => {
    const plan = join(fixture, 'tree/deal-plan.json');
    const tree = await readExport(salesforce, [plan], { currency: 'USD' });
    expect(tree.records('customer').map(({ externalId }) => externalId)).toEqual([
      'tree/AccountRef1',
      'tree/AccountRef2',
    ]);
    expect(tree.values('contact', 'tree/ContactRef1')).toMatchObject({ customer: 'tree/AccountRef1' });
    expect(tree.values('opportunity', 'tree/DealRef1')).toMatchObject({ amount: '12345678901234567.89' });
  });
});

describe('a Salesforce export that cannot be understood', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'salesforce-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['Acount.csv', 'Id,Name\n1,a', 'says no object'],
    ['Account.csv', 'Id,Title\n1,a', 'Account lacks the column name'],
    ['Account.csv', 'Id,Name\n1,"a', 'cut off'],
    ['Account.csv', Buffer.from('Id,Name\n1,Caf\xe9', 'latin1'), 'not written in UTF-8'],
    ['Account.json', '{"records": [', 'half a file'],
    ['Account.json', '{"hello": 1}', 'no SObject tree'],
    ['plan.json', '[{"sobject":"Account","files":["gone.json"]}]', 'gone.json'],
  ])('%s is refused as a whole', async (name, content, says) => {
    const path = join(folder, name);
    await writeFile(path, content);
    const reading = openExport(salesforce, [path], { entity: 'ACME', currency: 'USD' });
    await expect(reading).rejects.toThrow(UnreadableInput);
    await expect(reading).rejects.toThrow(says);
  });

  it('asks for the currency that it does not state', async () => {
    const path = join(folder, 'Account.csv');
    const open = () => openExport(salesforce, [path], { entity: 'ACME' });
    await writeFile(path, 'Id,Name\n1,a');
    await expect(open()).rejects.toThrow('--currency CODE');
    await writeFile(path, 'Id,Name,CurrencyIsoCode\n1,a,EUR');
    await expect(open()).resolves.toBeDefined();
  });

  it('says of rows of the recycle bin what became of them, by one id however long', async () => {
    const inner = await mkdtemp(join(folder, 'bin-'));
    const rows =
      '0015500000Xyy06,,true,0015500000Xyy07\n0015500000Xyy08,Gone,true,\n0015500000Xyy07,Here,false,';
    await writeFile(join(inner, 'Account.csv'), `Id,Name,IsDeleted,MasterRecordId\n${rows}`);
    const found = await readExport(salesforce, [inner], { currency: 'USD' });
    expect(found.records('customer').map(({ externalId, removed }) => [externalId, removed])).toEqual([
      ['0015500000Xyy06AAB', `merged into ${toRecordId('0015500000Xyy07', 'Account')}`],
      [toRecordId('0015500000Xyy08', 'Account'), 'deleted'],
      [toRecordId('0015500000Xyy07', 'Account'), undefined],
    ]);
    expect(found.records('customer_account')).toHaveLength(1);
  });

  it('counts a file of no object that lies in a folder', async () => {
    const inner = await mkdtemp(join(folder, 'inner-'));
    await writeFile(join(inner, 'notes.csv'), 'a,b\n1,2\n3,4');
    expect((await readExport(salesforce, [inner])).counts()).toEqual({
      opportunity: { 'ignored object-not-known': 2 },
    });
  });
});

describe('a Salesforce export in a store', () => {
  it('stands as a whole and is unchanged the second time', async () => {
    const store = await freshStore('postgresql');
    try {
      const first = await importInto(store, [fixture]);
      expect(first.counts).toMatchObject({ applied: 34, failed: 2, exceptions: { MAPPING: 2 } });
      const second = await importInto(store, [fixture]);
      expect(second.counts).toMatchObject({ applied: 0, unchanged: 34, shadowed: 0 });
    } finally {
      await store.close();
    }
  });
});

const countsOf = async (store: Database) =>
  (
    await sql<Record<string, number>>`
      select (select count(*)::int from customer) as customers,
        (select count(distinct golden_id)::int from customer) as golden,
        (select count(*)::int from contact) as contacts,
        (select count(*)::int from opportunity) as opportunities,
        (select count(*)::int from opportunity_line) as lines,
        (select count(*)::int from tax_registration where check_result = 'PLACEHOLDER') as placeholders`.execute(
      store.kysely,
    )
  ).rows[0];

describeReal('salesforce_cpq', 'an org with CPQ', (path) => {
  it('comes in whole, and merges nobody', async () => {
    const store = await freshStore('postgresql');
    try {
      const { counts, ignoredByRule } = await importInto(store, [path]);
      expect(await countsOf(store)).toEqual({
        customers: 111,
        golden: 111,
        contacts: 443,
        opportunities: 461,
        lines: 2616,
        placeholders: 7,
      });
      // The parent of one account is not part of the export.
      expect(counts).toMatchObject({ ignored: 142, parked: 1, failed: 0, exceptions: { REFERENCE: 1 } });
      expect(ignoredByRule.get('out-of-scope-sbqq-quote-line-c')).toBe(17);
      const { rows } = await sql<{ off: number }>`
        select count(*)::int as off from opportunity o where amount <> (
          select sum(l.amount) from opportunity_line l where l.opportunity_id = o.opportunity_id)`.execute(
        store.kysely,
      );
      expect(rows[0]?.off).toBe(0);
      expect((await importInto(store, [path])).counts).toMatchObject({ applied: 0, shadowed: 0 });
    } finally {
      await store.close();
    }
  });
});

describeReal('salesforce_trees', 'SObject trees of three orgs', (path) => {
  it('come in side by side, though their references are the same', async () => {
    const store = await freshStore('postgresql');
    try {
      const { counts } = await importInto(store, [path]);
      expect(await countsOf(store)).toMatchObject({
        customers: 25,
        golden: 25,
        contacts: 22,
        opportunities: 9,
      });
      // A CSV of contacts without any key: who they are cannot be told.
      expect(counts).toMatchObject({ failed: 12, exceptions: { VALIDATION: 12 } });
      expect((await importInto(store, [path])).counts).toMatchObject({ applied: 0, shadowed: 0 });
    } finally {
      await store.close();
    }
  });
});
