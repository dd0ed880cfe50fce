// Accounting books and periods, and exchange rates.
import { sql } from 'kysely';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, fieldsOf, type Scope, type TableName } from '../graph/fields.ts';
import { ruleByEntity, ruledByParent } from '../graph/row-rules.ts';
import type { Sql } from '../graph/slots.ts';
import { isEntity } from './entity-figures.ts';

export const accountingBookFields = fieldsOf(
  'AccountingBook',
  'accounting_book',
  (f) => ({
    id: f.column('accounting_book_id'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    code: f.column('code'),
    name: f.column('name'),
    standard: f.column('standard'),
    isPrimary: f.column('is_primary'),
    owner: f.one('SourceSystem', 'owner_source_system_id', 'source_system_id'),
  }),
  { table: 'accounting_book', key: 'accounting_book_id', rule: ruleByEntity('legal_entity_id') },
);

/** The book of a period, for what the period does not say itself. */
function bookOf({ row, fresh }: Scope<TableName>, condition: (book: { alias: string }) => Sql): Sql {
  const book = fresh('accounting_book');
  const id = columnOf(row, 'accounting_book_id');
  return sql`${id} in (select ${book.ref('accounting_book_id')} from ${tableOf(book)} where ${condition(book)})`;
}

export const accountingPeriodFields = fieldsOf(
  'AccountingPeriod',
  'accounting_period',
  (f) => ({
    id: f.column('accounting_period_id'),
    book: f.one('AccountingBook', 'accounting_book_id', 'accounting_book_id'),
    legalEntity: f.oneWhere('LegalEntity', ({ row, fresh }, entity) => {
      const book = fresh('accounting_book');
      return sql`${columnOf(entity, 'legal_entity_id')} = (select ${book.ref('legal_entity_id')}
        from ${tableOf(book)} where ${book.ref('accounting_book_id')} = ${row.ref('accounting_book_id')})`;
    }),
    class: f.column('class'),
    name: f.column('name'),
    startsOn: f.column('starts_on'),
    endsOn: f.column('ends_on'),
    status: f.column('status'),
  }),
  {
    table: 'accounting_period',
    key: 'accounting_period_id',
    ...ruledByParent('AccountingBook', 'accounting_book', 'accounting_book_id'),
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('accounting_period_id') },
      legalEntity: {
        kind: 'text',
        through: (scope, compare) =>
          bookOf(scope, (book) => isEntity(scope, columnOf(book, 'legal_entity_id'), compare)),
      },
      book: {
        kind: 'text',
        through: (scope, compare) => bookOf(scope, (book) => compare(columnOf(book, 'code'))),
      },
      class: { kind: 'enum', expression: ({ row }) => row.ref('class') },
      status: { kind: 'enum', expression: ({ row }) => row.ref('status') },
      startsOn: { kind: 'date', expression: ({ row }) => row.ref('starts_on') },
      endsOn: { kind: 'date', expression: ({ row }) => row.ref('ends_on') },
    },
    orders: {
      STARTS_ON: { type: 'date', expression: ({ row }) => row.ref('starts_on') },
      ENDS_ON: { type: 'date', expression: ({ row }) => row.ref('ends_on') },
    },
    order: ['STARTS_ON', 'DESC'],
  },
);

export const exchangeRateFields = fieldsOf(
  'ExchangeRate',
  'exchange_rate',
  (f) => ({
    rateOn: f.column('rate_on'),
    rateType: f.column('rate_type'),
    baseCurrency: f.column('base_currency'),
    quoteCurrency: f.column('quote_currency'),
    rate: f.column('rate'),
    source: f.one('SourceSystem', 'source_system_id', 'source_system_id'),
    recordedAt: f.column('recorded_at'),
  }),
  {
    table: 'exchange_rate',
    key: 'exchange_rate_id',
    filters: {
      rateOn: { kind: 'date', expression: ({ row }) => row.ref('rate_on') },
      rateType: { kind: 'enum', expression: ({ row }) => row.ref('rate_type') },
      baseCurrency: { kind: 'text', expression: ({ row }) => row.ref('base_currency') },
      quoteCurrency: { kind: 'text', expression: ({ row }) => row.ref('quote_currency') },
    },
    orders: { RATE_ON: { type: 'date', expression: ({ row }) => row.ref('rate_on') } },
    order: ['RATE_ON', 'DESC'],
  },
);
