// The declared records against the database that they land in: nothing that a definition says may differ from the tables.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalRecords, importOrder } from '../../src/ingestion/record-commands.ts';
import type { Database } from '../../src/platform/database.ts';
import { describeRecords } from '../../src/platform/record-definition.ts';
import { freshStore } from '../support/database.ts';

interface Column {
  name: string;
  type: string;
  required: boolean;
}

const columns = new Map<string, Column[]>();
const checks = new Map<string, string[]>();
let database: Database;

beforeAll(async () => {
  database = await freshStore('postgresql');
  const found = await database.statements.run<Column & { tbl: string }>(
    `select c.relname as tbl, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull and a.atthasdef is false as required
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
    [],
  );
  for (const column of found) columns.set(column.tbl, [...(columns.get(column.tbl) ?? []), column]);
  const conditions = await database.statements.run<{ tbl: string; condition: string }>(
    `select conrelid::regclass::text as tbl, pg_get_constraintdef(oid) as condition from pg_constraint where contype = 'c'`,
    [],
  );
  for (const { tbl, condition } of conditions) checks.set(tbl, [...(checks.get(tbl) ?? []), condition]);
});
afterAll(() => database.close());

const types: Record<string, string> = { int: 'integer', timestamptz: 'timestamp with time zone' };

describe('the record definitions', () => {
  it('name existing columns of the right type', () => {
    for (const { table, fields } of canonicalRecords) {
      for (const field of Object.values(fields).filter(({ aside }) => !aside)) {
        const column = columns.get(table)?.find(({ name }) => name === field.column);
        expect(column?.type, `${table}.${field.column}`).toBe(types[field.sqlType] ?? field.sqlType);
      }
    }
  });

  it('fill every column that must not be empty', () => {
    for (const { record, table, key, fields, derived, stampsSource } of canonicalRecords) {
      const filled = new Set([
        key,
        ...Object.values(fields)
          .filter((field) => field.required || field.default !== null)
          .map((field) => field.column),
        ...Object.keys(derived),
        stampsSource ? 'source_system_id' : null,
      ]);
      const missing = columns
        .get(table)
        ?.filter(({ required, name }) => required && !filled.has(name))
        // Set by triggers where left out.
        .filter(({ name }) => !['golden_id'].includes(name));
      expect(missing, record).toEqual([]);
    }
  });

  it('know exactly the words that the database knows', () => {
    let compared = 0;
    for (const { table, fields } of canonicalRecords) {
      for (const field of Object.values(fields).filter(({ kind, aside }) => kind === 'enum' && !aside)) {
        const start = `CHECK ((${field.column} = ANY (ARRAY[`;
        const condition = checks.get(table)?.find((text) => text.startsWith(start));
        const known = [...(condition ?? '').matchAll(/'([A-Z0-9_]+)'::text/g)].map((match) => match[1]);
        // MERGED is what a merge makes of a customer; no source states it.
        const stated = known.filter((word) => word !== 'MERGED');
        expect(new Set(field.values), `${table}.${field.column}`).toEqual(new Set(stated));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(30);
  });

  it('come in an order in which nothing refers to what comes later', () => {
    expect(importOrder).toHaveLength(canonicalRecords.length);
    const place = new Map(importOrder.map(({ record }, index) => [record, index]));
    for (const { record, fields } of importOrder) {
      for (const field of Object.values(fields)) {
        if (field.record === null || field.record === record) continue;
        expect(place.get(field.record), `${record} refers to ${field.record}`).toBeLessThan(
          place.get(record) ?? -1,
        );
      }
    }
  });

  it('describe themselves as data, each with a sentence', () => {
    const described = describeRecords(canonicalRecords);
    expect(new Set(described.map(({ record }) => record)).size).toBe(described.length);
    for (const { record, plural, about, fields } of described) {
      expect(plural).not.toBe(record);
      expect(about).toMatch(/\.$/);
      expect(fields.length).toBeGreaterThan(1);
    }
  });
});
