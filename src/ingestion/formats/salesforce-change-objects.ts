// What a changed Salesforce object makes: the rules of the exports, asked about one object alone. A change that says only a part must
// not pull in what those rules conclude from columns that it leaves out.
import { contractFields, contractStatus, orderFields, orderItemFields } from './salesforce-contract-rules.ts';
import {
  accountFields,
  contactFields,
  customerFields,
  hierarchyFields,
  isTaxExempt,
  taxFields,
  taxIdsOf,
} from './salesforce-customer-rules.ts';
import { productOf } from './salesforce-lookups.ts';
import type { SalesforceObject } from './salesforce-object-rules.ts';
import { opportunityFields, opportunityLineFields } from './salesforce-opportunity-rules.ts';
import { priceBookFields, priceFields, productFields } from './salesforce-product-rules.ts';
import { lookupOf, type SalesforceValues, statedOf } from './salesforce-value-rules.ts';

type Fields = Record<string, string | null>;

export interface ChangedObject {
  readonly object: SalesforceObject;
  readonly id: string;
  readonly values: SalesforceValues;
  /** It says only what changed. */
  readonly isPartial: boolean;
  readonly entity?: string;
  readonly currency?: string;
}

interface MadeFields {
  readonly externalId: string;
  readonly values: Fields;
}

/** The fields of a record; a text says why there are none. */
type Make = (given: ChangedObject) => readonly MadeFields[] | Fields | string | undefined;

const contract =
  (fields: (values: SalesforceValues, status: string) => Fields): Make =>
  ({ values, isPartial }) => {
    const status = contractStatus(values);
    if (status !== undefined) return fields(values, status);
    const stated = statedOf(values, 'status');
    if (isPartial && stated === '') return fields(values, '');
    return `status ${JSON.stringify(stated)} is no status that is mapped`;
  };

/** By object, the records that it makes; the first is the one that the object is. */
const makers: Readonly<Record<SalesforceObject, Readonly<Record<string, Make>>>> = {
  Account: {
    customer: ({ values }) => customerFields(values),
    customer_account: ({ values, id }) => accountFields(values, id),
    customer_hierarchy: ({ values, id }) => hierarchyFields(values, id),
    tax_registration: ({ values, id }) =>
      taxIdsOf(values).map((taxId) => ({
        externalId: `${id}/${taxId[0]}`,
        // How many accounts share the number nobody can say of one alone.
        values: taxFields(values, id, taxId, 1),
      })),
    tax_exemption: ({ values, id }) => (isTaxExempt(values) ? { customer: id } : undefined),
  },
  Contact: { contact: ({ values }) => contactFields(values) },
  Product2: { product: ({ values, id }) => productFields(values, id) },
  Pricebook2: { price_book: ({ values, id }) => priceBookFields(values, id) },
  PricebookEntry: { price: ({ values }) => priceFields(values) },
  Opportunity: {
    opportunity: ({ values, isPartial, entity = '', currency = '' }) =>
      opportunityFields(values, isPartial ? { entity: '', currency: '' } : { entity, currency }),
  },
  OpportunityLineItem: {
    opportunity_line: ({ values }) =>
      opportunityLineFields(
        values,
        lookupOf(values, 'opportunityid', 'Opportunity') ?? '',
        positionOf(values, 'sortorder'),
        productOf(values, new Map()),
      ),
  },
  Contract: { contract: contract(contractFields) },
  Order: { contract: contract(orderFields) },
  OrderItem: {
    contract_line: ({ values, isPartial }) => {
      const order = { id: lookupOf(values, 'orderid', 'Order') ?? '', term: undefined };
      const position = positionOf(values, 'orderitemnumber');
      const fields = orderItemFields(values, order, position, productOf(values, new Map()));
      if (fields || isPartial) return fields ?? {};
      return 'the item is recurring, and nothing states how many months its price covers';
    },
  },
};

/** Its place, where it states one. */
function positionOf(values: SalesforceValues, column: string): number {
  const place = Number(statedOf(values, column));
  return Number.isInteger(place) && place > 0 && place < 1e9 ? place : 1;
}

/** Fields that the rules conclude or make up, and the columns without one of which a change says nothing of them. */
const concluded: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  customer: { status: ['type'] },
  product: {
    code: ['productcode', 'stockkeepingunit'],
    kind: ['sbqqchargetypec', 'sbqqsubscriptiontypec', 'sbqqsubscriptionpricingc'],
  },
  price_book: { code: [] },
  opportunity: { won: ['isclosed', 'iswon', 'stagename'], closed_on: ['isclosed', 'iswon', 'stagename'] },
  opportunity_line: { position: ['sortorder'] },
  contract: { kind: [] },
  contract_line: {
    position: ['orderitemnumber'],
    kind: ['sbqqchargetypec', 'sbqqsubscriptiontypec', 'sbqqsubscriptionpricingc'],
    // Without the list price the rules take the sales price for it.
    unit_price: ['listprice'],
    billing_timing: ['sbqqbillingtypec'],
  },
};

/** Fields that tie a part to its object: alone they say nothing. */
const ties = new Set(['customer', 'hierarchy', 'child', 'contract', 'opportunity']);

/** Record types that objects of the type make, the leading one first. */
export function recordsOfObject(object: SalesforceObject): readonly string[] {
  return Object.keys(makers[object]);
}

/** What the change says of each record of the type; a text: why it cannot be understood; undefined: nothing. */
export function fieldsOf(given: ChangedObject, record: string): readonly MadeFields[] | string | undefined {
  const made = makers[given.object][record]?.(given);
  if (made === undefined || typeof made === 'string') return made;
  const all: readonly MadeFields[] = Array.isArray(made)
    ? (made as readonly MadeFields[])
    : [{ externalId: given.id, values: made as Fields }];
  if (!given.isPartial) return all;
  const isLeading = recordsOfObject(given.object)[0] === record;
  const stated = all.map(({ externalId, values }) => ({
    externalId,
    values: withoutConcluded(values, record, given.values),
  }));
  const telling = stated.filter(({ values }) =>
    Object.keys(values).some((name) => isLeading || !ties.has(name) || name === 'parent'),
  );
  return telling.length > 0 ? telling : undefined;
}

function withoutConcluded(fields: Fields, record: string, values: SalesforceValues): Fields {
  const rules = concluded[record] ?? {};
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name]) => rules[name]?.some((column) => values[column] !== undefined) ?? true,
    ),
  );
}
