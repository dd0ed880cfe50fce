// Invoices with their lines and taxes. What is due is what remains to be paid: `amount_due` already nets the customer's credit balance
// and is neither the total nor what is open.
import type { RejectedRow } from '../format.ts';
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
  fromMinor,
  idOf,
  isCut,
  isTrue,
  isZero,
  lastDayBefore,
  latest,
  listOf,
  memberOf,
  minus,
  type StripeObject,
  sumOf,
  textOf,
} from './stripe-value-rules.ts';

const statuses: Readonly<Record<string, 'DRAFT' | 'ISSUED' | 'VOIDED'>> = {
  draft: 'DRAFT',
  open: 'ISSUED',
  paid: 'ISSUED',
  uncollectible: 'ISSUED',
  void: 'VOIDED',
};

/** The invoice's status; versions of the API before 2018 say only whether it was paid. */
function stateOf(invoice: StripeObject): string {
  return textOf(invoice, 'status') || (isTrue(invoice, 'paid') ? 'paid' : 'open');
}

/** Tax that is on top of the amounts or in them; its members have changed their names with the API. */
function taxOf(document: StripeObject, currency: string): string {
  const taxes = [...listOf(document, 'total_taxes'), ...listOf(document, 'total_tax_amounts')];
  return amountOf(document, currency, 'tax') || sumOf(taxes, currency, 'amount');
}

/** The total without tax. Stripe's own `subtotal` is before discounts. */
export function netOf(document: StripeObject, currency: string): string {
  const stated = amountOf(document, currency, 'total_excluding_tax');
  return stated || minus(amountOf(document, currency, 'total'), taxOf(document, currency));
}

const transitions = (invoice: StripeObject) => memberOf(invoice, 'status_transitions');

function issuedOn(invoice: StripeObject): string {
  return dayOf(transitions(invoice), 'finalized_at') || dayOf(invoice, 'effective_at', 'created', 'date');
}

function subscriptionOf(invoice: StripeObject): string {
  const parent = memberOf(invoice, 'parent');
  const details =
    textOf(parent, 'type') === 'subscription_details' ? memberOf(parent, 'subscription_details') : undefined;
  return idOf(invoice, 'subscription') || idOf(details, 'subscription');
}

function invoiceFields(invoice: StripeObject, context: StripeContext): Fields {
  const currency = currencyOf(invoice);
  const status = statuses[stateOf(invoice)] ?? '';
  const net = netOf(invoice, currency);
  const total = amountOf(invoice, currency, 'total');
  const issued = issuedOn(invoice);
  return {
    number: textOf(invoice, 'number', 'id'),
    kind: 'INVOICE',
    customer: idOf(invoice, 'customer'),
    contract: subscriptionOf(invoice),
    status,
    issued_on: issued,
    due_on: dayOf(invoice, 'due_date') || issued,
    voided_on: status === 'VOIDED' ? endedOn(invoice, 'voided_at', context) : '',
    currency,
    subtotal: net,
    tax: minus(total, net),
    total,
    purchase_order_number: purchaseOrderOf(invoice),
    ...(status === 'ISSUED' && statedBalance(invoice, context)),
  };
}

/** The day of a change of status; where Stripe does not date it, that of the content, else of the invoice. */
function endedOn(invoice: StripeObject, transition: string, { version = '' }: StripeContext): string {
  const day = dayOf(transitions(invoice), transition) || version.slice(0, 10);
  return latest(day, issuedOn(invoice));
}

/** Stripe prints custom fields on invoices; one with this name is what it says. */
function purchaseOrderOf(invoice: StripeObject): string {
  const field = listOf(invoice, 'custom_fields').find((one) =>
    /^(po|purchase order)( number| no\.?| #)?$/i.test(textOf(one, 'name')),
  );
  return textOf(field, 'value');
}

/** What Stripe states of the balance. A document that was given up as uncollectible is no longer due: a write-off says the rest. */
function statedBalance(invoice: StripeObject, context: StripeContext): Fields {
  const currency = currencyOf(invoice);
  const state = stateOf(invoice);
  const isGivenUp = state === 'uncollectible';
  const credits = ['pre_payment_credit_notes_amount', 'post_payment_credit_notes_amount'];
  return {
    paid: amountOf(invoice, currency, 'amount_paid'),
    credited: sumOf(
      credits.map((name) => ({ amount: invoice[name] })),
      currency,
      'amount',
    ),
    due: isGivenUp ? '0' : amountOf(invoice, currency, 'amount_remaining'),
    stated_on: dayOf(transitions(invoice), 'paid_at') || (context.version ?? '').slice(0, 10),
    settlement: isGivenUp ? 'WRITTEN_OFF' : state === 'paid' ? 'PAID' : '',
    // Where payments do not say which invoice they pay, what is stated as paid would count beside them once more.
    basis: context.linksPayments ? '' : 'DERIVED',
  };
}

/** An invoice that is called paid and is open says two things at once: both are kept, and somebody has to look. */
function paidAndDue(invoice: StripeObject, context: StripeContext): RejectedRow[] {
  const remaining = amountOf(invoice, currencyOf(invoice), 'amount_remaining');
  if (stateOf(invoice) !== 'paid' || remaining === '' || isZero(remaining)) return [];
  const message = `invoice ${textOf(invoice, 'id')} is paid, and ${remaining} ${currencyOf(invoice)} of it remain to be paid`;
  return [
    rejectedItem(context, {
      class: 'RECONCILIATION',
      rule: 'paid-and-due',
      message,
      field: 'amount_remaining',
    }),
  ];
}

/** The write-off of an invoice that was given up; one that was paid or voided after all took it back. */
function writeOffs(invoice: StripeObject, context: StripeContext): Made[] {
  const currency = currencyOf(invoice);
  const state = stateOf(invoice);
  const isGivenUp = state === 'uncollectible';
  if (!isGivenUp && dayOf(transitions(invoice), 'marked_uncollectible_at') === '') return [];
  const back = state === 'void' ? 'voided_at' : 'paid_at';
  const fields = {
    invoice: textOf(invoice, 'id'),
    posted_on: endedOn(invoice, 'marked_uncollectible_at', context),
    reversed_on: isGivenUp ? '' : endedOn(invoice, back, context),
    amount: amountOf(invoice, currency, isGivenUp ? 'amount_remaining' : 'amount_due'),
    currency,
    reason: 'marked uncollectible',
  };
  return isZero(fields.amount) ? [] : [{ id: textOf(invoice, 'id'), fields }];
}

/** The subscription item that a line bills. */
function itemOf(line: StripeObject): string {
  const parent = memberOf(line, 'parent');
  const details =
    textOf(parent, 'type') === 'subscription_item_details'
      ? memberOf(parent, 'subscription_item_details')
      : undefined;
  return idOf(line, 'subscription_item') || idOf(details, 'subscription_item');
}

/** The fields of a line, without tax and after the discounts that are the line's. */
function lineFields(line: StripeObject, invoice: string, position: number): Fields {
  const currency = currencyOf(line);
  const taxes = [...listOf(line, 'taxes'), ...listOf(line, 'tax_amounts')];
  const included = taxes.filter(
    (tax) => isTrue(tax, 'inclusive') || textOf(tax, 'tax_behavior') === 'inclusive',
  );
  const price = memberOf(line, 'price') ?? memberOf(line, 'plan');
  const pricing = memberOf(line, 'pricing');
  const period = memberOf(line, 'period');
  const startsOn = dayOf(period, 'start');
  const lastDay = lastDayBefore(period, 'end');
  return {
    invoice,
    position: String(position),
    contract_line: itemOf(line),
    product: idOf(price, 'product') || idOf(memberOf(pricing, 'price_details'), 'product'),
    description: textOf(line, 'description'),
    quantity: textOf(line, 'quantity'),
    unit_price: fromMinor(
      textOf(line, 'unit_amount_excluding_tax') ||
        textOf(pricing, 'unit_amount_decimal') ||
        textOf(price, 'unit_amount_decimal', 'unit_amount', 'amount'),
      currency,
    ),
    amount: minus(
      amountOf(line, currency, 'amount'),
      sumOf(listOf(line, 'discount_amounts'), currency, 'amount'),
      sumOf(included, currency, 'amount'),
    ),
    tax_amount: sumOf(taxes, currency, 'amount'),
    period_from: startsOn,
    period_to: latest(startsOn, lastDay),
  };
}

function nestedLines(invoice: StripeObject, context: StripeContext): (Made | RejectedRow)[] {
  const id = textOf(invoice, 'id');
  const lines = listOf(invoice, 'lines');
  const made = lines.flatMap((line, index): Made[] => {
    const lineId = textOf(line, 'id');
    if (context.lookups.cameAlone('line_item', lineId)) return [];
    return [{ id: lineId, fields: lineFields(line, id, index + 1) }];
  });
  if (!isCut(invoice, 'lines')) return made;
  const message = `invoice ${id} came with its first ${lines.length} lines only: Stripe gives the others page by page`;
  return [...made, rejectedItem(context, { class: 'MAPPING', rule: 'list-is-cut', message, field: 'lines' })];
}

function standaloneLine(line: StripeObject, { lookups }: StripeContext): Made[] {
  const id = textOf(line, 'id');
  const invoice = idOf(line, 'invoice');
  return [{ id, fields: lineFields(line, invoice, lookups.placeOf('line_item', invoice, id)) }];
}

/** Tax by rate, where Stripe says what was taxed. */
function taxes(invoice: StripeObject): Made[] {
  const currency = currencyOf(invoice);
  const id = textOf(invoice, 'id');
  const parts = [...listOf(invoice, 'total_taxes'), ...listOf(invoice, 'total_tax_amounts')];
  return parts.flatMap((part, index): Made[] => {
    const code = idOf(part, 'tax_rate') || idOf(memberOf(part, 'tax_rate_details'), 'tax_rate');
    const base = amountOf(part, currency, 'taxable_amount');
    if (code === '' || base === '') return [];
    const fields = { invoice: id, tax_code: code, base, amount: amountOf(part, currency, 'amount') };
    return [{ id: `${id}/${index + 1}`, fields }];
  });
}

export const invoiceRules: Readonly<Record<string, TypeRules>> = {
  invoice: {
    skip(invoice, context) {
      if (textOf(invoice, 'id') === '') return 'upcoming-invoice';
      return statuses[stateOf(invoice)] === undefined ? unknownStatus(context) : undefined;
    },
    makers: [
      {
        record: 'invoice',
        make: (invoice, context) => [
          { id: textOf(invoice, 'id'), fields: invoiceFields(invoice, context) },
          ...paidAndDue(invoice, context),
        ],
      },
      { record: 'invoice_line', make: nestedLines },
      { record: 'invoice_tax', make: taxes },
      { record: 'write_off', make: writeOffs },
    ],
  },
  line_item: { makers: [{ record: 'invoice_line', make: standaloneLine }] },
};
