// Dates and instants as exports write them, by the formats that a mapping declares: `dd/mm/yyyy`, `yyyymmdd`, `d mon yyyy`, `iso`,
// `epoch_seconds`, `epoch_millis`. A time of day behind the date is read where it stands.
import { Temporal } from '@js-temporal/polyfill';
import { addDays, dateIn, isDate, isInstant } from '../../kernel/dates.ts';

/** What a text says: the day, and behind it the time of day with its offset, if any. */
interface Written {
  readonly date: string;
  readonly time: string;
  readonly offset: string;
}

type ReadWritten = (text: string) => Written | undefined;

const epochs: Readonly<Record<string, number>> = { epoch_seconds: 1000, epoch_millis: 1 };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const tokens: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<year>\\d{2})',
  mon: '(?<name>[A-Za-z]{3})',
  mm: '(?<month>\\d{2})',
  m: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
};

const TIME =
  '(?:(?:T| +)(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?<fraction>\\.\\d{1,9})?)?' +
  ' ?(?<half>[AaPp][Mm])?(?: ?(?<offset>Z|UTC|[+-]\\d{2}(?::?\\d{2})?))?)?';

/** Whether a mapping may name the format: each of day, month and year once. */
export function isDateFormat(format: string): boolean {
  if (format === 'iso' || format in epochs) return true;
  const parts = format.match(/yyyy|yy|mon|mm?|dd?/g) ?? [];
  const rest = format.replace(/yyyy|yy|mon|mm?|dd?/g, '');
  const has = (letter: string) => parts.filter((part) => part.startsWith(letter)).length === 1;
  return parts.length === 3 && has('y') && has('m') && has('d') && /^[-./ ,]*$/.test(rest);
}

function readerOf(format: string): ReadWritten {
  const source = (format === 'iso' ? 'yyyy-mm-dd' : format)
    .replace(/[.]/g, '\\.')
    .replace(/yyyy|yy|mon|mm?|dd?/g, (token) => tokens[token] ?? token);
  const pattern = new RegExp(`^${source}${TIME}$`);
  return (text) => {
    const found = pattern.exec(text)?.groups;
    return found && written(found);
  };
}

function written(found: Readonly<Record<string, string | undefined>>): Written | undefined {
  const { year = '', name, day = '', hour, minute, second, fraction, half, offset = '' } = found;
  const month = name === undefined ? (found.month ?? '') : String(MONTHS.indexOf(name.toLowerCase()) + 1);
  // Two digits mean the years 1969 to 2068, as POSIX reads them.
  const whole = year.length === 2 ? `${Number(year) < 69 ? '20' : '19'}${year}` : year;
  const date = `${whole}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isDate(date)) return undefined;
  if (hour === undefined) return { date, time: '00:00:00', offset: '' };
  const clock = half === undefined ? hour : String((Number(hour) % 12) + (/p/i.test(half) ? 12 : 0));
  const time = `${clock.padStart(2, '0')}:${minute ?? '00'}:${second ?? '00'}${fraction ?? ''}`;
  const zulu =
    offset === 'UTC' ? 'Z' : offset.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, h, m) => `${h}:${m ?? '00'}`);
  return isInstant(`${date}T${time}${zulu === '' ? 'Z' : zulu}`) ? { date, time, offset: zulu } : undefined;
}

/** Reads dates and instants in the given formats; undefined where a text has none of them. */
export class DateReader {
  readonly #patterns: readonly ReadWritten[];
  readonly #epoch: number | undefined;
  readonly #zone: string;

  constructor(formats: readonly string[], zone: string) {
    this.#epoch = formats.map((format) => epochs[format]).find((factor) => factor !== undefined);
    this.#patterns = formats.filter((format) => !(format in epochs)).map(readerOf);
    this.#zone = zone;
  }

  /** The day, as the text says it; that of an epoch in the time zone of the mapping. */
  toDate(text: string, plusDays = 0): string | undefined {
    const epoch = this.#ofEpoch(text);
    const date = epoch === undefined ? this.#read(text)?.date : dateIn(epoch, this.#zone);
    return date === undefined || plusDays === 0 ? date : addDays(date, plusDays);
  }

  /** The instant; one without offset was taken in the time zone of the mapping. */
  toInstant(text: string): string | undefined {
    const epoch = this.#ofEpoch(text);
    if (epoch !== undefined) return epoch;
    const found = this.#read(text);
    if (!found) return undefined;
    const { date, time, offset } = found;
    if (offset !== '' || this.#zone === 'UTC') return `${date}T${time}${offset || 'Z'}`;
    return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(this.#zone).toInstant().toString();
  }

  #read(text: string): Written | undefined {
    for (const read of this.#patterns) {
      const found = read(text);
      if (found) return found;
    }
    return undefined;
  }

  #ofEpoch(text: string): string | undefined {
    if (this.#epoch === undefined || !/^-?\d{1,14}$/.test(text)) return undefined;
    return Temporal.Instant.fromEpochMilliseconds(Number(text) * this.#epoch).toString();
  }
}
