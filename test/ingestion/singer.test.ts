// Singer streams: records through a mapping, a STATE only for what is committed, older table versions gone; and the whole target suite
// of others, which is read without a mapping.
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSinger, type SingerRequest } from '../../src/ingestion/ingest-singer-jobs.ts';
import type { Database } from '../../src/platform/database.ts';
import { createDatabase, freshStore } from '../support/database.ts';
import { describeReal } from '../support/real-data.ts';
import { writeExport } from './exports.ts';

let database: Database;
beforeAll(async () => {
  database = await freshStore('postgresql');
});
afterAll(async () => database.close());

const MAPPING = `mapping: shop
about: a shop
kind: CRM
files: { users: }
records:
  - { record: customer, from: users, id: id, fields: { name: name, segment: address.tier } }
`;

const SCHEMA = {
  type: 'SCHEMA',
  stream: 'users',
  key_properties: ['id'],
  schema: { type: 'object', properties: {} },
};
const user = (id: number, name: string, version?: number, more: object = {}) => ({
  type: 'RECORD',
  stream: 'users',
  record: { id, name, ...more },
  ...(version !== undefined && { version }),
});
const state = (value: unknown) => ({ type: 'STATE', value });

async function run(messages: readonly unknown[], given: Partial<SingerRequest> = {}) {
  const lines = messages.map((message) => (typeof message === 'string' ? message : JSON.stringify(message)));
  const folder = writeExport({ 'tap.singer': `${lines.join('\n')}\n`, 'shop.yaml': MAPPING });
  const states: string[] = [];
  const report = await runSinger(database.kysely, {
    source: 'tap',
    mapping: join(folder, 'shop.yaml'),
    paths: [join(folder, 'tap.singer')],
    now: '2026-11-24T12:00:00Z',
    state: (text) => states.push(text),
    ...given,
  }).catch((error: Error) => error);
  return { report, states };
}

const customers = () =>
  database.statements.run<{ id: string; name: string; segment: string | null }>(
    `select l.external_id as id, c.name, c.segment from source_link l join customer c on c.customer_id = l.target_id
     where l.object_type = 'CUSTOMER' and l.valid_to is null order by 1`,
    [],
  );

describe('a Singer stream with a mapping', () => {
  it('makes records, the last one of an id counting, and gives back each state as it came', async () => {
    const { report, states } = await run([
      SCHEMA,
      user(1, 'Acme', 100, { address: { tier: 'Large' } }),
      user(2, 'Brightwater', 100),
      state({ users: 2 }),
      user(2, 'Brightwater Ltd', 100),
      user(2, 'Brightwater plc', 100),
      '{"type": "STATE", "value": {"at": 1.10, "big": 12345678901234567890}}',
    ]);
    expect(report).toMatchObject({ counts: { read: 4, applied: 4, failed: 0 } });
    expect(states).toEqual(['{"users":2}', '{"at":1.10,"big":12345678901234567890}']);
    expect(await customers()).toEqual([
      { id: '1', name: 'Acme', segment: 'Large' },
      { id: '2', name: 'Brightwater plc', segment: null },
    ]);
  });

  it('removes what did not come with the version that is activated', async () => {
    const activate = (version: number) => ({ type: 'ACTIVATE_VERSION', stream: 'users', version });
    const { report } = await run([SCHEMA, user(1, 'Acme', 200), user(3, 'Corvid', 200), activate(200)]);
    expect(report).toMatchObject({ counts: { read: 3, failed: 0 } });
    expect((await customers()).map(({ id }) => id)).toEqual(['1', '3']);
    // Announced before the records, as taps do on their first run: what follows comes back.
    await run([SCHEMA, activate(300), user(1, 'Acme', 300), activate(300)]);
    expect((await customers()).map(({ id }) => id)).toEqual(['1']);
  });

  it('keeps what stands before a broken line, gives back its state, and no later one', async () => {
    const { report, states } = await run([
      SCHEMA,
      user(7, 'Dune'),
      state(1),
      user(8, 'Elm'),
      '{"type": "RECORD", ',
      user(9, 'Fjord'),
      state(2),
    ]);
    expect(report).toMatchObject({
      message: expect.stringMatching(/tap.singer:5: the line is no JSON object/),
    });
    expect(states).toEqual(['1']);
    expect((await customers()).map(({ id }) => id)).toEqual(['1', '7', '8']);
  });

  it.each([
    [[user(1, 'x')], 'RECORD of users before its SCHEMA'],
    [[{ type: 'SCHEMA', stream: 'users' }], 'SCHEMA has no schema'],
    [[{ type: 'STATE' }], 'STATE has no value'],
    [[{ stream: 'users' }], 'the message has no type'],
    [[SCHEMA, { type: 'RECORD', stream: 'users' }], 'RECORD has no record'],
  ])('names what is wrong: %j', async (messages, reason) => {
    const { report } = await run(messages);
    expect(report).toMatchObject({ message: expect.stringContaining(reason) });
  });

  it('keeps nothing of a dry run, nor gives back a state', async () => {
    const before = await customers();
    const { report, states } = await run([SCHEMA, user(50, 'Ghost'), state(50)], { dryRun: true });
    expect(report).toMatchObject({ counts: { read: 1, applied: 1 } });
    expect(states).toEqual([]);
    expect(await customers()).toEqual(before);
  });

  it('is read from standard input, with only states on standard output', async () => {
    const { databaseUrl, migrateDatabaseUrl, drop } = await createDatabase();
    const folder = writeExport({ 'shop.yaml': MAPPING });
    const args = ['--source', 'tap', '--format', 'singer', '--mapping', join(folder, 'shop.yaml'), '--json'];
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      MIGRATE_DATABASE_URL: migrateDatabaseUrl,
    };
    const command = [join(import.meta.dirname, '../../src/cli.ts'), 'import', ...args];
    const result = await new Promise<{ out: string; errors: string }>((resolve) => {
      const child = execFile(process.execPath, command, { env }, (_error, out, errors) =>
        resolve({ out, errors }),
      );
      child.stdin?.end(
        [SCHEMA, user(1, 'Acme'), state({ at: 1 })].map((line) => JSON.stringify(line)).join('\n'),
      );
    });
    expect(result.out).toBe('{"at":1}\n');
    expect(JSON.parse(result.errors)).toMatchObject({ read: 1, applied: 1 });
    await drop();
  });
});

describeReal('singer_target_suite', 'the suite of another target', (path) => {
  it('is read to the end, every record counted under the rule that nothing maps it', async () => {
    const files = readdirSync(path).filter((name) => name.endsWith('.singer'));
    expect(files).toHaveLength(24);
    const read: Record<string, number> = {};
    for (const file of files) {
      const { report } = await run([], { paths: [join(path, file)], mapping: undefined });
      if (report instanceof Error) throw report;
      const { counts, ignoredByRule } = report;
      expect(counts).toMatchObject({ ignored: counts.read, applied: 0, failed: 0 });
      if (counts.read > 0) expect([...ignoredByRule.keys()]).toEqual(['unmapped-stream']);
      read[file] = counts.read;
    }
    expect(read).toMatchObject({ 'array_data.singer': 4, 'commits.singer': 30, 'test_no_type.singer': 15 });
  });
});
