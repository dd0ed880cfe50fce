// How our own companies are read: reference data is open to all, books and periods only to who sees the entity.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { type Asking, ask } from '../support/ask.ts';
import { freshDatabase } from '../support/database.ts';

let database: Database;

const id = (suffix: string) => `00000000-0000-7000-8000-${suffix.padStart(12, '0')}`;
const germany: Asking = { entities: [id('d1')] };
const america: Asking = { entities: [id('d2')] };
const nobody: Asking = { entities: [] };

/**
 * Germany keeps an IFRS book as its primary one and a tax book; America one book. January is locked in Germany, February open.
 * The CRM serves both and promises an hour; the ERP serves America and promises nothing; the file was never read.
 */
const data = `
  insert into legal_entity (legal_entity_id, code, name, country, functional_currency, time_zone, fiscal_year_end_month,
    fiscal_year_end_day, fiscal_pattern) values
    ('${id('d1')}', 'DE', 'Germany', 'DE', 'EUR', 'Europe/Berlin', 12, 31, 'CALENDAR'),
    ('${id('d2')}', 'US', 'America', null, 'USD', 'America/New_York', 2, 29, 'WEEKS_445');
  insert into source_system (source_system_id, key, name, kind, freshness_minutes, last_record_at) values
    ('${id('a1')}', 'crm', 'CRM', 'CRM', 60, '2026-06-15T09:30:00.1239Z'),
    ('${id('a2')}', 'erp', 'ERP', 'ERP', null, '2026-06-15T08:30:00+02:00'), ('${id('a3')}', 'sheet', 'Sheet', 'FILE', 60, null);
  insert into source_system_entity values ('${id('a1')}', '${id('d2')}'), ('${id('a1')}', '${id('d1')}'), ('${id('a2')}', '${id('d2')}');
  insert into accounting_book (accounting_book_id, legal_entity_id, code, name, standard, is_primary, owner_source_system_id) values
    ('${id('b1')}', '${id('d1')}', 'A_TAX', null, 'TAX', false, '${id('a2')}'), ('${id('b2')}', '${id('d1')}', 'IFRS', 'Group', 'IFRS', true, '${id('a2')}'),
    ('${id('b3')}', '${id('d2')}', 'GAAP', 'Books', 'GAAP', true, '${id('a1')}');
  insert into accounting_period (accounting_period_id, accounting_book_id, class, name, starts_on, ends_on, status) values
    ('${id('91')}', '${id('b2')}', 'LEDGER', 'DE January', '2026-01-01', '2026-01-31', 'LOCKED'),
    ('${id('92')}', '${id('b2')}', 'LEDGER', 'DE February', '2026-02-01', '2026-02-28', 'OPEN'),
    ('${id('93')}', '${id('b2')}', 'REVENUE', 'DE February revenue', '2026-02-01', '2026-02-28', 'CLOSING'),
    ('${id('94')}', '${id('b3')}', 'LEDGER', 'US first', '2026-03-01', '2026-03-28', 'OPEN'),
    ('${id('95')}', '${id('b3')}', 'LEDGER', 'US second', '2026-03-29', '2026-04-25', 'FUTURE');
  insert into customer (customer_id, number, name, status, golden_id) values ('${id('c1')}', 'C1', 'Acme', 'ACTIVE', '${id('c1')}'),
    ('${id('c2')}', 'C2', 'Beta', 'ACTIVE', '${id('c2')}');
  insert into customer_account (customer_account_id, customer_id, legal_entity_id, currency) values
    ('${id('e1')}', '${id('c1')}', '${id('d1')}', 'EUR'), ('${id('e2')}', '${id('c2')}', '${id('d2')}', 'USD');`;

beforeAll(async () => {
  database = await freshDatabase();
  await database.withOwner((client) => client.query(data));
});
afterAll(() => database?.close());

const periods = async (args: string, asking?: Asking) => {
  const found = (await ask(database, `{ periods${args} { nodes { name } } }`, asking)) as {
    periods: { nodes: { name: string }[] };
  };
  return found.periods.nodes.map(({ name }) => name);
};

describe('legal entities', () => {
  it('are seen by everybody, by code', async () => {
    const asked =
      '{ legalEntities { code name country functionalCurrency timeZone fiscalYearEndMonth fiscalYearEndDay fiscalPattern } }';
    const expected = {
      legalEntities: [
        {
          code: 'DE',
          name: 'Germany',
          country: 'DE',
          functionalCurrency: 'EUR',
          timeZone: 'Europe/Berlin',
          fiscalYearEndMonth: 12,
          fiscalYearEndDay: 31,
          fiscalPattern: 'CALENDAR',
        },
        {
          code: 'US',
          name: 'America',
          country: null,
          functionalCurrency: 'USD',
          timeZone: 'America/New_York',
          fiscalYearEndMonth: 2,
          fiscalYearEndDay: 29,
          fiscalPattern: 'WEEKS_445',
        },
      ],
    };
    expect(await ask(database, asked)).toEqual(expected);
    expect(await ask(database, asked, nobody)).toEqual(expected);
  });

  it('show their books to who sees the entity, the primary one first', async () => {
    const books = '{ legalEntities { code books { code standard isPrimary owner { key } } } }';
    const tax = { code: 'A_TAX', standard: 'TAX', isPrimary: false, owner: { key: 'erp' } };
    const ifrs = { code: 'IFRS', standard: 'IFRS', isPrimary: true, owner: { key: 'erp' } };
    const gaap = { code: 'GAAP', standard: 'GAAP', isPrimary: true, owner: { key: 'crm' } };
    const shown = (de: unknown[], us: unknown[]) => ({
      legalEntities: [
        { code: 'DE', books: de },
        { code: 'US', books: us },
      ],
    });
    expect(await ask(database, books)).toEqual(shown([ifrs, tax], [gaap]));
    expect(await ask(database, books, germany)).toEqual(shown([ifrs, tax], []));
    expect(await ask(database, books, nobody)).toEqual(shown([], []));
  });
});

describe('source systems', () => {
  it('are seen by everybody, by key, with the entities that they serve by code', async () => {
    const asked = '{ sourceSystems { key kind freshnessMinutes lastRecordAt legalEntities { code } } }';
    expect(await ask(database, asked, nobody)).toEqual({
      sourceSystems: [
        {
          key: 'crm',
          kind: 'CRM',
          freshnessMinutes: 60,
          lastRecordAt: '2026-06-15T09:30:00.123Z',
          legalEntities: [{ code: 'DE' }, { code: 'US' }],
        },
        {
          key: 'erp',
          kind: 'ERP',
          freshnessMinutes: null,
          lastRecordAt: '2026-06-15T06:30:00.000Z',
          legalEntities: [{ code: 'US' }],
        },
        { key: 'gateway', kind: 'GATEWAY', freshnessMinutes: null, lastRecordAt: null, legalEntities: [] },
        { key: 'sheet', kind: 'FILE', freshnessMinutes: 60, lastRecordAt: null, legalEntities: [] },
      ],
    });
  });

  it('are late when they have been silent for longer than they promise, to the minute', async () => {
    const late = async (now: string, number = 'C1') => {
      const asked = `{ customer(number: "${number}") { summary { freshness { source { key } asOf late } } } }`;
      const found = (await ask(database, asked, { now })) as {
        customer: { summary: { freshness: { source: { key: string }; late: boolean | null }[] } };
      };
      return found.customer.summary.freshness.map(({ source, late }) => [source.key, late]);
    };
    expect(await late('2026-06-15T10:30:00Z')).toEqual([['crm', false]]);
    expect(await late('2026-06-15T10:30:01Z')).toEqual([['crm', true]]);
    // Nothing is promised of the ERP, so it is neither late nor on time.
    expect(await late('2027-01-01T00:00:00Z', 'C2')).toEqual([
      ['crm', true],
      ['erp', null],
    ]);
  });
});

describe('today', () => {
  const today = async (number: string, now: string) => {
    const asked = `{ customer(number: "${number}") { summary { asOf } } }`;
    const found = (await ask(database, asked, { now })) as { customer: { summary: { asOf: string } } };
    return found.customer.summary.asOf;
  };

  it('is the day at the legal entity, not that of the server', async () => {
    const [berlin, newYork] = ['C1', 'C2'];
    expect(await today(berlin, '2026-06-15T22:00:00Z')).toBe('2026-06-16');
    expect(await today(berlin, '2026-06-15T21:59:59Z')).toBe('2026-06-15');
    expect(await today(newYork, '2026-06-16T03:59:59Z')).toBe('2026-06-15');
    expect(await today(newYork, '2026-06-16T04:00:00Z')).toBe('2026-06-16');
  });

  it('follows summer time', async () => {
    expect(await today('C1', '2026-01-15T22:59:59Z')).toBe('2026-01-15');
    expect(await today('C1', '2026-01-15T23:00:00Z')).toBe('2026-01-16');
  });
});

describe('periods', () => {
  it('come the latest first', async () =>
    expect(await periods('')).toEqual([
      'US second',
      'US first',
      'DE February revenue',
      'DE February',
      'DE January',
    ]));

  it('are seen by who sees the entity of their book, counted likewise', async () => {
    expect(await periods('', america)).toEqual(['US second', 'US first']);
    expect(await periods('', nobody)).toEqual([]);
    expect(await ask(database, '{ periods { totalCount } }', germany)).toEqual({
      periods: { totalCount: 3 },
    });
    expect(await periods('(filter: { legalEntity: { eq: "DE" } })', america)).toEqual([]);
    expect(await periods(`(filter: { id: { eq: "${id('91')}" } })`, america)).toEqual([]);
  });

  it.each([
    ['{ legalEntity: { eq: "DE" }, class: { eq: LEDGER } }', ['DE February', 'DE January']],
    [
      '{ book: { in: ["IFRS", "A_TAX"] }, status: { in: [OPEN, CLOSING] } }',
      ['DE February revenue', 'DE February'],
    ],
    [
      '{ startsOn: { lte: "2026-02-10" }, endsOn: { gte: "2026-02-10" } }',
      ['DE February revenue', 'DE February'],
    ],
    ['{ startsOn: { gt: "2026-02-01", lt: "2026-03-29" } }', ['US first']],
    [`{ id: { in: ["${id('91')}", "${id('95')}"] } }`, ['US second', 'DE January']],
    ['{ or: [{ status: { eq: LOCKED } }, { status: { eq: FUTURE } }] }', ['US second', 'DE January']],
    ['{ book: { startsWith: "ga" } }', ['US second', 'US first']],
  ])('are selected by %s', async (filter, expected) =>
    expect(await periods(`(filter: ${filter})`)).toEqual(expected),
  );

  it('go by their last day where that is asked', async () =>
    expect(await periods('(orderBy: { field: ENDS_ON }, first: 1)')).toEqual(['DE January']));

  it('name their book, its entity and their days', async () => {
    const asked = `{ periods(first: 1) { nodes { book { code } legalEntity { code } class startsOn endsOn status } } }`;
    expect(await ask(database, asked, america)).toEqual({
      periods: {
        nodes: [
          {
            book: { code: 'GAAP' },
            legalEntity: { code: 'US' },
            class: 'LEDGER',
            startsOn: '2026-03-29',
            endsOn: '2026-04-25',
            status: 'FUTURE',
          },
        ],
      },
    });
  });

  it('of one book and class never overlap, even by a day', async () => {
    const overlapping = `insert into accounting_period (accounting_book_id, class, name, starts_on, ends_on)
      values ('${id('b2')}', 'LEDGER', 'again', '2026-02-28', '2026-03-31')`;
    await expect(database.withOwner((client) => client.query(overlapping))).rejects.toThrow(
      'overlaps period',
    );
  });
});

describe('the viewer', () => {
  it('is told the subject, the roles and whether every entity is seen', async () => {
    const asked = '{ viewer { subject roles allEntities } }';
    expect(await ask(database, asked)).toEqual({
      viewer: { subject: 'test', roles: ['auditor'], allEntities: true },
    });
    expect(await ask(database, asked, germany)).toMatchObject({ viewer: { allEntities: false } });
  });
});
