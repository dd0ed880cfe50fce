// Tax ids: valid by their country's form and check digits, or typed to fill a field.
import { describe, expect, it } from 'vitest';
import { readTaxId, type StatedTaxId } from '../../../src/customers/matching/tax-id-rules.ts';

const read = (number: string, country: string | null, check: StatedTaxId['check'] = 'UNCHECKED') =>
  readTaxId({ number, country, check }, undefined);

describe('a tax id', () => {
  it.each([
    ['04-2103594', 'US'],
    ['DE 136695976', 'Germany'],
    ['136695976', 'DE'],
    ['GB 980 7806 84', null],
    ['EL094259216', null],
    ['404833048', 'FR'],
    ['CHE-107.787.577 IVA', 'CH'],
  ])('%s of %s is valid', (number, country) => expect(read(number, country)?.standing).toBe('VALID'));

  it.each([
    ...[
      '12-3456789',
      '123456789',
      '000000000',
      '00-0000000',
      '11-1111111',
      '98-7654321',
      '121212121',
      '123123123',
      '94-1234567',
    ],
    ...[
      'N/A',
      'none',
      'XXXXXXX',
      'US',
      '100000000',
      '0123456789',
      'DE123456789',
      'TBD 2024'.replace('2024', '1'),
    ],
  ])('%s was typed to fill a field', (number) => expect(read(number, 'US')?.standing).toBe('PLACEHOLDER'));

  it('is not valid where a digit is wrong, or the authority says so', () => {
    expect(read('DE136695977', 'DE')?.standing).toBe('INVALID');
    expect(read('DE136695976', 'DE', 'INVALID')?.standing).toBe('INVALID');
  });

  it('is what its source knows it to be where we know no form', () => {
    expect(read('77-881', 'BM')?.standing).toBe('UNKNOWN');
    expect(read('77-8816', 'BM', 'VALID')?.standing).toBe('VALID');
    expect(read('04-2103594', 'US', 'PLACEHOLDER')?.standing).toBe('PLACEHOLDER');
    expect(read('770088161', null)?.standing).toBe('UNKNOWN');
  });

  it('is one number with and without its prefix, and the French ones that hold each other are one', () => {
    expect(read('136 695 976', 'DE')?.key).toBe(read('DE136695976', null)?.key);
    expect(read('FR 83 404 833 048', 'FR')?.key).toBe(read('404833048', 'FR')?.key);
  });

  it('takes the country of its customer where none is said', () => {
    expect(readTaxId({ number: '04-2103594', country: null, check: 'UNCHECKED' }, 'US')?.standing).toBe(
      'VALID',
    );
  });
});
