// Accounts per legal entity, and the address, tax and bank details that belong to a customer.
import { sql } from 'kysely';
import { columnOf, fieldsOf, type Scope, type TableName } from '../graph/fields.ts';
import { ruleByEntity, ruleByEntityIfAny } from '../graph/row-rules.ts';
import type { Sql } from '../graph/slots.ts';
import { isDefaultAccount } from './account-figures.ts';

/** Reads the columns that an address is made of (`addressOf`), from whatever row has one. */
export const addressFields = fieldsOf('Address', 'customer_account', (f) => ({
  street: f.derived('street'),
  city: f.derived('city'),
  postalCode: f.derived('postal_code'),
  region: f.derived('region'),
  country: f.derived('country'),
}));

const ADDRESS = ['street', 'city', 'postal_code', 'region', 'country'];

/** A FROM item of one address: the row's columns with the prefix. */
export function addressOf(row: { readonly alias: string }, prefix: string): Sql {
  const parts = ADDRESS.map((name) => sql`${columnOf(row, prefix + name)} as ${sql.ref(name)}`);
  return sql`(select ${sql.join(parts)})`;
}

/** That there is an address at all. */
export function hasAddress(row: { readonly alias: string }, prefix: string): Sql {
  return sql`num_nonnulls(${sql.join(ADDRESS.map((name) => columnOf(row, prefix + name)))}) > 0`;
}

/** Half-open validity, with null for a side that is open. */
function validFrom({ row }: Scope<TableName>): Sql {
  return sql`nullif(${columnOf(row, 'valid_from')}, '-infinity')`;
}
function validTo({ row }: Scope<TableName>): Sql {
  return sql`nullif(${columnOf(row, 'valid_to')}, 'infinity')`;
}

export const customerAccountFields = fieldsOf(
  'CustomerAccount',
  'customer_account',
  (f) => ({
    id: f.column('customer_account_id'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    salesArea: f.column('sales_area'),
    isDefault: f.value(isDefaultAccount),
    currency: f.column('currency'),
    paymentTerm: f.one('PaymentTerm', 'payment_term_id', 'payment_term_id'),
    paymentTerms: f.column('payment_terms'),
    creditLimit: f.money('credit_limit', 'currency'),
    creditHold: f.column('credit_hold'),
    deliveryHold: f.column('delivery_hold'),
    dunningHold: f.column('dunning_hold'),
    dunningStrategy: f.column('dunning_strategy'),
    receivableAccountCode: f.column('receivable_account_code'),
    billingAddress: f.object({
      from: ({ row }) => addressOf(row, 'billing_'),
      present: ({ row }) => hasAddress(row, 'billing_'),
    }),
    billingEmail: f.column('billing_email'),
    invoiceDelivery: f.column('invoice_delivery'),
    purchaseOrderRequired: f.column('po_required'),
    validFrom: f.value(validFrom),
    validTo: f.value(validTo),
    version: f.column('version'),
    updatedAt: f.column('updated_at'),
  }),
  { table: 'customer_account', key: 'customer_account_id', rule: ruleByEntity('legal_entity_id') },
);

export const taxRegistrationFields = fieldsOf(
  'TaxRegistration',
  'tax_registration',
  (f) => ({
    id: f.column('tax_registration_id'),
    country: f.column('country'),
    scheme: f.column('scheme'),
    number: f.column('number'),
    validFrom: f.value(validFrom),
    validTo: f.value(validTo),
    checkResult: f.column('check_result'),
    checkedAt: f.column('checked_at'),
  }),
  { table: 'tax_registration', key: 'tax_registration_id' },
);

export const taxExemptionFields = fieldsOf(
  'TaxExemption',
  'tax_exemption',
  (f) => ({
    id: f.column('tax_exemption_id'),
    country: f.column('country'),
    region: f.column('region'),
    certificate: f.column('certificate'),
    reason: f.column('reason'),
    startsOn: f.column('starts_on'),
    expiresOn: f.column('expires_on'),
  }),
  { table: 'tax_exemption', key: 'tax_exemption_id' },
);

/** Reached through its customer only; an account for all entities is seen by whoever sees that. */
export const bankAccountFields = fieldsOf(
  'BankAccount',
  'bank_account',
  (f) => ({
    id: f.column('bank_account_id'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    holderName: f.column('holder_name'),
    lastFour: f.column('last_four'),
    bankCode: f.column('bank_code'),
    country: f.column('country'),
    currency: f.column('currency'),
    validFrom: f.value(validFrom),
    validTo: f.value(validTo),
  }),
  { table: 'bank_account', key: 'bank_account_id', rule: ruleByEntityIfAny('legal_entity_id') },
);
