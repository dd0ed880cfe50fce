// Exchange rates by brute force: the rule of the SQL function exchange_rate, written a second time over plain rows.
import type { Selectable } from 'kysely';
import { addDays } from '../../src/kernel/dates.ts';
import { type Decimal, decimal } from '../../src/kernel/money.ts';
import type { DB } from '../../src/platform/tables.gen.ts';

export type RateRow = Selectable<DB['exchange_rate']>;

const ROUND_HALF_UP = 4;

interface Known {
  readonly on: string;
  readonly rate: Decimal;
}

/** What one unit of a currency was worth in another; null where no rate says so. */
export function rateOf(
  rates: readonly RateRow[],
  type: string,
  from: string,
  to: string,
  on: string,
): Decimal | null {
  if (from === to) return decimal('1');
  const near = rates.filter(
    (rate) => rate.rate_type === type && rate.rate_on <= on && rate.rate_on >= addDays(on, -7),
  );
  const found = linked(near, from, to)?.rate ?? overThird(near, from, to);
  if (found || type !== 'CLOSING') return found;
  const ever = rates.some(
    (rate) =>
      rate.rate_type === 'CLOSING' &&
      [rate.base_currency, rate.quote_currency].sort().join() === [from, to].sort().join(),
  );
  return ever ? null : rateOf(rates, 'SPOT', from, to, on);
}

/** The latest direct rate, else the latest inverse one. */
function linked(rates: readonly RateRow[], from: string, to: string): Known | undefined {
  const latest = (base: string, quote: string) =>
    rates
      .filter((rate) => rate.base_currency === base && rate.quote_currency === quote)
      .toSorted((a, b) => (a.rate_on < b.rate_on ? 1 : -1))[0];
  const direct = latest(from, to);
  if (direct) return { on: direct.rate_on, rate: decimal(direct.rate) };
  const inverse = latest(to, from);
  if (!inverse) return undefined;
  return { on: inverse.rate_on, rate: decimal('1').div(inverse.rate).toDecimalPlaces(40, ROUND_HALF_UP) };
}

function overThird(rates: readonly RateRow[], from: string, to: string): Decimal | null {
  const thirds = new Set(rates.flatMap((rate) => [rate.base_currency, rate.quote_currency]));
  let best: { on: string; over: string; rate: Decimal } | undefined;
  for (const over of [...thirds].sort()) {
    const first = linked(rates, from, over);
    const second = linked(rates, over, to);
    if (over === from || over === to || !first || !second) continue;
    const [on = ''] = [first.on, second.on].sort();
    if (!best || on > best.on) best = { on, over, rate: first.rate.times(second.rate) };
  }
  return best?.rate ?? null;
}
