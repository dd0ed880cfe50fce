// The statements of the read path and of Kysely: prepared, limited, stopped, and each session given back as it was.
import { AbortedTransactionError, sql } from 'kysely';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Canceller } from '../../src/platform/cancel.ts';
import type { Database, Engine } from '../../src/platform/database.ts';
import {
  DatabaseUnavailable,
  StatementCancelled,
  StatementTimeout,
} from '../../src/platform/database-errors.ts';
import { SessionPool, type StatementOutcome } from '../../src/platform/session.ts';
import { Statements } from '../../src/platform/statements.ts';
import { createDatabase, freshStore, silentLog } from '../support/database.ts';
import { connect } from '../support/template.ts';

const SLOW = 'select pg_sleep(20)';
const PREPARED =
  'select name, statement from pg_prepared_statements where not from_sql order by prepare_time';

async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    (value) => expect.fail(`no error but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
}

/** Statements that still run, seen from beside. */
async function countRunning(database: Database, text: string): Promise<number> {
  return await database.withOwner(async (client) => {
    const { rowCount } = await client.query(
      "select from pg_stat_activity where state = 'active' and query like $1 and pid <> pg_backend_pid()",
      [`${text}%`],
    );
    return rowCount ?? 0;
  });
}

describe.each(['postgresql', 'pglite'] as const)('statements on %s', (engine: Engine) => {
  let database: Database;
  const outcomes: StatementOutcome[] = [];
  beforeAll(async () => {
    // One connection, so that what a statement leaves behind meets the next.
    database = await freshStore(engine, {
      settings: { poolSize: 1 },
      observe: (outcome) => outcomes.push(outcome),
    });
  });
  afterEach(() => {
    outcomes.length = 0;
  });
  afterAll(() => database.close());

  it('take parameters, with and without a name', async () => {
    const text = 'select $1::int + $2::int as sum';
    expect(await database.statements.run(text, [1, 2])).toEqual([{ sum: 3 }]);
    expect(await database.statements.run(text, [3, 4], { name: 'sum' })).toEqual([{ sum: 7 }]);
    expect(await database.statements.run(text, [5, 6], { name: 'sum' })).toEqual([{ sum: 11 }]);
    expect(outcomes).toEqual(['ok', 'ok', 'ok']);
  });

  it('keep at most 100 prepared on a connection, those used last', async () => {
    for (let number = 1; number <= 130; number++) {
      await database.statements.run(`select ${number} as number`, [], { name: `n${number}` });
      // The first one stays in use.
      await database.statements.run('select 1 as number', [], { name: 'n1' });
    }
    const prepared = await database.statements.run<{ name: string }>(PREPARED, []);
    const names = prepared.map(({ name }) => name);
    expect(names).toHaveLength(100);
    expect(names).toContain('n1');
    expect(names).not.toContain('n31');
    expect(names).toEqual(expect.arrayContaining(Array.from({ length: 99 }, (_, index) => `n${index + 32}`)));
    // One that was dropped is prepared again, and still has its meaning.
    expect(await database.statements.run('select 2 as number', [], { name: 'n2' })).toEqual([{ number: 2 }]);
  });

  it('refuse a name that could be mistaken for SQL', async () => {
    await expect(
      database.statements.run('select 1', [], { name: 'a"; drop table customer' }),
    ).rejects.toThrow(RangeError);
  });

  it('work on after a failed one, prepared or not', async () => {
    const failing: [string, unknown[], string][] = [
      ['select * frm customer', [], '42601'],
      ['select 1 / $1::int', [0], '22012'],
      ['select $1::int', ['abc'], '22P02'],
    ];
    for (const [text, values, code] of failing) {
      for (const name of [undefined, `bad${code.toLowerCase()}`]) {
        await expect(database.statements.run(text, values, { name })).rejects.toMatchObject({ code });
        expect(await database.statements.run('select 1 as one', [])).toEqual([{ one: 1 }]);
      }
    }
    expect(outcomes.filter((outcome) => outcome === 'error')).toHaveLength(6);
  });

  it('are prepared again when a migration changed what they return', async () => {
    const run = () => database.statements.run('select * from changing', [], { name: 'changing' });
    await database.withOwner((owner) =>
      owner.query(
        'create table changing (a int); insert into changing values (1); grant select on changing to revgraph_app',
      ),
    );
    expect(await run()).toEqual([{ a: 1 }]);
    await database.withOwner((owner) => owner.query("alter table changing add b text default 'x'"));
    expect(await run()).toEqual([{ a: 1, b: 'x' }]);
  });

  it('see one moment and write nothing in a snapshot', async () => {
    const result = await database.statements.snapshot(async (handle) => {
      const [rows, other] = await Promise.all([
        handle.run("select current_setting('transaction_isolation') as level, pg_backend_pid() as pid", []),
        handle.kysely.selectNoFrom(sql<number>`pg_backend_pid()`.as('pid')).executeTakeFirstOrThrow(),
      ]);
      await expect(
        handle.run(
          "insert into command_log (subject, request_id, command, input_hash) values ('a','b','c','d')",
          [],
        ),
      ).rejects.toMatchObject({
        code: '25006',
      });
      return { ...rows[0], samePid: other.pid === rows[0]?.pid };
    });
    expect(result).toMatchObject({ level: 'repeatable read', samePid: true });
    expect(await database.statements.run("select current_setting('transaction_read_only') as x", [])).toEqual(
      [{ x: 'off' }],
    );
  });

  it('cannot use a snapshot that is over', async () => {
    const handle = await database.statements.snapshot(async (it) => it);
    await expect(handle.run('select 1', [])).rejects.toThrow('the transaction is over');
    await expect(handle.kysely.selectNoFrom(sql`1`.as('one')).execute()).rejects.toThrow(
      'the transaction is over',
    );
  });

  it('leave nothing behind when a body throws', async () => {
    await expect(
      database.statements.snapshot(async (handle) => {
        await handle.run('select 1 / 0', []);
      }),
    ).rejects.toMatchObject({ code: '22012' });
    expect(await database.statements.run('select 1 as one', [])).toEqual([{ one: 1 }]);
  });

  it('of Kysely commit, roll back, and keep to savepoints', async () => {
    const { kysely } = database;
    const insert = (key: string) =>
      sql`insert into command_log (subject, request_id, command, input_hash) values ('test', ${key}, 'c', 'h')`;
    await kysely.transaction().execute((tx) => insert('kept').execute(tx));
    await kysely
      .transaction()
      .execute(async (tx) => {
        await insert('lost').execute(tx);
        throw new Error('never mind');
      })
      .catch(() => undefined);
    const tx = await kysely.startTransaction().execute();
    await insert('before').execute(tx);
    const point = await tx.savepoint('here').execute();
    await insert('after').execute(point);
    await point.rollbackToSavepoint('here').execute();
    await tx.commit().execute();
    const { rows } = await sql`select request_id from command_log where subject = 'test' order by 1`.execute(
      kysely,
    );
    expect(rows).toEqual([{ request_id: 'before' }, { request_id: 'kept' }]);
    const { numAffectedRows } = await sql`delete from command_log where subject = 'test'`.execute(kysely);
    expect(numAffectedRows).toBe(2n);
  });

  it('of Kysely report a commit that PostgreSQL turned into a rollback', async () => {
    const reason = await reasonOf(
      database.kysely.transaction().execute((tx) => sql`select 1 / 0`.execute(tx).catch(() => undefined)),
    );
    expect(reason).toBeInstanceOf(AbortedTransactionError);
  });

  it('that nobody waits for any more are not even begun', async () => {
    const reason = await reasonOf(database.statements.run('select 1', [], { signal: AbortSignal.abort() }));
    expect(reason).toBeInstanceOf(StatementCancelled);
    expect(outcomes).toEqual(['cancelled']);
  });

  it('do not wait for ever for a connection', async () => {
    const short = await freshStore(engine, { settings: { poolSize: 1, connectTimeoutMs: 300 } });
    try {
      await short.statements.snapshot(async () => {
        const startedAt = performance.now();
        const reason = await reasonOf(short.statements.run('select 1', []));
        expect(reason).toBeInstanceOf(DatabaseUnavailable);
        expect(reason).toMatchObject({ code: '53300' });
        expect(performance.now() - startedAt).toBeLessThan(5000);
        expect(await reasonOf(short.kysely.selectNoFrom(sql`1`.as('one')).execute())).toBeInstanceOf(
          DatabaseUnavailable,
        );
      });
      expect(await short.statements.run('select 1 as one', [])).toEqual([{ one: 1 }]);
      expect(short.poolFigures()).toEqual({ total: 1, idle: 1, waiting: 0 });
    } finally {
      await short.close();
    }
  });

  it.each([
    'update audit_event set command = command',
    'delete from audit_event',
    'update posting set posted_on = posted_on',
    'delete from posting',
    'truncate posting',
    'update journal set posted_on = posted_on',
    'delete from journal',
    'drop table customer',
    'create table mine (a int)',
  ])('may not %s', async (text) => {
    expect(await reasonOf(database.statements.run(text, []))).toMatchObject({ code: '42501' });
  });
});

describe('a statement that runs in PostgreSQL', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshStore('postgresql', { settings: { poolSize: 2, statementTimeoutMs: 700 } });
  });
  afterAll(() => database.close());

  it('is stopped there when nobody waits any more, and the connection serves on', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const startedAt = performance.now();
    const reason = await reasonOf(
      database.statements.run(SLOW, [], { signal: controller.signal, name: 'slow' }),
    );
    expect(reason).toBeInstanceOf(StatementCancelled);
    expect(performance.now() - startedAt).toBeLessThan(650);
    expect(await countRunning(database, SLOW)).toBe(0);
    expect(await database.statements.run('select 1 as one', [])).toEqual([{ one: 1 }]);
    expect(database.poolFigures().total).toBeLessThanOrEqual(2);
  });

  it('is stopped by Kysely too, when its signal fires', async () => {
    // Kysely prints what becomes of a query that it has let go.
    vi.spyOn(console, 'error').mockReturnValueOnce();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const query = database.kysely.selectNoFrom(sql`pg_sleep(20)`.as('x')).compile();
    const reason = await reasonOf(database.kysely.executeQuery(query, { signal: controller.signal }));
    expect(reason).toBeInstanceOf(Error);
    await expect.poll(() => countRunning(database, 'select pg_sleep(20) as "x"'), { timeout: 600 }).toBe(0);
  });

  it('ends at the timeout of the connection', async () => {
    const reason = await reasonOf(database.statements.run(SLOW, []));
    expect(reason).toBeInstanceOf(StatementTimeout);
    expect(reason).toMatchObject({ code: '57014', cause: { code: '57014' } });
    expect(await reasonOf(sql.raw(SLOW).execute(database.kysely))).toBeInstanceOf(StatementTimeout);
    expect(await countRunning(database, SLOW)).toBe(0);
  });

  it('ends at a shorter time of its own', async () => {
    const startedAt = performance.now();
    const reason = await reasonOf(database.statements.run(SLOW, [], { timeoutMs: 100 }));
    expect(reason).toBeInstanceOf(StatementTimeout);
    expect(String(reason)).toContain('100 ms');
    expect(performance.now() - startedAt).toBeLessThan(650);
    expect(await countRunning(database, SLOW)).toBe(0);
  });

  it('is stopped alone: many at once, half of them given up, and the others answer', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, async (_, index) => {
        const controller = new AbortController();
        if (index % 2) setTimeout(() => controller.abort(), index % 7);
        return await database.statements.run(`select pg_sleep(0.002), ${index} as index`, [], {
          signal: controller.signal,
        });
      }),
    );
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') expect(result.value[0]?.index).toBe(index);
      else {
        expect(result.reason).toBeInstanceOf(StatementCancelled);
        expect(index % 2).toBe(1);
      }
    }
  });

  it('that ended by itself leaves the next one alone, even when the request to cancel comes late', async () => {
    const { databaseUrl, superuserUrl, drop } = await createDatabase();
    const control = await connect(superuserUrl);
    // A canceller that takes its time and does not look what runs by then.
    const canceller = new Canceller(new Pool({ connectionString: superuserUrl, max: 1 }), silentLog);
    canceller.cancel = async (backend) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await control.query('select pg_cancel_backend($1)', [backend]);
    };
    const pool = new Pool({ connectionString: databaseUrl, max: 1 });
    const statements = new Statements(new SessionPool(pool, { place: 'here', canceller, observe() {} }));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const [first, second] = await Promise.all([
      statements.run('select pg_sleep(0.1), 1 as number', [], { signal: controller.signal }),
      statements.run('select pg_sleep(0.3), 2 as number', []),
    ]);
    expect([first[0]?.number, second[0]?.number]).toEqual([1, 2]);
    await pool.end();
    await control.end();
    await drop();
  });
});
