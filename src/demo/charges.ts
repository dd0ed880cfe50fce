// What falls to be billed under a contract up to today: periods in advance and in arrears, prorated additions, usage with overage
// and minimum, deliveries.
import { type Decimal, decimal } from '../kernel/money.ts';
import { rounded } from './amounts.ts';
import type { Product } from './catalogue.ts';
import { type Contract, type Line, type LineVersion, quantityOn, versionOn } from './contracts.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface Charge {
  /** The day on which it is billed. */
  readonly on: string;
  readonly product: Product;
  readonly description: string;
  readonly contractLine?: string;
  readonly quantity: string;
  readonly unitPrice: Decimal;
  readonly discount: number;
  readonly amount: Decimal;
  readonly from: string;
  /** Last day. */
  readonly to: string;
  /** Months over which it becomes revenue; 0: at once. */
  readonly months: number;
}

/** One month of metering. */
export interface Metered {
  readonly line: Line;
  readonly version: LineVersion;
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly quantity: number;
  readonly rated: Decimal;
}

export interface Billable {
  readonly charges: Charge[];
  readonly metered: Metered[];
}

export function billableOf(world: World, contract: Contract, random: Random): Billable {
  const billable: Billable = { charges: [], metered: [] };
  for (const line of contract.lines) {
    switch (line.product.kind) {
      case 'RECURRING':
        billable.charges.push(...periodCharges(world, contract, line));
        break;
      case 'USAGE':
        meter(world, contract, { line, random, billable });
        break;
      case 'ONE_TIME':
        billable.charges.push(...onceCharges(world, contract, line));
        break;
      default:
        billable.charges.push(...deliveryCharges(world, contract, line));
    }
  }
  return billable;
}

function* periodCharges({ calendar }: World, contract: Contract, line: Line): Generator<Charge> {
  const months = contract.frequency || 1;
  for (let period = 0; ; period++) {
    const from = calendar.plusMonths(contract.startsOn, period * months);
    const next = calendar.plusMonths(contract.startsOn, (period + 1) * months);
    const on = line.timing === 'ADVANCE' ? from : next;
    if (from > contract.endsOn || on > calendar.today) return;
    if (line.startsOn >= next) continue;
    const begin = laterOf(line.startsOn, from);
    const span = { from: begin, next, months: monthsBetween(begin, next) };
    const version = versionOn(line, begin);
    if (!version || version.suspended || version.quantity === 0) continue;
    const quantity = quantityOn(line, version, begin);
    yield periodCharge(
      contract,
      { line, version, quantity, span, on: laterOf(begin, on), prefix: '' },
      calendar.plusDays(next, -1),
    );
    const added = line.versions.find(
      (later) =>
        later.from !== undefined && later.from > begin && later.from < next && later.quantity > quantity,
    );
    if (added?.from === undefined || line.timing === 'ARREARS') continue;
    const rest = { from: added.from, next, months: monthsBetween(added.from, next) };
    const more = {
      line,
      version: added,
      quantity: added.quantity - quantity,
      span: rest,
      on: added.from,
      prefix: 'Added: ',
    };
    yield periodCharge(contract, more, calendar.plusDays(next, -1));
  }
}

interface Part {
  readonly line: Line;
  readonly version: LineVersion;
  readonly quantity: number;
  readonly span: { readonly from: string; readonly months: number };
  readonly on: string;
  readonly prefix: string;
}

function periodCharge(
  contract: Contract,
  { line, version, quantity, span, on, prefix }: Part,
  to: string,
): Charge {
  const { months, from } = span;
  const price =
    months === contract.pricePeriod
      ? version.unitPrice
      : version.unitPrice.times(months).div(contract.pricePeriod).toDecimalPlaces(4);
  return {
    on,
    product: line.product,
    description: `${prefix}${line.product.name}`,
    contractLine: version.id,
    quantity: String(quantity),
    unitPrice: price,
    discount: version.discount,
    amount: rounded(version.net.times(quantity * months).div(contract.pricePeriod), contract.currency),
    from,
    to,
    months: line.timing === 'ADVANCE' ? months : 0,
  };
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}

/** Whole months, as contracts of this company change on their anchor day only. */
function monthsBetween(from: string, until: string): number {
  const [startYear, startMonth, endYear, endMonth] = [
    from.slice(0, 4),
    from.slice(5, 7),
    until.slice(0, 4),
    until.slice(5, 7),
  ];
  return (Number(endYear) - Number(startYear)) * 12 + Number(endMonth) - Number(startMonth);
}

interface Meter {
  readonly line: Line;
  readonly random: Random;
  readonly billable: Billable;
}

function meter({ calendar }: World, contract: Contract, { line, random, billable }: Meter): void {
  for (let month = 0; ; month++) {
    const from = calendar.plusMonths(contract.startsOn, month);
    const to = calendar.plusMonths(contract.startsOn, month + 1);
    const version = versionOn(line, from);
    if (to > calendar.today || from > contract.endsOn || !version) return;
    const quantity =
      line.included === undefined
        ? random.between(600, 1_900)
        : Math.floor((line.included * random.between(60, 145)) / 100);
    const charged = Math.max(0, quantity - (line.included ?? 0));
    const rated = rounded(version.net.times(charged), contract.currency);
    billable.metered.push({ line, version, from, to, quantity, rated });
    const charge = {
      on: to,
      product: line.product,
      contractLine: version.id,
      unitPrice: version.net,
      discount: 0,
      from,
      to: calendar.plusDays(to, -1),
      months: 0,
    };
    const what =
      line.included === undefined
        ? line.product.name
        : `${line.product.name}, above ${line.included} ${line.product.unit}`;
    if (!rated.isZero())
      billable.charges.push({ ...charge, description: what, quantity: String(charged), amount: rated });
    const missing = line.minimum ? rounded(line.minimum.minus(rated), contract.currency) : undefined;
    if (missing?.greaterThan(0))
      billable.charges.push({
        ...charge,
        description: 'Up to the minimum commitment',
        quantity: '1',
        unitPrice: missing,
        amount: missing,
      });
  }
}

function* onceCharges({ calendar }: World, contract: Contract, line: Line): Generator<Charge> {
  const [version] = line.versions;
  if (!version || contract.startsOn > calendar.today) return;
  yield {
    on: contract.startsOn,
    product: line.product,
    description: line.product.name,
    contractLine: version.id,
    quantity: String(version.quantity),
    unitPrice: version.unitPrice,
    discount: version.discount,
    amount: rounded(version.net.times(version.quantity), contract.currency),
    from: contract.startsOn,
    to: calendar.monthEnd(contract.startsOn),
    months: 1,
  };
}

/** Days of work, billed at the end of each of three months as they were delivered. */
function* deliveryCharges({ calendar }: World, contract: Contract, line: Line): Generator<Charge> {
  const [version] = line.versions;
  if (!version) return;
  const months = contract.customer.internal ? 36 : 3;
  const days = Math.max(1, Math.floor(version.quantity / (contract.customer.internal ? 1 : 3)));
  for (let month = 0; month < months; month++) {
    const to = calendar.monthEnd(calendar.plusMonths(contract.startsOn, month));
    if (to > calendar.today) return;
    const from = month === 0 ? contract.startsOn : `${to.slice(0, 8)}01`;
    yield {
      on: to,
      product: line.product,
      description: line.product.name,
      contractLine: version.id,
      quantity: String(days),
      unitPrice: version.unitPrice,
      discount: version.discount,
      amount: rounded(version.net.times(days), contract.currency),
      from,
      to,
      months: 0,
    };
  }
}

/** What was paid in advance for the time after a cancellation, as a share of the period's charge. */
export function unusedShare(
  contract: Contract,
  charge: { from?: string; to?: string; months: number },
): Decimal {
  if (
    contract.cancelledOn === undefined ||
    charge.from === undefined ||
    charge.to === undefined ||
    charge.months < 2
  )
    return decimal('0');
  if (contract.cancelledOn <= charge.from || contract.cancelledOn > charge.to) return decimal('0');
  return decimal(String(charge.months - monthsBetween(charge.from, contract.cancelledOn))).div(charge.months);
}
