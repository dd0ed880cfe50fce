// Events: which content of an object is the newest. Stripe repeats event ids in some exports, sends events in any order and counts
// whole seconds, so that neither the id nor the order of arrival says anything.
import { hash } from 'node:crypto';
import type { StripeItem } from './stripe-context-rules.ts';
import { instantOf, isTrue, type StripeObject, textOf } from './stripe-value-rules.ts';

/** Where an object stands in its life, for contents of the same second. */
const stages: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  invoice: { draft: 0, open: 1, uncollectible: 2, paid: 3, void: 4 },
  charge: { pending: 0, failed: 1, succeeded: 2 },
  payment_intent: {
    requires_payment_method: 0,
    requires_confirmation: 1,
    requires_action: 2,
    processing: 3,
    requires_capture: 4,
    canceled: 5,
    succeeded: 6,
  },
  subscription: {
    incomplete: 0,
    trialing: 1,
    active: 2,
    past_due: 3,
    unpaid: 4,
    paused: 4,
    incomplete_expired: 5,
    canceled: 6,
  },
  dispute: { needs_response: 1, under_review: 2, won: 3, lost: 3 },
  refund: { pending: 0, requires_action: 0, succeeded: 1, failed: 2, canceled: 2 },
  credit_note: { issued: 0, void: 1 },
};

const DELETED = 9;

function stageOf({ object, type, event }: Pick<StripeItem, 'object' | 'type' | 'event'>): number {
  if (event && isDeletion(event)) return DELETED;
  const stage = stages[type]?.[textOf(object, 'status')] ?? 0;
  // What was captured or paid back came after what was merely paid.
  return type === 'charge' ? stage + (isTrue(object, 'captured') ? 1 : 0) + refundStage(object) : stage;
}

function refundStage(charge: StripeObject): number {
  return ['', '0'].includes(textOf(charge, 'amount_refunded')) ? 0 : 1;
}

/** Whether Stripe removed the object. */
export function isGone({ object, event }: Pick<StripeItem, 'object' | 'event'>): boolean {
  return isTrue(object, 'deleted') || (event !== undefined && isDeletion(event));
}

/** Whether the event says that its object is gone. A subscription that is "deleted" was cancelled and is kept. */
function isDeletion(event: StripeObject): boolean {
  const type = textOf(event, 'type');
  return type.endsWith('.deleted') && type !== 'customer.subscription.deleted';
}

/**
 * When this content came to be: when the event happened, when the warehouse fetched the row, or when the object says that it was
 * changed. Events count whole seconds, so the thousandths say which stage of its life the object had reached within one. Of two
 * contents of one stage one is the newer whatever the order in which they come: the millionths are taken from the content itself.
 */
export function versionOf(item: Pick<StripeItem, 'object' | 'type' | 'event'>): string | undefined {
  if (item.event) {
    const happened = instantOf(item.event, 'created');
    return happened === ''
      ? undefined
      : happened.replace(/\d{3}Z$/, `00${stageOf(item)}${digitsOf(item.object)}Z`);
  }
  return instantOf(item.object, '_fivetran_synced', 'updated') || undefined;
}

/** Three digits that are the same for the same content. */
function digitsOf(object: StripeObject): string {
  const number = Number.parseInt(hash('sha256', JSON.stringify(object), 'hex').slice(0, 8), 16);
  return String(number % 1000).padStart(3, '0');
}
