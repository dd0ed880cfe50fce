// Change events of Salesforce: CREATE and UNDELETE say all of a record, UPDATE only what changed, DELETE that it is gone. Replay ids
// may go back, so the moment of the commit says which content is the newer one.
import type { CanonicalRecord, FormatItem, FormatOptions, Origin, RejectedRow } from '../format.ts';
import { type ExactJson, type ExactObject, isObject } from './exact-json.ts';
import { type ChangedObject, fieldsOf, recordsOfObject } from './salesforce-change-objects.ts';
import {
  ignoredRule,
  isTaken,
  plainName,
  type SalesforceObject,
  toRecordId,
} from './salesforce-object-rules.ts';
import type { SalesforceValues } from './salesforce-value-rules.ts';

export interface SalesforceChange {
  readonly entity: string;
  readonly kind: string;
  readonly recordIds: readonly string[];
  /** Made of the transaction and the place in it: what tells one event from the others. */
  readonly id: string;
  readonly version: string | undefined;
  readonly payload: ExactObject;
  readonly header: ExactObject;
}

/** The change event of a message, bare or in the envelope of the streaming API; undefined where it is none. */
export function readChange(message: ExactJson | undefined): SalesforceChange | undefined {
  if (!isObject(message)) return undefined;
  const event = isObject(message.data) && 'payload' in message.data ? message.data : message;
  const payload = isObject(event.payload) ? event.payload : event;
  const header = payload.ChangeEventHeader;
  if (!isObject(header)) return undefined;
  const ids = Array.isArray(header.recordIds) ? (header.recordIds as readonly ExactJson[]) : [];
  return {
    entity: textOf(header, 'entityName'),
    kind: textOf(header, 'changeType'),
    recordIds: ids.filter((id) => typeof id === 'string'),
    id: `${textOf(header, 'transactionKey') || textOf(header, 'commitNumber')}/${textOf(header, 'sequenceNumber')}`,
    version: versionOf(header),
    payload,
    header,
  };
}

function textOf(object: ExactObject, name: string): string {
  const value = object[name];
  return typeof value === 'string' ? value : '';
}

/** The commit's millisecond, and within it the place in the transaction: in microseconds, as instants are compared. */
function versionOf(header: ExactObject): string | undefined {
  const committed = textOf(header, 'commitTimestamp');
  if (!/^\d{10,14}$/.test(committed)) return undefined;
  const place = Math.min(Number(textOf(header, 'sequenceNumber')) || 0, 999);
  return `${committed}${String(place).padStart(3, '0')}`;
}

/** What a change makes: of each record that it names. */
export function translateChange(
  change: SalesforceChange,
  options: Pick<FormatOptions, 'entity' | 'currency'>,
  at: Origin,
): FormatItem[] {
  const { entity, kind, recordIds } = change;
  if (!isTaken(entity)) return [{ kind: 'ignored', rule: ignoredRule(entity || undefined), ...at }];
  const [leading = ''] = recordsOfObject(entity);
  const refuse = (rule: string, message: string, externalId?: string): RejectedRow => ({
    kind: 'rejected',
    class: 'MAPPING',
    rule,
    message,
    record: leading,
    ...(externalId !== undefined && { externalId }),
    ...at,
  });
  if (recordIds.length === 0) return [refuse('salesforce-change', `the change of ${entity} names no record`)];
  return recordIds.flatMap((recordId): FormatItem[] => {
    const id = toRecordId(recordId, entity);
    if (kind === 'DELETE' || kind === 'GAP_DELETE') return [gone(leading, id, change, at)];
    if (!['CREATE', 'UPDATE', 'UNDELETE'].includes(kind)) {
      const message = `${kind || 'a change'} of ${entity} ${id} does not say what changed: export the record anew`;
      return [refuse('salesforce-gap', message, id)];
    }
    return made(change, entity, { id, options, at, refuse });
  });
}

function gone(
  record: string,
  externalId: string,
  { version }: SalesforceChange,
  at: Origin,
): CanonicalRecord {
  return {
    kind: 'record',
    record,
    externalId,
    values: {},
    removed: 'deleted',
    ...(version !== undefined && { version }),
    ...at,
  };
}

function made(
  change: SalesforceChange,
  object: SalesforceObject,
  {
    id,
    options,
    at,
    refuse,
  }: {
    id: string;
    options: Pick<FormatOptions, 'entity' | 'currency'>;
    at: Origin;
    refuse: (rule: string, message: string, externalId?: string) => RejectedRow;
  },
): FormatItem[] {
  const isPartial = change.kind === 'UPDATE';
  const values = valuesOf(change);
  const given: ChangedObject = { object, id, values, isPartial, ...options };
  const records = recordsOfObject(object).flatMap((record): FormatItem[] => {
    const fields = fieldsOf(given, record);
    if (fields === undefined) return [];
    if (typeof fields === 'string') return [refuse('salesforce-change', fields, id)];
    return fields.map(
      ({ externalId, values: said }): CanonicalRecord => ({
        kind: 'record',
        record,
        externalId,
        values: said,
        ...(change.version !== undefined && { version: change.version }),
        ...(isPartial && { partial: true }),
        ...at,
      }),
    );
  });
  return records.length > 0 ? records : [{ kind: 'ignored', rule: 'nothing-mapped-changed', ...at }];
}

/** The values by plain name: compound fields by their parts, and null where a field was changed to nothing. */
function valuesOf({ payload, header, kind }: SalesforceChange): SalesforceValues {
  const values: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(payload)) {
    if (name === 'ChangeEventHeader' || value === undefined) continue;
    if (isObject(value)) addParts(values, name, value);
    else values[plainName(name)] = cellOf(value);
  }
  const listed = (name: string) =>
    Array.isArray(header[name])
      ? (header[name] as readonly ExactJson[]).filter((each) => typeof each === 'string')
      : [];
  // Of long texts only the difference comes.
  for (const name of listed('diffFields')) delete values[plainName(name)];
  const diffed = new Set(listed('diffFields'));
  const cleared = kind === 'UPDATE' ? [...listed('changedFields'), ...listed('nulledFields')] : [];
  for (const name of cleared) {
    if (diffed.has(name)) continue;
    values[plainName(partName(name))] ??= null;
  }
  return values;
}

/** `BillingAddress: { City }` is BillingCity, `Name: { LastName }` LastName. */
function addParts(values: Record<string, string | null>, name: string, parts: ExactObject): void {
  for (const [part, value] of Object.entries(parts)) {
    if (value !== undefined) values[plainName(partName(`${name}.${part}`))] = cellOf(value);
  }
}

/** The plain field of a part of a compound field, as `changedFields` lists them too. */
function partName(name: string): string {
  const [whole = '', part] = name.split('.');
  if (part === undefined) return whole;
  return whole === 'Name' ? part : `${whole.replace(/Address$/, '')}${part}`;
}

function cellOf(value: ExactJson): string | null {
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
