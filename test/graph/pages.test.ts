// Pages: how many rows, in which order, from where; a cursor is good only in the order that made it.
import { describe, expect, it } from 'vitest';
import { isKeyOf } from '../../src/graph/filter.ts';
import { type Compiling, planOf, valuesOf } from './compiled.ts';

const ID = '00000000-0000-7000-8000-0000000000a1';
const page = (args: string) => `{ products${args} { nodes { code } } }`;
const orderOf = (args: string) =>
  /order by (\S+ \w+, \S+ \w+) limit (\S+?)\)/.exec(planOf(page(args)).text)?.slice(1);
const fault = (text: string, compiling?: Compiling) => {
  try {
    valuesOf(text, compiling);
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

/** A cursor as a page in the default order (by name, ascending) gives it out. */
const digest = (() => {
  const { text } = planOf('{ products { edges { cursor } } }');
  return /json_build_array\('([^']+)'/.exec(text)?.[1] ?? '';
})();
const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64');
const good = cursor(digest, 'anvil', ID);

describe('a page', () => {
  it('has 20 records in the order of its type, the identifier breaking ties', () =>
    expect(orderOf('')).toEqual(['"t1"."sort_name" asc, "t1"."product_id" asc', '20']));

  it('goes as it is told, ascending where no direction is given', () => {
    expect(orderOf('(orderBy: { field: CODE })')?.[0]).toBe('"t1"."code" asc, "t1"."product_id" asc');
    expect(orderOf('(orderBy: { field: CODE, direction: DESC })')?.[0]).toBe(
      '"t1"."code" desc, "t1"."product_id" desc',
    );
  });

  it('from the end is read the other way round', () =>
    expect(orderOf('(last: 3)')).toEqual(['"t1"."sort_name" desc, "t1"."product_id" desc', '3']));

  it('has a constant size where the document says it, and a parameter where a variable does', () => {
    expect(orderOf('(first: 5)')?.[1]).toBe('5');
    const text = 'query ($n: Int) { products(first: $n) { nodes { code } } }';
    expect(planOf(text, { variables: { n: 5 } }).text).toMatch(/limit \$1::int/);
    expect(valuesOf(text, { variables: { n: 5 } })).toEqual([5]);
    expect(planOf(text).text).toMatch(/limit 20/);
    expect(planOf(text, { variables: { n: null } }).text).toMatch(/limit 20/);
  });

  it('may be empty, and has at most 100 records', () => {
    expect(orderOf('(first: 0)')?.[1]).toBe('0');
    expect(orderOf('(first: 100)')?.[1]).toBe('100');
    for (const args of ['(first: 101)', '(last: 101)', '(first: -1)'])
      expect(fault(page(args))).toContain('a page has 0 to 100 records');
    const text = 'query ($n: Int) { products(last: $n) { nodes { code } } }';
    expect(fault(text, { variables: { n: 101 } })).toBe('last: 101 is refused: a page has 0 to 100 records.');
  });

  it('is read from one end', () => {
    expect(fault(page('(first: 1, last: 1)'))).toContain('a page is read from one end');
    expect(fault(page('(first: null, last: 1)'))).toBeUndefined();
  });

  it('reads one row more only to know whether there is more', () => {
    const asked = (info: string) =>
      planOf(`{ products(first: 7) { nodes { code } pageInfo { ${info} } } }`).text;
    expect(asked('hasNextPage')).toContain('limit 7 + 1');
    expect(asked('endCursor')).toMatch(/limit 7\)/);
  });

  it('is not read for a count alone', () =>
    expect(planOf('{ products { totalCount } }').text).not.toMatch(/limit|order by/));
});

describe('a cursor', () => {
  it('is a place in the order: the page goes on after its key and id', () => {
    const text = planOf(page(`(after: "${good}")`)).text;
    expect(text).toContain('("t1"."sort_name", "t1"."product_id") > ($1::text collate "C", $2::uuid)');
    expect(valuesOf(page(`(after: "${good}")`))).toEqual(['anvil', ID]);
    expect(planOf(page(`(before: "${good}")`)).text).toContain('"t1"."product_id") < ($1::text');
  });

  it('is compared the other way in a descending order', () => {
    const order = 'orderBy: { field: NAME, direction: DESC }';
    const text =
      'query ($at: String) { products(after: $at, orderBy: { field: NAME, direction: DESC }) { nodes { code } } }';
    expect(planOf(page(`(after: "${good}", ${order})`)).text).toContain('"t1"."product_id") < ($1::text');
    expect(fault(text, { variables: { at: good } })).toContain('the cursor belongs to another order');
  });

  it.each(['{ field: CODE }', '{ field: NAME, direction: DESC }'])(
    'is refused in the order %s, which did not make it',
    (order) => expect(fault(page(`(after: "${good}", orderBy: ${order})`))).toContain('after: '),
  );

  it('is refused by the list of another type, though the order has the same name', () =>
    expect(fault(`{ customers(after: "${good}") { nodes { number } } }`)).toContain(
      'the cursor belongs to another order',
    ));

  it('of another order is named so, with the argument', () =>
    expect(fault(page(`(before: "${good}", orderBy: { field: CODE })`))).toMatch(
      /^before: .* is refused: the cursor belongs to another order\.$/,
    ));

  it.each([
    ['no base64', 'äöü'],
    ['no JSON', Buffer.from('x').toString('base64')],
    ['no list', Buffer.from('{}').toString('base64')],
    ['too short', cursor(digest, 'anvil')],
    ['too long', cursor(digest, 'anvil', ID, ID)],
    ['not of texts', cursor(digest, 1, ID)],
    ['without an id', cursor(digest, 'anvil', 'x')],
    ['with a key that no text column holds', cursor(digest, 'a\0', ID)],
    ['empty', ''],
  ])('is refused where it is %s', (_, value) =>
    expect(fault(page(`(after: ${JSON.stringify(value)})`))).toContain(
      'a cursor is a value that a page gave out',
    ),
  );
});

describe('the key of a cursor', () => {
  it.each([
    ['text', 'anything'],
    ['text', ''],
    ['date', '2024-02-29'],
    ['timestamptz', '2026-06-15 10:00:00+00'],
    ['timestamptz', '2026-06-15 10:00:00.123456+00'],
    ['numeric', '-12.50'],
    ['int', '-2147483647'],
  ] as const)('of an order by %s may be %j', (type, key) => expect(isKeyOf(type, key)).toBe(true));

  it.each([
    ['text', 'a\0'],
    ['date', '2023-02-29'],
    ['date', 'infinity'],
    ['timestamptz', '2026-02-30 10:00:00+00'],
    ['timestamptz', '2026-06-15 99:00:00+00'],
    ['timestamptz', 'now'],
    ['numeric', 'NaN'],
    ['numeric', '1e9'],
    ['int', '99999999999'],
    ['int', '2147483648'],
    ['int', '1.5'],
  ] as const)('of an order by %s is never %j, which the store would refuse', (type, key) =>
    expect(isKeyOf(type, key)).toBe(false),
  );
});
