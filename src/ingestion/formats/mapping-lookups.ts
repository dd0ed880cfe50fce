// What of an export is held in memory while the others are read: for each lookup of the mapping, a value by key.
import { decimal, isDecimal } from '../../kernel/money.ts';
import type { FormatOptions } from '../format.ts';
import { lookupOrder } from './mapping-column-rules.ts';
import { compileCondition } from './mapping-condition-rules.ts';
import type { Lookup, Mapping } from './mapping-declaration.ts';
import type { MappingFile } from './mapping-files.ts';
import { MappedRow } from './mapping-row.ts';
import { compileFile } from './mapping-row-rules.ts';
import { compileValue } from './mapping-value-rules.ts';

type Held = Map<string, string>;

export async function loadLookups(
  mapping: Mapping,
  files: readonly MappingFile[],
  options: FormatOptions,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const lookups = new Map<string, Held>();
  for (const name of lookupOrder(mapping) ?? []) {
    const lookup = mapping.lookups?.[name];
    if (lookup) lookups.set(name, await fill(lookup, { mapping, options, lookups }, files));
  }
  return lookups;
}

interface Known {
  readonly mapping: Mapping;
  readonly options: FormatOptions;
  readonly lookups: ReadonlyMap<string, Held>;
}

async function fill(lookup: Lookup, known: Known, files: readonly MappingFile[]): Promise<Held> {
  const { marks, computed, around } = compileFile(lookup.file, known);
  const readKey = compileValue(lookup.key, { field: 'key', kind: 'text' }, around);
  const readValue = compileValue(lookup.value, { field: 'value', kind: 'text' }, around);
  const meets = lookup.when && compileCondition(lookup.when);
  const held: Held = new Map();
  const ambiguous = new Set<string>();
  for (const file of files) {
    if (file.role.key !== lookup.file) continue;
    for await (const rows of file.read()) {
      for (const { cells, broken } of rows) {
        const row = new MappedRow(cells, marks, computed);
        if (broken || (meets && !meets(row))) continue;
        const key = readKey(row);
        const value = readValue(row);
        if (typeof key !== 'string' || typeof value !== 'string' || row.fault) continue;
        for (const each of lookup.split === undefined ? [key] : key.split(lookup.split))
          keep(held, ambiguous, lookup.repeated ?? 'none', [each.trim(), value]);
      }
    }
  }
  for (const key of ambiguous) held.delete(key);
  return held;
}

function keep(
  held: Held,
  ambiguous: Set<string>,
  repeated: NonNullable<Lookup['repeated']>,
  [key, value]: readonly [key: string, value: string],
): void {
  const before = held.get(key);
  if (before === undefined || repeated === 'last') held.set(key, value);
  else if (repeated === 'none' && before !== value) ambiguous.add(key);
  else if (repeated === 'all') held.set(key, `${before};${value}`);
  else if (repeated === 'highest' && isAbove(value, before)) held.set(key, value);
  else if (repeated === 'lowest' && isAbove(before, value)) held.set(key, value);
}

/** Numbers by size, other texts (dates) by letters. */
function isAbove(text: string, other: string): boolean {
  return isDecimal(text) && isDecimal(other) ? decimal(text).greaterThan(decimal(other)) : text > other;
}
