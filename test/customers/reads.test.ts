// How customers are read: by golden record after a merge, up and down the hierarchies, and no further than the viewer may see.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { type Asking, ask } from '../support/ask.ts';
import { freshDatabase } from '../support/database.ts';

let database: Database;

const id = (suffix: string) => `00000000-0000-7000-8000-${suffix.padStart(12, '0')}`;
const germany: Asking = { entities: [id('d1')] };
const america: Asking = { entities: [id('d2')] };

/**
 * Acme (billed by both entities, default account in the US) took over Acme Old. Below it, through Acme Old, stands Beta (US), below
 * that our own company, below that Gamma (Germany), which a fault of the source made the parent of Acme: a cycle.
 */
const data = `
  insert into legal_entity (legal_entity_id, code, name, functional_currency, time_zone) values
    ('${id('d1')}', 'DE', 'Germany', 'EUR', 'Europe/Berlin'), ('${id('d2')}', 'US', 'America', 'USD', 'America/New_York'),
    ('${id('d3')}', 'FR', 'France', 'EUR', 'Europe/Paris');
  insert into source_system (source_system_id, key, name, kind, freshness_minutes, last_record_at) values
    ('${id('a1')}', 'crm', 'CRM', 'CRM', 60, '2026-06-15T09:30Z'), ('${id('a2')}', 'erp', 'ERP', 'ERP', 60, '2026-06-15T08:30Z');
  insert into source_system_entity values ('${id('a1')}', '${id('d1')}'), ('${id('a1')}', '${id('d2')}'), ('${id('a2')}', '${id('d2')}');
  insert into customer (customer_id, number, name, status, internal, golden_id) values
    ('${id('c1')}', 'C1', 'Acme', 'ACTIVE', false, '${id('c1')}'), ('${id('c2')}', 'C2', 'Acme Old', 'MERGED', false, '${id('c1')}'),
    ('${id('c3')}', 'C3', 'Beta', 'ACTIVE', false, '${id('c3')}'), ('${id('c4')}', 'C4', 'Own', 'ACTIVE', true, '${id('c4')}'),
    ('${id('c5')}', 'C5', 'Gamma', 'ACTIVE', false, '${id('c5')}'), ('${id('c6')}', 'C6', 'Lead', 'PROSPECT', false, '${id('c6')}');
  insert into customer_account (customer_account_id, customer_id, legal_entity_id, currency, credit_limit, billing_email) values
    ('${id('e1')}', '${id('c1')}', '${id('d2')}', 'USD', 1000, 'us@acme.example'), ('${id('e2')}', '${id('c1')}', '${id('d1')}', 'EUR', 500, null),
    ('${id('e3')}', '${id('c2')}', '${id('d1')}', 'EUR', 100, null), ('${id('e4')}', '${id('c3')}', '${id('d2')}', 'USD', null, null),
    ('${id('e5')}', '${id('c4')}', '${id('d1')}', 'EUR', null, null), ('${id('e6')}', '${id('c5')}', '${id('d1')}', 'EUR', null, null);
  update customer set default_account_id = '${id('e1')}' where number = 'C1';
  insert into customer_hierarchy (hierarchy, parent_id, child_id) values ('LEGAL', '${id('c2')}', '${id('c3')}'),
    ('LEGAL', '${id('c3')}', '${id('c4')}'), ('LEGAL', '${id('c4')}', '${id('c5')}'), ('LEGAL', '${id('c5')}', '${id('c1')}');
  insert into bank_account (bank_account_id, customer_id, legal_entity_id, iban_or_number) values
    ('${id('91')}', '${id('c1')}', '${id('d1')}', '1111'), ('${id('92')}', '${id('c1')}', '${id('d2')}', '2222'),
    ('${id('93')}', '${id('c2')}', null, 'DE89 3704 0044 0532 0130 03');
  insert into opportunity (customer_id, name, stage, legal_entity_id) values
    ('${id('c1')}', 'Not placed yet', 'OPEN', null), ('${id('c1')}', 'Nobody here', 'OPEN', '${id('d3')}');
  insert into contact (customer_id, full_name) values ('${id('c1')}', 'zoe'), ('${id('c2')}', 'Äbel');
  insert into source_link (source_system_id, object_type, source_object, external_id, target_id) values
    ('${id('a1')}', 'CUSTOMER', 'Account', '001', '${id('c2')}'), ('${id('a1')}', 'CUSTOMER', 'Lead', '001', '${id('c1')}'),
    ('${id('a1')}', 'CUSTOMER', 'Account', '002', '${id('c1')}'), ('${id('a1')}', 'CUSTOMER', 'Lead', '002', '${id('c5')}');
  insert into field_provenance (object_type, object_id, field_group, fields, source_system_id, recorded_at) values
    ('CUSTOMER', '${id('c1')}', 'customer.commercial', null, '${id('a1')}', '2026-01-01'),
    ('CUSTOMER', '${id('c1')}', 'customer.commercial', '{name}', '${id('a2')}', '2026-02-01'),
    ('CUSTOMER', '${id('c1')}', 'customer.commercial', '{name,region}', '${id('a1')}', '2026-03-01'),
    ('CUSTOMER_ACCOUNT', '${id('e1')}', 'customer.credit', null, '${id('a2')}', '2026-01-01');
  insert into contract (contract_id, number, customer_id, legal_entity_id, status, currency, starts_on, ends_on) values
    ('${id('b1')}', 'K1', '${id('c2')}', '${id('d1')}', 'ACTIVE', 'EUR', '2026-01-01', '2026-12-31'),
    ('${id('b2')}', 'K1', '${id('c1')}', '${id('d2')}', 'ACTIVE', 'USD', '2026-01-01', '2026-12-31'),
    ('${id('b3')}', 'K3', '${id('c3')}', '${id('d2')}', 'ACTIVE', 'USD', '2026-01-01', '2026-12-31'),
    ('${id('b4')}', 'K4', '${id('c4')}', '${id('d1')}', 'ACTIVE', 'EUR', '2026-01-01', '2026-12-31'),
    ('${id('b5')}', 'K5', '${id('c5')}', '${id('d1')}', 'ACTIVE', 'EUR', '2026-01-01', '2026-12-31');
  insert into contract_line (contract_id, lineage_id, position, kind, unit_price, net_unit_price, price_period_months, currency, starts_on,
    activated_on)
  select contract_id, contract_id, 1, 'RECURRING', amount, amount, 12, currency, starts_on, starts_on
  from contract join (values ('${id('b1')}'::uuid, 1), ('${id('b2')}', 10), ('${id('b3')}', 100), ('${id('b4')}', 1000), ('${id('b5')}', 10000))
    as worth (contract_id, amount) using (contract_id);
  insert into exchange_rate (rate_on, rate_type, base_currency, quote_currency, rate) values ('2026-06-10', 'CLOSING', 'EUR', 'USD', 2);
  insert into feed (source_system_id, record_type, first_record_at, last_record_at)
  values ('${id('a1')}', 'contract_line', '2026-01-01', '2026-01-01');`;

beforeAll(async () => {
  database = await freshDatabase();
  await database.withOwner((client) => client.query(data));
});
afterAll(() => database?.close());

const customer = async (fields: string, asking?: Asking) =>
  ((await ask(database, `{ customer(number: "C1") { ${fields} } }`, asking)) as { customer: unknown })
    .customer;

describe('a customer that took over another', () => {
  it('has its facts, and the other record points to it', async () => {
    expect(
      await customer('contracts { nodes { number } } contacts { nodes { fullName } } sources { externalId }'),
    ).toEqual({
      contracts: { nodes: [{ number: 'K1' }, { number: 'K1' }] },
      contacts: { nodes: [{ fullName: 'Äbel' }, { fullName: 'zoe' }] },
      sources: [{ externalId: '001' }, { externalId: '001' }, { externalId: '002' }],
    });
    expect(await ask(database, '{ customer(number: "C2") { mergedInto { number } } }')).toEqual({
      customer: { mergedInto: { number: 'C1' } },
    });
  });

  it('is the customer of facts that came with the other', async () => {
    const filter = `filter: { customerId: { eq: "${id('c1')}" }, legalEntity: { eq: "DE" } }`;
    expect(await ask(database, `{ contracts(${filter}) { nodes { number customer { number } } } }`)).toEqual({
      contracts: { nodes: [{ number: 'K1', customer: { number: 'C1' } }] },
    });
  });

  it('stands in lists alone, unless merged records are asked for', async () => {
    const listed = async (filter: string) =>
      (await ask(database, `{ customers(filter: ${filter}) { nodes { number } } }`)) as unknown;
    expect(await listed('{ name: { startsWith: "acme" } }')).toEqual({
      customers: { nodes: [{ number: 'C1' }] },
    });
    expect(await listed('{ or: [{ status: { eq: MERGED } }] }')).toEqual({
      customers: { nodes: [{ number: 'C2' }] },
    });
  });

  it('is found by a record of either, and by none that stands for two customers', async () => {
    const found = (external: string) =>
      ask(database, `{ customer(external: { source: "crm", id: "${external}" }) { number } }`, america);
    expect(await found('001')).toEqual({ customer: { number: 'C1' } });
    // Of the two customers of 002 America sees Acme alone, and knows nothing of an ambiguity.
    expect(await found('002')).toEqual({ customer: { number: 'C1' } });
    expect(await ask(database, '{ customer(external: { source: "crm", id: "002" }) { number } }')).toEqual({
      customer: null,
    });
  });

  it.each(['', '(id: null)', `(number: "C1", id: "${id('c1')}")`])('is not looked up by %s', async (keys) => {
    await expect(ask(database, `{ customer${keys} { number } }`)).rejects.toThrow('exactly one of its keys');
  });
});

describe('the default account', () => {
  const single = 'number currency legalEntity { code } creditLimit { amount } billingEmail';
  it('answers for the single fields, its credit limit only to who sees it', async () => {
    const seen = {
      number: 'C1',
      currency: 'USD',
      legalEntity: { code: 'US' },
      billingEmail: 'us@acme.example',
    };
    expect(await customer(single, america)).toEqual({ ...seen, creditLimit: { amount: '1000.00' } });
    expect(await customer(single, germany)).toEqual({ ...seen, creditLimit: null });
  });

  it('may be missing, and the customer still reads', async () => {
    expect(await ask(database, `{ customer(number: "C6") { ${single} accounts { id } } }`)).toEqual({
      customer: {
        number: 'C6',
        currency: 'EUR',
        legalEntity: { code: 'DE' },
        creditLimit: null,
        billingEmail: null,
        accounts: [],
      },
    });
  });
});

describe('a viewer of one entity', () => {
  it('sees the customers that it trades with, and no others', async () => {
    const numbers = async (asking: Asking) =>
      (await ask(database, '{ customers { totalCount nodes { number } } }', asking)) as unknown;
    expect(await numbers(germany)).toEqual({
      customers: { totalCount: 3, nodes: [{ number: 'C1' }, { number: 'C5' }, { number: 'C4' }] },
    });
    expect(await numbers({ entities: [] })).toEqual({ customers: { totalCount: 0, nodes: [] } });
  });

  it('sees its own accounts, bank accounts and contracts of a shared customer', async () => {
    const own =
      'accounts { currency } bankAccounts { lastFour } contracts { nodes { legalEntity { code } } }';
    expect(await customer(own, america)).toEqual({
      accounts: [{ currency: 'USD' }],
      bankAccounts: [{ lastFour: '2222' }, { lastFour: '3003' }],
      contracts: { nodes: [{ legalEntity: { code: 'US' } }] },
    });
    expect(await customer('bankAccounts { lastFour }')).toEqual({
      bankAccounts: [{ lastFour: '1111' }, { lastFour: '2222' }, { lastFour: '3003' }],
    });
  });

  it('sees what is for all entities of a customer wherever it sees the customer: bank accounts and deals', async () => {
    const forAll =
      'bankAccounts { lastFour legalEntity { code } } opportunities { nodes { name legalEntity { code } } }';
    const everywhere = (digits: string, code: string) => ({
      bankAccounts: [
        { lastFour: digits, legalEntity: { code } },
        { lastFour: '3003', legalEntity: null },
      ],
      opportunities: { nodes: [{ name: 'Not placed yet', legalEntity: null }] },
    });
    expect(await customer(forAll, germany)).toEqual(everywhere('1111', 'DE'));
    expect(await customer(forAll, america)).toEqual(everywhere('2222', 'US'));
    expect(await customer(forAll, { entities: [] })).toBeNull();
  });

  it('sees no provenance of the record itself, and that of an account only with the account', async () => {
    const events = 'provenance { fieldGroup fields source { key } }';
    const credit = { fieldGroup: 'customer.credit', fields: null, source: { key: 'erp' } };
    expect(await customer(events, germany)).toEqual({ provenance: [] });
    expect(await customer(events, america)).toEqual({ provenance: [credit] });
    expect(await customer(events)).toEqual({
      provenance: [
        { fieldGroup: 'customer.commercial', fields: null, source: { key: 'crm' } },
        { fieldGroup: 'customer.commercial', fields: ['name', 'region'], source: { key: 'crm' } },
        credit,
      ],
    });
  });

  it('sees parents and children no further than itself', async () => {
    const around = 'parent { number } children { totalCount nodes { number } }';
    expect(await customer(around)).toEqual({
      parent: { number: 'C5' },
      children: { totalCount: 1, nodes: [{ number: 'C3' }] },
    });
    expect(await customer(around, america)).toMatchObject({ parent: null, children: { totalCount: 1 } });
    expect(await customer(around, germany)).toMatchObject({
      parent: { number: 'C5' },
      children: { totalCount: 0 },
    });
    expect(await customer('parent(hierarchy: SALES) { number }')).toEqual({ parent: null });
  });
});

describe('a summary', () => {
  const summary = (args: string) => `summary${args} { currency asOf legalEntities { code } arr { amount } }`;

  it('is of the default account currency and of today at its entity', async () => {
    const night = { now: '2026-06-15T03:00:00Z' };
    expect(await customer(summary(''), night)).toEqual({
      summary: {
        currency: 'USD',
        asOf: '2026-06-14',
        legalEntities: [{ code: 'DE' }, { code: 'US' }],
        arr: { amount: '12.00' },
      },
    });
  });

  it('of a family counts each descendant once whatever cycles there are, and leaves our own companies out', async () => {
    const all = '(includeChildren: true, currency: "EUR")';
    expect(await customer(summary(all))).toMatchObject({ summary: { arr: { amount: '10056.00' } } });
    expect(await customer(summary(all), germany)).toMatchObject({
      summary: { legalEntities: [{ code: 'DE' }], arr: { amount: '10001.00' } },
    });
    expect(await customer(summary(all), america)).toMatchObject({ summary: { arr: { amount: '55.00' } } });
    expect(await ask(database, '{ customer(number: "C4") { summary { arr { amount } } } }')).toEqual({
      customer: { summary: { arr: { amount: '0.00' } } },
    });
  });

  it('is null where a rate is missing, names it, and stays exact where none is needed', async () => {
    const late = '(asOf: "2026-06-18", currency: "EUR")';
    const rates = 'missingRates { baseCurrency quoteCurrency rateType on }';
    expect(await customer(`summary${late} { arr { amount } ${rates} }`)).toEqual({
      summary: {
        arr: null,
        missingRates: [{ baseCurrency: 'USD', quoteCurrency: 'EUR', rateType: 'CLOSING', on: '2026-06-18' }],
      },
    });
    expect(await customer(`summary${late} { arr { amount } ${rates} }`, germany)).toEqual({
      summary: { arr: { amount: '1.00' }, missingRates: [] },
    });
  });

  it('says which feeds are late', async () => {
    expect(await customer('summary { freshness { source { key } late } }')).toEqual({
      summary: {
        freshness: [
          { source: { key: 'crm' }, late: false },
          { source: { key: 'erp' }, late: true },
        ],
      },
    });
  });
});
