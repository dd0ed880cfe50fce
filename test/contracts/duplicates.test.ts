// Contracts that may be one: one customer, the same days, the same amount; also where two customers have become one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findContractCandidates } from '../../src/contracts/duplicate-jobs.ts';
import { type ComparedContract, findDuplicateContracts } from '../../src/contracts/duplicate-rules.ts';
import { listCandidates } from '../../src/customers/matching/candidate-store.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshDatabase } from '../support/database.ts';

let count = 0;
const contract = (more: Partial<ComparedContract> = {}): ComparedContract => ({
  id: `k${String(count).padStart(4, '0')}`,
  number: `K${count++}`,
  customer: 'c',
  entity: 'd',
  currency: 'EUR',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  amount: '1200',
  purchaseOrder: null,
  opportunity: null,
  products: 'p1',
  system: `s${count}`,
  ...more,
});
const scores = (...contracts: readonly ComparedContract[]) =>
  findDuplicateContracts(contracts).map(({ score }) => score);

describe('two contracts may be one', () => {
  it('where customer, days, amount and products are the same, a person decides', () => {
    expect(findDuplicateContracts([contract(), contract()])).toMatchObject([{ grade: 'LIKELY' }]);
  });
  it('more likely with one purchase order, less with two', () => {
    const [same = 0] = scores(contract({ purchaseOrder: 'PO 1' }), contract({ purchaseOrder: 'po-1' }));
    const [unknown = 0] = scores(contract(), contract());
    expect(same).toBeGreaterThan(unknown);
    expect(scores(contract({ purchaseOrder: 'PO 1' }), contract({ purchaseOrder: 'PO 2' }))).toEqual([]);
  });
});

describe('two contracts are not one', () => {
  it.each<[string, Partial<ComparedContract>]>([
    ['customer', { customer: 'other' }],
    ['currency', { currency: 'USD' }],
    ['start', { startsOn: '2026-02-01' }],
    ['end', { endsOn: null }],
    ['amount', { amount: '1200.01' }],
    ['product', { products: 'p2' }],
  ])('with another %s', (_what, other) => expect(scores(contract(), contract(other))).toEqual([]));

  it('with nothing to pay', () =>
    expect(scores(contract({ amount: null }), contract({ amount: null }))).toEqual([]));
  it('where a customer has many of the kind', () => {
    expect(scores(...Array.from({ length: 8 }, () => contract()))).toEqual([]);
  });
});

const id = (suffix: string) => `00000000-0000-7000-8000-${suffix.padStart(12, '0')}`;

/** One deal, noted by the CRM for Acme and by billing for Acme Old, which is the same customer by now; and a renewal. */
const data = `
  insert into legal_entity (legal_entity_id, code, name, functional_currency, time_zone) values ('${id('d1')}', 'US', 'America', 'USD', 'UTC');
  insert into source_system (source_system_id, key, name, kind) values ('${id('a1')}', 'crm', 'CRM', 'CRM'), ('${id('a2')}', 'bill', 'B', 'BILLING');
  insert into customer (customer_id, number, name, golden_id) values ('${id('c1')}', 'C1', 'Acme', '${id('c1')}'),
    ('${id('c2')}', 'C2', 'Acme Old', '${id('c1')}');
  insert into contract (contract_id, number, customer_id, legal_entity_id, status, currency, starts_on, ends_on, source_system_id) values
    ('${id('b1')}', 'K1', '${id('c1')}', '${id('d1')}', 'ACTIVE', 'USD', '2026-01-01', '2026-12-31', '${id('a1')}'),
    ('${id('b2')}', 'S-1', '${id('c2')}', '${id('d1')}', 'ACTIVE', 'USD', '2026-01-01', '2026-12-31', '${id('a2')}'),
    ('${id('b3')}', 'K2', '${id('c1')}', '${id('d1')}', 'SIGNED', 'USD', '2027-01-01', '2027-12-31', '${id('a1')}');
  insert into contract_line (contract_id, lineage_id, position, kind, quantity, unit_price, net_unit_price, price_period_months, currency, starts_on)
  select contract_id, contract_id, 1, 'RECURRING', 10, 12.50, 12.50, 12, 'USD', starts_on from contract;`;

describe('contracts in the store', () => {
  let store: Database;
  beforeAll(async () => {
    store = await freshDatabase();
    await store.withOwner((client) => client.query(data));
  });
  afterAll(() => store?.close());

  it('are candidates across customers that are one, and kept once', async () => {
    expect(await findContractCandidates(store.kysely, '2026-06-01T00:00:00Z')).toMatchObject({
      objects: 3,
      candidates: 1,
      opened: 1,
    });
    expect(await findContractCandidates(store.kysely, '2026-06-02T00:00:00Z')).toMatchObject({
      opened: 0,
      unchanged: 1,
    });
    expect(await listCandidates(store.kysely)).toMatchObject([
      {
        objectType: 'CONTRACT',
        leftId: id('b1'),
        rightId: id('b2'),
        evidence: [
          { signal: 'DATES', left: '2026-01-01/2026-12-31' },
          { signal: 'AMOUNT', left: '125 USD', right: '125 USD' },
          { signal: 'NUMBER', agreement: 'OTHER' },
          { signal: 'LEGAL_ENTITY', agreement: 'SAME' },
          { signal: 'SYSTEM', agreement: 'OTHER' },
        ],
      },
    ]);
  });
});
