// Calendar dates as ISO 8601 text (YYYY-MM-DD): validity and the arithmetic of business periods. Dates are never JS Dates.
import { Temporal } from '@js-temporal/polyfill';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** PostgreSQL knows no year 0 and no offset of 16 hours or more; nor does the world. */
const INSTANT = /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-](0\d|1[0-5]):\d{2})$/;

/** Whether the text is a date that exists, written YYYY-MM-DD; 2023-02-29 does not. */
export function isDate(text: string): boolean {
  if (!DATE.test(text) || text.startsWith('0000')) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month);
}

/** Counted here, because a request with a date would spend more on making a date object of it than on anything else. */
function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether the text is an instant that exists, with its offset (RFC 3339). */
export function isInstant(text: string): boolean {
  if (!INSTANT.test(text)) return false;
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The date `months` months after the anchor, clamped to the month's end and never drifting: the anchor's own day returns as
 * soon as the month has it (31 January + 1 is 28 February, + 2 is 31 March).
 */
export function addMonths(anchor: string, months: number): string {
  return Temporal.PlainDate.from(anchor).add({ months }, { overflow: 'constrain' }).toString();
}

/** The date `days` days after the given one; negative goes back. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Whole days from `from` to `until`; negative when `until` is earlier. */
export function daysBetween(from: string, until: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(until), { largestUnit: 'day' }).days;
}

/** The calendar date of an instant in an IANA time zone. */
export function dateIn(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** An instant in microseconds since 1970, in digits. */
export function microseconds(instant: string): string {
  return String(Temporal.Instant.from(instant).epochNanoseconds / 1000n);
}
