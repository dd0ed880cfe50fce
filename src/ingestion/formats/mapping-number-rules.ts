// Numbers as exports write them, by the format that a mapping declares. They become plain digits exactly, and never a JavaScript
// number; grouping is checked, because a separator taken for the wrong one would change the amount.
import { minorDigitsOf } from '../../kernel/currencies.ts';
import { decimal, isDecimal, toMinor } from '../../kernel/money.ts';
import type { NumberFormat } from './mapping-declaration.ts';

const MOST_DIGITS = 40;

/** Digits with an exponent, with a sign before them or none. */
const WRITTEN = /^[-+]?(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE]([-+]?\d{1,3}))?$/;

/** Reads numbers; undefined where a text is none in this format. */
export function numberReader(format: NumberFormat): (text: string) => string | undefined {
  const { decimal: point = '.', thousands = '', symbols = [], negative = 'leading' } = format;
  const isPlain = point === '.' && thousands === '' && symbols.length === 0 && negative === 'leading';
  return (text) => {
    if (isDecimal(text)) return isPlain || (point === '.' && negative === 'leading') ? text : undo(text);
    return undo(text);
  };

  function undo(text: string): string | undefined {
    let rest = text;
    for (const symbol of symbols) rest = rest.replaceAll(symbol, '');
    rest = rest.trim();
    const isNegative = negative !== 'leading' && (negative === 'trailing' ? /-$/ : /^\(.*\)$/).test(rest);
    if (isNegative) rest = negative === 'trailing' ? rest.slice(0, -1) : rest.slice(1, -1);
    const [whole = '', fraction, ...more] = rest.trim().split(point);
    if (more.length > 0) return undefined;
    const digits = ungroup(whole, thousands);
    if (digits === undefined) return undefined;
    const plain = plainDigits(fraction === undefined ? digits : `${digits}.${fraction}`);
    return plain !== undefined && isNegative ? negate(plain) : plain;
  }
}

/** The digits of groups of three, or of the Indian ones (12,34,567); undefined where they are neither. */
function ungroup(whole: string, thousands: string): string | undefined {
  if (thousands === '' || !whole.includes(thousands)) return whole;
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(whole) ?? [];
  const groups = digits.split(thousands);
  const sizes = groups.map(({ length }) => length);
  const [first = 0, last] = [sizes.shift(), sizes.pop()];
  const isGrouped = (size: number) =>
    first >= 1 && first <= size && last === 3 && sizes.every((each) => each === size);
  return isGrouped(3) || isGrouped(2) ? sign + groups.join('') : undefined;
}

/** The number in plain digits: 4.8213E11 is 482130000000. */
function plainDigits(text: string): string | undefined {
  const found = WRITTEN.exec(text);
  if (!found || Math.abs(Number(found[1] ?? '0')) > MOST_DIGITS) return undefined;
  const unsigned = text.replace(/^\+/, '');
  return isDecimal(unsigned) ? unsigned : decimal(unsigned).toString();
}

function negate(plain: string): string {
  return plain.startsWith('-') ? plain.slice(1) : `-${plain}`;
}

/** What is done to a number once it is read, but for minor units. */
export function adjustNumber(plain: string, { sign, times, round }: NumberFormat): string {
  const product = times === undefined ? plain : decimal(plain).times(decimal(times)).toString();
  const scaled = round === undefined ? product : toMinor(decimal(product), round);
  if (sign === 'absolute') return scaled.replace(/^-/, '');
  return sign === 'flip' && !decimal(scaled).isZero() ? negate(scaled) : scaled;
}

/** An amount that counts in minor units (cents, yen, fils) in units of its currency; undefined where that is none. */
export function ofMinorUnits(plain: string, currency: string): string | undefined {
  const digits = minorDigitsOf(currency);
  return digits === undefined
    ? undefined
    : decimal(plain)
        .times(decimal(`1e-${digits}`))
        .toString();
}

/** The sum, difference or product of numbers in plain digits. */
export function calculate(
  operation: 'sum' | 'difference' | 'product',
  [first = '0', ...others]: readonly string[],
): string {
  let result = decimal(first);
  for (const other of others) {
    if (operation === 'sum') result = result.plus(decimal(other));
    else if (operation === 'difference') result = result.minus(decimal(other));
    else result = result.times(decimal(other));
  }
  return result.toString();
}
