// How what is sold is read: products, their prices in all price books, and payment terms, the same for every viewer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { type Asking, ask } from '../support/ask.ts';
import { freshDatabase } from '../support/database.ts';

let database: Database;

const id = (suffix: string) => `00000000-0000-7000-8000-${suffix.padStart(12, '0')}`;
const nobody: Asking = { entities: [] };

const tiers = [
  { upTo: '10', unitAmount: '5.00', flatAmount: null },
  { upTo: null, unitAmount: '4.50', flatAmount: '100', note: 'the rest: "quoted", ä' },
];

const data = `
  insert into product (product_id, code, name, description, family, kind, unit_of_measure, active, standalone_price,
    standalone_currency, tax_code, revenue_account_code, recognition_template, updated_at) values
    ('${id('1')}', 'P-3', 'Zebra seat', 'A seat', 'Seats', 'RECURRING', 'seat', true, 120.5000, 'EUR', 'VAT', '8400', 'DAILY', '2026-01-01'),
    ('${id('2')}', 'P-1', 'älter Seat', null, 'Seats', 'RECURRING', null, false, null, null, null, null, null, '2026-02-01'),
    ('${id('3')}', 'p-2', 'Meter', null, 'Metered 100%', 'USAGE', null, true, 0, 'USD', null, null, null, '2026-03-01'),
    ('${id('4')}', 'P-4', 'meter', null, null, 'SERVICE', null, true, 1e20, 'USD', null, null, null, '2026-04-01');
  insert into price_book (price_book_id, code, name, currency, active) values
    ('${id('b1')}', 'US', 'Dollars', 'USD', true), ('${id('b2')}', 'EU', 'Euros', 'EUR', false), ('${id('b3')}', 'JP', 'Yen', 'JPY', true);
  insert into price (price_id, price_book_id, product_id, price_model, unit_amount, currency, period_months, package_size, tiers,
    min_commitment, included_quantity, valid_from, valid_to) values
    ('${id('f1')}', '${id('b1')}', '${id('1')}', 'PER_UNIT', 10.100, 'USD', 1, null, null, null, null, '-infinity', '2026-01-01'),
    ('${id('f2')}', '${id('b1')}', '${id('1')}', 'PER_UNIT', 11.00, 'USD', 1, null, null, null, null, '2026-01-01', 'infinity'),
    ('${id('f3')}', '${id('b2')}', '${id('1')}', 'GRADUATED', null, 'EUR', 12, null, '${JSON.stringify(tiers)}', 500.5, 10.50, '-infinity', 'infinity'),
    ('${id('f4')}', '${id('b1')}', '${id('3')}', 'PACKAGE', 0.00012, 'USD', null, 1000, null, null, null, '-infinity', 'infinity'),
    ('${id('f5')}', '${id('b3')}', '${id('3')}', 'USAGE', 2.5, 'JPY', 1, null, '[]', 1000, null, '-infinity', 'infinity');
  insert into payment_term (payment_term_id, code, name, basis, days, discount_percent, discount_days) values
    ('${id('91')}', 'N30', 'Net 30', 'INVOICE_DATE', 30, null, null), ('${id('92')}', '2-10-N60', 'Discount', 'END_OF_MONTH', 60, 2.50, 10);
  insert into payment_term_instalment (payment_term_id, position, percent, days) values
    ('${id('92')}', 2, 66.6667, 60), ('${id('92')}', 1, 33.3333, 30);`;

beforeAll(async () => {
  database = await freshDatabase();
  await database.withOwner((client) => client.query(data));
});
afterAll(() => database?.close());

const codes = async (args: string) => {
  const found = (await ask(database, `{ products${args} { nodes { code } } }`)) as {
    products: { nodes: { code: string }[] };
  };
  return found.products.nodes.map(({ code }) => code);
};
const product = async (code: string, fields: string) =>
  ((await ask(database, `{ product(code: "${code}") { ${fields} } }`, nobody)) as { product: unknown })
    .product;

describe('products', () => {
  it('are listed as people order names, whatever their case and accents, the identifier breaking ties', async () => {
    expect(await codes('')).toEqual(['P-1', 'p-2', 'P-4', 'P-3']);
    expect(await codes('(orderBy: { field: NAME, direction: DESC })')).toEqual(['P-3', 'P-4', 'p-2', 'P-1']);
  });

  it('go by the characters of their code where that is asked', async () =>
    expect(await codes('(orderBy: { field: CODE })')).toEqual(['P-1', 'P-3', 'P-4', 'p-2']));

  it.each([
    ['{ name: { contains: "SEAT" } }', ['P-1', 'P-3']],
    ['{ name: { startsWith: "äLT" } }', ['P-1']],
    ['{ name: { eq: "meter" } }', ['P-4']],
    ['{ code: { in: ["P-1", "p-2", "P-2"] } }', ['P-1', 'p-2']],
    ['{ code: { in: [] } }', []],
    ['{ family: { isNull: true } }', ['P-4']],
    ['{ family: { isNull: false }, active: { eq: true } }', ['p-2', 'P-3']],
    ['{ family: { contains: "0%" } }', ['p-2']],
    ['{ family: { contains: "d%0" } }', []],
    ['{ family: { contains: "_" } }', []],
    ['{ kind: { in: [USAGE, SERVICE] } }', ['p-2', 'P-4']],
    ['{ kind: { eq: ONE_TIME } }', []],
    ['{ active: { eq: false } }', ['P-1']],
    [`{ id: { in: ["${id('1')}", "${id('9')}"] } }`, ['P-3']],
    ['{ updatedAt: { gt: "2026-01-01T00:00:00Z", lte: "2026-03-01T01:00:00+01:00" } }', ['P-1', 'p-2']],
    ['{ or: [{ kind: { eq: SERVICE } }, { name: { contains: "zebra" } }] }', ['P-4', 'P-3']],
    ['{ and: [{ active: { eq: true } }, { family: { eq: "Seats" } }] }', ['P-3']],
    ['{ and: [] }', ['P-1', 'p-2', 'P-4', 'P-3']],
    ['{ or: [] }', []],
    ['{}', ['P-1', 'p-2', 'P-4', 'P-3']],
  ])('are selected by %s', async (filter, expected) =>
    expect(await codes(`(filter: ${filter})`)).toEqual(expected),
  );

  it('are counted over all pages, and by the filter', async () =>
    expect(
      await ask(
        database,
        '{ all: products(first: 1) { totalCount } some: products(filter: { active: { eq: true } }) { totalCount } }',
      ),
    ).toEqual({ all: { totalCount: 4 }, some: { totalCount: 3 } }));

  it('are paged from both ends without gap or overlap', async () => {
    type Page = {
      nodes: { code: string }[];
      pageInfo: Record<string, unknown> & { startCursor: string; endCursor: string };
    };
    const page = async (args: string) => {
      const info = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
      const found = (await ask(database, `{ products(${args}) { nodes { code } ${info} } }`)) as {
        products: Page;
      };
      return { codes: found.products.nodes.map(({ code }) => code), ...found.products.pageInfo };
    };
    const first = await page('first: 3');
    expect(first).toMatchObject({ codes: ['P-1', 'p-2', 'P-4'], hasNextPage: true, hasPreviousPage: false });
    expect(await page(`first: 3, after: "${first.endCursor}"`)).toMatchObject({
      codes: ['P-3'],
      hasNextPage: false,
      hasPreviousPage: true,
    });
    const last = await page('last: 2');
    expect(last).toMatchObject({ codes: ['P-4', 'P-3'], hasNextPage: false, hasPreviousPage: true });
    expect(await page(`last: 2, before: "${last.startCursor}"`)).toMatchObject({
      codes: ['P-1', 'p-2'],
      hasNextPage: true,
      hasPreviousPage: false,
    });
    expect(await page(`first: 3, before: "${last.startCursor}"`)).toMatchObject({ codes: ['P-1', 'p-2'] });
    expect(await page('first: 0')).toMatchObject({ codes: [], startCursor: null, endCursor: null });
  });
});

describe('a product', () => {
  it('is found by its code or its identifier, by everybody', async () => {
    expect(await product('P-3', 'id name')).toEqual({ id: id('1'), name: 'Zebra seat' });
    expect(await ask(database, `{ product(id: "${id('1')}") { code } }`, nobody)).toEqual({
      product: { code: 'P-3' },
    });
    expect(await product('P-2', 'name')).toBeNull();
  });

  it('says what it is', async () =>
    expect(
      await product(
        'P-3',
        'description family kind unitOfMeasure active taxCode revenueAccountCode recognitionTemplate version updatedAt',
      ),
    ).toEqual({
      description: 'A seat',
      family: 'Seats',
      kind: 'RECURRING',
      unitOfMeasure: 'seat',
      active: true,
      taxCode: 'VAT',
      revenueAccountCode: '8400',
      recognitionTemplate: 'DAILY',
      version: 1,
      updatedAt: '2026-01-01T00:00:00.000Z',
    }));

  it('has a standalone price without idle zeros and without exponent', async () => {
    const price = 'standalonePrice standaloneCurrency';
    expect(await product('P-3', price)).toEqual({ standalonePrice: '120.5', standaloneCurrency: 'EUR' });
    expect(await product('p-2', price)).toEqual({ standalonePrice: '0', standaloneCurrency: 'USD' });
    expect(await product('P-4', price)).toEqual({
      standalonePrice: '100000000000000000000',
      standaloneCurrency: 'USD',
    });
    expect(await product('P-1', price)).toEqual({ standalonePrice: null, standaloneCurrency: null });
  });

  it('has its prices of all books, past ones before those that followed them', async () => {
    const prices = 'prices { priceBook { code } unitAmount currency periodMonths validFrom validTo }';
    const ofUs = { priceBook: { code: 'US' }, currency: 'USD', periodMonths: 1 };
    expect(await product('P-3', prices)).toEqual({
      prices: [
        { ...ofUs, unitAmount: '10.1', validFrom: null, validTo: '2026-01-01' },
        { ...ofUs, unitAmount: '11', validFrom: '2026-01-01', validTo: null },
        {
          ...{ priceBook: { code: 'EU' }, currency: 'EUR', periodMonths: 12 },
          ...{ unitAmount: null, validFrom: null, validTo: null },
        },
      ],
    });
    expect(await product('P-1', prices)).toEqual({ prices: [] });
  });

  it('has prices that begin on the same day in the order of their ids', async () => {
    await database.withOwner((client) =>
      client.query(`insert into price (price_id, price_book_id, product_id, price_model, unit_amount, currency)
        select place::uuid, '${id('b1')}', '${id('2')}', 'FLAT', right(place, 1)::int, 'USD'
        from unnest('{${id('a3')},${id('a1')},${id('a2')}}'::text[]) place`),
    );
    const amounts = { prices: ['1', '2', '3'].map((unitAmount) => ({ unitAmount })) };
    expect(await product('P-1', 'prices { unitAmount }')).toEqual(amounts);
    await database.withOwner((client) => client.query(`delete from price where product_id = '${id('2')}'`));
  });
});

describe('price books', () => {
  it('are listed by code, with their prices by the name of the product', async () => {
    const asked =
      '{ priceBooks { code currency active prices { totalCount nodes { product { code } priceModel } } } }';
    const price = (code: string, priceModel: string) => ({ product: { code }, priceModel });
    expect(await ask(database, asked, nobody)).toEqual({
      priceBooks: [
        {
          code: 'EU',
          currency: 'EUR',
          active: false,
          prices: { totalCount: 1, nodes: [price('P-3', 'GRADUATED')] },
        },
        {
          code: 'JP',
          currency: 'JPY',
          active: true,
          prices: { totalCount: 1, nodes: [price('p-2', 'USAGE')] },
        },
        {
          ...{ code: 'US', currency: 'USD', active: true },
          prices: {
            totalCount: 3,
            nodes: [price('p-2', 'PACKAGE'), price('P-3', 'PER_UNIT'), price('P-3', 'PER_UNIT')],
          },
        },
      ],
    });
  });

  it('page their prices', async () => {
    type Prices = { nodes: { id: string }[]; pageInfo: { endCursor: string } };
    const page = async (args: string) => {
      const asked = `{ priceBooks { code prices(${args}) { nodes { id } pageInfo { endCursor } } } }`;
      const found = (await ask(database, asked)) as { priceBooks: { code: string; prices: Prices }[] };
      return found.priceBooks.find(({ code }) => code === 'US')?.prices as Prices;
    };
    const first = await page('first: 2');
    expect(first.nodes).toEqual([{ id: id('f4') }, { id: id('f1') }]);
    expect((await page(`first: 2, after: "${first.pageInfo.endCursor}"`)).nodes).toEqual([{ id: id('f2') }]);
  });
});

describe('a price', () => {
  const price = async (book: string, fields: string) => {
    const asked = `{ priceBooks { code prices(first: 1) { nodes { ${fields} } } } }`;
    const found = (await ask(database, asked)) as {
      priceBooks: { code: string; prices: { nodes: unknown[] } }[];
    };
    return found.priceBooks.find(({ code }) => code === book)?.prices.nodes[0];
  };

  it('passes its tiers on as they were stored', async () => {
    expect(await price('EU', 'tiers')).toEqual({ tiers });
    expect(await price('JP', 'tiers')).toEqual({ tiers: [] });
    expect(await price('US', 'tiers')).toEqual({ tiers: null });
  });

  it('has its smallest parts exactly', async () =>
    expect(await price('US', 'unitAmount packageSize includedQuantity periodMonths')).toEqual({
      ...{ unitAmount: '0.00012', packageSize: '1000', includedQuantity: null, periodMonths: null },
    }));

  it('has its minimum as money, with the digits of its currency', async () => {
    const asked = 'minimumCommitment { amount currency } includedQuantity';
    expect(await price('EU', asked)).toEqual({
      minimumCommitment: { amount: '500.50', currency: 'EUR' },
      includedQuantity: '10.5',
    });
    expect(await price('JP', asked)).toMatchObject({
      minimumCommitment: { amount: '1000', currency: 'JPY' },
    });
    expect(await price('US', asked)).toMatchObject({ minimumCommitment: null });
  });
});

describe('payment terms', () => {
  it('are listed by code, with their instalments in order', async () => {
    const asked =
      '{ paymentTerms { code name basis days discountPercent discountDays instalments { position percent days } } }';
    expect(await ask(database, asked, nobody)).toEqual({
      paymentTerms: [
        {
          ...{ code: '2-10-N60', name: 'Discount', basis: 'END_OF_MONTH', days: 60 },
          ...{ discountPercent: '2.5', discountDays: 10 },
          instalments: [
            { position: 1, percent: '33.3333', days: 30 },
            { position: 2, percent: '66.6667', days: 60 },
          ],
        },
        {
          ...{ code: 'N30', name: 'Net 30', basis: 'INVOICE_DATE', days: 30 },
          ...{ discountPercent: null, discountDays: null, instalments: [] },
        },
      ],
    });
  });
});
