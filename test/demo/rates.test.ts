// The rates of the demo company: those that its ERP has, and those that the demo carries on after the last day.
import { describe, expect, it } from 'vitest';
import { Calendar } from '../../src/demo/calendar.ts';
import { type RateRow, Rates } from '../../src/demo/rates.ts';
import { addDays, daysBetween } from '../../src/kernel/dates.ts';

const weekdays = ['2026-11-23', '2026-11-24', '2026-11-27', '2026-11-28', '2026-11-29', '2028-02-29'];

describe.each(weekdays)('the rates of a company whose last day is %s', (today) => {
  const rates = new Rates(new Calendar(today), 'seed');
  const [known, ahead] = [[...rates.rows()], [...rates.rowsAhead()]];
  const sorted = (rows: readonly RateRow[], quote: string) =>
    rows.filter((row) => row.quote === quote).toSorted((a, b) => (a.on < b.on ? -1 : 1));

  it('are known until that day, and carried on unchanged after it', () => {
    expect(known.every(({ on }) => on <= today)).toBe(true);
    expect(ahead.every(({ on }) => on > today)).toBe(true);
    for (const quote of ['USD', 'GBP', 'JPY']) {
      const last = sorted(known, quote).findLast(({ type }) => type === 'SPOT')?.rate;
      expect(new Set(sorted(ahead, quote).map(({ rate }) => rate))).toEqual(new Set([last]));
    }
  });

  it('answer on every day of the history and of the 400 days after it', () => {
    for (const quote of ['USD', 'GBP', 'JPY']) {
      for (const type of ['SPOT', 'CLOSING']) {
        const days = sorted([...known, ...ahead], quote)
          .filter((row) => row.type === type)
          .map(({ on }) => on);
        const gaps = days.slice(1).map((day, at) => daysBetween(days[at] ?? '', day));
        expect(Math.max(...gaps)).toBeLessThanOrEqual(7);
        expect(daysBetween(days.at(-1) ?? '', addDays(today, 400))).toBeLessThan(7);
      }
    }
    expect(ahead.length).toBeLessThan(400);
  });
});
