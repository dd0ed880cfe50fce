// The days that the demo company knows: its history of 36 months up to today. Answers of the kernel's calendar are remembered,
// because a large company asks for the same few thousand dates millions of times.
import { addDays, addMonths, daysBetween } from '../kernel/dates.ts';

const MONTHS_OF_HISTORY = 36;

export class Calendar {
  readonly today: string;
  /** The first day of the history. */
  readonly start: string;
  /** The first day of each month from the start, with that of today as the last. */
  readonly months: readonly string[];
  readonly #days: string[] = [];
  readonly #positions = new Map<string, number>();
  readonly #shifted = new Map<string, string[]>();

  constructor(today: string) {
    this.today = today;
    const thisMonth = `${today.slice(0, 7)}-01`;
    this.months = Array.from({ length: MONTHS_OF_HISTORY }, (_, back) =>
      addMonths(thisMonth, back - MONTHS_OF_HISTORY + 1),
    );
    this.start = this.months[0] ?? thisMonth;
    let day = addDays(this.start, -400);
    for (let count = daysBetween(day, today) + 800; count > 0; count--) {
      this.#positions.set(day, this.#days.length);
      this.#days.push(day);
      day = addDays(day, 1);
    }
  }

  plusDays(date: string, days: number): string {
    const position = this.#positions.get(date);
    return (position === undefined ? undefined : this.#days[position + days]) ?? addDays(date, days);
  }

  plusMonths(date: string, months: number): string {
    if (months < 0) return addMonths(date, months);
    let shifted = this.#shifted.get(date);
    if (!shifted) {
      shifted = [];
      this.#shifted.set(date, shifted);
    }
    shifted[months] ??= addMonths(date, months);
    return shifted[months] ?? date;
  }

  daysBetween(from: string, until: string): number {
    const [start, end] = [this.#positions.get(from), this.#positions.get(until)];
    return start === undefined || end === undefined ? daysBetween(from, until) : end - start;
  }

  /** The last day of the date's month. */
  monthEnd(date: string): string {
    return this.plusDays(this.plusMonths(`${date.slice(0, 7)}-01`, 1), -1);
  }

  /** The earlier of the date and today: nothing of the demo happens later. */
  atMostToday(date: string): string {
    return date < this.today ? date : this.today;
  }

  isPast(date: string): boolean {
    return date <= this.today;
  }
}
