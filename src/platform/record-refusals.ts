// Why the database refused a record, in the words of the record: its fields, their values, and the rule, which is the name of the
// constraint. PostgreSQL's own text names columns and uuids, which nobody who sent a file knows.
import { runSql } from './command.ts';
import { sqlStateOf } from './database-errors.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import {
  type CheckedRecord,
  type ExceptionClass,
  fault,
  quoteValue,
  type RecordFault,
} from './record-fault.ts';
import type { Row } from './record-sql.ts';

/** A rule, a value out of its range, or one larger than an index or a row can hold. */
const BROKEN_RULES = /^(23...|21000|22...|54...)$/;

/** Whether the database says that a record cannot be, rather than that it is away or that we are wrong. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && BROKEN_RULES.test(sqlStateOf(error) ?? '');
}

/** A field as a message shows it. */
interface Subject {
  readonly field: string;
  readonly value: string | null;
}

/** The refusal of one unit; to be asked once its own work has been rolled back. */
export async function explainRefusal(
  context: BatchContext,
  definition: RecordDefinition,
  rows: readonly Row[],
  error: Error,
): Promise<{ readonly at: CheckedRecord | undefined; readonly fault: RecordFault }> {
  const state = sqlStateOf(error) ?? '';
  const at = rowAtFault(definition, rows, detailOf(error, 'detail'));
  const answer = (wrong: RecordFault) => ({ at: at?.record, fault: wrong });
  const constraint = detailOf(error, 'constraint');
  if (state === '23502') {
    const field = fieldOf(definition, detailOf(error, 'column'));
    const message = `${field} is missing, and nothing that the record refers to says it`;
    return answer(fault('VALIDATION', 'required', message, { field }));
  }
  if (constraint === '') {
    const message = 'a value is outside the range of its field';
    return answer(fault('VALIDATION', `sqlstate_${state}`, message));
  }
  const columns = await loadColumns(context, constraint);
  // A rule of a trigger: its message is ours, but it knows objects by their uuids only.
  if (columns.length === 0) return answer(sayByName(classOf(state, error), constraint, rows, error.message));
  const isOwn = detailOf(error, 'table') === definition.table;
  const subjects = at && isOwn ? subjectsOf(definition, at.record, columns) : [];
  return answer(sayByFields(classOf(state, error), constraint, subjects));
}

function detailOf(error: Error, name: 'column' | 'constraint' | 'detail' | 'table'): string {
  const value: unknown = name in error ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
}

function classOf(state: string, error: Error): ExceptionClass {
  if (state === '23505' || state === '23P01' || state === '21000') return 'DUPLICATE';
  if (state === '23503') return 'REFERENCE';
  return ['posting', 'journal'].includes(detailOf(error, 'table')) ? 'POSTING' : 'VALIDATION';
}

/** The columns of a constraint or unique index. */
async function loadColumns({ tx }: BatchContext, name: string): Promise<string[]> {
  const rows = await runSql<{ column: string }>(
    tx,
    `select a.attname as column from (
       select c.conrelid as rel, c.conkey::int[] as keys from pg_constraint c where c.conname = $1
       union
       select x.indrelid, x.indkey::int2[]::int[] from pg_index x join pg_class i on i.oid = x.indexrelid where i.relname = $1
     ) k cross join lateral unnest(k.keys) with ordinality u (key, place)
     join pg_class r on r.oid = k.rel and r.relnamespace = current_schema()::regnamespace
     join pg_attribute a on a.attrelid = k.rel and a.attnum = u.key order by u.place`,
    [name],
  );
  return rows.map((row) => row.column);
}

function fieldOf({ fields }: RecordDefinition, column: string): string {
  return Object.entries(fields).find(([, field]) => field.column === column)?.[0] ?? column;
}

/** Of the rows that come whole the one whose values the database names: `Key (journal_id, "position")=(..., 1) already exists.` */
function rowAtFault(definition: RecordDefinition, rows: readonly Row[], detail: string): Row | undefined {
  const [, columns = '', values = ''] = /\((.*)\)=\((.*)\)/s.exec(detail) ?? [];
  const named = columns.split(', ').map((column) => fieldOf(definition, column.replaceAll('"', '')));
  const stated = values.split(', ');
  const matches = ({ record }: Row) =>
    named.every((field, place) =>
      definition.fields[field]?.kind === 'integer' ? record.values[field] === stated[place] : true,
    );
  return rows.findLast(matches) ?? rows[0];
}

/**
 * What the record says in these columns: its own values before what it refers to, and what it does not say last. A number that
 * was left out is the record's id.
 */
function subjectsOf(
  { fields }: RecordDefinition,
  { externalId, values }: CheckedRecord,
  columns: readonly string[],
): Subject[] {
  const rank = ({ field, value }: Subject) => {
    if (value === null) return 2;
    return ['reference', 'legal_entity'].includes(fields[field]?.kind ?? '') ? 1 : 0;
  };
  return Object.entries(fields)
    .filter(([, field]) => columns.includes(field.column))
    .map(([field, { default: standard }]) => ({
      field,
      value: values[field] ?? (standard === 'v.external_id' ? externalId : null),
    }))
    .sort((one, other) => rank(one) - rank(other));
}

function sayByFields(failure: ExceptionClass, rule: string, subjects: readonly Subject[]): RecordFault {
  const words = rule.replaceAll('_', ' ');
  const first = subjects.find(({ value }) => value !== null);
  const others = subjects.filter((subject) => subject !== first).map(sayField);
  const subject = first ? `${sayField(first)}: ` : '';
  const beside = others.length === 0 ? '' : ` (${others.join(', ')})`;
  return fault(failure, rule, `${subject}${words}${beside}`, first);
}

function sayField({ field, value }: Subject): string {
  return value === null ? `${field} is not stated` : `${field} ${quoteValue(value)}`;
}

function sayByName(failure: ExceptionClass, rule: string, rows: readonly Row[], text: string): RecordFault {
  let message = text;
  let named: Subject | undefined;
  for (const { record, targetId, ids } of rows) {
    if (targetId !== null) message = message.replaceAll(targetId, record.externalId);
    for (const [field, id] of ids) {
      const value = record.values[field];
      if (typeof value !== 'string' || !message.includes(id)) continue;
      message = message.replaceAll(id, value);
      named ??= { field, value };
    }
  }
  return fault(failure, rule, message, named);
}

/** The record says of itself what another one of this source says of itself. */
export function repeatedIdentity(
  definition: RecordDefinition,
  record: CheckedRecord,
  other: string,
): RecordFault {
  const columns = definition.identity.flatMap((name) => definition.fields[name]?.column ?? []);
  const [first, ...others] = subjectsOf(definition, record, columns).filter(({ value }) => value !== null);
  const said = others.map(sayField).join(', ');
  const message = `${other} has the same${said === '' ? '' : `, with ${said}`}`;
  const rule = `${definition.record}_is_stated_once`;
  return fault('DUPLICATE', rule, first ? `${sayField(first)}: ${message}` : message, first);
}
