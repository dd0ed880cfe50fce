// Filters: what is asked becomes a condition with parameters, what is not asked becomes nothing, and no text of a client ever
// becomes SQL.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Compiling, everyone, planOf, valuesOf } from './compiled.ts';

const products = (filter: string) => `{ products(filter: ${filter}) { nodes { code } } }`;
const byVariable = 'query ($filter: ProductFilter) { products(filter: $filter) { nodes { code } } }';
const given = (filter: unknown, more: Compiling = {}): [string, Compiling] => [
  byVariable,
  { variables: { filter }, ...more },
];

const all = planOf('{ products { nodes { code } } }').text;
/** What the conditions are, as the statement says them. */
const conditions = (text: string) => / where (.*) order by /.exec(text)?.[1];
const conditionsOf = (filter: string) => conditions(planOf(products(filter)).text);

describe('an absent filter', () => {
  it.each(['{}', '{ name: {} }', '{ name: {}, active: {} }'])('such as %s compiles to nothing', (filter) => {
    expect(planOf(products(filter)).text).toBe(all);
    expect(valuesOf(products(filter))).toEqual([]);
  });

  it('compiles to nothing where its variable is not given, whole or in part', () => {
    expect(planOf(byVariable).text).toBe(all);
    expect(planOf(...given({ name: {} })).text).toBe(all);
    const part = 'query ($name: String) { products(filter: { name: { eq: $name } }) { nodes { code } } }';
    expect(planOf(part).text).toBe(all);
  });

  it('leaves no trace of the unasked operators', () => {
    expect(conditionsOf('{ name: { eq: "a" } }')).toBe('("t1"."name" = $1::text)');
  });
});

describe('an explicit null', () => {
  it.each([
    ['{ name: null }', 'filter.name'],
    ['{ name: { eq: null } }', 'filter.name.eq'],
    ['{ name: { isNull: null } }', 'filter.name.isNull'],
    ['{ code: { in: null } }', 'filter.code.in'],
    ['{ and: null }', 'filter.and'],
    ['{ or: [{ code: { eq: "a" } }, { name: { contains: null } }] }', 'filter.or[1].name.contains'],
  ])('in %s is refused, naming %s', (filter, path) => {
    const refusal = { extensions: { code: 'BAD_USER_INPUT', field: path } };
    expect(() => planOf(products(filter))).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`${path}: null`) }),
    );
    expect(() => planOf(products(filter))).toThrow(
      expect.objectContaining({ extensions: expect.objectContaining(refusal.extensions) }),
    );
  });

  it('in a variable is refused too', () => {
    expect(() => planOf(...given({ name: null }))).toThrow('filter.name: null');
    expect(() => planOf(...given({ and: [{ kind: { eq: null } }] }))).toThrow('filter.and[0].kind.eq: null');
  });

  it('is told that emptiness is asked with isNull', () =>
    expect(() => planOf(products('{ family: { eq: null } }'))).toThrow('ask for emptiness with isNull'));
});

describe('an operator', () => {
  it.each([
    ['{ name: { eq: "a" } }', '("t1"."name" = $1::text)', ['a']],
    ['{ family: { isNull: true } }', '(("t1"."family") is null)', []],
    ['{ family: { isNull: false } }', '(("t1"."family") is not null)', []],
    ['{ active: { eq: true } }', '("t1"."active" = $1::boolean)', [true]],
    ['{ kind: { eq: USAGE } }', '("t1"."kind" = $1::text)', ['USAGE']],
    ['{ name: { contains: "a" } }', '("t1"."name" ilike $1::text collate "und-x-icu")', ['%a%']],
    ['{ name: { startsWith: "a" } }', '("t1"."name" ilike $1::text collate "und-x-icu")', ['a%']],
    [
      '{ updatedAt: { gte: "2026-01-01T00:00:00Z", lt: "2026-02-01T00:00:00Z" } }',
      '("t1"."updated_at" < $1::timestamptz and "t1"."updated_at" >= $2::timestamptz)',
      ['2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ],
  ])('of %s compares with parameters', (filter, condition, values) => {
    expect(conditionsOf(filter)).toBe(condition);
    expect(valuesOf(products(filter))).toEqual(values);
  });

  it('takes the wildcards of LIKE as the characters that they are', () =>
    expect(valuesOf(products('{ name: { contains: "50%_\\\\" } }'))).toEqual(['%50\\%\\_\\\\%']));

  it('refuses what is no UUID where an id is due', () => {
    expect(() => valuesOf(products('{ id: { eq: "17" } }'))).toThrow(
      'filter.id.eq: "17" is refused: an id is a UUID',
    );
    expect(() => valuesOf(...given({ id: { in: ['17'] } }))).toThrow('filter.id.in: "17"');
  });
});

describe('a list of values', () => {
  it('is one array parameter, whatever its length', () => {
    expect(conditionsOf('{ code: { in: ["a", "b"] } }')).toBe('("t1"."code" = any($1::text[]))');
    expect(valuesOf(products('{ code: { in: ["a", "b"] } }'))).toEqual([['a', 'b']]);
    expect(conditionsOf('{ kind: { in: [USAGE] } }')).toBe('("t1"."kind" = any($1::text[]))');
    expect(planOf(...given({ code: { in: [] } })).text).toBe(
      planOf(...given({ code: { in: ['a', 'b'] } })).text,
    );
  });

  it('may hold variables among its values', () => {
    const text =
      'query ($code: String!) { products(filter: { code: { in: ["a", $code] } }) { nodes { code } } }';
    expect(valuesOf(text, { variables: { code: 'b' } })).toEqual([['a', 'b']]);
  });

  it('is a single value too, as GraphQL coerces it', () =>
    expect(valuesOf(products('{ code: { in: "a" } }'))).toEqual([['a']]));
});

describe('and and or', () => {
  it('join what their items say, beside what stands next to them', () => {
    expect(conditionsOf('{ active: { eq: true }, or: [{ code: { eq: "a" } }, { name: { eq: "b" } }] }')).toBe(
      '("t1"."active" = $1::boolean and (("t1"."code" = $2::text) or ("t1"."name" = $3::text)))',
    );
    expect(conditionsOf('{ and: [{ code: { eq: "a" } }, { name: { eq: "b" } }] }')).toBe(
      '((("t1"."code" = $1::text) and ("t1"."name" = $2::text)))',
    );
  });

  it('of nothing: all of none hold, one of none does not', () => {
    expect(conditionsOf('{ and: [] }')).toBe('(true)');
    expect(conditionsOf('{ or: [] }')).toBe('(false)');
    expect(conditionsOf('{ or: [{}] }')).toBe('(((true)))');
  });

  it('stand one level deep', () => {
    expect(() => planOf(products('{ or: [{ and: [{ code: { eq: "a" } }] }] }'))).toThrow(
      'filter.or[0].and: "and" is refused: and/or stand one level deep',
    );
  });
});

describe('a filter on a masked field', () => {
  const contacts =
    '{ customer(number: "1") { contacts(filter: { email: { eq: "a@b.example" } }) { totalCount } } }';
  it('is refused to who sees it masked, and to nobody else', () => {
    const masked = { ...everyone, lifted: new Set<string>() };
    expect(() => planOf(contacts, { reader: masked })).toThrow(
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'FORBIDDEN' }) }),
    );
    expect(planOf(contacts).text).toContain('"email" = ');
  });
});

describe('the text of a client', () => {
  /** Long enough not to stand in the statement by chance, with everything that could end a literal. */
  const texts = fc
    .tuple(
      fc.string({ minLength: 8, unit: 'binary' }),
      fc.constantFrom("'", "''; --", '\\', '$1', '"', '%', 'é'),
    )
    .map(([text, end]) => `ß${text.replaceAll('\0', '0')}${end}`);
  const operators = fc.oneof(
    fc.record({ eq: texts }),
    fc.record({ in: fc.array(texts, { minLength: 1 }) }),
    fc.record({ contains: texts }),
    fc.record({ startsWith: texts }),
  );
  const filters = fc.record({
    name: operators,
    code: operators,
    or: fc.array(fc.record({ family: operators })),
  });
  const textsIn = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value
        ? Object.values(value).flatMap(textsIn)
        : [];

  it('in a filter is never part of the statement, written in the document or in a variable', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const literal = `{ products(filter: ${JSON.stringify(filter).replace(/"(\w+)":/g, '$1:')}) { nodes { code } } }`;
        for (const { text } of [planOf(...given(filter)), planOf(literal)]) {
          for (const word of textsIn(filter)) expect(text).not.toContain(word);
          expect(text).not.toContain('ß');
        }
      }),
    );
  });

  it('is a parameter exactly as it was given', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1 }), texts, (codes, name) => {
        expect(valuesOf(...given({ code: { in: codes }, name: { eq: name } }))).toEqual([codes, name]);
      }),
    );
  });

  it('as an alias cannot end a literal: a name has letters, digits and underscores', () => {
    expect(planOf('{ products { n: nodes { _x1: code } } }').text).toContain('"_x1"');
    expect(() => planOf(`{ products { "x': nodes { code } } }`)).toThrow('Syntax Error');
  });
});

describe('a filter that no store should plan', () => {
  it('has at most 50 conditions in a list, wherever they come from', () => {
    const list = (length: number) => ({ or: Array.from({ length }, () => ({ code: { eq: 'a' } })) });
    expect(() => planOf(...given(list(50)))).not.toThrow();
    expect(() => planOf(...given(list(51)))).toThrow(
      'filter.or: "a list of 51" is refused: at most 50 conditions',
    );
  });

  it('searches for at most 200 characters', () => {
    expect(() => valuesOf(...given({ name: { contains: 'a'.repeat(200) } }))).not.toThrow();
    expect(() => valuesOf(...given({ name: { startsWith: 'a'.repeat(201) } }))).toThrow(
      'at most 200 characters',
    );
  });
});
