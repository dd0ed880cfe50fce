// What Stripe's values, tables, customers and prices mean, rule by rule, whether they come from files, from the API or by events.
import { describe, expect, it } from 'vitest';
import { parseExact } from '../../src/ingestion/formats/exact-json.ts';
import { objectOfRow, readMetadata, tableOfFile } from '../../src/ingestion/formats/stripe-table-rules.ts';
import {
  fromMinor,
  idOf,
  instantOf,
  lastDayBefore,
  listOf,
} from '../../src/ingestion/formats/stripe-value-rules.ts';
import { noon, rulesOf, translate, valuesOf } from './stripe-messages.ts';

describe('values', () => {
  it('are never JS numbers', () => {
    const written = '{"a":12345678901234567890.10,"b":[1e3,null,true]}';
    expect(parseExact(written)).toEqual({ a: '12345678901234567890.10', b: ['1e3', null, true] });
    expect(parseExact('{"a":')).toBeUndefined();
  });

  it.each([
    ['1000', 'USD', '10'],
    ['500', 'JPY', '500'],
    ['1234', 'KWD', '1.234'],
    ['500', 'ISK', '5'],
    ['500', 'UGX', '5'],
    ['500', 'MGA', '500'],
    ['4.2', 'USD', '0.042'],
    ['-18759', 'EUR', '-187.59'],
    ['lots', 'USD', 'lots'],
    ['', 'USD', ''],
  ])('%s of %s are %s', (minor, currency, amount) => expect(fromMinor(minor, currency)).toBe(amount));

  it('name another object by its id, or hold it as a whole', () => {
    expect(idOf({ customer: 'cus_1' }, 'customer')).toBe('cus_1');
    expect(idOf({ customer: { id: 'cus_1', object: 'customer' } }, 'customer')).toBe('cus_1');
    expect(idOf({ customer: null }, 'customer')).toBe('');
  });

  it('list objects in pages or in arrays', () => {
    expect(listOf({ lines: { object: 'list', data: [{ id: 'a' }] } }, 'lines')).toEqual([{ id: 'a' }]);
    expect(listOf({ lines: [{ id: 'a' }, 'b'] }, 'lines')).toEqual([{ id: 'a' }]);
    expect(listOf({ lines: null }, 'lines')).toEqual([]);
  });

  it.each([
    ['1709294400', '2024-03-01T12:00:00.000Z'],
    ['2021-02-18 14:07:57', '2021-02-18T14:07:57.000Z'],
    ['2022-09-19 05:49:41.120000', '2022-09-19T05:49:41.120Z'],
    ['2023-04-26 23:59:59.000000 UTC', '2023-04-26T23:59:59.000Z'],
    ['soon', ''],
  ])('%s is the instant %j', (text, instant) => expect(instantOf({ at: text }, 'at')).toBe(instant));

  it('end on the day before the instant of their end', () =>
    expect(lastDayBefore({ end: noon() }, 'end')).toBe('2024-02-29'));
});

describe('tables of the Fivetran layout', () => {
  it.each([
    ['stripe_invoice_data.csv', 'invoice'],
    ['invoice_line_item.csv', 'invoice_line_item'],
    ['credit_note_line_item_data.csv', 'credit_note_line_item'],
    ['payslip.csv', undefined],
  ])('%s holds %s', (name, table) => expect(tableOfFile(name)).toBe(table));

  it('hold the objects of the API, cell by cell', () => {
    const header = ['id', 'customer_id', 'address_line_1', 'shipping_address_city', 'is_deleted', 'email'];
    const cells = ['cus_1', 'x', '1 Way', 'Bern', 'FALSE', ''];
    expect(objectOfRow('customer', header, cells)).toEqual({
      object: 'customer',
      id: 'cus_1',
      customer: 'x',
      address: { line1: '1 Way' },
      shipping: { address: { city: 'Bern' } },
      deleted: 'FALSE',
    });
    expect(objectOfRow('invoice_line_item', ['period_start'], ['2021-01-01 00:00:00'])).toEqual({
      object: 'line_item',
      period: { start: '2021-01-01 00:00:00' },
    });
  });

  it('hold metadata as JSON, in some exports encoded twice', () => {
    expect(readMetadata('{"a":"b"}')).toEqual({ a: 'b' });
    expect(readMetadata('"{\\"a\\":\\"b\\"}"')).toEqual({ a: 'b' });
    expect(readMetadata('"{"a":"b"}"')).toEqual({ a: 'b' });
    expect(readMetadata('a=b')).toBe('a=b');
  });
});

describe('customers', () => {
  const customer = {
    object: 'customer',
    id: 'cus_1',
    livemode: true,
    name: null,
    email: 'pay@acme.example',
    currency: 'chf',
    address: { line1: '1 Way', line2: 'Floor 2', city: 'Bern', country: 'CH' },
    tax_exempt: 'exempt',
    tax_ids: { data: [{ id: 'txi_1', type: 'eu_vat', value: 'DE123', country: 'DE' }] },
    metadata: { external_id: 'same-on-all' },
  };

  it('make a customer, its account, its tax ids and its exemption', () =>
    expect(rulesOf(customer)).toEqual(['customer', 'customer_account', 'tax_registration', 'tax_exemption']));

  it('without a name are called by their id, never by their e-mail address', () => {
    expect(valuesOf('customer', customer)).toEqual({ id: 'cus_1', name: 'cus_1', country: 'CH' });
    expect(valuesOf('customer_account', customer)).toMatchObject({
      currency: 'CHF',
      billing_email: 'pay@acme.example',
      billing_street: '1 Way\nFloor 2',
    });
  });

  it('are never joined by what their metadata say', () =>
    expect(valuesOf('customer', customer)).not.toHaveProperty('external_ids'));

  it.each([
    ['eu_vat', 'DE', { country: 'DE', scheme: 'VAT' }],
    ['us_ein', null, { country: 'US', scheme: 'EIN' }],
  ])('have a tax id of type %s', (type, country, expected) => {
    const taxId = { object: 'tax_id', id: 'txi_2', customer: 'cus_1', type, value: '1', country };
    const checked = { ...taxId, verification: { status: 'unverified' } };
    expect(valuesOf('tax_registration', checked)).toMatchObject({ ...expected, check_result: 'INVALID' });
  });

  it('are gone when Stripe says so, with the id by which they were known', () => {
    const [item] = translate({ object: 'customer', id: 'cus_1', deleted: true });
    expect(item).toMatchObject({ kind: 'record', externalId: 'cus_1', values: {}, removed: 'deleted' });
  });
});

describe('test mode', () => {
  const product = { object: 'product', id: 'prod_1', name: 'Seat', type: 'service' };

  it('is ignored by rule unless it is meant', () => {
    expect(rulesOf({ ...product, livemode: false })).toEqual(['test-mode']);
    expect(rulesOf({ ...product, livemode: false }, true)).toEqual(['product']);
    expect(rulesOf(product)).toEqual(['product']);
  });

  it('is what an event says, too', () => {
    const event = { object: 'event', type: 'product.created', livemode: false, data: { object: product } };
    expect(rulesOf(event)).toEqual(['test-mode']);
  });

  it('has nothing to do with what belongs to another account', () =>
    expect(rulesOf({ object: 'event', account: 'acct_2', type: 'x', data: { object: product } })).toEqual([
      'connected-account',
    ]));
});

describe('prices', () => {
  const price = {
    object: 'price',
    id: 'price_1',
    active: true,
    currency: 'usd',
    product: { id: 'prod_1', object: 'product' },
    created: noon(),
    unit_amount: '2000',
    unit_amount_decimal: '2000',
    billing_scheme: 'per_unit',
    recurring: { interval: 'year', interval_count: '1', usage_type: 'licensed' },
    type: 'recurring',
  };

  it('stand in one price book per currency', () => {
    expect(valuesOf('price_book', price)).toEqual({
      id: 'USD',
      code: 'pay-USD',
      name: 'Stripe USD',
      currency: 'USD',
    });
    expect(valuesOf('price', price)).toMatchObject({
      price_book: 'USD',
      product: 'prod_1',
      unit_amount: '20',
      period_months: '12',
      price_model: 'PER_UNIT',
    });
  });

  it('of older versions are called plans', () => {
    const plan = {
      object: 'plan',
      id: 'gold',
      currency: 'usd',
      amount: '999',
      interval: 'month',
      interval_count: '6',
    };
    expect(valuesOf('price', plan)).toMatchObject({ unit_amount: '9.99', period_months: '6' });
  });

  it('for weeks are no price for months, and nobody guesses one', () => {
    const weekly = { ...price, recurring: { interval: 'week', interval_count: '2' } };
    expect(rulesOf(weekly)).toEqual(['stripe-interval']);
    expect(rulesOf({ ...price, active: false })).toEqual(['inactive-price']);
  });

  it('have tiers in the amounts that people know', () => {
    const tiers = [
      { up_to: '10', unit_amount: '500', flat_amount: null },
      { up_to: null, unit_amount_decimal: '250.5', flat_amount: '100' },
    ];
    const tiered = { ...price, billing_scheme: 'tiered', tiers_mode: 'volume', tiers };
    const made = valuesOf('price', tiered);
    expect(made).toMatchObject({ price_model: 'VOLUME' });
    expect(JSON.parse('tiers' in made ? String(made.tiers) : '')).toEqual([
      { upTo: '10', unitAmount: '5', flatAmount: null },
      { upTo: null, unitAmount: '2.505', flatAmount: '1' },
    ]);
  });
});
