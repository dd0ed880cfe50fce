// A process that is killed between the answer 202 and the application of a message, or in the middle of it: nothing that was
// acknowledged is lost, nothing is applied twice, and the next process goes on.
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/platform/database.ts';
import { createDatabase, silentLog } from '../support/database.ts';
import { newFolder, startServer } from '../support/servers.ts';
import { storeConfig } from '../support/template.ts';
import { eventOf, SECRET, standardHeaders } from './pushing.ts';

const long = process.env.TEST_SIZE === 'long';
const kills = long ? 20 : 3;
const perRound = long ? 200 : 40;

it('loses nothing that was acknowledged, and applies nothing twice', async () => {
  const { databaseUrl, migrateDatabaseUrl, drop } = await createDatabase();
  const env = {
    DATA_DIR: newFolder(),
    DATABASE_URL: databaseUrl,
    MIGRATE_DATABASE_URL: migrateDatabaseUrl,
    INGEST_SECRET_CRM: SECRET,
  };
  const database = await openDatabase(storeConfig({ databaseUrl, migrateDatabaseUrl }), silentLog);
  const rows = <R extends object>(text: string) => database.statements.run<R>(text, []);
  const acknowledged = new Set<string>();
  let next = 0;
  /** Pushes until the server is gone. */
  const push = async (url: string, until: number) => {
    while (next < until) {
      const id = `K${next++}`;
      const body = JSON.stringify(eventOf('revgraph.customer', id, { name: `Customer ${id}` }));
      const headers = {
        'content-type': 'application/cloudevents+json',
        ...standardHeaders(body, { at: new Date().toISOString() }),
      };
      const response = await fetch(`${url}/ingest/crm`, { method: 'POST', headers, body }).catch(
        () => undefined,
      );
      if (!response) return;
      expect(response.status).toBe(202);
      acknowledged.add(id);
    }
  };
  for (let round = 0; round < kills; round++) {
    const server = await startServer(env);
    const pushing = push(server.url, (round + 1) * perRound);
    // At another point of the work each time.
    const target = acknowledged.size + ((round * 7 + 3) % (perRound - 1)) + 1;
    while (acknowledged.size < target && next < (round + 1) * perRound)
      await new Promise((resolve) => setTimeout(resolve, 1));
    server.kill('SIGKILL');
    await Promise.all([server.ended, pushing]);
  }
  const server = await startServer(env);
  await push(server.url, next + 5);
  await expect
    .poll(() => rows('select 1 from inbound_message where disposition is null'), {
      timeout: 60_000,
      interval: 100,
    })
    .toEqual([]);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  const names = (
    await rows<{ id: string }>("select external_id as id from source_link where object_type = 'CUSTOMER'")
  ).map(({ id }) => id);
  expect(new Set(names).size).toBe(names.length);
  expect([...acknowledged].filter((id) => !names.includes(id))).toEqual([]);
  // A message that was kept and whose answer was cut off may be there as well; each was applied once.
  const [counted] = await rows<{ messages: number; customers: number; rows: number }>(
    `select (select count(*)::int from inbound_message) as messages, (select count(*)::int from customer) as customers,
       (select sum(rows)::int from import_run_count where record_type = 'customer' and disposition = 'APPLIED') as rows`,
  );
  expect(counted).toEqual({ messages: names.length, customers: names.length, rows: names.length });
  expect(acknowledged.size).toBeGreaterThan(kills);
  await database.close();
  await drop();
}, 600_000);
