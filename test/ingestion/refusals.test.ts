// What is said of a record that cannot be taken: where it stands, its field, value and rule in the words of the file, once, and only
// as long as it is so.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { basics, importFolder, openRejections, writeExport } from './exports.ts';

let database: Database;
beforeAll(async () => {
  database = await freshStore('postgresql');
  const invoices = 'id,legal_entity,customer,issued_on,currency,total\nOK,DE01,C1,2026-02-01,EUR,1.00\n';
  await importFolder(database, 'erp', writeExport({ ...basics, 'invoices.csv': invoices }));
});
afterAll(() => database.close());

describe('a rejection names the line on which its row begins, as an editor counts', () => {
  const places = async (files: Record<string, string>) => {
    const { refusals } = await importFolder(database, 'erp', writeExport(files), { dryRun: true });
    return refusals
      .map(({ line, fault }) => [line, fault.rule])
      .sort(([one], [other]) => Number(one) - Number(other));
  };

  it('in CSV with empty lines, with cells over several lines, and with the line ends of two systems', async () => {
    const lines = [
      '',
      'id,customer,title,email',
      'K1,C1,"Head of\r\nSales",',
      '',
      'K2,,x,',
      'K3,,"one\ntwo\nthree",\r',
      '\r',
      'K4,C1',
      'K5,,"a ""quoted""\nword",\r',
    ];
    expect(await places({ 'contacts.csv': lines.join('\n') })).toEqual([
      [6, 'required'],
      [7, 'required'],
      [11, 'columns'],
      [12, 'required'],
    ]);
  });

  it('in JSON Lines with empty lines', async () => {
    const lines = ['', '{"id":"K1","customer":"C1"}', '', '{"id":"K2","title":"x"}'];
    expect(await places({ 'contacts.jsonl': lines.join('\n') })).toEqual([[4, 'required']]);
  });
});

it('an amount finer than its currency is refused, whatever says which that is; a price may be finer', async () => {
  const folder = writeExport({
    'invoices.csv': `id,legal_entity,customer,issued_on,currency,total\nM1,DE01,C1,2026-02-01,BHD,1.125\nM2,DE01,C1,2026-02-01,JPY,10.00\n`,
    'invoice_lines.csv':
      'id,invoice,position,quantity,unit_price,amount\nML1,M1,1,3,0.0375,0.1125\nML2,M1,2,3,0.0375,0.112\nML3,M2,1,,,0.5\n',
    'payments.csv':
      'id,legal_entity,received_on,currency,amount\nMP1,DE01,2026-02-01,EUR,1.00\nMP2,DE01,2026-02-01,EUR,1.001\n',
    'refunds.csv': 'id,payment,refunded_on,amount\nMR1,MP1,2026-02-02,0.505\n',
    'journals.csv': 'id,book,posted_on\nMJ1,B1,2026-02-01\n',
    'postings.csv': [
      'id,journal,position,account,functional_debit,functional_credit,currency,transaction_debit,transaction_credit',
      'M-1,MJ1,1,1200,1.00,,BHD,0.4105,',
      'M-2,MJ1,2,4000,,1.00,BHD,,0.4105',
    ].join('\n'),
  });
  const { refusals } = await importFolder(database, 'erp', folder, { dryRun: true });
  expect(refusals.map(({ line, fault }) => [line, fault.message])).toEqual([
    [2, 'transaction_debit "0.4105" is too fine: BHD has 3 decimal places'],
    [2, 'amount "0.1125" is too fine: BHD has 3 decimal places'],
    [4, 'amount "0.5" is too fine: JPY has no decimal places'],
    [3, 'amount "1.001" is too fine: EUR has 2 decimal places'],
    [2, 'amount "0.505" is too fine: EUR has 2 decimal places'],
    [
      2,
      'journal MJ1 stands without postings, because they were refused: transaction_debit "0.4105" is too fine: BHD has 3 decimal places',
    ],
  ]);
});

describe('what only the store finds out is said in the words of the file', () => {
  const messages = async (files: Record<string, string>) => {
    const { refusals } = await importFolder(database, 'erp', writeExport(files), { dryRun: true });
    return refusals.map(({ line, fault: { field, value, message } }) => [line, field, value, message]);
  };

  it.each<
    [what: string, file: string, content: string, said: [number, string | null, string | null, string]]
  >([
    [
      'a number that another account of the source has, of a row with an id of its own',
      'customer_accounts.csv',
      'id,customer,legal_entity,currency\nKA1,C1,DE01,EUR\nKA2,C2,DE01,EUR\nKA3,C2,DE01,EUR\n',
      [4, 'customer', 'C2', 'customer "C2": an earlier row has the same, with legal_entity "DE01"'],
    ],
    [
      'a code that the source gave to another account before',
      'ledger_accounts.csv',
      'id,legal_entity,code,name\nNEW,DE01,1200,Again\n',
      [2, 'code', '1200', 'code "1200": ledger_account 1200 has the same, with legal_entity "DE01"'],
    ],
    [
      'two parts of an invoice in one place',
      'invoice_instalments.csv',
      'id,invoice,position,due_on,amount\nX1,OK,1,2026-03-01,1.00\nX2,OK,1,2026-04-01,1.00\n',
      [3, 'position', '1', 'position "1": an earlier row has the same, with invoice "OK"'],
    ],
    [
      'a number that is unique',
      'journals.csv',
      'id,book,posted_on,number\nU1,B1,2026-02-01,7\nU2,B1,2026-02-01,7\n',
      [3, 'number', '7', 'number "7": journal number is unique per book (book "B1")'],
    ],
    [
      'a rule over several fields',
      'accounting_periods.csv',
      'id,book,class,name,starts_on,ends_on\nP1,B1,LEDGER,Odd,2026-03-31,2026-03-01\n',
      [
        2,
        'starts_on',
        '2026-03-31',
        'starts_on "2026-03-31": accounting period ends after its start (ends_on "2026-03-01")',
      ],
    ],
    [
      'a rule over fields that are not stated',
      'allocations.csv',
      'id,invoice,amount,applied_on\nA1,OK,1.00,2026-02-01\n',
      [2, null, null, 'allocation draws on one document (payment is not stated, credit_note is not stated)'],
    ],
    [
      'a rule of a trigger, which knows uuids',
      'customer_hierarchies.csv',
      'id,hierarchy,parent,child\nY1,SALES,C1,C2\nY2,SALES,C3,C2\n',
      [3, 'child', 'C2', 'customer C2 would have two parents at a time in hierarchy SALES'],
    ],
    [
      'a field that nothing states',
      'refunds.csv',
      'id,refunded_on,amount\nR1,2026-02-01,1.00\n',
      [2, 'legal_entity', null, 'legal_entity is missing, and nothing that the record refers to says it'],
    ],
    [
      'a character that no store keeps',
      'invoices.csv',
      `id,legal_entity,customer,issued_on,currency,total,snapshot\nN1,DE01,C1,2026-02-01,EUR,1.00,"{""a"":""\\u0000""}"\n`,
      [2, 'snapshot', '{"a":"\\u0000"}', 'snapshot "{\\"a\\":\\"\\\\u0000\\"}" holds a NUL character'],
    ],
  ])('%s', async (_what, file, content, said) => {
    expect(await messages({ [file]: content })).toEqual([said]);
  });

  it('names the posting of several that has the place of another', async () => {
    const postings = ['1,U3,1,1200,1.00,', '2,U3,2,4000,,0.50', '3,U3,2,4000,,0.50'];
    const files = {
      'journals.csv': 'id,book,posted_on\nU3,B1,2026-02-01\n',
      'postings.csv': `id,journal,position,account,functional_debit,functional_credit\n${postings.join('\n')}`,
    };
    expect((await messages(files))[0]).toEqual([
      4,
      'position',
      '2',
      'position "2": posting position is unique in its journal (journal "U3")',
    ]);
  });
});

describe('a record stands rejected once, for what is wrong with it now', () => {
  const lines = 'id,customer,first_name,email\n';
  const rejected = async () => (await openRejections(database)).map((row) => [row.row_number, row.rule]);
  const take = (rows: string) => importFolder(database, 'erp', folderOf(rows));
  let folder = '';
  // The same path each time, as a person mends a file.
  const folderOf = (rows: string) => {
    folder ||= writeExport({});
    writeFileSync(join(folder, 'contacts.csv'), lines + rows);
    return folder;
  };

  it('and no more when it is mended, with or without an id', async () => {
    await take('W1,,a,\n,C1,b,\nW2,C1\nW3,C1,c,\nW3,C1,d,\n');
    expect(await rejected()).toEqual([
      ['2', 'required'],
      ['3', 'key'],
      ['4', 'columns'],
      ['6', 'id_is_unique'],
    ]);
    await take('W1,C1,a\u0000,\nW4,C1,b,\nW2,C1\nW3,C1,c,\n');
    expect(await rejected()).toEqual([
      ['2', 'text'],
      ['4', 'columns'],
    ]);
    await take('W1,C1,a,\nW4,C1,b,\nW2,C1,x,\nW3,C1,c,\n');
    expect(await rejected()).toEqual([]);
  });
});
