// Money: charges are the payments, and payment intents only lead to them. A Stripe dispute is a chargeback (DOMAIN section 7): the bank has
// taken the money back. An inquiry before it takes nothing.
import {
  type Made,
  rejectedItem,
  type StripeContext,
  type TypeRules,
  unknownStatus,
} from './stripe-context-rules.ts';
import {
  amountOf,
  currencyOf,
  dayOf,
  type Fields,
  idOf,
  isTrue,
  isZero,
  latest,
  listOf,
  memberOf,
  type StripeObject,
  textOf,
} from './stripe-value-rules.ts';

const directDebits = [
  'sepa_debit',
  'us_bank_account',
  'ach_debit',
  'bacs_debit',
  'acss_debit',
  'au_becs_debit',
];
const transfers = ['customer_balance', 'ach_credit_transfer', 'bank_transfer', 'wire'];

/** How it was paid, as the canonical records say it where they have a word for it. */
function methodOf(charge: StripeObject): string {
  const type = textOf(memberOf(charge, 'payment_method_details'), 'type');
  if (directDebits.includes(type)) return 'DIRECT_DEBIT';
  if (transfers.includes(type)) return 'BANK_TRANSFER';
  if (type !== '') return type.toUpperCase();
  return textOf(memberOf(charge, 'source'), 'object') === 'card' || idOf(charge, 'card') !== '' ? 'CARD' : '';
}

/** What was taken of what was authorised. Old versions of the API and warehouses say only whether it was. */
function capturedOf(charge: StripeObject): string {
  const currency = currencyOf(charge);
  const stated = amountOf(charge, currency, 'amount_captured');
  if (stated !== '') return stated;
  return isTrue(charge, 'captured') ? amountOf(charge, currency, 'amount') : '0';
}

function paymentFields(charge: StripeObject): Fields {
  return {
    number: textOf(charge, 'id'),
    method: methodOf(charge),
    customer: idOf(charge, 'customer'),
    received_on: dayOf(charge, 'created'),
    currency: currencyOf(charge),
    amount: capturedOf(charge),
    reference: idOf(charge, 'payment_intent'),
  };
}

function statusOf(charge: StripeObject): string {
  return textOf(charge, 'status') || (isTrue(charge, 'paid') ? 'succeeded' : 'failed');
}

function skipCharge(charge: StripeObject, context: StripeContext) {
  const status = statusOf(charge);
  if (!['succeeded', 'paid', 'pending', 'failed'].includes(status)) return unknownStatus(context);
  if (status === 'pending' || status === 'failed') return `payment-${status}`;
  return isZero(capturedOf(charge)) ? 'payment-not-captured' : undefined;
}

/** A charge that names its invoice pays it. */
function allocation(charge: StripeObject): Made[] {
  const invoice = idOf(charge, 'invoice');
  if (invoice === '') return [];
  const payment = textOf(charge, 'id');
  const fields = {
    payment,
    invoice,
    amount: capturedOf(charge),
    currency: currencyOf(charge),
    applied_on: dayOf(charge, 'created'),
  };
  return [{ id: `${payment}/${invoice}`, fields }];
}

function nestedRefunds(charge: StripeObject, context: StripeContext): Made[] {
  return listOf(charge, 'refunds')
    .filter((refund) => !context.lookups.cameAlone('refund', textOf(refund, 'id')))
    .map((refund) => ({
      id: textOf(refund, 'id'),
      fields: refundFields({ charge: textOf(charge, 'id'), ...refund }, context),
    }));
}

/** The charge of a payment intent as far as the intent tells; its id is what refunds and disputes name. */
function chargeIn(intent: StripeObject, context: StripeContext): StripeObject | undefined {
  const nested = [memberOf(intent, 'latest_charge'), ...listOf(intent, 'charges')];
  const charge = nested.find((one) => one && statusOf(one) === 'succeeded');
  if (charge) return charge;
  const id = idOf(intent, 'latest_charge') || (context.lookups.chargeOf(textOf(intent, 'id')) ?? '');
  if (id === '') return undefined;
  return {
    id,
    amount_captured: intent.amount_received ?? intent.amount,
    currency: intent.currency,
    created: intent.created,
    customer: intent.customer,
    invoice: intent.invoice,
    payment_intent: textOf(intent, 'id'),
  };
}

function skipIntent(intent: StripeObject, context: StripeContext) {
  if (textOf(intent, 'status') !== 'succeeded') return 'payment-not-succeeded';
  const id = textOf(intent, 'id');
  const charge = chargeIn(intent, context);
  if (charge && context.lookups.cameAlone('charge', textOf(charge, 'id'))) return 'payment-intent-of-charge';
  if (charge) return undefined;
  const message = `payment intent ${id} says no charge, and there is none that names it`;
  return rejectedItem(context, { class: 'REFERENCE', rule: 'reference', message, field: 'latest_charge' });
}

function chargesIn(intent: StripeObject, context: StripeContext): StripeObject[] {
  const charge = chargeIn(intent, context);
  return charge ? [charge] : [];
}

function refundFields(refund: StripeObject, { lookups, version = '' }: StripeContext): Fields {
  const currency = currencyOf(refund);
  const intent = idOf(refund, 'payment_intent');
  const refundedOn = dayOf(refund, 'created');
  const isBack = ['failed', 'canceled'].includes(textOf(refund, 'status'));
  return {
    payment: idOf(refund, 'charge') || (lookups.chargeOf(intent) ?? ''),
    refunded_on: refundedOn,
    // A refund that failed came back; where nobody says when, it never left.
    reversed_on: isBack ? latest(refundedOn, version.slice(0, 10)) : '',
    amount: amountOf(refund, currency, 'amount'),
    currency,
    reference: textOf(refund, 'receipt_number', 'reason'),
  };
}

/** Before the bank takes the money back it may ask: an inquiry, which may end without a dispute. */
const inquiries = [
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
  'prevented',
  'charge_refunded',
];

function chargebackFields(dispute: StripeObject, { lookups, version = '' }: StripeContext): Fields {
  const currency = currencyOf(dispute);
  const takenOn = dayOf(dispute, 'created');
  const returned = listOf(dispute, 'balance_transactions').find(
    (transaction) => !textOf(transaction, 'amount').startsWith('-') && !isZero(textOf(transaction, 'amount')),
  );
  const isWon = textOf(dispute, 'status') === 'won';
  return {
    payment: idOf(dispute, 'charge') || (lookups.chargeOf(idOf(dispute, 'payment_intent')) ?? ''),
    charged_back_on: takenOn,
    won_back_on: isWon ? latest(takenOn, dayOf(returned, 'created') || version.slice(0, 10)) : '',
    amount: amountOf(dispute, currency, 'amount'),
    currency,
    reason: textOf(dispute, 'reason'),
    reference: textOf(dispute, 'network_reason_code'),
  };
}

function skipDispute(dispute: StripeObject, context: StripeContext) {
  const status = textOf(dispute, 'status');
  if (inquiries.includes(status)) return 'inquiry-without-chargeback';
  return ['needs_response', 'under_review', 'won', 'lost'].includes(status)
    ? undefined
    : unknownStatus(context);
}

/** Since 2025 charges no longer name their invoice: an invoice payment does, by charge or by payment intent. */
function invoicePayment(paid: StripeObject, context: StripeContext): Made[] {
  const payment = memberOf(paid, 'payment');
  const charge = idOf(payment, 'charge') || (context.lookups.chargeOf(idOf(payment, 'payment_intent')) ?? '');
  const currency = currencyOf(paid);
  const invoice = idOf(paid, 'invoice');
  const fields = {
    payment: charge || idOf(payment, 'payment_intent'),
    invoice,
    amount: amountOf(paid, currency, 'amount_paid'),
    currency,
    applied_on: dayOf(memberOf(paid, 'status_transitions'), 'paid_at') || dayOf(paid, 'created'),
  };
  return [{ id: `${fields.payment}/${invoice}`, fields }];
}

export const paymentRules: Readonly<Record<string, TypeRules>> = {
  charge: {
    skip: skipCharge,
    makers: [
      { record: 'payment', make: (charge) => [{ id: textOf(charge, 'id'), fields: paymentFields(charge) }] },
      { record: 'allocation', make: allocation },
      { record: 'refund', make: nestedRefunds },
    ],
  },
  payment_intent: {
    skip: skipIntent,
    makers: [
      {
        record: 'payment',
        make: (intent, context) =>
          chargesIn(intent, context).map((charge) => ({
            id: textOf(charge, 'id'),
            fields: paymentFields(charge),
          })),
      },
      { record: 'allocation', make: (intent, context) => chargesIn(intent, context).flatMap(allocation) },
      {
        record: 'refund',
        make: (intent, context) =>
          chargesIn(intent, context).flatMap((charge) => nestedRefunds(charge, context)),
      },
    ],
  },
  invoice_payment: {
    skip(paid) {
      if (textOf(paid, 'status') !== 'paid') return 'invoice-payment-not-paid';
      const kind = textOf(memberOf(paid, 'payment'), 'type');
      return ['charge', 'payment_intent'].includes(kind) ? undefined : 'invoice-payment-outside-stripe';
    },
    makers: [{ record: 'allocation', make: invoicePayment }],
  },
  refund: {
    makers: [
      {
        record: 'refund',
        make: (refund, context) => [{ id: textOf(refund, 'id'), fields: refundFields(refund, context) }],
      },
    ],
  },
  dispute: {
    skip: skipDispute,
    makers: [
      {
        record: 'chargeback',
        make: (dispute, context) => [
          { id: textOf(dispute, 'id'), fields: chargebackFields(dispute, context) },
        ],
      },
    ],
  },
};
