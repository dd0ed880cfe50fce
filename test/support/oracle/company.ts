// The fixture in a database of its own, with the graph over it and the same rows in memory: what an oracle test starts from.
import { join } from 'node:path';
import { Client } from 'pg';
import { readSdl } from '../../../src/graph/schema.ts';
import { type Database, openDatabase } from '../../../src/platform/database.ts';
import { createDatabase, silentLog, type TestAddresses } from '../database.ts';
import { storeConfig } from '../template.ts';
import { Differential, type Question } from './differential.ts';
import { insertFixture, NOW } from './fixture.ts';
import { entityId } from './fixture-values.ts';
import { type OutletOptions, Outlets, viewerOf } from './outlets.ts';
import { CursorBook } from './plain-pages.ts';
import { readWorld, type World } from './world.ts';

export const sdl = readSdl(join(import.meta.dirname, '../../../schema'));

/** Who asks: of all and of some entities, with and without masks and denied types. */
export const viewers = {
  auditor: viewerOf(['auditor']),
  reader: viewerOf(['bi_reader']),
  support: viewerOf(['support']),
  controllerOfOne: viewerOf(['controller'], [entityId(0)]),
  readerOfOne: viewerOf(['bi_reader'], [entityId(1)]),
  treasuryOfTwo: viewerOf(['treasury', 'support'], [entityId(0), entityId(2)]),
  ofNone: viewerOf(['tax'], []),
};

export interface Company {
  readonly addresses: TestAddresses;
  readonly database: Database;
  readonly world: World;
  readonly outlets: Outlets;
  readonly book: CursorBook;
  readonly differential: Differential;
  /** A difference with the smallest operation that shows it. */
  report(question: Question, difference: string): Promise<string>;
  close(): Promise<void>;
}

/** The fixture in a new database. */
export async function insertCompany(): Promise<TestAddresses> {
  const addresses = await createDatabase();
  const client = new Client({ connectionString: addresses.migrateDatabaseUrl });
  await client.connect();
  await insertFixture(client).finally(() => client.end());
  return addresses;
}

export async function openStore(
  { databaseUrl, migrateDatabaseUrl }: TestAddresses,
  poolSize = 4,
): Promise<Database> {
  return await openDatabase(storeConfig({ databaseUrl, migrateDatabaseUrl, poolSize }), silentLog);
}

export async function openCompany(options: Partial<OutletOptions> = {}): Promise<Company> {
  const addresses = await insertCompany();
  const database = await openStore(addresses);
  const faults: unknown[] = [];
  const [world, book] = [await readWorld(database, NOW), new CursorBook()];
  const outlets = await new Outlets(database, { sdl, now: NOW, faults, ...options }).start();
  const differential = new Differential(outlets, world, book);
  return {
    addresses,
    database,
    world,
    outlets,
    book,
    differential,
    async report(question, difference) {
      const { query, variables, access } = await differential.reduced(question);
      const who = `as ${[...access.roles].join()} of ${access.entities}`;
      const fault = faults.length > 0 ? `\nlast fault: ${shown(faults.at(-1))}` : '';
      return `${difference}\n${who}\n${query}\n${JSON.stringify(variables)}${fault}`;
    },
    async close() {
      await outlets.stop();
      await database.close();
      await addresses.drop();
    },
  };
}

function shown(fault: unknown): string {
  return JSON.stringify(fault, (_, value) => (value instanceof Error ? String(value) : value)).slice(0, 2000);
}
