// Makes src/platform/tables.gen.ts, the row types for Kysely, from the tables that the migrations leave in PostgreSQL 15.
// `node test/support/generate-tables.ts` writes it, with `--check` it fails when the file is stale; both start a server.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientBase } from 'pg';
import { typeScriptTypes } from '../../src/platform/type-parsers.ts';
import { startPostgres } from './postgres.ts';
import { connect, migrateTemplate, TEMPLATE } from './template.ts';

const TARGET = 'src/platform/tables.gen.ts';
export const TABLES_FILE = join(import.meta.dirname, '../..', TARGET);

interface Column {
  table: string;
  kind: 'table' | 'view';
  column: string;
  /** The base type's name; of an array that of its elements. */
  type: string;
  isArray: boolean;
  isNotNull: boolean;
  hasDefault: boolean;
  isGenerated: boolean;
}

const COLUMNS = `
  select t.relname as "table",
    case when t.relkind in ('v', 'm') then 'view' else 'table' end as kind,
    a.attname as "column",
    coalesce(element.typname, base.typname) as type,
    element.oid is not null as "isArray",
    a.attnotnull or d.typnotnull as "isNotNull",
    a.atthasdef and a.attgenerated = '' or a.attidentity <> '' as "hasDefault",
    a.attgenerated <> '' or a.attidentity = 'a' as "isGenerated"
  from pg_class t
  join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
  join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  join pg_type d on d.oid = a.atttypid
  join pg_type base on base.oid = coalesce(nullif(d.typbasetype, 0), d.oid)
  left join pg_type element on element.oid = base.typelem and base.typcategory = 'A'
  where t.relkind in ('r', 'p', 'v', 'm') and not t.relispartition and t.relname <> 'schema_migration'
  order by t.relname collate "C", a.attnum`;

/** Checks of one column, and those of a domain on the columns that have it. */
const CHECKS = `
  select t.relname as "table", a.attname as "column", pg_get_constraintdef(c.oid) as definition
  from pg_constraint c
  join pg_attribute a on c.contype = 'c' and (
    c.conrelid <> 0 and a.attrelid = c.conrelid and array[a.attnum] = c.conkey
    or c.contypid <> 0 and a.atttypid = c.contypid)
  join pg_class t on t.oid = a.attrelid and t.relkind in ('r', 'p')
  join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
  order by c.conname collate "C"`;

/** A list of texts that a column must be one of; any other condition says nothing about the type. */
const LIST =
  /^CHECK \(\((?:\(\w+ IS NULL\) OR \()?\(?\w+\)?(?:::text)? = ANY \(\(?ARRAY\[([^\]]+)\]\)?(?:::text\[\])?\)\)?\)\)$/;

/** The row types of a migrated database. */
export async function describeTables(client: ClientBase): Promise<string> {
  const { rows: columns } = await client.query<Column>(COLUMNS);
  const { rows: checks } = await client.query<{ table: string; column: string; definition: string }>(CHECKS);
  const unions = new Map<string, string[]>();
  for (const { table, column, definition } of checks) {
    const values = LIST.exec(definition)?.[1]?.match(/'(?:[^']|'')*'/g);
    if (values)
      unions.set(
        `${table}.${column}`,
        values.map((value) => value.slice(1, -1).replaceAll("''", "'")),
      );
  }
  const tables = Map.groupBy(columns, ({ table }) => table);
  const rows = [...tables].map(([table, its]) => describeTable(table, its, unions));
  const parts = [
    ...[...unions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, values]) => describeUnion(key, values)),
    ...rows,
    `export interface DB {\n${[...tables.keys()].map((table) => `  ${table}: ${rowName(table)};\n`).join('')}}\n`,
  ];
  const named = (names: Iterable<string>) =>
    [...names].filter((name) => new RegExp(`\\b${name}\\b`).test(rows.join()));
  const words = named(Object.keys(WORDS));
  const imports = ['Generated', 'GeneratedAlways'].filter((name) => named([name]).length > 0);
  const kysely = [...(words.length > 0 ? ['ColumnType'] : []), ...imports];
  return [
    '// Generated from src/platform/migrations by test/support/generate-tables.ts (`npm run generate`): change the migrations.',
    ...(kysely.length > 0 ? [`import type { ${kysely.join(', ')} } from 'kysely';`] : []),
    '',
    ...words.flatMap((word) => [WORDS[word], '']),
    parts.join('\n'),
  ].join('\n');
}

/** What the rows' types are made of beside Kysely's own words. */
const WORDS: Readonly<Record<string, string>> = {
  Json: `/** JSON is written as text, because the driver would take an array for one of PostgreSQL's. */
type Json = ColumnType<unknown, string, string>;`,
  NullableJson: 'type NullableJson = ColumnType<unknown, string | null | undefined, string | null>;',
  DefaultJson: 'type DefaultJson = ColumnType<unknown, string | undefined, string>;',
  Int8: `/** 64-bit integers are read as text. */
type Int8 = ColumnType<string, string | number | bigint, string | number | bigint>;`,
  NullableInt8: `type NullableInt8 = ColumnType<
  string | null,
  string | number | bigint | null | undefined,
  string | number | bigint | null
>;`,
  DefaultInt8:
    'type DefaultInt8 = ColumnType<string, string | number | bigint | undefined, string | number | bigint>;',
  ReadOnly: `/** What a view makes, and nobody writes. */
type ReadOnly<T> = ColumnType<T, never, never>;`,
};

function pascal(name: string): string {
  return name.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function rowName(table: string): string {
  return `${pascal(table)}Table`;
}

function unionName(key: string): string {
  return key.split('.').map(pascal).join('');
}

function describeUnion(key: string, values: readonly string[]): string {
  const texts = values.map((value) => `'${value.replaceAll("'", "\\'")}'`);
  const line = `export type ${unionName(key)} = ${texts.join(' | ')};\n`;
  return line.length <= 111 ? line : line.replace(' = ', ' =\n  | ').replaceAll("' | '", "'\n  | '");
}

function describeTable(
  table: string,
  columns: readonly Column[],
  unions: ReadonlyMap<string, unknown>,
): string {
  const lines = columns.map((column) => `  ${column.column}: ${describeColumn(column, unions)};\n`);
  return `export interface ${rowName(table)} {\n${lines.join('')}}\n`;
}

function describeColumn(column: Column, unions: ReadonlyMap<string, unknown>): string {
  const { table, type, isArray, isNotNull, hasDefault, isGenerated, kind } = column;
  const key = `${table}.${column.column}`;
  const known = unions.has(key) ? unionName(key) : (typeScriptTypes.get(type) ?? 'string');
  const read = isArray ? `${known}[]` : known;
  const isNullable = !isNotNull && read !== 'unknown';
  if (kind === 'view') return `ReadOnly<${read}${isNullable ? ' | null' : ''}>`;
  if (isGenerated) return `GeneratedAlways<${read}${isNullable ? ' | null' : ''}>`;
  const special = isArray ? undefined : { json: 'Json', jsonb: 'Json', int8: 'Int8' }[type];
  if (special) {
    if (!isNotNull) return `Nullable${special}`;
    return hasDefault ? `Default${special}` : special;
  }
  const value = isNullable ? `${read} | null` : read;
  return hasDefault ? `Generated<${value}>` : value;
}

async function main(check: boolean): Promise<void> {
  const server = await startPostgres();
  try {
    await migrateTemplate(server);
    const client = await connect(server.url(TEMPLATE));
    const made = await describeTables(client).finally(() => client.end());
    if (!check) writeFileSync(TABLES_FILE, made);
    else if (readFileSync(TABLES_FILE, 'utf8') !== made) {
      process.stderr.write(
        `${TARGET} is not what the migrations give: run \`npm run generate\` and commit the result\n`,
      );
      process.exitCode = 1;
    }
  } finally {
    await server.stop();
  }
}

if (import.meta.main) await main(process.argv.includes('--check'));
