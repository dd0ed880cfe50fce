// Products, price books and their entries.
import {
  lookupOf,
  numberOf,
  type SalesforceValues,
  said,
  statedOf,
  textOf,
} from './salesforce-value-rules.ts';

type Fields = Record<string, string | null>;

/**
 * The kind of what is sold, by the fields of Salesforce CPQ. A product of which they say nothing is sold once: Salesforce
 * itself knows no recurring products.
 */
export function kindOfProduct(values: SalesforceValues): 'RECURRING' | 'USAGE' | 'ONE_TIME' {
  const charge = statedOf(values, 'sbqqchargetypec').toLowerCase();
  if (charge === 'recurring') return 'RECURRING';
  if (charge === 'usage') return 'USAGE';
  if (charge !== '') return 'ONE_TIME';
  const subscription = statedOf(values, 'sbqqsubscriptiontypec').toLowerCase();
  const isSubscription =
    subscription === 'renewable' ||
    subscription.startsWith('evergreen') ||
    statedOf(values, 'sbqqsubscriptionpricingc') !== '';
  return isSubscription && subscription !== 'one-time' ? 'RECURRING' : 'ONE_TIME';
}

export function productFields(values: SalesforceValues, id: string): Fields {
  return said({
    code: statedOf(values, 'productcode', 'stockkeepingunit') || id,
    name: statedOf(values, 'name'),
    description: textOf(values, 'description'),
    family: textOf(values, 'family'),
    kind: kindOfProduct(values),
    unit_of_measure: textOf(values, 'quantityunitofmeasure'),
    active: statedOf(values, 'isactive'),
  });
}

/** A price book is known by its id: names are not unique. Salesforce's holds all currencies; its entries state their own. */
export function priceBookFields(values: SalesforceValues, id: string): Fields {
  return said({
    code: id,
    name: statedOf(values, 'name'),
    currency: statedOf(values, 'currencyisocode'),
    active: statedOf(values, 'isactive'),
  });
}

export function priceFields(values: SalesforceValues): Fields {
  return said({
    price_book: lookupOf(values, 'pricebook2id', 'Pricebook2') ?? '',
    product: lookupOf(values, 'product2id', 'Product2') ?? '',
    unit_amount: numberOf(values, 'unitprice'),
    currency: statedOf(values, 'currencyisocode'),
  });
}
