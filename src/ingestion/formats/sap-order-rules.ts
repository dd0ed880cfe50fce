// Sales orders. An order is an agreement that binds both sides, so it becomes an order form with its items as lines, and no
// opportunity: that is a hope (DOMAIN section 5). A delivery is the evidence that an item was delivered.
import { type Decimal, decimal, isDecimal } from '../../kernel/money.ts';
import {
  amountOf,
  dateOf,
  type Fields,
  joinedKey,
  keyOf,
  type SapRow,
  type SapValues,
  textOf,
} from './sap-value-rules.ts';

export const orderKey = (values: SapValues) => keyOf(values, 'salesOrder');
export const orderItemKey = (values: SapValues) => joinedKey(values, 'salesOrder', 'salesOrderItem');
export const deliveryKey = (values: SapValues) => keyOf(values, 'deliveryDocument');
export const deliveryItemKey = (values: SapValues) =>
  joinedKey(values, 'deliveryDocument', 'deliveryDocumentItem');
/** The item of an order or of a delivery to which a row refers. */
export const referredItemKey = (values: SapValues) =>
  joinedKey(values, 'referenceSdDocument', 'referenceSdDocumentItem');

function isRejected(item: SapValues): boolean {
  return textOf(item, 'salesDocumentRjcnReason') !== '';
}

/** The fields of an order. SAP knows no signature: the order is signed and booked when it was made. */
export function orderFields(
  order: SapValues,
  { company, items }: { company: string; items: readonly SapRow[] },
): Fields {
  const madeOn = dateOf(order, 'salesOrderDate', 'creationDate');
  return {
    number: orderKey(order),
    kind: 'ORDER_FORM',
    customer: keyOf(order, 'soldToParty'),
    legal_entity: company,
    status: statusOf(order, items),
    currency: textOf(order, 'transactionCurrency'),
    signed_on: madeOn,
    booked_on: madeOn,
    starts_on: startOf(order),
    purchase_order_number: textOf(order, 'purchaseOrderByCustomer'),
    payment_terms: textOf(order, 'customerPaymentTerms'),
  };
}

/** CANCELLED where every item was rejected, SIGNED until anything is delivered. */
function statusOf(order: SapValues, items: readonly SapRow[]): string {
  if (items.length > 0 && items.every(({ values }) => isRejected(values))) return 'CANCELLED';
  return textOf(order, 'overallDeliveryStatus') === 'A' ? 'SIGNED' : 'ACTIVE';
}

function startOf(order: SapValues): string {
  return dateOf(order, 'requestedDeliveryDate', 'pricingDate', 'salesOrderDate', 'creationDate');
}

/** What other tables say of an order item. */
export interface ItemContext {
  readonly order: SapValues | undefined;
  readonly scheduleLines: readonly SapRow[];
  /** Headers of the deliveries of the item, one for each of its delivery items; undefined: not part of the export. */
  readonly deliveries: readonly (SapValues | undefined)[];
}

/**
 * The fields of an order item: sold once, delivered on the first confirmed day. A rejected item ends before it begins, so that it
 * commits nobody.
 */
export function orderItemFields(item: SapValues, context: ItemContext): Fields {
  const currency = textOf(item, 'transactionCurrency');
  const confirmed = context.scheduleLines.map(({ values }) => dateOf(values, 'confirmedDeliveryDate'));
  const dueOn = confirmed.filter((date) => date !== '').sort()[0];
  const startsOn = dueOn ?? (context.order ? startOf(context.order) : '');
  const net = amountOf(item, 'netAmount', currency);
  const quantity = textOf(item, 'requestedQuantity');
  const unitPrice = unitPriceOf(net, quantity);
  return {
    contract: orderKey(item),
    position: keyOf(item, 'salesOrderItem'),
    product: keyOf(item, 'material'),
    kind: ['TAD', 'TAE'].includes(textOf(item, 'salesOrderItemCategory')) ? 'SERVICE' : 'ONE_TIME',
    description: textOf(item, 'salesOrderItemText'),
    quantity,
    price_model: unitPrice === undefined ? 'FLAT' : 'PER_UNIT',
    unit_price: unitPrice ?? net,
    currency,
    billing_frequency: 'ONCE',
    billing_timing: 'ARREARS',
    trigger: 'DELIVERY',
    starts_on: startsOn,
    ends_on: startsOn,
    activated_on: deliveredOn(context.deliveries),
    signed_on: context.order ? dateOf(context.order, 'salesOrderDate', 'creationDate') : '',
    valid_to: isRejected(item) ? startsOn : '',
  };
}

/** The net price of one; undefined where it does not come out even: then the item has one price as a whole. */
export function unitPriceOf(net: string, quantity: string): string | undefined {
  if (!isDecimal(net) || !isDecimal(quantity) || decimal(quantity).isZero()) return undefined;
  const price: Decimal = decimal(net).div(quantity);
  return price.decimalPlaces() <= 6 ? price.toString() : undefined;
}

/** The day on which the last goods of the item left; empty until all of its deliveries have. */
function deliveredOn(deliveries: readonly (SapValues | undefined)[]): string {
  const days = deliveries.map((delivery) => (delivery ? dateOf(delivery, 'actualGoodsMovementDate') : ''));
  return days.includes('') ? '' : (days.sort().at(-1) ?? '');
}
