// What a viewer must not learn: two databases that differ only in hidden rows, or only in masked values, are asked everything that the
// schema offers, and the viewer cannot tell them apart.
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Access } from '../../src/graph/access.ts';
import { type FieldMap, fieldsOf } from '../../src/graph/fields.ts';
import { maskOf } from '../../src/graph/registry.ts';
import { sliceFields } from '../../src/slices.ts';
import { MASKED, withOtherMaskedValues, withoutHiddenRows } from '../support/access/hidden.ts';
import { coordinatesIn, coordinatesOf, everyQuestion } from '../support/access/questions.ts';
import type { TestAddresses } from '../support/database.ts';
import { insertCompany, openStore, sdl, viewers } from '../support/oracle/company.ts';
import { Differential } from '../support/oracle/differential.ts';
import { everyList } from '../support/oracle/every-list.ts';
import { NOW } from '../support/oracle/fixture.ts';
import { entityId } from '../support/oracle/fixture-values.ts';
import { type OutletOptions, Outlets, viewerOf } from '../support/oracle/outlets.ts';
import { CursorBook } from '../support/oracle/plain-pages.ts';
import { readWorld } from '../support/oracle/world.ts';

const { auditor } = viewers;

const closing: (() => Promise<unknown>)[] = [];
let original: TestAddresses;
let full: Outlets;
let questions: string[];

async function graphOver(addresses: TestAddresses, options: Partial<OutletOptions> = {}): Promise<Outlets> {
  // Few connections, as there are many graphs.
  const database = await openStore(addresses, 2);
  const outlets = await new Outlets(database, { sdl, now: NOW, ...options }).start();
  closing.push(async () => {
    await outlets.stop();
    await database.close();
  });
  return outlets;
}

const copies = new Map<string, TestAddresses>();

beforeAll(async () => {
  original = await insertCompany();
  copies.set('DE', await withoutHiddenRows(original, [entityId(0)]));
  copies.set('US', await withoutHiddenRows(original, [entityId(3)]));
  copies.set('masked', await withOtherMaskedValues(original));
  full = await graphOver(original);
  const database = await openStore(original, 2);
  const world = await readWorld(database, NOW);
  await database.close();
  const book = new CursorBook();
  const differential = new Differential(full, world, book);
  for (const query of everyList(full.schema))
    await differential.judge({ query, variables: {}, access: auditor });
  questions = everyQuestion(full.schema, world, book);
});

afterAll(async () => {
  for (const close of closing) await close();
  for (const copy of [...copies.values(), original]) await copy?.drop();
});

/** The questions whose answers differ between two graphs for a viewer. */
async function toldApart(
  one: Outlets,
  other: Outlets,
  access: Access,
  limit = Number.POSITIVE_INFINITY,
): Promise<string[]> {
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
    isObjectType(type)
      ? Object.values(type.getFields()).flatMap((field) =>
          maskOf(field.astNode) ? [`${type.name}.${field.name}`] : [],
        )
      : [],
  );
  expect(Object.keys(MASKED).toSorted()).toEqual(masked.toSorted());
});

test.for([
  ['DE', entityId(0)],
  ['US', entityId(3)],
] as const)(
  'a viewer of %s alone cannot tell whether other entities have rows',
  { timeout: 120_000 },
  async ([code, entity]) => {
    const copy = copies.get(code);
    if (!copy) throw new Error(`no copy for ${code}`);
    const other = await graphOver(copy);
    expect((await toldApart(full, other, viewerOf(['controller'], [entity]), 5)).join('\n\n')).toBe('');
  },
);

test('a viewer under masks cannot tell what stands behind them', { timeout: 120_000 }, async () => {
  const copy = copies.get('masked');
  if (!copy) throw new Error('no masked copy');
  const other = await graphOver(copy);
  expect((await toldApart(full, other, viewerOf(['bi_reader']), 5)).join('\n\n')).toBe('');
  expect((await toldApart(full, other, auditor, 5)).length).toBe(5);
});

/** The slices' fields with one type's row rule taken out. */
const withoutRule = (typeName: string): readonly FieldMap[] =>
  sliceFields.map((map) => {
    if (map.typeName !== typeName || !map.source?.rule) return map;
    const { rule: _, ...source } = map.source;
    return { ...map, source };
  });

test.for(['Invoice', 'Customer', 'Posting', 'CollectionsCase', 'BankAccount', 'TimelineEvent', 'Exception'])(
  'a missing row rule of %s is found',
  async (typeName) => {
    const copy = copies.get('DE');
    if (!copy) throw new Error('no copy for DE');
    const fields = withoutRule(typeName);
    const [one, other] = [await graphOver(original, { fields }), await graphOver(copy, { fields })];
    expect(await toldApart(one, other, viewerOf(['controller'], [entityId(0)]), 1)).toHaveLength(1);
  },
);

test('an exception that quotes a masked field is found', async () => {
  const copy = copies.get('masked');
  if (!copy) throw new Error('no masked copy');
  const quoting = (column: 'message' | 'value') =>
    fieldsOf('Exception', 'exception', (f) => ({ [column]: f.column(column) }));
  for (const column of ['message', 'value'] as const) {
    const fields = sliceFields.map((map) =>
      map.typeName === 'Exception'
        ? { ...map, fields: { ...map.fields, ...quoting(column).fields } as FieldMap['fields'] }
        : map,
    );
    const [one, other] = [await graphOver(original, { fields }), await graphOver(copy, { fields })];
    expect(await toldApart(one, other, viewerOf(['bi_reader']), 1)).toHaveLength(1);
  }
});

test('a mask that the schema forgets is found', async () => {
  const copy = copies.get('masked');
  if (!copy) throw new Error('no masked copy');
  const bare = sdl.map((text) => text.replace(/(phone: String) @masked\(by: PERSONAL\)/, '$1'));
  expect(bare).not.toEqual(sdl);
  const [one, other] = [await graphOver(original, { sdl: bare }), await graphOver(copy, { sdl: bare })];
  expect(await toldApart(one, other, viewerOf(['bi_reader']), 1)).toHaveLength(1);
});
