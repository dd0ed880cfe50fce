// What happens when the database is away, refuses, vanishes or comes back: one clear message, and the process lives.
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { DatabaseUnavailable, DatabaseUnfit } from '../../src/platform/database-errors.ts';
import { createDatabase, freshDatabase, silentLog, type TestAddresses } from '../support/database.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { startProcess } from '../support/processes.ts';
import { connect, LOGIN, migrateTemplate, OWNER, storeConfig, TEMPLATE } from '../support/template.ts';

async function reasonOf(promise: Promise<unknown>): Promise<Error> {
  const reason = await promise.then(
    () => expect.fail('no error'),
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(Error);
  return reason as Error;
}

async function open(databaseUrl: string): Promise<Database> {
  return await openDatabase(storeConfig({ databaseUrl, connectTimeoutMs: 500 }), silentLog);
}

/** A server for bytes, in front of nothing or of a database, that can stop passing them on. */
async function startRelay(target?: number): Promise<{ port: number; hang(): void; close(): void }> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    if (target === undefined) return;
    const upstream = dial(target, '127.0.0.1').on('error', () => undefined);
    sockets.push(upstream);
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    hang() {
      for (const socket of sockets) socket.unpipe();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('a database that is away at the start', () => {
  it('is named by host and port, without the password', async () => {
    const reason = await reasonOf(open('postgresql://app:hunter2@localhost:1/revgraph'));
    expect(reason).toBeInstanceOf(DatabaseUnavailable);
    expect(reason.message).toMatch(/^the database at localhost:1 is not available: .*ECONNREFUSED/);
    expect(reason.message).not.toContain('hunter2');
  });

  it('is named when its host does not exist', async () => {
    const reason = await reasonOf(open('postgresql://app:hunter2@no-such-host.invalid/revgraph'));
    expect(reason).toBeInstanceOf(DatabaseUnavailable);
    expect(reason.message).toMatch(/at no-such-host\.invalid:5432 is not available: .*no-such-host/);
  });

  it('is given up when it takes the connection and never answers', async () => {
    const relay = await startRelay();
    const startedAt = performance.now();
    const reason = await reasonOf(open(`postgresql://app@127.0.0.1:${relay.port}/revgraph`));
    relay.close();
    expect(reason).toBeInstanceOf(DatabaseUnavailable);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});

describe('a database that refuses', () => {
  let addresses: TestAddresses;
  beforeAll(async () => {
    addresses = await createDatabase({ template: null });
  });
  afterAll(() => addresses.drop());

  it('a password says so, and does not repeat it', async () => {
    const url = new URL(addresses.databaseUrl);
    url.password = 'hunter2';
    const reason = await reasonOf(open(url.href));
    expect(reason).toBeInstanceOf(DatabaseUnfit);
    expect(reason.message).toBe(
      `the database at ${url.host} refuses the connection: password authentication failed for user "${LOGIN.name}"`,
    );
  });

  it('a name says so', async () => {
    const url = new URL(addresses.databaseUrl);
    url.pathname = '/no_such_database';
    expect((await reasonOf(open(url.href))).message).toContain('database "no_such_database" does not exist');
  });

  it('the role says how it comes by it', async () => {
    // The superuser may take any role; a user that nobody has granted it to may not.
    const { databaseUrl, migrateDatabaseUrl, drop } = await createDatabase();
    const database = await openDatabase(
      storeConfig({ databaseUrl: migrateDatabaseUrl, migrateDatabaseUrl }),
      silentLog,
    );
    await database.withOwner((owner) => owner.query(`create role stranger login password 'x'`));
    const url = new URL(databaseUrl);
    url.username = 'stranger';
    url.password = 'x';
    const strange = await open(url.href);
    const reason = await reasonOf(strange.statements.run('select 1', []));
    expect(reason).toBeInstanceOf(DatabaseUnfit);
    expect(reason.message).toMatch(/permission denied to set role "revgraph_app".*GRANT revgraph_app TO/);
    await strange.close();
    await database.withOwner((owner) => owner.query('drop role stranger'));
    await database.close();
    await drop();
  });
});

describe('a database that is lost during a statement', () => {
  it('because the network stays silent is given up after the time for an answer', async () => {
    const addresses = await createDatabase();
    const url = new URL(addresses.databaseUrl);
    const relay = await startRelay(Number(url.port));
    url.port = String(relay.port);
    const settings = storeConfig({
      databaseUrl: url.href,
      statementTimeoutMs: 300,
      connectTimeoutMs: 300,
      poolSize: 1,
    });
    const database = await openDatabase(settings, silentLog);
    expect(await database.statements.run('select 1 as one', [])).toEqual([{ one: 1 }]);
    relay.hang();
    expect(await reasonOf(database.statements.run('select 1', []))).toBeInstanceOf(DatabaseUnavailable);
    // The silent connection is not given to the next one.
    expect(database.poolFigures().idle).toBe(0);
    relay.close();
    await database.close();
    await addresses.drop();
  });

  it('because its backend was ended is not used again', async () => {
    const addresses = await createDatabase();
    const database = await openDatabase(storeConfig({ ...addresses, poolSize: 1 }), silentLog);
    const slow = reasonOf(database.statements.run('select pg_sleep(20)', []));
    const superuser = await connect(addresses.superuserUrl);
    const kill = "select pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(20)'";
    await expect.poll(async () => (await superuser.query(kill)).rowCount).toBe(1);
    expect(await slow).toBeInstanceOf(DatabaseUnavailable);
    expect(await database.statements.run('select 1 as one', [])).toEqual([{ one: 1 }]);
    await superuser.end();
    await database.close();
    await addresses.drop();
  });
});

describe('a server that is restarted', () => {
  let server: PostgresServer;
  let databaseUrl: string;
  beforeAll(async () => {
    server = await startPostgres();
    await migrateTemplate(server);
    databaseUrl = server.url(TEMPLATE, LOGIN);
  });
  afterAll(() => server.stop());

  it('ends statements with one named error, and no process', async () => {
    const database = await open(databaseUrl);
    // Some connections busy in every way, some idle.
    await Promise.all(Array.from({ length: 6 }, () => database.statements.run('select pg_sleep(0.05)', [])));
    const lost = [
      reasonOf(database.statements.run('select pg_sleep(20)', [])),
      reasonOf(
        database.statements.run('select pg_sleep(20)', [], {
          name: 'slow',
          signal: new AbortController().signal,
        }),
      ),
      reasonOf(database.statements.snapshot((handle) => handle.run('select pg_sleep(20)', []))),
      reasonOf(sql`select pg_sleep(20)`.execute(database.kysely)),
      reasonOf(database.kysely.transaction().execute((tx) => sql`select pg_sleep(20)`.execute(tx))),
    ];
    await new Promise((resolve) => setTimeout(resolve, 200));
    await server.restart();
    for (const reason of await Promise.all(lost)) expect(reason).toBeInstanceOf(DatabaseUnavailable);
    expect(await database.statements.run('select 1 as one', [])).toEqual([{ one: 1 }]);
    expect(await database.reads.run('select 1 as one', [], { name: 'slow2' })).toEqual([{ one: 1 }]);
    await database.close();
  });

  it('leaves a process running whose connections were idle or held, and it answers again', async () => {
    const child = startProcess(
      `
      import { openDatabase } from '/src/platform/database.ts';
      import { loadConfig } from '/src/platform/config.ts';
      import { createLog } from '/src/platform/log.ts';
      const database = await openDatabase(loadConfig(process.env).store, createLog({ level: 'silent' }));
      await Promise.all([1, 2, 3].map(() => database.statements.run('select pg_sleep(0.05)', [])));
      const alive = setInterval(() => {}, 1000);
      const held = new Promise((resolve) => process.once('SIGUSR2', resolve));
      const snapshot = database.statements.snapshot(async (handle) => {
        await handle.run('select 1', []);
        console.log('holds');
        await held;
        await handle.run('select 1', []);
      }).catch((error) => console.log(error.name));
      await snapshot;
      console.log(JSON.stringify(await database.statements.run('select 1 as one', [])));
      await database.close();
      clearInterval(alive);`,
      { DATABASE_URL: databaseUrl },
    );
    expect(await child.nextLine()).toBe('holds');
    await server.restart();
    // Time in which an unheard error would have ended the process.
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGUSR2');
    expect(await child.nextLine(), child.errors()).toBe('DatabaseUnavailable');
    expect(await child.nextLine(), child.errors()).toBe('[{"one":1}]');
    expect(await child.ended, child.errors()).toBe(0);
  });

  it('that stays away is named at every statement, quickly, and served again when it is back', async () => {
    const database = await open(databaseUrl);
    await database.statements.run('select 1', []);
    await server.halt();
    const startedAt = performance.now();
    for (const run of [
      () => database.statements.run('select 1', []),
      () => database.statements.snapshot((handle) => handle.run('select 1', [])),
      () => sql`select 1`.execute(database.kysely),
      () => database.withOwner((owner) => owner.query('select 1')),
    ]) {
      const reason = await reasonOf(run());
      expect(reason).toBeInstanceOf(DatabaseUnavailable);
      expect(reason.message).toContain(`the database at 127.0.0.1:${server.port} is not available`);
    }
    expect(performance.now() - startedAt).toBeLessThan(3000);
    await server.restart();
    expect(await database.statements.run('select 1 as one', [])).toEqual([{ one: 1 }]);
    await database.close();
  });
});

it('queries may be answered by a replica, by an address of its own', async () => {
  const [primary, replica] = [await createDatabase(), await createDatabase()];
  const config = storeConfig({ databaseUrl: primary.databaseUrl, readDatabaseUrl: replica.databaseUrl });
  const database = await openDatabase(config, silentLog);
  const text = 'select current_database() as name';
  expect(await database.statements.run(text, [])).toEqual([{ name: primary.name }]);
  expect(await database.reads.run(text, [])).toEqual([{ name: replica.name }]);
  await database.close();
  await primary.drop();
  await replica.drop();
});

it('the options of an address stay, and ours win', async () => {
  const { databaseUrl, drop } = await createDatabase();
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c work_mem=1234kB -c timezone=Asia/Tokyo');
  const database = await openDatabase(storeConfig({ databaseUrl: url.href }), silentLog);
  const [row] = await database.statements.run(
    "select current_setting('work_mem') as memory, current_setting('timezone') as zone, current_user as role, session_user as login",
    [],
  );
  expect(row).toEqual({ memory: '1234kB', zone: 'UTC', role: 'revgraph_app', login: LOGIN.name });
  await database.close();
  await drop();
});

it('the application has the rights of its role alone, whoever it logs in as', async () => {
  const addresses = await createDatabase();
  for (const databaseUrl of [addresses.migrateDatabaseUrl, addresses.superuserUrl]) {
    const database = await openDatabase(storeConfig({ databaseUrl }), silentLog);
    for (const text of ['drop table customer', 'delete from posting', 'create role stranger']) {
      expect(await reasonOf(database.statements.run(text, []))).toMatchObject({ code: '42501' });
    }
    await database.close();
  }
  await addresses.drop();
});

it('migrations run as the owner, who is another user', async () => {
  const database = await freshDatabase();
  const names = await database.withOwner(
    async (owner) => (await owner.query('select current_user as name')).rows,
  );
  expect(names).toEqual([{ name: OWNER.name }]);
  await database.close();
});
