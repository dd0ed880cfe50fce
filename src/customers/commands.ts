// The records of customers: the golden record, the account per legal entity, and the hierarchies.
import { recordCommand } from '../platform/record-definition.ts';
import {
  amount,
  boolean,
  currency,
  date,
  legalEntity,
  list,
  oneOf,
  reference,
  text,
} from '../platform/record-fields.ts';
import {
  linkForeignIds,
  listTrading,
  matchCustomers,
  nameCustomers,
  refuseContradictions,
  refuseCycles,
  setDefaultAccounts,
} from './import-store.ts';

const identity = { group: 'customer.identity' };
const commercial = { group: 'customer.commercial' };
const billing = { group: 'customer.billing' };
const credit = { group: 'customer.credit' };

export const customerRecords = [
  recordCommand({
    record: 'customer',
    about: 'A customer as this source knows it; the same company in other sources is named in external_ids.',
    object: 'CUSTOMER',
    counted: true,
    versions: 'customer_version',
    group: 'customer.commercial',
    fields: {
      number: text('number', { default: "''", ...identity, note: 'left out: its id' }),
      name: text('name', { required: true, ...commercial }),
      legal_name: text('legal_name', identity),
      status: oneOf('status', ['PROSPECT', 'ONBOARDING', 'ACTIVE', 'BLOCKED', 'INACTIVE'], {
        default: "'ACTIVE'",
        group: 'customer.lifecycle',
      }),
      segment: text('segment', commercial),
      industry: text('industry', commercial),
      region: text('region', commercial),
      country: text('country', { ...commercial, note: 'ISO 3166-1 alpha-2' }),
      website: text('website', commercial),
      sales_owner: text('sales_owner', commercial),
      internal: boolean('internal', {
        default: 'false',
        ...identity,
        note: 'one of our own entities: out of ARR, DSO and revenue',
      }),
      external_ids: list('external_ids', null, {
        note: 'its ids in other sources: `crm=001A;erp=4711`; they make one customer of several records',
      }),
    },
    hooks: {
      match: matchCustomers,
      adjust: nameCustomers,
      after: linkForeignIds,
      verify: refuseContradictions,
      hangOn: listTrading,
    },
  }),
  recordCommand({
    record: 'customer_account',
    about: 'A customer at one legal entity (and sales area): the fields that differ per entity.',
    object: 'CUSTOMER_ACCOUNT',
    identity: ['customer', 'legal_entity', 'sales_area'],
    counted: true,
    versions: 'customer_account_version',
    group: 'customer.billing',
    fields: {
      customer: reference('customer', 'customer_id', { required: true }),
      legal_entity: legalEntity({ required: true }),
      sales_area: text('sales_area', { default: "''" }),
      currency: currency('currency', { required: true, ...billing }),
      payment_term: reference('payment_term', 'payment_term_id', { byColumn: 'code', ...credit }),
      payment_terms: text('payment_terms', { ...credit, note: 'as the source words them' }),
      credit_limit: amount('credit_limit', { ...credit, note: 'in currency; empty: no limit set' }),
      credit_hold: boolean('credit_hold', { default: 'false', ...credit }),
      delivery_hold: boolean('delivery_hold', { default: 'false', ...credit }),
      dunning_hold: boolean('dunning_hold', { default: 'false', ...credit }),
      dunning_strategy: text('dunning_strategy', credit),
      receivable_account_code: text('receivable_account_code', billing),
      billing_email: text('billing_email', billing),
      billing_street: text('billing_street', billing),
      billing_city: text('billing_city', billing),
      billing_postal_code: text('billing_postal_code', billing),
      billing_region: text('billing_region', billing),
      billing_country: text('billing_country', billing),
      invoice_delivery: text('invoice_delivery', { ...billing, note: 'EMAIL, POST, PORTAL, EDI' }),
      po_required: boolean('po_required', { default: 'false', ...billing }),
      valid_from: date('valid_from', { default: "'-infinity'" }),
      valid_to: date('valid_to', { default: "'infinity'", note: 'exclusive' }),
    },
    hooks: { after: setDefaultAccounts },
  }),
  recordCommand({
    record: 'customer_hierarchy',
    plural: 'customer_hierarchies',
    about: 'The parent of a customer in one of three hierarchies.',
    stampsSource: true,
    fields: {
      hierarchy: oneOf('hierarchy', ['LEGAL', 'BILLING', 'SALES'], { default: "'LEGAL'" }),
      parent: reference('customer', 'parent_id', { required: true }),
      child: reference('customer', 'child_id', { required: true }),
      valid_from: date('valid_from', { default: "'-infinity'" }),
      valid_to: date('valid_to', { default: "'infinity'", note: 'exclusive' }),
    },
    hooks: { verify: refuseCycles },
  }),
] as const;
