// What recurring lines should be billed, period by period: anchors, proration, timing, versions, and what always holds.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BilledLine, billingPeriodsOf } from '../../src/contracts/billing-period-rules.ts';
import { addDays, addMonths, daysBetween } from '../../src/kernel/dates.ts';
import { decimal } from '../../src/kernel/money.ts';

const line = (change: Partial<BilledLine> = {}): BilledLine => ({
  contractLineId: 'line',
  lineageId: 'lineage',
  position: 1,
  currency: 'EUR',
  minorDigits: 2,
  pricePeriodMonths: 1,
  priceModel: 'PER_UNIT',
  quantity: '1',
  netUnitPrice: '100',
  discountPercent: '0',
  minCommitment: null,
  tiers: null,
  ramp: null,
  billingFrequency: 'MONTHLY',
  billingTiming: 'ADVANCE',
  trigger: 'DATE',
  startsOn: '2026-01-01',
  endsOn: null,
  activatedOn: null,
  suspendedFrom: null,
  suspendedTo: null,
  validFrom: null,
  validTo: null,
  ...change,
});

const year = { from: '2026-01-01', until: '2026-12-31' };

/** The periods as `from..until bill amount`, which reads like a schedule. */
const schedule = (change: Partial<BilledLine>, window = year) =>
  billingPeriodsOf([line(change)], window, 120).map(
    (period) => `${period.startsOn}..${period.endsOn} ${period.billOn} ${period.amount.amount}`,
  );

describe('billing periods', () => {
  it('start on the anchor day, clamp to the month end and do not drift', () =>
    expect(schedule({ startsOn: '2026-01-31' }, { from: '2026-01-31', until: '2026-04-30' })).toEqual([
      '2026-01-31..2026-02-27 2026-01-31 100.00',
      '2026-02-28..2026-03-30 2026-02-28 100.00',
      '2026-03-31..2026-04-29 2026-03-31 100.00',
      '2026-04-30..2026-05-30 2026-04-30 100.00',
    ]));

  it('are billable at their start in advance and on the day after their end in arrears', () => {
    const march = { from: '2026-03-01', until: '2026-03-31' };
    expect(schedule({}, march)).toEqual(['2026-03-01..2026-03-31 2026-03-01 100.00']);
    expect(schedule({ billingTiming: 'ARREARS' }, march)).toEqual([
      '2026-03-01..2026-03-31 2026-04-01 100.00',
    ]);
  });

  it.each([
    ['QUARTERLY', 4, '300.00'],
    ['SEMI_ANNUAL', 2, '600.00'],
    ['ANNUAL', 1, '1200.00'],
  ])('are worth their months of the price period when billed %s', (billingFrequency, count, amount) => {
    const periods = billingPeriodsOf([line({ billingFrequency })], year, 120);
    expect(periods.map((period) => period.amount.amount)).toEqual(Array(count).fill(amount));
  });

  it('are worth a twelfth of a yearly price each month, rounded half up', () =>
    expect(schedule({ pricePeriodMonths: 12, netUnitPrice: '100' }).at(0)).toBe(
      '2026-01-01..2026-01-31 2026-01-01 8.33',
    ));

  it('prorate the last, partial period by its days', () =>
    expect(schedule({ endsOn: '2026-02-14' })).toEqual([
      '2026-01-01..2026-01-31 2026-01-01 100.00',
      '2026-02-01..2026-02-14 2026-02-01 50.00',
    ]));

  it('prorate to the minor unit of the currency', () => {
    const part = (currency: string, minorDigits: number) =>
      schedule({ currency, minorDigits, endsOn: '2026-01-10' })[0]?.split(' ').at(-1);
    expect([part('JPY', 0), part('EUR', 2), part('KWD', 3)]).toEqual(['32', '32.26', '32.258']);
  });

  it('change with the version of the line, on the day from which the next one holds', () => {
    const first = line({ contractLineId: 'a', validTo: '2026-02-15', endsOn: '2026-03-31' });
    const second = line({
      contractLineId: 'b',
      validFrom: '2026-02-15',
      quantity: '2',
      endsOn: '2026-03-31',
    });
    const periods = billingPeriodsOf([second, first], year, 120);
    expect(periods.map((period) => [period.contractLineId, period.startsOn, period.amount.amount])).toEqual([
      ['a', '2026-01-01', '100.00'],
      ['a', '2026-02-01', '50.00'],
      ['b', '2026-02-15', '100.00'],
      ['b', '2026-03-01', '200.00'],
    ]);
  });

  it('are cut where the price steps', () =>
    expect(
      schedule({
        billingFrequency: 'QUARTERLY',
        endsOn: '2026-03-31',
        ramp: [{ from: '2026-02-15', quantity: '2', netUnitPrice: null }],
      }),
    ).toEqual(['2026-01-01..2026-02-14 2026-01-01 150.00', '2026-02-15..2026-03-31 2026-02-15 300.00']));

  it('leave suspended days out', () => {
    const suspended = { suspendedFrom: '2026-01-11', endsOn: '2026-03-31' };
    expect(schedule({ ...suspended, suspendedTo: '2026-03-01' })).toEqual([
      '2026-01-01..2026-01-10 2026-01-01 32.26',
      '2026-03-01..2026-03-31 2026-03-01 100.00',
    ]);
    expect(schedule(suspended)).toHaveLength(1);
  });

  it('wait for the activation where that is the trigger', () => {
    expect(schedule({ trigger: 'ACTIVATION' })).toEqual([]);
    expect(schedule({ trigger: 'ACTIVATION', activatedOn: '2026-12-17' })).toEqual([
      '2026-12-17..2026-12-31 2026-12-17 48.39',
    ]);
  });

  it('are one for a term that is billed once', () => {
    const term = { endsOn: '2027-12-31', startsOn: '2026-01-01', pricePeriodMonths: 12 };
    expect(schedule({ ...term, billingFrequency: 'MULTI_YEAR' })).toEqual([
      '2026-01-01..2027-12-31 2026-01-01 200.00',
    ]);
    expect(schedule({ ...term, billingFrequency: 'ONCE', endsOn: null })).toEqual([
      '2026-01-01..2026-12-31 2026-01-01 100.00',
    ]);
  });

  it('of weeks are worth their days of the price period', () =>
    expect(
      schedule(
        { billingFrequency: 'WEEKLY', netUnitPrice: '310' },
        { from: '2026-01-29', until: '2026-01-29' },
      ),
    ).toEqual(['2026-01-29..2026-02-04 2026-01-29 74.29']));

  it('are those that overlap the window, far from the anchor too', () =>
    expect(schedule({ startsOn: '1999-12-31' }, { from: '2026-03-01', until: '2026-03-01' })).toEqual([
      '2026-02-28..2026-03-30 2026-02-28 100.00',
    ]));

  it('end with the calendar', () =>
    expect(
      schedule({ startsOn: '9999-11-01', endsOn: '9999-12-31' }, { from: '9999-01-01', until: '9999-12-31' }),
    ).toEqual(['9999-11-01..9999-11-30 9999-11-01 100.00', '9999-12-01..9999-12-31 9999-12-01 100.00']));

  it('are no more than asked for, the earliest first', () => {
    const periods = billingPeriodsOf([line({ position: 2 }), line()], { ...year, until: '2060-01-01' }, 5);
    expect(periods.map((period) => period.startsOn)).toEqual([
      '2026-01-01',
      '2026-01-01',
      '2026-02-01',
      '2026-02-01',
      '2026-03-01',
    ]);
  });
});

const anyDay = fc.integer({ min: 0, max: 3000 }).map((days) => addDays('2020-01-01', days));
const anyLine = fc
  .record({
    startsOn: anyDay,
    length: fc.integer({ min: 0, max: 1500 }),
    billingFrequency: fc.constantFrom('WEEKLY', 'MONTHLY', 'QUARTERLY', 'SEMI_ANNUAL', 'ANNUAL', 'ONCE'),
    billingTiming: fc.constantFrom('ADVANCE', 'ARREARS'),
    pricePeriodMonths: fc.constantFrom(1, 3, 12),
    steps: fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 3 }),
    netUnitPrice: fc.integer({ min: 0, max: 100_000 }).map(String),
  })
  .map(({ length, steps, ...rest }) =>
    line({
      ...rest,
      endsOn: addDays(rest.startsOn, length),
      ramp: steps.map((days) => ({ from: addDays(rest.startsOn, days), quantity: '1', netUnitPrice: null })),
    }),
  );
const always = { from: '2019-01-01', until: '2040-01-01' };

describe('whatever the line, billing periods', () => {
  it('cover every day of its service once and no other', () => {
    fc.assert(
      fc.property(anyLine, (any) => {
        const periods = billingPeriodsOf([any], always, 10_000);
        let next = any.startsOn;
        for (const period of periods) {
          expect(period.startsOn).toBe(next);
          next = addDays(period.endsOn, 1);
        }
        expect(next).toBe(addDays(any.endsOn ?? '', 1));
      }),
    );
  });

  it('add up to the price of the whole months, however a ramp that changes nothing cuts them', () => {
    fc.assert(
      fc.property(anyLine, fc.integer({ min: 1, max: 4 }), (any, years) => {
        const whole = { ...any, endsOn: addDays(addMonths(any.startsOn, years * 12), -1) };
        const periods = billingPeriodsOf([whole], always, 10_000);
        const sum = periods.reduce((total, period) => total.plus(period.amount.amount), decimal('0'));
        const due = decimal(whole.netUnitPrice)
          .times(String(years * 12))
          .div(String(whole.pricePeriodMonths));
        // Each amount is rounded by at most half a cent. Weeks take the price by days, which are the same in sum.
        expect(
          sum
            .minus(due)
            .abs()
            .lessThanOrEqualTo(decimal('0.005').times(String(periods.length))),
        ).toBe(true);
      }),
    );
  });

  it('are the same through any window that holds them', () => {
    fc.assert(
      fc.property(anyLine, anyDay, fc.integer({ min: 0, max: 400 }), (any, from, length) => {
        const window = { from, until: addDays(from, length) };
        const overlapping = billingPeriodsOf([any], always, 10_000).filter(
          (period) => period.endsOn >= window.from && period.startsOn <= window.until,
        );
        expect(billingPeriodsOf([any], window, 10_000)).toEqual(overlapping);
      }),
    );
  });

  it('become billable on their first day or on the day after their last', () => {
    fc.assert(
      fc.property(anyLine, (any) => {
        for (const period of billingPeriodsOf([any], always, 10_000)) {
          const late = any.billingTiming === 'ARREARS';
          expect(daysBetween(late ? period.endsOn : period.startsOn, period.billOn)).toBe(late ? 1 : 0);
        }
      }),
    );
  });
});
