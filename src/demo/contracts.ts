// What customers of the demo company have agreed: contracts with lines in versions, as their stories have them sign, grow, shrink,
// pause, renew and end.
import type { Decimal } from '../kernel/money.ts';
import { type Currency, rounded } from './amounts.ts';
import { listPrice, type Product, products } from './catalogue.ts';
import type { Customer } from './customers.ts';
import type { Entity, TermCode } from './entities.ts';
import type { Random } from './random.ts';
import type { Archetype, Change } from './stories.ts';
import type { World } from './world.ts';

export interface LineVersion {
  readonly id: string;
  /** First day; undefined: from the beginning. */
  readonly from?: string;
  /** Exclusive; undefined: to the end. */
  to?: string;
  readonly quantity: number;
  readonly unitPrice: Decimal;
  readonly discount: number;
  readonly net: Decimal;
  readonly endsOn: string;
  readonly amendment: string;
  readonly suspended?: { readonly from: string; readonly to: string };
}

export interface RampStep {
  readonly from: string;
  readonly quantity: number;
}

export interface Line {
  readonly position: number;
  readonly product: Product;
  readonly timing: 'ADVANCE' | 'ARREARS';
  readonly startsOn: string;
  readonly versions: LineVersion[];
  readonly ramp?: readonly RampStep[];
  /** Money per month. */
  readonly minimum?: Decimal;
  /** Units per month without charge. */
  readonly included?: number;
}

export interface Amendment {
  readonly id: string;
  readonly number: string;
  readonly kind: Change | 'NEW' | 'RESUME';
  readonly on: string;
}

export interface Contract {
  readonly id: string;
  readonly number: string;
  readonly customer: Customer;
  readonly payer: Customer;
  readonly entity: Entity;
  readonly currency: Currency;
  readonly archetype: Archetype;
  /** Months between bills and months of the price period; 0: billed once. */
  readonly frequency: 0 | 1 | 3 | 12;
  readonly pricePeriod: 1 | 12;
  readonly termMonths: number;
  readonly term: TermCode;
  readonly startsOn: string;
  endsOn: string;
  cancelledOn?: string;
  readonly lines: Line[];
  readonly amendments: Amendment[];
  readonly purchaseOrder?: string;
}

interface Shape {
  readonly frequency: Contract['frequency'];
  readonly pricePeriod: Contract['pricePeriod'];
  readonly termMonths: number;
}

const shapes: Readonly<Record<Archetype, Shape>> = {
  MONTHLY: { frequency: 1, pricePeriod: 1, termMonths: 36 },
  QUARTERLY: { frequency: 3, pricePeriod: 1, termMonths: 24 },
  ANNUAL: { frequency: 12, pricePeriod: 12, termMonths: 12 },
  METERED: { frequency: 1, pricePeriod: 1, termMonths: 36 },
  OVERAGE: { frequency: 12, pricePeriod: 12, termMonths: 12 },
  RAMP: { frequency: 12, pricePeriod: 12, termMonths: 36 },
  PROJECT: { frequency: 0, pricePeriod: 1, termMonths: 6 },
  ARREARS: { frequency: 3, pricePeriod: 1, termMonths: 24 },
};

/** Services between our own companies run on. */
const affiliateShape: Shape = { frequency: 0, pricePeriod: 1, termMonths: 60 };

export interface ContractRequest {
  readonly customer: Customer;
  readonly payer: Customer;
  readonly entity: Entity;
  readonly archetype: Archetype;
  readonly changes: readonly Change[];
  readonly age: number;
  readonly sequence: number;
}

export function buildContract(world: World, request: ContractRequest, random: Random): Contract {
  const { customer, payer, entity, archetype, age, sequence } = request;
  const { calendar } = world;
  const shape = customer.internal ? affiliateShape : shapes[archetype];
  const month = calendar.months[calendar.months.length - 1 - age] ?? calendar.start;
  const startsOn = random.chance(80) ? month : `${month.slice(0, 8)}15`;
  const digits = `${customer.digits}-${sequence}`;
  const contract: Contract = {
    id: `K-${digits}`,
    number: `CT-${digits}`,
    customer,
    payer,
    entity,
    currency: entity === customer.entity ? customer.currency : entity.currency,
    archetype,
    ...shape,
    term: archetype === 'PROJECT' && random.chance(40) ? 'THIRDS' : customer.term,
    startsOn,
    endsOn: calendar.plusDays(calendar.plusMonths(startsOn, shape.termMonths), -1),
    lines: [],
    amendments: [],
    ...(random.chance(30) ? { purchaseOrder: `PO-${random.between(40_000, 99_999)}` } : {}),
  };
  const first = addAmendment(contract, 'NEW', startsOn);
  addLines(world, contract, { random, amendment: first });
  for (const change of request.changes.filter((kind) => kind !== 'RENEW'))
    applyChange(world, contract, change, { random, age });
  if (contract.frequency !== 0) renew(world, contract, random);
  return contract;
}

function addAmendment(contract: Contract, kind: Amendment['kind'], on: string): string {
  const at = contract.amendments.length;
  const amendment = {
    id: `${contract.id.replace('K', 'M')}-${at}`,
    number: `${contract.number}/${at}`,
    kind,
    on,
  };
  contract.amendments.push(amendment);
  return amendment.id;
}

interface Signing {
  readonly random: Random;
  readonly amendment: string;
}

function addLines(world: World, contract: Contract, { random, amendment }: Signing): void {
  const add = (product: Product, quantity: number, more: Partial<Line> = {}) =>
    addLine(
      contract,
      {
        product,
        quantity,
        discount: product.kind === 'USAGE' ? 0 : random.pick([0, 0, 5, 10, 12, 15]),
        amendment,
      },
      more,
    );
  const seats = random.between(8, contract.customer.segment === 'Enterprise' ? 160 : 45);
  const arrears = { timing: 'ARREARS' } as const;
  if (contract.customer.internal) {
    add(products.affiliate, 1, arrears);
    return;
  }
  switch (contract.archetype) {
    case 'MONTHLY':
      add(products.platform, 1);
      add(products.seat, seats);
      if (random.chance(35)) add(products.support, 1);
      break;
    case 'QUARTERLY':
      add(products.platform, 1);
      add(products.support, 1);
      break;
    case 'ARREARS':
      add(products.platform, 1, arrears);
      add(products.support, 1, arrears);
      break;
    case 'ANNUAL':
      add(products.platform, 1);
      add(products.proSeat, seats);
      add(products.onboarding, 1);
      break;
    case 'METERED':
      add(products.platform, 1);
      add(products.calls, 1, {
        ...arrears,
        minimum: listPrice(products.calls, contract.currency, 1).times(random.between(8, 14) * 100),
      });
      break;
    case 'OVERAGE':
      add(products.platform, 1);
      add(products.storage, 1, { ...arrears, included: random.between(20, 50) * 100 });
      break;
    case 'RAMP':
      add(products.platform, 1);
      add(products.proSeat, seats, { ramp: rampOf(world, contract, seats) });
      break;
    case 'PROJECT':
      add(products.migration, 1);
      add(products.consulting, random.between(6, 24), arrears);
      break;
  }
}

function rampOf({ calendar }: World, { startsOn }: Contract, seats: number): RampStep[] {
  return [0, 1, 2].map((year) => ({
    from: calendar.plusMonths(startsOn, year * 12),
    quantity: seats + year * Math.ceil(seats / 2),
  }));
}

interface Sold {
  readonly product: Product;
  readonly quantity: number;
  readonly discount: number;
  readonly amendment: string;
}

function addLine(
  contract: Contract,
  { product, quantity, discount, amendment }: Sold,
  more: Partial<Line>,
): Line {
  const position = contract.lines.length + 1;
  const unitPrice = atFourDigits(
    listPrice(product, contract.currency, product.kind === 'RECURRING' ? contract.pricePeriod : 1),
  );
  const line: Line = {
    position,
    product,
    timing: 'ADVANCE',
    startsOn: contract.startsOn,
    versions: [
      {
        id: `${contract.id}-${position}.1`,
        quantity,
        unitPrice,
        discount,
        net: discounted(unitPrice, discount),
        endsOn: contract.endsOn,
        amendment,
      },
    ],
    ...more,
  };
  contract.lines.push(line);
  return line;
}

/** Prices have four digits at most. */
function atFourDigits(price: Decimal): Decimal {
  return price.toDecimalPlaces(4);
}

function discounted(price: Decimal, discount: number): Decimal {
  return discount === 0 ? price : atFourDigits(price.times(100 - discount).div(100));
}

interface Revision {
  readonly on: string;
  readonly amendment: string;
  readonly changes: Partial<Pick<LineVersion, 'quantity' | 'unitPrice' | 'endsOn' | 'suspended'>>;
}

/** Ends the version in force and begins the next of the same line. */
function revise(line: Line, { on, amendment, changes }: Revision): void {
  const last = line.versions.at(-1);
  if (!last) return;
  last.to = on;
  const { suspended: _over, to: _to, ...kept } = last;
  const next = {
    ...kept,
    ...changes,
    id: last.id.replace(/\d+$/, String(line.versions.length + 1)),
    from: on,
    amendment,
  };
  line.versions.push({ ...next, net: discounted(next.unitPrice, next.discount) });
}

interface Chance {
  readonly random: Random;
  readonly age: number;
}

function applyChange(world: World, contract: Contract, change: Change, { random, age }: Chance): void {
  const { calendar } = world;
  const recurring = contract.lines.filter(({ product }) => product.kind === 'RECURRING');
  const counted = recurring.find(({ product }) => product.model === 'PER_UNIT') ?? recurring[0];
  const last = counted?.versions.at(-1);
  if (!counted || !last || age < 4) return;
  const step =
    change === 'UPSELL' || change === 'CROSS_SELL' || change === 'CANCEL'
      ? 1
      : Math.max(contract.frequency, 1);
  const months = Math.max(
    step,
    Math.floor((Math.min(age, contract.termMonths) * random.between(40, 60)) / 100 / step) * step,
  );
  const on = calendar.plusMonths(contract.startsOn, months);
  if (on > calendar.today || on <= (last.from ?? contract.startsOn)) return;
  const amendment = addAmendment(contract, change, on);
  const { quantity, unitPrice } = last;
  switch (change) {
    case 'UPSELL':
      revise(counted, { on, amendment, changes: { quantity: quantity + Math.ceil(quantity / 3) } });
      break;
    case 'DOWNSELL':
      revise(counted, { on, amendment, changes: { quantity: Math.max(1, Math.floor((quantity * 2) / 3)) } });
      break;
    case 'PRICE_CHANGE':
      revise(counted, { on, amendment, changes: { unitPrice: raised(unitPrice, 3, contract.currency) } });
      break;
    case 'CROSS_SELL':
      addLine(contract, { product: products.archive, quantity: 1, discount: 0, amendment }, { startsOn: on });
      break;
    case 'SUSPEND':
      suspend(world, contract, { on, amendment });
      break;
    default:
      cancel(world, contract, { on, amendment });
  }
}

function raised(price: Decimal, percent: number, currency: Currency): Decimal {
  return rounded(price.times(100 + percent).div(100), currency);
}

interface At {
  readonly on: string;
  readonly amendment: string;
}

function suspend({ calendar }: World, contract: Contract, { on, amendment }: At): void {
  const until = calendar.plusMonths(on, 3);
  for (const line of contract.lines)
    revise(line, { on, amendment, changes: { suspended: { from: on, to: until } } });
  if (until > calendar.today) return;
  const resumed = addAmendment(contract, 'RESUME', until);
  for (const line of contract.lines) revise(line, { on: until, amendment: resumed, changes: {} });
}

function cancel({ calendar }: World, contract: Contract, { on, amendment }: At): void {
  for (const line of contract.lines.filter(({ product }) => product.kind === 'RECURRING'))
    revise(line, { on, amendment, changes: { quantity: 0 } });
  contract.cancelledOn = on;
  contract.endsOn = calendar.plusDays(on, -1);
}

/** Renews at every end of term up to today, at 4 % more; a small part is left to expire. */
function renew({ calendar }: World, contract: Contract, random: Random): void {
  if (contract.cancelledOn !== undefined) return;
  for (;;) {
    const on = calendar.plusDays(contract.endsOn, 1);
    if (on > calendar.today || (contract.customer.index !== 1 && random.chance(12))) return;
    const endsOn = calendar.plusDays(calendar.plusMonths(on, contract.termMonths), -1);
    const amendment = addAmendment(contract, 'RENEW', on);
    contract.endsOn = endsOn;
    for (const line of contract.lines.filter(({ product }) => product.kind !== 'ONE_TIME')) {
      const price = line.versions.at(-1)?.unitPrice;
      if (!price) continue;
      const unitPrice = line.product.kind === 'RECURRING' ? raised(price, 4, contract.currency) : price;
      revise(line, { on, amendment, changes: { endsOn, unitPrice } });
    }
  }
}

/** The version in force on a day; none before the line begins. */
export function versionOn(line: Line, date: string): LineVersion | undefined {
  return line.versions.find(
    ({ from, to }) => (from === undefined || from <= date) && (to === undefined || date < to),
  );
}

/** What is agreed for a day: the ramp's step where the line has one. */
export function quantityOn(line: Line, version: LineVersion, date: string): number {
  return line.ramp?.findLast((step) => step.from <= date)?.quantity ?? version.quantity;
}

export function statusOf(contract: Contract, today: string): string {
  if (contract.cancelledOn !== undefined) return contract.cancelledOn <= today ? 'CANCELLED' : 'ACTIVE';
  if (contract.startsOn > today) return 'SIGNED';
  if (contract.endsOn < today) return 'EXPIRED';
  const suspended = contract.lines.some((line) => versionOn(line, today)?.suspended);
  return suspended ? 'SUSPENDED' : 'ACTIVE';
}
