// What a customer owes is what was billed less credited, collected, written off and deducted, in every transaction currency; its
// ageing says how old exactly that is; and it is what stands open on documents. For every customer of every set of data there is.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Format } from '../../src/ingestion/format.ts';
import { checkCsv, readCsv } from '../../src/ingestion/formats/csv.ts';
import { salesforce } from '../../src/ingestion/formats/salesforce.ts';
import { xero } from '../../src/ingestion/formats/xero.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import { type Decimal, decimal } from '../../src/kernel/money.ts';
import { NOON, openDemoApp, openTestApp, type TestApp, type Viewer } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';
import { describeReal } from '../support/real-data.ts';

type Money = { readonly amount: string; readonly currency: string } | null;

interface Balance {
  readonly currency: string;
  readonly billed: Money;
  readonly credited: Money;
  readonly collected: Money;
  readonly writtenOff: Money;
  readonly deductions: Money;
  readonly openReceivable: Money;
}

interface Owing {
  readonly number: string;
  readonly balances: readonly Balance[];
}

const sum = (amounts: readonly (string | undefined)[]): Decimal =>
  amounts.reduce((total, amount) => total.plus(amount ?? '0'), decimal('0'));

async function balancesOf(app: TestApp, as: Viewer, asOf: string): Promise<Owing[]> {
  const found: Owing[] = [];
  let after: string | null = null;
  do {
    const { customers }: { customers: Page<{ number: string; summary: { balances: Balance[] } }> } =
      await app.read(
        `query ($after: String, $asOf: Date) { customers(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { number
        summary(asOf: $asOf) { balances { currency billed { amount } credited { amount } collected { amount } writtenOff { amount }
          deductions { amount } openReceivable { amount } } } } } }`,
        { as, variables: { after, asOf } },
      );
    found.push(...customers.nodes.map(({ number, summary }) => ({ number, balances: summary.balances })));
    after = customers.pageInfo.hasNextPage ? customers.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Every difference from the identity, as a sentence, and how many balances were looked at. */
async function identityOf(app: TestApp, as: Viewer, asOf: string) {
  const differences: string[] = [];
  let balances = 0;
  for (const customer of await balancesOf(app, as, asOf)) {
    const currencies = customer.balances.map(({ currency }) => currency);
    for (const one of customer.balances) {
      balances += 1;
      const where = `${customer.number} ${one.currency} at ${asOf}`;
      const due = decimal(one.billed?.amount ?? 'NaN').minus(
        sum([one.credited, one.collected, one.writtenOff, one.deductions].map((part) => part?.amount)),
      );
      if (!due.equals(one.openReceivable?.amount ?? 'NaN'))
        differences.push(`${where}: open ${one.openReceivable?.amount}, but the documents make ${due}`);
      const { summary } = (
        await app.read(
          `query ($number: String, $currency: CurrencyCode, $asOf: Date) { customer(number: $number) {
            summary(currency: $currency, asOf: $asOf) { openReceivable { amount } missingRates { baseCurrency }
              byDueDate: ageing { amount { amount } } byIssue: ageing(basis: INVOICE_DATE) { amount { amount } } } } }`,
          { as, variables: { number: customer.number, currency: one.currency, asOf } },
        )
      ).customer;
      if (summary.openReceivable === null) {
        const lacking = summary.missingRates.length > 0 ? 'a rate is missing' : 'nobody says why';
        differences.push(`${where}: no open receivable in that currency: ${lacking}`);
        continue;
      }
      if (currencies.length === 1 && summary.openReceivable.amount !== one.openReceivable?.amount)
        differences.push(
          `${where}: the summary says ${summary.openReceivable.amount}, the balance ${one.openReceivable?.amount}`,
        );
      for (const basis of ['byDueDate', 'byIssue'] as const) {
        const aged = sum(summary[basis].map(({ amount }: { amount: Money }) => amount?.amount));
        if (!aged.equals(summary.openReceivable.amount))
          differences.push(
            `${where}: ageing ${basis} sums to ${aged}, open is ${summary.openReceivable.amount}`,
          );
      }
    }
  }
  return { differences, balances };
}

describe('the receivables of the demo company', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openDemoApp();
  });
  afterAll(() => app.close());

  it.each(['2026-11-23', '2026-06-30', '2025-12-31', '2025-03-31'])(
    'are what the documents make them, for every customer and currency, at %s',
    async (asOf) => {
      const { differences, balances } = await identityOf(app, {}, asOf);
      expect(differences).toEqual([]);
      expect(balances).toBeGreaterThan(10);
    },
    60_000,
  );

  it.each(['DE01', 'US01', 'UK01', 'JP01'])(
    'are so for a viewer of %s alone',
    async (code) => {
      const { differences, balances } = await identityOf(app, { entities: [code] }, '2026-11-23');
      expect(differences).toEqual([]);
      expect(balances).toBeGreaterThan(0);
    },
    60_000,
  );

  it('would not be believed with a cent too much', async () => {
    const read: TestApp['read'] = async (query, options) => {
      const data = await app.read(query, options);
      const bent = data.customers?.nodes.find(({ number }: Owing) => number === 'C-1001');
      if (bent)
        bent.summary.balances[0].collected.amount = decimal(bent.summary.balances[0].collected.amount)
          .plus('0.01')
          .toString();
      const last = data.customer?.summary.byIssue?.at(-1);
      if (last && options?.variables?.number === 'C-1005') last.amount.amount = '7.00';
      return data;
    };
    const { differences } = await identityOf({ ...app, read }, {}, '2026-11-23');
    expect(differences).toEqual([
      expect.stringMatching(/^C-1001 EUR at 2026-11-23: open [\d.]+, but the documents make [\d.]+$/),
      expect.stringMatching(/^C-1005 JPY at 2026-11-23: ageing byIssue sums to [\d.-]+, open is [\d.-]+$/),
    ]);
  });

  it('of single entities add up to the whole', async () => {
    const totals = async (as: Viewer) => {
      const all = new Map<string, Decimal>();
      for (const { number, balances } of await balancesOf(app, as, '2026-11-23'))
        for (const { currency, openReceivable } of balances) {
          const key = `${number} ${currency}`;
          all.set(key, (all.get(key) ?? decimal('0')).plus(openReceivable?.amount ?? 'NaN'));
        }
      return all;
    };
    const whole = await totals({});
    const parts = new Map<string, Decimal>();
    for (const code of ['DE01', 'US01', 'UK01', 'JP01'])
      for (const [key, amount] of await totals({ entities: [code] }))
        parts.set(key, (parts.get(key) ?? decimal('0')).plus(amount));
    const plain = (map: Map<string, Decimal>) =>
      Object.fromEntries([...map].sort().map(([key, amount]) => [key, amount.toString()]));
    expect(plain(parts)).toEqual(plain(whole));
  });

  it('are what is open on invoices less what payments and credits still have to settle', async () => {
    const differences: string[] = [];
    let customers = 0;
    for (const { number, balances } of await balancesOf(app, {}, '2026-11-23')) {
      const { customer } = await app.read(OPEN_DOCUMENTS, { variables: { number } });
      customers += 1;
      const due = customer.invoices.nodes.map(({ derived }: Open) => derived.due);
      for (const { currency, openReceivable } of balances) {
        const of = (list: readonly NonNullable<Money>[]) =>
          sum(list.filter((one) => one.currency === currency).map(({ amount }) => amount));
        const documents = of(due)
          .minus(of(customer.payments.nodes.map(unappliedOf)))
          .minus(of(customer.creditNotes.nodes.map(unappliedOf)));
        if (!documents.equals(openReceivable?.amount ?? 'NaN'))
          differences.push(
            `${number} ${currency}: open ${openReceivable?.amount}, on documents ${documents}`,
          );
      }
    }
    expect(customers).toBeGreaterThan(60);
    expect(differences).toEqual([]);
  });

  it('differ from the dues that billing states on one invoice only, whose payment the ERP alone knows', async () => {
    const differing: unknown[] = [];
    let after: string | null = null;
    do {
      const { invoices }: { invoices: Page<Open> } = await app.read(
        `query ($after: String) { invoices(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes {
          number basis due { amount } derived { due { amount } } customer { number }
          allocations { nodes { payment { number source { key } } } } } } }`,
        { variables: { after } },
      );
      for (const { basis, number, due, derived, customer, allocations } of invoices.nodes)
        if (due.amount !== derived.due.amount)
          differing.push({
            customer: customer?.number,
            number,
            basis,
            due: due.amount,
            derived: derived.due.amount,
            ...allocations,
          });
      after = invoices.pageInfo.hasNextPage ? invoices.pageInfo.endCursor : null;
    } while (after !== null);
    expect(differing).toEqual([
      {
        ...{ customer: 'C-1030', number: 'INV-1030-0008', basis: 'STATED', due: '2796.00', derived: '0.00' },
        nodes: [{ payment: { number: 'REC-1030-0009', source: { key: 'erp' } } }],
      },
    ]);
  });
});

interface Open {
  readonly number: string;
  readonly basis: string;
  readonly customer: { readonly number: string } | null;
  readonly due: NonNullable<Money>;
  readonly derived: { readonly due: NonNullable<Money> };
  readonly allocations: object;
}

const unappliedOf = ({ unapplied }: { readonly unapplied: NonNullable<Money> }) => unapplied;

const OPEN_DOCUMENTS = `query ($number: String) { customer(number: $number) {
  invoices(first: 100, filter: { status: { eq: ISSUED } }) { nodes { derived { due { amount currency } } } }
  payments(first: 100, filter: { reversedOn: { isNull: true } }) { nodes { unapplied { amount currency } } }
  creditNotes(first: 100, filter: { status: { eq: ISSUED } }) { nodes { unapplied { amount currency } } } } }`;

/** The application over an export, which states neither its company nor its currency. */
async function openExportApp(format: Format, path: string, currency: string): Promise<TestApp> {
  const database = await freshDatabase();
  const request = {
    source: 'books',
    format,
    paths: [path],
    entity: 'ACME',
    currency,
    dryRun: false,
    now: NOON,
  };
  await runImport(database.kysely, request);
  return await openTestApp(database);
}

describeReal('xero', 'the books of a live company', (path) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openExportApp(xero, path, 'CAD');
  });
  afterAll(() => app.close());

  it.each(['2026-11-23', '2020-06-30'])('keep the identity in every currency at %s', async (asOf) => {
    const { differences, balances } = await identityOf(app, {}, asOf);
    expect(differences).toEqual([]);
    expect(balances).toBeGreaterThan(0);
  });

  it('give per customer the invoices, totals and dues that the export has, asked over the graph', async () => {
    const exported = await salesOf(path);
    expect(exported.size).toBe(9);
    for (const [contact, sales] of exported) {
      const { customer } = await app.read(
        `query ($id: String!) { customer(external: { source: "books", id: $id }) {
          invoices(first: 100) { totalCount nodes { currency total { amount } due { amount } } }
          summary { balances { currency openReceivable { amount } } } } }`,
        { variables: { id: contact } },
      );
      const of = (name: 'total' | 'due') =>
        sum(
          customer.invoices.nodes.map((invoice: Record<string, Money>) => invoice[name]?.amount),
        ).toString();
      expect({ count: customer.invoices.totalCount, total: of('total'), due: of('due') }, contact).toEqual({
        count: sales.count,
        total: sales.total.toString(),
        due: sales.due.toString(),
      });
      // These owners state what is due and send no payments: the stated balances are the receivable.
      const owed = Object.fromEntries(
        customer.summary.balances.map((one: Balance) => [
          one.currency,
          decimal(one.openReceivable?.amount ?? 'NaN').toString(),
        ]),
      );
      for (const [currency, due] of sales.dueByCurrency)
        expect([currency, owed[currency]]).toEqual([currency, due.toString()]);
    }
  });
});

interface Sales {
  count: number;
  total: Decimal;
  due: Decimal;
  readonly dueByCurrency: Map<string, Decimal>;
}

/** The sales invoices of the export's file, by contact. */
async function salesOf(path: string): Promise<Map<string, Sales>> {
  const sales = new Map<string, Sales>();
  const file = await checkCsv(join(path, 'xero_invoice_data.csv'), 'invoices');
  for await (const rows of readCsv(file)) {
    for (const { cells } of rows) {
      const cell = (column: string) => cells[file.header.indexOf(column)] ?? '';
      if (cell('type') !== 'ACCREC') continue;
      const contact = cell('contact_id');
      const one = sales.get(contact) ?? {
        count: 0,
        total: decimal('0'),
        due: decimal('0'),
        dueByCurrency: new Map(),
      };
      one.count += 1;
      one.total = one.total.plus(cell('total'));
      one.due = one.due.plus(cell('amount_due'));
      if (!['VOIDED', 'DELETED', 'DRAFT', 'SUBMITTED'].includes(cell('status'))) {
        const currency = cell('currency_code');
        one.dueByCurrency.set(
          currency,
          (one.dueByCurrency.get(currency) ?? decimal('0')).plus(cell('amount_due')),
        );
      }
      sales.set(contact, one);
    }
  }
  return sales;
}

for (const [set, title] of [
  ['salesforce_cpq', 'an org with CPQ'],
  ['salesforce_trees', 'SObject trees of three orgs'],
] as const) {
  describeReal(set, title, (path) => {
    it('owes nothing that anybody knows of: without invoices the figures are null, and not zero', async () => {
      const app = await openExportApp(salesforce, path, 'USD');
      const owing = await balancesOf(app, {}, '2026-11-23');
      expect(owing.length).toBeGreaterThan(20);
      expect(owing.flatMap(({ balances }) => balances)).toEqual([]);
      const { customers } = await app.read(
        '{ customers(first: 100) { nodes { summary { openReceivable { amount } ageing { amount { amount } } } } } }',
      );
      for (const { summary } of customers.nodes) {
        expect(summary.openReceivable).toBeNull();
        expect(summary.ageing.filter(({ amount }: { amount: Money }) => amount !== null)).toEqual([]);
      }
      await app.close();
    });
  });
}
