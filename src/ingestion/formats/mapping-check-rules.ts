// What is wrong with a mapping although its form is right: records and fields that do not exist, required fields left out, names
// that lead nowhere, constants that a field cannot hold. Every fault names the path, the value and the rule.
import { isCurrency } from '../../kernel/currencies.ts';
import { isDate, isInstant } from '../../kernel/dates.ts';
import { isDecimal } from '../../kernel/money.ts';
import type { RecordDefinition } from '../../platform/record-definition.ts';
import { quoteValue } from '../../platform/record-fault.ts';
import type { RecordField } from '../../platform/record-fields.ts';
import { columnsOfValue, lookupOrder } from './mapping-column-rules.ts';
import { isDateFormat } from './mapping-date-rules.ts';
import type { Mapping, NumberStyle, RecordRule, Value } from './mapping-declaration.ts';

/** A value of the mapping, where it stands, and the field that it fills, if any. */
interface PlacedValue {
  readonly path: string;
  readonly value: Value;
  readonly field?: RecordField | undefined;
}

/** Every fault of the mapping; none: it can be used. */
export function mappingFaults(mapping: Mapping, definitions: readonly RecordDefinition[]): string[] {
  const records = new Map(definitions.map((definition) => [definition.record, definition]));
  return [
    ...generalFaults(mapping),
    ...Object.keys(mapping.files).flatMap((key) => fileFaults(mapping, key)),
    ...Object.entries(mapping.lookups ?? {}).flatMap(([name, { file }]) =>
      knownFile(mapping, file, `lookups.${name}.file`),
    ),
    ...mapping.records.flatMap((rule, index) => recordFaults(mapping, rule, `records[${index}]`, records)),
    ...placedValues(mapping, records).flatMap((placed) => valueFaults(mapping, placed)),
  ];
}

function generalFaults(mapping: Mapping): string[] {
  const { dates = [], time_zone } = mapping;
  const faults = dates
    .filter((format) => !isDateFormat(format))
    .map((format) => `dates: ${quoteValue(format)} ${NO_DATE_FORMAT}`);
  if (time_zone !== undefined && !isTimeZone(time_zone))
    faults.push(`time_zone: ${quoteValue(time_zone)} is no time zone, such as Europe/Berlin`);
  faults.push(...styleFaults('numbers', mapping.numbers));
  if (!lookupOrder(mapping)) faults.push('lookups: one of them asks itself, directly or over others');
  return faults;
}

/** A separator of two meanings would change amounts. */
function styleFaults(path: string, style: NumberStyle = {}): string[] {
  const { decimal = '.', thousands = '' } = style;
  return decimal === thousands
    ? [`${path}: ${quoteValue(decimal)} is both decimal and thousands: say both`]
    : [];
}

const NO_DATE_FORMAT =
  'is no date format: iso, epoch_seconds, epoch_millis, or one each of yyyy or yy, mm or m or mon, dd or d';

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function knownFile(mapping: Mapping, key: string, path: string): string[] {
  const file = mapping.files[key];
  if (!file)
    return [`${path}: ${quoteValue(key)} is none of the files ${Object.keys(mapping.files).join(', ')}`];
  return file.ignored === undefined ? [] : [`${path}: the rows of ${quoteValue(key)} are ignored as a whole`];
}

function fileFaults(mapping: Mapping, key: string): string[] {
  const { let: computed = {}, names = [key], columns = [] } = mapping.files[key] ?? {};
  const path = `files.${key}`;
  const order = Object.keys(computed);
  const late = Object.entries(computed).flatMap(([name, value]) =>
    columnsOfValue(value)
      .filter((column) => order.indexOf(column) > order.indexOf(name))
      .map((column) => `${path}.let.${name}: ${quoteValue(column)} is computed below it: put it above`),
  );
  const others = Object.entries(mapping.files).filter(([other]) => other !== key);
  const shared = names.filter((name) =>
    others.some(([other, rules]) => (rules.names ?? [other]).includes(name)),
  );
  const twice = columns.filter((column, index) => columns.indexOf(column) !== index);
  return [
    ...late,
    ...shared.map((name) => `${path}.names: ${quoteValue(name)} is a name of another file, too`),
    ...twice.map((column) => `${path}.columns: ${quoteValue(column)} stands there twice`),
  ];
}

function recordFaults(
  mapping: Mapping,
  { record, from, fields }: RecordRule,
  path: string,
  records: ReadonlyMap<string, RecordDefinition>,
): string[] {
  const definition = records.get(record);
  if (!definition)
    return [`${path}.record: ${quoteValue(record)} is no record: ${[...records.keys()].join(', ')}`];
  const known = Object.keys(definition.fields);
  const unknown = Object.keys(fields)
    .filter((field) => !known.includes(field))
    .map((field) => `${path}.fields: ${record} has no field ${quoteValue(field)}: ${known.join(', ')}`);
  const missing = Object.entries(definition.fields)
    .filter(([name, field]) => field.required && !fields[name] && flagOf(field) === undefined)
    .map(([name]) => `${path}.fields: ${record} needs the field ${quoteValue(name)}`);
  return [...knownFile(mapping, from, `${path}.from`), ...unknown, ...missing];
}

/** The flag of the command line that fills a field where no row does. */
export function flagOf({ kind }: RecordField): 'entity' | 'currency' | undefined {
  if (kind === 'legal_entity') return 'entity';
  return kind === 'currency' ? 'currency' : undefined;
}

/** Every value with its path, the inner ones too. */
function placedValues(
  { files, lookups, records }: Mapping,
  definitions: ReadonlyMap<string, RecordDefinition>,
): PlacedValue[] {
  const outer: PlacedValue[] = [];
  const add = (path: string, value: Value | undefined, field?: RecordField) => {
    if (value) outer.push({ path, value, field });
  };
  for (const [key, rules] of Object.entries(files)) {
    for (const [name, value] of Object.entries(rules.let ?? {})) add(`files.${key}.let.${name}`, value);
    for (const [index, { message }] of (rules.refuse ?? []).entries())
      add(`files.${key}.refuse[${index}].message`, message);
    add(`files.${key}.version`, rules.version);
    add(`files.${key}.merged_into`, rules.merged_into);
  }
  for (const [name, { key, value }] of Object.entries(lookups ?? {})) {
    add(`lookups.${name}.key`, key);
    add(`lookups.${name}.value`, value);
  }
  for (const [index, { record, id, fields }] of records.entries()) {
    add(`records[${index}].id`, id);
    for (const [name, value] of Object.entries(fields))
      add(`records[${index}].fields.${name}`, value, definitions.get(record)?.fields[name]);
  }
  return outer.flatMap(withInner);
}

function withInner(placed: PlacedValue): PlacedValue[] {
  const { path, value, field } = placed;
  const under = (name: string, inner: Value, its?: RecordField): PlacedValue => ({
    path: `${path}.${name}`,
    value: inner,
    field: its,
  });
  // What a table or lookup is asked with is no value of the field.
  const passed = value.table === undefined && value.lookup === undefined ? field : undefined;
  const listed = (['sum', 'difference', 'product'] as const).flatMap((name) =>
    (value[name] ?? []).map((inner, index) => under(`${name}[${index}]`, inner)),
  );
  const inner = [
    ...listed,
    ...(value.first ?? []).map((each, index) => under(`first[${index}]`, each, passed)),
    ...(value.cases ?? []).map((each, index) => under(`cases[${index}].value`, each.value, passed)),
    ...Object.entries(value.object ?? {}).map(([name, each]) => under(`object.${name}`, each)),
    ...(value.count_within ? [under('count_within', value.count_within)] : []),
    ...(typeof value.otherwise === 'object' ? [under('otherwise', value.otherwise, field)] : []),
  ];
  return [placed, ...inner.flatMap(withInner)];
}

function valueFaults(mapping: Mapping, { path, value, field }: PlacedValue): string[] {
  const { date = [], number, template, table, lookup, constant } = value;
  const faults = date
    .filter((format) => !isDateFormat(format))
    .map((format) => `${path}.date: ${quoteValue(format)} ${NO_DATE_FORMAT}`);
  if ((number?.decimal ?? number?.thousands) !== undefined)
    faults.push(...styleFaults(`${path}.number`, { ...mapping.numbers, ...number }));
  if (value.date && number) faults.push(`${path}: says both date and number`);
  if (template?.replace(/\{[^{}]+\}/g, '').match(/[{}]/))
    faults.push(`${path}.template: ${quoteValue(template)} has a brace without its other one`);
  if (typeof table === 'string' && !mapping.tables?.[table])
    faults.push(`${path}.table: ${quoteValue(table)} is none of the tables`);
  if (lookup !== undefined && !mapping.lookups?.[lookup])
    faults.push(`${path}.lookup: ${quoteValue(lookup)} is none of the lookups`);
  if (!field) return faults;
  if (value.date && isNumeric(field)) faults.push(`${path}.date: the field is a number`);
  if (number && (field.kind === 'date' || field.kind === 'instant'))
    faults.push(`${path}.number: the field is a date`);
  const entries = typeof table === 'string' ? mapping.tables?.[table] : table;
  const said = [...(constant === undefined ? [] : [constant]), ...Object.values(entries ?? {})];
  return [...faults, ...said.flatMap((text) => constantFault(path, field, text))];
}

const isNumeric = ({ kind }: RecordField) => kind === 'decimal' || kind === 'amount' || kind === 'integer';

/** Why a field cannot hold what the mapping itself says; `\N` clears it. */
function constantFault(path: string, field: RecordField, text: string): string[] {
  if (text === '' || text === '\\N' || holds(field, text)) return [];
  const rule = field.values ? `is none of ${field.values.join(', ')}` : `is no ${field.kind}`;
  return [`${path}: ${quoteValue(text)} ${rule}`];
}

function holds({ kind, values }: RecordField, text: string): boolean {
  switch (kind) {
    case 'enum':
      return values?.includes(text) ?? true;
    case 'list':
      return text.split(';').every((member) => values?.includes(member) ?? true);
    case 'boolean':
      return text === 'true' || text === 'false';
    case 'decimal':
    case 'amount':
      return isDecimal(text);
    case 'integer':
      return /^-?\d{1,9}$/.test(text);
    case 'date':
      return isDate(text);
    case 'instant':
      return isInstant(text);
    case 'currency':
      return isCurrency(text);
    default:
      return true;
  }
}
