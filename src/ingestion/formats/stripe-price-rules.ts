// Products, prices and their older form, plans: what they cost, for how many months, and by which model.
import { type Made, rejectedItem, type StripeContext, type TypeRules } from './stripe-context-rules.ts';
import {
  currencyOf,
  dayOf,
  type Fields,
  fromMinor,
  idOf,
  isFalse,
  listOf,
  memberOf,
  type StripeObject,
  textOf,
} from './stripe-value-rules.ts';

/** How often a price is due; null: once. A plan says itself what a price says of its recurrence. */
export interface Recurrence {
  /** Months that the price covers; undefined where it covers days or weeks, which are no whole months. */
  readonly months: number | undefined;
  readonly isMetered: boolean;
}

export function recurrenceOf(price: StripeObject): Recurrence | null {
  const terms = memberOf(price, 'recurring') ?? price;
  const interval = textOf(terms, 'interval');
  if (interval === '') return null;
  const count = Number.parseInt(textOf(terms, 'interval_count') || '1', 10);
  const perInterval = { month: 1, year: 12 }[interval];
  const isMetered = textOf(terms, 'usage_type') === 'metered';
  return { months: perInterval === undefined ? undefined : perInterval * count, isMetered };
}

/** Exact, as fine as Stripe has it: unit prices may be fractions of the smallest unit. */
export function unitAmountOf(price: StripeObject): string {
  const text = textOf(price, 'unit_amount_decimal', 'unit_amount', 'amount_decimal', 'amount');
  return fromMinor(text, currencyOf(price));
}

export function priceModelOf(price: StripeObject): string {
  if (textOf(price, 'billing_scheme') === 'tiered')
    return textOf(price, 'tiers_mode') === 'volume' ? 'VOLUME' : 'GRADUATED';
  if (packageSizeOf(price) !== '') return 'PACKAGE';
  return recurrenceOf(price)?.isMetered ? 'USAGE' : 'PER_UNIT';
}

export function packageSizeOf(price: StripeObject): string {
  const transform = memberOf(price, 'transform_quantity') ?? memberOf(price, 'transform_usage');
  return textOf(transform, 'divide_by');
}

/** Tiers as JSON; empty where the export does not have them (Stripe leaves them out unless asked). */
export function tiersOf(price: StripeObject): string {
  const currency = currencyOf(price);
  const tiers = listOf(price, 'tiers').map((tier) => ({
    upTo: textOf(tier, 'up_to') || null,
    unitAmount: fromMinor(textOf(tier, 'unit_amount_decimal', 'unit_amount'), currency) || null,
    flatAmount: fromMinor(textOf(tier, 'flat_amount_decimal', 'flat_amount'), currency) || null,
  }));
  return tiers.length === 0 ? '' : JSON.stringify(tiers);
}

/** Stripe has no price books: all prices in one currency are one. */
function priceBookFields(currency: string, source: string): Fields {
  return { code: `${source}-${currency}`, name: `Stripe ${currency}`, currency };
}

function priceFields(price: StripeObject): Fields {
  const currency = currencyOf(price);
  const months = recurrenceOf(price)?.months;
  return {
    price_book: currency,
    product: idOf(price, 'product'),
    price_model: priceModelOf(price),
    unit_amount: unitAmountOf(price),
    currency,
    period_months: months === undefined ? '' : String(months),
    package_size: packageSizeOf(price),
    tiers: tiersOf(price),
    valid_from: dayOf(price, 'created'),
  };
}

/** The product alone decides, so that it is the same whether its prices came before or after it. */
function productFields(product: StripeObject): Fields {
  return {
    code: textOf(product, 'id'),
    name: textOf(product, 'name') || textOf(product, 'id'),
    description: textOf(product, 'description'),
    kind: textOf(product, 'type') === 'good' ? 'ONE_TIME' : 'RECURRING',
    unit_of_measure: textOf(product, 'unit_label'),
    active: isFalse(product, 'active') ? 'false' : 'true',
    tax_code: idOf(product, 'tax_code'),
  };
}

function skipPrice(price: StripeObject, context: StripeContext) {
  const id = textOf(price, 'id');
  if (context.type === 'plan' && context.lookups.cameAlone('price', id)) return 'plan-repeats-price';
  if (isFalse(price, 'active')) return 'inactive-price';
  return oddInterval(price, context);
}

/** A price for days or weeks: how much that is in a month nobody says. */
export function oddInterval(price: StripeObject, context: StripeContext) {
  const recurrence = recurrenceOf(price);
  if (!recurrence || recurrence.months !== undefined) return undefined;
  const terms = memberOf(price, 'recurring') ?? price;
  const interval = `${textOf(terms, 'interval_count') || '1'} ${textOf(terms, 'interval')}`;
  const message = `price ${textOf(price, 'id')} is for ${interval}, which are no whole months`;
  return rejectedItem(context, { class: 'MAPPING', rule: 'stripe-interval', message, field: 'recurring' });
}

const priceRules: TypeRules = {
  skip: skipPrice,
  makers: [
    { record: 'price', make: (price) => [{ id: textOf(price, 'id'), fields: priceFields(price) }] },
    {
      record: 'price_book',
      make(price, { source }): Made[] {
        const currency = currencyOf(price);
        return currency === '' ? [] : [{ id: currency, fields: priceBookFields(currency, source) }];
      },
    },
  ],
};

export const productRules: Readonly<Record<string, TypeRules>> = {
  product: {
    makers: [
      {
        record: 'product',
        make: (product) => [{ id: textOf(product, 'id'), fields: productFields(product) }],
      },
    ],
  },
  price: priceRules,
  plan: priceRules,
};
