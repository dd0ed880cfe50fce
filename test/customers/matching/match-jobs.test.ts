// Candidates in the store: found from what records state, kept once, decided by a steward, and back only with new evidence.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideCandidate, listCandidates } from '../../../src/customers/matching/candidate-store.ts';
import { findCustomerCandidates } from '../../../src/customers/matching/match-jobs.ts';
import { readCustomers } from '../../../src/customers/matching/record-store.ts';
import { runSql } from '../../../src/platform/command.ts';
import type { Database } from '../../../src/platform/database.ts';
import { freshStore } from '../../support/database.ts';

const id = (suffix: string) => `00000000-0000-7000-8000-${suffix.padStart(12, '0')}`;
const [FIRST, SECOND, THIRD] = [
  '2026-01-01T00:00:00.000Z',
  '2026-02-01T00:00:00.000Z',
  '2026-03-01T00:00:00.000Z',
];

/** Acme in the CRM and in the ERP, in one house; Beta, which took over Beta Old; and Gamma, a child of Acme of nearly its name. */
const data = `
  insert into legal_entity (legal_entity_id, code, name, functional_currency, time_zone) values ('${id('d1')}', 'US', 'America', 'USD', 'UTC');
  insert into source_system (source_system_id, key, name, kind) values ('${id('a1')}', 'crm', 'CRM', 'CRM'), ('${id('a2')}', 'erp', 'ERP', 'ERP');
  insert into customer (customer_id, number, name, legal_name, country, website, golden_id) values
    ('${id('c1')}', 'C1', 'Acme Velbara', null, 'US', 'https://velbara.com', '${id('c1')}'),
    ('${id('c2')}', 'C2', 'ACME VELBARA', 'Acme Velbara Inc.', 'US', null, '${id('c2')}'),
    ('${id('c3')}', 'C3', 'Beta', null, 'US', null, '${id('c3')}'), ('${id('c4')}', 'C4', 'Beta Old', null, null, 'beta.com', '${id('c3')}'),
    ('${id('c5')}', 'C5', 'Acme Velbara', null, null, null, '${id('c5')}');
  insert into customer_account (customer_id, legal_entity_id, currency, billing_street, billing_city, billing_postal_code, billing_email) values
    ('${id('c1')}', '${id('d1')}', 'USD', '10 Main Road', 'Springfield', '12345', null),
    ('${id('c2')}', '${id('d1')}', 'USD', '10 Main Rd.', 'Springfield', '12345-0001', 'ap@acme-velbara.com'),
    ('${id('c4')}', '${id('d1')}', 'USD', null, null, null, 'ap@beta.com');
  insert into contact (customer_id, full_name, email, mailing_city) values
    ('${id('c2')}', 'Ann', 'ann+1@acme-velbara.com', 'Elsewhere'), ('${id('c5')}', 'Bob', null, 'Springfield');
  insert into tax_registration (customer_id, country, number) values ('${id('c1')}', 'US', '12-3456789');
  insert into customer_hierarchy (hierarchy, parent_id, child_id) values ('LEGAL', '${id('c1')}', '${id('c5')}');
  insert into source_link (source_system_id, object_type, source_object, external_id, target_id) values
    ('${id('a1')}', 'CUSTOMER', 'Account', '1', '${id('c1')}'), ('${id('a2')}', 'CUSTOMER', 'customer', '2', '${id('c2')}');`;

describe.each(['postgresql', 'pglite'] as const)('candidates on %s', (engine) => {
  let store: Database;
  beforeAll(async () => {
    store = await freshStore(engine);
    await store.withOwner((client) => client.query(data));
  });
  afterAll(() => store?.close());

  const acme = async () => {
    const [pair] = await listCandidates(store.kysely, { object: 'CUSTOMER', of: id('c1') });
    return pair;
  };
  const run = (now: string) => findCustomerCandidates(store.kysely, now);

  it('are looked for among golden customers, with all that their records state', async () => {
    const customers = await readCustomers(store.kysely);
    expect(customers.map((customer) => customer.id)).toEqual([id('c1'), id('c2'), id('c3'), id('c5')]);
    expect(customers[1]).toMatchObject({
      names: ['ACME VELBARA', 'Acme Velbara Inc.'],
      systems: [id('a2')],
      emails: ['ann+1@acme-velbara.com', 'ap@acme-velbara.com'],
      // A person's address stands in only where the customer states none.
      addresses: [{ street: '10 Main Rd.', city: 'Springfield' }],
    });
    expect(customers[2]).toMatchObject({
      names: ['Beta', null, 'Beta Old', null],
      websites: ['beta.com'],
      emails: ['ap@beta.com'],
    });
    expect(customers[3]).toMatchObject({
      parents: [id('c1')],
      addresses: [{ street: null, city: 'Springfield' }],
    });
  });

  it('are kept once, with their evidence, and nothing is linked', async () => {
    // The names and the houses are the same, but the domains are not: a steward decides.
    expect(await run(FIRST)).toMatchObject({ objects: 4, candidates: 2, certain: 0, opened: 2 });
    expect(await acme()).toMatchObject({
      leftId: id('c1'),
      rightId: id('c2'),
      grade: 'LIKELY',
      state: 'OPEN',
      evidence: [
        {
          signal: 'NAME',
          agreement: 'SAME',
          left: 'Acme Velbara',
          right: expect.stringMatching(/acme velbara/i),
        },
        {
          signal: 'ADDRESS',
          agreement: 'SAME',
          left: expect.stringContaining('10 Main Road'),
          right: expect.stringContaining('10 Main Rd.'),
        },
        { signal: 'DOMAIN', agreement: 'OTHER' },
      ],
    });
    expect(await run(SECOND)).toMatchObject({
      candidates: 2,
      opened: 0,
      changed: 0,
      unchanged: 2,
      lapsed: 0,
    });
    expect(await runSql(store.kysely, 'select from customer where golden_id <> customer_id')).toHaveLength(1);
  });

  it('that were rejected stay away until something else speaks for them', async () => {
    const pair = await acme();
    const decision = {
      candidateId: pair?.id ?? '',
      state: 'REJECTED',
      by: 'sam',
      at: SECOND,
      reason: 'two shops',
    } as const;
    expect(await store.kysely.transaction().execute((tx) => decideCandidate(tx, decision))).toMatchObject({
      state: 'REJECTED',
      decidedBy: 'sam',
      reason: 'two shops',
    });
    expect(await run(SECOND)).toMatchObject({ decided: 1, unchanged: 1, reopened: 0 });

    // Another spelling of what was rejected is nothing new.
    await store.withOwner((client) =>
      client.query(
        `update customer_account set billing_street = '10 MAIN RD' where customer_id = '${id('c2')}'`,
      ),
    );
    expect(await run(SECOND)).toMatchObject({ decided: 1, reopened: 0 });

    await store.withOwner((client) =>
      client.query(`update customer set website = 'velbara.com' where customer_id = '${id('c2')}'`),
    );
    expect(await run(THIRD)).toMatchObject({ decided: 0, reopened: 1, certain: 1 });
    expect(await acme()).toMatchObject({
      state: 'OPEN',
      grade: 'CERTAIN',
      decidedBy: 'sam',
      reason: 'two shops',
    });

    await store.withOwner((client) =>
      client.query(`update customer set website = null where customer_id = '${id('c2')}'`),
    );
    expect(await run(THIRD)).toMatchObject({ rejected: 1, reopened: 0 });
    expect(await acme()).toBeUndefined();
  });

  it('lapse when what spoke for them is gone, and open again when it is back', async () => {
    const rename = (name: string) =>
      store.withOwner((client) =>
        client.query(`update customer set name = '${name}' where customer_id = '${id('c5')}'`),
      );
    await rename('Something Else');
    expect(await run(THIRD)).toMatchObject({ lapsed: 1, opened: 0 });
    await rename('Acme Velbara');
    expect(await run(THIRD)).toMatchObject({ lapsed: 0, opened: 1 });
  });

  it('know one row for two objects, whichever is named first', async () => {
    const twice = `insert into match_candidate (object_type, left_id, right_id, score, grade, evidence, evidence_keys, found_at, changed_at)
      values ('CUSTOMER', '${id('c2')}', '${id('c1')}', 1, 'LIKELY', '[]', '{}', now(), now())`;
    await expect(store.withOwner((client) => client.query(twice))).rejects.toThrow(
      'match_candidate_names_two_objects_in_order',
    );
    await expect(
      decideCandidate(store.kysely, {
        candidateId: id('ff'),
        state: 'LINKED',
        by: 'sam',
        at: THIRD,
        reason: null,
      }),
    ).resolves.toBeNull();
  });
});
