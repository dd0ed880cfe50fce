// What a viewer must not learn: two databases that differ only in hidden rows, or only in masked values, are asked everything that the
// schema offers, and the viewer cannot tell them apart.
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Access } from '../../src/graph/access.ts';
import type { FieldMap } from '../../src/graph/fields.ts';
import { maskOf } from '../../src/graph/registry.ts';
import { readSdl } from '../../src/graph/schema.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { sliceFields } from '../../src/slices.ts';
import { isObjectType } from 'graphql';
import { coordinatesIn, coordinatesOf, everyQuestion } from '../support/access/questions.ts';
import { MASKED, withOtherMaskedValues, withoutHiddenRows } from '../support/access/hidden.ts';
import { createDatabase, silentLog, type TestAddresses } from '../support/database.ts';
import { Differential } from '../support/oracle/differential.ts';
import { everyList } from '../support/oracle/every-list.ts';
import { entityId, insertFixture, NOW } from '../support/oracle/fixture.ts';
import { Outlets, viewerOf } from '../support/oracle/outlets.ts';
import { CursorBook } from '../support/oracle/plain-pages.ts';
import { readWorld } from '../support/oracle/world.ts';
import { storeConfig } from '../support/template.ts';

const sdl = readSdl(join(import.meta.dirname, '../../schema'));
const auditor = viewerOf(['auditor']);

const closing: (() => Promise<unknown>)[] = [];
let original: TestAddresses;
let full: Outlets;
let questions: string[];

async function graphOver(addresses: TestAddresses, options: { fields?: readonly FieldMap[]; sdl?: readonly string[] } = {}): Promise<Outlets> {
  const { databaseUrl, migrateDatabaseUrl } = addresses;
  // Few connections: a copy needs its original to be left alone for a moment.
  const database: Database = await openDatabase(storeConfig({ databaseUrl, migrateDatabaseUrl, poolSize: 2 }), silentLog);
  const outlets = await new Outlets(database, { sdl: options.sdl ?? sdl, now: NOW, ...(options.fields ? { fields: options.fields } : {}) }).start();
  closing.push(async () => {
    await outlets.stop();
    await database.close();
  });
  return outlets;
}

const copies = new Map<string, TestAddresses>();

beforeAll(async () => {
  original = await createDatabase();
  const client = new Client({ connectionString: original.migrateDatabaseUrl });
  await client.connect();
  await insertFixture(client);
  // Of these no feed says that they are known: only their rows could.
  await client.query("delete from feed where record_type in ('dispute', 'payment')").finally(() => client.end());
  copies.set('DE', await withoutHiddenRows(original, [entityId(0)]));
  copies.set('US', await withoutHiddenRows(original, [entityId(3)]));
  copies.set('masked', await withOtherMaskedValues(original));
  full = await graphOver(original);
  const database = await openDatabase(storeConfig({ databaseUrl: original.databaseUrl, migrateDatabaseUrl: original.migrateDatabaseUrl, poolSize: 2 }), silentLog);
  const world = await readWorld(database, NOW);
  await database.close();
  const book = new CursorBook();
  const differential = new Differential(full, world, book);
  for (const query of everyList(full.schema)) await differential.judge({ query, variables: {}, access: auditor });
  questions = everyQuestion(full.schema, world, book);
});

afterAll(async () => {
  for (const close of closing) await close();
  for (const copy of [...copies.values(), original]) await copy?.drop();
});

/** The questions whose answers differ between two graphs for a viewer. */
async function toldApart(one: Outlets, other: Outlets, access: Access, limit = Number.POSITIVE_INFINITY): Promise<string[]> {
  const different: string[] = [];
  for (const query of questions) {
    const [a, b] = [await one.ask({ query }, access), await other.ask({ query }, access)];
    if (JSON.stringify(a) === JSON.stringify(b)) continue;
    different.push(`${query.slice(0, 400)}\n${firstDifference(JSON.stringify(a), JSON.stringify(b))}`);
    if (different.length >= limit) break;
  }
  return different;
}

function firstDifference(a: string, b: string): string {
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return `  ${a.slice(Math.max(0, at - 200), at + 80)}\n  ${b.slice(Math.max(0, at - 200), at + 80)}`;
}

test('every field, argument, filter, operator and order of the schema is asked', () => {
  const asked = coordinatesIn(full.schema, questions);
  expect(coordinatesOf(full.schema).filter((coordinate) => !asked.has(coordinate))).toEqual([]);
});

test('every masked field has another value in the masked copy', () => {
  const masked = Object.values(full.schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) ? Object.values(type.getFields()).flatMap((field) => (maskOf(field.astNode) ? [`${type.name}.${field.name}`] : [])) : [],
  );
  expect(Object.keys(MASKED).toSorted()).toEqual(masked.toSorted());
});

test.for([
  ['DE', entityId(0)],
  ['US', entityId(3)],
] as const)('a viewer of %s alone cannot tell whether other entities have rows', { timeout: 120_000 }, async ([code, entity]) => {
  const copy = copies.get(code);
  if (!copy) throw new Error(`no copy for ${code}`);
  const other = await graphOver(copy);
  expect((await toldApart(full, other, viewerOf(['controller'], [entity]), 5)).join('\n\n')).toBe('');
});

test('a viewer under masks cannot tell what stands behind them', { timeout: 120_000 }, async () => {
  const copy = copies.get('masked');
  if (!copy) throw new Error('no masked copy');
  const other = await graphOver(copy);
  expect((await toldApart(full, other, viewerOf(['bi_reader']), 5)).join('\n\n')).toBe('');
  expect((await toldApart(full, other, auditor, 5)).length).toBe(5);
});
