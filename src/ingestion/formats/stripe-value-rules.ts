// Values of Stripe objects: members that may be an id or the object itself, lists, instants, and amounts, which are whole numbers of
// the smallest unit of their currency.
import { addDays } from '../../kernel/dates.ts';
import { decimal, isDecimal } from '../../kernel/money.ts';
import { type ExactJson, type ExactObject, isObject } from './exact-json.ts';

/** An object of Stripe's API; numbers are the text in which they were written. */
export type StripeObject = ExactObject;

export type Fields = Readonly<Record<string, string>>;

/** The first of the members that says something; empty where none does. */
export function textOf(object: StripeObject | undefined, ...names: readonly string[]): string {
  for (const name of names) {
    const value = object?.[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (typeof value === 'boolean') return String(value);
  }
  return '';
}

/** Whether the member says true, in JSON or in the cell of a table. */
export function isTrue(object: StripeObject, name: string): boolean {
  return textOf(object, name).toLowerCase() === 'true';
}

export function isFalse(object: StripeObject, name: string): boolean {
  return textOf(object, name).toLowerCase() === 'false';
}

export function memberOf(object: StripeObject | undefined, name: string): StripeObject | undefined {
  const value = object?.[name];
  return isObject(value) ? value : undefined;
}

/** The id in the first of the members that has one, whether or not the object stands there as a whole (expanded). */
export function idOf(object: StripeObject | undefined, ...names: readonly string[]): string {
  for (const name of names) {
    const id = textOf(object, name) || textOf(memberOf(object, name), 'id');
    if (id !== '') return id;
  }
  return '';
}

/** The objects of a list, as an array or as a page of Stripe's. */
export function listOf(object: StripeObject | undefined, name: string): readonly StripeObject[] {
  const value = object?.[name];
  const elements = isObject(value) ? value.data : value;
  const list: readonly ExactJson[] = Array.isArray(elements) ? elements : [];
  return list.filter(isObject);
}

/** Whether the list goes on where Stripe cut it off. */
export function isCut(object: StripeObject, name: string): boolean {
  const page = memberOf(object, name);
  return page !== undefined && isTrue(page, 'has_more');
}

export function currencyOf(object: StripeObject | undefined): string {
  return textOf(object, 'currency').toUpperCase();
}

/** Decimal places of Stripe's smallest unit, where they are not two. ISK and UGX have two here though nobody pays fractions of them. */
const places: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD JOD KWD OMR TND'.split(' ').map((code) => [code, 3] as const),
]);

/** The amount as people know it; empty where there is none. What is no number stays as it is, to be refused by name. */
export function amountOf(
  object: StripeObject | undefined,
  currency: string,
  ...names: readonly string[]
): string {
  return fromMinor(textOf(object, ...names), currency);
}

/** An amount in the smallest unit (which may be a fraction of it, in unit prices) as people know it. */
export function fromMinor(text: string, currency: string): string {
  if (!isDecimal(text)) return text;
  return decimal(`${text}e-${places.get(currency) ?? 2}`).toString();
}

/** The sum of amounts in members of several objects; empty where none of them states one. */
export function sumOf(objects: readonly StripeObject[], currency: string, name: string): string {
  const stated = objects.map((object) => amountOf(object, currency, name)).filter(isDecimal);
  if (stated.length === 0) return '';
  return stated.reduce((sum, one) => sum.plus(one), decimal('0')).toString();
}

/** One amount less others; what is not stated takes nothing away. */
export function minus(amount: string, ...others: readonly string[]): string {
  if (!isDecimal(amount)) return amount;
  return others
    .filter(isDecimal)
    .reduce((rest, one) => rest.minus(one), decimal(amount))
    .toString();
}

export function isZero(amount: string): boolean {
  return isDecimal(amount) && decimal(amount).isZero();
}

/** The instant in the first of the members that has one: seconds since 1970, or as warehouses write it, in UTC. */
export function instantOf(object: StripeObject | undefined, ...names: readonly string[]): string {
  const text = textOf(object, ...names);
  if (/^\d{1,11}$/.test(text)) return new Date(Number.parseInt(text, 10) * 1000).toISOString();
  const written = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,3})\d*)?(?: ?UTC|Z)?$/.exec(text);
  if (!written) return '';
  return `${written[1]}T${written[2]}.${(written[3] ?? '').padEnd(3, '0')}Z`;
}

/** The day of an instant in UTC; Stripe's reports use it, too. */
export function dayOf(object: StripeObject | undefined, ...names: readonly string[]): string {
  return instantOf(object, ...names).slice(0, 10);
}

/** The last day before something ends: at the end of its last day it is over already. */
export function lastDayBefore(object: StripeObject | undefined, ...names: readonly string[]): string {
  const day = dayOf(object, ...names);
  return day === '' ? '' : addDays(day, -1);
}

/** The later of days that may be empty. */
export function latest(...days: readonly string[]): string {
  return [...days].sort().at(-1) ?? '';
}
