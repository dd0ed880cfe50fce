// Accounts and contacts: what of them makes a customer, its account at our entity, its tax registration and its place in the
// hierarchy of sales. Nothing here says that two accounts are one customer: no e-mail, no tax id, no name.
import {
  booleanOf,
  countryOf,
  lookupOf,
  type SalesforceValues,
  said,
  statedOf,
  textOf,
} from './salesforce-value-rules.ts';

type Fields = Record<string, string | null>;

/** What Salesforce's account types say about the customer; the first that fits. */
const statusByType: readonly (readonly [type: RegExp, status: string])[] = [
  [/prospect/i, 'PROSPECT'],
  [/former|churned|inactive/i, 'INACTIVE'],
];

export function customerFields(values: SalesforceValues): Fields {
  const type = statedOf(values, 'type');
  const country = textOf(values, 'billingcountrycode', 'billingcountry');
  return said({
    number: statedOf(values, 'accountnumber'),
    name: statedOf(values, 'name'),
    status: statusByType.find(([pattern]) => pattern.test(type))?.[1] ?? 'ACTIVE',
    industry: textOf(values, 'industry'),
    country: country === null ? null : countryOf(country),
    website: textOf(values, 'website'),
    sales_owner: textOf(values, 'ownername'),
  });
}

/** The fields of the account at our entity; `--entity` and, without CurrencyIsoCode, `--currency` say the rest. */
export function accountFields(values: SalesforceValues, id: string): Fields {
  return said({
    customer: id,
    currency: statedOf(values, 'currencyisocode'),
    billing_email: textOf(values, 'billingemailc', 'billingemail'),
    billing_street: textOf(values, 'billingstreet'),
    billing_city: textOf(values, 'billingcity'),
    billing_postal_code: textOf(values, 'billingpostalcode'),
    billing_region: textOf(values, 'billingstatecode', 'billingstate'),
    billing_country: textOf(values, 'billingcountrycode', 'billingcountry'),
    payment_terms: textOf(values, 'paymenttermsc', 'sbqqpaymenttermsc'),
  });
}

/** The parent in the hierarchy of sales; undefined where there is none. */
export function hierarchyFields(values: SalesforceValues, id: string): Fields | undefined {
  const parent = lookupOf(values, 'parentid', 'Account');
  return parent ? { hierarchy: 'SALES', parent, child: id } : undefined;
}

/** Columns in which orgs keep tax ids: Salesforce itself has none. */
const taxColumns = ['taxidc', 'taxnumberc', 'vatnumberc', 'vatidc', 'vatregistrationnumberc'] as const;

/** The tax ids of an account, by the column in which they stand. */
export function taxIdsOf(values: SalesforceValues): [column: string, number: string][] {
  return taxColumns.flatMap((column): [string, string][] => {
    const number = statedOf(values, column).trim();
    return number === '' ? [] : [[column, number]];
  });
}

/** From this many accounts on, one tax id is taken for a placeholder. */
const SHARED_BY = 3;

/** A tax registration; a number that many accounts share, or that nobody was given, is a placeholder. */
export function taxFields(
  values: SalesforceValues,
  id: string,
  [column, number]: readonly [column: string, number: string],
  accountsWithNumber: number,
): Fields {
  const isEmployerId = /^\d{2}-\d{7}$/.test(number);
  return said({
    customer: id,
    country: isEmployerId ? 'US' : countryOf(textOf(values, 'billingcountrycode', 'billingcountry')),
    scheme: isEmployerId ? 'EIN' : column.startsWith('vat') ? 'VAT' : 'TAX_ID',
    number,
    check_result: accountsWithNumber >= SHARED_BY || isMadeUp(number) ? 'PLACEHOLDER' : 'UNCHECKED',
  });
}

/** Counted up or down, one digit throughout, or a word: 12-3456789, 000000000, TBD. */
export function isMadeUp(number: string): boolean {
  const digits = number.replace(/\D/g, '');
  if (digits.length < 4)
    return /^(n\/?a|none|null|tbd|test|unknown|x+|0+)$/i.test(number.replace(/[-. ]/g, ''));
  return /^(\d)\1+$/.test(digits) || '01234567890123456789'.includes(digits) || '9876543210'.includes(digits);
}

/** Whether the account is exempt from tax (Salesforce CPQ). */
export function isTaxExempt(values: SalesforceValues): boolean {
  return booleanOf(values, 'sbqqtaxexemptc') === true;
}

export function contactFields(values: SalesforceValues): Fields {
  return said({
    customer: lookupOf(values, 'accountid', 'Account') ?? '',
    first_name: textOf(values, 'firstname'),
    last_name: textOf(values, 'lastname'),
    full_name: statedOf(values, 'name'),
    email: textOf(values, 'email'),
    phone: textOf(values, 'phone', 'mobilephone'),
    title: textOf(values, 'title'),
    mailing_street: textOf(values, 'mailingstreet'),
    mailing_city: textOf(values, 'mailingcity'),
    mailing_postal_code: textOf(values, 'mailingpostalcode'),
    mailing_region: textOf(values, 'mailingstatecode', 'mailingstate'),
    mailing_country: textOf(values, 'mailingcountrycode', 'mailingcountry'),
  });
}
