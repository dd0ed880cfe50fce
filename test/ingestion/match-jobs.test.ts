// `revgraph match` as people meet it, and what it finds in the real sets.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Candidate, listCandidates } from '../../src/customers/matching/candidate-store.ts';
import { salesforce } from '../../src/ingestion/formats/salesforce.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import { matchStore } from '../../src/ingestion/match-jobs.ts';
import type { Database } from '../../src/platform/database.ts';
import { createDatabase, freshDatabase } from '../support/database.ts';
import { describeReal } from '../support/real-data.ts';

const root = join(import.meta.dirname, '../..');

function revgraph(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, 'src/cli.ts'), ...args],
      { env: { PATH: process.env.PATH, ...env } },
      (_error, out) => resolve({ code: child.exitCode, out }),
    );
  });
}

describe('revgraph match', () => {
  it('tells what a store holds twice, and leaves it to a steward', async () => {
    const { databaseUrl, migrateDatabaseUrl, drop } = await createDatabase();
    onTestFinished(drop);
    const store = { DATABASE_URL: databaseUrl, MIGRATE_DATABASE_URL: migrateDatabaseUrl };
    const fixture = join(import.meta.dirname, 'fixtures/salesforce');
    const flags = ['--format', 'salesforce', '--entity', 'ACME', '--currency', 'USD', fixture];
    await revgraph(['import', '--source', 'crm', ...flags], store);
    await revgraph(['import', '--source', 'old-crm', ...flags], store);
    const first = await revgraph(['match', '--list', '5'], store);
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/customer +10 +[1-9]/);
    expect(first.out).toContain('nothing was linked or merged');
    expect(first.out).toMatch(/ {2}name +same +Parent Co \| Parent Co \(\+/);
    const { runs } = JSON.parse((await revgraph(['match', '--json'], store)).out) as {
      runs: { opened: number; unchanged: number }[];
    };
    expect(runs.map(({ opened }) => opened)).toEqual([0, 0, 0]);
    expect(runs[0]?.unchanged).toBeGreaterThan(0);
  });

  it('measures itself, without a store', async () => {
    const { code, out } = await revgraph(['match', '--evaluate', '--size', '600', '--seed', 'a'], {
      DATABASE_URL: 'postgresql://127.0.0.1:1/none',
    });
    expect(code).toBe(0);
    expect(out).toMatch(/Noise that the weights were set with\n +6\d\d records/);
    expect(out).toMatch(/Other noise, held out[\s\S]*certain +[\d.]+ %/);
    expect(out).toMatch(/TAX_ID SAME +[\d.]+ % /);
    const json = JSON.parse(
      (await revgraph(['match', '--evaluate', '--size', '600', '--seed', 'a', '--json'])).out,
    ) as { known: { records: number } };
    expect(json.known.records).toBeGreaterThanOrEqual(600);
  });
});

/** By a shared mailbox, a placeholder, or a name alone. */
const provesNothing = ({ evidence }: Candidate) =>
  !evidence.some(
    ({ signal, agreement }) =>
      (signal === 'ADDRESS' && agreement === 'SAME') ||
      (signal === 'TAX_ID' && agreement === 'SAME') ||
      (signal === 'DOMAIN' && agreement === 'OWN'),
  );

describeReal('salesforce_cpq', 'matching over a real CRM export', (path) => {
  let store: Database;
  const load = (source: string) =>
    runImport(store.kysely, {
      source,
      format: salesforce,
      paths: [path],
      kind: undefined,
      entity: 'ACME',
      currency: 'USD',
      dryRun: false,
      now: '2024-06-30T12:00:00Z',
    });
  beforeAll(async () => {
    store = await freshDatabase();
    await load('crm');
  });
  afterAll(() => store?.close());

  it('joins none of 111 accounts, of which seven carry one placeholder and 439 contacts one mailbox', async () => {
    const [customers] = await matchStore(store.kysely, '2024-07-01T00:00:00Z');
    expect(customers).toMatchObject({ objects: 111, candidates: 0, certain: 0 });
  });

  it('finds each account again in a second system, for reasons that hold', async () => {
    await load('old-crm');
    const [customers] = await matchStore(store.kysely, '2024-07-02T00:00:00Z');
    expect(customers).toMatchObject({ objects: 222, candidates: 111 });
    const pairs = await listCandidates(store.kysely, { object: 'CUSTOMER', most: 1_000 });
    expect(pairs.filter(({ grade }) => grade === 'CERTAIN').filter(provesNothing)).toEqual([]);
    expect(
      pairs.filter(({ evidence }) =>
        evidence.some(({ signal, left, right }) => signal === 'NAME' && left !== right),
      ),
    ).toEqual([]);
    const placeholders = pairs.flatMap(({ evidence }) =>
      evidence.filter(({ left }) => left === '12-3456789'),
    );
    expect(placeholders).toHaveLength(7);
    expect(new Set(placeholders.map(({ agreement, weight }) => `${agreement} ${weight}`))).toEqual(
      new Set(['PLACEHOLDER 0']),
    );
  });
});
