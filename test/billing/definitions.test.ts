// The definitions of the receivable figures (DOMAIN section 11) where they are easily got wrong: statements without a history,
// edges of windows, rates over three currencies. Worked by hand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/kernel/dates.ts';
import { decimal, toMinor } from '../../src/kernel/money.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import type { Figures } from '../support/figure-statement.ts';
import {
  adjustment,
  application,
  closingRate,
  creditNote,
  dollars,
  euros,
  figuresOver,
  id,
  invoice,
  payment,
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
const band = (found: Figures, name: string) => cents(found.ageing.find((one) => one.band === name)?.amount);

const day = '2024-03-31';
const stated = (on: string, paid: string | null, credited: string | null, due: string | null) => ({
  invoice_id: id(1),
  stated_on: on,
  paid,
  credited,
  due,
});

describe('a balance that the owner states', () => {
  const owned = invoice(1, '2024-01-01', '2024-01-31', [500, 0], { basis: 'STATED' });
  const cash = {
    invoice: [owned],
    payment: [payment(2, '2024-02-01', 200)],
    allocation: [application(3, [2, 1], 200, '2024-02-01')],
  };

  it('has no history: before the first statement what is on record counts', async () => {
    const rows = { ...cash, invoice_stated_balance: [stated('2024-03-01', '200', '0', '300')] };
    for (const [asOf, collected, open] of [
      ['2024-01-31', '0.00', '0.00'],
      ['2024-02-15', '200.00', '300.00'],
      ['2024-02-29', '200.00', '300.00'],
      ['2024-03-01', '200.00', '300.00'],
    ] as const) {
      const found = await figures(rows, { asOf });
      expect([asOf, ...shown(found, 'collected', 'overdue'), band(found, 'UNAPPLIED')]).toEqual([
        ...[asOf, collected, open, '0.00'],
      ]);
    }
  });

  it('is served once it is stated, whatever else is on record', async () => {
    const rows = { ...cash, invoice_stated_balance: [stated('2024-03-01', '200', '0', '250')] };
    expect(shown(await figures(rows, { asOf: '2024-02-29' }), 'overdue')).toEqual(['300.00']);
    expect(shown(await figures(rows), 'overdue')).toEqual(['250.00']);
  });

  it('of what is due alone was paid but for what was credited by then, and a later credit pays nothing back', async () => {
    const rows = {
      invoice: [owned],
      invoice_stated_balance: [stated('2024-02-01', null, null, '300')],
      credit_note: [creditNote(2, 1, '2024-01-20', [50, 0]), creditNote(3, 1, '2024-03-01', [100, 0])],
      deduction: [adjustment(['deduction_id', 4], 1, '2024-03-05', 10, { kind: 'DISCOUNT' })],
    };
    // 500 - 50 - 300
    expect(shown(await figures(rows, { asOf: '2024-02-15' }), 'collected', 'openReceivable')).toEqual([
      ...['150.00', '300.00'],
    ]);
    expect(shown(await figures(rows), 'collected', 'credited', 'openReceivable')).toEqual([
      ...['150.00', '150.00', '190.00'],
    ]);
  });

  it('is not believed twice where a credit note is applied to the invoice without naming it', async () => {
    const rows = {
      invoice: [owned],
      credit_note: [creditNote(2, null, '2024-01-20', [100, 0])],
      allocation: [
        {
          ...application(3, [0, 1], 100, '2024-01-21'),
          ...{ kind: 'CREDIT', payment_id: null, credit_note_id: id(2) },
        },
      ],
    };
    for (const statement of [
      stated('2024-02-01', '0', '100', '400'),
      stated('2024-02-01', null, null, '400'),
    ]) {
      const found = await figures({ ...rows, invoice_stated_balance: [statement] });
      expect([
        ...shown(found, 'credited', 'collected', 'openReceivable', 'overdue'),
        band(found, 'UNAPPLIED'),
      ]).toEqual(['100.00', '0.00', '400.00', '400.00', '0.00']);
    }
    // Of 150 stated, notes explain 100.
    const found = await figures({
      ...rows,
      invoice_stated_balance: [stated('2024-02-01', '0', '150', '350')],
    });
    expect(shown(found, 'credited', 'openReceivable')).toEqual(['150.00', '350.00']);
  });

  it('of what is paid alone leaves due what was not settled otherwise', async () => {
    const rows = {
      invoice: [owned],
      invoice_stated_balance: [stated('2024-02-01', '200', null, null)],
      write_off: [adjustment(['write_off_id', 2], 1, '2024-03-01', 300)],
    };
    expect(shown(await figures(rows, { asOf: '2024-02-29' }), 'overdue', 'openReceivable')).toEqual([
      ...['300.00', '300.00'],
    ]);
    const found = await figures(rows);
    expect([...shown(found, 'overdue', 'openReceivable'), band(found, 'UNAPPLIED')]).toEqual([
      ...['0.00', '0.00', '0.00'],
    ]);
  });
});

describe('days sales outstanding', () => {
  const billedOn = (first: string) => ({
    invoice: [invoice(1, first, day, [900, 0]), invoice(2, day, day, [100, 0])],
  });

  it('count the sales of 90 days, the day itself among them', async () => {
    expect((await figures(billedOn(addDays(day, -89)))).daysSalesOutstanding).toBe('90.00');
    // 1000 / 100 * 90
    expect((await figures(billedOn(addDays(day, -90)))).daysSalesOutstanding).toBe('900.00');
  });

  it('are null where nothing or less was sold in them', async () => {
    const credited = (amount: number) => ({
      invoice: [invoice(1, '2023-06-01', day, [900, 0]), invoice(2, day, day, [100, 0])],
      credit_note: [creditNote(3, null, day, [amount, 0])],
    });
    expect((await figures(credited(99))).daysSalesOutstanding).not.toBeNull();
    expect((await figures(credited(100))).daysSalesOutstanding).toBeNull();
    expect((await figures(credited(101))).daysSalesOutstanding).toBeNull();
    expect((await figures({})).daysSalesOutstanding).toBeNull();
  });
});

describe('conversion', () => {
  const spot = (from: string, to: string, rate: string) => closingRate('2024-02-01', from, to, rate, 'SPOT');
  const pounds = { currency: 'GBP', exchange_rate_to_functional: '1.2' };

  it('takes a flow to functional currency as booked, and on from there by the rate of its day', async () => {
    const rows = {
      exchange_rate: [spot('EUR', 'USD', '1.1'), spot('GBP', 'USD', '9')],
      invoice: [invoice(1, '2024-02-01', '2024-03-01', [100, 0], pounds)],
      payment: [payment(2, '2024-02-05', 50, { ...pounds, exchange_rate_to_functional: null })],
    };
    // 100 x 1.2 x 1.1, and 50 x 9 without a booked rate
    expect(shown(await figures(rows, { currency: 'USD' }), 'billed', 'collected')).toEqual([
      ...['132.00', '450.00'],
    ]);
  });

  it('takes each flow by the functional currency of its own legal entity', async () => {
    const rows = {
      exchange_rate: [spot('USD', 'EUR', '0.5')],
      invoice: [
        invoice(1, '2024-02-01', '2024-03-01', [100, 0], pounds),
        invoice(2, '2024-02-01', '2024-03-01', [10, 0], { ...pounds, legal_entity_id: dollars }),
      ],
    };
    // 100 x 1.2 in euros, and 10 x 1.2 dollars at 0.5
    expect(shown(await figures(rows), 'billed')).toEqual(['126.00']);
  });

  it.each([
    [-7, '200.00'],
    [-8, null],
    [1, null],
  ])('takes a stock at a closing rate stated %i days from the day as %s', async (days, amount) => {
    const rows = {
      exchange_rate: [closingRate(addDays(day, days), 'USD', 'EUR', '2')],
      invoice: [invoice(1, '2024-03-01', '2024-03-30', [100, 0], { currency: 'USD' })],
    };
    expect(shown(await figures(rows), 'openReceivable', 'overdue')).toEqual([amount, amount]);
  });

  it('nets a stock per transaction currency before it converts: what is settled needs no rate', async () => {
    const settled = { currency: 'USD' };
    const rows = {
      invoice: [invoice(1, '2024-03-01', '2024-03-30', [100, 0], settled)],
      payment: [payment(2, '2024-03-10', 100, settled)],
      allocation: [{ ...application(3, [2, 1], 100, '2024-03-10'), currency: 'USD' }],
    };
    expect(shown(await figures(rows), 'openReceivable', 'overdue', 'unapplied', 'billed')).toEqual([
      ...['0.00', '0.00', '0.00', null],
    ]);
  });
});

describe('credit notes', () => {
  it('count whole from their day on, standalone ones too, and lower what is open only as they are applied', async () => {
    const rows = {
      invoice: [invoice(1, '2024-01-01', '2024-01-31', [100, 20])],
      credit_note: [creditNote(2, null, '2024-02-01', [50, 10])],
      allocation: [
        {
          ...application(3, [0, 1], 24, '2024-03-01'),
          kind: 'CREDIT',
          payment_id: null,
          credit_note_id: id(2),
        },
      ],
    };
    const on = async (asOf: string) => {
      const found = await figures(rows, { asOf, entities: [euros] });
      return [
        ...shown(found, 'credited', 'openReceivable', 'overdue', 'unapplied'),
        band(found, 'UNAPPLIED'),
      ];
    };
    expect(await on('2024-01-31')).toEqual(['0.00', '120.00', '0.00', '0.00', '0.00']);
    expect(await on('2024-02-01')).toEqual(['60.00', '60.00', '120.00', '0.00', '-60.00']);
    expect(await on('2024-03-01')).toEqual(['60.00', '60.00', '96.00', '0.00', '-36.00']);
  });
});
