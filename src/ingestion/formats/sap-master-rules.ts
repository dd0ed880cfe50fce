// Business partners, their accounts, and materials: what the rows of an S/4HANA export make of them.
import {
  booleanOf,
  dateOf,
  type Fields,
  isOpenEnd,
  joinedKey,
  keyOf,
  type SapRow,
  type SapValues,
  textOf,
} from './sap-value-rules.ts';

/** Blocked partners go on trading in many systems; the block is what the source states. */
export function customerFields(partner: SapValues, address: SapValues | undefined): Fields {
  const isPerson = textOf(partner, 'businessPartnerCategory') === '1';
  const organisation = [
    ...new Set(['organizationBpName1', 'organizationBpName2'].map((name) => textOf(partner, name))),
  ];
  const isArchived = booleanOf(partner, 'isMarkedForArchiving');
  const active = isArchived ? 'INACTIVE' : 'ACTIVE';
  return {
    number: keyOf(partner, 'customer'),
    name: textOf(
      partner,
      'businessPartnerName',
      'businessPartnerFullName',
      'organizationBpName1',
      'lastName',
    ),
    legal_name: isPerson ? '' : organisation.filter((name) => name !== '').join(' '),
    status: booleanOf(partner, 'businessPartnerIsBlocked') ? 'BLOCKED' : active,
    industry: textOf(partner, 'industry'),
    country: address ? textOf(address, 'country') : '',
  };
}

/** The address that holds longest: without an end before one with an end, then the later beginning. */
export function currentAddress(addresses: readonly SapRow[] = []): SapValues | undefined {
  const rank = ({ values }: SapRow) => {
    const end = dateOf(values, 'validityEndDate');
    return `${isOpenEnd(end) ? '9999' : end} ${dateOf(values, 'validityStartDate')}`;
  };
  return [...addresses].sort((a, b) => (rank(a) < rank(b) ? 1 : -1))[0]?.values;
}

function addressFields(address: SapValues | undefined): Fields {
  if (!address) return {};
  const street = [textOf(address, 'streetName'), textOf(address, 'houseNumber')].filter(
    (part) => part !== '',
  );
  return {
    billing_street: street.join(' '),
    billing_city: textOf(address, 'cityName'),
    billing_postal_code: textOf(address, 'postalCode'),
    billing_region: textOf(address, 'region'),
    billing_country: textOf(address, 'country'),
  };
}

export const companyAccountKey = (values: SapValues) => joinedKey(values, 'customer', 'companyCode');

/** A customer at a company code. It states no currency: that of all its sales areas, where they have one. */
export function companyAccountFields(
  assignment: SapValues,
  { areas, address }: { areas: readonly SapRow[]; address: SapValues | undefined },
): Fields {
  const currencies = new Set(areas.map(({ values }) => textOf(values, 'currency')));
  const [currency = ''] = currencies;
  return {
    customer: keyOf(assignment, 'customer'),
    legal_entity: textOf(assignment, 'companyCode'),
    currency: currencies.size === 1 ? currency : '',
    payment_terms: textOf(assignment, 'paymentTerms'),
    receivable_account_code: keyOf(assignment, 'reconciliationAccount'),
    ...addressFields(address),
  };
}

/** Sales organisation, distribution channel and division. */
export const salesAreaOf = (values: SapValues) =>
  ['salesOrganization', 'distributionChannel', 'division'].map((name) => textOf(values, name)).join('/');

/** A customer in a sales area of a company code. */
export function salesAreaFields(
  assignment: SapValues,
  { company, address }: { company: string; address: SapValues | undefined },
): Fields {
  return {
    customer: keyOf(assignment, 'customer'),
    legal_entity: company,
    sales_area: salesAreaOf(assignment),
    currency: textOf(assignment, 'currency'),
    payment_terms: textOf(assignment, 'customerPaymentTerms'),
    ...addressFields(address),
  };
}

/** Materials are sold once; only SAP's own type for services says otherwise. */
export function productFields(material: SapValues, descriptions: readonly SapRow[] = []): Fields {
  const code = keyOf(material, 'product');
  const english = descriptions.find(({ values }) => /^en?$/i.test(textOf(values, 'language')));
  const description = (english ?? descriptions[0])?.values;
  return {
    code,
    name: (description && textOf(description, 'productDescription')) || code,
    family: textOf(material, 'productGroup'),
    kind: ['DIEN', 'SERV'].includes(textOf(material, 'productType')) ? 'SERVICE' : 'ONE_TIME',
    unit_of_measure: textOf(material, 'baseUnit'),
    active: booleanOf(material, 'isMarkedForDeletion') ? 'false' : 'true',
  };
}
