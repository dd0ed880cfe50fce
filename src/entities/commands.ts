// The records that say who we are: legal entities, exchange rates, books and their periods.
import { recordCommand } from '../platform/record-definition.ts';
import {
  boolean,
  currency,
  date,
  decimal,
  integer,
  legalEntity,
  oneOf,
  reference,
  sourceSystem,
  text,
} from '../platform/record-fields.ts';

export const entityRecords = [
  recordCommand({
    record: 'legal_entity',
    plural: 'legal_entities',
    about: 'One of our own companies.',
    object: 'LEGAL_ENTITY',
    group: 'legal_entity',
    identity: ['code'],
    fields: {
      code: text('code', { required: true, note: 'what other records name it by' }),
      name: text('name', { required: true }),
      country: text('country', { note: 'ISO 3166-1 alpha-2' }),
      functional_currency: currency('functional_currency', { required: true }),
      time_zone: text('time_zone', { default: "'UTC'", note: 'IANA name; decides which day it is there' }),
      fiscal_year_end_month: integer('fiscal_year_end_month', { default: '12' }),
      fiscal_year_end_day: integer('fiscal_year_end_day', {
        default: '31',
        note: '29 February means the last day of February',
      }),
      fiscal_pattern: oneOf(
        'fiscal_pattern',
        ['CALENDAR', 'WEEKS_445', 'WEEKS_454', 'WEEKS_544', 'THIRTEEN'],
        { default: "'CALENDAR'" },
      ),
    },
  }),
  recordCommand({
    record: 'exchange_rate',
    about: 'A rate of one day and type: 1 base = rate quote.',
    key: null,
    identity: ['rate_type', 'base_currency', 'quote_currency', 'rate_on'],
    stampsSource: true,
    fields: {
      rate_on: date('rate_on', { required: true }),
      rate_type: oneOf('rate_type', ['SPOT', 'AVERAGE', 'CLOSING'], { required: true }),
      base_currency: currency('base_currency', { required: true }),
      quote_currency: currency('quote_currency', { required: true }),
      rate: decimal('rate', { required: true }),
    },
  }),
  recordCommand({
    record: 'accounting_book',
    about: 'A set of books of one legal entity.',
    object: 'ACCOUNTING_BOOK',
    group: 'accounting_book',
    identity: ['legal_entity', 'code'],
    fields: {
      legal_entity: legalEntity({ required: true }),
      code: text('code', { required: true, note: 'e.g. ACCRUAL' }),
      name: text('name'),
      standard: oneOf('standard', ['GAAP', 'IFRS', 'TAX', 'CASH'], { required: true }),
      is_primary: boolean('is_primary', {
        default: 'false',
        note: 'the accrual book that figures are read from, one per entity',
      }),
      owner: sourceSystem('owner_source_system_id', {
        default: 'c.source_id',
        note: 'key of the source that owns it; left out: the importing one; `gateway`: closed periods take nothing',
      }),
    },
  }),
  recordCommand({
    record: 'accounting_period',
    about: 'A period of one book and class.',
    object: 'ACCOUNTING_PERIOD',
    group: 'accounting_period',
    identity: ['book', 'class', 'starts_on'],
    fields: {
      book: reference('accounting_book', 'accounting_book_id', { required: true }),
      class: oneOf('class', ['RECEIVABLES', 'REVENUE', 'LEDGER'], { required: true }),
      name: text('name', { required: true }),
      starts_on: date('starts_on', { required: true }),
      ends_on: date('ends_on', { required: true, note: 'inclusive' }),
      status: oneOf('status', ['FUTURE', 'OPEN', 'CLOSING', 'CLOSED', 'LOCKED'], { default: "'OPEN'" }),
    },
  }),
] as const;
