// Every figure of a summary against its twin: random histories, asked by SQL and by brute force over the same rows, must agree at
// any day, from any day, in any currency, for any customers and entities.
import fc from 'fast-check';
import type { ClientBase } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Decimal, decimal, toMinor } from '../../src/kernel/money.ts';
import type { Database } from '../../src/platform/database.ts';
import { type Asked, partNames, type Rows, twinTables } from '../support/brute-force-documents.ts';
import { BruteForce } from '../support/brute-force-figures.ts';
import { freshDatabase } from '../support/database.ts';
import { type Figures, figuresBySql } from '../support/figure-statement.ts';
import { question } from '../support/history-facts.ts';
import { insertHistory } from '../support/history-ground.ts';
import { history } from '../support/random-history.ts';

const long = process.env.TEST_SIZE === 'long';
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.close());

const digits = (currency: string) => (currency === 'JPY' ? 0 : 2);
const shown = (amount: Decimal | string | null, currency: string) =>
  amount === null ? null : toMinor(decimal(amount), digits(currency));

async function readRows(client: ClientBase): Promise<Rows> {
  const entries: [string, unknown[]][] = [];
  for (const table of twinTables) entries.push([table, (await client.query(`select * from ${table}`)).rows]);
  return Object.fromEntries(entries) as unknown as Rows;
}

/** The amounts by brute force, rounded as a client reads them. */
function byBruteForce(twin: BruteForce, currency: string) {
  const amounts = {
    ...Object.fromEntries(partNames.map((part) => [part, twin.flow(part)])),
    billedNet: twin.billedNet(),
    unapplied: twin.unapplied(),
    openReceivable: twin.openReceivable(),
    overdue: twin.overdue(),
    recognizedRevenue: twin.recognizedRevenue(),
    deferredRevenue: twin.deferredRevenue(),
    openDisputes: twin.openDisputes(),
  };
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, shown(amount, currency)]));
}

function ageingByBruteForce(twin: BruteForce, basis: 'DUE_DATE' | 'INVOICE_DATE', currency: string) {
  const bands = twin.ageing(basis);
  const names = ['NOT_DUE', 'DAYS_1_30', 'DAYS_31_60', 'DAYS_61_90', 'DAYS_91_120', 'OVER_120'];
  if (!bands) return [...names, 'UNAPPLIED'].map((band) => ({ band, amount: null }));
  const rounded = names.map((band) => ({
    band,
    amount: decimal(shown(bands.get(band) ?? decimal('0'), currency) ?? '0'),
  }));
  const total = decimal(shown(bands.get('TOTAL') ?? decimal('0'), currency) ?? '0');
  const rest = rounded.reduce((left, { amount }) => left.minus(amount), total);
  return [...rounded, { band: 'UNAPPLIED', amount: rest }].map(({ band, amount }) => ({
    band,
    amount: shown(amount, currency),
  }));
}

function expectSame(sqls: Figures, rows: Rows, asked: Asked): void {
  const { currency } = asked;
  const twin = new BruteForce(rows, asked);
  const expected = byBruteForce(twin, currency);
  const found = Object.fromEntries(
    Object.keys(expected).map((name) => [
      name,
      shown(sqls[name as keyof typeof sqls] as string | null, currency),
    ]),
  );
  expect(found).toEqual(expected);
  expect(sqls.openDisputeCount).toBe(twin.openDisputeCount()?.toString() ?? null);
  const days = twin.daysSalesOutstanding();
  expect(sqls.daysSalesOutstanding).toBe(days === null ? null : toMinor(days, 2));
  const aged = (list: Figures['ageing']) =>
    list.map(({ band, amount }) => ({ band, amount: shown(amount ?? null, currency) }));
  expect(aged(sqls.ageing)).toEqual(ageingByBruteForce(twin, 'DUE_DATE', currency));
  expect(aged(sqls.ageingByIssue)).toEqual(ageingByBruteForce(twin, 'INVOICE_DATE', currency));
  const balances = new Map(sqls.balances.map(({ currency: own, ...amounts }) => [own ?? '', amounts]));
  const expectedBalances = [...twin.balances()].map(([own, amounts]) => [
    own,
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, shown(amount, own)])),
  ]);
  const foundBalances = [...balances].map(([own, amounts]) => [
    own,
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, shown(amount, own)])),
  ]);
  expect(Object.fromEntries(foundBalances)).toEqual(Object.fromEntries(expectedBalances));
}

/** What must hold of the answer alone: figures asked together are those asked alone, balances foot, bands sum to what is open. */
function expectIdentities(sqls: Figures, asked: Asked): void {
  for (const [name, amount] of Object.entries(sqls.totals[0] ?? {})) {
    const alone = sqls[name as keyof typeof sqls] as string | null;
    expect(shown(amount, asked.currency)).toBe(shown(alone, asked.currency));
  }
  for (const { billed, credited, collected, writtenOff, deductions, openReceivable } of sqls.balances) {
    if (asked.from !== null || billed == null || collected == null) continue;
    const rest = [credited, collected, writtenOff, deductions].reduce(
      (left, part) => left.minus(part ?? '0'),
      decimal(billed),
    );
    expect(
      decimal(openReceivable ?? '0')
        .minus(rest)
        .isZero(),
    ).toBe(true);
  }
  for (const list of [sqls.ageing, sqls.ageingByIssue]) {
    if (list.some(({ amount }) => amount === null)) continue;
    const sum = list.reduce((total, { amount }) => total.plus(amount ?? '0'), decimal('0'));
    expect(shown(sum, asked.currency)).toBe(shown(sqls.openReceivable, asked.currency));
    expect(list.slice(0, -1).every(({ amount }) => !decimal(amount ?? '0').isNegative())).toBe(true);
  }
}

describe('the figures of a summary', () => {
  it('are what brute force finds in any history, and foot', {
    timeout: long ? 1_800_000 : 120_000,
  }, async () => {
    const known = new Map<string, number>();
    await database.withOwner(async (client) => {
      await fc.assert(
        fc.asyncProperty(
          history,
          fc.array(question, { minLength: 6, maxLength: 6 }),
          async (rows, questions) => {
            await client.query('begin');
            try {
              await insertHistory(client, rows);
              const plain = await readRows(client);
              for (const asked of questions) {
                const sqls = await figuresBySql(client, asked);
                expectSame(sqls, plain, asked);
                expectIdentities(sqls, asked);
                for (const [name, value] of Object.entries(sqls)) {
                  if (typeof value === 'string' && !/^-?0(\.0*)?$/.test(value))
                    known.set(name, (known.get(name) ?? 0) + 1);
                }
              }
            } finally {
              await client.query('rollback');
            }
          },
        ),
        {
          numRuns: long ? 5_000 : 120,
          ...(process.env.TEST_SEED ? { seed: Number(process.env.TEST_SEED) } : {}),
        },
      );
    });
    // A twin that only ever compares nothing with nothing proves nothing.
    for (const name of [
      'overdue',
      'daysSalesOutstanding',
      'openDisputes',
      'unapplied',
      'deferredRevenue',
      'collected',
    ]) {
      expect(known.get(name) ?? 0, name).toBeGreaterThan(5);
    }
  });
});
