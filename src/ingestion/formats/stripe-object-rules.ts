// What an object of Stripe's makes: the one place where types meet their rules, for files and for pushed messages alike.
import type { FormatItem, Origin } from '../format.ts';
import {
  ignoredItem,
  noLookups,
  removedItem,
  type StripeContext,
  type TypeRules,
  toItem,
  toStripeItem,
} from './stripe-context-rules.ts';
import { creditRules } from './stripe-credit-rules.ts';
import { customerRules } from './stripe-customer-rules.ts';
import { isGone, versionOf } from './stripe-event-rules.ts';
import { invoiceRules } from './stripe-invoice-rules.ts';
import { paymentRules } from './stripe-payment-rules.ts';
import { productRules } from './stripe-price-rules.ts';
import { subscriptionRules } from './stripe-subscription-rules.ts';
import { isFalse, type StripeObject, textOf } from './stripe-value-rules.ts';

const rules: Readonly<Record<string, TypeRules>> = {
  ...productRules,
  ...customerRules,
  ...subscriptionRules,
  ...invoiceRules,
  ...creditRules,
  ...paymentRules,
};

/** The stream that accounts for objects of types that nothing is made of. */
const ELSEWHERE = 'customer';

/** Record types that objects of the type make, the leading one first. */
export function recordsOf(type: string): readonly string[] {
  return rules[type]?.makers.map(({ record }) => record) ?? [ELSEWHERE];
}

/** All record types. */
export function allRecords(): string[] {
  return [...new Set(Object.keys(rules).flatMap(recordsOf))];
}

/** What an object makes of one record type. Objects that make nothing are accounted for in their leading one. */
export function itemsOf(context: StripeContext, record: string): FormatItem[] {
  const { object, type, broken } = context;
  const isLeading = recordsOf(type)[0] === record;
  if (broken) return isLeading ? [broken] : [];
  const own = rules[type];
  const outside = own ? outOfScope(context) : outOfScopeRule(type);
  const isRemoved = outside === undefined && isGone(context);
  const isAlive = isRemoved && context.lookups.isAlive(type, textOf(object, 'id'));
  if (isRemoved && !isAlive) return isLeading ? [removedItem(context, record)] : [];
  const skipped = outside ?? (isAlive ? 'deletion-without-time' : own?.skip?.(object, context));
  if (skipped !== undefined) {
    if (!isLeading) return [];
    return [typeof skipped === 'string' ? ignoredItem(context, skipped) : skipped];
  }
  return (own?.makers ?? [])
    .filter((maker) => maker.record === record)
    .flatMap(({ make }) => make(object, context).map((made) => toItem(made, record, context)));
}

function outOfScopeRule(type: string): string {
  return `out-of-scope-${type === '' ? 'object' : type.replaceAll(/[._]/g, '-')}`;
}

/** Why an object of any type makes nothing. */
function outOfScope(context: StripeContext): string | undefined {
  const { object, event, takesTestMode } = context;
  if (textOf(event, 'account') !== '' || textOf(object, 'connected_account') !== '')
    return 'connected-account';
  const isTest = isFalse(object, 'livemode') || (event !== undefined && isFalse(event, 'livemode'));
  return isTest && !takesTestMode ? 'test-mode' : undefined;
}

/** A message that comes alone: an event, or an object as the API gives it. */
export interface PushedMessage extends Origin {
  readonly message: StripeObject;
  readonly source: string;
  /** Whether the endpoint serves test mode. */
  readonly takesTestMode: boolean;
}

/** Everything that one message makes; what refers to what decides the order in which it is applied. */
export function translateMessage({
  message,
  source,
  takesTestMode,
  file,
  line,
}: PushedMessage): FormatItem[] {
  const item = toStripeItem(message, { file, line });
  const version = versionOf(item);
  const context: StripeContext = {
    ...item,
    ...(version !== undefined && { version }),
    source,
    takesTestMode,
    linksPayments: true,
    lookups: noLookups,
  };
  return recordsOf(item.type).flatMap((record) => itemsOf(context, record));
}
