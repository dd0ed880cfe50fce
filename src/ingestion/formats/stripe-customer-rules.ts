// Customers with their accounts and tax registrations. Nothing here says that two customers are one: no e-mail, and no metadata, whose
// keys mean what their user wants (one external_id may stand on all customers).
import type { Made, StripeContext, TypeRules } from './stripe-context-rules.ts';
import {
  currencyOf,
  type Fields,
  idOf,
  listOf,
  memberOf,
  type StripeObject,
  textOf,
} from './stripe-value-rules.ts';

/** A customer without name is called by its id: an e-mail address would show what readers may not see. */
function customerFields(customer: StripeObject): Fields {
  return {
    name: textOf(customer, 'name', 'business_name', 'description', 'id'),
    country: textOf(memberOf(customer, 'address'), 'country'),
  };
}

/** The account at our entity; where Stripe has not fixed a currency yet, `--currency` says it. */
function accountFields(customer: StripeObject): Fields {
  const address = memberOf(customer, 'address');
  const street = [textOf(address, 'line1'), textOf(address, 'line2')].filter((line) => line !== '');
  return {
    customer: textOf(customer, 'id'),
    currency: currencyOf(customer),
    billing_email: textOf(customer, 'email'),
    billing_street: street.join('\n'),
    billing_city: textOf(address, 'city'),
    billing_postal_code: textOf(address, 'postal_code'),
    billing_region: textOf(address, 'state'),
    billing_country: textOf(address, 'country'),
  };
}

const checks: Readonly<Record<string, string>> = { verified: 'VALID', unverified: 'INVALID' };

/** Stripe's type holds country and scheme: `eu_vat`, `us_ein`, `in_gst`. */
function taxFields(taxId: StripeObject, customer: string): Fields {
  const [prefix = '', ...scheme] = textOf(taxId, 'type').split('_');
  const isCountry = prefix.length === 2 && prefix !== 'eu';
  return {
    customer,
    country: textOf(taxId, 'country') || (isCountry ? prefix.toUpperCase() : ''),
    scheme: scheme.join('_').toUpperCase(),
    number: textOf(taxId, 'value'),
    check_result: checks[textOf(memberOf(taxId, 'verification'), 'status')] ?? 'UNCHECKED',
  };
}

const owner = (taxId: StripeObject) => idOf(taxId, 'customer') || idOf(memberOf(taxId, 'owner'), 'customer');

function nestedTaxIds(customer: StripeObject, { lookups }: StripeContext): Made[] {
  const id = textOf(customer, 'id');
  return listOf(customer, 'tax_ids')
    .filter((taxId) => !lookups.cameAlone('tax_id', textOf(taxId, 'id')))
    .map((taxId) => ({ id: textOf(taxId, 'id'), fields: taxFields(taxId, id) }));
}

export const customerRules: Readonly<Record<string, TypeRules>> = {
  customer: {
    makers: [
      {
        record: 'customer',
        make: (customer) => [{ id: textOf(customer, 'id'), fields: customerFields(customer) }],
      },
      {
        record: 'customer_account',
        make: (customer) => [{ id: textOf(customer, 'id'), fields: accountFields(customer) }],
      },
      { record: 'tax_registration', make: nestedTaxIds },
      {
        record: 'tax_exemption',
        make: (customer) =>
          textOf(customer, 'tax_exempt') === 'exempt'
            ? [{ id: textOf(customer, 'id'), fields: { customer: textOf(customer, 'id') } }]
            : [],
      },
    ],
  },
  tax_id: {
    // A tax id without customer is one of our own.
    skip: (taxId) => (owner(taxId) === '' ? 'tax-id-of-our-own' : undefined),
    makers: [
      {
        record: 'tax_registration',
        make: (taxId) => [{ id: textOf(taxId, 'id'), fields: taxFields(taxId, owner(taxId)) }],
      },
    ],
  },
};
