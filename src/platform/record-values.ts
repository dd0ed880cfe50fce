// The text of a record checked against its definition, field by field, before any SQL sees it. A fault names the field, the
// value and the rule, so that whoever sent the record can mend it.
import { isDate, isInstant } from '../kernel/dates.ts';
import { isDecimal } from '../kernel/money.ts';
import type { RecordDefinition } from './record-definition.ts';
import { fault, quoteValue, type RecordFault, type RecordValues } from './record-fault.ts';
import type { RecordField } from './record-fields.ts';

/** What a run knows that a definition does not. */
export interface KnownCodes {
  /** With the digits of their minor units. */
  readonly currencies: ReadonlyMap<string, number>;
}

const INTEGER = /^-?\d{1,9}$/;
/** PostgreSQL keeps none in JSON either. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;
const TRUE = new Set(['true', 't', 'yes', '1']);
const FALSE = new Set(['false', 'f', 'no', '0']);

/** The value in the form in which it is kept, or the fault. */
function checkField(
  name: string,
  field: RecordField,
  value: string,
  known: KnownCodes,
): string | RecordFault {
  const invalid = (rule: string, message: string) =>
    fault('VALIDATION', rule, `${name} ${quoteValue(value)} ${message}`, { field: name, value });
  if (value.includes('\u0000')) return invalid('text', 'holds a NUL character');
  if (field.kind === 'text') return value;
  const trimmed = value.trim();
  switch (field.kind) {
    case 'amount':
    case 'decimal':
      return isDecimal(trimmed)
        ? trimmed
        : invalid('decimal', 'is no number: plain digits with at most one point');
    case 'integer':
      return INTEGER.test(trimmed) ? trimmed : invalid('integer', 'is no whole number');
    case 'boolean':
      return asBoolean(trimmed) ?? invalid('boolean', 'is neither true nor false');
    case 'date':
      return isDate(trimmed) ? trimmed : invalid('date', 'is no date that exists, written YYYY-MM-DD');
    case 'instant':
      return asInstant(trimmed) ?? invalid('instant', 'is no instant with its offset, 2024-01-31T12:00:00Z');
    case 'enum':
      return field.values?.includes(trimmed)
        ? trimmed
        : invalid('one_of', `is none of ${field.values?.join(', ')}`);
    case 'list':
      return checkList(trimmed, field) ?? invalid('list', `is no list of ${field.values?.join(', ')}`);
    case 'json':
      if (ESCAPED_NUL.test(trimmed)) return invalid('text', 'holds a NUL character');
      return isJson(trimmed) ? trimmed : invalid('json', 'is no JSON');
    case 'currency':
      return known.currencies.has(trimmed)
        ? trimmed
        : invalid('currency', 'is no currency that ISO 4217 knows');
    default:
      return trimmed.length <= LONGEST_KEY
        ? trimmed
        : invalid('key', `is too long for an id: at most ${LONGEST_KEY} characters`);
  }
}

/** No id of any system is longer, and an index could not hold it. */
export const LONGEST_KEY = 500;

function asBoolean(value: string): string | undefined {
  const lower = value.toLowerCase();
  if (TRUE.has(lower)) return 'true';
  return FALSE.has(lower) ? 'false' : undefined;
}

/** A date alone is the beginning of that day in UTC. */
function asInstant(value: string): string | undefined {
  if (isDate(value)) return `${value}T00:00:00Z`;
  return isInstant(value) ? value : undefined;
}

function checkList(value: string, { values }: RecordField): string | undefined {
  const members = value
    .split(';')
    .map((member) => member.trim())
    .filter((member) => member !== '');
  if (values && members.some((member) => !values.includes(member))) return undefined;
  return members.join(';');
}

/** JSON that PostgreSQL can hold, too: whole characters, and numbers that are some. */
function isJson(value: string): boolean {
  try {
    let isSound = true;
    JSON.parse(value, (_key, member: unknown) => {
      if (typeof member === 'string') isSound &&= member.isWellFormed() && !member.includes('\0');
      if (typeof member === 'number') isSound &&= Number.isFinite(member);
      return member;
    });
    return isSound;
  } catch {
    return false;
  }
}

/** All values of a record in their kept form, or the first fault. Empty text says nothing, as if the field were absent. A partial record says only what changed. */
export function checkValues(
  definition: RecordDefinition,
  values: RecordValues,
  known: KnownCodes,
  partial = false,
): { readonly values: RecordValues } | { readonly fault: RecordFault } {
  const checked: Record<string, string | null> = {};
  for (const name in definition.fields) {
    const field = definition.fields[name];
    if (!field) continue;
    const value = values[name];
    if (value === undefined || value === '') {
      if (field.required && !partial) return { fault: missing(name, field) };
      continue;
    }
    if (value === null) {
      if (field.required || field.default !== null) return { fault: uncleared(name) };
      checked[name] = null;
      continue;
    }
    const kept = checkField(name, field, value, known);
    if (typeof kept !== 'string') return { fault: kept };
    checked[name] = kept;
  }
  return { values: checked };
}

/** The flag of the command line that states a field of this kind for records that do not. */
export const defaultFlags: Partial<Record<RecordField['kind'], string>> = {
  currency: '--currency CODE',
  legal_entity: '--entity CODE',
};

function missing(name: string, field: RecordField): RecordFault {
  const flag = defaultFlags[field.kind];
  const hint = flag ? `: state it in the record, or give ${flag}` : '';
  return fault('VALIDATION', 'required', `${name} is missing${hint}`, { field: name });
}

function uncleared(name: string): RecordFault {
  return fault('VALIDATION', 'required', `${name} cannot be cleared`, { field: name });
}
