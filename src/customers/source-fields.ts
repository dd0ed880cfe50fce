// Where records and values came from: the crosswalk to source systems, lookups over it, and the provenance of fields.
import { sql } from 'kysely';
import { isEntity } from '../entities/entity-figures.ts';
import { isSource } from '../entities/feed-figures.ts';
import type { Args } from '../graph/arguments.ts';
import { tableOf } from '../graph/connection-text.ts';
import { badUserInput } from '../graph/errors.ts';
import {
  columnOf,
  fieldsOf,
  type ManyField,
  type OneField,
  type Row,
  type Scope,
  type TableName,
} from '../graph/fields.ts';
import { isOnlyMatch, keyParameter, oneKeyOf } from '../graph/lookup.ts';
import { parameter, type Sql } from '../graph/slots.ts';
import type { SourceLinkObjectType } from '../platform/tables.gen.ts';
import { CUSTOMER_FIELD_GROUPS, unknownFieldGroup } from './field-group-rules.ts';
import { memberIdsOf } from './golden-figures.ts';

export const sourceLinkFields = fieldsOf(
  'SourceLink',
  'source_link',
  (f) => ({
    id: f.column('source_link_id'),
    source: f.one('SourceSystem', 'source_system_id', 'source_system_id'),
    sourceObject: f.column('source_object'),
    externalId: f.column('external_id'),
    objectType: f.column('object_type'),
    method: f.column('method'),
    confidence: f.column('confidence'),
    validFrom: f.value(({ row }) => sql`nullif(${row.ref('valid_from')}, '-infinity')`),
    validTo: f.value(({ row }) => sql`nullif(${row.ref('valid_to')}, 'infinity')`),
    linkedAt: f.column('linked_at'),
  }),
  { table: 'source_link', key: 'source_link_id' },
);

/** That a link leads to the target of that type: the field `sources` of every type that has one. */
function linksTo(link: Row<TableName>, objectType: SourceLinkObjectType, target: Sql): Sql {
  return sql`${columnOf(link, 'target_id')} = ${target} and ${columnOf(link, 'object_type')} = ${sql.lit(objectType)}`;
}

/** The field `sources` of a type: the links to its row. */
export function sourcesOf<T extends TableName>(
  objectType: SourceLinkObjectType,
  key: (row: Row<T>) => Sql,
): ManyField<T> {
  return {
    kind: 'many',
    type: 'SourceLink',
    on: ({ row }, link) => linksTo(link, objectType, key(row)),
    order: linkOrder,
    rows: 5,
  };
}

function linkOrder(link: Row<TableName>): Sql {
  return sql`${columnOf(link, 'linked_at')}, ${columnOf(link, 'external_id')}, ${columnOf(link, 'source_link_id')}`;
}

/**
 * A query of the canonical ids that a source's record stands for now: `external: { source, id }`. Where the source numbers
 * several kinds of objects alike, these are several, and a lookup finds nothing.
 */
function linkedIds({ args, fresh }: Scope<TableName>, objectType: SourceLinkObjectType): Sql {
  const link = fresh('source_link');
  return sql`select ${link.ref('target_id')} from ${tableOf(link)}
    where ${isSource({ fresh }, link.ref('source_system_id'), externalPart(args, 'source'))}
      and ${link.ref('external_id')} = ${externalPart(args, 'id')}
      and ${link.ref('object_type')} = ${sql.lit(objectType)} and ${link.ref('valid_to')} is null`;
}

function externalPart(args: Args, name: string): Sql {
  const external = args.get('external');
  const part = external?.kind === 'object' ? external.fields.get(name) : undefined;
  if (part?.kind !== 'leaf')
    throw badUserInput(`external.${name}`, null, 'a source record has a source and an id');
  return parameter(part.slot, 'text');
}

/** The golden ids of the customers that a source's record stands for. */
export function linkedGoldenIds(scope: Scope<TableName>): Sql {
  const customer = scope.fresh('customer');
  return sql`select ${customer.ref('golden_id')} from ${tableOf(customer)}
    where ${customer.ref('customer_id')} in (${linkedIds(scope, 'CUSTOMER')})`;
}

/** A type whose records are looked up at the root: its key, and whether each legal entity numbers them for itself. */
interface LookedUp {
  readonly typeName: string;
  readonly objectType: SourceLinkObjectType;
  readonly key: string;
  readonly numbered: boolean;
}

/** The root field of one record: by id, by number (which two legal entities may both use) or by a source's record. */
export function recordLookup({ typeName, objectType, key, numbered }: LookedUp): OneField<'currency'> {
  const keys = numbered ? ['id', 'number', 'external'] : ['id', 'external'];
  const on: OneField<'currency'>['on'] = (scope, row) => {
    const { args } = scope;
    const given = oneKeyOf(args, keys);
    if (args.has('legalEntity') && given !== 'number') {
      throw badUserInput('legalEntity', given, 'a legal entity goes with a number');
    }
    if (given === 'id') return sql`${columnOf(row, key)} = ${keyParameter(args, 'id', 'uuid')}`;
    return isOnlyMatch(scope, typeName, key, row, (candidate) =>
      given === 'number'
        ? isNumbered(scope, candidate)
        : sql`${columnOf(candidate, key)} in (${linkedIds(scope, objectType)})`,
    );
  };
  return { kind: 'one', type: typeName, on };
}

function isNumbered(scope: Scope<TableName>, candidate: Row<TableName>): Sql {
  const { args } = scope;
  const number = sql`${columnOf(candidate, 'number')} = ${keyParameter(args, 'number', 'text')}`;
  if (!args.has('legalEntity')) return number;
  const isNamed = (code: Sql) => sql`${code} = ${keyParameter(args, 'legalEntity', 'text')}`;
  return sql`${number} and ${isEntity(scope, columnOf(candidate, 'legal_entity_id'), isNamed)}`;
}

export const customerSourceFields = fieldsOf('Customer', 'customer', (f) => ({
  sources: f.manyWhere(
    'SourceLink',
    (scope, link) => sql`${columnOf(link, 'object_type')} = 'CUSTOMER'
      and ${columnOf(link, 'target_id')} = any(${memberIdsOf(scope, scope.row.ref('customer_id'))})`,
    { order: linkOrder, rows: 5 },
  ),
  provenance: f.manyWhere('FieldProvenance', provenanceOfCustomer, {
    order: eventOrder,
    rows: 20,
  }),
}));

/** By group, the earliest first; its table's key makes the order total. */
function eventOrder(event: Row<TableName>): Sql {
  const key = ['field_group', 'recorded_at', 'object_id', 'event_id', 'defaulted'];
  return sql.join(key.map((column) => columnOf(event, column)));
}

/**
 * The events that gave the customer's current values: of its own record only to who sees every entity, of an account to who sees
 * the account. An event no longer answers when a later one set all that it set.
 */
function provenanceOfCustomer(scope: Scope<'customer'>, event: Row<TableName>): Sql {
  const { row, args, viewer, fresh } = scope;
  const account = fresh('customer_account');
  const later = fresh('field_provenance');
  const members = memberIdsOf(scope, row.ref('customer_id'));
  const seen = viewer.sees('CustomerAccount', account);
  const accounts = sql`${columnOf(event, 'object_type')} = 'CUSTOMER_ACCOUNT' and ${columnOf(event, 'object_id')} in (
    select ${account.ref('customer_account_id')} from ${tableOf(account)}
    where ${account.ref('customer_id')} = any(${members})${seen ? sql` and ${seen}` : sql``})`;
  const own = sql`${columnOf(event, 'object_type')} = 'CUSTOMER' and ${columnOf(event, 'object_id')} = any(${members})`;
  const groups = args.slot('fields')?.map(knownGroups);
  return sql`(${viewer.allEntities ? sql`${own} or ${accounts}` : accounts})
    ${groups ? sql`and ${columnOf(event, 'field_group')} = any(${parameter(groups, 'text[]')})` : sql``}
    and not exists (select from ${tableOf(later)} where ${later.ref('object_id')} = ${columnOf(event, 'object_id')}
      and ${later.ref('field_group')} = ${columnOf(event, 'field_group')}
      and ${later.ref('recorded_at')} > ${columnOf(event, 'recorded_at')}
      and (${later.ref('fields')} is null or ${columnOf(event, 'fields')} <@ ${later.ref('fields')}))`;
}

/** Lets only field groups through that there are, and names those otherwise. */
function knownGroups(names: unknown): unknown {
  const unknown = Array.isArray(names) ? unknownFieldGroup(names) : undefined;
  if (unknown === undefined) return names;
  throw badUserInput('fields', unknown, `the field groups are ${CUSTOMER_FIELD_GROUPS.join(', ')}`);
}

export const fieldProvenanceFields = fieldsOf(
  'FieldProvenance',
  'field_provenance',
  (f) => ({
    fieldGroup: f.column('field_group'),
    fields: f.column('fields'),
    source: f.one('SourceSystem', 'source_system_id', 'source_system_id'),
    sourceObject: f.column('source_object'),
    externalId: f.column('external_id'),
    eventId: f.value(({ row }) => sql`nullif(${row.ref('event_id')}, '')`),
    occurredAt: f.column('occurred_at'),
    recordedAt: f.column('recorded_at'),
    defaulted: f.column('defaulted'),
  }),
  { table: 'field_provenance', key: 'object_id' },
);

export const productSourceFields = fieldsOf('Product', 'product', () => ({
  sources: sourcesOf<'product'>('PRODUCT', (row) => row.ref('product_id')),
}));
