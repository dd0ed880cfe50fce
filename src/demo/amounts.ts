// Amounts as the demo company counts them: exact decimals at the minor digits of their currency.
import { allocate, type Decimal, decimal, toMinor } from '../kernel/money.ts';

export const currencies = ['EUR', 'USD', 'GBP', 'JPY'] as const;
export type Currency = (typeof currencies)[number];

export const ZERO = decimal('0');
const HUNDRED = decimal('100');

export function digitsOf(currency: Currency): number {
  return currency === 'JPY' ? 0 : 2;
}

/** The amount as its documents show it. */
export function written(amount: Decimal, currency: Currency): string {
  return toMinor(amount, digitsOf(currency));
}

export function rounded(amount: Decimal, currency: Currency): Decimal {
  return decimal(written(amount, currency));
}

export function percentOf(amount: Decimal, percent: number | string, currency: Currency): Decimal {
  return rounded(amount.times(percent).div(HUNDRED), currency);
}

export function sumOf(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((sum, amount) => sum.plus(amount), ZERO);
}

/** Shares of an amount by weight that add up to it; a single share is the amount itself. */
export function share(amount: Decimal, weights: readonly Decimal[], currency: Currency): readonly Decimal[] {
  if (weights.length === 1) return [amount];
  if (amount.isZero()) return weights.map(() => ZERO);
  return allocate(amount, weights, digitsOf(currency));
}
