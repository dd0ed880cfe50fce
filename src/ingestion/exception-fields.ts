// The fields of exceptions: the queue, its counts, what stands against a customer.
import { sql } from 'kysely';
import { factsOfCustomer, filterBySeenCustomer } from '../customers/golden-figures.ts';
import { filterByEntity } from '../entities/entity-figures.ts';
import { filterBySource } from '../entities/feed-figures.ts';
import {
  columnOf,
  type FilterField,
  fieldsOf,
  type OrderField,
  type Scope,
  type ViewerScope,
} from '../graph/fields.ts';
import { keyParameter } from '../graph/lookup.ts';
import { goldenCustomer } from '../ledger/link-fields.ts';
import type { RecordDescription } from '../platform/record-definition.ts';
import {
  amountsAtRisk,
  countedBy,
  Eyes,
  exceptionRule,
  isOverdue,
  openExceptionCount,
  rowsAsTheyCame,
  severityRank,
  statusOf,
  valuesOf,
} from './exception-figures.ts';
import { readableOf } from './exception-mask-rules.ts';

const queryFields = fieldsOf('Query', 'currency', (f) => ({
  exception: f.oneWhere(
    'Exception',
    ({ args }, row) => sql`${columnOf(row, 'exception_id')} = ${keyParameter(args, 'id', 'uuid')}`,
  ),
  exceptions: f.manyWhere('Exception', () => undefined),
  exceptionSummary: f.object({ cost: 50, from: (scope) => countedBy(scope, null) }),
}));

const customerFields = fieldsOf('Customer', 'customer', () => ({
  exceptions: factsOfCustomer('Exception'),
}));

const customerSummaryFields = fieldsOf('CustomerSummary', 'customer', (f) => ({
  openExceptionCount: f.value(openExceptionCount, 50),
}));

/** What each viewer may read is found once for each set of masks. */
function eyesOver(records: readonly RecordDescription[]): (viewer: ViewerScope) => Eyes {
  const known = new Map<string, Eyes>();
  return ({ lifted }) => {
    const key = [...lifted].sort().join();
    const eyes = known.get(key) ?? new Eyes(readableOf(records, lifted));
    known.set(key, eyes);
    return eyes;
  };
}

const filters: Readonly<Record<string, FilterField<'exception'>>> = {
  id: { kind: 'id', expression: ({ row }) => row.ref('exception_id') },
  class: { kind: 'enum', expression: ({ row }) => row.ref('class') },
  status: { kind: 'enum', expression: statusOf },
  severity: { kind: 'enum', expression: ({ row }) => row.ref('severity') },
  rule: { kind: 'text', expression: ({ row }) => row.ref('rule') },
  ownerRole: { kind: 'text', expression: ({ row }) => row.ref('owner_role') },
  assignee: { kind: 'text', expression: ({ row }) => row.ref('assignee') },
  source: filterBySource(),
  recordType: { kind: 'text', expression: ({ row }) => row.ref('record_type') },
  externalId: { kind: 'text', expression: ({ row }) => row.ref('external_id') },
  customerId: filterBySeenCustomer(),
  legalEntity: filterByEntity(),
  overdue: { kind: 'boolean', expression: isOverdue },
  dueAt: { kind: 'datetime', expression: ({ row }) => row.ref('due_at') },
  openedAt: { kind: 'datetime', expression: ({ row }) => row.ref('opened_at') },
  amountAtRisk: { kind: 'decimal', expression: ({ row }) => row.ref('amount_at_risk') },
};

const orders: Readonly<Record<string, OrderField<'exception'>>> = {
  DUE_AT: { type: 'timestamptz', expression: ({ row }) => row.ref('due_at') },
  OPENED_AT: { type: 'timestamptz', expression: ({ row }) => row.ref('opened_at') },
  SEVERITY: { type: 'int', expression: severityRank },
  AMOUNT_AT_RISK: {
    type: 'numeric',
    expression: ({ row }) => sql`coalesce(${row.ref('amount_at_risk')}, 0)`,
  },
};

function exceptionFieldsOf(eyesOf: (viewer: ViewerScope) => Eyes) {
  return fieldsOf(
    'Exception',
    'exception',
    (f) => ({
      id: f.column('exception_id'),
      class: f.column('class'),
      status: f.value(statusOf),
      severity: f.column('severity'),
      rule: f.column('rule'),
      message: f.value(({ row, viewer }) => eyesOf(viewer).message(row)),
      ownerRole: f.column('owner_role'),
      assignee: f.column('assignee'),
      playbook: f.column('playbook'),
      dueAt: f.column('due_at'),
      overdue: f.value(isOverdue),
      openedAt: f.column('opened_at'),
      lastSeenAt: f.column('last_seen_at'),
      occurrences: f.column('occurrences'),
      source: f.one('SourceSystem', 'source_system_id', 'source_system_id'),
      recordType: f.column('record_type'),
      externalId: f.column('external_id'),
      file: f.column('file'),
      line: f.value(({ row }) => sql`least(${row.ref('line')}, 2147483647)`),
      field: f.column('field'),
      value: f.value(({ row, viewer }) => eyesOf(viewer).value(row)),
      records: f.rows({ from: rowsAsTheyCame, order: (row) => columnOf(row, 'position'), rows: 2 }),
      objectType: f.column('object_type'),
      objectId: f.column('object_id'),
      customer: goldenCustomer('customer_id'),
      legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
      amountAtRisk: f.money('amount_at_risk', 'currency'),
      resolvedAt: f.column('resolved_at'),
      resolvedBy: f.column('resolved_by'),
      resolution: f.column('resolution'),
      history: f.many('ExceptionEvent', 'exception_id', 'exception_id', {
        order: (event) => sql`${columnOf(event, 'occurred_at')}, ${columnOf(event, 'exception_event_id')}`,
        rows: 5,
      }),
    }),
    {
      table: 'exception',
      key: 'exception_id',
      rule: exceptionRule,
      filters,
      orders,
      order: ['DUE_AT', 'ASC'],
    },
  );
}

const recordFields = fieldsOf('ExceptionRecord', 'exception', (f) => ({
  line: f.value(({ row }) => sql`least(${columnOf(row, 'line')}, 2147483647)`),
  externalId: f.derived('external_id'),
}));

const valueFields = fieldsOf('ExceptionValue', 'exception', (f) => ({
  field: f.derived('field'),
  value: f.derived('value'),
  editedValue: f.derived('edited_value'),
  masked: f.derived('masked'),
}));

const eventFields = fieldsOf(
  'ExceptionEvent',
  'exception_event',
  (f) => ({
    kind: f.column('kind'),
    actor: f.column('actor'),
    note: f.column('note'),
    occurredAt: f.column('occurred_at'),
  }),
  // Reached through its exception only, which has a rule.
  { table: 'exception_event', key: 'exception_event_id' },
);

const AGES = ['UNDER_ONE_DAY', 'ONE_TO_SEVEN_DAYS', 'SEVEN_TO_THIRTY_DAYS', 'OVER_THIRTY_DAYS'];

const summaryFields = fieldsOf('ExceptionSummary', 'currency', (f) => {
  const largestFirst = (row: { alias: string }) =>
    sql`${columnOf(row, 'open_count')} desc, ${columnOf(row, 'group')}`;
  const youngestFirst = (row: { alias: string }) =>
    sql`array_position(${sql.lit(`{${AGES.join()}}`)}::text[], ${columnOf(row, 'group')})`;
  const counted = (group: Parameters<typeof countedBy>[1]) => (scope: Scope<'currency'>) =>
    countedBy(scope, group);
  return {
    openCount: f.derived('open_count'),
    overdueCount: f.derived('overdue_count'),
    byClass: f.rows({ from: counted('class'), order: largestFirst, cost: 50 }),
    byOwnerRole: f.rows({ from: counted('owner_role'), order: largestFirst, cost: 50 }),
    byAge: f.rows({ from: counted('age'), order: youngestFirst, rows: 4, cost: 50 }),
    atRisk: f.rows({
      from: amountsAtRisk,
      order: (row) => sql`${columnOf(row, 'class')}, ${columnOf(row, 'currency')}`,
      cost: 50,
    }),
  };
});

const counts = <N extends string, K extends string>(typeName: N, key: K) =>
  fieldsOf(typeName, 'currency', (f) => {
    const fields = {
      [key]: f.derived('group'),
      openCount: f.derived('open_count'),
      overdueCount: f.derived('overdue_count'),
    };
    return fields as Record<K | 'openCount' | 'overdueCount', (typeof fields)[string]>;
  });

const riskFields = fieldsOf('ExceptionRisk', 'currency', (f) => ({
  class: f.derived('class'),
  amount: f.money(
    ({ row }) => columnOf(row, 'amount'),
    ({ row }) => columnOf(row, 'currency'),
  ),
  openCount: f.derived('open_count'),
}));

/** What this slice says of the graph; the records tell which fields there are, so that what is no field of theirs stays closed. */
export function exceptionFields(records: readonly RecordDescription[]) {
  const eyesOf = eyesOver(records);
  return [
    queryFields,
    customerFields,
    customerSummaryFields,
    exceptionFieldsOf(eyesOf),
    recordFields,
    fieldsOf('ExceptionRecord', 'exception', (f) => ({
      values: f.rows({
        from: (scope) => valuesOf(scope, eyesOf(scope.viewer)),
        order: (row) => sql`${columnOf(row, 'field')} collate "C"`,
        rows: 20,
      }),
    })),
    valueFields,
    eventFields,
    summaryFields,
    counts('ExceptionClassCount', 'class'),
    counts('ExceptionOwnerCount', 'ownerRole'),
    counts('ExceptionAgeCount', 'age'),
    riskFields,
  ];
}
