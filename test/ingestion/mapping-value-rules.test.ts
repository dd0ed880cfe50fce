// How a mapping reads single cells: dates and numbers in the formats that it declares, and the names of files.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DateReader, isDateFormat } from '../../src/ingestion/formats/mapping-date-rules.ts';
import type { Mapping, NumberFormat } from '../../src/ingestion/formats/mapping-declaration.ts';
import { roleOfFile } from '../../src/ingestion/formats/mapping-name-rules.ts';
import {
  adjustNumber,
  calculate,
  numberReader,
  ofMinorUnits,
} from '../../src/ingestion/formats/mapping-number-rules.ts';

const dateIn = (text: string, ...formats: string[]) => new DateReader(formats, 'UTC').toDate(text);
const instantIn = (text: string, zone = 'UTC', ...formats: string[]) =>
  new DateReader(formats.length === 0 ? ['iso'] : formats, zone).toInstant(text);

describe('a date', () => {
  it.each([
    ['dd/mm/yyyy', '03/01/2012', '2012-01-03'],
    ['mm/dd/yyyy', '03/01/2012', '2012-03-01'],
    ['d.m.yyyy', '3.1.2012', '2012-01-03'],
    ['yyyymmdd', '20240229', '2024-02-29'],
    ['d mon yyyy', '3 Feb 2012', '2012-02-03'],
    ['dd-mon-yy', '03-FEB-69', '1969-02-03'],
    ['dd-mon-yy', '03-FEB-68', '2068-02-03'],
    ['iso', '2012-02-03', '2012-02-03'],
    ['iso', '2012-02-03 4:05:06.123456', '2012-02-03'],
    ['iso', '2023-11-11 08:18:16.519000 UTC', '2023-11-11'],
    ['epoch_seconds', '1700000000', '2023-11-14'],
    ['epoch_millis', '1700000000000', '2023-11-14'],
  ])('written %s is read from %s', (format, text, date) => expect(dateIn(text, format)).toBe(date));

  it.each([
    ['dd/mm/yyyy', '31/02/2012'],
    ['dd/mm/yyyy', '3/1/2012'],
    ['dd/mm/yyyy', '2012-01-03'],
    ['yyyymmdd', '2024022'],
    ['iso', '03/01/2012'],
    ['iso', '2012-02-03 25:00:00'],
    ['epoch_seconds', '17e8'],
  ])('written %s is not guessed from %s', (format, text) => expect(dateIn(text, format)).toBeUndefined());

  it('may have several formats, of which the first that fits counts', () =>
    expect(dateIn('2012-01-03', 'dd/mm/yyyy', 'iso')).toBe('2012-01-03'));

  it('moves by whole days, over the end of months', () =>
    expect(new DateReader(['iso'], 'UTC').toDate('2019-03-01', -1)).toBe('2019-02-28'));

  it.each(['dd/mm', 'dd/mm/yyyy/yy', 'yyyy', 'hh:mm', 'quarter'])('has no format %s', (format) =>
    expect(isDateFormat(format)).toBe(false),
  );

  it('comes back from every format that can be declared', () => {
    const shape = fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      month: fc.integer({ min: 1, max: 12 }),
      year: fc.integer({ min: 1970, max: 2068 }),
      order: fc.constantFrom('dmy', 'mdy', 'ymd'),
      between: fc.constantFrom('/', '-', '.', ' '),
    });
    fc.assert(
      fc.property(shape, ({ day, month, year, order, between }) => {
        const two = (number: number) => String(number).padStart(2, '0');
        const parts: Record<string, [token: string, text: string]> = {
          d: ['dd', two(day)],
          m: ['mm', two(month)],
          y: ['yyyy', String(year)],
        };
        const write = (at: 0 | 1) => [...order].map((letter) => parts[letter]?.[at]).join(between);
        expect(dateIn(write(1), write(0))).toBe(`${year}-${two(month)}-${two(day)}`);
      }),
    );
  });
});

describe('an instant', () => {
  it('keeps its offset', () => {
    expect(instantIn('2024-01-31T12:00:00.000+02:00')).toBe('2024-01-31T12:00:00.000+02:00');
    expect(instantIn('2024-01-31 12:00:00+0200')).toBe('2024-01-31T12:00:00+02:00');
  });

  it('without offset was taken in the time zone of the mapping', () => {
    expect(instantIn('2020-12-30 3:15:52')).toBe('2020-12-30T03:15:52Z');
    expect(instantIn('2024-07-01 12:00:00', 'Europe/Berlin')).toBe('2024-07-01T10:00:00Z');
  });

  it('may have the clock of twelve hours', () => {
    expect(instantIn('03/01/2012 12:05 AM', 'UTC', 'dd/mm/yyyy')).toBe('2012-01-03T00:05:00Z');
    expect(instantIn('03/01/2012 1:05 pm', 'UTC', 'dd/mm/yyyy')).toBe('2012-01-03T13:05:00Z');
  });

  it('of an epoch is of the day that the time zone says', () => {
    const reader = new DateReader(['epoch_seconds'], 'Pacific/Auckland');
    expect(reader.toInstant('1700000000')).toBe('2023-11-14T22:13:20Z');
    expect(reader.toDate('1700000000')).toBe('2023-11-15');
  });
});

describe('a number', () => {
  it.each<[NumberFormat, string, string | undefined]>([
    [{}, '1234.50', '1234.50'],
    [{}, '+7', '7'],
    [{}, '4.8213E11', '482130000000'],
    [{}, '1,234.50', undefined],
    [{ thousands: ',' }, '1,234.50', '1234.50'],
    [{ thousands: ',' }, '12,34,567.89', '1234567.89'],
    [{ thousands: ',' }, '1,5', undefined],
    [{ thousands: ',' }, '1234,567', undefined],
    [{ decimal: ',', thousands: '.' }, '1.234,50', '1234.50'],
    [{ decimal: ',', thousands: '.' }, '1.234', '1234'],
    [{ decimal: ',', thousands: '.' }, '1.23', undefined],
    [{ decimal: ',', thousands: '\u00a0' }, '1\u00a0234,5', '1234.5'],
    [{ negative: 'trailing' }, '12.50-', '-12.50'],
    [{ negative: 'parentheses', symbols: ['$'], thousands: ',' }, '($1,234.50)', '-1234.50'],
    [{ symbols: ['%'] }, '7.5 %', '7.5'],
    [{}, 'n/a', undefined],
    [{}, '1e999', undefined],
    [{}, '1.2.3', undefined],
  ])('in the format %j reads %s', (format, text, plain) => expect(numberReader(format)(text)).toBe(plain));

  it('turns, scales and rounds exactly', () => {
    expect(adjustNumber('0.07', { times: '100' })).toBe('7');
    expect(adjustNumber('-5.50', { sign: 'flip' })).toBe('5.50');
    expect(adjustNumber('-5.50', { sign: 'absolute' })).toBe('5.50');
    expect(adjustNumber('0.00', { sign: 'flip' })).toBe('0.00');
    expect(adjustNumber('1.005', { round: 2 })).toBe('1.01');
  });

  it('counts in minor units of its currency', () => {
    expect(ofMinorUnits('1999', 'USD')).toBe('19.99');
    expect(ofMinorUnits('1999', 'JPY')).toBe('1999');
    expect(ofMinorUnits('1999', 'KWD')).toBe('1.999');
    expect(ofMinorUnits('1999', 'XYZ')).toBeUndefined();
  });

  it('is summed, subtracted and multiplied without a float', () => {
    expect(calculate('sum', ['0.1', '0.2'])).toBe('0.3');
    expect(calculate('difference', ['1', '0.9', '0.1'])).toBe('0');
    expect(calculate('product', ['33580', '17'])).toBe('570860');
  });

  it('comes back from every format in which it is written', () => {
    const written = fc.record({
      whole: fc.bigInt({ min: 0n, max: 10n ** 15n }),
      cents: fc.integer({ min: 0, max: 99 }),
      isNegative: fc.boolean(),
      style: fc.constantFrom<[point: string, thousands: string]>(
        ['.', ','],
        [',', '.'],
        [',', ' '],
        ['.', "'"],
      ),
      negative: fc.constantFrom('leading', 'trailing', 'parentheses'),
    });
    fc.assert(
      fc.property(written, ({ whole, cents, isNegative, style: [point, thousands], negative }) => {
        const fraction = String(cents).padStart(2, '0');
        const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, thousands);
        const plain = `${whole}.${fraction}`;
        const digits = `${grouped}${point}${fraction}`;
        const signed = { leading: `-${digits}`, trailing: `${digits}-`, parentheses: `(${digits})` };
        const read = numberReader({ decimal: point, thousands, negative });
        expect(read(isNegative ? signed[negative] : digits)).toBe(isNegative ? `-${plain}` : plain);
      }),
    );
  });
});

describe('the name of a file', () => {
  const mapping: Mapping = {
    mapping: 'names',
    about: 'names',
    kind: 'ERP',
    names: { prefixes: ['zuora_'], suffixes: ['_data'] },
    files: { account: {}, line: { names: ['invoice_line*'] }, teams: { ignored: 'team' } },
    ignored_files: { purchase: ['bill', 'bill_*'] },
    records: [],
  };
  it.each([
    ['account.csv', { key: 'account' }],
    ['Zuora_Account_Data.CSV', { key: 'account' }],
    ['invoice_lines_2024.csv', { key: 'line' }],
    ['teams.csv', { key: 'teams', ignored: 'team' }],
    ['zuora_bill_line_data.jsonl', { ignored: 'purchase' }],
    ['accounts.csv', undefined],
  ])('%s says what is in it', (name, role) => expect(roleOfFile(mapping, name)).toEqual(role));
});
