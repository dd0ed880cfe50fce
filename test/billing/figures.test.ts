// The receivable figures of a customer, worked by hand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimal, toMinor } from '../../src/kernel/money.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import type { Figures } from '../support/figure-statement.ts';
import {
  adjustment,
  application,
  chargeback,
  closingRate,
  creditNote,
  dollars,
  euros,
  feeds,
  figuresOver,
  id,
  invoice,
  payment,
  refund,
} from '../support/worked-history.ts';

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.close());

const figures = (...[rows, asked]: [Parameters<typeof figuresOver>[1], Parameters<typeof figuresOver>[2]?]) =>
  database.withOwner((client) => figuresOver(client, rows, asked));
const cents = (amount: string | null | undefined) => (amount == null ? null : toMinor(decimal(amount), 2));
const shown = (found: Figures, ...names: (keyof Figures)[]) =>
  names.map((name) => cents(found[name] as string | null));
const bands = (list: Figures['ageing']) =>
  Object.fromEntries(
    list
      .filter(({ amount }) => amount === null || !decimal(amount ?? '0').isZero())
      .map(({ band, amount }) => [band, cents(amount)]),
  );

/** Two invoices, the first in two instalments and partly paid; a draft; a voided one; cash and a credit that settle nothing. */
const quarter = {
  invoice: [
    invoice(1, '2024-01-10', '2024-03-10', [1000, 200]),
    invoice(2, '2024-03-01', '2024-03-31', [500, 100]),
    invoice(3, '2024-03-02', '2024-04-01', [700, 0], { status: 'DRAFT' }),
    invoice(4, '2024-03-05', '2024-04-04', [999, 0], { status: 'VOIDED', voided_on: '2024-03-15' }),
  ],
  invoice_instalment: [
    { invoice_id: id(1), position: 1, due_on: '2024-02-09', amount: '600' },
    { invoice_id: id(1), position: 2, due_on: '2024-03-10', amount: '600' },
  ],
  credit_note: [creditNote(5, 2, '2024-03-10', [100, 20])],
  payment: [payment(6, '2024-02-15', 700, { posted_on: '2024-02-16' }), payment(7, '2024-03-20', 300)],
  allocation: [application(8, [6, 1], 700, '2024-02-16')],
  refund: [refund(9, 7, '2024-03-25', 50)],
  write_off: [adjustment(['write_off_id', 10], 1, '2024-03-28', 100)],
  deduction: [adjustment(['deduction_id', 11], 1, '2024-03-28', 20, { kind: 'DISCOUNT' })],
};

describe('the receivable figures', () => {
  it('of a quarter in one currency', async () => {
    const found = await figures(quarter);
    expect(shown(found, 'billed', 'billedNet', 'credited', 'collected', 'writtenOff', 'deductions')).toEqual([
      ...['1800.00', '1500.00', '120.00', '950.00', '100.00', '20.00'],
    ]);
    // 1800 - 120 - 950 - 100 - 20
    expect(shown(found, 'openReceivable')).toEqual(['610.00']);
    // 700 + 300 - 50 - 700 applied
    expect(shown(found, 'unapplied')).toEqual(['250.00']);
    // Of the first invoice 820 are settled: all of the first instalment and 220 of the second, which was due on 10 March.
    expect(shown(found, 'overdue')).toEqual(['380.00']);
    // What is due today is not late; cash of 250 and a credit of 120 settle nothing yet.
    expect(bands(found.ageing)).toEqual({ NOT_DUE: '600.00', DAYS_1_30: '380.00', UNAPPLIED: '-370.00' });
    expect(bands(found.ageingByIssue)).toEqual({
      DAYS_1_30: '600.00',
      DAYS_61_90: '380.00',
      UNAPPLIED: '-370.00',
    });
    // 610 / (1800 - 120) * 90
    expect(found.daysSalesOutstanding).toBe('32.68');
  });

  it('count flows from a day, and stocks from the beginning', async () => {
    const found = await figures(quarter, { from: '2024-03-01' });
    expect(shown(found, 'billed', 'credited', 'collected', 'openReceivable')).toEqual([
      '600.00',
      '120.00',
      '250.00',
      '610.00',
    ]);
  });

  it('still hold on the day before a document was voided, and not on that day', async () => {
    expect(shown(await figures(quarter, { asOf: '2024-03-14' }), 'billed')).toEqual(['2799.00']);
    expect(shown(await figures(quarter, { asOf: '2024-03-15' }), 'billed')).toEqual(['1800.00']);
  });

  it('take flows at the booked rate and stocks at the closing rate of the day', async () => {
    const rows = {
      exchange_rate: [closingRate('2024-03-29', 'USD', 'EUR', '0.95')],
      invoice: [
        invoice(1, '2024-03-01', '2024-03-31', [1000, 0]),
        invoice(2, '2024-02-01', '2024-03-01', [100, 0], {
          currency: 'USD',
          exchange_rate_to_functional: '0.9',
        }),
      ],
    };
    const found = await figures(rows);
    expect(shown(found, 'billed', 'openReceivable', 'overdue')).toEqual(['1090.00', '1095.00', '95.00']);
    expect(bands(found.ageing)).toEqual({ NOT_DUE: '1000.00', DAYS_1_30: '95.00' });
    expect(
      found.balances.map(({ currency, openReceivable }) => [currency, cents(openReceivable)]).sort(),
    ).toEqual([
      ['EUR', '1000.00'],
      ['USD', '100.00'],
    ]);
  });

  it('are null where a rate is missing or older than 7 days, and balances still say what is there', async () => {
    const old = [closingRate('2024-03-23', 'USD', 'EUR', '0.95')];
    const found = await figures({
      exchange_rate: old,
      invoice: [invoice(1, '2024-03-01', '2024-03-31', [100, 0], { currency: 'USD' })],
    });
    expect(shown(found, 'billed', 'openReceivable', 'overdue', 'collected')).toEqual([
      null,
      null,
      '0.00',
      '0.00',
    ]);
    expect(found.ageing.every(({ amount }) => amount === null)).toBe(true);
    expect(found.balances.map(({ openReceivable }) => cents(openReceivable))).toEqual(['100.00']);
  });

  it('go over the common currency of two rates, and over SPOT for a pair that never had a CLOSING rate', async () => {
    const rates = [
      closingRate('2024-03-31', 'EUR', 'USD', '1.25', 'SPOT'),
      closingRate('2024-03-31', 'EUR', 'GBP', '0.8', 'SPOT'),
    ];
    const usd = [invoice(1, '2024-03-31', '2024-03-31', [100, 0], { currency: 'USD' })];
    // 100 / 1.25 * 0.8
    expect(
      shown(await figures({ exchange_rate: rates, invoice: usd }, { currency: 'GBP' }), 'openReceivable'),
    ).toEqual(['64.00']);
  });

  it('age in bands whose last day belongs to them, and sum to the open receivable', async () => {
    // Due 0, 1, 30, 31, 60, 61, 90, 91, 120 and 121 days before 31 March, of 1, 10, 100, ... each.
    const due = [
      ...['2024-03-31', '2024-03-30', '2024-03-01', '2024-02-29', '2024-01-31'],
      ...['2024-01-30', '2024-01-01', '2023-12-31', '2023-12-02', '2023-12-01'],
    ];
    const rows = { invoice: due.map((on, power) => invoice(power, '2023-11-01', on, [10 ** power, 0])) };
    const found = await figures(rows);
    expect(bands(found.ageing)).toEqual({
      NOT_DUE: '1.00',
      DAYS_1_30: '110.00',
      DAYS_31_60: '11000.00',
      DAYS_61_90: '1100000.00',
      DAYS_91_120: '110000000.00',
      OVER_120: '1000000000.00',
    });
    expect(shown(found, 'overdue', 'openReceivable')).toEqual(['1111111110.00', '1111111111.00']);
    expect(bands(found.ageingByIssue)).toEqual({ OVER_120: '1111111111.00' });
  });

  it('are null before their feed was ever loaded', async () => {
    const found = await figures({ feed: [], invoice: [invoice(1, '2024-03-01', '2024-03-31', [100, 0])] });
    expect(shown(found, 'billed', 'collected', 'openReceivable', 'overdue', 'unapplied')).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('leave out entities that the viewer does not see', async () => {
    const abroad = { legal_entity_id: dollars };
    const rows = {
      invoice: [
        invoice(1, '2024-03-01', '2024-03-31', [100, 0]),
        invoice(2, '2024-03-01', '2024-03-31', [50, 0], abroad),
      ],
    };
    expect(shown(await figures(rows, { entities: [euros] }), 'billed', 'openReceivable')).toEqual([
      '100.00',
      '100.00',
    ]);
    expect(shown(await figures(rows), 'billed')).toEqual(['150.00']);
  });
});

describe('cash', () => {
  const billed = [invoice(1, '2024-01-01', '2024-01-31', [500, 0])];

  it('counts by value date, not a payment taken back, and not what the bank took back until it is won', async () => {
    const rows = {
      invoice: billed,
      payment: [
        payment(2, '2024-02-01', 200),
        payment(3, '2024-02-02', 90, { reversed_on: '2024-02-20' }),
        payment(4, '2024-02-03', 60),
      ],
      chargeback: [chargeback(5, 4, '2024-03-01', 60, '2024-03-20')],
    };
    const on = async (asOf: string) =>
      shown(await figures(rows, { asOf }), 'collected', 'unapplied', 'openReceivable');
    expect(await on('2024-02-10')).toEqual(['350.00', '350.00', '150.00']);
    expect(await on('2024-02-20')).toEqual(['260.00', '260.00', '240.00']);
    expect(await on('2024-03-10')).toEqual(['200.00', '200.00', '300.00']);
    expect(await on('2024-03-20')).toEqual(['260.00', '260.00', '240.00']);
  });

  it('opens an invoice again when an application is taken back', async () => {
    const rows = {
      invoice: billed,
      payment: [payment(2, '2024-02-01', 500)],
      allocation: [application(3, [2, 1], 500, '2024-02-01', '2024-03-01')],
    };
    expect(shown(await figures(rows, { asOf: '2024-02-28' }), 'overdue', 'unapplied')).toEqual([
      '0.00',
      '0.00',
    ]);
    expect(shown(await figures(rows, { asOf: '2024-03-01' }), 'overdue', 'unapplied')).toEqual([
      '500.00',
      '500.00',
    ]);
  });

  it("of nobody is nobody's", async () => {
    const rows = { invoice: billed, payment: [payment(2, '2024-02-01', 200, { customer_id: null })] };
    expect(shown(await figures(rows), 'collected', 'openReceivable')).toEqual(['0.00', '500.00']);
  });
});

describe('an owner that states balances and no payments', () => {
  const stated = (on: string, paid: string | null, credited: string | null, due: string | null) => ({
    invoice_id: id(1),
    stated_on: on,
    paid,
    credited,
    due,
  });
  const rows = {
    feed: feeds('invoice', 'invoice_stated_balance'),
    invoice: [invoice(1, '2024-01-01', '2024-01-31', [500, 0], { basis: 'STATED' })],
  };

  it('collects what it last stated as paid by the day', async () => {
    const told = {
      ...rows,
      invoice_stated_balance: [
        stated('2024-02-01', '200', '0', '300'),
        stated('2024-03-01', '350', '50', '100'),
      ],
    };
    const on = async (asOf: string, from: string | null = null) =>
      shown(await figures(told, { asOf, from }), 'collected', 'credited', 'openReceivable', 'overdue');
    expect(await on('2024-01-31')).toEqual(['0.00', '0.00', '500.00', '0.00']);
    expect(await on('2024-02-15')).toEqual(['200.00', '0.00', '300.00', '300.00']);
    expect(await on('2024-03-31')).toEqual(['350.00', '50.00', '100.00', '100.00']);
    expect(await on('2024-03-31', '2024-02-15')).toEqual(['150.00', '50.00', '100.00', '100.00']);
  });

  it('is not believed twice: credit notes and payments on record go before what it states', async () => {
    const told = {
      ...rows,
      invoice_stated_balance: [stated('2024-03-01', '350', '50', '100')],
      credit_note: [creditNote(2, 1, '2024-02-15', [50, 0])],
      payment: [payment(3, '2024-02-20', 350)],
      allocation: [application(4, [3, 1], 350, '2024-02-20')],
    };
    const found = await figures(told);
    expect(shown(found, 'collected', 'credited', 'openReceivable')).toEqual(['350.00', '50.00', '100.00']);
    expect(bands(found.ageing)).toEqual({ DAYS_31_60: '100.00' });
  });

  it('makes cash known by its feed, not by the balances that it stated somewhere', async () => {
    const told = {
      ...rows,
      feed: feeds('invoice'),
      invoice_stated_balance: [stated('2024-03-01', '350', '50', '100')],
    };
    for (const { invoice_stated_balance, ...others } of [told, { ...told, invoice_stated_balance: [] }]) {
      const found = await figures({ ...others, invoice_stated_balance });
      expect(shown(found, 'billed', 'collected', 'openReceivable', 'overdue', 'unapplied')).toEqual([
        ...['500.00', null, null, null, null],
      ]);
      expect(found.ageing.every(({ amount }) => amount === null)).toBe(true);
    }
  });

  it('that states only what is due has been paid the rest', async () => {
    const told = { ...rows, invoice_stated_balance: [stated('2024-03-01', null, null, '120')] };
    expect(shown(await figures(told), 'collected', 'openReceivable', 'overdue')).toEqual([
      '380.00',
      '120.00',
      '120.00',
    ]);
  });
});
