// Products that may be one: by code or name, however they are punctuated.
import { describe, expect, it } from 'vitest';
import { type ComparedProduct, findDuplicateProducts } from '../../src/products/duplicate-rules.ts';

let count = 0;
const product = (code: string, name: string, more: Partial<ComparedProduct> = {}): ComparedProduct => ({
  id: `p${String(count++).padStart(4, '0')}`,
  code,
  name,
  kind: 'RECURRING',
  family: null,
  unit: null,
  ...more,
});
const signals = (...products: readonly ComparedProduct[]) =>
  findDuplicateProducts(products).map(({ evidence }) =>
    evidence.filter(({ agreement }) => agreement === 'SAME').map(({ signal }) => signal),
  );

describe('two products may be one', () => {
  it.each([
    ['GTX Pro', 'GTX Pro', 'GTXPro', 'GTXPro', ['CODE', 'NAME', 'KIND']],
    ['000010', 'Bike', '10', 'Bicycle', ['CODE', 'KIND']],
    ['A-1', 'Gold support', 'B-9', 'GOLD-SUPPORT', ['NAME', 'KIND']],
  ])('%s (%s) and %s (%s)', (code, name, otherCode, otherName, expected) =>
    expect(signals(product(code, name), product(otherCode, otherName))).toEqual([expected]),
  );
});

describe('two products are not one', () => {
  it('by a name that other kinds, families or units have as well', () => {
    const support = { kind: 'SERVICE', family: 'Basic' };
    expect(signals(product('A', 'Support'), product('B', 'Support', { kind: 'SERVICE' }))).toEqual([]);
    expect(
      signals(product('A', 'Support', support), product('B', 'Support', { ...support, family: 'Gold' })),
    ).toEqual([]);
    expect(
      signals(product('A', 'Support', { unit: 'hour' }), product('B', 'Support', { unit: 'day' })),
    ).toEqual([]);
  });

  it('by a name that a catalogue gives to many', () => {
    expect(signals(...Array.from({ length: 10 }, (_none, at) => product(`C${at}`, 'Setup')))).toEqual([]);
  });

  it('by other figures in their names', () =>
    expect(signals(product('A', 'Disk 500'), product('B', 'Disk 501'))).toEqual([]));
});
