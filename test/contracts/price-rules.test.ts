// What a line costs for one price period: by price model, with tiers, ramp steps and minimums.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedCharge, type LinePrice, priceOn, type Tier } from '../../src/contracts/price-rules.ts';

const price = (change: Partial<LinePrice> = {}): LinePrice => ({
  priceModel: 'PER_UNIT',
  quantity: '10',
  netUnitPrice: '9.5',
  discountPercent: '0',
  minCommitment: null,
  tiers: null,
  ramp: null,
  ...change,
});

const charge = (change: Partial<LinePrice>) => fixedCharge(price(change)).toString();

const tiers: readonly Tier[] = [
  { upTo: '10', unitAmount: '100', flatAmount: '1' },
  { upTo: '20', unitAmount: '50', flatAmount: null },
  { upTo: null, unitAmount: '10', flatAmount: '5' },
];

describe('the fixed charge of a price period', () => {
  it.each([
    ['a price for each unit', {}, '95'],
    ['one price whatever the quantity', { priceModel: 'FLAT' }, '9.5'],
    ['a percentage of an amount', { priceModel: 'PERCENTAGE', quantity: '2000' }, '190'],
    ['nothing for usage that nobody committed to', { priceModel: 'USAGE' }, '0'],
    ['the minimum of usage', { priceModel: 'USAGE', minCommitment: '500' }, '500'],
    ['the minimum where the price stays below it', { minCommitment: '100' }, '100'],
    ['the price where it exceeds the minimum', { minCommitment: '90' }, '95'],
    ['each unit at its own tier', { priceModel: 'GRADUATED', tiers, quantity: '15' }, '1251'],
    ['nothing in no tier', { priceModel: 'GRADUATED', tiers, quantity: '0' }, '0'],
    ['the end of a tier within it', { priceModel: 'GRADUATED', tiers, quantity: '10' }, '1001'],
    ['all units at the tier reached', { priceModel: 'VOLUME', tiers, quantity: '15' }, '750'],
    ['beyond all ends at the last tier', { priceModel: 'VOLUME', tiers, quantity: '100' }, '1005'],
    [
      'tiers less the discount',
      { priceModel: 'GRADUATED', tiers, quantity: '15', discountPercent: '10' },
      '1125.9',
    ],
    ['net price times quantity where tiers are missing', { priceModel: 'GRADUATED' }, '95'],
  ] as const)('is %s', (_, change, expected) => expect(charge(change)).toBe(expected));

  it('of graduated tiers never falls when the quantity grows', () => {
    const quantity = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((units) =>
          fixedCharge(price({ priceModel: 'GRADUATED', tiers, quantity: String(units) })),
        );
        expect(less?.lessThanOrEqualTo(more ?? '0')).toBe(true);
      }),
    );
  });
});

describe('a ramp', () => {
  const ramp = [
    { from: '2026-09-01', quantity: '4', netUnitPrice: '9' },
    { from: '2026-06-01', quantity: '3', netUnitPrice: null },
  ];
  it.each([
    ['2026-05-31', '10', '9.5'],
    ['2026-06-01', '3', '9.5'],
    ['2026-08-31', '3', '9.5'],
    ['2026-09-01', '4', '9'],
  ])('on %s stands at its last step', (day, quantity, netUnitPrice) =>
    expect(priceOn(price({ ramp }), day)).toMatchObject({ quantity, netUnitPrice }),
  );
});
