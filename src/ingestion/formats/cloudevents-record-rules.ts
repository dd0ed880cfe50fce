// Canonical records as events: `revgraph.<record>` says all of a record, `.changed` behind it only what changed, `.deleted` that
// it is gone. The data holds the record's fields as a canonical file would, the subject is its id.
import type { RecordDefinition } from '../../platform/record-definition.ts';
import type { CanonicalRecord, FormatItem, Origin, RejectedRow } from '../format.ts';
import type { CloudEvent } from './cloudevents-rules.ts';
import { type ExactJson, type ExactObject, isObject } from './exact-json.ts';

const TYPE = /^revgraph\.([a-z_]+)(?:\.(changed|deleted))?$/;

/** Whether the type of an event is one of ours. */
export function isRecordType(type: string): boolean {
  return type.startsWith('revgraph.');
}

interface Kind {
  readonly definition: RecordDefinition;
  readonly change: 'changed' | 'deleted' | undefined;
}

/** What an event makes: one record, or the rows that come whole (the postings of a journal) as a list. */
export function translateRecordEvent(
  event: CloudEvent,
  definitions: ReadonlyMap<string, RecordDefinition>,
  at: Origin,
): FormatItem[] {
  const [, record = '', change] = TYPE.exec(event.type) ?? [];
  const definition = definitions.get(record);
  if (!definition) {
    const message = `type ${JSON.stringify(event.type)} names no record: revgraph.customer, revgraph.invoice and so on do`;
    return [refused(at, { rule: 'message-type', message })];
  }
  const kind = { definition, change: change as Kind['change'] };
  const rows = Array.isArray(event.data) ? (event.data as readonly ExactJson[]) : [event.data];
  return rows.map((row) => toItem(event, row, kind, at));
}

function toItem(event: CloudEvent, row: ExactJson | undefined, kind: Kind, at: Origin): FormatItem {
  const { definition, change } = kind;
  const { record } = definition;
  const isGone = change === 'deleted';
  if (!isObject(row) && !(isGone && row == null)) {
    const message = `the data of ${event.type} is no JSON object with the fields of a ${record}`;
    return refused(at, { rule: 'message-data', message, record });
  }
  const { id, source_version, deleted, ...fields } = isObject(row) ? row : {};
  const externalId = textOf(id) ?? event.subject ?? '';
  const refuse = (rule: string, message: string, field?: string) =>
    refused(at, { rule, message, record, externalId, ...(field !== undefined && { field }) });
  if (typeof id === 'string' && event.subject !== undefined && id !== event.subject && !definition.wholeBy)
    return refuse('message-subject', `the subject ${event.subject} is not the id ${id} of the data`, 'id');
  const unknown = Object.keys(fields).filter((name) => !definition.fields[name]);
  if (unknown.length > 0)
    return refuse(
      'unknown-field',
      `${record} has no field ${unknown.join(', ')}; its fields are id, source_version, deleted, ${Object.keys(definition.fields).join(', ')}`,
      unknown[0],
    );
  const version = textOf(source_version) ?? event.time;
  const item: CanonicalRecord = {
    kind: 'record',
    record,
    externalId,
    values: valuesOf(fields),
    ...(version !== undefined && { version }),
    ...(change === 'changed' && { partial: true }),
    ...((isGone || deleted === true || deleted === 'true') && { removed: 'deleted' }),
    ...at,
  };
  return item;
}

/** Nested values as JSON text, as in a canonical file. */
function valuesOf(fields: ExactObject): Record<string, string | null> {
  const values: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (value === null || typeof value === 'string') values[name] = value;
    else values[name] = typeof value === 'boolean' ? String(value) : JSON.stringify(value);
  }
  return values;
}

function textOf(value: ExactJson | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function refused(at: Origin, why: Omit<RejectedRow, 'kind' | 'class' | 'file' | 'line'>): RejectedRow {
  return { kind: 'rejected', class: 'MAPPING', ...why, ...at };
}
