// The demo company comes in through the canonical import, whole and at once, and the graph's store then holds the same totals.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDemo } from '../../src/demo/company.ts';
import type { DemoRecord } from '../../src/demo/sheet.ts';
import type { DemoOptions } from '../../src/demo/world.ts';
import { type DemoImport, writeDemo } from '../../src/demo/write.ts';
import type { RunReport } from '../../src/ingestion/count-rules.ts';
import { revgraph } from '../../src/ingestion/formats/revgraph.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import { addDays } from '../../src/kernel/dates.ts';
import { decimal } from '../../src/kernel/money.ts';
import type { Database } from '../../src/platform/database.ts';
import { ask as askGraph } from '../support/ask.ts';
import { freshDatabase } from '../support/database.ts';

const options: DemoOptions = { size: 's', seed: 'tindervale', today: '2026-11-23' };
const records = [...generateDemo(options)];

function total(record: string, column: string, where: (one: DemoRecord) => boolean = () => true): string {
  return records
    .filter((one) => one.record === record && where(one))
    .reduce((sum, one) => sum.plus(one.values[column] ?? '0'), decimal('0'))
    .toString();
}

describe('the demo company in the store', () => {
  let database: Database;
  let folder: string;
  let imports: readonly DemoImport[];
  const reports: RunReport[] = [];

  const load = (one: DemoImport) =>
    runImport(database.kysely, {
      source: one.source,
      kind: one.kind,
      format: revgraph,
      paths: one.paths,
      dryRun: false,
      now: `${options.today}T12:00:00Z`,
    });
  const ask = async (text: string): Promise<unknown> => {
    const { rows } = await sql<{ answer: unknown }>`${sql.raw(text)}`.execute(database.kysely);
    return rows[0]?.answer;
  };
  const sumOf = async (text: string) => decimal(String(await ask(text))).toString();

  beforeAll(async () => {
    database = await freshDatabase();
    folder = mkdtempSync(join(tmpdir(), 'revgraph-demo-'));
    imports = writeDemo(folder, options);
    for (const one of imports) reports.push(await load(one));
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is taken whole: no record fails, waits or is ignored', () => {
    for (const { counts } of reports)
      expect({ failed: counts.failed, parked: counts.parked, ignored: counts.ignored }).toEqual({
        failed: 0,
        parked: 0,
        ignored: 0,
      });
    expect(reports.reduce((sum, { counts }) => sum + counts.read, 0)).toBe(records.length);
    expect(imports.reduce((sum, one) => sum + one.records, 0)).toBe(records.length);
  });

  it('has the totals of its files', async () => {
    expect(await sumOf('select sum(total) answer from invoice')).toBe(total('invoice', 'total'));
    expect(await sumOf('select sum(amount) answer from payment')).toBe(total('payment', 'amount'));
    expect(await sumOf('select sum(allocated) answer from payment')).toBe(
      total(
        'allocation',
        'amount',
        ({ values }) => values.payment !== undefined && values.reversed_on === undefined,
      ),
    );
    expect(await sumOf('select sum(functional_debit) answer from posting')).toBe(
      total('posting', 'functional_debit'),
    );
    expect(await ask('select count(*)::int answer from posting')).toBe(
      records.filter(({ record }) => record === 'posting').length,
    );
  });

  it('makes one customer of three records, and two of those that do not know each other', async () => {
    const crm = records.filter(({ folder: of, record }) => of === 'crm' && record === 'customer').length;
    expect(await ask('select count(*)::int answer from customer')).toBe(crm + 2);
    expect(await ask("select name answer from customer where number = 'C-1001'")).toBe('Hesbront Aviation');
    expect(
      await ask(
        "select count(distinct source_system_id)::int answer from source_link where target_id = (select customer_id from customer where number = 'C-1001')",
      ),
    ).toBe(3);
  });

  it('keeps what the others call it beside the name that stands', async () => {
    expect(await ask("select count(*)::int answer from field_shadow where field = 'name'")).toBeGreaterThan(
      5,
    );
    expect(
      await ask("select count(*)::int answer from field_shadow where field = 'billing_email'"),
    ).toBeGreaterThan(0);
  });

  it('flags only what was posted after the close', async () => {
    const late = records.filter(
      ({ folder: of, record }) => of === 'erp-close' && record === 'journal',
    ).length;
    expect(late).toBeGreaterThan(0);
    expect(await ask('select count(*)::int answer from journal where post_close')).toBe(late);
  });

  it('says the same of receivables in billing and in the ledger, but for its known differences', async () => {
    const differing = await ask(`select count(*)::int answer from (
      select i.legal_entity_id, i.currency, sum(i.total - i.allocated - i.credited - i.deducted - i.written_off) - coalesce((
        select sum(p.transaction_debit - p.transaction_credit) from posting p join ledger_account a using (ledger_account_id)
        where a.code in ('1200', '1250') and p.legal_entity_id = i.legal_entity_id and p.currency = i.currency), 0) as difference
      from invoice i where i.status = 'ISSUED' group by i.legal_entity_id, i.currency) d where d.difference <> 0`);
    expect(differing).toBeGreaterThan(0);
    expect(differing).toBeLessThanOrEqual(3);
  });

  it.each([0, 8, 14, 100, 400])('answers in every currency %i days after its load', async (days) => {
    const stocks = ['openReceivable', 'overdue', 'unapplied', 'deferredRevenue', 'openDisputes', 'arr'];
    const figures = [...stocks, 'billed', 'collected'].map((name) => `${name} { amount }`).join(' ');
    const summaries = ['EUR', 'USD', 'GBP', 'JPY'].map(
      (currency) => `${currency}: summary(currency: "${currency}") { ${figures} missingRates { rateType } }`,
    );
    const now = `${addDays(options.today, days)}T12:00:00Z`;
    const answer = (await askGraph(
      database,
      `{ customers(first: 100) { totalCount nodes { number ${summaries.join(' ')} } } }`,
      { now },
    )) as { customers: { totalCount: number; nodes: Record<string, unknown>[] } };
    const { totalCount, nodes } = answer.customers;
    expect(nodes.length).toBe(totalCount);
    expect(nodes.filter((node) => JSON.stringify(node).includes('null'))).toEqual([]);
    expect(nodes.filter((node) => JSON.stringify(node).includes('rateType'))).toEqual([]);
  });

  it('comes in a second time without changing anything', async () => {
    for (const one of imports) {
      const { counts } = await load(one);
      expect(counts.unchanged).toBe(counts.read);
    }
  });
});
