// Exchange rates of the demo company: a seeded random walk per currency against the euro, new every Monday.
import { type Decimal, decimal, toMinor } from '../kernel/money.ts';
import type { Currency } from './amounts.ts';
import type { Calendar } from './calendar.ts';
import { Random } from './random.ts';

/** Where the walks begin and how far a week may take them, in millionths. */
const walks = [
  ['USD', 1_084_000, 7_000],
  ['GBP', 861_000, 5_000],
  ['JPY', 151_400_000, 9_000],
] as const;

/** How long after its last day the company still answers in every currency. */
const DAYS_AHEAD = 400;

const MILLION = decimal('1000000');
const ONE = decimal('1');
const RATE_DIGITS = 8;

export interface RateRow {
  readonly on: string;
  readonly type: 'SPOT' | 'AVERAGE' | 'CLOSING';
  readonly quote: Currency;
  readonly rate: string;
}

export class Rates {
  readonly #calendar: Calendar;
  readonly #firstMonday: string;
  /** Millionths of each currency for one euro, by week. */
  readonly #weeks = new Map<Currency, number[]>();
  readonly #known = new Map<string, Decimal>();

  constructor(calendar: Calendar, seed: string) {
    this.#calendar = calendar;
    // The first of January 2024 was a Monday.
    const sinceMonday = calendar.daysBetween('2024-01-01', calendar.start);
    this.#firstMonday = calendar.plusDays(calendar.start, -(((sinceMonday % 7) + 7) % 7) - 7);
    const weeks = Math.floor(calendar.daysBetween(this.#firstMonday, calendar.today) / 7) + 1;
    for (const [currency, start, swing] of walks) {
      const random = new Random(`${seed}/rates/${currency}`);
      let level: number = start;
      const path = Array.from({ length: weeks }, () => {
        level = Math.round((level * (1_000_000 + random.between(-swing, swing))) / 1_000_000);
        return level;
      });
      this.#weeks.set(currency, path);
    }
  }

  /** What one unit of a currency is worth in another on a day, as booked: 8 digits. */
  on(date: string, from: Currency, to: Currency): Decimal {
    if (from === to) return ONE;
    const week = this.#weekOf(date);
    const key = `${week}${from}${to}`;
    let rate = this.#known.get(key);
    if (!rate) {
      rate = decimal(toMinor(this.#perEuro(to, week).div(this.#perEuro(from, week)), RATE_DIGITS));
      this.#known.set(key, rate);
    }
    return rate;
  }

  /**
   * All rates with the euro as base: SPOT on Mondays, CLOSING on Fridays and on the last day of each month, AVERAGE on the last day
   * of each month. No day of the history is more than 7 days after its last rate.
   */
  *rows(): Generator<RateRow> {
    const { today } = this.#calendar;
    for (const [quote] of walks) {
      const closings = new Set<string>();
      const weeks = this.#weeks.get(quote) ?? [];
      for (let week = 0; week < weeks.length; week++) {
        const monday = this.#calendar.plusDays(this.#firstMonday, week * 7);
        yield { on: monday, type: 'SPOT', quote, rate: this.#text(quote, week) };
        closings.add(this.#calendar.plusDays(monday, 4));
      }
      for (const month of this.#calendar.months) closings.add(this.#calendar.monthEnd(month));
      for (const on of [...closings].filter((day) => day <= today).sort()) {
        yield { on, type: 'CLOSING', quote, rate: this.#text(quote, this.#weekOf(on)) };
        if (on === this.#calendar.monthEnd(on))
          yield { on, type: 'AVERAGE', quote, rate: this.#text(quote, this.#weekOf(`${on.slice(0, 8)}15`)) };
      }
    }
  }

  /**
   * The last known rates once more for each week of the 400 days that follow the history: SPOT on Mondays, CLOSING on Fridays. Nobody
   * knows these rates, and no real company has them. But a rate answers for 7 days only, and a demo that somebody opens two weeks
   * after its load would have null for every converted stock. They stand still, so that they are no forecast, and come from a
   * source of their own, so that nobody takes them for the ERP's.
   */
  *rowsAhead(): Generator<RateRow> {
    const { today } = this.#calendar;
    const until = this.#calendar.plusDays(today, DAYS_AHEAD);
    const ahead = (day: string) => today < day && day <= until;
    for (const [quote] of walks) {
      const last = (this.#weeks.get(quote) ?? []).length - 1;
      const rate = this.#text(quote, last);
      for (let week = last; ; week++) {
        const monday = this.#calendar.plusDays(this.#firstMonday, week * 7);
        const friday = this.#calendar.plusDays(monday, 4);
        if (monday > until) break;
        if (ahead(monday)) yield { on: monday, type: 'SPOT', quote, rate };
        if (ahead(friday)) yield { on: friday, type: 'CLOSING', quote, rate };
      }
    }
  }

  #weekOf(date: string): number {
    return Math.max(0, Math.floor(this.#calendar.daysBetween(this.#firstMonday, date) / 7));
  }

  #perEuro(currency: Currency, week: number): Decimal {
    if (currency === 'EUR') return ONE;
    const path = this.#weeks.get(currency) ?? [];
    return decimal(String(path[Math.min(week, path.length - 1)] ?? 1_000_000)).div(MILLION);
  }

  #text(currency: Currency, week: number): string {
    return this.#perEuro(currency, week).toString();
  }
}
