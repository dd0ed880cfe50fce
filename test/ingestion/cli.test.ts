// The command `revgraph import` as people and scripts meet it: exit codes, output, a kill in the middle, a store that somebody
// else holds.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/platform/database.ts';
import { createDatabase, silentLog } from '../support/database.ts';
import { startProcess } from '../support/processes.ts';
import { storeConfig } from '../support/template.ts';
import { basics, fixtures, importFolder, writeExport } from './exports.ts';

const root = join(import.meta.dirname, '../..');

interface Result {
  code: number | null;
  out: string;
  errors: string;
}

function revgraph(args: readonly string[], env: Record<string, string>): Promise<Result> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, 'src/cli.ts'), ...args],
      { env: { PATH: process.env.PATH, ...env } },
      (_error, out, errors) => resolve({ code: child.exitCode, out, errors }),
    );
  });
}

async function postgres(): Promise<Record<string, string>> {
  const { databaseUrl, migrateDatabaseUrl, drop } = await createDatabase();
  onTestFinished(drop);
  return { DATABASE_URL: databaseUrl, MIGRATE_DATABASE_URL: migrateDatabaseUrl };
}

function openStore({ DATABASE_URL: databaseUrl = '', MIGRATE_DATABASE_URL: migrateDatabaseUrl = '' }) {
  return openDatabase(storeConfig({ databaseUrl, migrateDatabaseUrl }), silentLog);
}

const importing = (source: string, path: string, ...more: string[]) => [
  'import',
  '--source',
  source,
  '--format',
  'revgraph',
  ...more,
  path,
];

it('prints the counts for scripts, and for people a table', async () => {
  const env = await postgres();
  const first = await revgraph(importing('crm', join(fixtures, 'crm'), '--json'), env);
  expect(first).toMatchObject({ code: 0, errors: '' });
  expect(JSON.parse(first.out)).toEqual({
    read: 8,
    applied: 8,
    unchanged: 0,
    shadowed: 0,
    parked: 0,
    ignored: 0,
    failed: 0,
    exceptions: {},
  });
  const second = await revgraph(importing('crm', join(fixtures, 'crm')), env);
  expect(second.code).toBe(0);
  expect(second.out).toMatch(
    /^ +read +applied +unchanged +shadowed +parked +ignored +failed\nproduct +1 +0 +1 /,
  );
  expect(second.out).toMatch(/\nall +8 +0 +8 +0 +0 +0 +0\n$/);
});

it('ends well when every record has a disposition, failed ones too, and verify names what is not whole', async () => {
  const env = await postgres();
  const { code, out } = await revgraph(importing('erp', join(fixtures, 'erp'), '--json'), env);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ parked: 4, exceptions: { REFERENCE: 4 } });
  const verified = await revgraph(['verify'], env);
  expect(verified.code).toBe(1);
  expect(verified.out).toMatch(
    /^posted journal has postings: journal 2026-0001 \(.*\) is posted and has no posting\n$/,
  );
  const database = await openStore(env);
  for (const source of ['crm', 'billing', 'erp'])
    await importFolder(database, source, join(fixtures, source));
  await database.close();
  expect(await revgraph(['verify'], env)).toMatchObject({ code: 0 });
});

describe('what could not be taken', () => {
  const header = 'id,legal_entity,customer,issued_on,currency,total';
  const bad = Array.from({ length: 25 }, (_, n) => `A${n},DE01,C1,2026-02-01,EUR,"1,${n}"`);
  const folder = writeExport({
    ...basics,
    'invoices.csv': [header, 'I1,DE01,C1,2026-02-01,EUR,1.00', 'I2,DE01,C9,2026-02-30,EUR,1.00', ...bad].join(
      '\n',
    ),
  });
  const file = join(folder, 'invoices.csv');
  const told = [
    `${file}:3 issued_on "2026-02-30": is no date that exists, written YYYY-MM-DD`,
    ...bad
      .slice(0, 19)
      .map((_, n) => `${file}:${n + 4} total "1,${n}": is no number: plain digits with at most one point`),
  ];

  it('stands under the table, the first twenty with file, line, field, value and reason', async () => {
    const env = await postgres();
    const dry = await revgraph(importing('erp', folder, '--dry-run'), env);
    expect(dry.out.split('\n').slice(-23)).toEqual([
      ...told,
      '... and 6 more',
      'dry run: nothing was kept',
      '',
    ]);
    const { code, out } = await revgraph(importing('erp', folder), env);
    expect(code).toBe(0);
    expect(out.split('\n').slice(-22)).toEqual([
      ...told,
      '... and 6 more: npx revgraph exceptions --source erp',
      '',
    ]);
  });

  it('is listed by a command of its own, for people and for scripts', async () => {
    const env = await postgres();
    expect(await revgraph(['exceptions'], env)).toMatchObject({ code: 0, out: 'no exception stands open\n' });
    await revgraph(importing('erp', folder), env);
    const { out } = await revgraph(['exceptions', '--source', 'erp', '--limit', '2'], env);
    expect(out.split('\n')).toEqual([
      `${file}:3 invoice I2 issued_on "2026-02-30": is no date that exists, written YYYY-MM-DD (VALIDATION)`,
      `${file}:4 invoice A0 total "1,0": is no number: plain digits with at most one point (VALIDATION)`,
      '... and 24 more: --limit 26 lists all',
      '',
    ]);
    const { out: lines } = await revgraph(['exceptions', '--json'], env);
    const exceptions = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(exceptions).toHaveLength(26);
    expect(exceptions[1]).toEqual({
      source: 'erp',
      file,
      line: 4,
      record: 'invoice',
      id: 'A0',
      field: 'total',
      value: '1,0',
      class: 'VALIDATION',
      rule: 'decimal',
      message: 'total "1,0" is no number: plain digits with at most one point',
    });
    const unknown = await revgraph(['exceptions', '--source', 'crm'], env);
    expect(unknown).toMatchObject({ code: 2, errors: 'revgraph: there is no source crm; there are erp\n' });
  });
});

it('says its version', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(await revgraph(['--version'], {})).toEqual({ code: 0, out: `${version}\n`, errors: '' });
});

it('ends with 2 on input that cannot be read, and on a command line that makes no sense', async () => {
  const env = await postgres();
  const folder = writeExport({ 'orders.csv': 'id\n' });
  const unreadable = await revgraph(importing('erp', folder), env);
  expect(unreadable).toMatchObject({ code: 2, out: '' });
  expect(unreadable.errors).toMatch(/^revgraph: .*orders\.csv: the file's name says no record type/);
  expect((await revgraph(['import', '--format', 'revgraph', folder], env)).code).toBe(2);
  expect((await revgraph(importing('erp', folder, '--currency', 'euro'), env)).errors).toMatch(
    /three capital letters/,
  );
});

it('goes on after a kill -9 without losing or doubling a record', async () => {
  const env = await postgres();
  const ids = Array.from({ length: 30_000 }, (_, n) => `I${n},DE01,C1,2026-02-01,EUR,1.00`);
  const folder = writeExport({
    ...basics,
    'invoices.csv': ['id,legal_entity,customer,issued_on,currency,total', ...ids].join('\n'),
  });
  const child = startProcess(
    `
    import { loadConfig } from '/src/platform/config.ts';
    import { openDatabase } from '/src/platform/database.ts';
    import { createLog } from '/src/platform/log.ts';
    import { revgraph } from '/src/ingestion/formats/revgraph.ts';
    import { runImport } from '/src/ingestion/import-jobs.ts';
    const config = loadConfig(process.env, 'store');
    const database = await openDatabase(config.store, createLog({ level: 'silent' }));
    await runImport(database.kysely, {
      source: 'erp', format: revgraph, paths: [${JSON.stringify(folder)}], dryRun: false, now: '2026-03-01T00:00:00Z',
      progress: ({ record, read }) => console.log(record, read),
    });
    console.log('finished');`,
    env,
  );
  for (
    let line = await child.nextLine();
    !/^invoice 1\d{4}$/.test(line ?? '');
    line = await child.nextLine()
  ) {
    if (line === undefined || line === 'finished') throw new Error(`it ended too early: ${child.errors()}`);
  }
  child.kill('SIGKILL');
  await child.ended;
  const database = await openStore(env);
  onTestFinished(() => database.close());
  const count = async () =>
    Number((await database.statements.run<{ n: string }>('select count(*) as n from invoice', []))[0]?.n);
  const standing = await count();
  expect(standing % 5000).toBe(0);
  expect(standing).toBeGreaterThanOrEqual(5000);
  expect(standing).toBeLessThan(30_000);
  const { code, out } = await revgraph(importing('erp', folder, '--json'), env);
  expect(code).toBe(0);
  const { applied, unchanged } = JSON.parse(out);
  // What the kill caught between commit and count may be one batch more than was seen.
  expect(applied + unchanged).toBe(30_000 + 7);
  expect(applied).toBe(30_000 - standing);
  expect(await count()).toBe(30_000);
});

it('names the process that holds the embedded store, and the two ways on', async () => {
  const folder = writeExport(basics);
  const env = { DATA_DIR: join(folder, 'data') };
  const holder = startProcess(
    `
    import { lockFolder } from '/src/platform/embedded-lock.ts';
    await lockFolder(process.env.DATA_DIR);
    console.log('held');
    setInterval(() => undefined, 1000);`,
    env,
  );
  onTestFinished(() => holder.kill('SIGKILL'));
  expect(await holder.nextLine()).toBe('held');
  const refused = await revgraph(importing('erp', folder), env);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.errors).toBe(
    `revgraph: the embedded store in ${env.DATA_DIR} is in use by process ${holder.pid}: ` +
      'stop that process, or use a PostgreSQL server for several processes by setting DATABASE_URL\n',
  );
  holder.kill('SIGKILL');
  await holder.ended;
  const { code, out } = await revgraph(importing('erp', folder, '--json'), env);
  expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, read: 7, applied: 7 });
});

it('says in one line that the database is away', async () => {
  const env = { DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none' };
  const { code, errors } = await revgraph(importing('erp', writeExport(basics)), env);
  expect(code).toBe(1);
  expect(errors).toMatch(/^revgraph: the database at 127\.0\.0\.1:1\S* is not available: .*\n$/);
  expect(errors).not.toContain('secret');
});
