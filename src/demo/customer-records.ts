// How the three systems know a customer: the CRM by its name and people, billing by where bills go, the ERP by credit, tax and bank;
// and where they do not agree on it.
import { type Customer, customerAt, parentIndexOf } from './customers.ts';
import { type Entity, terms } from './entities.ts';
import { hasPlaceholderTaxNumber, taxNumberOf, taxSchemeOf } from './invoice-records.ts';
import { isExempt } from './invoices.ts';
import { personBy } from './names.ts';
import { Random } from './random.ts';
import type { Sheet } from './sheet.ts';
import type { World } from './world.ts';

const regions: Readonly<Record<string, string>> = {
  DE01: 'EMEA',
  US01: 'Americas',
  UK01: 'EMEA',
  JP01: 'APAC',
};

export function addCrmCustomer(world: World, sheet: Sheet, customer: Customer): void {
  sheet.add('crm', 'customer', customer.crmId, {
    number: customer.number,
    name: customer.name,
    legal_name: customer.legalName,
    status: customer.status,
    segment: customer.segment,
    industry: customer.industry,
    region: regions[customer.entity.code],
    country: customer.country,
    website: `https://www.${customer.domain}`,
    sales_owner: customer.salesOwner,
    internal: String(customer.internal),
  });
  addParents(world, sheet, customer);
  if (!customer.internal) addContacts(world, sheet, customer);
}

function addParents(world: World, sheet: Sheet, customer: Customer): void {
  const index = parentIndexOf(customer);
  if (index === undefined) return;
  const parent = customerAt(world, index);
  const add = (hierarchy: string, above: Customer, dates: { valid_from?: string; valid_to?: string } = {}) =>
    sheet.add('crm', 'customer_hierarchy', `H-${hierarchy}-${customer.digits}-${above.digits}`, {
      hierarchy,
      parent: above.crmId,
      child: customer.crmId,
      ...dates,
    });
  const grandparent = parentIndexOf(parent);
  if (grandparent === undefined) {
    add('LEGAL', parent);
    add('SALES', parent);
    if (customer.story.billedToParent) add('BILLING', parent);
    return;
  }
  // It was the grandparent's own until the group was put in order.
  const moved = world.calendar.months[12] ?? world.calendar.start;
  add('LEGAL', customerAt(world, grandparent), { valid_to: moved });
  add('LEGAL', parent, { valid_from: moved });
}

const titles = [
  ['Head of Accounts Payable', 'PAYABLES;BILLING'],
  ['Chief Financial Officer', 'LEGAL_NOTICE'],
  ['Platform Lead', 'TECHNICAL'],
] as const;

function addContacts(world: World, sheet: Sheet, customer: Customer): void {
  const random = new Random(`${world.seed}/people/${customer.index}`);
  for (const [at, [title, roles]] of titles
    .slice(0, customer.index === 1 ? 3 : random.between(1, 3))
    .entries()) {
    const { first, last } = personBy(random);
    sheet.add('crm', 'contact', `P-${customer.digits}-${at + 1}`, {
      customer: customer.crmId,
      first_name: first,
      last_name: last,
      // Some give the mailbox of their department: that makes nobody the same person.
      email:
        at === 0 && customer.index % 12 === 5
          ? `accounts@${customer.domain}`
          : `${first}.${last}@${customer.domain}`.toLowerCase(),
      phone: `+${random.between(30, 89)} 555 ${random.between(100_000, 999_999)}`,
      title,
      roles,
      mailing_city: customer.address.city,
      mailing_country: customer.country,
    });
  }
}

export function addBillingCustomer(sheet: Sheet, customer: Customer, entities: Iterable<Entity>): void {
  sheet.add('billing', 'customer', customer.billingId, {
    name: customer.billingName,
    legal_name: customer.legalName,
    country: customer.country,
    external_ids: customer.story.unlinked ? undefined : `crm=${customer.crmId}`,
  });
  for (const entity of entities)
    sheet.add('billing', 'customer_account', `${customer.billingId}_${entity.code}`, {
      customer: customer.billingId,
      legal_entity: entity.code,
      currency: currencyAt(customer, entity),
      billing_email: `invoices@${customer.domain}`,
      billing_street: customer.address.street,
      billing_city: customer.address.city,
      billing_postal_code: customer.address.postalCode,
      billing_country: customer.country,
      invoice_delivery: customer.segment === 'Public Sector' ? 'PORTAL' : 'EMAIL',
      po_required: String(customer.segment === 'Enterprise'),
    });
}

function currencyAt(customer: Customer, entity: Entity): string {
  return entity === customer.entity ? customer.currency : entity.currency;
}

export function addErpCustomer(
  world: World,
  sheet: Sheet,
  customer: Customer,
  entities: Iterable<Entity>,
): void {
  const random = new Random(`${world.seed}/credit/${customer.digits}`);
  sheet.add('erp', 'customer', customer.erpId, {
    name: customer.erpName,
    country: customer.country,
    external_ids: customer.story.unlinked
      ? `billing=${customer.billingId}`
      : `crm=${customer.crmId};billing=${customer.billingId}`,
  });
  for (const entity of entities) {
    const currency = currencyAt(customer, entity);
    sheet.add('erp', 'customer_account', `${customer.erpId}/${entity.code}`, {
      customer: customer.erpId,
      legal_entity: entity.code,
      currency,
      payment_term: terms[customer.term].code,
      payment_terms: terms[customer.term].name,
      credit_limit: customer.internal
        ? undefined
        : `${random.between(2, 40) * 5}${currency === 'JPY' ? '00000' : '000'}`,
      credit_hold: String(customer.status === 'BLOCKED'),
      dunning_hold: 'false',
      dunning_strategy: customer.payer === 'BAD' ? 'STRICT' : 'STANDARD',
      receivable_account_code: customer.internal ? '1250' : '1200',
      billing_email: customer.story.otherEmail ? `ap@${customer.domain}` : undefined,
    });
  }
  if (!customer.internal) addTaxAndBank(world, sheet, customer, random);
}

function addTaxAndBank(world: World, sheet: Sheet, customer: Customer, random: Random): void {
  const { calendar } = world;
  if (isExempt(customer))
    sheet.add('erp', 'tax_exemption', `TE-${customer.digits}`, {
      customer: customer.erpId,
      country: customer.country,
      reason: 'Public body',
      certificate: `EX-${customer.digits}-${random.between(100, 999)}`,
      starts_on: calendar.start,
      expires_on: calendar.plusMonths(calendar.today, random.between(1, 18)),
    });
  else
    sheet.add('erp', 'tax_registration', `TR-${customer.digits}`, {
      customer: customer.erpId,
      country: customer.country,
      scheme: taxSchemeOf(customer.country),
      number: taxNumberOf(customer),
      check_result: hasPlaceholderTaxNumber(customer)
        ? 'PLACEHOLDER'
        : random.chance(70)
          ? 'VALID'
          : 'UNCHECKED',
    });
  if (customer.method === 'BANK_TRANSFER' && !random.chance(30)) return;
  sheet.add('erp', 'bank_account', `BA-${customer.digits}`, {
    customer: customer.erpId,
    holder_name: customer.legalName,
    iban_or_number: `${customer.country}00 DEMO ${random.between(1_000, 9_999)} ${random.between(1_000, 9_999)} ${random.between(1_000, 9_999)}`,
    bank_code: 'DEMOBANK',
    country: customer.country,
    currency: customer.currency,
  });
}
