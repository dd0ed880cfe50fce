// What a mapping reads of each file: the columns without which it cannot be what the mapping takes it for, and the lookups that
// must be there before it.
import { columnsOfCondition } from './mapping-condition-rules.ts';
import type { EachMember, FileRule, Mapping, Value } from './mapping-declaration.ts';
import { columnsOfTemplate } from './mapping-template-rules.ts';

/** The values that stand directly in a value. */
function innerValues(value: Value): Value[] {
  const { first, sum, difference, product, cases, object, count_within, otherwise } = value;
  return [
    ...(first ?? []),
    ...(sum ?? []),
    ...(difference ?? []),
    ...(product ?? []),
    ...(cases ?? []).map((each) => each.value),
    ...Object.values(object ?? {}),
    ...(count_within ? [count_within] : []),
    ...(typeof otherwise === 'object' ? [otherwise] : []),
  ];
}

/** Every column that a value reads, computed ones among them. */
export function columnsOfValue(value: Value): string[] {
  const { column, template, cases = [], number } = value;
  return [
    ...(column === undefined ? [] : [column]),
    ...(template === undefined ? [] : columnsOfTemplate(template)),
    ...(number?.minor_units === undefined ? [] : [number.minor_units]),
    ...cases.flatMap(({ when }) => (when ? columnsOfCondition(when) : [])),
    ...innerValues(value).flatMap(columnsOfValue),
  ];
}

function lookupsOfValue(value: Value): string[] {
  return [
    ...(value.lookup === undefined ? [] : [value.lookup]),
    ...innerValues(value).flatMap(lookupsOfValue),
  ];
}

/** The lookups that must be filled before this one, because its file is read with them. */
function lookupsBefore({ files, lookups }: Mapping, name: string): string[] {
  const lookup = lookups?.[name];
  if (!lookup) return [];
  const { key, value, when } = lookup;
  const columns = [
    ...columnsOfValue(key),
    ...columnsOfValue(value),
    ...(when ? columnsOfCondition(when) : []),
  ];
  return [key, value, ...computedBy(files[lookup.file]?.let ?? {}, columns)].flatMap(lookupsOfValue);
}

/** The computed columns among those named, and those that they are computed from. */
function computedBy(computed: Readonly<Record<string, Value>>, columns: readonly string[]): Value[] {
  const used = new Set(columns);
  for (const name of used) {
    const value = computed[name];
    if (value) for (const column of columnsOfValue(value)) used.add(column);
  }
  return [...used].flatMap((name) => computed[name] ?? []);
}

/** The lookups that the rows of a file ask, directly or over other lookups. */
export function lookupsOfFile(mapping: Mapping, key: string): Set<string> {
  const rules = mapping.files[key] ?? {};
  const asked = new Set(valuesOf(mapping, key, rules).flatMap(lookupsOfValue));
  for (const name of asked) for (const before of lookupsBefore(mapping, name)) asked.add(before);
  return asked;
}

/** The lookups in an order in which each finds those that it asks; undefined where one asks itself. */
export function lookupOrder(mapping: Mapping): string[] | undefined {
  const left = new Set(Object.keys(mapping.lookups ?? {}));
  const order: string[] = [];
  while (left.size > 0) {
    const next = [...left].find((name) => !lookupsBefore(mapping, name).some((other) => left.has(other)));
    if (next === undefined) return undefined;
    left.delete(next);
    order.push(next);
  }
  return order;
}

/** Every column that is asked for anywhere in the rules of a file. */
function columnsRead(mapping: Mapping, key: string, rules: FileRule): string[] {
  const { deleted, ignore, refuse } = rules;
  const conditions = [
    ...(deleted ? [deleted] : []),
    ...[...(ignore ?? []), ...(refuse ?? [])].map(({ when }) => when),
    ...mapping.records.flatMap(({ from, when }) => (from === key && when ? [when] : [])),
    ...Object.values(mapping.lookups ?? {}).flatMap(({ file, when }) => (file === key && when ? [when] : [])),
  ];
  const lookups = Object.values(mapping.lookups ?? {}).filter(({ file }) => file === key);
  const values = [
    ...valuesOf(mapping, key, rules),
    ...lookups.flatMap((lookup) => [lookup.key, lookup.value]),
  ];
  return [...conditions.flatMap(columnsOfCondition), ...values.flatMap(columnsOfValue)];
}

/** The values that records of a file are made with. */
function valuesOf({ records }: Mapping, key: string, rules: FileRule): Value[] {
  const { version, merged_into, refuse } = rules;
  return [
    ...(refuse ?? []).map(({ message }) => message),
    ...Object.values(rules.let ?? {}),
    ...(version ? [version] : []),
    ...(merged_into ? [merged_into] : []),
    ...records.flatMap(({ from, each, id, fields }) =>
      from === key ? [...eachColumns(each), id, ...Object.values(fields)] : [],
    ),
  ];
}

function eachColumns({ column, columns = [], except = [] }: Partial<EachMember> = {}): Value[] {
  const names = [...(column === undefined ? [] : [column]), ...columns, ...except];
  return names.filter((name) => name !== '*').map((name) => ({ column: name }));
}

/** The columns that a file of this key must have. */
export function neededColumns(mapping: Mapping, key: string): string[] {
  const rules = mapping.files[key] ?? {};
  const computed = rules.let ?? {};
  const members = mapping.records.flatMap(({ from, each }) =>
    from === key && each ? [each.as, each.value ?? each.as] : [],
  );
  const optional = new Set([...(rules.optional ?? []), ...members]);
  const cells = columnsRead(mapping, key, rules).filter((column) => !Object.hasOwn(computed, column));
  // A computed column may be named like the cell that it is made of.
  const own = Object.entries(computed).flatMap(([name, value]) =>
    columnsOfValue(value).filter((column) => column === name),
  );
  return [...new Set([...cells, ...own])].filter((column) => !optional.has(column));
}
