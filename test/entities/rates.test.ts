// Exchange rates: which one counts for an amount, seen through a figure that needs it, and what is told where none does.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { currencyCodes, minorDigitsOf } from '../../src/kernel/currencies.ts';
import type { Database } from '../../src/platform/database.ts';
import { ask } from '../support/ask.ts';
import { freshDatabase } from '../support/database.ts';

let database: Database;

const id = (suffix: string) => `00000000-0000-7000-8000-${suffix.padStart(12, '0')}`;

/** A customer with a contract of 1,000 euros a year. */
const data = `
  insert into legal_entity (legal_entity_id, code, name, functional_currency) values ('${id('d1')}', 'DE', 'Germany', 'EUR');
  insert into source_system (source_system_id, key, name, kind) values ('${id('a1')}', 'bank', 'Bank', 'FILE');
  insert into customer (customer_id, number, name, status, golden_id) values ('${id('c1')}', 'C1', 'Acme', 'ACTIVE', '${id('c1')}');
  insert into contract (contract_id, number, customer_id, legal_entity_id, status, currency, starts_on, ends_on)
  values ('${id('b1')}', 'K1', '${id('c1')}', '${id('d1')}', 'ACTIVE', 'EUR', '2020-01-01', null);
  insert into contract_line (contract_id, lineage_id, position, kind, unit_price, net_unit_price, price_period_months, currency, starts_on,
    activated_on)
  values ('${id('b1')}', '${id('b1')}', 1, 'RECURRING', 1000, 1000, 12, 'EUR', '2020-01-01', '2020-01-01');
  insert into feed (source_system_id, record_type, first_record_at, last_record_at)
  values ('${id('a1')}', 'contract_line', '2026-01-01', '2026-01-01');`;

beforeAll(async () => {
  database = await freshDatabase();
  await database.withOwner((client) => client.query(data));
});
afterAll(() => database?.close());
beforeEach(() => database.withOwner((client) => client.query('truncate exchange_rate')));

type Stated = readonly [on: string, base: string, quote: string, rate: string, type?: string];

async function state(...rates: readonly Stated[]): Promise<void> {
  const rows = rates.map(
    ([on, base, quote, rate, type = 'CLOSING']) =>
      `('${on}', '${type}', '${base}', '${quote}', ${rate}, '${id('a1')}')`,
  );
  await database.withOwner((client) =>
    client.query(`insert into exchange_rate (rate_on, rate_type, base_currency, quote_currency, rate, source_system_id)
      values ${rows.join()}`),
  );
}

interface Summary {
  readonly arr: { readonly amount: string } | null;
  readonly missingRates: readonly unknown[];
}

async function summary(currency: string, asOf: string): Promise<Summary> {
  const rates = 'missingRates { rateType baseCurrency quoteCurrency on }';
  const asked = `{ customer(number: "C1") { summary(currency: "${currency}", asOf: "${asOf}") { arr { amount } ${rates} } } }`;
  const found = (await ask(database, asked)) as { customer: { summary: Summary } };
  return found.customer.summary;
}
const worth = async (currency: string, asOf: string) => (await summary(currency, asOf)).arr?.amount ?? null;

describe('an amount', () => {
  it('in its own currency needs no rate', async () =>
    expect(await worth('EUR', '2026-06-15')).toBe('1000.00'));

  it('takes the rate that is stated for its pair', async () => {
    await state(['2026-06-15', 'EUR', 'USD', '1.0825']);
    expect(await worth('USD', '2026-06-15')).toBe('1082.50');
  });

  it('takes the inverse of the opposite one, where its own is not stated', async () => {
    await state(['2026-06-15', 'USD', 'EUR', '3']);
    expect(await worth('USD', '2026-06-15')).toBe('333.33');
  });

  it('takes its own before the opposite one, even where that is newer', async () => {
    await state(['2026-06-10', 'EUR', 'USD', '1.1'], ['2026-06-15', 'USD', 'EUR', '0.5']);
    expect(await worth('USD', '2026-06-15')).toBe('1100.00');
  });

  it('goes over a currency that both have rates with, in whatever direction they are stated', async () => {
    await state(['2026-06-15', 'EUR', 'CHF', '0.9'], ['2026-06-15', 'USD', 'CHF', '0.8']);
    expect(await worth('USD', '2026-06-15')).toBe('1125.00');
  });

  it('goes over the currency whose rates are the freshest', async () => {
    await state(['2026-06-10', 'EUR', 'CHF', '0.9'], ['2026-06-15', 'CHF', 'USD', '1']);
    await state(['2026-06-14', 'EUR', 'GBP', '0.8'], ['2026-06-14', 'GBP', 'USD', '1.5']);
    expect(await worth('USD', '2026-06-15')).toBe('1200.00');
  });

  it('goes over one currency and no further', async () => {
    const chain: Stated[] = [
      ['2026-06-15', 'EUR', 'CHF', '1'],
      ['2026-06-15', 'CHF', 'GBP', '1'],
      ['2026-06-15', 'GBP', 'USD', '1'],
    ];
    await state(...chain);
    expect(await worth('USD', '2026-06-15')).toBeNull();
    expect(await worth('GBP', '2026-06-15')).toBe('1000.00');
  });

  it('has exactly the minor digits of the currency that it is converted into', async () => {
    await state(['2026-06-15', 'EUR', 'JPY', '160.1235'], ['2026-06-15', 'EUR', 'KWD', '0.3333333']);
    expect(await worth('JPY', '2026-06-15')).toBe('160124');
    expect(await worth('KWD', '2026-06-15')).toBe('333.333');
  });

  it('keeps its last cent: an inverse rounds nothing that shows', async () => {
    await state(['2026-06-15', 'USD', 'EUR', '0.00000000000000000007']);
    expect(await worth('USD', '2026-06-15')).toBe('14285714285714285714285.71');
  });
});

describe('a missing day', () => {
  it('takes the last earlier rate within 7 days', async () => {
    await state(['2026-06-08', 'EUR', 'USD', '2'], ['2026-06-10', 'EUR', 'USD', '3']);
    expect(await worth('USD', '2026-06-09')).toBe('2000.00');
    expect(await worth('USD', '2026-06-10')).toBe('3000.00');
    expect(await worth('USD', '2026-06-17')).toBe('3000.00');
  });

  it('has no rate after 7 days: the figure is null, never guessed, and says what it lacks', async () => {
    await state(['2026-06-10', 'EUR', 'USD', '3']);
    expect(await summary('USD', '2026-06-18')).toEqual({
      arr: null,
      missingRates: [{ rateType: 'CLOSING', baseCurrency: 'EUR', quoteCurrency: 'USD', on: '2026-06-18' }],
    });
    expect(await summary('USD', '2026-06-17')).toMatchObject({ missingRates: [] });
  });

  it('never takes a later rate', async () => {
    await state(['2026-06-10', 'EUR', 'USD', '3']);
    expect(await worth('USD', '2026-06-09')).toBeNull();
  });
});

describe('a type of rate', () => {
  it('stands in for no other, but SPOT for a CLOSING rate that a pair never had', async () => {
    await state(['2026-06-15', 'EUR', 'USD', '2', 'AVERAGE']);
    expect(await worth('USD', '2026-06-15')).toBeNull();
    await state(['2026-06-15', 'EUR', 'USD', '3', 'SPOT']);
    expect(await worth('USD', '2026-06-15')).toBe('3000.00');
    await state(['2020-01-01', 'USD', 'EUR', '1', 'CLOSING']);
    expect(await worth('USD', '2026-06-15')).toBeNull();
  });
});

describe('the rates on record', () => {
  const stated = async (args: string) => {
    const found = (await ask(
      database,
      `{ exchangeRates${args} { nodes { rateOn rateType quoteCurrency rate } } }`,
      {
        entities: [],
      },
    )) as {
      exchangeRates: { nodes: { rateOn: string; rateType: string; quoteCurrency: string; rate: string }[] };
    };
    return found.exchangeRates.nodes.map((one) =>
      [one.rateOn, one.rateType, one.quoteCurrency, one.rate].join(' '),
    );
  };
  beforeEach(() =>
    state(
      ['2026-06-15', 'EUR', 'USD', '1.0800'],
      ['2026-06-16', 'EUR', 'USD', '1.10', 'SPOT'],
      ['2026-06-14', 'EUR', 'JPY', '160.0', 'SPOT'],
    ),
  );

  it('are seen by everybody, the latest first, without idle zeros', async () =>
    expect(await stated('')).toEqual([
      '2026-06-16 SPOT USD 1.1',
      '2026-06-15 CLOSING USD 1.08',
      '2026-06-14 SPOT JPY 160',
    ]));

  it('are selected by day, type and currency', async () => {
    expect(await stated('(filter: { rateType: { eq: CLOSING } })')).toEqual(['2026-06-15 CLOSING USD 1.08']);
    expect(await stated('(filter: { quoteCurrency: { eq: "USD" }, rateOn: { lt: "2026-06-16" } })')).toEqual([
      '2026-06-15 CLOSING USD 1.08',
    ]);
    expect(await stated('(filter: { baseCurrency: { in: ["USD"] } })')).toEqual([]);
    expect(await stated('(orderBy: { field: RATE_ON }, first: 1)')).toEqual(['2026-06-14 SPOT JPY 160']);
  });

  it('name who stated them', async () =>
    expect(
      await ask(database, '{ exchangeRates(first: 1) { nodes { baseCurrency source { key } } } }'),
    ).toEqual({
      exchangeRates: { nodes: [{ baseCurrency: 'EUR', source: { key: 'bank' } }] },
    }));
});

describe('the currencies', () => {
  it('that a client may name are those that the store knows', async () => {
    const known = await database.withOwner((client) =>
      client.query<{ code: string; digits: number }>(
        'select code, minor_digits as digits from currency order by code',
      ),
    );
    expect(known.rows.map(({ code }) => code)).toEqual([...currencyCodes()].sort());
    for (const { code, digits } of known.rows) expect([code, minorDigitsOf(code)]).toEqual([code, digits]);
  });
});
