// Recurring and contracted revenue on a worked example, and against brute force over random lines; the billing periods of stored
// contracts.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedCharge, type LinePrice, priceOn } from '../../src/contracts/price-rules.ts';
import { loadBillingPeriods } from '../../src/contracts/store.ts';
import { addDays } from '../../src/kernel/dates.ts';
import { decimal, toMinor } from '../../src/kernel/money.ts';
import type { Database } from '../../src/platform/database.ts';
import { ask } from '../support/ask.ts';
import { freshDatabase } from '../support/database.ts';

const long = process.env.TEST_SIZE === 'long';
let database: Database;

const id = (suffix: string) => `00000000-0000-7000-8000-${suffix.padStart(12, '0')}`;

/**
 * K1: 10 seats at 10 a month from 31 January, 20 from 31 July by an amendment signed in May; K2 in dollars: 1000 a year with steps
 * in June and September, a usage minimum, a set-up fee; K3: signed, from July, not activated, priced by tiers.
 */
const data = `
  insert into legal_entity (legal_entity_id, code, name, functional_currency) values ('${id('d1')}', 'DE', 'Germany', 'EUR');
  insert into source_system (source_system_id, key, name, kind) values ('${id('a1')}', 'crm', 'CRM', 'CRM');
  insert into customer (customer_id, number, name) values ('${id('c1')}', 'C1', 'Acme'), ('${id('c2')}', 'C2', 'Random');
  insert into customer_account (customer_id, legal_entity_id, currency) select customer_id, '${id('d1')}', 'EUR' from customer;
  insert into exchange_rate (rate_on, rate_type, base_currency, quote_currency, rate) values ('2026-06-15', 'CLOSING', 'USD', 'EUR', 0.9);
  insert into contract (contract_id, number, customer_id, legal_entity_id, status, currency, signed_on, starts_on, ends_on) values
    ('${id('1')}', 'K1', '${id('c1')}', '${id('d1')}', 'ACTIVE', 'EUR', '2026-01-15', '2026-01-31', '2027-01-30'),
    ('${id('2')}', 'K2', '${id('c1')}', '${id('d1')}', 'ACTIVE', 'USD', '2026-01-01', '2026-01-01', '2026-12-31'),
    ('${id('3')}', 'K3', '${id('c1')}', '${id('d1')}', 'SIGNED', 'EUR', '2026-01-01', '2026-07-01', '2027-06-30'),
    ('${id('4')}', 'K4', '${id('c1')}', '${id('d1')}', 'DRAFT', 'EUR', null, '2026-01-01', null),
    ('${id('5')}', 'K5', '${id('c2')}', '${id('d1')}', 'ACTIVE', 'EUR', '2026-01-01', '2020-01-01', null);
  insert into amendment (amendment_id, contract_id, kind, signed_on, effective_on)
  values ('${id('f1')}', '${id('1')}', 'UPSELL', '2026-05-01', '2026-07-31');
  insert into contract_line (contract_id, lineage_id, line_version, position, kind, quantity, unit_price, net_unit_price,
    price_period_months, currency, starts_on, ends_on, activated_on, amendment_id, valid_from, valid_to, ramp, tiers, price_model,
    min_commitment)
  values
    ('${id('1')}', '${id('11')}', 1, 1, 'RECURRING', 10, 12, 10, 1, 'EUR', '2026-01-31', '2027-01-30', '2026-01-31', null,
      '-infinity', '2026-07-31', null, null, 'PER_UNIT', null),
    ('${id('1')}', '${id('11')}', 2, 1, 'RECURRING', 20, 12, 10, 1, 'EUR', '2026-01-31', '2027-01-30', '2026-01-31', '${id('f1')}',
      '2026-07-31', 'infinity', null, null, 'PER_UNIT', null),
    ('${id('2')}', '${id('21')}', 1, 1, 'RECURRING', 2, 1000, 1000, 12, 'USD', '2026-01-01', '2026-12-31', '2026-01-01', null,
      '-infinity', 'infinity', '[{"from":"2026-09-01","quantity":4,"netUnitPrice":"900"},{"from":"2026-06-01","quantity":3}]',
      null, 'PER_UNIT', null),
    ('${id('2')}', '${id('22')}', 1, 2, 'USAGE', 1, 1, 1, 1, 'USD', '2026-01-01', '2026-12-31', '2026-01-01', null,
      '-infinity', 'infinity', null, null, 'USAGE', 50),
    ('${id('2')}', '${id('23')}', 1, 3, 'ONE_TIME', 1, 500, 500, null, 'USD', '2026-01-01', '2026-12-31', '2026-01-01', null,
      '-infinity', 'infinity', null, null, 'PER_UNIT', null),
    ('${id('3')}', '${id('31')}', 1, 1, 'RECURRING', 15, 10, 10, 12, 'EUR', '2026-07-01', '2027-06-30', null, null,
      '-infinity', 'infinity', null, '[{"upTo":10,"unitAmount":100,"flatAmount":1},{"upTo":null,"unitAmount":"50"}]', 'GRADUATED', null),
    ('${id('4')}', '${id('41')}', 1, 1, 'RECURRING', 1, 99, 99, 1, 'EUR', '2026-01-01', null, '2026-01-01', null,
      '-infinity', 'infinity', null, null, 'FLAT', null);`;

beforeAll(async () => {
  database = await freshDatabase();
  await database.withOwner((client) => client.query(data));
});
afterAll(() => database?.close());

const figures = async (args: string) => {
  const fields = 'arr { amount } mrr { amount } contractedArr { amount } contracted { amount }';
  const data = await ask(database, `{ customer(number: "C1") { summary(${args}) { ${fields} } } }`);
  const { customer } = data as { customer: { summary: Record<string, { amount: string } | null> } };
  return Object.fromEntries(
    Object.entries(customer.summary).map(([name, money]) => [name, money?.amount ?? null]),
  );
};

describe('the recurring figures of a customer', () => {
  it('are null while no source ever loaded a line', async () => {
    expect(await figures('asOf: "2026-06-15"')).toEqual({
      arr: null,
      mrr: null,
      contractedArr: null,
      contracted: null,
    });
    const feed = `insert into feed (source_system_id, record_type, first_record_at, last_record_at)
      values ('${id('a1')}', 'contract_line', '2026-01-01', '2026-01-01')`;
    await database.withOwner((client) => client.query(feed));
  });

  it('are those of the worked example', async () => {
    expect(await figures('asOf: "2026-06-15"')).toEqual({
      // 10 x 10 x 12 + 0.9 x (3 x 1000 + 12 x 50)
      arr: '4440.00',
      mrr: '370.00',
      // 20 x 10 x 12 + 0.9 x 3600 + 10 x 100 + 1 + 5 x 50
      contractedArr: '6891.00',
      // 6 x 100 + 6 x 200 + 0.9 x (5/12 x 2000 + 3/12 x 3000 + 4/12 x 3600 + 600 + 500) + 1251
      contracted: '6546.00',
    });
  });

  it('know of an amendment only since it was signed', async () => {
    const before = await figures('asOf: "2026-04-30", currency: "USD"');
    expect(before).toMatchObject({ arr: null });
    expect(await ask(database, '{ contract(number: "K1") { arr(asOf: "2026-07-30") { amount } } }')).toEqual({
      contract: { arr: { amount: '1200.00' } },
    });
    await database.withOwner((client) =>
      client.query(`insert into exchange_rate (rate_on, rate_type, base_currency, quote_currency, rate)
        values ('2026-04-30', 'CLOSING', 'USD', 'EUR', 1)`),
    );
    // All of K1 at 10 seats: 1200 a year; K2 at 2 seats: 2000 and 600; K3 as ever.
    expect(await figures('asOf: "2026-04-30"')).toEqual({
      arr: '3800.00',
      mrr: '316.67',
      contractedArr: '5051.00',
      contracted: '6334.33',
    });
  });
});

describe('the recurring revenue of a contract', () => {
  const arrOn = async (day: string) =>
    (
      (await ask(database, `{ contract(number: "K6") { arr(asOf: "${day}") { amount } } }`)) as {
        contract: { arr: { amount: string } };
      }
    ).contract.arr.amount;
  /** K6 in a state, with one line of 10 a month from 1 March. */
  const isStored = (contract: string, line: string) =>
    database.withOwner((client) =>
      client.query(`delete from contract_line where contract_id = '${id('6')}'; delete from contract where contract_id = '${id('6')}';
        insert into contract (contract_id, number, customer_id, legal_entity_id, currency, starts_on, status, ends_on)
        values ('${id('6')}', 'K6', '${id('c2')}', '${id('d1')}', 'EUR', '2026-03-01', ${contract});
        insert into contract_line (contract_id, lineage_id, position, kind, unit_price, net_unit_price, price_period_months, currency,
          starts_on, ends_on, activated_on, suspended_from, suspended_to)
        values ('${id('6')}', '${id('61')}', 1, 'RECURRING', 10, 10, 1, 'EUR', '2026-03-01', ${line})`),
    );

  it.each([
    ['counts from its first to its last day', "'ACTIVE', null", "'2026-08-31', '2026-03-01', null, null"],
    [
      'ends with a contract that ended before',
      "'TERMINATED', '2026-08-31'",
      "'2027-02-28', '2026-03-01', null, null",
    ],
  ])('%s', async (_, contract, line) => {
    await isStored(contract, line);
    expect(await Promise.all(['2026-02-28', '2026-03-01', '2026-08-31', '2026-09-01'].map(arrOn))).toEqual([
      ...['0.00', '120.00', '120.00', '0.00'],
    ]);
  });

  it('rests from the first day of a suspension until the day on which it resumes', async () => {
    await isStored("'ACTIVE', null", "null, '2026-03-01', '2026-05-01', '2026-06-01'");
    expect(await Promise.all(['2026-04-30', '2026-05-01', '2026-05-31', '2026-06-01'].map(arrOn))).toEqual([
      ...['120.00', '0.00', '0.00', '120.00'],
    ]);
  });

  it('begins with its activation', async () => {
    await isStored("'ACTIVE', null", "null, '2026-03-15', null, null");
    expect(await Promise.all(['2026-03-14', '2026-03-15'].map(arrOn))).toEqual(['0.00', '120.00']);
  });

  it.each(['EXPIRED', 'TERMINATED'])('is over where it is %s and nobody says since when', async (status) => {
    await isStored(`'${status}', null`, "null, '2026-03-01', null, null");
    expect(await arrOn('2026-06-01')).toBe('0.00');
  });
});

const anyDay = fc.integer({ min: 0, max: 1000 }).map((days) => addDays('2024-01-01', days));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 2 });
const amount = fc
  .integer({ min: 0, max: 100_000 })
  .map((cents) => decimal(String(cents)).div('100').toString());
const anyLine = fc.record({
  kind: fc.constantFrom('RECURRING', 'USAGE', 'ONE_TIME'),
  priceModel: fc.constantFrom('FLAT', 'PER_UNIT', 'GRADUATED', 'VOLUME', 'PACKAGE', 'PERCENTAGE', 'USAGE'),
  quantity: amount,
  netUnitPrice: amount,
  discountPercent: fc.integer({ min: 0, max: 100 }).map(String),
  pricePeriodMonths: fc.constantFrom(1, 3, 12),
  minCommitment: maybe(amount),
  tiers: maybe(
    fc
      .tuple(amount, amount, amount)
      .map(([upTo, first, second]) => [
        { upTo, unitAmount: first, flatAmount: second },
        { upTo: decimal(upTo).plus('7').toString(), unitAmount: second, flatAmount: null },
        ...(first > second ? [{ upTo: null, unitAmount: first, flatAmount: null }] : []),
      ]),
  ),
  ramp: maybe(
    fc.uniqueArray(fc.record({ from: anyDay, quantity: maybe(amount), netUnitPrice: maybe(amount) }), {
      selector: (step) => step.from,
      maxLength: 3,
    }),
  ),
  startsOn: anyDay,
  endsOn: maybe(anyDay),
  activatedOn: maybe(anyDay),
  suspendedFrom: maybe(anyDay),
  suspendedTo: maybe(anyDay),
});
type AnyLine = LinePrice & typeof anyLine extends fc.Arbitrary<infer L> ? L : never;

/** The definition of DOMAIN section 11, line by line. */
function arrByBruteForce(lines: readonly AnyLine[], day: string): string {
  let sum = decimal('0');
  for (const line of lines) {
    const counts = line.kind === 'RECURRING' || (line.kind === 'USAGE' && line.minCommitment !== null);
    const inTerm = line.startsOn <= day && (line.endsOn === null || day <= line.endsOn);
    const activated = line.activatedOn !== null && line.activatedOn <= day;
    const suspended =
      line.suspendedFrom !== null &&
      line.suspendedFrom <= day &&
      (line.suspendedTo === null || day < line.suspendedTo);
    if (!counts || !inTerm || !activated || suspended) continue;
    const price = priceOn(line.kind === 'USAGE' ? { ...line, priceModel: 'USAGE' } : line, day);
    sum = sum.plus(fixedCharge(price).times('12').div(String(line.pricePeriodMonths)));
  }
  return toMinor(sum, 2);
}

async function storeLines(lines: readonly AnyLine[]): Promise<void> {
  const rows = lines.map((line, index) => ({ ...line, position: index + 1 }));
  await database.withOwner(async (client) => {
    await client.query(`delete from contract_line where contract_id = '${id('5')}'`);
    await client.query(
      `insert into contract_line (contract_id, lineage_id, position, kind, price_model, quantity, unit_price, net_unit_price,
         discount_percent, price_period_months, min_commitment, tiers, ramp, currency, starts_on, ends_on, activated_on,
         suspended_from, suspended_to)
       select '${id('5')}', new_id(), position, kind, "priceModel", quantity, 0, "netUnitPrice", "discountPercent", "pricePeriodMonths",
         "minCommitment", tiers, ramp, 'EUR', "startsOn", "endsOn", "activatedOn", "suspendedFrom", "suspendedTo"
       from jsonb_to_recordset($1) as t (position int, kind text, "priceModel" text, quantity numeric, "netUnitPrice" numeric,
         "discountPercent" numeric, "pricePeriodMonths" int, "minCommitment" numeric, tiers jsonb, ramp jsonb, "startsOn" date,
         "endsOn" date, "activatedOn" date, "suspendedFrom" date, "suspendedTo" date)`,
      [JSON.stringify(rows)],
    );
  });
}

describe('annual recurring revenue in SQL', () => {
  it('is what brute force makes of the same lines on any day', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyLine, { minLength: 1, maxLength: 8 }), anyDay, async (lines, day) => {
        await storeLines(lines);
        const read = `{ contract(number: "K5") { arr(asOf: "${day}") { amount } } }`;
        expect(await ask(database, read)).toEqual({
          contract: { arr: { amount: arrByBruteForce(lines, day) } },
        });
      }),
      { numRuns: long ? 2_000 : 100 },
    );
  });
});

describe('the billing periods of stored contracts', () => {
  const load = (ids: readonly string[], args: Record<string, unknown>) =>
    database.statements.snapshot((handle) => {
      const bindings = { variables: {}, entities: [], subject: '', roles: [], now: '' };
      return loadBillingPeriods(ids, args, { handle, bindings, allEntities: true });
    });

  it('come for all contracts at once, in their order, from the start of each for a year', async () => {
    const [draft, amended, tiered] = (await load([id('4'), id('1'), id('3')], {})) as {
      startsOn: string;
      amount: object;
    }[][];
    expect(draft).toEqual([]);
    expect(amended).toHaveLength(12);
    expect(amended?.slice(5, 7)).toMatchObject([
      { startsOn: '2026-06-30', endsOn: '2026-07-30', amount: { amount: '100.00', currency: 'EUR' } },
      { startsOn: '2026-07-31', amount: { amount: '200.00' } },
    ]);
    expect(tiered?.[0]).toMatchObject({ startsOn: '2026-07-01', amount: { amount: '104.25' } });
  });

  it('are none in a window that ends before a contract begins, whatever there is of others', async () => {
    expect(await load([id('1'), id('3')], { until: '2025-12-31' })).toEqual([[], []]);
  });

  it('end with the calendar where no last day is given', async () => {
    expect(await load([id('1')], { from: '9999-06-01' })).toEqual([[]]);
  });
});
