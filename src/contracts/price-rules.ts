// What a line costs for one price period: the price models of contract lines, with ramp steps, tiers and minimums.
import { type Decimal, decimal } from '../kernel/money.ts';

/** A tier of a graduated or volume price; the last has no upper end. */
export interface Tier {
  readonly upTo: string | null;
  readonly unitAmount: string | null;
  readonly flatAmount: string | null;
}

/** A step of quantity and net unit price, in force from its day on; what it leaves out stays as the line has it. */
export interface RampStep {
  readonly from: string;
  readonly quantity: string | null;
  readonly netUnitPrice: string | null;
}

/** The price of a line version. */
export interface LinePrice {
  readonly priceModel: string;
  readonly quantity: string;
  readonly netUnitPrice: string;
  readonly discountPercent: string;
  readonly minCommitment: string | null;
  readonly tiers: readonly Tier[] | null;
  readonly ramp: readonly RampStep[] | null;
}

/** The line's price as it stands on a day, with the ramp step of that day. */
export function priceOn(price: LinePrice, day: string): LinePrice {
  const step = (price.ramp ?? [])
    .filter((candidate) => candidate.from <= day)
    .reduce<RampStep | undefined>((last, next) => (last && last.from > next.from ? last : next), undefined);
  if (!step) return price;
  return {
    ...price,
    quantity: step.quantity ?? price.quantity,
    netUnitPrice: step.netUnitPrice ?? price.netUnitPrice,
  };
}

/**
 * The fixed charge of one price period: net price times quantity, by model; at least the minimum commitment. What is priced by
 * usage has no fixed charge beyond its minimum. Tiers are list prices, so the line's discount is taken off them.
 */
export function fixedCharge(price: LinePrice): Decimal {
  const charge = modelCharge(price);
  const minimum = decimal(price.minCommitment ?? '0');
  return charge.lessThan(minimum) ? minimum : charge;
}

function modelCharge(price: LinePrice): Decimal {
  const quantity = decimal(price.quantity);
  const net = decimal(price.netUnitPrice);
  const afterDiscount = decimal('1').minus(decimal(price.discountPercent).div('100'));
  switch (price.priceModel) {
    case 'USAGE':
      return decimal('0');
    case 'FLAT':
      return net;
    case 'PERCENTAGE':
      return net.times(quantity).div('100');
    case 'GRADUATED':
      return price.tiers ? graduated(price.tiers, quantity).times(afterDiscount) : net.times(quantity);
    case 'VOLUME':
      return price.tiers ? byVolume(price.tiers, quantity).times(afterDiscount) : net.times(quantity);
    default:
      return net.times(quantity);
  }
}

/** Each unit at the price of the tier in which it falls, and the flat amount of every tier that is reached. */
function graduated(tiers: readonly Tier[], quantity: Decimal): Decimal {
  let sum = decimal('0');
  let below = decimal('0');
  for (const tier of tiers) {
    if (quantity.lessThanOrEqualTo(below)) break;
    const end = tier.upTo === null ? quantity : decimal(tier.upTo);
    const units = (quantity.lessThan(end) ? quantity : end).minus(below);
    sum = sum.plus(units.times(tier.unitAmount ?? '0')).plus(tier.flatAmount ?? '0');
    below = end;
  }
  return sum;
}

/** All units at the price of the tier that the whole quantity reaches; beyond the last tier at the last one's. */
function byVolume(tiers: readonly Tier[], quantity: Decimal): Decimal {
  const reached =
    tiers.find((tier) => tier.upTo === null || quantity.lessThanOrEqualTo(tier.upTo)) ?? tiers.at(-1);
  if (!reached || quantity.isZero()) return decimal('0');
  return quantity.times(reached.unitAmount ?? '0').plus(reached.flatAmount ?? '0');
}
