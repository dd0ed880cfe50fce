// What the demo company sells: products and their list prices in four currencies.
import { type Decimal, decimal } from '../kernel/money.ts';
import { type Currency, currencies } from './amounts.ts';
import type { AccountCode } from './entities.ts';

export interface Product {
  readonly code: string;
  readonly name: string;
  readonly family: string;
  readonly kind: 'RECURRING' | 'USAGE' | 'ONE_TIME' | 'SERVICE';
  readonly model: 'FLAT' | 'PER_UNIT' | 'USAGE' | 'GRADUATED';
  readonly unit: string;
  /** List price in euros: per month where it recurs, per unit otherwise. */
  readonly euros: string;
  readonly account: AccountCode;
  readonly template: string;
}

const recurring = { kind: 'RECURRING', account: '4000', template: 'OVER_TIME_MONTHLY' } as const;
const usage = { kind: 'USAGE', model: 'USAGE', account: '4100', template: 'AS_USED' } as const;
const services = { kind: 'SERVICE', model: 'PER_UNIT', account: '4200', template: 'AS_DELIVERED' } as const;

export const products = {
  platform: {
    ...recurring,
    code: 'TV-PLATFORM',
    name: 'Tindervale Platform',
    family: 'Platform',
    model: 'FLAT',
    unit: 'tenant',
    euros: '940',
  },
  seat: {
    ...recurring,
    code: 'TV-SEAT',
    name: 'Team seat',
    family: 'Platform',
    model: 'PER_UNIT',
    unit: 'seat',
    euros: '29',
  },
  proSeat: {
    ...recurring,
    code: 'TV-SEAT-PRO',
    name: 'Analyst seat',
    family: 'Platform',
    model: 'PER_UNIT',
    unit: 'seat',
    euros: '64',
  },
  support: {
    ...recurring,
    code: 'TV-SUPPORT',
    name: 'Premium support',
    family: 'Support',
    model: 'FLAT',
    unit: 'tenant',
    euros: '310',
  },
  archive: {
    ...recurring,
    code: 'TV-ARCHIVE',
    name: 'Long-term archive',
    family: 'Add-ons',
    model: 'FLAT',
    unit: 'tenant',
    euros: '185',
  },
  calls: {
    ...usage,
    code: 'TV-CALLS',
    name: 'Interface calls',
    family: 'Metered',
    unit: '1,000 calls',
    euros: '0.42',
  },
  storage: {
    ...usage,
    code: 'TV-STORAGE',
    name: 'Storage',
    family: 'Metered',
    unit: 'GB-month',
    euros: '0.18',
  },
  onboarding: {
    code: 'TV-ONBOARD',
    name: 'Onboarding package',
    family: 'Services',
    kind: 'ONE_TIME',
    model: 'FLAT',
    unit: 'package',
    euros: '4200',
    account: '4200',
    template: 'POINT_IN_TIME',
  },
  migration: {
    code: 'TV-MIGRATE',
    name: 'Data migration',
    family: 'Services',
    kind: 'ONE_TIME',
    model: 'FLAT',
    unit: 'package',
    euros: '7800',
    account: '4200',
    template: 'POINT_IN_TIME',
  },
  consulting: {
    ...services,
    code: 'TV-CONSULT',
    name: 'Consulting day',
    family: 'Services',
    unit: 'day',
    euros: '1350',
  },
  training: {
    ...services,
    code: 'TV-TRAINING',
    name: 'Training day',
    family: 'Services',
    unit: 'day',
    euros: '980',
  },
  affiliate: {
    ...services,
    code: 'TV-SHARED',
    name: 'Shared development services',
    family: 'Intercompany',
    unit: 'month',
    euros: '21500',
    account: '4300',
    template: 'AS_DELIVERED',
  },
} as const satisfies Readonly<Record<string, Product>>;

/** What a euro of list price is in the other price books; prices of a currency are set, not converted. */
const factors: Readonly<Record<Currency, string>> = { EUR: '1', USD: '1.1', GBP: '0.88', JPY: '160' };

/** A year in advance costs eleven months. */
const MONTHS_PAID_PER_YEAR = '11';

/** The list price for a price period of 1 or 12 months; of one unit where the product does not recur. */
export function listPrice(product: Product, currency: Currency, months: number): Decimal {
  const monthly = decimal(product.euros).times(factors[currency]);
  const set = currency === 'JPY' && monthly.greaterThan(100) ? monthly.toDecimalPlaces(0) : monthly;
  return months === 12 ? set.times(MONTHS_PAID_PER_YEAR) : set;
}

export const priceBooks = currencies.map((currency) => ({
  code: `LIST-${currency}`,
  name: `List prices ${currency}`,
  currency,
}));
