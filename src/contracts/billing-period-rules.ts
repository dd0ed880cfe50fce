// What recurring lines should be billed, period by period: periods start on the line's anchor day and clamp to month ends without
// drifting, parts of a period are prorated by actual days, amounts are rounded half up to the minor unit (DOMAIN section 6).
import { addDays, addMonths, daysBetween } from '../kernel/dates.ts';
import { type Decimal, decimal, toMinor } from '../kernel/money.ts';
import { fixedCharge, type LinePrice, priceOn } from './price-rules.ts';

/** One version of a recurring line, with what its contract adds to it. All days are inclusive unless said otherwise. */
export interface BilledLine extends LinePrice {
  readonly contractLineId: string;
  readonly lineageId: string;
  readonly position: number;
  readonly currency: string;
  readonly minorDigits: number;
  readonly pricePeriodMonths: number;
  readonly billingFrequency: string;
  readonly billingTiming: string;
  readonly trigger: string;
  /** The anchor of all periods. */
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly activatedOn: string | null;
  readonly suspendedFrom: string | null;
  /** The first day after the suspension. */
  readonly suspendedTo: string | null;
  /** Since when and until when (exclusive) this version holds; null where open. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** A period, or a part of one, of a line version; as the graph shows it. */
export interface BillingPeriod {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly billOn: string;
  readonly contractLineId: string;
  readonly lineageId: string;
  readonly amount: { readonly amount: string; readonly currency: string };
}

/** Days from the first to the last, both inclusive; `until` is null where it never ends. */
interface Span {
  readonly from: string;
  readonly until: string | null;
}

interface Window {
  readonly from: string;
  readonly until: string;
}

const MONTHS: Readonly<Record<string, number>> = { MONTHLY: 1, QUARTERLY: 3, SEMI_ANNUAL: 6, ANNUAL: 12 };

/** The periods of several lines that overlap the window, by start, then by position; at most `limit`. */
export function billingPeriodsOf(
  lines: readonly BilledLine[],
  window: Window,
  limit: number,
): BillingPeriod[] {
  return lines
    .flatMap((line) => periodsOfLine(line, window, limit).map((period) => ({ line, period })))
    .sort(
      (a, b) =>
        compare(a.period.startsOn, b.period.startsOn) ||
        a.line.position - b.line.position ||
        compare(a.line.contractLineId, b.line.contractLineId),
    )
    .slice(0, limit)
    .map(({ period }) => period);
}

function periodsOfLine(line: BilledLine, window: Window, limit: number): BillingPeriod[] {
  const spans = pricedSpans(line);
  const found: BillingPeriod[] = [];
  const last = latest(spans);
  for (let index = firstIndex(line, window.from); found.length < limit; index++) {
    const period = periodAt(line, index);
    if (
      !period ||
      isBeyondCalendar(period.until) ||
      period.from > window.until ||
      (last !== null && period.from > last)
    )
      break;
    if (period.until < window.from) continue;
    for (const span of spans) {
      const part = overlap(period, span);
      if (part && part.until >= window.from && part.from <= window.until) {
        found.push(billed(line, period, part));
      }
    }
  }
  return found;
}

function billed(line: BilledLine, period: Window, part: Window): BillingPeriod {
  return {
    startsOn: part.from,
    endsOn: part.until,
    billOn: line.billingTiming === 'ARREARS' ? addDays(part.until, 1) : part.from,
    contractLineId: line.contractLineId,
    lineageId: line.lineageId,
    amount: { amount: toMinor(amountOf(line, period, part), line.minorDigits), currency: line.currency },
  };
}

/**
 * The whole period is worth its months of the price period; a part of it its share of the period's days. Periods that are no
 * whole months (weeks, a term as a whole) are worth the days that they take of each price period.
 */
function amountOf(line: BilledLine, period: Window, part: Window): Decimal {
  const charge = fixedCharge(priceOn(line, part.from));
  const months = MONTHS[line.billingFrequency];
  if (months === undefined) return charge.times(pricePeriodsIn(line, part));
  const whole = charge.times(String(months)).div(String(line.pricePeriodMonths));
  const days = daysIn(part);
  return days === daysIn(period) ? whole : whole.times(String(days)).div(String(daysIn(period)));
}

/** How many price periods, counted from the anchor, the days take up. */
function pricePeriodsIn(line: BilledLine, part: Window): Decimal {
  let count = decimal('0');
  for (let index = monthsFrom(line.startsOn, part.from, line.pricePeriodMonths); ; index++) {
    const period = {
      from: addMonths(line.startsOn, index * line.pricePeriodMonths),
      until: addDays(addMonths(line.startsOn, (index + 1) * line.pricePeriodMonths), -1),
    };
    if (period.from > part.until || isBeyondCalendar(period.until)) return count;
    const taken = overlap(period, part);
    if (taken) count = count.plus(decimal(String(daysIn(taken))).div(String(daysIn(period))));
  }
}

/** The billing period with an index, counted from the anchor; only the first exists of a line that is billed once. */
function periodAt(line: BilledLine, index: number): Window | undefined {
  const months = MONTHS[line.billingFrequency];
  if (months !== undefined) {
    const from = addMonths(line.startsOn, index * months);
    return { from, until: addDays(addMonths(line.startsOn, (index + 1) * months), -1) };
  }
  if (line.billingFrequency === 'WEEKLY') {
    const from = addDays(line.startsOn, index * 7);
    return { from, until: addDays(from, 6) };
  }
  if (index > 0) return undefined;
  return {
    from: line.startsOn,
    until: line.endsOn ?? addDays(addMonths(line.startsOn, line.pricePeriodMonths), -1),
  };
}

/** The index of a period that is not after the day, and few before it. */
function firstIndex(line: BilledLine, day: string): number {
  const months = MONTHS[line.billingFrequency];
  if (months !== undefined) return monthsFrom(line.startsOn, day, months);
  if (line.billingFrequency !== 'WEEKLY') return 0;
  return Math.max(0, Math.floor(daysBetween(line.startsOn, day) / 7));
}

function monthsFrom(anchor: string, day: string, step: number): number {
  const count = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return Math.max(0, Math.floor((count(day) - count(anchor) - 1) / step));
}

/** When the version is in service, cut where its price steps and where it is suspended. */
function pricedSpans(line: BilledLine): Span[] {
  if (line.trigger === 'ACTIVATION' && line.activatedOn === null) return [];
  const from = max(line.startsOn, line.validFrom, line.trigger === 'ACTIVATION' ? line.activatedOn : null);
  const until = min(line.endsOn, line.validTo && addDays(line.validTo, -1));
  const steps = (line.ramp ?? []).map((step) => step.from);
  return steps
    .reduce<Span[]>(cutBefore, withoutSuspension(line, { from, until }))
    .filter((span) => span.until === null || span.from <= span.until);
}

function withoutSuspension({ suspendedFrom, suspendedTo }: BilledLine, span: Span): Span[] {
  if (suspendedFrom === null) return [span];
  const before = { from: span.from, until: min(span.until, addDays(suspendedFrom, -1)) };
  return suspendedTo === null ? [before] : [before, { from: max(span.from, suspendedTo), until: span.until }];
}

/** The spans with the one that holds the day cut in two, the second beginning on it. */
function cutBefore(spans: readonly Span[], day: string): Span[] {
  return spans.flatMap((span) =>
    span.from < day && (span.until === null || day <= span.until)
      ? [
          { from: span.from, until: addDays(day, -1) },
          { from: day, until: span.until },
        ]
      : [span],
  );
}

/** The last day of all spans; null where one never ends, the empty text where there is none. */
function latest(spans: readonly Span[]): string | null {
  if (spans.some((span) => span.until === null)) return null;
  return spans.reduce((last, { until }) => max(last, until), '');
}

function overlap(a: Window, b: Span): Window | undefined {
  const from = max(a.from, b.from);
  const until = min(a.until, b.until) ?? a.until;
  return from <= until ? { from, until } : undefined;
}

/** Years of more than four digits are written with a sign and have no order as text; no contract is meant to get there. */
export function isBeyondCalendar(day: string): boolean {
  return day.startsWith('+');
}

function daysIn({ from, until }: Window): number {
  return daysBetween(from, until) + 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function max(first: string, ...others: readonly (string | null)[]): string {
  return others.reduce<string>((last, other) => (other !== null && other > last ? other : last), first);
}

function min(first: string | null, ...others: readonly (string | null)[]): string | null {
  return others.reduce<string | null>(
    (least, other) => (other !== null && (least === null || other < least) ? other : least),
    first,
  );
}
