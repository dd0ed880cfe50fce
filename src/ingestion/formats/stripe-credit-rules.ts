// Credit notes with their lines. One issued before its invoice was paid lowers what is due on it; one issued after goes back as a refund
// or to the customer's balance.
import type { RejectedRow } from '../format.ts';
import {
  type Made,
  rejectedItem,
  type StripeContext,
  type TypeRules,
  unknownStatus,
} from './stripe-context-rules.ts';
import { netOf } from './stripe-invoice-rules.ts';
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
  latest,
  listOf,
  minus,
  type StripeObject,
  sumOf,
  textOf,
} from './stripe-value-rules.ts';

/** Reasons that say nothing of an error. */
const goodwill = ['order_change', 'product_unsatisfactory'];

const issuedOn = (credit: StripeObject) => dayOf(credit, 'effective_at', 'created');

/** A warehouse's row names no customer: that of the invoice. */
function creditNoteFields(credit: StripeObject, { lookups, version = '' }: StripeContext): Fields {
  const currency = currencyOf(credit);
  const invoice = idOf(credit, 'invoice');
  const isVoid = textOf(credit, 'status') === 'void';
  const net = netOf(credit, currency);
  const total = amountOf(credit, currency, 'total');
  return {
    number: textOf(credit, 'number', 'id'),
    customer: idOf(credit, 'customer') || idOf(lookups.invoiceOf(invoice), 'customer'),
    invoice,
    status: isVoid ? 'VOIDED' : 'ISSUED',
    issued_on: issuedOn(credit),
    voided_on: isVoid ? latest(issuedOn(credit), dayOf(credit, 'voided_at') || version.slice(0, 10)) : '',
    currency,
    subtotal: net,
    tax: minus(total, net),
    total,
    commercial: goodwill.includes(textOf(credit, 'reason')) ? 'true' : '',
    reason: textOf(credit, 'reason', 'memo'),
  };
}

/** What it took off an invoice that was not paid yet; taken back with the credit note. */
function allocations(credit: StripeObject, context: StripeContext): Made[] {
  const currency = currencyOf(credit);
  const invoice = idOf(credit, 'invoice');
  const isBefore = textOf(credit, 'type') === 'pre_payment';
  const stated = amountOf(credit, currency, 'pre_payment_amount');
  const amount = stated || (isBefore ? amountOf(credit, currency, 'total') : '');
  if (invoice === '' || amount === '' || isZero(amount)) return [];
  const { voided_on = '' } = creditNoteFields(credit, context);
  const id = textOf(credit, 'id');
  const fields = {
    credit_note: id,
    invoice,
    amount,
    currency,
    applied_on: issuedOn(credit),
    reversed_on: voided_on,
  };
  return [{ id: `${id}/${invoice}`, fields }];
}

/** A line of a warehouse has no currency: that of its credit note. */
function creditLineFields(line: StripeObject, parent: StripeObject, position: number): Fields {
  const currency = currencyOf(line) || currencyOf(parent);
  const taxes = [...listOf(line, 'taxes'), ...listOf(line, 'tax_amounts')];
  const included = taxes.filter(
    (tax) => isTrue(tax, 'inclusive') || textOf(tax, 'tax_behavior') === 'inclusive',
  );
  return {
    credit_note: textOf(parent, 'id'),
    position: String(position),
    invoice_line: idOf(line, 'invoice_line_item'),
    description: textOf(line, 'description'),
    quantity: textOf(line, 'quantity'),
    unit_price: fromMinor(textOf(line, 'unit_amount_decimal', 'unit_amount'), currency),
    amount: minus(
      amountOf(line, currency, 'amount'),
      amountOf(line, currency, 'discount_amount'),
      sumOf(included, currency, 'amount'),
    ),
    tax_amount: sumOf(taxes, currency, 'amount'),
  };
}

function nestedLines(credit: StripeObject, context: StripeContext): (Made | RejectedRow)[] {
  const id = textOf(credit, 'id');
  const lines = listOf(credit, 'lines');
  const made = lines.flatMap((line, index): Made[] => {
    const lineId = textOf(line, 'id');
    if (context.lookups.cameAlone('credit_note_line_item', lineId)) return [];
    return [{ id: lineId, fields: creditLineFields(line, credit, index + 1) }];
  });
  if (!isCut(credit, 'lines')) return made;
  const message = `credit note ${id} came with its first ${lines.length} lines only: Stripe gives the others page by page`;
  return [...made, rejectedItem(context, { class: 'MAPPING', rule: 'list-is-cut', message, field: 'lines' })];
}

function standaloneLine(line: StripeObject, { lookups }: StripeContext): Made[] {
  const id = textOf(line, 'id');
  const credit = idOf(line, 'credit_note');
  const parent = lookups.creditNoteOf(credit) ?? { id: credit };
  const position = lookups.placeOf('credit_note_line_item', credit, id);
  return [{ id, fields: creditLineFields(line, parent, position) }];
}

export const creditRules: Readonly<Record<string, TypeRules>> = {
  credit_note: {
    skip: (credit, context) =>
      ['issued', 'void'].includes(textOf(credit, 'status')) ? undefined : unknownStatus(context),
    makers: [
      {
        record: 'credit_note',
        make: (credit, context) => [{ id: textOf(credit, 'id'), fields: creditNoteFields(credit, context) }],
      },
      { record: 'credit_note_line', make: nestedLines },
      { record: 'allocation', make: allocations },
    ],
  },
  credit_note_line_item: { makers: [{ record: 'credit_note_line', make: standaloneLine }] },
};
