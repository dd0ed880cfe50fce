// The limits that a document keeps before it is validated: what they count, and that counting stays cheap.
import { buildSchema, getIntrospectionQuery, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { documentLimitsRule } from '../../src/graph/parse-limits.ts';

const schema = buildSchema(`
  type Query { me: Person, people(first: Int): [Person!]!, one: Int }
  type Person { name: String, friend: Person, boss: Person, friends(first: Int): [Person!]! }
`);

const LIMITS = { depth: 5, aliases: 3, tokens: 2000 };

/** The errors of Apollo's own order: the specified rules first, ours last. */
function errorsOf(query: string, limits = LIMITS): string[] {
  const document = parse(query, { maxTokens: limits.tokens });
  return validate(schema, document, [...specifiedRules, documentLimitsRule(limits)]).map(
    ({ message }) => message,
  );
}

function exceeded(query: string, limits = LIMITS): unknown[] {
  const document = parse(query, { maxTokens: limits.tokens });
  return validate(schema, document, [...specifiedRules, documentLimitsRule(limits)]).map(
    ({ extensions }) => extensions.limit ?? extensions,
  );
}

const nested = (levels: number, leaf = 'name') =>
  `${'friend { '.repeat(levels)}${leaf}${' }'.repeat(levels)}`;

describe('depth', () => {
  test('counts fields with their leaves', () => {
    expect(errorsOf(`{ me { ${nested(3)} } }`)).toEqual([]);
    expect(errorsOf(`{ me { ${nested(4)} } }`)).toEqual([
      'The operation exceeds the limit on depth: 6, at most 5.',
    ]);
  });

  test('counts through fragments, of either kind, which add no level themselves', () => {
    const through = (levels: number) =>
      `{ ... { ...a } } fragment a on Query { me { ...b } } fragment b on Person { ${nested(levels)} }`;
    expect(exceeded(through(3))).toEqual([]);
    expect(exceeded(through(4))).toEqual(['depth']);
  });

  test('lets the introspection of tools through and no deeper one', () => {
    const query = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true });
    expect(exceeded(query)).toEqual([]);
    const deeper = `{ __type(name: "Person") { ${'ofType { '.repeat(20)} name ${'}'.repeat(20)} } }`;
    expect(exceeded(deeper)).toEqual(['depth of introspection']);
  });
});

describe('aliases', () => {
  test('are counted wherever they stand, by the setting', () => {
    expect(exceeded('{ a: one b: one c: one }')).toEqual([]);
    expect(exceeded('{ a: one me { b: name friend { c: name d: name } } }')).toEqual(['aliases']);
    const sixty = `{ ${Array.from({ length: 60 }, (_, i) => `a${i}: one`).join(' ')} }`;
    expect(exceeded(sixty, { ...LIMITS, aliases: 60 })).toEqual([]);
  });

  test('are counted as often as their fragment is spread', () => {
    const twice = '{ me { ...a } people { ...a } } fragment a on Person { x: name y: name }';
    expect(exceeded(twice)).toEqual(['aliases']);
  });

  test('are counted per operation, because one of them runs', () => {
    expect(exceeded('query a { a: one b: one } query b { a: one b: one }')).toEqual([]);
  });
});

describe('size', () => {
  test('counts the fields that fragments expand to, and does not expand them to count', () => {
    const levels = 60;
    const bomb = Array.from(
      { length: levels },
      (_, i) => `fragment f${i} on Person { friend { ...f${i + 1} } boss { ...f${i + 1} } }`,
    ).join(' ');
    const query = `{ me { ...f0 } } ${bomb} fragment f${levels} on Person { name }`;
    const began = performance.now();
    expect(exceeded(query, { ...LIMITS, depth: 100 })).toEqual(['fields with fragments expanded']);
    expect(performance.now() - began).toBeLessThan(100);
  });

  test('of one field asked again and again is refused', () => {
    expect(exceeded(`{ ${'one '.repeat(100)} }`)).toEqual([]);
    expect(exceeded(`{ ${'one '.repeat(101)} }`)).toEqual(['repetitions of one field']);
    expect(exceeded(`{ ${'... { me { name } } '.repeat(101)} }`)).toEqual(['repetitions of one field']);
  });

  test('of tokens is the parser’s', () => {
    expect(() => errorsOf('{ '.repeat(50_000))).toThrow();
    expect(() => errorsOf(`{ me ${'{ friend '.repeat(50_000)}`)).toThrow('2000 tokens');
    expect(() => errorsOf(`{ ${'one '.repeat(10_000)} }`)).toThrow('2000 tokens');
  });
});

describe('the other rules', () => {
  test('are not asked about a document that is too large', () => {
    expect(errorsOf('{ a: nobody b: nobody c: nobody d: nobody }')).toEqual([
      'The operation exceeds the limit on aliases: 4, at most 3.',
    ]);
  });

  test('still judge one that is not, also its cycles and its missing fragments', () => {
    expect(errorsOf('{ nobody }')).toEqual(['Cannot query field "nobody" on type "Query".']);
    expect(errorsOf('{ me { ...a } } fragment a on Person { friend { ...a } }')).toEqual([
      'Cannot spread fragment "a" within itself.',
    ]);
    expect(errorsOf('{ me { ...a } } fragment a on Person { ...b } fragment b on Person { ...a }')).toEqual([
      'Cannot spread fragment "a" within itself via "b".',
    ]);
    expect(errorsOf('{ me { ...a } }')).toEqual(['Unknown fragment "a".']);
  });

  test('take a bounded time for whatever keeps the limits', () => {
    const worst = [
      `{ ${'me { name } '.repeat(100)} }`,
      `{ ${Array.from({ length: 19 }, () => `... { ${'me { name } '.repeat(5)} }`).join(' ')} }`,
      `{ me { ${Array.from({ length: 100 }, () => 'friends(first: 1) { name }').join(' ')} } }`,
      `{ ${Array.from({ length: 150 }, (_, i) => `...f${i}`).join(' ')} } ${Array.from({ length: 150 }, (_, i) => `fragment f${i} on Query { one me { name } }`).join(' ')}`,
    ];
    for (const query of worst) {
      const began = performance.now();
      errorsOf(query, { depth: 12, aliases: 50, tokens: 2000 });
      expect(performance.now() - began).toBeLessThan(250);
    }
  });
});
