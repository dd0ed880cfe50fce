// Values of S/4HANA rows: padded keys, dates, creation times as objects, signs, and amounts of currencies that do not have two
// decimal places. SAP writes null and '' for the same thing: nothing is there.
import { type Decimal, decimal, isDecimal } from '../../kernel/money.ts';
import type { CanonicalRecord, Origin, RejectedRow } from '../format.ts';

/** Text by member; numbers as they were written, objects as JSON. */
export type SapValues = Readonly<Record<string, string | null>>;

export interface SapRow extends Origin {
  readonly values: SapValues;
  /** Why the line is no object; null: it is one. */
  readonly broken: RejectedRow | null;
}

/** A record with what the source says of it beside its fields. */
export interface SapRecord extends CanonicalRecord {
  /** When this content came to be: a later one is never overwritten by it. */
  readonly version?: string;
  /** The row as it came. */
  readonly raw: SapValues;
}

export type Fields = Readonly<Record<string, string>>;

/** A record of the row that says it. */
export function toRecord(
  { file, line, values: raw }: SapRow,
  record: string,
  externalId: string,
  fields: Fields,
): SapRecord {
  const version = versionOf(raw);
  const values = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
  return {
    kind: 'record',
    record,
    externalId,
    values,
    file,
    line,
    raw,
    ...(version !== undefined && { version }),
  };
}

/** A row that cannot be understood, by the member at which that shows. */
export function rejected(
  { file, line, values }: SapRow,
  reason: Pick<RejectedRow, 'class' | 'rule' | 'message' | 'externalId'>,
  field: string,
): RejectedRow {
  return { kind: 'rejected', ...reason, field, value: values[field] ?? '', values, file, line };
}

/** The first of the members that says something; empty where none does. */
export function textOf(values: SapValues, ...names: readonly string[]): string {
  for (const name of names) {
    const text = values[name]?.trim() ?? '';
    if (text !== '') return text;
  }
  return '';
}

/** A key as all tables write it: SAP pads numbers with zeros in some of them, so `000010` is `10`. */
export function keyOf(values: SapValues, ...names: readonly string[]): string {
  return plainKey(textOf(values, ...names));
}

export function plainKey(key: string): string {
  return /^\d+$/.test(key) ? key.replace(/^0+(?=\d)/, '') : key;
}

/** The key of a row that several members make; empty where one of them is missing. */
export function joinedKey(values: SapValues, ...names: readonly string[]): string {
  const parts = names.map((name) => keyOf(values, name));
  return parts.includes('') ? '' : parts.join('/');
}

export function booleanOf(values: SapValues, name: string): boolean {
  return ['true', 'x', '1'].includes(textOf(values, name).toLowerCase());
}

/** The first of the members that holds a date, as YYYY-MM-DD; SAP's initial dates are none. */
export function dateOf(values: SapValues, ...names: readonly string[]): string {
  for (const name of names) {
    const text = textOf(values, name);
    const date = text
      .replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
      .replace(/^(\d{4}-\d{2}-\d{2})[T ].*$/, '$1');
    if (date !== '' && !date.startsWith('0000-') && date !== '0001-01-01') return date;
  }
  return '';
}

/** The first day behind a validity; 31 December 9999 says that it has no end. */
export function isOpenEnd(date: string): boolean {
  return date === '' || date.startsWith('9999-');
}

/** The time of an object (`{"hours":11,"minutes":31,"seconds":13}`) or of a text, as HH:MM:SS. */
export function timeOf(values: SapValues, name: string): string {
  const text = textOf(values, name);
  if (/^\d{2}:\d{2}:\d{2}$/.test(text)) return text;
  const part = (unit: string) =>
    new RegExp(`"${unit}"\\s*:\\s*"?(\\d{1,2})\\b`).exec(text)?.[1]?.padStart(2, '0');
  const parts = [part('hours'), part('minutes'), part('seconds')];
  return parts.every((one) => one !== undefined) ? parts.join(':') : '00:00:00';
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** When the row's content came to be: its last change, else its creation; undefined where it does not say. */
export function versionOf(values: SapValues): string | undefined {
  const changed = textOf(values, 'lastChangeDateTime');
  const instants = [
    INSTANT.test(changed) ? changed.replace(/(:\d{2})Z$/, '$1.000Z') : '',
    startOf(dateOf(values, 'lastChangeDate'), '00:00:00'),
    startOf(dateOf(values, 'creationDate'), timeOf(values, 'creationTime')),
  ];
  return instants
    .filter((instant) => instant !== '')
    .sort()
    .at(-1);
}

function startOf(date: string, time: string): string {
  return date === '' ? '' : `${date}T${time}.000Z`;
}

/**
 * SAP keeps every amount with two decimal places, whatever its currency has: 1,250 JPY stand as 12.50 and 1.234 KWD as 12.34. By
 * how many places the point moves, for the currencies of ISO 4217 that have not two.
 */
const shifts: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 2] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, -1] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, -2] as const),
]);

/** The amount as people know it, in plain digits. What is no number stays as it is, to be refused by name. */
export function amountOf(values: SapValues, name: string, currency: string): string {
  const text = textOf(values, name);
  const signed = /^[^-]+-$/.test(text) ? `-${text.slice(0, -1).trim()}` : text;
  const shift = shifts.get(currency) ?? 0;
  if (!isDecimal(signed)) return text;
  return shift === 0 ? signed : decimal(`${decimal(signed)}e${shift}`).toString();
}

/** The exact amount, debits positive: by the debit/credit code where the row has one, else by its own sign. Null: no number. */
export function postedAmount(values: SapValues, name: string, currency: string): Decimal | null {
  const text = amountOf(values, name, currency);
  if (!isDecimal(text)) return null;
  const amount = decimal(text);
  switch (textOf(values, 'debitCreditCode')) {
    case 'S':
      return amount.abs();
    case 'H':
      return amount.abs().negated();
    default:
      return amount;
  }
}
