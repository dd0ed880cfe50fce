// Who sees what, over HTTP: the promises about roles and legal entities, held against the demo company's own rows. What no role and
// no entity may learn about any single field is tested in test/graph/access-leaks.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimal } from '../../src/kernel/money.ts';
import { openDemoApp, type TestApp, type Viewer } from '../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openDemoApp();
});
afterAll(() => app.close());

const readers = [
  ...['sales_ops', 'pricing', 'billing_ops', 'revenue_accountant', 'controller', 'tax', 'treasury'],
  ...['credit_manager', 'collector', 'cash_application', 'data_steward', 'design_authority'],
  ...['programme_office', 'auditor', 'support', 'bi_reader', 'app_reader'],
];
const seesIdentity = ['billing_ops', 'tax', 'controller', 'collector', 'data_steward', 'auditor'];
const seesBank = ['treasury', 'cash_application', 'controller', 'auditor'];

interface Party {
  readonly billingEmail: string | null;
  readonly billingAddress: { city: string } | null;
  readonly taxRegistrations: readonly { scheme: string; number: string | null }[];
  readonly taxExemptions: readonly { certificate: string | null }[];
  readonly bankAccounts: readonly {
    holderName: string | null;
    lastFour: string | null;
    bankCode: string | null;
  }[];
  readonly contacts: { nodes: readonly { fullName: string; email: string | null; phone: string | null }[] };
}

/** How often each protected thing is told over all customers, and what stands beside it and is protected by nothing. */
async function told(as: Viewer): Promise<Record<string, number>> {
  const { customers } = await app.read(
    `{ customers(first: 100) { nodes {
      billingEmail billingAddress { city } taxRegistrations { scheme number } taxExemptions { certificate }
      bankAccounts { holderName lastFour bankCode } contacts { nodes { fullName email phone } } } } }`,
    { as },
  );
  const all: readonly Party[] = customers.nodes;
  const count = (values: (party: Party) => readonly unknown[]) =>
    all.flatMap(values).filter((value) => value !== null).length;
  return {
    emails: count((one) => [one.billingEmail, ...one.contacts.nodes.map(({ email }) => email)]),
    phones: count((one) => one.contacts.nodes.map(({ phone }) => phone)),
    addresses: count((one) => [one.billingAddress]),
    taxNumbers: count((one) => one.taxRegistrations.map(({ number }) => number)),
    certificates: count((one) => one.taxExemptions.map(({ certificate }) => certificate)),
    holders: count((one) => one.bankAccounts.map(({ holderName }) => holderName)),
    digits: count((one) => one.bankAccounts.map(({ lastFour }) => lastFour)),
    names: count((one) => one.contacts.nodes.map(({ fullName }) => fullName)),
    schemes: count((one) => one.taxRegistrations.map(({ scheme }) => scheme)),
  };
}

describe('a role', () => {
  it.each(readers)('%s sees exactly what is promised to it', async (role) => {
    const all = await told({ roles: ['controller'] });
    for (const [what, count] of Object.entries(all)) expect(count, what).toBeGreaterThan(2);
    const identity = seesIdentity.includes(role) ? 1 : 0;
    const bank = seesBank.includes(role) ? 1 : 0;
    const shown = (what: string, factor: number) => [what, (all[what] ?? 0) * factor];
    expect(await told({ roles: [role] })).toEqual(
      Object.fromEntries([
        ...['emails', 'phones', 'addresses', 'taxNumbers', 'certificates'].map((what) =>
          shown(what, identity),
        ),
        ...['holders', 'digits'].map((what) => shown(what, bank)),
        ...['names', 'schemes'].map((what) => shown(what, 1)),
      ]),
    );
  });

  it('sees of a bank account four digits at most', async () => {
    const { customers } = await app.read('{ customers(first: 100) { nodes { bankAccounts { lastFour } } } }');
    const digits = customers.nodes.flatMap((one: Party) => one.bankAccounts.map(({ lastFour }) => lastFour));
    for (const one of digits) expect(one).toMatch(/^\d{4}$/);
  });

  it('that is masked cannot find out by filter or order either', async () => {
    const guess =
      '{ customer(number: "C-1001") { contacts(filter: { email: { startsWith: "a" } }) { totalCount } } }';
    expect((await app.read(guess)).customer.contacts.totalCount).toBe(1);
    const error = await app.fault(guess, { as: { roles: ['sales_ops'] } });
    expect(error).toMatchObject({ status: 403, extensions: { code: 'FORBIDDEN' } });
    expect(error.message).toContain('email');
  });

  it('joins with others of the same viewer: what one lifts stays lifted', async () => {
    const both = await told({ roles: ['treasury', 'tax'] });
    expect(both).toEqual(await told({ roles: ['controller'] }));
  });

  it('support reads no journal and no posting, wherever it asks', async () => {
    const as: Viewer = { roles: ['support'] };
    for (const [query, type] of [
      ['{ postings { totalCount } }', 'Posting'],
      ['{ journals { totalCount } }', 'Journal'],
      ['{ journal(id: "00000000-0000-7000-8000-000000000000") { number } }', 'Journal'],
      ['{ customer(number: "C-1001") { postings { totalCount } } }', 'Posting'],
      ['{ contracts { nodes { postings { nodes { id } } } } }', 'Posting'],
      ['{ invoices { nodes { postings { pageInfo { endCursor } } } } }', 'Posting'],
    ] as const) {
      const error = await app.fault(query, { as });
      expect(error).toMatchObject({ status: 403, message: `Your roles may not read ${type}` });
      expect(error.data).toBeUndefined();
    }
    const { ledgerAccounts, customer } = await app.read(
      '{ ledgerAccounts { totalCount } customer(number: "C-1001") { invoices { totalCount } } }',
      { as },
    );
    expect([ledgerAccounts.totalCount > 0, customer.invoices.totalCount > 0]).toEqual([true, true]);
    expect(
      (await app.read('{ postings { totalCount } }', { as: { roles: ['support', 'collector'] } })).postings
        .totalCount,
    ).toBeGreaterThan(0);
  });

  it.each<[string, Viewer]>([
    ['admin', { roles: ['admin'] }],
    ['integration', { roles: ['integration'], source: 'erp' }],
  ])('%s reads who it is, and nothing of the business', async (role, as) => {
    const { viewer } = await app.read('{ viewer { subject roles } }', { as });
    expect(viewer).toEqual({ subject: 'ada', roles: [role] });
    const { data } = await app.ask('{ __schema { queryType { fields { name } } } }', { as });
    const roots: string[] = data.__schema.queryType.fields.map(({ name }: { name: string }) => name);
    for (const root of roots.filter((name) => name !== 'viewer')) {
      // The one lookup by a key that must be given.
      const key = root === 'exception' ? '(id: "00000000-0000-7000-8000-000000000009")' : '';
      const bare = await app.ask(`{ ${root}${key} { __typename } }`, { as });
      expect([root, bare.status, bare.errors[0]?.extensions.code]).toEqual([root, 403, 'FORBIDDEN']);
    }
  });
});

const entityCodes = ['DE01', 'US01', 'UK01', 'JP01'];

/** What the tables say of a legal entity, or of all. */
async function countsOf(code: string | null): Promise<Record<string, number>> {
  const of = (alias: string) =>
    `(${code === null ? 'true' : `${alias}.legal_entity_id = (select legal_entity_id from legal_entity where code = '${code}')`})`;
  // An opportunity is no trade yet.
  const trades = ['customer_account', 'contract', 'invoice', 'credit_note', 'payment', 'posting']
    .map((table) => `select t.customer_id from ${table} t where ${of('t')}`)
    .join(' union ');
  const [row] = await app.database.statements.run<Record<string, number>>(
    `select (select count(*)::int from customer c where c.golden_id = c.customer_id ${code === null ? '' : `and c.customer_id in (select g.golden_id from customer g where g.customer_id in (${trades}))`}) as customers,
      (select count(*)::int from contract t where ${of('t')}) as contracts, (select count(*)::int from invoice t where ${of('t')}) as invoices,
      (select count(*)::int from journal t where ${of('t')}) as journals, (select count(*)::int from posting t where ${of('t')}) as postings,
      (select count(*)::int from ledger_account t where ${of('t')}) as "ledgerAccounts"`,
    [],
  );
  return row ?? {};
}

const COUNTS = `{ customers { totalCount } contracts { totalCount } invoices { totalCount } journals { totalCount }
  postings { totalCount } ledgerAccounts { totalCount } }`;
const countsSeen = async (as: Viewer) =>
  Object.fromEntries(
    Object.entries<{ totalCount: number }>(await app.read(COUNTS, { as })).map(([name, { totalCount }]) => [
      name,
      totalCount,
    ]),
  );

describe('a viewer of legal entities', () => {
  it.each(entityCodes)('of %s counts its rows and its trading customers, and no others', async (code) => {
    const seen = await countsSeen({ entities: [code] });
    expect(seen).toEqual(await countsOf(code));
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  });

  it('of all counts everything, by a star or by name; of none, or of one that nobody knows, nothing', async () => {
    expect(await countsSeen({ entities: '*' })).toEqual(await countsOf(null));
    const named = await countsSeen({ entities: entityCodes });
    // A prospect trades with nobody yet.
    expect({ ...named, customers: 0 }).toEqual({ ...(await countsOf(null)), customers: 0 });
    for (const entities of [[], ['XX99'], ['de01']]) {
      expect(Object.values(await countsSeen({ entities })).every((count) => count === 0)).toBe(true);
    }
  });

  it('finds by no key what it may not see', async () => {
    const { customer, invoices, contract, journals } = await app.read(
      `{ customer(number: "C-1001") { id } invoices(first: 1, filter: { legalEntity: { eq: "DE01" } }) { nodes { id } }
        contract(number: "CT-1001-4") { id } journals(first: 1, filter: { legalEntity: { eq: "DE01" } }) { nodes { id } } }`,
    );
    const hidden = await app.read(
      `{ a: customer(id: "${customer.id}") { name } b: customer(number: "C-1001") { name }
        c: customer(external: { source: "crm", id: "A-001001" }) { name } d: invoice(id: "${invoices.nodes[0].id}") { number }
        e: contract(id: "${contract.id}") { number } f: contract(number: "CT-1001-4") { number }
        g: journal(id: "${journals.nodes[0].id}") { number }
        h: customers(filter: { number: { eq: "C-1001" } }) { totalCount }
        i: invoices(filter: { customerId: { eq: "${customer.id}" } }) { totalCount } }`,
      { as: { entities: ['JP01'] } },
    );
    const nothing = { totalCount: 0 };
    expect(hidden).toEqual({
      ...{ a: null, b: null, c: null, d: null, e: null, f: null, g: null },
      h: nothing,
      i: nothing,
    });
  });

  it('of one of two entities sees that entity of a shared customer: rows, sums, credit and provenance', async () => {
    const query = `{ customer(number: "C-1001") {
      name creditLimit { amount } accounts { legalEntity { code } } provenance { fieldGroup }
      contracts { nodes { legalEntity { code } } } invoices(first: 100) { nodes { legalEntity { code } total { amount currency } status voidedOn issuedOn } }
      summary(currency: "EUR") { legalEntities { code } billed { amount } openReceivable { amount } recognizedRevenue { amount } ageing { amount { amount } } } } }`;
    const [whole, german, american] = await Promise.all(
      [['DE01', 'US01'], ['DE01'], ['US01']].map(
        async (entities) => (await app.read(query, { as: { entities } })).customer,
      ),
    );
    const codes = (rows: { legalEntity: { code: string } }[]) =>
      [...new Set(rows.map(({ legalEntity }) => legalEntity.code))].sort();
    for (const [seen, expected] of [
      [whole, ['DE01', 'US01']],
      [german, ['DE01']],
      [american, ['US01']],
    ] as const) {
      expect(codes(seen.accounts)).toEqual(expected);
      expect(codes(seen.contracts.nodes)).toEqual(expected);
      expect(codes(seen.invoices.nodes)).toEqual(expected);
      expect(seen.summary.legalEntities.map(({ code }: { code: string }) => code)).toEqual(expected);
      const aged = seen.summary.ageing.reduce(
        (sum: ReturnType<typeof decimal>, one: { amount: { amount: string } }) => sum.plus(one.amount.amount),
        decimal('0'),
      );
      expect(aged.toFixed(2)).toBe(seen.summary.openReceivable.amount);
    }
    for (const figure of ['billed', 'openReceivable', 'recognizedRevenue']) {
      const parts = decimal(german.summary[figure].amount).plus(american.summary[figure].amount);
      expect(parts.toFixed(2), figure).toBe(whole.summary[figure].amount);
    }
    const issued = german.invoices.nodes.filter(({ status }: { status: string }) => status === 'ISSUED');
    const billed = issued.reduce(
      (sum: ReturnType<typeof decimal>, one: { total: { amount: string } }) => sum.plus(one.total.amount),
      decimal('0'),
    );
    expect(billed.toFixed(2)).toBe(german.summary.billed.amount);
    // The limit is that of the default account, which is the German one.
    expect([whole.creditLimit, german.creditLimit]).toEqual([
      { amount: '185000.00' },
      { amount: '185000.00' },
    ]);
    expect(american.creditLimit).toBeNull();
    const groups = (seen: { provenance: { fieldGroup: string }[] }) => seen.provenance.length;
    expect(groups(american)).toBeLessThan(groups(whole));
  });

  it('cannot go round the rule by a cursor of somebody who sees more', async () => {
    const page = 'customers(first: 50, orderBy: { field: NUMBER })';
    const { customers } = await app.read(`{ ${page} { pageInfo { endCursor } } }`);
    const rest = await app.read(
      `query ($after: String) { customers(first: 100, after: $after, orderBy: { field: NUMBER }) { nodes { number } } }`,
      { as: { entities: ['JP01'] }, variables: { after: customers.pageInfo.endCursor } },
    );
    const own = await app.read('{ customers(first: 100) { nodes { number } } }', {
      as: { entities: ['JP01'] },
    });
    const numbers = own.customers.nodes.map(({ number }: { number: string }) => number);
    for (const { number } of rest.customers.nodes) expect(numbers).toContain(number);
  });

  it('reads codes and names of every entity, currencies and products: they are reference data', async () => {
    const reference =
      '{ legalEntities { code name } products { totalCount } priceBooks { code } paymentTerms { code } }';
    expect(await app.read(reference, { as: { entities: ['JP01'], roles: ['app_reader'] } })).toEqual(
      await app.read(reference),
    );
  });
});
