// Names of companies: what is the same company's name however it is written, and what only looks so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLegalForms } from '../../../src/customers/matching/legal-form-rules.ts';
import { compareNames, type NameAgreement } from '../../../src/customers/matching/name-comparison-rules.ts';
import { readName, readNames, wordLikeness } from '../../../src/customers/matching/name-rules.ts';

const rare = () => 10;
const agreement = (left: string, right: string) =>
  compareNames(readName(left), readName(right), rare).agreement;
const forms = (text: string) => readName(text).forms.map(({ code }) => code);

describe('a company name', () => {
  it.each([
    ['The Müller & Söhne GmbH & Co. KG', 'muller sohne', ['GMBH_CO_KG']],
    ['I.B.M. Corp.', 'ibm', ['CORP']],
    ['株式会社トヨタ', 'toyota', ['KK']],
    ['ООО «Ромашка»', 'romashka', ['OOO']],
    ['Acme S.p.A.', 'acme', ['SPA']],
    ['Foo Sp. z o.o.', 'foo', ['SP_ZOO']],
    ['Bar Pty. Ltd.', 'bar', ['LTD']],
    ['Grupo Norte S.A. de C.V.', 'group norte', ['SA_CV']],
    ['Société Générale S.A.', 'societe generale', ['SA']],
    ["McDonald's Corporation", 'mcdonald', ['CORP']],
    ['Intl. Mfg. Svcs., Inc.', 'international manufacturing service', ['INC']],
    ['International Manufacturing Services Incorporated', 'international manufacturing service', ['INC']],
    ['AG', 'ag', []],
    ['The', 'the', []],
  ])('%s is %s', (text, words, codes) => {
    expect(readName(text).words.join(' ')).toBe(words);
    expect(forms(text)).toEqual(codes);
  });

  it('that says whom the company trades as is two names', () => {
    const names = readNames("Smith Bros. LLC d/b/a Joe's Pizza").map(({ words }) => words.join(' '));
    expect(names).toEqual(['smith brothers', 'joes pizza']);
    expect(readNames(null)).toEqual([]);
  });

  it('reads the same once it has been read', () => {
    const word = fc.constantFrom(
      ...'Acme Müller Söhne Global Services Company Holding France Deutschland II 24 GmbH Ltd Inc. AG & and der of Co. KG S.A. Glass Bosses'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (chosen) => {
        const { words } = readName(chosen.join(' '));
        expect(readName(words.join(' ')).words).toEqual(words);
      }),
    );
  });

  it('is taken apart whatever it holds', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void readNames(text)));
  });
});

describe('two names', () => {
  it.each<[string, string, NameAgreement]>([
    ['Acme GmbH', 'ACME', 'SAME'],
    ['Coca-Cola', 'Cocacola Co.', 'SAME'],
    ['Smith & Jones', 'Jones and Smith Ltd', 'SAME'],
    ['Acme Germany', 'Acme Deutschland GmbH', 'SAME'],
    ['Acme Technologies', 'Acme Tech.', 'SAME'],
    ['Müller Bau', 'Mueller Bau GmbH', 'CLOSE'],
    ['Acme Robotics', 'Acme Robtoics Ltd', 'CLOSE'],
    ['Rosenbergton Solutions', 'Rosenbergtosn Solutiosn Inc.', 'CLOSE'],
    ['International Business Machines', 'IBM Corp.', 'ACRONYM'],
    ['Acme', 'Acme France SAS', 'UNIT'],
    ['Acme Holding AG', 'Acme', 'UNIT'],
    ['Acme France', 'Acme Italia', 'SIBLING'],
    ['Acme Fund II', 'Acme Fund III', 'SIBLING'],
    ['Store 12 Acme', 'Store 14 Acme', 'SIBLING'],
    ['Acme Robotics', 'Acme Dental', 'DIFFERENT'],
    ['Acme Zenith Robotics', 'Acme Zenith Dental', 'PARTLY'],
    ['tv pe ss', 'tv ee ss', 'PARTLY'],
    ['Acme', 'Zenith', 'DIFFERENT'],
    ['Meter', 'Peter', 'CLOSE'],
  ])('%s and %s: %s', (left, right, expected) => expect(agreement(left, right)).toBe(expected));

  it('agree as far one way round as the other', () => {
    const name = fc
      .array(
        fc.constantFrom(
          ...'Acme Acmee Akme Müller Muller Bau Bauer France Holding II III 12 Services Svcs Tech Robotics Robtoics'.split(
            ' ',
          ),
        ),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(name, name, (left, right) => {
        const [one, other] = [readName(left), readName(right)];
        expect(compareNames(one, other, rare)).toEqual(compareNames(other, one, rare));
      }),
    );
  });

  it('share less, the more companies have the words', () => {
    const [left, right] = [readName('Global Services'), readName('Global Services')];
    expect(compareNames(left, right, () => 2).rarity).toBeLessThan(compareNames(left, right, rare).rarity);
  });
});

describe('two legal forms', () => {
  it.each([
    ['Acme GmbH', 'Acme Gesellschaft mit beschränkter Haftung', 'SAME'],
    ['Acme Ltd', 'Acme', 'MISSING'],
    ['Acme & Co', 'Acme Inc', 'MISSING'],
    ['Acme GmbH', 'Acme AG', 'CHANGED'],
    // A German partnership and its general partner have one name, one house and one manager, and are two companies.
    ['Acme GmbH', 'Acme GmbH & Co. KG', 'CHANGED'],
    ['Acme GmbH', 'Acme Inc.', 'FOREIGN'],
  ])('of %s and %s: %s', (left, right, expected) =>
    expect(compareLegalForms(readName(left).forms, readName(right).forms)).toBe(expected),
  );
});

describe('two words', () => {
  it.each([
    ['acme', 'amce', true],
    ['logistik', 'logistics', true],
    ['technologies', 'techno', true],
    ['12', '13', false],
    ['abc', 'abd', false],
    ['north', 'south', false],
  ])('%s and %s are one but for spelling: %s', (left, right, isAlike) =>
    expect(wordLikeness(left, right) > 0.7).toBe(isAlike),
  );
});
