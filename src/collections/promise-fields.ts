// The fields of promises to pay and of what was done to collect.
import { sql } from 'kysely';
import { filterByEntity } from '../entities/entity-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, fieldsOf } from '../graph/fields.ts';
import { ruleByEntity } from '../graph/row-rules.ts';

export const promiseToPayFields = fieldsOf(
  'PromiseToPay',
  'promise',
  (f) => ({
    id: f.column('promise_id'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    status: f.column('status'),
    madeOn: f.column('made_on'),
    promisedOn: f.column('promised_on'),
    case: f.one('CollectionsCase', 'collections_case_id', 'collections_case_id'),
    amount: f.money('amount', 'currency'),
    graceDays: f.column('grace_days'),
    instalments: f.many('PromiseInstalment', 'promise_id', 'promise_id', {
      order: (instalment) => columnOf(instalment, 'position'),
      rows: 3,
    }),
  }),
  {
    table: 'promise',
    key: 'promise_id',
    rule: ruleByEntity('legal_entity_id'),
    filters: {
      status: { kind: 'enum', expression: ({ row }) => row.ref('status') },
      legalEntity: filterByEntity(),
      madeOn: { kind: 'date', expression: ({ row }) => row.ref('made_on') },
      promisedOn: { kind: 'date', expression: ({ row }) => row.ref('promised_on') },
    },
    orders: { PROMISED_ON: { type: 'date', expression: ({ row }) => row.ref('promised_on') } },
    order: ['PROMISED_ON', 'DESC'],
  },
);

export const promiseInstalmentFields = fieldsOf(
  'PromiseInstalment',
  'promise_instalment',
  (f) => ({
    dueOn: f.column('due_on'),
    amount: f.money('amount', ({ row, fresh }) => {
      const promise = fresh('promise');
      return sql`(select ${promise.ref('currency')} from ${tableOf(promise)} where ${promise.ref('promise_id')} = ${row.ref('promise_id')})`;
    }),
  }),
  // Reached through its promise only, which has a rule; within it the position identifies it.
  { table: 'promise_instalment', key: 'position' },
);

export const collectionActivityFields = fieldsOf(
  'CollectionActivity',
  'collection_activity',
  (f) => ({
    id: f.column('collection_activity_id'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    kind: f.column('kind'),
    performedOn: f.column('performed_on'),
    performedBy: f.column('performed_by'),
    case: f.one('CollectionsCase', 'collections_case_id', 'collections_case_id'),
    note: f.column('note'),
    invoice: f.one('Invoice', 'invoice_id', 'invoice_id'),
    fee: f.money('fee', 'currency'),
    interest: f.money('interest', 'currency'),
  }),
  {
    table: 'collection_activity',
    key: 'collection_activity_id',
    rule: ruleByEntity('legal_entity_id'),
    filters: {
      kind: { kind: 'enum', expression: ({ row }) => row.ref('kind') },
      legalEntity: filterByEntity(),
      performedOn: { kind: 'date', expression: ({ row }) => row.ref('performed_on') },
    },
    orders: { PERFORMED_ON: { type: 'date', expression: ({ row }) => row.ref('performed_on') } },
    order: ['PERFORMED_ON', 'DESC'],
  },
);
