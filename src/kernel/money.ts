// Money: exact decimals, rounding to a currency's minor unit and splitting without losing a cent. No number is ever a float.
import { Decimal } from 'decimal.js';

export type { Decimal } from 'decimal.js';

/** Decimals with room for every amount that a numeric column holds here. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -40, toExpPos: 60 });

const PLAIN = /^-?(\d+(\.\d*)?|\.\d+)$/;

/** Whether the text is a plain decimal number: digits, one point at most, no exponent, no grouping. */
export function isDecimal(text: string): boolean {
  return text.length <= 100 && PLAIN.test(text);
}

/** The exact decimal written in the text. Throws on anything else. */
export function decimal(text: string | Decimal): Decimal {
  return new Exact(text);
}

/** The amount at the given number of minor digits, half up (the default of DOMAIN section 6), as text with exactly these digits. */
export function toMinor(amount: Decimal, minorDigits: number): string {
  return amount.toDecimalPlaces(minorDigits, Decimal.ROUND_HALF_UP).toFixed(minorDigits);
}

/**
 * Splits an amount over weights so that the shares, at the currency's minor digits, add up to the amount: largest remainder,
 * the earlier share first where remainders are equal. Weights must not all be zero.
 */
export function allocate(amount: Decimal, weights: readonly Decimal[], minorDigits: number): Decimal[] {
  const sum = weights.reduce((total, weight) => total.plus(weight), new Exact(0));
  if (sum.isZero()) throw new RangeError('weights must not add up to zero');
  const unit = new Exact(10).pow(-minorDigits);
  const exact = weights.map((weight) => amount.times(weight).div(sum));
  const shares = exact.map((share) => share.toDecimalPlaces(minorDigits, Decimal.ROUND_FLOOR));
  const missing = amount.minus(shares.reduce((total, share) => total.plus(share), new Exact(0))).div(unit);
  const order = exact
    .map((share, index) => ({ index, remainder: share.minus(shares[index] ?? share) }))
    .sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index);
  for (const { index } of order.slice(0, missing.toDecimalPlaces(0).toNumber())) {
    shares[index] = (shares[index] ?? new Exact(0)).plus(unit);
  }
  return shares;
}
