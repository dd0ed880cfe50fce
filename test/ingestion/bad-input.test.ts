// Bad input: each kind gets one clear message that names what and where; unreadable files apply nothing, bad rows stand back
// alone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnreadableInput } from '../../src/ingestion/format.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { basics, imageOfStore, importFolder, openRejections, writeExport } from './exports.ts';

let database: Database;
beforeAll(async () => {
  database = await freshStore('postgresql');
  await importFolder(database, 'erp', writeExport(basics));
});
afterAll(() => database.close());

/** The message with which an export is refused as a whole; it must have left nothing. */
async function refusal(files: Record<string, string | Buffer>, path = '', options = {}): Promise<string> {
  const before = await imageOfStore(database);
  const folder = writeExport(files);
  const error = await importFolder(database, 'erp', `${folder}${path}`, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UnreadableInput);
  expect(await imageOfStore(database)).toEqual(before);
  return String((error as Error).message).replaceAll(`${folder}/`, '');
}

const header = 'id,name\n';

describe('an export that cannot be read applies nothing, its sound files neither', () => {
  const sound = { 'customers.csv': 'id,name\nNEW,New\n' };

  it.each<[what: string, files: Record<string, string | Buffer>, message: RegExp]>([
    [
      'a file of no record type',
      { ...sound, 'orders.csv': 'id\n1\n' },
      /^orders\.csv: the file's name says no record type; it is one of legal_entities/,
    ],
    ['an empty file', { ...sound, 'contacts.csv': '' }, /^contacts\.csv is empty: it has not even a header$/],
    [
      'UTF-16',
      { ...sound, 'contacts.csv': Buffer.from('\ufeffid,customer\n', 'utf16le') },
      /^contacts\.csv is written in UTF-16: save it as UTF-8$/,
    ],
    [
      'Latin-1',
      { ...sound, 'contacts.csv': Buffer.from('id,customer,title\nK,C1,Gesch\xe4ft\n', 'latin1') },
      /^contacts\.csv is not written in UTF-8 .*: save it as UTF-8$/,
    ],
    [
      'an unknown column',
      { ...sound, 'contacts.csv': 'id,customer,shoe_size\n' },
      /^contacts\.csv: contact has no field shoe_size; its fields are id, source_version, deleted, customer, first_name/,
    ],
    [
      'no id',
      { ...sound, 'contacts.csv': 'customer,email\n' },
      /^contacts\.csv: the column id is missing: every contact must state it$/,
    ],
    [
      'columns that every record must state',
      { ...sound, 'payments.csv': 'id,legal_entity,amount\nP1,DE01,1.00\n' },
      /^payments\.csv: the columns received_on, currency are missing: every payment must state them, or give --currency CODE$/,
    ],
    [
      'members that every record must state',
      { ...sound, 'payments.jsonl': '{"id":"P1","received_on":"2026-02-01","amount":1,"currency":"EUR"}\n' },
      /^payments\.jsonl: in all lines the member legal_entity is missing: every payment must state it, or give --entity CODE$/,
    ],
    [
      'semicolons',
      { ...sound, 'contacts.csv': 'id;customer\n' },
      /^contacts\.csv: the column id is missing; fields are separated by commas\n/,
    ],
    [
      'a column that stands twice',
      { ...sound, 'contacts.csv': 'id,customer,email,email\n' },
      /^contacts\.csv: the column email stands twice in the header$/,
    ],
    [
      'half a file',
      { ...sound, 'contacts.csv': 'id,customer,title\nK1,C1,"Head of' },
      /^contacts\.csv is cut off: it ends inside a quoted field that begins on line 2, so it is only half a file$/,
    ],
    [
      'half a JSON Lines file',
      { ...sound, 'contacts.jsonl': '{"id":"K1","customer":"C1"}\n{"id":"K2","cus' },
      /^contacts\.jsonl is cut off: line 2 ends inside a value/,
    ],
    [
      'an unknown member',
      { ...sound, 'contacts.jsonl': '{"id":"K1","shoes":43}\n' },
      /^contacts\.jsonl: contact has no field shoes/,
    ],
  ])('%s', async (_what, files, message) => {
    expect(await refusal(files)).toMatch(message);
  });

  it('a path that is not there', async () => {
    expect(await refusal(sound, '/none.csv')).toBe('none.csv: there is no such file');
  });

  it('names all faulty files at once', async () => {
    const message = await refusal({ 'contacts.csv': '', 'orders.csv': header, 'products.csv': 'name\n' });
    expect(message.split('\n')).toHaveLength(3);
  });

  it('a currency of the command line that nobody knows, and a legal entity without any', async () => {
    expect(await refusal(sound, '', { currency: 'ZZZ' })).toBe(
      '--currency ZZZ is no currency that ISO 4217 knows',
    );
    expect(await refusal(sound, '', { entity: 'NEW' })).toBe(
      '--entity NEW is a new legal entity: say its functional currency with --currency CODE',
    );
    expect(await refusal(sound, '', { source: 'gateway' })).toMatch(/gateway is Revgraph itself/);
  });
});

describe('a row that cannot be taken stands back alone, with file, row, field, value and rule', () => {
  const invoice = 'id,legal_entity,customer,issued_on,currency,total\n';
  const good = 'OK,DE01,C1,2026-02-01,EUR,1.00\n';

  it.each<[what: string, row: string, expected: object]>([
    [
      'no key',
      ',DE01,C1,2026-02-01,EUR,1.00',
      { class: 'VALIDATION', rule: 'key', field: 'id', message: 'the record has no id' },
    ],
    [
      'a currency nobody knows',
      'A1,DE01,C1,2026-02-01,EURO,1.00',
      {
        rule: 'currency',
        field: 'currency',
        value: 'EURO',
        message: 'currency "EURO" is no currency that ISO 4217 knows',
      },
    ],
    [
      'an amount that is no number',
      'A2,DE01,C1,2026-02-01,EUR,"1,00"',
      {
        rule: 'decimal',
        field: 'total',
        value: '1,00',
        message: 'total "1,00" is no number: plain digits with at most one point',
      },
    ],
    ['an amount as a float', 'A3,DE01,C1,2026-02-01,EUR,1e3', { rule: 'decimal', value: '1e3' }],
    [
      'a date that does not exist',
      'A4,DE01,C1,2026-02-30,EUR,1.00',
      {
        rule: 'date',
        field: 'issued_on',
        value: '2026-02-30',
        message: 'issued_on "2026-02-30" is no date that exists, written YYYY-MM-DD',
      },
    ],
    [
      'a field that must be there',
      'A5,DE01,C1,,EUR,1.00',
      { rule: 'required', field: 'issued_on', message: 'issued_on is missing' },
    ],
    [
      'no currency',
      'A6,DE01,C1,2026-02-01,,1.00',
      { rule: 'required', message: 'currency is missing: state it in the record, or give --currency CODE' },
    ],
    [
      'a ragged row',
      'A9,DE01,C1',
      { class: 'MAPPING', rule: 'columns', message: 'the row has 3 columns, the header 6' },
    ],
    [
      'an id that came before',
      'OK,DE01,C1,2026-02-02,EUR,2.00',
      { class: 'DUPLICATE', rule: 'id_is_unique', value: 'OK' },
    ],
    [
      'an amount finer than a cent',
      'A11,DE01,C1,2026-02-01,USD,10.005',
      {
        class: 'VALIDATION',
        rule: 'minor_unit',
        field: 'total',
        value: '10.005',
        message: 'total "10.005" is too fine: USD has 2 decimal places',
      },
    ],
    [
      'a fraction of a yen',
      'A12,DE01,C1,2026-02-01,JPY,10.5',
      { rule: 'minor_unit', message: 'total "10.5" is too fine: JPY has no decimal places' },
    ],
    ['a value that is no text', 'A\u000010,DE01,C1,2026-02-01,EUR,1.00', { rule: 'key' }],
  ])('%s', async (_what, row, expected) => {
    const folder = writeExport({ 'invoices.csv': `${invoice}${good}${row}\n` });
    const { counts } = await importFolder(database, 'erp', folder);
    expect(counts).toMatchObject({ read: 2, failed: 1 });
    const [rejection, ...others] = await openRejections(database);
    expect(others).toEqual([]);
    expect(rejection).toMatchObject({ file: 'invoices.csv', row_number: '3', ...expected });
    // The same again: still failed, and not kept twice.
    const before = await imageOfStore(database);
    expect((await importFolder(database, 'erp', folder)).counts).toMatchObject({ unchanged: 1, failed: 1 });
    expect(await imageOfStore(database)).toEqual(before);
    await database.withOwner((client) =>
      client.query("update exception set resolved_at = now(), resolution = 'cleared'"),
    );
  });

  it('a line that is no JSON', async () => {
    const folder = writeExport({
      'customers.jsonl': '{"id":"J1","name":"One"}\nnonsense\n{"id":"J2","name":"Two"}\n',
    });
    expect((await importFolder(database, 'erp', folder)).counts).toMatchObject({ applied: 2, failed: 1 });
    expect(await openRejections(database)).toMatchObject([
      { row_number: '2', rule: 'json', value: 'nonsense' },
    ]);
    await database.withOwner((client) =>
      client.query("update exception set resolved_at = now(), resolution = 'cleared'"),
    );
  });

  it('an amount in JSON is the text that was written, not a float', async () => {
    const folder = writeExport({
      'invoices.jsonl':
        '{"id":"F1","legal_entity":"DE01","customer":"C1","issued_on":"2026-02-01","currency":"EUR","total":12345678901234567.10}\n',
    });
    await importFolder(database, 'erp', folder);
    expect(await database.statements.run("select total from invoice where number = 'F1'", [])).toEqual([
      { total: '12345678901234567.10' },
    ]);
  });

  it('the record that closes a circle of parents', async () => {
    const folder = writeExport({
      'customer_hierarchies.csv': 'id,parent,child\nH1,C1,C2\nH2,C2,C3\nH3,C3,C1\n',
    });
    expect((await importFolder(database, 'erp', folder)).counts).toMatchObject({ applied: 2, failed: 1 });
    expect(await openRejections(database)).toMatchObject([
      {
        external_id: 'H3',
        field: 'parent',
        rule: 'customer_is_not_its_own_ancestor',
        message: 'the parents would form a circle: Acme > Corvid > Brightwater > Acme',
      },
    ]);
  });
});

describe('what the command line says for records that do not', () => {
  it('fills currency and legal entity, and marks them in provenance', async () => {
    const folder = writeExport({ 'invoices.csv': 'id,customer,issued_on,total\nDEF,C1,2026-02-01,5.00\n' });
    const { counts } = await importFolder(database, 'erp', folder, { entity: 'DE01', currency: 'CHF' });
    expect(counts).toMatchObject({ applied: 1 });
    expect(
      await database.statements.run(
        `select i.currency, p.defaulted from invoice i join field_provenance p on p.object_id = i.invoice_id where i.number = 'DEF'`,
        [],
      ),
    ).toEqual([{ currency: 'CHF', defaulted: true }]);
  });

  it('makes the legal entity where it is new', async () => {
    const folder = writeExport({ 'invoices.csv': 'id,customer,issued_on,total\nDEF2,C1,2026-02-01,5.00\n' });
    await importFolder(database, 'erp', folder, { entity: 'CA01', currency: 'CAD' });
    expect(
      await database.statements.run("select functional_currency from legal_entity where code = 'CA01'", []),
    ).toEqual([{ functional_currency: 'CAD' }]);
  });
});
