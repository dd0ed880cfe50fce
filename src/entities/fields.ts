// Legal entities and source systems, and the slice's list of field maps.
import { sql } from 'kysely';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, fieldsOf } from '../graph/fields.ts';
import { accountingBookFields, accountingPeriodFields, exchangeRateFields } from './period-fields.ts';
import { viewerFields, viewerQueryFields } from './viewer-fields.ts';

const queryFields = fieldsOf('Query', 'currency', (f) => ({
  legalEntities: f.manyWhere('LegalEntity', () => undefined, {
    order: (entity) => columnOf(entity, 'code'),
    rows: 20,
  }),
  sourceSystems: f.manyWhere('SourceSystem', () => undefined, {
    order: (source) => columnOf(source, 'key'),
    rows: 20,
  }),
  periods: f.manyWhere('AccountingPeriod', () => undefined),
  exchangeRates: f.manyWhere('ExchangeRate', () => undefined),
}));

const sourceSystemFields = fieldsOf(
  'SourceSystem',
  'source_system',
  (f) => ({
    id: f.column('source_system_id'),
    key: f.column('key'),
    name: f.column('name'),
    kind: f.column('kind'),
    freshnessMinutes: f.column('freshness_minutes'),
    lastRecordAt: f.column('last_record_at'),
    legalEntities: f.manyWhere(
      'LegalEntity',
      ({ row, fresh }, entity) => {
        const served = fresh('source_system_entity');
        return sql`${columnOf(entity, 'legal_entity_id')} in (select ${served.ref('legal_entity_id')}
          from ${tableOf(served)} where ${served.ref('source_system_id')} = ${row.ref('source_system_id')})`;
      },
      { order: (entity) => columnOf(entity, 'code'), rows: 5 },
    ),
  }),
  { table: 'source_system', key: 'source_system_id' },
);

const legalEntityFields = fieldsOf(
  'LegalEntity',
  'legal_entity',
  (f) => ({
    id: f.column('legal_entity_id'),
    code: f.column('code'),
    name: f.column('name'),
    country: f.column('country'),
    functionalCurrency: f.column('functional_currency'),
    timeZone: f.column('time_zone'),
    fiscalYearEndMonth: f.column('fiscal_year_end_month'),
    fiscalYearEndDay: f.column('fiscal_year_end_day'),
    fiscalPattern: f.column('fiscal_pattern'),
    books: f.many('AccountingBook', 'legal_entity_id', 'legal_entity_id', {
      order: (book) => sql`${columnOf(book, 'is_primary')} desc, ${columnOf(book, 'code')}`,
      rows: 3,
    }),
  }),
  { table: 'legal_entity', key: 'legal_entity_id' },
);

/** What this slice says of the graph. */
export const entitiesFields = [
  viewerFields,
  viewerQueryFields,
  queryFields,
  sourceSystemFields,
  legalEntityFields,
  accountingBookFields,
  accountingPeriodFields,
  exchangeRateFields,
];
