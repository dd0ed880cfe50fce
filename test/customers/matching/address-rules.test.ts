// Addresses: one house however it is written, in whatever fields; and two houses that stand beside each other.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AddressAgreement,
  compareAddresses,
  houseOf,
  readAddress,
} from '../../../src/customers/matching/address-rules.ts';
import { countryCode, regionCode } from '../../../src/customers/matching/country-rules.ts';

/** `street|city|postal code|region|country`. */
function address(text: string) {
  const [street = '', city = '', postalCode = '', region = '', country = ''] = text.split('|');
  const read = readAddress({ street, city, postalCode, region, country });
  if (read === undefined) throw new Error(`${text} is no address`);
  return read;
}

const agreement = (left: string, right: string) => compareAddresses(address(left), address(right));

describe('two addresses', () => {
  it.each<[string, string, AddressAgreement]>([
    [
      '600 N Dairy Ashford Rd|Houston|77079-1100|TX|United States',
      '600 North Dairy Ashford Road, Suite 5|Houston|77079|Texas|USA',
      'SAME',
    ],
    ['Lindenstr. 12 a|Köln|D-50667||Deutschland', 'Lindenstraße 12a|Koeln|50667||DE', 'SAME'],
    ['P.O. BOX 2197|Houston|77252|TX|US', 'PO Box 2197|Houston|77252-2197||USA', 'SAME'],
    ['12 rue de la Paix|Paris|75002||FR', 'Rue de la Paix 12|Paris|F-75002||France', 'SAME'],
    // City and postal code changed places.
    ['12 rue de la Paix|75002|Paris||FR', '12 rue de la Paix|Paris|75002||FR', 'SAME'],
    ['53 Park Meadow Pass|New Bedford|2745|MA|US', '53 Park Meadow Pass|New Bedford|02745|MA|US', 'SAME'],
    ['1 Mill Ln|Ashcombe|AX1 2QD||GB', '3 Mill Lane|Ashcombe|AX12QD||UK', 'POSTAL'],
    ['Mill Lane|Ashcombe|AX1 2QD||GB', '3 Mill Lane|Ashcombe|AX12QD||UK', 'STREET'],
    ['1 Mill Ln|Ashcombe|||GB', '9 High Street|Ashcombe|AX9 9QD||GB', 'CITY'],
    ['5 High St|York|||GB', '5 High St|Leeds|||GB', 'MOVED'],
    ['||||GB', '5 High St|Leeds|||GB', 'REGION'],
    ['1 High St|Newport|||GB', '1 High St|Newport|||US', 'ABROAD'],
    ['1 High St||||', '2 Low St||||', 'UNKNOWN'],
  ])('%s and %s: %s', (left, right, expected) => {
    expect(agreement(left, right)).toBe(expected);
    expect(agreement(right, left)).toBe(expected);
  });

  it('are one house where number, street and town or postal code are the same', () => {
    expect(houseOf(address('Lindenstr. 12|Köln|50667||DE'))).toBe(
      houseOf(address('Lindenstraße 12|Cologne|D-50667||Germany')),
    );
    expect(houseOf(address('Lindenstr.|Köln|50667||DE'))).toBeUndefined();
    expect(
      readAddress({ street: ' ', city: null, postalCode: '', region: null, country: null }),
    ).toBeUndefined();
  });

  it('agree with themselves, and as far one way round as the other', () => {
    const field = fc.constantFrom(
      '',
      '12 Mill Lane',
      'Paris',
      '75002',
      'TX',
      'Texas',
      'DE',
      'Köln',
      'PO Box 7',
      'Lindenstr. 4',
    );
    const stated = fc.record({
      street: field,
      city: field,
      postalCode: field,
      region: field,
      country: field,
    });
    fc.assert(
      fc.property(stated, stated, (left, right) => {
        const [one, other] = [readAddress(left), readAddress(right)];
        if (one === undefined || other === undefined) return;
        expect(compareAddresses(one, other)).toBe(compareAddresses(other, one));
      }),
    );
  });

  it('are read whatever they hold', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.record({ street: text, city: text, postalCode: text, region: text, country: text }),
        (stated) => void readAddress(stated),
      ),
    );
  });
});

describe('a country', () => {
  it.each([
    ['Deutschland', 'DE'],
    ['Germany', 'DE'],
    ['DEU', 'DE'],
    ['de', 'DE'],
    ['Allemagne', 'DE'],
    ['U.S.A.', 'US'],
    ['United Kingdom of Great Britain and Northern Ireland (the)', 'GB'],
    ['UK', 'GB'],
    ['España', 'ES'],
    ['日本', 'JP'],
    ['Россия', 'RU'],
    ['Côte d’Ivoire', 'CI'],
    ['EL', 'GR'],
  ])('%s is %s', (text, code) => expect(countryCode(text)).toBe(code));

  it.each(['Atlantis', '', null, undefined])('%s is none', (text) =>
    expect(countryCode(text)).toBeUndefined(),
  );
});

describe('a state', () => {
  it.each([
    ['Texas', 'US', 'US-TX'],
    ['TX', 'US', 'US-TX'],
    ['Bayern', 'DE', 'DE-BY'],
    ['Québec', 'CA', 'CA-QC'],
    ['VIC', 'AU', 'AU-VIC'],
    ['Somewhere', 'US', 'somewhere'],
    ['Texas', undefined, 'texas'],
  ])('%s of %s is %s', (text, country, code) => expect(regionCode(text, country)).toBe(code));
});
