// What Salesforce's exports mean, rule by rule.
import { describe, expect, it } from 'vitest';
import {
  contractFields,
  contractStatus,
  orderFields,
  orderItemFields,
} from '../../src/ingestion/formats/salesforce-contract-rules.ts';
import { isMadeUp, taxFields } from '../../src/ingestion/formats/salesforce-customer-rules.ts';
import {
  ignoredRule,
  objectOfFile,
  toRecordId,
} from '../../src/ingestion/formats/salesforce-object-rules.ts';
import { wasWon } from '../../src/ingestion/formats/salesforce-opportunity-rules.ts';
import { kindOfProduct } from '../../src/ingestion/formats/salesforce-product-rules.ts';
import { parseTree, readPlan, readTree } from '../../src/ingestion/formats/salesforce-tree-rules.ts';
import {
  countryOf,
  plainNumber,
  readCell,
  textOf,
} from '../../src/ingestion/formats/salesforce-value-rules.ts';

describe('files', () => {
  it.each([
    ['Account.csv', 'Account'],
    ['accountData.csv', 'Account'],
    ['sf_account_data.csv', 'Account'],
    ['sf_product_2_data.csv', 'Product2'],
    ['OPPORTUNITYLINEITEM.CSV', 'OpportunityLineItem'],
    ['SBQQ__Quote__c.csv', 'SBQQ__Quote__c'],
    ['Lead_Data.csv', 'Lead'],
    ['Acount.csv', undefined],
  ])('%s holds %s', (name, object) => expect(objectOfFile(name)).toBe(object));

  it('of other objects are ignored under a rule with their name', () => {
    expect(ignoredRule('SBQQ__QuoteLine__c')).toBe('out-of-scope-sbqq-quote-line-c');
    expect(ignoredRule(undefined)).toBe('object-not-known');
  });
});

describe('record ids', () => {
  it('of 15 and 18 characters are one', () => {
    expect(toRecordId('0015500000Xyy06', 'Account')).toBe('0015500000Xyy06AAB');
    expect(toRecordId('0015500000Xyy06AAB', 'Account')).toBe('0015500000Xyy06AAB');
    expect(toRecordId('0015500000Xyy06aab', 'Account')).toBe('0015500000Xyy06AAB');
  });

  it.each([
    'efde0613-0606-490f-a795-14d7f5dd98c5',
    'tree/AccountRef1',
    '0035500000Xyy06',
    '0015500000Xyy06AAC',
    '',
  ])('leave %s as it is', (text) => expect(toRecordId(text, 'Account')).toBe(text));
});

describe('values', () => {
  it.each([
    ['4.8213E11', '482130000000'],
    ['1.57107E11', '157107000000'],
    ['-1.5e-3', '-0.0015'],
    ['32395.00000002', '32395.00000002'],
    ['75000.0', '75000.0'],
    ['12,5', '12,5'],
    ['1E999', '1E999'],
    ['NaN', 'NaN'],
  ])('%s is the number %s', (text, number) => expect(plainNumber(text)).toBe(number));

  it('#N/A says that there is none, an empty cell says nothing', () => {
    expect(readCell('#N/A')).toBeNull();
    expect(textOf({ a: null, b: 'x' }, 'a', 'b')).toBe('x');
    expect(textOf({ a: null }, 'a', 'b')).toBeNull();
    expect(textOf({ a: '' }, 'a', 'b')).toBeUndefined();
  });

  it.each([
    ['United States', 'US'],
    ['USA', 'US'],
    ['Australia', 'AU'],
    ['UK', 'GB'],
    ['FR', 'FR'],
    ['Germany', 'DE'],
    ['Atlantis', undefined],
    ['ZZ', undefined],
  ])('the country %s is %s', (text, code) => expect(countryOf(text)).toBe(code));
});

describe('tax ids', () => {
  it.each(['12-3456789', '000000000', '11-1111111', 'n/a', 'TBD', '987654321'])('%s is made up', (number) =>
    expect(isMadeUp(number)).toBe(true),
  );
  it.each(['82-1533604', 'GB123456788', 'DE811907980'])('%s may be real', (number) =>
    expect(isMadeUp(number)).toBe(false),
  );

  it('that many accounts share are placeholders', () => {
    const result = (accounts: number) => taxFields({}, 'a', ['taxidc', '82-1533604'], accounts).check_result;
    expect([1, 2, 3].map(result)).toEqual(['UNCHECKED', 'UNCHECKED', 'PLACEHOLDER']);
  });
});

describe('deals', () => {
  it.each([
    [{ isclosed: 'true', iswon: 'true', stagename: 'Odd' }, true],
    [{ isclosed: 'true', iswon: 'false', stagename: 'Closed Won' }, false],
    [{ isclosed: 'false', stagename: 'Closed Won' }, undefined],
    [{ stagename: 'Closed Won' }, true],
    [{ stagename: 'Closed Lost' }, false],
    [{ stagename: 'Negotiation' }, undefined],
  ])('%o are won: %s', (values, won) => expect(wasWon(values)).toBe(won));
});

describe('products', () => {
  it.each([
    [{ sbqqchargetypec: 'Recurring' }, 'RECURRING'],
    [{ sbqqchargetypec: 'Usage' }, 'USAGE'],
    [{ sbqqchargetypec: 'One-Time', sbqqsubscriptiontypec: 'Renewable' }, 'ONE_TIME'],
    [{ sbqqsubscriptiontypec: 'Evergreen' }, 'RECURRING'],
    [{ sbqqsubscriptiontypec: 'One-time', sbqqsubscriptionpricingc: 'Fixed Price' }, 'ONE_TIME'],
    [{}, 'ONE_TIME'],
  ])('%o are %s', (values, kind) => expect(kindOfProduct(values)).toBe(kind));
});

describe('contracts', () => {
  it('end with their term where no end is stated', () => {
    const values = { startdate: '2024-02-29', contractterm: '12.0', accountid: 'a' };
    expect(contractFields(values, 'ACTIVE')).toMatchObject({ kind: 'MASTER', ends_on: '2025-02-27' });
  });

  it('and orders never share a number', () =>
    expect(orderFields({ ordernumber: '00000100' }, 'ACTIVE').number).toBe('ORDER-00000100'));

  it('take their status from the category where the org words its own', () => {
    expect(contractStatus({ status: 'Rolling', statuscode: 'Activated' })).toBe('ACTIVE');
    expect(contractStatus({ status: 'Rolling' })).toBeUndefined();
  });

  it('have no recurring line without the months that its price covers', () => {
    const order = { id: 'o', term: undefined };
    expect(orderItemFields({ sbqqchargetypec: 'Recurring', unitprice: '1' }, order, 1, 'p')).toBeUndefined();
    const stated = { sbqqchargetypec: 'Recurring', unitprice: '1', sbqqdefaultsubscriptiontermc: '12.0' };
    expect(orderItemFields(stated, order, 1, 'p')).toMatchObject({ price_period_months: '12' });
  });
});

describe('SObject trees', () => {
  const attributes = (type: string, referenceId: string) => ({ type, referenceId });

  it('keep references within their scope and numbers as written', () => {
    const text = `{"records":[{"attributes":{"type":"Opportunity","referenceId":"R1"},
      "AccountId":"@A1","Amount":12345678901234567.89,"IsPrivate":false,"Note":null}]}`;
    expect(readTree(text, parseTree(text), 'org')).toEqual([
      {
        object: 'Opportunity',
        id: 'org/R1',
        line: 1,
        values: { accountid: 'org/A1', amount: '12345678901234567.89', isprivate: 'false', note: null },
      },
    ]);
  });

  it('hand the parent down to nested children', () => {
    const contacts = { records: [{ attributes: attributes('Contact', 'C1'), LastName: 'N' }] };
    const tree = { records: [{ attributes: attributes('Account', 'A1'), Name: 'T', Contacts: contacts }] };
    expect(readTree(JSON.stringify(tree, null, 2), tree, 'org')?.at(1)).toEqual({
      object: 'Contact',
      id: 'org/C1',
      line: 14,
      values: { accountid: 'org/A1', lastname: 'N' },
    });
  });

  it('are told from plans and from other JSON', () => {
    expect(readPlan([{ sobject: 'Account', files: ['a.json'] }])).toEqual(['a.json']);
    expect(readPlan({ records: [] })).toBeUndefined();
    expect(readTree('{}', { hello: 1 }, 'org')).toBeUndefined();
    expect(parseTree('{"records": [')).toBeUndefined();
  });
});
