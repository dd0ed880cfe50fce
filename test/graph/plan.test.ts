// Plans: what is compiled once and for whom. Scalars share a plan; whatever shapes the statement makes another.
import { describe, expect, it } from 'vitest';
import { Plans } from '../../src/graph/plan.ts';
import { type Compiling, everyone, planOf, registry } from './compiled.ts';

const query = `query ($filter: ProductFilter, $first: Int, $order: ProductOrder, $all: Boolean = false) {
  products(filter: $filter, first: $first, orderBy: $order) { nodes { code name @include(if: $all) } }
}`;

/** How many plans a cache holds after these requests. */
function plansFor(...requests: readonly Compiling[]): number {
  const plans = new Plans(registry);
  for (const request of requests) planOf(query, { ...request, plans });
  return plans.size;
}
const plansOf = (...variables: readonly Record<string, unknown>[]) =>
  plansFor(...variables.map((one) => ({ variables: one })));

describe('one plan serves', () => {
  it('all scalars of a variable', () => {
    expect(plansOf({ first: 1 }, { first: 100 })).toBe(1);
    expect(plansOf({ filter: { name: { eq: 'a' } } }, { filter: { name: { eq: 'b' } } })).toBe(1);
  });

  it('lists of values of any length', () =>
    expect(plansOf({ filter: { code: { in: [] } } }, { filter: { code: { in: ['a', 'b'] } } })).toBe(1));

  it('enums that an operator compares with, for those are parameters', () =>
    expect(plansOf({ filter: { kind: { eq: 'USAGE' } } }, { filter: { kind: { eq: 'SERVICE' } } })).toBe(1));

  it('a variable that is not given and one that has its default', () =>
    expect(plansOf({}, { all: false })).toBe(1));

  it('requests that mean the same whatever the order of their input fields', () => {
    const filter = { name: { eq: 'a' }, code: { eq: 'b' } };
    expect(plansOf({ filter }, { filter: { code: filter.code, name: filter.name } })).toBe(1);
  });
});

describe('another plan is made for', () => {
  it('another set of operators or fields', () => {
    const filters = [
      {},
      { name: {} },
      { name: { eq: 'a' } },
      { name: { contains: 'a' } },
      { code: { eq: 'a' } },
    ];
    expect(plansOf({}, ...filters.map((filter) => ({ filter })))).toBe(6);
  });

  it('another number of alternatives', () => {
    const one = { code: { eq: 'a' } };
    expect(plansOf({ filter: { or: [one] } }, { filter: { or: [one, one] } })).toBe(2);
  });

  it('an enum that is no operand, such as an order', () =>
    expect(
      plansOf(
        { order: { field: 'CODE' } },
        { order: { field: 'NAME' } },
        { order: { field: 'NAME', direction: 'DESC' } },
      ),
    ).toBe(3));

  it('a truth value, which may decide what is selected', () =>
    expect(plansOf({ all: true }, { all: false })).toBe(2));

  it('a null where a value could stand', () => expect(plansOf({ first: null }, { first: 1 })).toBe(2));

  it('another profile of access', () => {
    const some = { ...everyone, profile: 'some', allEntities: false };
    expect(plansFor({}, { reader: some }, { reader: everyone })).toBe(2);
  });

  it('another document or operation', () => {
    const plans = new Plans(registry);
    for (const text of ['{ viewer { subject } }', '{ viewer { roles } }', 'query a { viewer { subject } }'])
      planOf(text, { plans });
    expect(plans.size).toBe(3);
  });
});

describe('the cache of plans', () => {
  const numbered = (number: number) => `{ viewer { n${number}: subject } }`;

  it('holds 1,000 plans, and the least recently used leaves first', () => {
    const plans = new Plans(registry);
    const first = planOf(numbered(0), { plans });
    const second = planOf(numbered(1), { plans });
    for (let number = 2; number < 1_000; number++) planOf(numbered(number), { plans });
    expect(plans.size).toBe(1_000);
    expect(planOf(numbered(0), { plans })).toBe(first);
    planOf(numbered(1_000), { plans });
    expect(plans.size).toBe(1_000);
    expect(planOf(numbered(0), { plans })).toBe(first);
    expect(planOf(numbered(1), { plans })).not.toBe(second);
  });

  it('keeps nothing of an operation that is refused', () => {
    const plans = new Plans(registry);
    expect(() => planOf('{ products(first: 101) { nodes { code } } }', { plans })).toThrow('100 records');
    expect(plans.size).toBe(0);
  });
});

describe('a statement', () => {
  it('is prepared at its second use, under a name made of its text', () => {
    const plans = new Plans(registry);
    expect(planOf('{ viewer { subject } }', { plans }).name).toBeUndefined();
    const { name } = planOf('{ viewer { subject } }', { plans });
    expect(name).toMatch(/^r_[0-9a-f]{32}$/);
    planOf('{ viewer { subject } } # again', { plans });
    expect(planOf('{ viewer { subject } } # again', { plans }).name).toBe(name);
  });

  it('has the same text in every process: compiling again gives it again', () =>
    expect(planOf(query, { variables: { first: 1 } }).text).toBe(
      planOf(query, { variables: { first: 2 } }).text,
    ));
});
