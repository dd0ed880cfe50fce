// The SQL of a batch, made from the record's definition: the values as typed columns (`v`), and the statements that insert,
// change or compare the canonical rows.
import { arrayText } from './array-text.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import type { CheckedRecord } from './record-fault.ts';
import type { RecordField } from './record-fields.ts';

/** A record of the batch with the row that it makes or changes. */
export interface Row {
  readonly record: CheckedRecord;
  /** The canonical row; null where the table has no uuid key. */
  readonly targetId: string | null;
  readonly ids: ReadonlyMap<string, string>;
  /** Values that a hook put in place of the record's. */
  readonly adjusted: Readonly<Record<string, string>>;
}

/** The values of a batch as a table `v`, the run's constants as `c`, and what stands behind them. */
interface Source {
  readonly from: string;
  readonly parameters: readonly unknown[];
  /** Columns with a value in any record of the batch. */
  readonly present: ReadonlySet<string>;
  /** Columns that some record of the batch clears. */
  readonly cleared: ReadonlySet<string>;
}

function statedBy(row: Row, name: string, field: RecordField): string | null | undefined {
  if (field.kind === 'reference' || field.kind === 'legal_entity' || field.kind === 'source_system')
    return row.ids.get(name) ?? row.record.values[name];
  return row.adjusted[name] ?? row.record.values[name];
}

/** Fields that no record of the batch fills are constants, so that they cost nothing. */
function sourceOf(
  context: BatchContext,
  definition: RecordDefinition,
  rows: readonly Row[],
  filled?: readonly string[],
): Source {
  const lists: string[] = [];
  const columns: string[] = [];
  const empty: string[] = [];
  const present = new Set<string>();
  const cleared = new Set<string>();
  const add = (column: string, type: string, values: readonly (string | null | undefined)[]) => {
    lists.push(arrayText(values));
    columns.push(`${column} ${type}`);
  };
  add(
    'target_id',
    'uuid',
    rows.map((row) => row.targetId),
  );
  add(
    'external_id',
    'text',
    rows.map((row) => row.record.externalId),
  );
  for (const [name, field] of Object.entries(definition.fields)) {
    const values = rows.map((row) => statedBy(row, name, field));
    if (values.some((value) => typeof value === 'string')) {
      present.add(field.column);
      add(field.column, field.sqlType, values);
    } else empty.push(`null::${field.sqlType} as ${field.column}`);
    if (values.includes(null)) cleared.add(field.column);
  }
  if (cleared.size > 0)
    add(
      'cleared',
      'text',
      rows.map((row) => clearedBy(row, definition)),
    );
  if (filled) add('filled', 'text', filled);
  const names = columns.map((column) => column.slice(0, column.indexOf(' ')));
  const casts = columns.map((column, index) => `$${index + 1}::${column.slice(column.indexOf(' ') + 1)}[]`);
  const next = lists.length + 1;
  return {
    from: `(select ${['u.*', ...empty].join(', ')} from unnest(${casts.join(', ')}) as u (${names.join(', ')})) v
      cross join (select $${next}::uuid as source_id, $${next + 1}::date as today) c ${definition.joins}`,
    parameters: [...lists, context.sourceId, context.today],
    present,
    cleared,
  };
}

/** The columns that a record clears, as `,a,b,`. */
function clearedBy(row: Row, definition: RecordDefinition): string | null {
  const columns = Object.entries(definition.fields)
    .filter(([name]) => row.record.values[name] === null)
    .map(([, field]) => field.column);
  return columns.length === 0 ? null : `,${columns.join(',')},`;
}

export interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** Inserts one row per record; rows of a table without a uuid key replace what stands under their natural key. */
export function insertSql(
  context: BatchContext,
  definition: RecordDefinition,
  rows: readonly Row[],
): Statement {
  const source = sourceOf(context, definition, rows);
  const { table, key, derived, stampsSource } = definition;
  const columns: [column: string, value: string][] = [];
  if (key !== null) columns.push([key, 'v.target_id']);
  for (const field of Object.values(definition.fields)) {
    if (field.aside) continue;
    const stated = source.present.has(field.column);
    if (field.default === null && !stated) continue;
    const value = `v.${field.column}`;
    columns.push([field.column, field.default === null ? value : `coalesce(${value}, ${field.default})`]);
  }
  for (const [column, { onInsert }] of Object.entries(derived)) columns.push([column, onInsert]);
  if (stampsSource) columns.push(['source_system_id', 'c.source_id']);
  const conflict =
    key === null
      ? replaceSql(
          definition,
          columns.map(([column]) => column),
        )
      : '';
  return {
    text: `insert into ${table} (${columns.map(([column]) => column).join(', ')})
      select ${columns.map(([, value]) => value).join(', ')} from ${source.from} ${conflict}`,
    parameters: source.parameters,
  };
}

function replaceSql({ table, fields, identity }: RecordDefinition, columns: readonly string[]): string {
  const keys = identity.flatMap((name) => fields[name]?.column ?? []);
  const others = columns.filter((column) => !keys.includes(column));
  return `on conflict (${keys.join(', ')}) do update set
    ${others.map((column) => `${column} = coalesce(excluded.${column}, ${table}.${column})`).join(', ')}`;
}

/** Changes the rows whose values differ, and returns the external ids of those. */
export function updateSql(
  context: BatchContext,
  definition: RecordDefinition,
  rows: readonly Row[],
): Statement | null {
  const source = sourceOf(context, definition, rows);
  const { table, key, derived, counted, dated } = definition;
  const columns: [column: string, value: string][] = [];
  for (const field of Object.values(definition.fields)) {
    const { column, aside } = field;
    if (aside || !(source.present.has(column) || source.cleared.has(column))) continue;
    const value = `coalesce(v.${column}, t.${column})`;
    const clearing = `case when v.cleared like '%,${column},%' then null else ${value} end`;
    columns.push([column, source.cleared.has(column) ? clearing : value]);
  }
  for (const [column, { onUpdate }] of Object.entries(derived)) {
    if (onUpdate !== undefined) columns.push([column, onUpdate]);
  }
  if (columns.length === 0) return null;
  const sets = columns.map(([column, value]) => `${column} = ${value}`);
  if (counted) sets.push('version = t.version + 1');
  if (dated) sets.push('updated_at = now()');
  return {
    text: `update ${table} t set ${sets.join(', ')} from ${source.from}
      where t.${key} = v.target_id and (${columns.map(([column]) => `t.${column}`).join(', ')})
        is distinct from (${columns.map(([, value]) => value).join(', ')})
      returning v.external_id`,
    parameters: source.parameters,
  };
}

function sharedColumns(definition: RecordDefinition, source: Source): string[] {
  const own = new Set(definition.identity);
  return Object.entries(definition.fields)
    .filter(([name, field]) => !field.aside && !own.has(name) && source.present.has(field.column))
    .map(([, field]) => field.column);
}

/** Fills fields of rows that another source owns: of each row those that are named for it. */
export function fillSql(
  context: BatchContext,
  definition: RecordDefinition,
  rows: readonly Row[],
  fillsOf: (externalId: string) => readonly string[],
): Statement {
  const filled = rows.map(({ record }) => {
    const columns = fillsOf(record.externalId).map((name) => definition.fields[name]?.column);
    return `,${columns.join(',')},`;
  });
  const source = sourceOf(context, definition, rows, filled);
  const { table, key, counted, dated } = definition;
  const sets = sharedColumns(definition, source).map(
    (column) => `${column} = case when v.filled like '%,${column},%' then v.${column} else t.${column} end`,
  );
  if (counted) sets.push('version = t.version + 1');
  if (dated) sets.push('updated_at = now()');
  return {
    text: `update ${table} t set ${sets.join(', ')} from ${source.from} where t.${key} = v.target_id`,
    parameters: source.parameters,
  };
}

/** A default that is the same for every record. */
export const CONSTANT = /^(?:'[^']*'|true|false|-?\d+(?:\.\d+)?)$/;

/** SQL: whether the owner of the row `t` never stated the field, so that nothing or only a default stands there. */
function isUnstated({ key, group: standard }: RecordDefinition, name: string, field: RecordField): string {
  const isEmpty = `t.${field.column} is null`;
  if (field.default === null || !CONSTANT.test(field.default)) return isEmpty;
  return `${isEmpty} or (t.${field.column} = ${field.default} and not exists (select from field_provenance p
    where p.object_id = t.${key} and p.field_group = '${field.group ?? standard}'
      and (p.fields is null or '${name}' = any (p.fields))))`;
}

/** Which fields of rows that another source owns are not stated there, or stated otherwise. */
export function compareSql(
  context: BatchContext,
  definition: RecordDefinition,
  rows: readonly Row[],
): Statement | null {
  const source = sourceOf(context, definition, rows);
  const columns = new Set(sharedColumns(definition, source));
  const fields = Object.entries(definition.fields).filter(([, field]) => columns.has(field.column));
  if (fields.length === 0) return null;
  const differing = fields.map(([name, field]) => {
    const { column } = field;
    const differs = `v.${column} is not null and t.${column} is distinct from v.${column}`;
    return `('${name}', case when ${differs} then ${isUnstated(definition, name, field)} end, ${differs})`;
  });
  return {
    text: `select v.external_id, f.field, f.fills from ${source.from} join ${definition.table} t on t.${definition.key} = v.target_id
      cross join lateral (values ${differing.join(', ')}) f (field, fills, differs) where f.differs`,
    parameters: source.parameters,
  };
}

/** The rows that stand under the natural keys of the records, and what else this source already calls them. */
export function identitySql(
  context: BatchContext,
  definition: RecordDefinition,
  rows: readonly Row[],
): Statement {
  const source = sourceOf(context, definition, rows);
  const { table, key, fields, identity, object, record } = definition;
  const same = identity.map((name) => {
    const field = fields[name];
    const value = field?.default ? `coalesce(v.${field.column}, ${field.default})` : `v.${field?.column}`;
    return `t.${field?.column} = ${value}`;
  });
  const next = source.parameters.length + 1;
  return {
    text: `select v.external_id, t.target_id, (select min(l.external_id) from source_link l where l.target_id = t.target_id
        and l.source_system_id = c.source_id and l.source_object = $${next} and l.object_type = '${object}'
        and l.valid_to is null and l.external_id <> v.external_id) as taken_by
      from ${source.from} cross join lateral (select t.${key} as target_id from ${table} t
        where ${same.join(' and ')} offset 0) t`,
    parameters: [...source.parameters, record],
  };
}
