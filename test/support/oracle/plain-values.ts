// What values look like on the way out and how they compare, by plain TypeScript: decimals by decimal.js, texts by their bytes,
// instants by their microseconds.
import { type Decimal, decimal } from '../../../src/kernel/money.ts';
import type { Row, World } from './world.ts';

const HALF_UP = 4;

export interface PlainMoney {
  readonly amount: string;
  readonly currency: string;
}

/** An amount with exactly its currency's minor digits; zero has no sign. */
export function amountText(amount: Decimal | string, digits: number): string {
  const rounded = decimal(amount).toDecimalPlaces(digits, HALF_UP);
  return (rounded.isZero() ? decimal('0') : rounded).toFixed(digits);
}

export function digitsOf(world: World, currency: string): number {
  return Number(world.one('currency', 'code', currency)?.minor_digits ?? 2);
}

export function money(world: World, amount: unknown, currency: unknown): PlainMoney | null {
  if (amount === null || amount === undefined || currency === null || currency === undefined) return null;
  const code = String(currency);
  return { amount: amountText(amount as string | Decimal, digitsOf(world, code)), currency: code };
}

/** A decimal without superfluous zeros. */
export function decimalText(value: Decimal | string): string {
  const exact = decimal(value);
  return exact.isZero() ? '0' : exact.toFixed();
}

/** `2024-01-31T12:34:56.789123Z` to the millisecond, which is cut and not rounded. */
function instantText(value: string): string {
  const [whole = '', fraction = ''] = value.replace('Z', '').split('.');
  return `${whole}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

/** Microseconds since 1970, of an instant with any offset. */
export function microsOf(value: string): bigint {
  const [, day, time, fraction = '', zone = 'Z'] =
    /^([\d-]+)[T ]([\d:]+)(?:\.(\d+))?(Z|[+-][\d:]+)$/.exec(value) ?? [];
  const seconds = time?.length === 5 ? `${time}:00` : time;
  const offset = zone === 'Z' ? 'Z' : zone;
  const millis = BigInt(Date.parse(`${day}T${seconds}${offset}`));
  return millis * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

/** A date as a text that sorts, with infinities at the ends. */
export function dayKey(value: string): string {
  if (value === '-infinity') return '';
  return value === 'infinity' ? '~' : value;
}

/** The column as its GraphQL scalar shows it. */
export function scalarOf(type: string, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'Decimal') return decimalText(String(value));
  if (type === 'DateTime') return instantText(String(value));
  if (type === 'Date') return String(value).endsWith('infinity') ? null : value;
  if (type === 'Int') return Number(value);
  return value;
}

/** The key by which names are listed, as the migrations define it. */
export function sortKey(name: string): string {
  const from = 'ØøŁłĐđÆŒАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ';
  const to = 'oollddæœабвгдежзиклмнопрстуфхцчшщъыьэюяαβγδεζηθικλμνξοπρστυφχψω';
  const bare = name.normalize('NFKD').replace(/[\u0300-\u036F]/g, '');
  const translated = [...bare].map((sign) => (from.includes(sign) ? [...to][[...from].indexOf(sign)] : sign));
  return translated
    .join('')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe');
}

export type OrderType = 'text' | 'day' | 'instant' | 'number';

/** Negative, zero or positive, by the type's own order. */
export function compareBy(type: OrderType, a: unknown, b: unknown): number {
  if (type === 'text') return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
  if (type === 'number') return decimal(String(a)).comparedTo(decimal(String(b)));
  const [x, y] =
    type === 'instant' ? [microsOf(String(a)), microsOf(String(b))] : [dayKey(String(a)), dayKey(String(b))];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Rows in the order of several texts, numbers or days; null stands last. */
export function sortedBy(rows: readonly Row[], ...keys: readonly ((row: Row) => unknown)[]): Row[] {
  return rows.toSorted((a, b) => {
    for (const key of keys) {
      const [x, y] = [sortable(key(a)), sortable(key(b))];
      if (x === null || y === null) {
        if (x === y) continue;
        return x === null ? 1 : -1;
      }
      const order =
        typeof x === 'string' || typeof y === 'string' ? compareBy('text', x, y) : x < y ? -1 : Number(x > y);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** A value whose own order is the one wanted: instants by their microseconds, days with infinities at the ends. */
function sortable(value: unknown): string | number | bigint | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  const text = String(value);
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? microsOf(text) : dayKey(text);
}
