// Subscriptions: contracts whose items are their lines. A subscription ends at an instant, and at the end of that day it is over.
import { decimal, isDecimal } from '../../kernel/money.ts';
import {
  type Made,
  rejectedItem,
  type StripeContext,
  type TypeRules,
  unknownStatus,
} from './stripe-context-rules.ts';
import {
  oddInterval,
  packageSizeOf,
  priceModelOf,
  recurrenceOf,
  tiersOf,
  unitAmountOf,
} from './stripe-price-rules.ts';
import {
  currencyOf,
  dayOf,
  type Fields,
  idOf,
  isTrue,
  isZero,
  lastDayBefore,
  latest,
  listOf,
  memberOf,
  type StripeObject,
  textOf,
} from './stripe-value-rules.ts';

const statuses: Readonly<Record<string, string>> = {
  incomplete: 'DRAFT',
  incomplete_expired: 'CANCELLED',
  trialing: 'ACTIVE',
  active: 'ACTIVE',
  past_due: 'ACTIVE',
  unpaid: 'SUSPENDED',
  paused: 'SUSPENDED',
  canceled: 'TERMINATED',
};

const startOf = (subscription: StripeObject) => dayOf(subscription, 'start_date', 'start', 'created');

/** The last day: of a subscription that has ended, or that is to end. Empty: it goes on. */
function endOf(subscription: StripeObject): string {
  const stated = lastDayBefore(subscription, 'ended_at') || lastDayBefore(subscription, 'cancel_at');
  if (stated !== '' || !isTrue(subscription, 'cancel_at_period_end')) return stated;
  const periodEnds = [subscription, ...listOf(subscription, 'items')].map((one) =>
    lastDayBefore(one, 'current_period_end'),
  );
  return latest(...periodEnds);
}

/** The first day that is paid for; empty where the first payment never came. */
function activationOf(subscription: StripeObject): string {
  if (textOf(subscription, 'status').startsWith('incomplete')) return '';
  return latest(startOf(subscription), dayOf(subscription, 'trial_end'));
}

function subscriptionFields(subscription: StripeObject): Fields {
  const endsOn = endOf(subscription);
  const [item] = listOf(subscription, 'items');
  return {
    number: textOf(subscription, 'id'),
    kind: 'ORDER_FORM',
    customer: idOf(subscription, 'customer'),
    status: statuses[textOf(subscription, 'status')] ?? '',
    currency:
      currencyOf(subscription) || currencyOf(priceIn(item)) || currencyOf(memberOf(subscription, 'plan')),
    signed_on: dayOf(subscription, 'created', 'start_date', 'start'),
    activated_on: activationOf(subscription),
    starts_on: startOf(subscription),
    ends_on: endsOn,
    renewal: endsOn === '' ? 'AUTO' : 'NONE',
  };
}

/** The price of an item; older versions of the API call it a plan. */
function priceIn(item: StripeObject | undefined): StripeObject | undefined {
  return memberOf(item, 'price') ?? memberOf(item, 'plan');
}

const frequencies: Readonly<Record<number, string>> = {
  1: 'MONTHLY',
  3: 'QUARTERLY',
  6: 'SEMI_ANNUAL',
  12: 'ANNUAL',
  24: 'MULTI_YEAR',
  36: 'MULTI_YEAR',
};

/** An item with its price, and what its subscription says; undefined where that is not at hand. */
interface PricedItem {
  readonly item: StripeObject;
  readonly price: StripeObject;
  readonly subscription: StripeObject | undefined;
  readonly position: number;
}

function itemFields({ item, price, subscription, position }: PricedItem): Fields {
  const recurrence = recurrenceOf(price);
  const startsOn = latest(dayOf(item, 'created'), subscription ? startOf(subscription) : '');
  const activatedOn = subscription ? activationOf(subscription) : startsOn;
  const kind = recurrence ? (recurrence.isMetered ? 'USAGE' : 'RECURRING') : 'ONE_TIME';
  return {
    contract: subscription ? textOf(subscription, 'id') : idOf(item, 'subscription'),
    position: String(position),
    product: idOf(price, 'product'),
    kind,
    description: textOf(price, 'nickname'),
    price_model: priceModelOf(price),
    quantity: quantityOf(item, price),
    unit_price: unitAmountOf(price) || (tiersOf(price) === '' ? '' : '0'),
    discount_percent: subscription ? discountOf(subscription) : '',
    price_period_months: recurrence ? String(recurrence.months) : '',
    currency: currencyOf(price),
    billing_frequency: recurrence ? (frequencies[recurrence.months ?? 0] ?? '') : 'ONCE',
    billing_timing: recurrence?.isMetered ? 'ARREARS' : 'ADVANCE',
    starts_on: startsOn,
    ends_on: subscription ? endOf(subscription) : '',
    activated_on: activatedOn === '' ? '' : latest(startsOn, activatedOn),
    signed_on: dayOf(item, 'created'),
    tiers: tiersOf(price),
  };
}

/** How many are charged: of a price per package so many packages, a begun one rounded as the price says. */
function quantityOf(item: StripeObject, price: StripeObject): string {
  const quantity = textOf(item, 'quantity');
  const size = packageSizeOf(price);
  if (!isDecimal(quantity) || !isDecimal(size) || isZero(size)) return quantity;
  const packages = decimal(quantity).div(size);
  const transform = memberOf(price, 'transform_quantity') ?? memberOf(price, 'transform_usage');
  return (textOf(transform, 'round') === 'down' ? packages.floor() : packages.ceil()).toString();
}

/** Percent that one coupon takes off for ever; coupons that end, and amounts, are no part of the price. */
function discountOf(subscription: StripeObject): string {
  const single = memberOf(subscription, 'discount');
  const discounts = single ? [single] : listOf(subscription, 'discounts');
  const [discount, ...more] = discounts;
  const coupon = memberOf(discount, 'coupon') ?? memberOf(memberOf(discount, 'source'), 'coupon');
  return more.length === 0 && textOf(coupon, 'duration') === 'forever' ? textOf(coupon, 'percent_off') : '';
}

/** What an item makes: its line, or why its price cannot be told. */
function lineOf(priced: PricedItem, context: StripeContext): Made | ReturnType<typeof rejectedItem> {
  const odd = oddInterval(priced.price, context) ?? oddFrequency(priced.price, context);
  return odd ?? { id: textOf(priced.item, 'id'), fields: itemFields(priced) };
}

/** A price for two months, say: no billing frequency has it. */
function oddFrequency(price: StripeObject, context: StripeContext) {
  const months = recurrenceOf(price)?.months;
  if (months === undefined || frequencies[months] !== undefined) return undefined;
  const message = `price ${textOf(price, 'id')} is billed every ${months} months, for which there is no frequency`;
  return rejectedItem(context, { class: 'MAPPING', rule: 'stripe-interval', message, field: 'items' });
}

function unknownPrice(item: StripeObject, context: StripeContext) {
  const id = idOf(item, 'price', 'plan');
  const message = `price ${JSON.stringify(id)} of item ${textOf(item, 'id')}: there is no such price or plan`;
  return rejectedItem(context, { class: 'REFERENCE', rule: 'reference', message, field: 'price' });
}

function nestedLines(subscription: StripeObject, context: StripeContext) {
  const items = listOf(subscription, 'items');
  const plan = memberOf(subscription, 'plan');
  // Before items there was one plan per subscription.
  const lines =
    items.length === 0 && plan
      ? [{ ...subscription, id: `${textOf(subscription, 'id')}/plan`, object: 'subscription_item' }]
      : items;
  const made = lines.map((item, index) => {
    if (context.lookups.cameAlone('subscription_item', textOf(item, 'id'))) return undefined;
    const price = priceIn(item) ?? context.lookups.priceOf(idOf(item, 'price', 'plan'));
    if (!price) return unknownPrice(item, context);
    return lineOf({ item, price, subscription, position: index + 1 }, context);
  });
  return made.filter((one) => one !== undefined);
}

function standaloneLine(item: StripeObject, context: StripeContext) {
  const price = priceIn(item) ?? context.lookups.priceOf(idOf(item, 'price', 'plan'));
  if (!price) return [unknownPrice(item, context)];
  const position = context.lookups.placeOf(
    'subscription_item',
    idOf(item, 'subscription'),
    textOf(item, 'id'),
  );
  return [lineOf({ item, price, subscription: undefined, position }, context)];
}

export const subscriptionRules: Readonly<Record<string, TypeRules>> = {
  subscription: {
    skip(subscription, context) {
      if (isTrue(subscription, 'history')) {
        if (textOf(subscription, '_fivetran_active').toLowerCase() === 'false') return 'superseded-version';
        if (context.lookups.cameAlone('subscription', textOf(subscription, 'id')))
          return 'history-repeats-current';
      }
      return statuses[textOf(subscription, 'status')] === undefined ? unknownStatus(context) : undefined;
    },
    makers: [
      {
        record: 'contract',
        make: (subscription) => [
          { id: textOf(subscription, 'id'), fields: subscriptionFields(subscription) },
        ],
      },
      { record: 'contract_line', make: nestedLines },
    ],
  },
  subscription_item: { makers: [{ record: 'contract_line', make: standaloneLine }] },
};
