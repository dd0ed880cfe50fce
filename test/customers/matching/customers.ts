// Customers for the tests of the matching: what a record states, with nothing but the name by default.
import type { CustomerRecord } from '../../../src/customers/matching/profile-rules.ts';

export interface Stated {
  system?: string;
  legalName?: string;
  country?: string;
  website?: string;
  email?: string;
  /** `street|city|postal code`. */
  address?: string;
  taxId?: string;
  parent?: string;
}

let count = 0;

export function customer(name: string, stated: Stated = {}): CustomerRecord {
  const {
    system = `s${count}`,
    legalName = null,
    country = null,
    website,
    email,
    address,
    taxId,
    parent,
  } = stated;
  const [street = null, city = null, postalCode = null] = address?.split('|') ?? [];
  return {
    id: `00000000-0000-7000-8000-${String(count++).padStart(12, '0')}`,
    systems: [system],
    names: [name, legalName],
    country,
    websites: website === undefined ? [] : [website],
    emails: email === undefined ? [] : [email],
    addresses: address === undefined ? [] : [{ street, city, postalCode, region: null, country }],
    taxIds: taxId === undefined ? [] : [{ number: taxId, country, check: 'UNCHECKED' }],
    parents: parent === undefined ? [] : [parent],
  };
}
