// What an operation costs before it runs, worked by hand: a scalar 1, an object 1 for each of its rows, a count 50, a summary 200.
import { describe, expect, it } from 'vitest';
import { priceOf } from './compiled.ts';

const priced = (text: string, variables?: Record<string, unknown>) => {
  const { cost, nodes } = priceOf(text, variables ? { variables } : {});
  return [cost, nodes];
};

describe('the price of', () => {
  it('a scalar is 1, of an object 1 more', () => {
    expect(priced('{ viewer { subject } }')).toEqual([2, 1]);
    expect(priced('{ viewer { subject roles allEntities } }')).toEqual([4, 1]);
  });

  it('the name of a type is nothing', () =>
    expect(priced('{ __typename viewer { __typename } }')).toEqual([1, 1]));

  it('the same field under two names is twice its price', () =>
    expect(priced('{ viewer { a: subject b: subject } }')).toEqual([3, 1]));

  it('an object is multiplied by the rows of its page', () => {
    // The connection 1, and 3 rows of 1 + 2 scalars.
    expect(priced('{ products(first: 3) { nodes { id name } } }')).toEqual([10, 4]);
    // 20 rows where no size is given, none where none is asked for.
    expect(priced('{ products { nodes { id name } } }')).toEqual([61, 21]);
    expect(priced('{ products(first: 0) { nodes { id name } } }')).toEqual([1, 1]);
    expect(priced('{ products(last: 4) { nodes { id name } } }')).toEqual([13, 5]);
  });

  it('edges is that of their cursors and nodes', () =>
    // The connection 1, and 3 rows of 1 + the cursor 1 + 1 scalar.
    expect(priced('{ products(first: 3) { edges { cursor node { id } } } }')).toEqual([10, 4]));

  it('a count is 50, once for the whole list', () => {
    expect(priced('{ products { totalCount } }')).toEqual([51, 1]);
    expect(priced('{ products(first: 2) { totalCount nodes { id } } }')).toEqual([55, 3]);
  });

  it('page info is 1', () =>
    expect(priced('{ products(first: 1) { pageInfo { hasNextPage endCursor } nodes { id } } }')).toEqual([
      4, 2,
    ]));

  it('lists in lists is multiplied', () =>
    // 1 + 2 customers of (1 + the connection 1 + 5 contracts of (1 + 1 scalar)).
    expect(priced('{ customers(first: 2) { nodes { contracts(first: 5) { nodes { number } } } } }')).toEqual([
      25, 15,
    ]));

  it('a count in a list is paid for every row', () =>
    // 1 + 10 customers of (1 + the connection 1 + 50).
    expect(priced('{ customers(first: 10) { nodes { contracts { totalCount } } } }')).toEqual([521, 21]));

  it('a summary is 200, its object 1 and each Money 1 with its scalars', () => {
    expect(priced('{ customer(number: "1") { summary { currency } } }')).toEqual([203, 2]);
    expect(priced('{ customers(first: 2) { nodes { summary { currency } } } }')).toEqual([407, 5]);
  });

  it('a short list is that of the rows that it is expected to have', () =>
    // 20 legal entities of 1 + 1 scalar + 3 books of 1 + 1 scalar.
    expect(priced('{ legalEntities { code books { code } } }')).toEqual([160, 80]));

  it('Money is an object with its scalars', () =>
    // The price book list: 20 books of (1 + connection 1 + 1 price of (1 + Money 1 + 2)).
    expect(
      priced('{ priceBooks { prices(first: 1) { nodes { minimumCommitment { amount currency } } } } }'),
    ).toEqual([120, 80]));
});

describe('a page size in a variable', () => {
  const text = 'query ($n: Int) { products(first: $n) { nodes { id name } } }';
  it('decides the price of each request', () => {
    expect(priced(text, { n: 1 })).toEqual([4, 2]);
    expect(priced(text, { n: 100 })).toEqual([301, 101]);
    expect(priced(text)).toEqual([61, 21]);
  });

  it('beyond the maximum has no price: it is refused', () =>
    expect(() => priced(text, { n: 1_000_000 })).toThrow('a page has 0 to 100 records'));
});
