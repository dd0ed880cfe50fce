// The two outlets of the real graph: how many statements an operation takes, what mixes with what, what a stopped or abandoned
// query leaves behind, and how plans are kept.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/platform/database.ts';
import {
  loadTestDemo,
  lockTable,
  openDemoApp,
  openTestApp,
  recordStatements,
  type StatementRecord,
  type TestApp,
} from '../support/app.ts';
import {
  createDatabase,
  freshDatabase,
  freshPglite,
  silentLog,
  type TestAddresses,
} from '../support/database.ts';
import { connect, storeConfig } from '../support/template.ts';

let app: TestApp & { readonly superuserUrl: string };
let statements: StatementRecord;
beforeAll(async () => {
  app = await openDemoApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  // Whoever asks with a known token costs no statement for it.
  await app.read('{ viewer { subject } }');
  statements = recordStatements();
});
afterEach(() => statements.stop());

const BEGIN = 'begin isolation level repeatable read read only';

const CUSTOMER_360 = `query ($number: String!, $invoices: Int = 10) {
  customer(number: $number) {
    name sources { source { key } externalId } contacts { totalCount nodes { fullName email } } parent { name }
    contracts { nodes { number lines { nodes { product { name } netUnitPrice } } amendments { totalCount } } }
    invoices(first: $invoices, orderBy: { field: DUE_ON, direction: DESC }) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { cursor node { number total { amount currency } lines { nodes { amount { amount } } } allocations { nodes { amount { amount } } } } }
    }
    open: invoices(filter: { settlement: { in: [OPEN, PARTLY_PAID] } }) { totalCount }
    collections { status promises { nodes { status } } } postings(first: 20) { nodes { ledgerAccount { code } functionalDebit { amount } } }
    timeline(first: 5) { nodes { kind occurredOn } }
    summary { arr { amount } openReceivable { amount } ageing { band amount { amount } } balances { currency billed { amount } } }
  }
}`;

describe('a fully compiled operation', () => {
  it.each([
    ['a customer with everything', CUSTOMER_360, { number: 'C-1001' }],
    [
      'lists of several roots',
      '{ customers(first: 3) { totalCount nodes { name } } products { nodes { code } } periods { totalCount } }',
      {},
    ],
    [
      'reference data',
      '{ legalEntities { code books { code } } sourceSystems { key } paymentTerms { code } priceBooks { code } }',
      {},
    ],
    ['nothing but who asks', '{ viewer { subject } __typename }', {}],
  ])('takes one statement: %s', async (_, query, variables) => {
    await app.read(query, { variables });
    expect(statements.take().map(({ text }) => text)).toEqual([expect.stringMatching(/^select /)]);
  });

  it('has its second statement noticed', async () => {
    const reads = app.database.reads;
    await reads.snapshot((handle) => handle.run('select 1', []));
    expect(statements.take().map(({ text }) => text)).toEqual([BEGIN, 'select 1', 'rollback']);
  });

  it('that is refused takes none', async () => {
    await app.ask('{ customers(first: 101) { totalCount } }');
    await app.ask('{ postings { totalCount } }', { as: { roles: ['support'] } });
    await app.ask('{ customers { totalCount } }', { as: null });
    await app.ask('{ customers(first: 100) { nodes { invoices(first: 100) { nodes { id } } } } }');
    await app.ask('{ customers { nodes { shoeSize } } }');
    await app.ask(
      '{ contracts { nodes { billingPeriods(from: "2026-05-01", until: "2026-04-30") { startsOn } } } }',
    );
    expect(statements.take()).toEqual([]);
  });
});

describe('an operation with a computed field', () => {
  const periods = (first: number) =>
    `{ contracts(first: ${first}) { totalCount nodes { number billingPeriods { startsOn billOn amount { amount currency } } } } }`;

  it.each([1, 10, 100])('takes two statements in one snapshot, for %i contracts', async (first) => {
    const { contracts } = await app.read(periods(first));
    const taken = statements.take();
    expect(taken.map(({ text }) => text)).toEqual([
      BEGIN,
      expect.stringMatching(/^select .*"contract"/s),
      expect.stringContaining('from contract_line l join contract c'),
      'rollback',
    ]);
    expect(new Set(taken.map(({ session }) => session)).size).toBe(1);
    expect(contracts.nodes).toHaveLength(Math.min(first, contracts.totalCount));
    expect(contracts.nodes[0]).not.toHaveProperty('__key_contract_id');
  });

  it('says the same of compiled fields as one without', async () => {
    const compiled = await app.read(CUSTOMER_360, { variables: { number: 'C-1001' } });
    const mixed = await app.read(
      CUSTOMER_360.replace('amendments {', 'billingPeriods { startsOn } amendments {'),
      {
        variables: { number: 'C-1001' },
      },
    );
    const contracts = mixed.customer.contracts.nodes.map(
      ({ billingPeriods, ...contract }: Record<string, unknown>) => contract,
    );
    expect(
      mixed.customer.contracts.nodes.some(
        (one: { billingPeriods: unknown[] }) => one.billingPeriods.length > 0,
      ),
    ).toBe(true);
    expect({ customer: { ...mixed.customer, contracts: { nodes: contracts } } }).toEqual(compiled);
  });

  it('two of them with other arguments are loaded apart, and each parent gets its own', async () => {
    const { contract } = await app.read(`{ contract(number: "CT-1001-5") {
      early: billingPeriods(from: "2025-10-01", until: "2025-10-31") { startsOn }
      late: billingPeriods(from: "2026-01-01", until: "2026-01-31") { startsOn } } }`);
    const months = (list: { startsOn: string }[]) => [
      ...new Set(list.map(({ startsOn }) => startsOn.slice(0, 7))),
    ];
    expect([months(contract.early), months(contract.late)]).toEqual([['2025-10'], ['2026-01']]);
    expect(statements.take()).toHaveLength(5);
  });

  it('leaves no connection behind, also where it fails', async () => {
    const client = await connect(app.superuserUrl);
    onTestFinished(() => client.end());
    await client.query(`update contract_line set ramp = json_build_array(json_build_object('from', starts_on + 1 || 'x'))
      where ramp is null and kind = 'RECURRING'`);
    const { errors } = await app.ask('{ contracts(first: 100) { nodes { billingPeriods { startsOn } } } }');
    await client.query("update contract_line set ramp = null where ramp -> 0 ->> 'from' like '%x'");
    expect(errors[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(statements.take().at(-1)?.text).toBe('rollback');
    const { total, idle, waiting } = app.database.poolFigures();
    expect({ busy: total - idle, waiting }).toEqual({ busy: 0, waiting: 0 });
  });
});

describe('in one operation', () => {
  it('introspection stands beside data', async () => {
    const data = await app.read(
      '{ __typename __type(name: "Money") { fields { name } } __schema { queryType { name } } customer(number: "C-1001") { __typename name } }',
    );
    expect(data).toEqual({
      __typename: 'Query',
      __type: { fields: [{ name: 'amount' }, { name: 'currency' }] },
      __schema: { queryType: { name: 'Query' } },
      customer: { __typename: 'Customer', name: 'Hesbront Aviation' },
    });
    expect(statements.take().map(({ text }) => text)).toEqual([
      BEGIN,
      expect.stringMatching(/^select /),
      'rollback',
    ]);
  });

  it('introspection alone asks the store for nothing of the business', async () => {
    await app.read('{ __schema { types { name } } }');
    expect(statements.take()).toEqual([]);
  });

  it.each(['', ' __schema { queryType { name } }'])(
    'one root field has several arguments under its aliases%s',
    async (beside) => {
      const data = await app.read(`{
      a: customer(number: "C-1001") { number s: summary(currency: "EUR") { currency } t: summary(currency: "USD") { currency } }
      b: customer(number: "C-1002") { number } customer(number: "C-1003") { number } none: customer(number: "C-0") { number }
      few: customers(first: 1) { nodes { number } } more: customers(first: 2) { nodes { number } }${beside} }`);
      expect(data).toMatchObject({
        a: { number: 'C-1001', s: { currency: 'EUR' }, t: { currency: 'USD' } },
        b: { number: 'C-1002' },
        customer: { number: 'C-1003' },
        none: null,
      });
      expect([data.few.nodes.length, data.more.nodes.length]).toEqual([1, 2]);
      expect(statements.take().filter(({ text }) => text.startsWith('select'))).toHaveLength(1);
    },
  );
});

describe('the cost', () => {
  const queries = [
    '{ customers(first: 5) { nodes { name } } }',
    '{ customers(first: 5) { nodes { name } } __schema { queryType { name } } }',
  ];

  it.each(queries)('stands in extensions when it is asked for, and only then: %s', async (query) => {
    expect((await app.ask(query)).extensions).toBeUndefined();
    const { extensions, data } = await app.ask(query, { headers: { 'x-revgraph-cost': '1' } });
    expect(extensions).toEqual({ cost: { cost: 11, nodes: 6 } });
    expect(data.customers.nodes).toHaveLength(5);
  });

  it('follows a page size in a variable', async () => {
    const query = 'query ($n: Int) { customers(first: $n) { nodes { name } } }';
    const costOf = async (n: number) =>
      (await app.ask(query, { variables: { n }, headers: { 'x-revgraph-cost': '1' } })).extensions?.cost;
    expect([await costOf(1), await costOf(100)]).toEqual([
      { cost: 3, nodes: 2 },
      { cost: 201, nodes: 101 },
    ]);
  });
});

const outlets = [
  ['raw', '{ customers { totalCount nodes { name } } viewer { subject } }'],
  ['mixed', '{ customers { totalCount nodes { name } } viewer { subject } __schema { queryType { name } } }'],
  [
    'computed',
    '{ customers { nodes { contracts { nodes { billingPeriods { startsOn } } } } } viewer { subject } }',
  ],
] as const;

describe('a query that takes longer than it may', () => {
  let hurried: TestApp;
  let addresses: TestAddresses;
  beforeAll(async () => {
    addresses = await createDatabase();
    hurried = await openTestApp(
      await openDatabase(storeConfig({ ...addresses, statementTimeoutMs: 300 }), silentLog),
    );
  });
  afterAll(async () => {
    await hurried.close();
    await addresses.drop();
  });

  it.each(outlets)('says so, without part of an answer, on the %s outlet', async (outlet, query) => {
    expect((await hurried.ask(query)).errors).toEqual([]);
    const lock = await lockTable(addresses.superuserUrl, 'customer');
    const answer = await hurried.ask(query, { headers: { 'x-request-id': `slow-${outlet}` } });
    await lock.release();
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      data: null,
      errors: [
        {
          message: 'The query took too long and was stopped; ask for less, or for smaller pages.',
          extensions: { code: 'TIMEOUT', incident: expect.stringMatching(/^[\da-f]{12}$/) },
        },
      ],
    });
    const lines = hurried.log.map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({
        requestId: `slow-${outlet}`,
        incident: answer.errors[0]?.extensions.incident,
      }),
    );
    expect((await hurried.ask(query)).errors).toEqual([]);
    expect(hurried.database.poolFigures().waiting).toBe(0);
  });
});

describe('a client that goes away', () => {
  it.each(outlets)('stops its statement in PostgreSQL, on the %s outlet', async (_, query) => {
    await app.read(query);
    const lock = await lockTable(app.superuserUrl, 'customer');
    const leaving = new AbortController();
    const asked = app.ask(query, { signal: leaving.signal }).then(
      () => 'answered',
      () => 'left',
    );
    await expect.poll(lock.awaited).toBe(1);
    leaving.abort();
    expect(await asked).toBe('left');
    await expect.poll(lock.awaited).toBe(0);
    await lock.release();
    await expect.poll(() => app.database.poolFigures().total - app.database.poolFigures().idle).toBe(0);
    expect((await app.ask(query)).errors).toEqual([]);
  });
});

describe('plans', () => {
  const query = `query Plans($number: String, $n: Int, $total: DecimalFilter) {
    customer(number: $number) { name invoices(first: $n, filter: { total: $total }) { nodes { number } } } }`;
  const ask = (variables: Record<string, unknown>, roles?: string[]) =>
    app.read(query, { variables, ...(roles && { as: { roles } }) });

  it('are made once for all values of their variables, and prepared at the second use', async () => {
    const before = app.app.plans.size;
    const answers = [
      await ask({ number: 'C-1001', n: 2, total: { gt: '100' } }),
      await ask({ number: 'C-1002', n: 1, total: { gt: '0' } }),
      await ask({ number: 'C-1003', n: 3, total: { gt: '-1.5' } }),
    ];
    expect(app.app.plans.size).toBe(before + 1);
    const [first, second, third] = statements.take();
    expect(new Set([first?.text, second?.text, third?.text]).size).toBe(1);
    expect(first?.name).toBeUndefined();
    expect(second?.name).toMatch(/^r_[\da-f]{32}$/);
    expect(third?.name).toBe(second?.name);
    expect(answers.map(({ customer }) => customer.invoices.nodes.length)).toEqual([2, 1, 3]);
  });

  it('differ by the shape of the variables and by what the viewer may see', async () => {
    await ask({ number: 'C-1001', total: { gt: '1' } });
    const before = app.app.plans.size;
    await ask({ number: 'C-1001', total: { lt: '1' } });
    await ask({ number: 'C-1001' });
    await ask({ number: 'C-1001', total: { gt: '1' } }, ['bi_reader']);
    await ask({ number: 'C-1002', total: { gt: '7' } }, ['app_reader']);
    expect(app.app.plans.size).toBe(before + 3);
  });

  it('are prepared once on a connection', async () => {
    const database = await freshDatabase({ settings: { poolSize: 1 } });
    const single = await openTestApp(database);
    for (const number of ['C-1', 'C-2', 'C-3', 'C-4']) await single.read(query, { variables: { number } });
    const prepared = await database.statements.run<{ name: string; runs: number }>(
      'select name, (generic_plans + custom_plans)::int as runs from pg_prepared_statements',
      [],
    );
    expect(prepared).toEqual([{ name: expect.stringMatching(/^r_/), runs: 3 }]);
    await single.close();
  });
});

describe('on the embedded store', () => {
  let embedded: TestApp;
  beforeAll(async () => {
    const database = await freshPglite();
    await loadTestDemo(database);
    embedded = await openTestApp(database);
  }, 120_000);
  afterAll(() => embedded.close());

  it('everything reads as on PostgreSQL, in as many statements', async () => {
    // Without lists in which equals are ordered by ids, which each store gives for itself.
    const ordered = `{ customer(number: "C-1001") {
      name sources { source { key } externalId } contacts { totalCount nodes { fullName email } }
      contracts { totalCount nodes { number lines { totalCount } } } postings { totalCount } timeline { totalCount }
      invoices(first: 100, orderBy: { field: NUMBER }) { nodes { number settlement total { amount } due { amount } lines { totalCount } } }
      summary { arr { amount } openReceivable { amount } ageing { band amount { amount } } balances { currency billed { amount } } } } }`;
    for (const [query, count] of [
      [ordered, 1],
      [
        '{ contract(number: "CT-1001-5") { number billingPeriods { startsOn billOn amount { amount } } } }',
        4,
      ],
      ['{ customers(first: 100) { totalCount nodes { number name summary { billed { amount } } } } }', 1],
      ['{ customer(number: "C-1001") { name } __schema { queryType { name } } }', 3],
    ] as const) {
      await embedded.read('{ viewer { subject } }');
      statements.take();
      const here = await embedded.read(query);
      expect(statements.take()).toHaveLength(count);
      expect(here).toEqual(await app.read(query));
    }
  });

  it('bad input is refused alike', async () => {
    for (const query of [
      '{ customers(first: 101) { totalCount } }',
      '{ customer(id: "x") { name } }',
      '{ customers { x } }',
    ]) {
      expect((await embedded.ask(query)).text).toBe((await app.ask(query)).text);
    }
  });

  it('a client that went away leaves the store usable', async () => {
    const leaving = new AbortController();
    const asked = embedded
      .ask(CUSTOMER_360, { variables: { number: 'C-1001' }, signal: leaving.signal })
      .catch(() => 'left');
    setTimeout(() => leaving.abort(), 5);
    await asked;
    expect(await embedded.read('{ customer(number: "C-1001") { name } }')).toEqual({
      customer: { name: 'Hesbront Aviation' },
    });
  });
});
