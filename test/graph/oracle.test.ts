// The oracle: random operations give the same answer on both outlets and from graphql-js with plain resolvers over the same rows.
import { Client } from 'pg';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { join } from 'node:path';
import { readSdl } from '../../src/graph/schema.ts';
import type { Database } from '../../src/platform/database.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { createDatabase, silentLog, type TestAddresses } from '../support/database.ts';
import { Differential, type Question } from '../support/oracle/differential.ts';
import { everyList } from '../support/oracle/every-list.ts';
import { entityId, insertFixture, NOW } from '../support/oracle/fixture.ts';
import { randomOperation } from '../support/oracle/operations.ts';
import { Outlets, viewerOf } from '../support/oracle/outlets.ts';
import { CursorBook } from '../support/oracle/plain-pages.ts';
import { readWorld, type World } from '../support/oracle/world.ts';
import { storeConfig } from '../support/template.ts';

const long = process.env.TEST_SIZE === 'long';
const operations = Number(process.env.TEST_OPERATIONS ?? (long ? 5000 : 500));
const seed = Number(process.env.TEST_SEED ?? (long ? Date.now() % 1_000_000 : 20_260_315));

const viewers = [
  viewerOf(['auditor']),
  viewerOf(['auditor']),
  viewerOf(['bi_reader']),
  viewerOf(['support']),
  viewerOf(['controller'], [entityId(0)]),
  viewerOf(['bi_reader'], [entityId(1)]),
  viewerOf(['treasury', 'support'], [entityId(0), entityId(2)]),
  viewerOf(['tax'], []),
];

const faults: unknown[] = [];
const book = new CursorBook();
let addresses: TestAddresses;
let database: Database;
let outlets: Outlets;
let world: World;
let differential: Differential;

beforeAll(async () => {
  addresses = await createDatabase();
  const client = new Client({ connectionString: addresses.migrateDatabaseUrl });
  await client.connect();
  await insertFixture(client).finally(() => client.end());
  database = await openDatabase(storeConfig({ databaseUrl: addresses.databaseUrl, migrateDatabaseUrl: addresses.migrateDatabaseUrl }), silentLog);
  world = await readWorld(database, NOW);
  outlets = await new Outlets(database, { sdl: readSdl(join(import.meta.dirname, '../../schema')), now: NOW, faults }).start();
  differential = new Differential(outlets, world, book);
});

afterAll(async () => {
  await outlets?.stop();
  await database?.close();
  await addresses?.drop();
});

/** Without fast-check's liking for small numbers: they stand for chances here. */
const evenly = (max: number) => fc.noBias(fc.nat({ max }));

async function report(question: Question, difference: string): Promise<string> {
  const { query, variables, access } = await differential.reduced(question);
  const who = `${[...access.roles].join()} of ${access.entities}`;
  const seen = faults.at(-1);
  return `${difference}\nas ${who}\n${query}\n${JSON.stringify(variables)}${seen ? `\nlast fault: ${JSON.stringify(seen, (_, value) => (value instanceof Error ? String(value) : value)).slice(0, 2000)}` : ''}`;
}

test('every list in every order is the same on both outlets and by plain resolvers', async () => {
  const different: string[] = [];
  for (const query of everyList(outlets.schema)) {
    for (const access of [viewers[0], viewers[4]]) {
      if (!access) continue;
      const question = { query, variables: {}, access };
      const { difference } = await differential.judge(question);
      if (difference) different.push(await report(question, difference));
    }
  }
  expect(different.join('\n\n')).toBe('');
});

test(`random operations (${operations}, seed ${seed}) are answered alike`, { timeout: 3_600_000 }, async () => {
  const seen = { all: 0, valid: 0, substantial: 0, computed: 0, codes: new Map<string, number>() };
  const property = fc.asyncProperty(fc.gen(), async (draw) => {
    const below = (bound: number) => draw(evenly, bound - 1);
    const operation = randomOperation({ schema: outlets.schema, world, book }, { below });
    const access = viewers[below(viewers.length)];
    if (!access) return;
    const question = { ...operation, access };
    const verdict = await differential.judge(question);
    seen.all += 1;
    if (verdict.code === undefined) seen.valid += 1;
    else seen.codes.set(verdict.code, (seen.codes.get(verdict.code) ?? 0) + 1);
    if (process.env.WHY && verdict.code && !operation.fault && verdict.code !== 'FORBIDDEN') console.log(verdict.answer.messages[0]);
    if (verdict.substantial) seen.substantial += 1;
    if (verdict.answer.outlet === 'executor') seen.computed += 1;
    if (verdict.difference) throw new Error(await report(question, verdict.difference));
  });
  const run = await fc.check(property, { seed, numRuns: operations, endOnFailure: true });
  if (run.failed) throw new Error(`seed ${seed}, operation ${run.numRuns}: ${run.errorInstance}`);
  console.info(`${seen.all} operations, ${seen.valid} valid, ${seen.substantial} with elements in lists, ${seen.computed} with computed fields, refused: ${JSON.stringify([...seen.codes])}`);
  expect(seen.substantial / seen.valid).toBeGreaterThan(0.5);
});
