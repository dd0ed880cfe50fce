// What the tests themselves stand on: copies of the store that know nothing of each other, on both engines, and one graphql.
import { existsSync } from 'node:fs';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLSchema } from 'graphql';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { freshDatabase, freshPglite } from '../support/database.ts';
import { startPostgres } from '../support/postgres.ts';
import { startProcess } from '../support/processes.ts';

describe.each([
  ['postgresql', freshDatabase],
  ['pglite', freshPglite],
] as const)('a fresh store on %s', (engine, freshStore) => {
  const stores: Database[] = [];
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
  });

  it('has the tables and none of the rows of another', async () => {
    stores.push(await freshStore(), await freshStore());
    const [one, other] = stores;
    await sql`insert into command_log (subject, request_id, command, input_hash) values ('a', 'b', 'c', 'd')`.execute(
      one!.kysely,
    );
    const count = (store: Database) =>
      store.statements.run('select count(*)::int as count from command_log', []);
    expect(await count(one!)).toEqual([{ count: 1 }]);
    expect(await count(other!)).toEqual([{ count: 0 }]);
  });

  it('works as the role of the application', async () => {
    const store = await freshStore();
    stores.push(store);
    expect(await store.statements.run('select current_user as name', [])).toEqual([{ name: 'revgraph_app' }]);
    expect(store.engine).toBe(engine);
  });
});

describe('the server of the tests', () => {
  it('is PostgreSQL 15, works after a crash, and is gone with its folder when it is stopped', async () => {
    const server = await startPostgres();
    const { folder } = server;
    expect(existsSync(folder)).toBe(true);
    await server.restart();
    await server.stop();
    expect(existsSync(folder)).toBe(false);
  });

  it('is gone even when the test run is killed', async () => {
    const run = startProcess(`
      import { startPostgres } from '/test/support/postgres.ts';
      console.log((await startPostgres()).folder);
      setInterval(() => {}, 1000);`);
    const folder = (await run.nextLine()) ?? '';
    expect(existsSync(folder)).toBe(true);
    run.kill('SIGKILL');
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
  });
});

it('graphql is loaded once, by our code and by the libraries', () => {
  expect(makeExecutableSchema({ typeDefs: 'type Query { one: Int }' })).toBeInstanceOf(GraphQLSchema);
});
