// Dates: which exist, how months and days are counted without drift, and which day it is where.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dateIn, daysBetween, isDate, isInstant } from '../../src/kernel/dates.ts';

const days = fc
  .date({ min: new Date('1000-01-01'), max: new Date('9000-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('a date', () => {
  it.each(['2024-02-29', '2000-02-29', '2023-12-31', '0001-01-01', '9999-12-31'])('%s exists', (text) =>
    expect(isDate(text)).toBe(true),
  );

  it.each([
    ...['2023-02-29', '1900-02-29', '2024-02-30', '2024-04-31', '2024-13-01', '2024-00-10', '2024-01-00'],
    ...['0000-01-01', '0000-02-29', '10000-01-01', '+010000-01-01', '-000001-01-01'],
    ...['2024-2-9', '20240209', '2024-02-09T00:00:00Z', ' 2024-02-09', '2024-02-09\n', '', '２０２４-02-09'],
  ])('%j does not exist, or is not written so', (text) => expect(isDate(text)).toBe(false));

  it('exists where the proleptic calendar has it', () => {
    const days = fc.record({
      year: fc.integer({ min: 1, max: 9999 }),
      month: fc.integer({ min: 0, max: 13 }),
      day: fc.integer({ min: 0, max: 32 }),
    });
    fc.assert(
      fc.property(days, ({ year, month, day }) => {
        const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
        const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
        const text = [String(year).padStart(4, '0'), ...[month, day].map((n) => String(n).padStart(2, '0'))];
        expect(isDate(text.join('-'))).toBe(day >= 1 && day <= length);
      }),
    );
  });
});

describe('an instant', () => {
  it.each([
    '2024-02-29T23:59:59Z',
    '2024-02-29T23:59Z',
    '2024-01-01T00:00:00.123456789Z',
    '2024-01-01T00:00:00+14:00',
    '2024-01-01T00:00:00-03:30',
    '9999-12-31T23:59:59.999Z',
    '0001-01-01T00:00:00Z',
  ])('%s exists', (text) => expect(isInstant(text)).toBe(true));

  it.each([
    ['without an offset', '2024-01-01T00:00:00'],
    ['on a day that does not exist', '2023-02-29T00:00:00Z'],
    ['at an hour that does not exist', '2024-01-01T24:00:00Z'],
    ['at an offset that does not exist', '2024-01-01T00:00:00+16:00'],
    ['at an offset of 60 minutes', '2024-01-01T00:00:00+05:60'],
    ['in the year 0', '0000-01-01T00:00:00Z'],
    ['after the year 9999', '+010000-01-01T00:00:00Z'],
    ['with a space', '2024-01-01 00:00:00Z'],
    ['in small letters', '2024-01-01t00:00:00z'],
    ['as a date', '2024-01-01'],
  ])('%s is none', (_, text) => expect(isInstant(text)).toBe(false));
});

describe('months', () => {
  it('end on the last day of the month, and the anchor day returns as soon as a month has it', () => {
    const ends = Array.from({ length: 14 }, (_, months) => addMonths('2024-01-31', months));
    expect(ends).toEqual([
      ...['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31', '2024-06-30', '2024-07-31'],
      ...['2024-08-31', '2024-09-30', '2024-10-31', '2024-11-30', '2024-12-31', '2025-01-31', '2025-02-28'],
    ]);
  });

  it('of a leap day come back to it every four years', () => {
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(addMonths('2024-02-29', 48)).toBe('2028-02-29');
  });

  it('go backwards too', () => expect(addMonths('2024-03-31', -1)).toBe('2024-02-29'));

  it('never change the day but to clamp it, and never skip a month', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -600, max: 600 }), (anchor, months) => {
        const found = addMonths(anchor, months);
        const count = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
        expect(isDate(found)).toBe(true);
        expect(count(found) - count(anchor)).toBe(months);
        const isMonthEnd = addDays(found, 1).endsWith('-01');
        expect(found.slice(8) === anchor.slice(8) || (found.slice(8) < anchor.slice(8) && isMonthEnd)).toBe(
          true,
        );
      }),
    );
  });

  it('beyond the year 9999 give what is no date any more', () => {
    expect(isDate(addMonths('9999-12-31', 1))).toBe(false);
    expect(isDate(addDays('9999-12-31', 1))).toBe(false);
    expect(isDate(addDays('0001-01-01', -1))).toBe(false);
  });
});

describe('days', () => {
  it('count the leap day', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2023-02-28', '2023-03-01')).toBe(1);
    expect(daysBetween('2024-03-01', '2024-02-28')).toBe(-2);
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  });

  it('know no summer time', () => expect(daysBetween('2024-03-30', '2024-04-01')).toBe(2));

  it('added are the days between', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -100_000, max: 100_000 }), (from, count) => {
        expect(daysBetween(from, addDays(from, count))).toBe(count);
      }),
    );
  });
});

describe('an instant is on the day', () => {
  it.each([
    ['2026-06-15T03:00:00Z', 'America/New_York', '2026-06-14'],
    ['2026-06-15T03:00:00Z', 'Europe/Berlin', '2026-06-15'],
    ['2026-06-14T22:00:00Z', 'Europe/Berlin', '2026-06-15'],
    ['2026-01-14T22:59:59.999Z', 'Europe/Berlin', '2026-01-14'],
    ['2026-06-15T10:00:00Z', 'Pacific/Kiritimati', '2026-06-16'],
    ['2026-06-15T23:30:00-05:00', 'UTC', '2026-06-16'],
  ])('%s in %s: %s', (instant, zone, date) => expect(dateIn(instant, zone)).toBe(date));
});
