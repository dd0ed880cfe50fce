// Money: exact decimals, rounding to a currency's minor unit and splitting without losing a cent. No number is ever a float.
import { Decimal } from 'decimal.js';

export type { Decimal } from 'decimal.js';

/** Decimals with room for every amount that a numeric column holds here, and never written with an exponent. */
const Exact = Decimal.clone({
  precision: 60,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

const PLAIN = /^-?(\d+(\.\d*)?|\.\d+)$/;
/** As sources write numbers: an exponent of at most three digits, so that no short text is a number of millions of digits. */
const WRITTEN = /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i;

/** Whether the text is a plain decimal number: digits, one point at most, no exponent, no grouping. */
export function isDecimal(text: string): boolean {
  return text.length <= 100 && PLAIN.test(text);
}

/** The exact decimal written in the text, with or without exponent. Throws on anything else, NaN and infinity too. */
export function decimal(text: string | Decimal): Decimal {
  if (typeof text === 'string' && !WRITTEN.test(text)) throw new RangeError(`${text} is no decimal number`);
  return new Exact(text);
}

/** The amount at the given number of minor digits, half up (the default of DOMAIN section 6), as text with exactly these digits. */
export function toMinor(amount: Decimal, minorDigits: number): string {
  return amount.toDecimalPlaces(minorDigits, Decimal.ROUND_HALF_UP).toFixed(minorDigits);
}

/**
 * Splits an amount over weights so that the shares, at the currency's minor digits, add up to the amount: largest remainder,
 * the earlier share first where remainders are equal. A negative amount splits as its positive one does, so that a credit takes
 * back exactly the shares of what it credits. A weight of zero gets nothing. Throws where the weights add up to zero, or where
 * the amount has more digits than its shares may have.
 */
export function allocate(amount: Decimal, weights: readonly Decimal[], minorDigits: number): Decimal[] {
  if (amount.decimalPlaces() > minorDigits)
    throw new RangeError('the amount has more digits than its currency');
  const places = Math.max(0, ...weights.map((weight) => weight.decimalPlaces()));
  const parts = weights.map((weight) => scaled(weight, places));
  const sum = parts.reduce((total, part) => total + part, 0n);
  if (sum === 0n) throw new RangeError('weights must not add up to zero');
  const units = scaled(amount, minorDigits);
  const size = units < 0n ? -units : units;
  const shares = parts.map((part, index) => ({ index, ...floored(size * part, sum) }));
  const missing = shares.reduce((rest, share) => rest - share.quotient, size);
  const favoured = [...shares]
    .sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index)
    .slice(0, Number(missing));
  for (const share of favoured) share.quotient += 1n;
  return shares.map(({ quotient }) => new Exact(`${units < 0n ? -quotient : quotient}e-${minorDigits}`));
}

/** A decimal as a whole number of its last digit. */
function scaled(value: Decimal, digits: number): bigint {
  return BigInt(value.toFixed(digits).replace('.', ''));
}

/** The quotient rounded down and what is left, counted in units of the divisor's size. */
function floored(dividend: bigint, divisor: bigint): { quotient: bigint; remainder: bigint } {
  const [above, below] = divisor < 0n ? [-dividend, -divisor] : [dividend, divisor];
  const remainder = ((above % below) + below) % below;
  return { quotient: (above - remainder) / below, remainder };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
