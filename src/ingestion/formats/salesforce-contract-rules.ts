// Contracts and orders: a contract is the master agreement, an order the order form under it, an order item its line.
import { addDays, addMonths, isDate } from '../../kernel/dates.ts';
import { kindOfProduct } from './salesforce-product-rules.ts';
import {
  dateOf,
  lookupOf,
  numberOf,
  type Said,
  type SalesforceValues,
  said,
  statedOf,
  textOf,
} from './salesforce-value-rules.ts';

type Fields = Record<string, string | null>;

const statuses: Readonly<Record<string, string>> = {
  draft: 'DRAFT',
  inapproval: 'DRAFT',
  'in approval process': 'DRAFT',
  signed: 'SIGNED',
  activated: 'ACTIVE',
  active: 'ACTIVE',
  suspended: 'SUSPENDED',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
  canceled: 'CANCELLED',
  terminated: 'TERMINATED',
};

/** What a status of a contract or order means, or of its category where the org words its own; undefined: nobody knows. */
export function contractStatus(values: SalesforceValues): string | undefined {
  return (
    statuses[statedOf(values, 'status').toLowerCase()] ??
    statuses[statedOf(values, 'statuscode').toLowerCase()]
  );
}

export function contractFields(values: SalesforceValues, status: string): Fields {
  const startsOn = dateOf(values, 'startdate');
  return said({
    number: statedOf(values, 'contractnumber'),
    kind: 'MASTER',
    customer: lookupOf(values, 'accountid', 'Account') ?? '',
    status,
    currency: statedOf(values, 'currencyisocode'),
    signed_on: dateOf(values, 'customersigneddate', 'companysigneddate'),
    activated_on: dateOf(values, 'activateddate'),
    starts_on: startsOn ?? '',
    ends_on: dateOf(values, 'enddate') || endOfTerm(startsOn, numberOf(values, 'contractterm')),
    opportunity: lookupOf(values, 'sbqqopportunityc', 'Opportunity'),
  });
}

/** The last day of so many months. */
function endOfTerm(startsOn: Said, months: Said): Said {
  const isTerm = typeof months === 'string' && /^\d{1,4}(?:\.0+)?$/.test(months);
  if (!isTerm || typeof startsOn !== 'string' || !isDate(startsOn)) return undefined;
  return addDays(addMonths(startsOn, Number.parseInt(months, 10)), -1);
}

/** Contracts and orders are numbered each from one, so an order's number says that it is one. */
export function orderFields(values: SalesforceValues, status: string): Fields {
  const number = statedOf(values, 'ordernumber');
  return said({
    number: number === '' ? '' : `ORDER-${number}`,
    kind: 'ORDER_FORM',
    master_contract: lookupOf(values, 'contractid', 'Contract'),
    customer: lookupOf(values, 'accountid', 'Account') ?? '',
    status,
    currency: statedOf(values, 'currencyisocode'),
    signed_on: dateOf(values, 'customerauthorizeddate', 'companyauthorizeddate'),
    activated_on: dateOf(values, 'activateddate'),
    starts_on: dateOf(values, 'effectivedate') ?? '',
    ends_on: dateOf(values, 'enddate'),
    purchase_order_number: textOf(values, 'ponumber'),
    payment_terms: textOf(values, 'sbqqpaymenttermc'),
    opportunity: lookupOf(values, 'opportunityid', 'Opportunity'),
  });
}

/** What an order says for its items. */
export interface OrderTerm {
  readonly startsOn: string;
  readonly endsOn: string;
  /** The day of activation, without which an item earns no ARR; empty: not activated, or not stated. */
  readonly activatedOn: string;
}

export function orderTerm(values: SalesforceValues): OrderTerm {
  return {
    startsOn: dateOf(values, 'effectivedate') ?? '',
    endsOn: dateOf(values, 'enddate') ?? '',
    activatedOn: contractStatus(values) === 'ACTIVE' ? (dateOf(values, 'activateddate') ?? '') : '',
  };
}

/**
 * The fields of an order item. A recurring one needs the months that its price covers; undefined where the export does not
 * state them, because ARR would be a guess.
 */
export function orderItemFields(
  values: SalesforceValues,
  order: { readonly id: string; readonly term: OrderTerm | undefined },
  position: number,
  product: string | undefined,
): Fields | undefined {
  const kind = kindOfProduct(values);
  const months = numberOf(values, 'sbqqdefaultsubscriptiontermc', 'sbqqsubscriptiontermc');
  if (kind === 'RECURRING' && !months) return undefined;
  const net = numberOf(values, 'unitprice');
  return said({
    contract: order.id,
    position: String(position),
    product: product ?? '',
    kind,
    description: textOf(values, 'description'),
    quantity: numberOf(values, 'quantity') ?? '',
    unit_price: numberOf(values, 'listprice', 'unitprice') ?? '',
    net_unit_price: net ?? '',
    price_period_months: kind === 'RECURRING' ? (months?.replace(/\.0+$/, '') ?? '') : '',
    currency: statedOf(values, 'currencyisocode'),
    billing_frequency: frequencyOf(statedOf(values, 'sbqqbillingfrequencyc')),
    billing_timing: /arrears/i.test(statedOf(values, 'sbqqbillingtypec')) ? 'ARREARS' : '',
    starts_on: dateOf(values, 'servicedate') || order.term?.startsOn || '',
    ends_on: dateOf(values, 'enddate') || order.term?.endsOn || '',
    activated_on: order.term?.activatedOn ?? '',
  });
}

function frequencyOf(frequency: string): string {
  switch (frequency.toLowerCase()) {
    case 'monthly':
      return 'MONTHLY';
    case 'quarterly':
      return 'QUARTERLY';
    case 'semiannual':
      return 'SEMI_ANNUAL';
    case 'annual':
      return 'ANNUAL';
    case 'invoice plan':
      return 'ONCE';
    default:
      return '';
  }
}
