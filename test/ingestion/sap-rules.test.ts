// What S/4HANA's exports mean, rule by rule.
import { describe, expect, it } from 'vitest';
import { SapFacts } from '../../src/ingestion/formats/sap-facts.ts';
import {
  companyAccountFields,
  currentAddress,
  customerFields,
  productFields,
} from '../../src/ingestion/formats/sap-master-rules.ts';
import {
  orderFields,
  orderItemFields,
  orderItemKey,
  referredItemKey,
  unitPriceOf,
} from '../../src/ingestion/formats/sap-order-rules.ts';
import { missingMembers, tableOfFile } from '../../src/ingestion/formats/sap-table-rules.ts';
import {
  amountOf,
  dateOf,
  isOpenEnd,
  plainKey,
  postedAmount,
  type SapRow,
  type SapValues,
  textOf,
  timeOf,
  versionOf,
} from '../../src/ingestion/formats/sap-value-rules.ts';

const row = (values: SapValues, line = 1): SapRow => ({ file: 'rows.jsonl', line, values, broken: null });

describe('files', () => {
  it.each([
    ['sales_order_headers.jsonl', 'export', 'sales_order_headers'],
    ['SalesOrderHeaders.jsonl', 'export', 'sales_order_headers'],
    ['part-0001.jsonl', 'billing_document_items', 'billing_document_items'],
    ['notes.jsonl', 'export', undefined],
  ])('%s in %s holds %s', (name, folder, table) => expect(tableOfFile(name, folder)).toBe(table));

  it('must have the members of their table, unless they are empty', () => {
    expect(missingMembers('products', new Set(['material']))).toEqual(['product']);
    expect(missingMembers('products', new Set())).toEqual([]);
  });
});

describe('values', () => {
  it('say the same whether they are null, empty or absent', () => {
    expect(['a', 'b', 'c'].map((name) => textOf({ a: null, b: '' }, name))).toEqual(['', '', '']);
  });

  it('are keys without the zeros that some tables put in front', () => {
    expect(['000010', '10', '0', '000', 'ABC01', '0A'].map(plainKey)).toEqual([
      '10',
      '10',
      '0',
      '0',
      'ABC01',
      '0A',
    ]);
    expect(referredItemKey({ referenceSdDocument: '0000740506', referenceSdDocumentItem: '000010' })).toBe(
      orderItemKey({ salesOrder: '740506', salesOrderItem: '10' }),
    );
  });

  it.each([
    ['2025-04-02T00:00:00.000Z', '2025-04-02'],
    ['20250402', '2025-04-02'],
    ['0000-00-00', ''],
    ['00000000', ''],
    [null, ''],
    ['soon', 'soon'],
  ])('%s is the date %j', (text, date) => expect(dateOf({ date: text }, 'date')).toBe(date));

  it('end never where they end on 31 December 9999', () =>
    expect(['9999-12-31', '', '2025-12-31'].map(isOpenEnd)).toEqual([true, true, false]));

  it.each([
    ['{"hours":11,"minutes":31,"seconds":3}', '11:31:03'],
    ['23:59:58', '23:59:58'],
    ['', '00:00:00'],
  ])('%s is the time %s', (text, time) => expect(timeOf({ time: text }, 'time')).toBe(time));

  it('are as old as their last change, or as their making', () => {
    const creationTime = '{"hours":11,"minutes":31,"seconds":13}';
    expect(versionOf({ creationDate: '2025-04-03T00:00:00.000Z', creationTime })).toBe(
      '2025-04-03T11:31:13.000Z',
    );
    expect(versionOf({ lastChangeDateTime: '2025-07-24T11:42:30.485Z', creationDate: '2025-04-03' })).toBe(
      '2025-07-24T11:42:30.485Z',
    );
    expect(versionOf({ lastChangeDate: null })).toBeUndefined();
  });
});

describe('amounts', () => {
  it.each([
    ['253.39', 'INR', '253.39'],
    ['12.50', 'JPY', '1250'],
    ['12.34', 'KWD', '1.234'],
    ['100.00-', 'EUR', '-100.00'],
    ['12,50', 'EUR', '12,50'],
    ['', 'EUR', ''],
  ])('%s %s is %s', (text, currency, amount) => expect(amountOf({ a: text }, 'a', currency)).toBe(amount));

  it('are debits or credits by the code, or by their own sign', () => {
    const posted = (amount: string, debitCreditCode: string) =>
      postedAmount({ amount, debitCreditCode }, 'amount', 'EUR')?.toString();
    expect([posted('5', 'S'), posted('5', 'H'), posted('-5', 'H'), posted('-5', '')]).toEqual([
      '5',
      '-5',
      '-5',
      '-5',
    ]);
    expect(posted('five', '')).toBeUndefined();
  });
});

describe('partners', () => {
  it.each([
    [{ businessPartnerIsBlocked: 'true', isMarkedForArchiving: 'true' }, 'BLOCKED'],
    [{ businessPartnerIsBlocked: 'false', isMarkedForArchiving: 'true' }, 'INACTIVE'],
    [{ businessPartnerIsBlocked: 'false', isMarkedForArchiving: 'false' }, 'ACTIVE'],
  ])('%o are %s', (values, status) => expect(customerFields(values, undefined).status).toBe(status));

  it('keep their name apart from what their organisation is called', () => {
    const partner = {
      businessPartnerName: 'North Mills',
      organizationBpName1: 'Northern',
      organizationBpName2: 'Northern',
    };
    expect(customerFields(partner, { country: 'IN' })).toMatchObject({
      name: 'North Mills',
      legal_name: 'Northern',
      country: 'IN',
    });
  });

  it('live at the address that holds longest', () => {
    const old = row({ validityEndDate: '2024-12-31T00:00:00.000Z', cityName: 'Old' });
    const open = row({ validityEndDate: '9999-12-31T23:59:59.000Z', cityName: 'Now' });
    expect(currentAddress([old, open])?.cityName).toBe('Now');
    expect(currentAddress([])).toBeUndefined();
  });

  it('have the currency of their sales areas, where it is one', () => {
    const areas = (...currencies: string[]) => currencies.map((currency) => row({ currency }));
    const currencyOf = (...currencies: string[]) =>
      companyAccountFields({ customer: '1' }, { areas: areas(...currencies), address: undefined }).currency;
    expect([currencyOf('INR', 'INR'), currencyOf('INR', 'USD'), currencyOf()]).toEqual(['INR', '', '']);
  });
});

describe('company codes', () => {
  const facts = new SapFacts();
  const at = { file: 'a', line: 1 };
  facts.learn('billing_document_headers', { companyCode: '1000' }, at);
  facts.learn(
    'journal_entry_items_accounts_receivable',
    { companyCode: '1000', companyCodeCurrency: 'EUR', glAccount: '0012000', financialAccountType: 'S' },
    { file: 'b', line: 2 },
  );

  it('take their currency from wherever it stands', () =>
    expect(facts.companies.get('1000')).toEqual({ code: '1000', currency: 'EUR', origin: at }));

  it('have receivable accounts by statement, and never by the type of the account alone', () => {
    expect(facts.accounts.get('1000/12000')?.holdsReceivables).toBe(false);
    facts.learn(
      'customer_company_assignments',
      { companyCode: '1000', reconciliationAccount: '12000' },
      { file: 'c', line: 3 },
    );
    expect(facts.accounts.get('1000/12000')?.holdsReceivables).toBe(true);
  });

  it('own the sales organisations, where there is but one of them', () => {
    expect(facts.companyOf('2000')).toBe('1000');
    facts.learn('payments_accounts_receivable', { companyCode: '3000' }, at);
    expect([facts.companyOf('2000'), facts.companyOf('3000')]).toEqual(['', '3000']);
  });
});

describe('materials', () => {
  it('are called as in English, else in any language, else by their number', () => {
    const texts = [
      row({ language: 'DE', productDescription: 'Rad' }),
      row({ language: 'EN', productDescription: 'Wheel' }),
    ];
    const nameOf = (descriptions: SapRow[]) => productFields({ product: '0007' }, descriptions).name;
    expect([nameOf(texts), nameOf(texts.slice(0, 1)), nameOf([])]).toEqual(['Wheel', 'Rad', '7']);
  });
});

describe('orders', () => {
  const order = {
    salesOrder: '740506',
    soldToParty: '0000310000',
    creationDate: '2025-03-31T00:00:00.000Z',
    requestedDeliveryDate: '2025-04-10T00:00:00.000Z',
    transactionCurrency: 'INR',
    overallDeliveryStatus: 'A',
  };
  const item = {
    salesOrder: '740506',
    salesOrderItem: '10',
    netAmount: '9966.1',
    requestedQuantity: '48',
    salesDocumentRjcnReason: '',
  };
  const context = { order, scheduleLines: [], deliveries: [] };

  it('are order forms that bind from the day on which they were made', () => {
    expect(orderFields(order, { company: '1000', items: [row(item)] })).toMatchObject({
      kind: 'ORDER_FORM',
      customer: '310000',
      status: 'SIGNED',
      signed_on: '2025-03-31',
      starts_on: '2025-04-10',
    });
  });

  it('are cancelled where every item was rejected, and the items commit nobody', () => {
    const refused = { ...item, salesDocumentRjcnReason: '61' };
    expect(orderFields(order, { company: '', items: [row(refused)] }).status).toBe('CANCELLED');
    expect(orderFields(order, { company: '', items: [row(refused), row(item)] }).status).toBe('SIGNED');
    expect(orderItemFields(refused, context)).toMatchObject({
      starts_on: '2025-04-10',
      valid_to: '2025-04-10',
    });
  });

  it('price an item by the piece where that comes out even, and else as a whole', () => {
    expect(unitPriceOf('2366.95', '10')).toBe('236.695');
    expect(unitPriceOf('9966.1', '48')).toBeUndefined();
    expect(unitPriceOf('5', '0')).toBeUndefined();
    expect(orderItemFields(item, context)).toMatchObject({ price_model: 'FLAT', unit_price: '9966.1' });
  });

  it('start on the first confirmed day, and are delivered when all of their goods have left', () => {
    const scheduleLines = ['2025-04-09', '2025-04-07'].map((date) => row({ confirmedDeliveryDate: date }));
    const gone = { actualGoodsMovementDate: '2025-04-08T00:00:00.000Z' };
    const fields = (deliveries: (SapValues | undefined)[]) =>
      orderItemFields(item, { ...context, scheduleLines, deliveries });
    expect(fields([gone])).toMatchObject({ starts_on: '2025-04-07', activated_on: '2025-04-08' });
    expect(fields([gone, { actualGoodsMovementDate: null }]).activated_on).toBe('');
    expect(fields([]).activated_on).toBe('');
  });
});
