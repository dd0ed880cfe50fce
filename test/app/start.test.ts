// The process as `npm start` runs it: it starts on nothing, goes on after a kill, says in one line why it cannot start, outlives its
// database and stops without cutting anybody off.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadDemo } from '../../src/main.ts';
import { type AnswerError, lockTable } from '../support/app.ts';
import { createDatabase, freshDatabase } from '../support/database.ts';
import { startPostgres } from '../support/postgres.ts';
import { askServer, bearer, linesUntil, newFolder, refusal, start, startServer } from '../support/servers.ts';
import { connect, LOGIN, migrateTemplate, TEMPLATE } from '../support/template.ts';

/** What a whole demo company comes to. */
const TOTALS = `{ customers { totalCount } contracts { totalCount } invoices { totalCount } journals { totalCount }
  postings { totalCount } periods { totalCount }
  customer(number: "C-1001") { summary { billed { amount } collected { amount } recognizedRevenue { amount } } } }`;

/** Filled by the first start. */
const loaded = newFolder();

describe('a start on an empty folder', () => {
  const folder = loaded;

  it('ends in a served demo company and a command that works as it was printed', async () => {
    const began = performance.now();
    const server = await startServer({ DATA_DIR: folder }, '--demo');
    const seconds = (performance.now() - began) / 1000;
    expect(server.printed[0]).toBe('The store is empty: loading the demo company');
    expect(server.printed[1]).toMatch(/^Loaded 1\d{4} records of its CRM, billing and ERP$/);
    // The promise is 15 s on a machine that does nothing else.
    expect(seconds).toBeLessThan(45);
    const rest = await linesUntil(server, '-d ');
    const command = rest.slice(rest.findIndex((line) => line.startsWith('  curl '))).join('\n');
    const { status, stdout } = spawnSync('sh', ['-c', command.replace('curl ', 'curl -s ')], {
      encoding: 'utf8',
    });
    if (status === 127) console.warn('not run: the printed command, because this machine has no curl');
    else
      expect(JSON.parse(stdout)).toEqual({
        data: {
          customer: {
            name: expect.any(String),
            summary: { openReceivable: { amount: expect.stringMatching(/^\d+\.\d\d$/), currency: 'EUR' } },
          },
        },
      });
    expect(await (await fetch(`${server.url}/health/ready`)).json()).toMatchObject({ status: 'ready' });
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(server.errors()).toBe('');
  }, 120_000);

  it('loads nothing the second time, and says whose store it is to a third', async () => {
    const server = await startServer({ DATA_DIR: folder }, '--demo');
    expect(server.printed).toHaveLength(1);
    const { code, errors } = await refusal({ DATA_DIR: folder }, '--demo');
    expect(code).toBe(1);
    expect(errors).toBe(
      `revgraph: the embedded store in ${folder} is in use by process ${server.pid}: ` +
        'stop that process, or use a PostgreSQL server for several processes by setting DATABASE_URL\n',
    );
    const { data } = await askServer(server.url, await bearer(folder), '{ customers { totalCount } }');
    expect(data.customers.totalCount).toBeGreaterThan(60);
  });
});

describe('a kill -9 in the middle of loading the demo company', () => {
  /** The totals of a load that nobody interrupted, on the same day. */
  async function totalsOfWhole(): Promise<unknown> {
    const database = await freshDatabase();
    const now = new Date().toISOString();
    await loadDemo(database, { size: 's', seed: 'revgraph', today: now.slice(0, 10), now });
    const rows = await database.statements.run(COUNTS, []);
    await database.close();
    return rows;
  }
  const COUNTS = `select (select count(*) from customer) as customers, (select count(*) from contract_line) as lines,
    (select sum(total) from invoice) as billed, (select sum(amount) from payment) as collected, (select count(*) from posting) as postings,
    (select sum(functional_debit) from posting) as debits, (select count(*) from accounting_period) as periods,
    (select count(*) from collection_activity) as activities, (select count(*) from source_link) as links`;

  it('costs nothing, however often it happens: the next start finishes it', async () => {
    const { databaseUrl, migrateDatabaseUrl, superuserUrl, drop } = await createDatabase();
    onTestFinished(drop);
    const env = {
      DATABASE_URL: databaseUrl,
      MIGRATE_DATABASE_URL: migrateDatabaseUrl,
      DATA_DIR: newFolder(),
    };
    const watcher = await connect(superuserUrl);
    onTestFinished(() => watcher.end());
    const runs = async () => {
      const text = 'select count(*)::int as begun, count(finished_at)::int as finished from import_run';
      return (await watcher.query<{ begun: number; finished: number }>(text)).rows[0];
    };
    // Together these finish five exports, as many as there are, and yet the last two of them never came.
    for (const [begun, finished] of [
      [4, 3],
      [7, 5],
    ]) {
      const child = start(env, '--demo');
      await expect.poll(runs, { interval: 5, timeout: 60_000 }).toEqual({ begun, finished });
      child.kill('SIGKILL');
      await child.ended;
    }
    const server = await startServer(env, '--demo');
    expect(server.printed[0]).toBe('The demo company is half loaded: finishing it');
    expect((await watcher.query(COUNTS)).rows).toEqual(await totalsOfWhole());
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect((await startServer(env, '--demo')).printed).toHaveLength(1);
  }, 120_000);

  it('leaves an embedded store that opens again, and is finished, too', async () => {
    const folder = newFolder();
    const child = start({ DATA_DIR: folder }, '--demo');
    await linesUntil(child, 'loading the demo company');
    await new Promise((resolve) => setTimeout(resolve, 800));
    child.kill('SIGKILL');
    expect(await child.ended).toBe(null);
    const server = await startServer({ DATA_DIR: folder }, '--demo');
    // On a slow machine the kill may come before the first record; after the last one it must not.
    expect(server.printed[0]).toMatch(/^The (demo company is half loaded: finishing it|store is empty: .*)$/);
    const interrupted = await askServer(server.url, await bearer(folder), TOTALS);
    const whole = await startServer({ DATA_DIR: loaded }, '--demo');
    expect(interrupted.data).toEqual((await askServer(whole.url, await bearer(loaded), TOTALS)).data);
  }, 120_000);
});

describe('a start that cannot succeed says why in one line and ends with 1', () => {
  it('when the port is taken', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as net.AddressInfo;
    const { code, errors } = await refusal({ DATA_DIR: newFolder(), HOST: '127.0.0.1', PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(errors).toBe(
      `revgraph: Cannot listen on 127.0.0.1:${port}: the port is taken by another process; ` +
        'stop that one, or choose another port with PORT.\n',
    );
  });

  it('when the machine has no such address', async () => {
    const { code, errors } = await refusal({ DATA_DIR: newFolder(), HOST: 'no-such-host.invalid' });
    expect(code).toBe(1);
    expect(errors).toBe(
      'revgraph: Cannot listen on no-such-host.invalid:0: this machine has no such address; set HOST.\n',
    );
  });

  it('when the database is away, without its password', async () => {
    const url = 'postgresql://app:hunter2@127.0.0.1:1/revgraph';
    const { code, errors } = await refusal({ DATA_DIR: newFolder(), DATABASE_URL: url }, '--demo');
    expect(code).toBe(1);
    expect(errors).toMatch(/^revgraph: the database at 127\.0\.0\.1:1 is not available: .*ECONNREFUSED.*\n$/);
    expect(errors).not.toContain('hunter2');
  });

  it('when the database refuses the password', async () => {
    const { databaseUrl, drop } = await createDatabase();
    onTestFinished(drop);
    const url = new URL(databaseUrl);
    url.password = 'hunter2';
    const { code, errors } = await refusal({ DATA_DIR: newFolder(), DATABASE_URL: url.href });
    expect(code).toBe(1);
    expect(errors).toBe(
      `revgraph: the database at ${url.host} refuses the connection: password authentication failed for user "${LOGIN.name}"\n`,
    );
  });

  it('when settings are faulty, and names all of them', async () => {
    const { code, errors } = await refusal({
      PORT: '70000',
      POOL_SIZE: 'many',
      DATABASE_URL: 'mysql://app:hunter2@db/revgraph',
      AUTH_ISSUER: 'https://issuer.example',
      LOG_LEVEL: 'loud',
    });
    expect(code).toBe(1);
    const named = ['PORT', 'POOL_SIZE', 'DATABASE_URL', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL', 'LOG_LEVEL'];
    for (const setting of named) expect(errors).toMatch(new RegExp(`^  ${setting}\\b`, 'm'));
    expect(errors).not.toContain('hunter2');
    expect(errors).not.toContain('    at ');
  });

  it('when production has no identity provider', async () => {
    const { code, errors } = await refusal({ DATA_DIR: newFolder(), NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(errors).toContain('AUTH_ISSUER is not set: is needed with NODE_ENV=production');
  });
});

describe('a server over PostgreSQL', () => {
  it('that is told to stop lets a request finish, whatever idle clients there are', async () => {
    const { databaseUrl, migrateDatabaseUrl, superuserUrl, drop } = await createDatabase();
    onTestFinished(drop);
    const folder = newFolder();
    const env = { DATABASE_URL: databaseUrl, MIGRATE_DATABASE_URL: migrateDatabaseUrl, DATA_DIR: folder };
    const server = await startServer(env);
    const { hostname, port } = new URL(server.url);
    const agent = new http.Agent({ keepAlive: true });
    const [response] = await once(http.get(`${server.url}/health/live`, { agent }), 'response');
    response.resume();
    const unused = net.connect(Number(port), hostname);
    await once(unused, 'connect');
    const lock = await lockTable(superuserUrl, 'customer');
    const running = askServer(server.url, await bearer(folder), '{ customers { totalCount } }');
    await expect.poll(lock.awaited, { timeout: 10_000 }).toBe(1);
    const began = performance.now();
    server.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow();
    await lock.release();
    expect((await running).data).toEqual({ customers: { totalCount: 0 } });
    expect(await server.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(server.errors()).toBe('');
    agent.destroy();
    unused.destroy();
  });

  it('that is told to stop waits for no request longer than 15 seconds', async () => {
    const { databaseUrl, migrateDatabaseUrl, superuserUrl, drop } = await createDatabase();
    onTestFinished(drop);
    const folder = newFolder();
    const env = {
      ...{ DATABASE_URL: databaseUrl, MIGRATE_DATABASE_URL: migrateDatabaseUrl, DATA_DIR: folder },
      STATEMENT_TIMEOUT_MS: '60000',
    };
    const server = await startServer(env);
    const lock = await lockTable(superuserUrl, 'customer');
    const running = askServer(server.url, await bearer(folder), '{ customers { totalCount } }');
    const cut = running.then(
      () => 'answered',
      () => 'cut off',
    );
    await expect.poll(lock.awaited, { timeout: 10_000 }).toBe(1);
    const began = performance.now();
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(await cut).toBe('cut off');
  });

  it('that restarts fails the request under way by name, and answers the next one', async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    await migrateTemplate(postgres);
    const folder = newFolder();
    const env = {
      DATABASE_URL: postgres.url(TEMPLATE, LOGIN),
      MIGRATE_DATABASE_URL: postgres.url(TEMPLATE),
      DATA_DIR: folder,
    };
    const server = await startServer(env);
    const authorization = await bearer(folder);
    const raw = '{ customers { totalCount } }';
    const mixed = '{ customers { totalCount } __schema { queryType { name } } }';
    for (const query of [raw, mixed]) {
      const before = await askServer(server.url, authorization, query);
      expect(before.data.customers).toEqual({ totalCount: 0 });
      const lock = await lockTable(postgres.url(TEMPLATE), 'customer');
      const running = askServer(server.url, authorization, query);
      await expect.poll(lock.awaited, { timeout: 10_000 }).toBe(1);
      await postgres.restart();
      const failed = await running;
      expect({ status: failed.status, data: failed.data }).toEqual({ status: 200, data: null });
      expect(failed.errors.map(({ extensions }: AnswerError) => extensions.code)).toEqual(['UNAVAILABLE']);
      expect(failed.text).not.toMatch(/127\.0\.0\.1|terminat|admin/i);
      const after = await askServer(server.url, authorization, query);
      expect(after.data?.customers, after.text).toEqual({ totalCount: 0 });
    }
    await postgres.halt();
    expect((await askServer(server.url, authorization, raw)).errors[0]?.extensions.code).toBe('UNAVAILABLE');
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    await postgres.restart();
    expect((await askServer(server.url, authorization, raw)).data).toEqual({ customers: { totalCount: 0 } });
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });
});
