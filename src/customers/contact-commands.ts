// The records that belong to a customer: contacts, tax registrations and exemptions, bank accounts.
import { recordCommand } from '../platform/record-definition.ts';
import {
  boolean,
  currency,
  date,
  instant,
  legalEntity,
  list,
  oneOf,
  reference,
  text,
} from '../platform/record-fields.ts';
import { setContactRoles } from './import-store.ts';

export const contactRecords = [
  recordCommand({
    record: 'contact',
    about: 'A person at a customer; a shared mailbox joins nobody.',
    object: 'CONTACT',
    counted: true,
    group: 'customer.contacts',
    fields: {
      customer: reference('customer', 'customer_id', { required: true }),
      first_name: text('first_name'),
      last_name: text('last_name'),
      full_name: text('full_name', {
        default: "coalesce(nullif(concat_ws(' ', v.first_name, v.last_name), ''), v.email, v.external_id)",
        note: 'left out: first and last name, else the e-mail address',
      }),
      email: text('email'),
      phone: text('phone'),
      title: text('title'),
      mailing_street: text('mailing_street'),
      mailing_city: text('mailing_city'),
      mailing_postal_code: text('mailing_postal_code'),
      mailing_region: text('mailing_region'),
      mailing_country: text('mailing_country'),
      active: boolean('active', { default: 'true' }),
      roles: list('roles', ['PAYABLES', 'BILLING', 'LEGAL_NOTICE', 'TECHNICAL', 'SALES', 'OTHER'], {
        note: 'separated by semicolons: `PAYABLES;BILLING`',
      }),
    },
    hooks: { after: setContactRoles },
  }),
  recordCommand({
    record: 'tax_registration',
    about: 'A tax number of a customer; the same number on two customers merges nothing.',
    group: 'customer.tax',
    fields: {
      customer: reference('customer', 'customer_id', { required: true }),
      country: text('country', { note: 'ISO 3166-1 alpha-2; empty where the source does not say' }),
      scheme: text('scheme', { default: "'VAT'", note: 'VAT, GST, EIN, ...' }),
      number: text('number', { required: true }),
      valid_from: date('valid_from', { default: "'-infinity'" }),
      valid_to: date('valid_to', { default: "'infinity'", note: 'exclusive' }),
      check_result: oneOf('check_result', ['UNCHECKED', 'VALID', 'INVALID', 'PLACEHOLDER'], {
        default: "'UNCHECKED'",
      }),
      checked_at: instant('checked_at'),
    },
  }),
  recordCommand({
    record: 'tax_exemption',
    about: 'An exemption certificate of a customer.',
    group: 'customer.tax',
    fields: {
      customer: reference('customer', 'customer_id', { required: true }),
      country: text('country'),
      region: text('region'),
      reason: text('reason'),
      certificate: text('certificate'),
      starts_on: date('starts_on'),
      expires_on: date('expires_on', { note: 'last day of the exemption' }),
    },
  }),
  recordCommand({
    record: 'bank_account',
    about: 'A bank account of a customer; readers get its last four digits.',
    group: 'customer.bank',
    fields: {
      customer: reference('customer', 'customer_id', { required: true }),
      legal_entity: legalEntity({ note: 'left out: for all entities' }),
      holder_name: text('holder_name'),
      iban_or_number: text('iban_or_number', { required: true }),
      bank_code: text('bank_code'),
      country: text('country'),
      currency: currency('currency'),
      valid_from: date('valid_from', { default: "'-infinity'" }),
      valid_to: date('valid_to', { default: "'infinity'", note: 'exclusive' }),
    },
  }),
] as const;
