// A flat export that needs a mapping file and no code: what its rows become, with which values, and what of them lands in a store.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Format } from '../../src/ingestion/format.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { type ReadExport, readExport } from '../support/read-export.ts';
import { importFolder, openRejections, writeExport } from './exports.ts';
import { loadMapping, loadMappingFile, one, readMapped } from './mappings.ts';

/** The records that a mapping of one file makes. */
async function recordsOf(record: string, yaml: string, files: Readonly<Record<string, string | Buffer>>) {
  return (await readMapped(yaml, files))
    .records(record)
    .map(({ externalId, values }) => [externalId, values]);
}

const shop = `
nulls: { nothing: ['-'], clears: ['\\N'] }
dates: dd.mm.yyyy
numbers: { decimal: ',', thousands: '.' }
tables:
  status: { offen: ISSUED, storniert: VOIDED }
lookups:
  customer_name: { file: kunden, key: { column: nr, strip_zeros: true }, value: name }
files:
  kunden:
  belege:
    delimiter: ';'
    let:
      kunde: { column: kunde, strip_zeros: true }
    ignore:
      - { rule: test-row, when: { bemerkung: Test } }
    deleted: { geloescht: ['ja', 'yes'] }
    version: stand
    otherwise: no-document
records:
  - record: customer
    from: kunden
    id: { column: nr, strip_zeros: true }
    fields: { name: name, website: web }
  - record: invoice
    from: belege
    when: { art: RE }
    id: nummer
    fields:
      customer: kunde
      issued_on: datum
      currency: { constant: EUR }
      total: betrag
      status: { column: status, table: status }
      voided_on: { cases: [ { when: { status: storniert }, value: datum } ] }
      reference: { template: '{kunde}-{bemerkung?}' }
  - record: payment
    from: belege
    when: { art: RE, bezahlt: { empty: false } }
    id: { template: 'Z-{nummer}' }
    fields:
      customer: kunde
      received_on: bezahlt
      currency: { constant: EUR }
      amount: betrag
  - record: credit_note
    from: belege
    when: { art: GS }
    id: nummer
    fields:
      customer: kunde
      issued_on: datum
      currency: { constant: EUR }
      total: { column: betrag, number: { sign: absolute } }
      reason: { column: kunde, lookup: customer_name, otherwise: keep }
`;

const shopFiles = {
  'kunden.csv': 'nr,name,web\n0010,Acme GmbH,\\N\n0020,Brightwater,-\n',
  'belege.csv': [
    'art;nummer;kunde;datum;betrag;status;bezahlt;bemerkung;geloescht;stand',
    'RE;R1;0010;31.01.2024;1.190,00;offen;15.02.2024;;nein;1',
    'RE;R2;0020;01.02.2024;10,5;storniert;;eilig;nein;2',
    'GS;G1;0010;02.02.2024;-1.190,00;;;;nein;3',
    'RE;R3;0010;30.02.2024;1,00;offen;;;nein;4',
    'RE;R4;0010;01.02.2024;1.19;offen;;;nein;5',
    'RE;R5;0010;01.02.2024;1,00;bezahlt;;;nein;6',
    'RE;R6;0010;01.02.2024;1,00;offen;;Test;nein;7',
    'RE;R7;0010;01.02.2024;1,00;offen;;;JA;8',
    'XX;X1;0010;01.02.2024;1,00;;;;nein;9',
    'RE;R8;0010',
  ].join('\r\n'),
};

describe('a mapping', () => {
  let shopped: ReadExport;
  beforeAll(async () => {
    shopped = await readMapped(shop, shopFiles);
  });

  it('gives every row a disposition', () =>
    expect(shopped.counts()).toEqual({
      customer: { records: 2 },
      invoice: {
        records: 2,
        'rejected date': 1,
        'rejected decimal': 1,
        'rejected table': 1,
        'rejected columns': 1,
        'ignored test-row': 1,
        removed: 1,
        'ignored no-document': 1,
      },
      payment: { records: 1 },
      credit_note: { records: 1 },
    }));

  it('reads cells as it declares them, and makes several records of one row', () => {
    expect(shopped.values('invoice', 'R1')).toEqual({
      customer: '10',
      issued_on: '2024-01-31',
      currency: 'EUR',
      total: '1190.00',
      status: 'ISSUED',
      reference: '10-',
    });
    expect(shopped.values('invoice', 'R2')).toMatchObject({ total: '10.5', voided_on: '2024-02-01' });
    expect(shopped.values('payment', 'Z-R1')).toMatchObject({ received_on: '2024-02-15', amount: '1190.00' });
    expect(shopped.values('credit_note', 'G1')).toMatchObject({ total: '1190.00', reason: 'Acme GmbH' });
  });

  it('clears by its marks of null, and says nothing by the others', () =>
    expect(shopped.records('customer').map(({ values }) => values)).toEqual([
      { name: 'Acme GmbH', website: null },
      { name: 'Brightwater' },
    ]));

  it('says of a refused row what was read where, and which rule it breaks', () => {
    const refused = shopped.items.filter((item) => item.kind === 'rejected');
    expect(
      refused.map(({ line, class: failure, rule, field, value, externalId, message }) => [
        ...[line, failure, rule, field, value, externalId],
        message,
      ]),
    ).toEqual([
      [
        5,
        'VALIDATION',
        'date',
        'issued_on',
        '30.02.2024',
        'R3',
        expect.stringContaining('written dd.mm.yyyy'),
      ],
      [6, 'VALIDATION', 'decimal', 'total', '1.19', 'R4', expect.stringContaining('betrag "1.19"')],
      [7, 'MAPPING', 'table', 'status', 'bezahlt', 'R5', expect.stringContaining('stands not in the table')],
      [11, 'MAPPING', 'columns', undefined, 'RE,R8,0010', undefined, expect.stringContaining('3 columns')],
    ]);
    expect(refused[0]).toMatchObject({ values: { datum: '30.02.2024', betrag: '1,00' } });
  });

  it('keeps the version and the row as it came beside the record', () =>
    expect(shopped.records('invoice')[0]).toMatchObject({
      version: '1',
      raw: { kunde: '0010', betrag: '1.190,00' },
    }));

  it('is JSON as well', async () => {
    const mapping = {
      mapping: 'shop',
      about: 'a shop',
      kind: 'CRM',
      files: { people: {} },
      records: [{ record: 'customer', from: 'people', id: 'id', fields: { name: { constant: 'NO' } } }],
    };
    const format = await loadMappingFile(JSON.stringify(mapping, null, 2), 'mapping.json');
    const { records } = await readExport(format, [
      writeExport({ 'people.jsonl': '{"id": 12345678901234567890}\n' }),
    ]);
    expect(records('customer')).toMatchObject([
      { externalId: '12345678901234567890', values: { name: 'NO' } },
    ]);
  });
});

describe('the values of a mapping', () => {
  it.each<[what: string, value: string, row: string, said: string | null | undefined]>([
    ['a column', 'a', '1,x,y', 'x'],
    ['the first that holds anything', '{ first: [a, b] }', '1,,y', 'y'],
    ['a template', "{ template: '{a}/{b}' }", '1,x,y', 'x/y'],
    ['a template with an empty column', "{ template: '{a}/{b}' }", '1,x,', undefined],
    ['a template with one that may be empty', "{ template: '{a}/{b?}' }", '1,x,', 'x/'],
    ['what the command line says', '{ given: currency }', '1,,', 'CAD'],
    ['the key of the source', '{ given: source }', '1,,', 'src'],
    ['leading zeros gone', '{ column: a, strip_zeros: true }', '1,000,', '0'],
    ['leading zeros added', '{ column: a, pad: 5 }', '1,42,', '00042'],
    ['letters', '{ column: a, case: upper }', '1,abc,', 'ABC'],
    ['a country by its name', '{ column: a, as: country }', '1,Germany,', 'DE'],
    ['no country', '{ column: a, as: country }', '1,Atlantis,', undefined],
    ['a table', '{ column: a, table: { x: X } }', '1,x,', 'X'],
    ['a table that clears', "{ column: a, table: { x: '\\N' } }", '1,x,', null],
    ['a table that knows nothing', '{ column: a, table: { x: X }, otherwise: nothing }', '1,z,', undefined],
    ['a table with another value', '{ column: a, table: { x: X }, otherwise: b }', '1,z,y', 'y'],
    ['texts that say nothing', "{ column: a, nothing: ['?'] }", '1,?,', undefined],
    ['an empty cell that clears', "{ column: a, clears: '' }", '1,,', null],
    ['a sum', '{ sum: [a, b] }', '1,0.1,0.2', '0.3'],
    ['a sum of which a part is missing', '{ sum: [a, b] }', '1,0.1,', undefined],
    ['an object', '{ object: { A: a, B: b } }', '1,x,', '{"A":"x"}'],
    ['cases', '{ cases: [ { when: { a: [x, z] }, value: b }, { value: { constant: no } } ] }', '1,X,y', 'y'],
    ['the last case', '{ cases: [ { when: { a: { above: "5" } }, value: b }, { value: a } ] }', '1,5,y', '5'],
    [
      'one of several conditions',
      '{ cases: [ { when: [ { a: q }, { b: { not: n } } ], value: a } ] }',
      '1,x,y',
      'x',
    ],
    ['equal columns', '{ cases: [ { when: { a: { same_as: b } }, value: a } ] }', '1,x,x', 'x'],
  ])('may be %s', async (_what, value, row, said) => {
    const [record] = await recordsOf('customer', one(`{ name: id, segment: ${value} }`), {
      'rows.csv': `id,a,b\n${row}\n`,
    });
    expect(record).toEqual(['1', said === undefined ? { name: '1' } : { name: '1', segment: said }]);
  });

  it('count rows within what they belong to', async () => {
    const yaml =
      'files: { rows: }\nrecords:\n  - { record: invoice_line, from: rows, id: id, ' +
      'fields: { invoice: a, position: { count_within: a }, amount: { constant: "1" } } }\n';
    const read = await recordsOf('invoice_line', yaml, { 'rows.csv': 'id,a\n1,x\n2,y\n3,x\n' });
    expect(read.map(([, values]) => values)).toMatchObject([
      { position: '1' },
      { position: '1' },
      { position: '2' },
    ]);
  });

  it('take amounts in minor units by the currency of the row', async () => {
    const yaml =
      'files: { rows: }\nrecords:\n  - { record: payment, from: rows, id: id, fields: { received_on: on, currency: ' +
      '{ column: cur, case: upper }, amount: { column: amount, number: { minor_units: cur } } } }\n';
    const rows =
      'id,on,cur,amount\n1,2024-01-01,usd,1999\n2,2024-01-01,JPY,1999\n3,2024-01-01,bhd,1999\n4,2024-01-01,zzz,1\n';
    const shopped = await readMapped(yaml, { 'rows.csv': rows });
    expect(shopped.records('payment').map(({ values }) => values.amount)).toEqual(['19.99', '1999', '1.999']);
    expect(shopped.counts()).toMatchObject({ payment: { 'rejected currency': 1 } });
  });

  it('come from rows of other files', async () => {
    const lookups =
      'lookups:\n' +
      '  last: { file: notes, key: of, value: text, repeated: last }\n' +
      '  top: { file: notes, key: of, value: rank, repeated: highest }\n' +
      '  list: { file: notes, key: of, value: text, repeated: all }\n' +
      '  sure: { file: notes, key: of, value: text }\n' +
      '  named: { file: notes, key: others, split: "|", value: of }\n';
    const at = (lookup: string) => `{ column: id, lookup: ${lookup}, otherwise: nothing }`;
    const values = `{ name: id, segment: ${at('last')}, region: ${at('top')}, industry: ${at('list')}, website: ${at('sure')}, sales_owner: ${at('named')} }`;
    const [, made] = await recordsOf(
      'customer',
      `${one(values, lookups).replace('  rows:\n', '  rows:\n  notes:\n')}`,
      {
        'rows.csv': 'id\n0\n1\n',
        'notes.csv': 'of,text,rank,others\n1,a,9,7|0\n1,b,10,\n',
      },
    ).then(([first, second]) => [first, second]);
    expect(made).toEqual(['1', { name: '1', segment: 'b', region: '10', industry: 'a;b' }]);
  });

  it('make a record of each member of a list', async () => {
    const yaml =
      'files: { rows: }\nrecords:\n  - record: contact\n    from: rows\n    each: { column: mails, split: ",", as: mail }\n' +
      "    id: { template: '{id}/{mail}' }\n    fields: { customer: id, email: mail }\n";
    const read = await recordsOf('contact', yaml, { 'rows.csv': 'id,mails\n1,"a@x, b@x"\n2,\n' });
    expect(read).toEqual([
      ['1/a@x', { customer: '1', email: 'a@x' }],
      ['1/b@x', { customer: '1', email: 'b@x' }],
    ]);
  });

  it('make a record of each of several columns', async () => {
    const yaml =
      'nulls: { nothing: N/A }\nfiles: { rows: }\nrecords:\n  - record: exchange_rate\n    from: rows\n' +
      "    each: { columns: '*', except: day, as: currency, value: rate }\n    id: { template: '{day}/{currency}' }\n" +
      '    fields: { rate_on: day, rate_type: { constant: SPOT }, base_currency: { constant: EUR }, quote_currency: currency, rate: rate }\n';
    const rates = await recordsOf('exchange_rate', yaml, {
      'rows.csv': 'day,USD,JPY\n2024-01-02,1.09,N/A\n',
    });
    expect(rates).toEqual([
      ['2024-01-02/USD', expect.objectContaining({ quote_currency: 'USD', rate: '1.09' })],
    ]);
  });

  it('make one record of many rows that describe it', async () => {
    const yaml = one('{ name: a }').replace('    id: id', '    distinct: true\n    id: id');
    const shopped = await readMapped(yaml, { 'rows.csv': 'id,a\n1,x\n1,y\n2,z\n' });
    expect(shopped.counts()).toEqual({ customer: { records: 2 } });
    expect(shopped.values('customer', '1')).toEqual({ name: 'x' });
  });
});

describe('what the command line must say', () => {
  const needsOf = async (fields: string, more = '') => (await loadMapping(one(fields, more))).needs;
  it('follows from the fields that no column fills', async () => {
    expect(await needsOf('{ name: id }')).toEqual({ entity: false, currency: false });
    expect(await needsOf('{ name: id }', 'needs: [currency]')).toEqual({ entity: false, currency: true });
    const invoices =
      'files: { rows: }\nrecords: [ { record: invoice, from: rows, id: id, fields: { customer: a, issued_on: b, total: c } } ]\n';
    expect((await loadMapping(invoices)).needs).toEqual({ entity: true, currency: true });
  });
});

describe('a mapping in a store', () => {
  let database: Database;
  let format: Format;
  beforeAll(async () => {
    database = await freshStore('postgresql');
    format = await loadMapping(shop);
  });
  afterAll(() => database.close());

  it('lands what it can, refuses the rest with its reasons, and changes nothing the second time', async () => {
    const folder = writeExport(shopFiles);
    const options = { format, entity: 'DE01', currency: 'EUR' };
    const { counts } = await importFolder(database, 'shop', folder, options);
    expect(counts).toMatchObject({
      read: 13,
      applied: 7,
      ignored: 2,
      failed: 4,
      exceptions: { VALIDATION: 2, MAPPING: 2 },
    });
    expect(await database.statements.run('select number, total, status from invoice order by 1', [])).toEqual(
      [
        { number: 'R1', total: '1190.00', status: 'ISSUED' },
        { number: 'R2', total: '10.5', status: 'VOIDED' },
      ],
    );
    expect(await openRejections(database)).toHaveLength(4);
    const again = await importFolder(database, 'shop', folder, options);
    expect(again.counts).toMatchObject({ applied: 0, unchanged: 7, failed: 4 });
  });
});
