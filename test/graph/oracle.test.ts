// The oracle: every question of the schema and random operations get the same answer on both outlets and from graphql-js with plain
// resolvers over the same rows.
import fc from 'fast-check';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Access } from '../../src/graph/access.ts';
import {
  everyArgument,
  everyCursor,
  everyField,
  everyFilter,
  everyLookup,
} from '../support/access/questions.ts';
import { type Company, openCompany, viewers } from '../support/oracle/company.ts';
import { everyList } from '../support/oracle/every-list.ts';
import { randomOperation } from '../support/oracle/operations.ts';
import { PlainGraph } from '../support/oracle/plain-graph.ts';

const long = process.env.TEST_SIZE === 'long';
const operations = Number(process.env.TEST_OPERATIONS ?? (long ? 5000 : 500));
const seed = Number(process.env.TEST_SEED ?? (long ? Date.now() % 1_000_000 : 20_260_315));

let company: Company;

beforeAll(async () => {
  company = await openCompany();
});

afterAll(async () => {
  await company?.close();
});

/** Without fast-check's liking for small numbers: they stand for chances here. */
const evenly = (max: number) => fc.noBias(fc.nat({ max }));

/** The first differences, empty where all queries are answered alike. */
async function judgeAll(queries: readonly string[], by: readonly Access[]): Promise<string> {
  const different: string[] = [];
  for (const query of queries) {
    for (const access of by) {
      const question = { query, variables: {}, access };
      const { difference } = await company.differential.judge(question);
      if (difference) different.push(await company.report(question, difference));
      if (different.length > 4) return different.join('\n\n');
    }
  }
  return different.join('\n\n');
}

const [whole, partly] = [viewers.auditor, viewers.controllerOfOne];

test('every coordinate, filter and order of the schema has a plain meaning', () => {
  const { outlets, book, world } = company;
  const plain = new PlainGraph(outlets.schema, book);
  const gaps = Object.values(outlets.schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !/^__|^Mutation$|^Problem$|Payload$/.test(type.name))
    .flatMap((type) => Object.values(type.getFields()).flatMap((field) => plain.gapsOf(world, type, field)));
  expect(gaps).toEqual([]);
});

// First, because the cursors that it learns are what random pages begin at.
test('every list in every order is answered alike', { timeout: 60_000 }, async () => {
  expect(await judgeAll(everyList(company.outlets.schema), [whole, partly])).toBe('');
});

test('every field and every argument is answered alike', { timeout: 60_000 }, async () => {
  const { schema } = company.outlets;
  expect(await judgeAll([...everyField(schema), ...everyArgument(schema)], [whole, partly])).toBe('');
});

test('every operator of every filter, every cursor and every lookup is answered alike', {
  timeout: 300_000,
}, async () => {
  const { outlets, world, book } = company;
  const { schema } = outlets;
  const queries = [
    ...everyFilter(schema, world),
    ...everyCursor(schema, book),
    ...everyLookup(schema, world),
  ];
  expect(await judgeAll(queries, long ? [whole, partly] : [partly])).toBe('');
});

test(`random operations (${operations}, seed ${seed}) are answered alike`, {
  timeout: 3_600_000,
}, async () => {
  const { outlets, world, book, differential } = company;
  const seen = { all: 0, valid: 0, substantial: 0, computed: 0, codes: new Map<string, number>() };
  const asking = [...Object.values(viewers), whole, partly];
  const property = fc.asyncProperty(fc.gen(), async (draw) => {
    const below = (bound: number) => draw(evenly, bound - 1);
    const operation = randomOperation({ schema: outlets.schema, world, book }, { below });
    const question = { ...operation, access: asking[below(asking.length)] ?? whole };
    const verdict = await differential.judge(question);
    seen.all += 1;
    if (verdict.code === undefined) seen.valid += 1;
    else seen.codes.set(verdict.code, (seen.codes.get(verdict.code) ?? 0) + 1);
    if (verdict.substantial) seen.substantial += 1;
    if (verdict.answer.outlet === 'executor') seen.computed += 1;
    // Refused without a fault: only where the viewer may not ask.
    const unforeseen =
      operation.fault === undefined && verdict.code !== undefined && verdict.code !== 'FORBIDDEN';
    if (unforeseen) throw new Error(`${verdict.answer.messages.join('; ')}\n${operation.query}`);
    if (verdict.difference) throw new Error(await company.report(question, verdict.difference));
  });
  const run = await fc.check(property, { seed, numRuns: operations, endOnFailure: true });
  if (run.failed) throw new Error(`seed ${seed}, operation ${run.numRuns}: ${run.errorInstance}`);
  const codes = [...seen.codes].map(([code, count]) => `${count} ${code}`).join(', ');
  console.info(
    `${seen.all} operations: ${seen.valid} valid, ${seen.substantial} of them with elements in lists, ${seen.computed} with computed fields; refused: ${codes}`,
  );
  // An oracle that compares nothing with nothing would be green, too.
  expect(seen.substantial / seen.valid).toBeGreaterThan(0.6);
  expect(seen.valid / seen.all).toBeGreaterThan(0.8);
  if (seen.all >= 500) expect(Math.min(seen.computed, seen.codes.size)).toBeGreaterThan(1);
});
