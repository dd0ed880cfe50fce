// The main job on a small example: CRM, billing and ERP disagree, and the import stitches them into one customer.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '../../src/ingestion/verify-jobs.ts';
import type { Database, Engine } from '../../src/platform/database.ts';

import { freshStore } from '../support/database.ts';
import {
  basics,
  fixtures,
  imageOfStore,
  importFolder,
  importThreeSystems,
  openRejections,
  writeExport,
} from './exports.ts';

describe.each<Engine>(['postgresql', 'pglite'])('three systems on %s', (engine) => {
  let database: Database;
  let reports: Awaited<ReturnType<typeof importThreeSystems>>;
  const rows = (text: string) => database.statements.run(text, []);

  beforeAll(async () => {
    database = await freshStore(engine);
    reports = await importThreeSystems(database);
  });
  afterAll(() => database.close());

  it('counts every record once', () => {
    for (const { counts } of Object.values(reports)) {
      const { read, applied, unchanged, shadowed, parked, ignored, failed } = counts;
      expect(applied + unchanged + shadowed + parked + ignored + failed).toBe(read);
    }
    expect(reports.crm?.counts).toMatchObject({ read: 8, applied: 8, failed: 0 });
  });

  it('makes one customer of three records, linked by the ids that they carry', async () => {
    expect(
      await rows(`select c.name, s.key, l.external_id from customer c
        join source_link l on l.target_id = c.customer_id join source_system s using (source_system_id)
        where l.object_type = 'CUSTOMER' order by 1, 2`),
    ).toEqual([
      { name: 'ACME', key: 'billing', external_id: 'B-1' },
      { name: 'ACME', key: 'crm', external_id: '001A' },
      { name: 'ACME', key: 'erp', external_id: '4711' },
      { name: 'Brightwater', key: 'crm', external_id: '001B' },
      { name: 'Brightwater', key: 'erp', external_id: '4712' },
      { name: 'Corvid Labs', key: 'crm', external_id: '001C' },
    ]);
  });

  it('keeps what the first source said, fills what it left empty, and keeps other names beside', async () => {
    expect(
      await rows("select name, legal_name, country, segment, version from customer where name = 'ACME'"),
    ).toEqual([
      {
        name: 'ACME',
        legal_name: 'Acme Maschinenbau GmbH',
        country: 'DE',
        segment: 'Enterprise',
        version: 2,
      },
    ]);
    expect(
      await rows(`select s.key, f.field, f.value from field_shadow f join source_system s using (source_system_id)
        where f.field = 'name' order by 1, 3`),
    ).toEqual([
      { key: 'billing', field: 'name', value: 'Acme Maschinenbau' },
      { key: 'erp', field: 'name', value: 'Acme GmbH' },
      { key: 'erp', field: 'name', value: 'Brightwater Ltd' },
    ]);
    expect(
      await rows(`select p.field_group, p.fields, s.key from field_provenance p join source_system s using (source_system_id)
        join customer c on c.customer_id = p.object_id where c.name = 'ACME' and p.field_group = 'customer.identity'`),
    ).toEqual([{ field_group: 'customer.identity', fields: ['legal_name'], key: 'erp' }]);
  });

  it('parks what waits for billing, and takes it as soon as billing has come', async () => {
    expect(reports.erpMasters?.counts).toMatchObject({ failed: 0, parked: 4, exceptions: { REFERENCE: 4 } });
    expect(reports.erp?.counts).toMatchObject({ applied: 0, unchanged: 24, parked: 0, failed: 0 });
    // Only where the systems differ is there anything left to do.
    expect(new Set((await openRejections(database)).map((row) => row.class))).toEqual(new Set(['OWNERSHIP']));
  });

  it('puts contract, invoice, credit, cash and postings under that one customer', async () => {
    expect(
      await rows(`select c.name, i.number, i.total, i.allocated, i.credit_issued, i.settlement, k.number as contract,
          o.name as opportunity, d.amount as disputed
        from invoice i join customer c using (customer_id) join contract k using (contract_id)
        join opportunity o on o.opportunity_id = k.opportunity_id join dispute d using (invoice_id)`),
    ).toEqual([
      {
        name: 'ACME',
        number: 'R-2026-0001',
        total: '1190.00',
        allocated: '500.00',
        credit_issued: '119.00',
        settlement: 'PARTLY_PAID',
        contract: 'S-100',
        opportunity: 'Acme seats',
        disputed: '119.00',
      },
    ]);
    expect(
      await rows(`select j.number, p.position, a.code, p.functional_debit, p.functional_credit, p.transaction_debit,
          p.functional_currency, p.link_method, c.name, i.number as invoice
        from posting p join journal j using (journal_id) join ledger_account a using (ledger_account_id)
        join customer c on c.customer_id = p.customer_id left join invoice i on i.invoice_id = p.invoice_id
        where p.position = 1 order by 1`),
    ).toEqual([
      {
        number: '2026-0001',
        position: 1,
        code: '1200',
        functional_debit: '1190.00',
        functional_credit: '0',
        transaction_debit: '1190.00',
        functional_currency: 'EUR',
        link_method: 'STATED',
        name: 'ACME',
        invoice: 'R-2026-0001',
      },
      {
        number: '2026-0002',
        position: 1,
        code: '1000',
        functional_debit: '500.00',
        functional_credit: '0',
        transaction_debit: null,
        functional_currency: 'EUR',
        link_method: 'STATED',
        name: 'ACME',
        invoice: null,
      },
    ]);
  });

  it('says which sources feed which records', async () => {
    expect(
      await rows(`select s.key, s.kind, count(*)::int as records from feed f join source_system s using (source_system_id)
        group by 1, 2 order by 1`),
    ).toEqual([
      { key: 'billing', kind: 'BILLING', records: 7 },
      { key: 'crm', kind: 'CRM', records: 5 },
      { key: 'erp', kind: 'ERP', records: 11 },
    ]);
  });

  it('changes not one row when the same exports come again', async () => {
    const before = await imageOfStore(database);
    for (const source of ['crm', 'erp', 'billing']) {
      const { counts } = await importFolder(database, source, join(fixtures, source));
      expect(counts).toMatchObject({ read: counts.unchanged, applied: 0, shadowed: 0, failed: 0 });
    }
    expect(await imageOfStore(database)).toEqual(before);
  });

  it('updates what its owner states anew, and keeps the state before', async () => {
    const folder = writeExport({ 'customers.csv': 'id,name,segment\n001C,Corvid Laboratories,Small\n' });
    expect((await importFolder(database, 'crm', folder)).counts).toMatchObject({ read: 1, applied: 1 });
    expect(
      await rows(`select v.version, v.image ->> 'name' as name, v.valid_from from customer_version v
        join customer c using (customer_id) where c.name = 'Corvid Laboratories' order by 1`),
    ).toEqual([
      { version: 1, name: 'Corvid Labs', valid_from: '-infinity' },
      { version: 2, name: 'Corvid Laboratories', valid_from: '2026-03-01' },
    ]);
  });

  it('leaves a field alone that a record does not state, and clears it on an explicit null', async () => {
    const silent = writeExport({ 'customers.csv': 'id,name,website\n001A,ACME,\n' });
    await importFolder(database, 'crm', silent);
    expect(await rows("select website, industry from customer where name = 'ACME'")).toEqual([
      { website: 'acme.example', industry: 'Machinery' },
    ]);
    const clearing = writeExport({ 'customers.jsonl': '{"id":"001A","name":"ACME","website":null}\n' });
    await importFolder(database, 'crm', clearing);
    expect(await rows("select website, industry from customer where name = 'ACME'")).toEqual([
      { website: null, industry: 'Machinery' },
    ]);
  });
});

describe('single rules of an import', () => {
  let database: Database;
  const rows = (text: string) => database.statements.run(text, []);
  beforeAll(async () => {
    database = await freshStore('postgresql');
    await importFolder(database, 'erp', writeBasics());
  });
  afterAll(() => database.close());

  it('rejects an unbalanced journal alone, as a whole; the others of the batch land', async () => {
    const folder = writeExport({
      'journals.csv': 'id,book,posted_on\nJ1,B1,2026-02-01\nJ2,B1,2026-02-01\nJ3,B1,2026-02-01\n',
      'postings.csv': [
        'id,journal,position,account,functional_debit,functional_credit',
        '1,J1,1,1200,10.00,',
        '2,J1,2,4000,,10.00',
        '3,J2,1,1200,10.00,',
        '4,J2,2,4000,,9.99',
        '5,J3,1,1200,0.10,',
        '6,J3,2,1200,0.20,',
        '7,J3,3,4000,,0.30',
      ].join('\n'),
    });
    const { counts } = await importFolder(database, 'erp', folder);
    expect(counts).toMatchObject({ read: 10, applied: 7, failed: 3, exceptions: { POSTING: 3 } });
    expect(
      await rows(
        'select j.number, count(*)::int from posting join journal j using (journal_id) group by 1 order by 1',
      ),
    ).toEqual([
      { number: 'J1', count: 2 },
      { number: 'J3', count: 3 },
    ]);
    const refused = { file: 'postings.csv', row_number: '4', external_id: 'J2', class: 'POSTING' };
    const imbalance = 'journal J2 does not balance: debits 10, credits 9.99 (2 postings)';
    const both = [
      {
        ...refused,
        record_type: 'posting',
        field: 'journal',
        value: 'J2',
        rule: 'journal_debits_equal_credits',
        message: imbalance,
      },
      {
        ...refused,
        record_type: 'journal',
        field: null,
        value: null,
        rule: 'journal_has_postings',
        message: `journal J2 stands without postings, because they were refused: ${imbalance}`,
      },
    ];
    expect(await openRejections(database)).toEqual(both);
    expect(await verifyLedger(database.kysely)).toEqual([
      {
        rule: 'posted journal has postings',
        what: expect.stringMatching(/^journal J2 \([-0-9a-f]{36}\) is posted and has no posting$/),
      },
    ]);
    expect((await importFolder(database, 'erp', folder)).counts).toMatchObject({ unchanged: 8, failed: 2 });
    expect(await openRejections(database)).toEqual(both);
    const mended = writeExport({
      'postings.csv':
        'id,journal,position,account,functional_debit,functional_credit\n3,J2,1,1200,10.00,\n4,J2,2,4000,,10.00\n',
    });
    expect((await importFolder(database, 'erp', mended)).counts).toMatchObject({ applied: 2 });
    expect(await openRejections(database)).toEqual([]);
    expect(await verifyLedger(database.kysely)).toEqual([]);
  });

  it('says that a journal stands without postings, where none of its postings came', async () => {
    const journals = { 'journals.csv': 'id,book,posted_on\nJ8,B1,2026-02-01\nJ9,B1,2026-02-01\n' };
    // Alone, the journals may wait for their postings in another export.
    const alone = writeExport(journals);
    expect((await importFolder(database, 'erp', alone, { dryRun: true })).counts).toMatchObject({
      applied: 2,
    });
    const folder = writeExport({
      ...journals,
      'postings.csv':
        'id,journal,position,account,functional_debit,functional_credit\n8,J8,1,1200,1.00,\n9,J8,2,4000,,1.00\n',
    });
    const { counts, refusals } = await importFolder(database, 'erp', folder, { dryRun: true });
    expect(counts).toMatchObject({ read: 4, applied: 3, failed: 1, exceptions: { POSTING: 1 } });
    expect(refusals.map(({ fault }) => fault.message)).toEqual([
      'journal J9 stands without postings: none of them came',
    ]);
  });

  it('finds the record that only the database refuses, and names its rule', async () => {
    const invoices = Array.from(
      { length: 300 },
      (_, n) => `I${n},DE01,C1,2026-02-01,EUR,${n === 217 ? 'VOIDED' : 'ISSUED'},1.00`,
    );
    const folder = writeExport({
      'invoices.csv': ['id,legal_entity,customer,issued_on,currency,status,total', ...invoices].join('\n'),
    });
    expect((await importFolder(database, 'erp', folder)).counts).toMatchObject({
      applied: 299,
      failed: 1,
      exceptions: { VALIDATION: 1 },
    });
    expect(await openRejections(database)).toEqual([
      expect.objectContaining({
        external_id: 'I217',
        row_number: '219',
        rule: 'invoice_voided_has_a_date',
        field: 'status',
        value: 'VOIDED',
        message: 'status "VOIDED": invoice voided has a date (voided_on is not stated)',
      }),
    ]);
  });

  it('never changes a journal that stands', async () => {
    const folder = writeExport({ 'journals.csv': 'id,book,posted_on\nJ1,B1,2026-02-02\n' });
    expect((await importFolder(database, 'erp', folder)).counts).toMatchObject({
      failed: 1,
      exceptions: { POSTING: 1 },
    });
    expect(await rows("select posted_on from journal where number = 'J1'")).toEqual([
      { posted_on: '2026-02-01' },
    ]);
  });

  it('keeps what an owner states as paid and due, as dated facts', async () => {
    const stating = (day: string, paid: string, due: string) =>
      writeExport({
        'invoices.csv': `id,legal_entity,customer,issued_on,currency,total,paid,due,stated_on\nS1,DE01,C1,2026-02-01,EUR,10.00,${paid},${due},${day}\n`,
      });
    await importFolder(database, 'erp', stating('2026-02-10', '4.00', '6.00'));
    await importFolder(database, 'erp', stating('2026-02-20', '10.00', '0.00'));
    expect(
      await rows(`select b.stated_on, b.paid, b.due, i.basis, i.settlement from invoice_stated_balance b join invoice i using (invoice_id)
        where i.number = 'S1' order by 1`),
    ).toEqual([
      { stated_on: '2026-02-10', paid: '4.00', due: '6.00', basis: 'STATED', settlement: 'PAID' },
      { stated_on: '2026-02-20', paid: '10.00', due: '0.00', basis: 'STATED', settlement: 'PAID' },
    ]);
  });

  it('takes a record that stands before the one of its own kind that it refers to', async () => {
    const folder = writeExport({
      'contracts.csv':
        'id,customer,legal_entity,status,currency,starts_on,kind,master_contract\n' +
        'K2,C1,DE01,ACTIVE,EUR,2026-01-01,ORDER_FORM,K1\nK1,C1,DE01,ACTIVE,EUR,2026-01-01,MASTER,\n',
    });
    expect((await importFolder(database, 'erp', folder)).counts).toMatchObject({ applied: 2, failed: 0 });
    expect(
      await rows(
        "select m.number from contract k join contract m on m.contract_id = k.master_contract_id where k.number = 'K2'",
      ),
    ).toEqual([{ number: 'K1' }]);
  });

  it('merges nobody whose ids elsewhere name two customers', async () => {
    await importFolder(
      database,
      'crm',
      writeExport({ 'customers.csv': 'id,name,external_ids\nA,Acme,erp=C1\nB,Brightwater,erp=C2\n' }),
    );
    const { counts } = await importFolder(
      database,
      'billing',
      writeExport({ 'customers.csv': 'id,name,external_ids\nX,Both,crm=A;erp=C2\nY,Acme again,crm=A\n' }),
    );
    expect(counts).toMatchObject({ failed: 1, exceptions: { DUPLICATE: 1 } });
    expect(await openRejections(database)).toContainEqual(
      expect.objectContaining({ external_id: 'X', rule: 'external_ids_name_one_customer' }),
    );
  });

  it('keeps nothing of a dry run, and counts as if it did', async () => {
    const before = await imageOfStore(database);
    const folder = writeExport({
      'customers.csv': 'id,name\nD1,Dry\n',
      'customer_accounts.csv': 'id,customer,legal_entity,currency\nD1-A,D1,DE01,EUR\n',
    });
    const { counts } = await importFolder(database, 'dry', folder, { dryRun: true });
    expect(counts).toMatchObject({ read: 2, applied: 2, failed: 0 });
    expect(await imageOfStore(database)).toEqual(before);
    expect(await rows("select key from source_system where key = 'dry'")).toEqual([]);
  });
});

function writeBasics(): string {
  return writeExport(basics);
}
