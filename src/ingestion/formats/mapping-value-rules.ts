// How a value of a mapping is read from a row: where it comes from, what is done to it, and the canonical form that the field's
// kind asks for. A mapping is turned into functions once per reading, and each row passes through them.
import { fault, quoteValue } from '../../platform/record-fault.ts';
import type { FieldKind } from '../../platform/record-fields.ts';
import type { FormatOptions } from '../format.ts';
import { compileCondition } from './mapping-condition-rules.ts';
import { DateReader } from './mapping-date-rules.ts';
import type { Mapping, NumberFormat, Value } from './mapping-declaration.ts';
import { adjustNumber, calculate, numberReader, ofMinorUnits } from './mapping-number-rules.ts';
import type { MappedRow, ReadValue, Said } from './mapping-row.ts';
import { compileTemplate } from './mapping-template-rules.ts';
import { countryOf } from './salesforce-value-rules.ts';

/** What the functions are made with. */
export interface Surroundings {
  readonly mapping: Mapping;
  readonly options: FormatOptions;
  /** What each lookup holds, by key. */
  readonly lookups: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Computed columns of the file whose values are in canonical form already. */
  readonly settled: ReadonlySet<string>;
}

/** Where a value goes: the field, for faults, and its kind. */
export interface Target {
  readonly field: string;
  readonly kind: FieldKind;
}

/** In constants and tables, as in canonical CSV files. */
const CLEARS = '\\N';

export function compileValue(value: Value, target: Target, around: Surroundings): ReadValue {
  const steps = takesSteps(value);
  const source = compileSource(value, steps ? { ...target, kind: 'text' } : target, around);
  const clean = compileCleaning(value);
  const find = compileFinding(value, target, around);
  const convert = isSettled(value, around, steps) ? keep : compileConversion(value, target, around);
  if (!find) return (row) => convert(clean(source(row)), row);
  return (row) => {
    const found = find(clean(source(row)), row);
    return found.isCanonical ? found.said : convert(found.said, row);
  };
}

type Convert = (said: Said, row: MappedRow) => Said;

const keep: Convert = (said) => said;

/** Whether the outer value does more than pass on what the inner ones give; then those stay text. */
function takesSteps({ table, lookup, date, number, plus_days, nothing, clears }: Value): boolean {
  return [table, lookup, date, number, plus_days, nothing, clears].some((step) => step !== undefined);
}

/** Whether the text that comes is in canonical form, so that the field's kind asks for nothing more. */
function isSettled(value: Value, around: Surroundings, steps: boolean): boolean {
  if (value.date || value.number || value.plus_days !== undefined) return false;
  const lookup = value.lookup === undefined ? undefined : around.mapping.lookups?.[value.lookup];
  if (value.lookup !== undefined) return lookup !== undefined && isTyped(lookup.value);
  if (value.column !== undefined) return comesSettled(value, around);
  return value.template === undefined && !(steps && (value.first ?? value.cases) !== undefined);
}

/** Whether a value gives a date or number in canonical form whatever it is for. */
export function isTyped(value: Value): boolean {
  const { date, number, plus_days, sum, difference, product, count_within } = value;
  return [date, number, plus_days, sum, difference, product, count_within].some((part) => part !== undefined);
}

function compileSource(value: Value, target: Target, around: Surroundings): ReadValue {
  const { column, constant, template, given, first, cases, object, count_within } = value;
  if (column !== undefined) return (row) => row.cell(column);
  if (constant !== undefined) return always(constant === CLEARS ? null : constant);
  if (template !== undefined) return compileTemplate(template);
  if (given !== undefined) return always(around.options[given]);
  if (first) return firstOf(first.map((each) => compileValue(each, target, around)));
  if (cases) {
    const compiled = cases.map(({ when, value: each }) => ({
      meets: when && compileCondition(when),
      read: compileValue(each, target, around),
    }));
    return (row) => compiled.find(({ meets }) => !meets || meets(row))?.read(row);
  }
  if (object) return compileObject(object, target, around);
  if (count_within) return counter(compileValue(count_within, textOf(target), around));
  return compileCalculation(value, target, around);
}

const textOf = ({ field }: Target): Target => ({ field, kind: 'text' });

const always =
  (said: Said): ReadValue =>
  () =>
    said;

/** The first that holds anything; null where one of those before it clears. */
function firstOf(reads: readonly ReadValue[]): ReadValue {
  return (row) => {
    let said: Said;
    for (const read of reads) {
      const each = read(row);
      if (typeof each === 'string' && each !== '') return each;
      if (each === null) said = null;
    }
    return said;
  };
}

function compileObject(
  members: Readonly<Record<string, Value>>,
  target: Target,
  around: Surroundings,
): ReadValue {
  const reads = Object.entries(members).map(
    ([name, value]) => [name, compileValue(value, textOf(target), around)] as const,
  );
  return (row) => {
    const held = reads.flatMap(([name, read]) => {
      const said = read(row);
      return typeof said === 'string' && said !== '' ? [[name, said] as const] : [];
    });
    return held.length === 0 ? undefined : JSON.stringify(Object.fromEntries(held));
  };
}

/** Numbers rows from 1 within those that say the same. */
function counter(read: ReadValue): ReadValue {
  const counts = new Map<string, number>();
  return (row) => {
    const group = read(row) ?? '';
    const next = (counts.get(group) ?? 0) + 1;
    counts.set(group, next);
    return String(next);
  };
}

const operations = ['sum', 'difference', 'product'] as const;

/** Where one of the numbers is missing, so is the result. */
function compileCalculation(value: Value, target: Target, around: Surroundings): ReadValue {
  const operation = operations.find((name) => value[name] !== undefined) ?? 'sum';
  const reads = (value[operation] ?? []).map((each) =>
    compileValue(each, { field: target.field, kind: 'decimal' }, around),
  );
  return (row) => {
    const numbers: string[] = [];
    for (const read of reads) {
      const said = read(row);
      if (typeof said !== 'string' || said === '') return undefined;
      numbers.push(said);
    }
    return row.fault ? undefined : calculate(operation, numbers);
  };
}

/** What happens to the text before it is looked up or converted. */
function compileCleaning(value: Value): (said: Said) => Said {
  const { nothing, clears, case: letters, strip_zeros, pad, as } = value;
  const nothings = new Set(nothing);
  const clearing = new Set(clears);
  return (said) => {
    if (said === undefined || said === '') return clearing.has('') ? null : undefined;
    if (said === null || clearing.has(said)) return null;
    if (nothings.has(said)) return undefined;
    let text = said;
    if (letters) text = letters === 'upper' ? text.toUpperCase() : text.toLowerCase();
    if (strip_zeros) text = text.replace(/^0+(?=.)/, '');
    if (pad !== undefined) text = text.padStart(pad, '0');
    return as === 'country' ? countryOf(text) : text;
  };
}

interface Found {
  readonly said: Said;
  /** It is in canonical form, because the mapping itself says it. */
  readonly isCanonical: boolean;
}

/** Asks the table or lookup of the value; undefined where it has none. */
function compileFinding(
  value: Value,
  target: Target,
  around: Surroundings,
): ((said: Said, row: MappedRow) => Found) | undefined {
  const { table, lookup, otherwise = 'error' } = value;
  if (table === undefined && lookup === undefined) return undefined;
  const entries = tableOf(value, around);
  const instead = typeof otherwise === 'object' ? compileValue(otherwise, target, around) : undefined;
  const label = labelOf(value);
  const at = (said: string) => ({ field: target.field, value: said });
  return (said, row) => {
    if (typeof said !== 'string') return { said, isCanonical: true };
    const entry = entries.get(said);
    if (entry !== undefined)
      return { said: entry === CLEARS ? null : entry, isCanonical: lookup === undefined };
    if (instead) return { said: instead(row), isCanonical: true };
    if (otherwise === 'keep') return { said, isCanonical: false };
    if (otherwise === 'nothing') return { said: undefined, isCanonical: true };
    const shown = quoteValue(said);
    const wrong =
      lookup === undefined
        ? fault('MAPPING', 'table', `${label} ${shown} stands not in the table of the mapping`, at(said))
        : fault('REFERENCE', 'lookup', `${label} ${shown}: ${lookup} has no such row`, at(said));
    return { said: row.refuse(wrong), isCanonical: true };
  };
}

function tableOf({ table, lookup }: Value, { mapping, lookups }: Surroundings): ReadonlyMap<string, string> {
  if (lookup !== undefined) return lookups.get(lookup) ?? new Map();
  const entries = typeof table === 'string' ? mapping.tables?.[table] : table;
  return new Map(Object.entries(entries ?? {}));
}

function compileConversion(value: Value, target: Target, around: Surroundings): Convert {
  const { kind } = target;
  if (value.date || value.plus_days !== undefined || kind === 'date' || kind === 'instant')
    return compileDate(value, target, around);
  if (value.number || kind === 'decimal' || kind === 'amount' || kind === 'integer')
    return compileNumber(value, target, around);
  return keep;
}

const ISO = ['iso'];

/** Whether the value comes from a computed column that is canonical already. */
const comesSettled = ({ column }: Value, { settled }: Surroundings) =>
  column !== undefined && settled.has(column);

function compileDate(value: Value, { field, kind }: Target, around: Surroundings): Convert {
  const { mapping } = around;
  const formats = comesSettled(value, around) ? ISO : (value.date ?? mapping.dates ?? ISO);
  const reader = new DateReader(formats, mapping.time_zone ?? 'UTC');
  const { plus_days } = value;
  const label = labelOf(value);
  return (said, row) => {
    if (typeof said !== 'string') return said;
    const read = kind === 'instant' ? reader.toInstant(said) : reader.toDate(said, plus_days);
    if (read !== undefined) return read;
    const what = kind === 'instant' ? 'instant' : 'date';
    const message = `${label} ${quoteValue(said)} is no ${what} that exists, written ${formats.join(' or ')}`;
    return row.refuse(fault('VALIDATION', what, message, { field, value: said }));
  };
}

function compileNumber(value: Value, { field, kind }: Target, around: Surroundings): Convert {
  const { mapping } = around;
  const isCalculated = operations.some((name) => value[name] !== undefined) || comesSettled(value, around);
  const format: NumberFormat = isCalculated ? (value.number ?? {}) : { ...mapping.numbers, ...value.number };
  const read = numberReader(format);
  const { minor_units } = format;
  const label = labelOf(value);
  return (said, row) => {
    if (typeof said !== 'string') return said;
    const plain = read(said);
    if (plain === undefined) {
      const message = `${label} ${quoteValue(said)} is no number as the mapping declares them`;
      return row.refuse(fault('VALIDATION', 'decimal', message, { field, value: said }));
    }
    const adjusted = adjustNumber(plain, format);
    if (minor_units === undefined) return kind === 'integer' ? adjusted.replace(/\.0*$/, '') : adjusted;
    const currency = row.cell(minor_units) ?? '';
    const amount = ofMinorUnits(adjusted, currency.toUpperCase());
    if (amount !== undefined) return amount;
    const message = `${minor_units} ${quoteValue(currency)} is no currency that ISO 4217 knows`;
    return row.refuse(fault('VALIDATION', 'currency', message, { field, value: currency }));
  };
}

/** How messages name a value: by its column where it has one. */
function labelOf({ column, template }: Value): string {
  return column ?? template ?? 'the value';
}
