// Money: every amount is exact, rounds half up to its currency's minor unit, and splits without losing or making a cent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, decimal, isDecimal, toMinor } from '../../src/kernel/money.ts';

const shares = (amount: string, weights: readonly string[], minorDigits = 2) =>
  allocate(
    decimal(amount),
    weights.map((weight) => decimal(weight)),
    minorDigits,
  ).map((share) => share.toString());

/** A number as text, with up to `whole` digits before the point and exactly `digits` after it. */
const numbers = (digits: number, whole = 40) =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** BigInt(whole + digits) - 1n }), fc.boolean())
    .map(([units, negative]) => {
      const text = String(units).padStart(digits + 1, '0');
      const plain = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
      return `${negative ? '-' : ''}${plain}`;
    });
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String), {
  minLength: 1,
  maxLength: 12,
});
const minorDigits = fc.constantFrom(0, 2, 3, 4);

describe('a decimal', () => {
  it.each(['0', '-0', '7', '0007', '12.50', '.5', '5.', '-.5', '9'.repeat(100)])(
    'may be written %s',
    (text) => expect(isDecimal(text)).toBe(true),
  );

  it.each([
    '',
    '-',
    '.',
    '+1',
    '1e3',
    '1,000',
    '1_000',
    ' 1',
    '1\n',
    '0x1f',
    'NaN',
    'Infinity',
    '١',
    '1.2.3',
  ])('is not written %j', (text) => expect(isDecimal(text)).toBe(false));

  it('has at most 100 characters from a client', () => expect(isDecimal('9'.repeat(101))).toBe(false));

  it('is exact where a float is not', () => {
    expect(decimal('0.1').plus(decimal('0.2')).toString()).toBe('0.3');
    expect(decimal('9007199254740993').toString()).toBe('9007199254740993');
  });

  it('keeps every digit that was written, and never shows an exponent', () => {
    fc.assert(
      fc.property(numbers(30, 70), (text) => {
        const read = decimal(text);
        expect(read.toString()).not.toMatch(/e/i);
        expect(toMinor(read, 30)).toBe(text.replace(/^-(0+\.0+)$/, '$1'));
      }),
    );
    expect(decimal(`0.${'0'.repeat(60)}1`).toString()).toBe(`0.${'0'.repeat(60)}1`);
    expect(decimal('4.8213E11').toString()).toBe('482130000000');
  });

  it.each(['NaN', 'Infinity', '-Infinity', '0x1f', '1_000', '', ' 1', '+1', '1e9999', 'ten'])(
    'is never read from %j',
    (text) => expect(() => decimal(text)).toThrow('is no decimal number'),
  );
});

describe('an amount at its minor unit', () => {
  it.each([
    ['1.005', 2, '1.01'],
    ['1.0049999', 2, '1.00'],
    ['-1.005', 2, '-1.01'],
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['0.0005', 3, '0.001'],
    ['1', 2, '1.00'],
    ['1', 0, '1'],
  ] as const)('rounds %s half up, away from zero, at %i digits to %s', (amount, digits, text) =>
    expect(toMinor(decimal(amount), digits)).toBe(text),
  );

  it('is never minus zero', () => expect(toMinor(decimal('-0.001'), 2)).toBe('0.00'));

  it('has exactly its digits and no exponent, however large or small', () => {
    expect(toMinor(decimal(`1${'0'.repeat(70)}`), 2)).toBe(`1${'0'.repeat(70)}.00`);
    expect(toMinor(decimal(`${'9'.repeat(80)}.995`), 2)).toBe(`1${'0'.repeat(80)}.00`);
    expect(toMinor(decimal(`0.${'0'.repeat(50)}1`), 2)).toBe('0.00');
    fc.assert(
      fc.property(numbers(6, 70), minorDigits, (text, digits) => {
        const form = digits === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${digits}}$`);
        expect(toMinor(decimal(text), digits)).toMatch(form);
      }),
    );
  });

  it('is at most half a minor unit away from what it was', () => {
    fc.assert(
      fc.property(numbers(6), minorDigits, (text, digits) => {
        const away = decimal(toMinor(decimal(text), digits))
          .minus(decimal(text))
          .abs();
        expect(away.lessThanOrEqualTo(decimal(`5e-${digits + 1}`))).toBe(true);
      }),
    );
  });
});

describe('the shares of an amount', () => {
  it('go by largest remainder, the earlier first where remainders are equal', () => {
    expect(shares('100', ['1', '1', '1'])).toEqual(['33.34', '33.33', '33.33']);
    expect(shares('0.05', ['1', '2', '1'])).toEqual(['0.01', '0.03', '0.01']);
    expect(shares('10', ['1', '31', '1', '3'], 0)).toEqual(['0', '9', '0', '1']);
    // A third and ten thirds are left with the same third, though not in decimals: the earlier gets the unit.
    expect(shares('11', ['10', '1', '22'], 0)).toEqual(['4', '0', '7']);
  });

  it('are whole units in a currency without minor unit', () =>
    expect(shares('100', ['1', '1', '1'], 0)).toEqual(['34', '33', '33']));

  it('of a credit take back exactly those of what it credits', () => {
    expect(shares('-100', ['1', '1', '1'])).toEqual(['-33.34', '-33.33', '-33.33']);
    fc.assert(
      fc.property(numbers(2), weights, (amount, by) => {
        fc.pre(by.some((weight) => weight !== '0'));
        const back = amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
        const sums = shares(amount, by).map((share, index) =>
          decimal(share).plus(decimal(shares(back, by)[index] ?? 'NaN')),
        );
        expect(sums.every((sum) => sum.isZero())).toBe(true);
      }),
    );
  });

  it('of nothing are nothing, and a weight of zero gets nothing', () => {
    expect(shares('0', ['1', '2'])).toEqual(['0', '0']);
    expect(shares('0.02', ['0', '1', '0', '1', '1'])).toEqual(['0', '0.01', '0', '0.01', '0']);
    expect(shares('-0.01', ['0', '1', '1'])).toEqual(['0', '-0.01', '0']);
  });

  it('go by lines of both signs where the lines do, such as a discount among charges', () =>
    expect(shares('10.01', ['2', '-1'])).toEqual(['20.02', '-10.01']));

  it('are refused where the weights add up to zero or there are none', () => {
    expect(() => shares('1', ['0', '0'])).toThrow('weights must not add up to zero');
    expect(() => shares('1', ['1', '-1'])).toThrow('weights must not add up to zero');
    expect(() => shares('1', [])).toThrow('weights must not add up to zero');
  });

  it('are refused of an amount that they could not add up to', () =>
    expect(() => shares('10.005', ['1', '1'])).toThrow('more digits'));

  it('add up to the amount, each less than one minor unit from its exact part and with its sign', () => {
    const split = fc
      .tuple(minorDigits, weights)
      .chain(([digits, by]) =>
        fc.record({ digits: fc.constant(digits), by: fc.constant(by), amount: numbers(digits, 60) }),
      );
    fc.assert(
      fc.property(split, ({ digits, by, amount }) => {
        fc.pre(by.some((weight) => weight !== '0'));
        const whole = units(amount);
        const sum = by.reduce((total, weight) => total + BigInt(weight), 0n);
        const found = allocate(decimal(amount), by.map(decimal), digits).map((share) =>
          units(share.toFixed(digits)),
        );
        expect(found.reduce((total, share) => total + share, 0n)).toBe(whole);
        found.forEach((share, index) => {
          const off = share * sum - whole * BigInt(by[index] ?? '0');
          expect(off < sum && off > -sum).toBe(true);
          expect(share === 0n || share < 0n === whole < 0n).toBe(true);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('grow with their weights', () => {
    fc.assert(
      fc.property(numbers(2, 12), weights, (amount, by) => {
        fc.pre(by.some((weight) => weight !== '0') && !amount.startsWith('-'));
        const sorted = [...by].sort((a, b) => decimal(b).comparedTo(decimal(a)));
        const found = shares(amount, sorted).map(decimal);
        expect(found.every((share, index) => found[index + 1]?.lessThanOrEqualTo(share) ?? true)).toBe(true);
      }),
    );
  });
});

const units = (text: string) => BigInt(text.replace('.', ''));
