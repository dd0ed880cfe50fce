// The groups of a customer's fields: what ownership, stewardship and provenance go by (DOMAIN section 2).

/** The groups that a customer's records state, its accounts', contacts', tax and bank details among them. */
export const CUSTOMER_FIELD_GROUPS = [
  'customer.bank',
  'customer.billing',
  'customer.commercial',
  'customer.contacts',
  'customer.credit',
  'customer.identity',
  'customer.lifecycle',
  'customer.tax',
] as const;

/** The first name that is no field group of a customer. */
export function unknownFieldGroup(names: readonly unknown[]): unknown {
  const known: readonly unknown[] = CUSTOMER_FIELD_GROUPS;
  return names.find((name) => !known.includes(name));
}
