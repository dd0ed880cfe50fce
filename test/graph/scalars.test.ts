// The custom scalars: what they accept from a client, in the document and in variables alike, and how a refusal is told.
import { GraphQLError, parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { scalars } from '../../src/graph/scalars.ts';

/** What a scalar makes of a value in a variable. */
const read = (name: string, value: unknown) => scalars[name]?.parseValue(value);
/** What it makes of a value in the document. */
const readLiteral = (name: string, literal: string) => scalars[name]?.parseLiteral(parseValue(literal), {});

const accepted: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['Date', ['2024-02-29', '0001-01-01', '9999-12-31']],
  ['DateTime', ['2024-02-29T10:00:00Z', '2024-02-29T10:00:00.5+05:30']],
  ['Decimal', ['0', '-12.50', '9007199254740993.000000000000000001']],
  ['CurrencyCode', ['EUR', 'JPY', 'DEM']],
  ['String', ['', 'Ä', '2024', "'; drop table customer; --"]],
  ['ID', ['17', 'C1']],
];

const refused: readonly (readonly [name: string, values: readonly unknown[]])[] = [
  ['Date', ['2023-02-29', '0000-01-01', '29.02.2024', '2024-02-29T00:00:00Z', '', 20240229, null, true, {}]],
  ['DateTime', ['2024-02-29', '2024-02-29T10:00:00', '2024-02-29T10:00:00+16:00', 'now', 1709200000]],
  ['Decimal', ['1e5', 'NaN', 'Infinity', '1,5', '', '9'.repeat(101), 12.5, 1]],
  ['CurrencyCode', ['eur', 'EU', 'XXX', 'XTS', '€', 978]],
  ['String', ['a\0b', 17, true, ['a']]],
  ['ID', ['a\0b', 1.5, 2 ** 53, true]],
];

describe.each(accepted)('%s', (name, values) => {
  it.each(values)('accepts %j, and passes it on as it is', (value) => {
    expect(read(name, value)).toBe(value);
    expect(readLiteral(name, JSON.stringify(value))).toBe(value);
  });
});

describe.each(refused)('%s', (name, values) => {
  it.each(values)('refuses %j in a variable', (value) => {
    expect(() => read(name, value)).toThrow(GraphQLError);
    expect(() => read(name, value)).toThrow(`${name} cannot represent`);
    expect(() => read(name, value)).toThrow(
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) }),
    );
  });

  it('refuses what is no text in the document, and says where it stands', () => {
    for (const literal of ['true', 'EUR', '{}', '["a"]']) {
      const fault = (() => {
        try {
          return readLiteral(name, literal);
        } catch (error) {
          return error;
        }
      })();
      expect(fault).toBeInstanceOf(GraphQLError);
      expect((fault as GraphQLError).locations).toEqual([{ line: 1, column: 1 }]);
    }
  });
});

describe('a Decimal', () => {
  it('may be a number in the document, whose digits arrive as written', () => {
    expect(readLiteral('Decimal', '0.10')).toBe('0.10');
    expect(readLiteral('Decimal', '9007199254740993')).toBe('9007199254740993');
  });

  it('has no exponent there either', () =>
    expect(() => readLiteral('Decimal', '1e5')).toThrow('without exponent'));

  it('is never a number in a variable, for that was a float', () =>
    expect(() => read('Decimal', 0.1)).toThrow('Decimal cannot represent 0.1'));
});

describe('an ID', () => {
  it('may be a whole number, as GraphQL has it', () => {
    expect(read('ID', 17)).toBe('17');
    expect(readLiteral('ID', '17')).toBe('17');
  });
});

describe('a date', () => {
  it('is refused as a number in the document', () =>
    expect(() => readLiteral('Date', '2024')).toThrow('as a text'));
});

describe('a refusal', () => {
  it('shows no more than 80 characters of what was given', () =>
    expect(() => read('Date', 'x'.repeat(10_000))).toThrow(/^.{1,200}$/));

  it('names the rule', () =>
    expect(() => read('Date', 'x')).toThrow('a date that exists, written YYYY-MM-DD'));
});

describe('JSON', () => {
  it('passes any value', () => expect(read('JSON', { a: [1, null] })).toEqual({ a: [1, null] }));
});
