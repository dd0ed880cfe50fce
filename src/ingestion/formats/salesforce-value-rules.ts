// Values of Salesforce rows: what is null, numbers in scientific notation, instants, booleans and countries.
import { decimal, isDecimal } from '../../kernel/money.ts';
import { type SalesforceObject, toRecordId } from './salesforce-object-rules.ts';

/** Values by plain column name: null where the export says that there is none, absent or empty where it says nothing. */
export type SalesforceValues = Readonly<Record<string, string | null>>;

/** What a record says: null clears the field, undefined and empty text say nothing. */
export type Said = string | null | undefined;

/** The null of CSV exports (SFDMU, Data Loader). */
const NULL = '#N/A';

export function readCell(cell: string): string | null {
  return cell.trim() === NULL ? null : cell;
}

/** The first of the columns that holds a value; null where one of them says that there is none. */
export function textOf(values: SalesforceValues, ...columns: readonly string[]): Said {
  let isNull = false;
  for (const column of columns) {
    const value = values[column];
    if (typeof value === 'string' && value !== '') return value;
    isNull ||= value === null;
  }
  return isNull ? null : undefined;
}

/** As `textOf`, for what cannot be cleared: where there is no value, nothing is said. */
export function statedOf(values: SalesforceValues, ...columns: readonly string[]): string {
  return textOf(values, ...columns) ?? '';
}

const MOST_DIGITS = 40;

/** The number in plain digits, exactly: 4.8213E11 is 482130000000. What is no number stays, to be refused by name. */
export function numberOf(values: SalesforceValues, ...columns: readonly string[]): Said {
  const text = textOf(values, ...columns);
  return typeof text === 'string' ? plainNumber(text) : text;
}

export function plainNumber(text: string): string {
  const trimmed = text.trim();
  if (isDecimal(trimmed)) return trimmed;
  const exponent =
    /^[-+]?(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE]([-+]?\d{1,3}))?$/.exec(trimmed)?.[1] ?? '0';
  const isNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?$/.test(trimmed) && trimmed.length <= 80;
  if (!isNumber || Math.abs(Number(exponent)) > MOST_DIGITS) return text;
  return decimal(trimmed.replace(/^\+/, '')).toString();
}

/** The date of a date or of an instant, as its text says it. */
export function dateOf(values: SalesforceValues, ...columns: readonly string[]): Said {
  return textOf(values, ...columns)?.replace(/[ T]\d{2}:\d{2}.*$/, '') ?? textOf(values, ...columns);
}

/** `true` or `false`; undefined where the row does not say. */
export function booleanOf(values: SalesforceValues, column: string): boolean | undefined {
  const text = values[column]?.trim().toLowerCase();
  if (text === 'true' || text === '1' || text === 'yes') return true;
  return text === 'false' || text === '0' || text === 'no' ? false : undefined;
}

/** A lookup field: the id of a record of the object. */
export function lookupOf(values: SalesforceValues, column: string, object: SalesforceObject): Said {
  const id = values[column];
  return typeof id === 'string' ? toRecordId(id.trim(), object) : id;
}

/** Names that people use and that CLDR does not. */
const countryNames = new Map([
  ['usa', 'US'],
  ['united states of america', 'US'],
  ['uk', 'GB'],
  ['great britain', 'GB'],
  ['england', 'GB'],
]);

/** Codes of CLDR that are no countries. */
const noCountries = ['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'];

const A = 'A'.charCodeAt(0);
const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const countryCodes = new Set<string>();
for (let pair = 0; pair < 26 * 26; pair++) {
  const code = String.fromCharCode(A + Math.floor(pair / 26), A + (pair % 26));
  const name = regions.of(code)?.toLowerCase();
  // A code that was given up (DD) leads to the one of today.
  const isCurrent = name !== undefined && new Intl.Locale(`und-${code}`).region === code;
  if (!isCurrent || noCountries.includes(code)) continue;
  countryCodes.add(code);
  countryNames.set(name, code);
}

/** The ISO 3166-1 code of a country, by code or English name; undefined where it is neither. */
export function countryOf(text: Said): string | undefined {
  const name = text?.trim() ?? '';
  const byName = countryNames.get(name.toLowerCase());
  if (byName !== undefined) return byName;
  return countryCodes.has(name) ? name : undefined;
}

/** The fields of which something is said. */
export function said(fields: Readonly<Record<string, Said>>): Record<string, string | null> {
  const values: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== '') values[name] = value;
  }
  return values;
}
