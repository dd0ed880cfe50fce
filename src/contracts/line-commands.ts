// The records of what a contract is made of: line versions, parties, and the usage metered against them.

import { recordCommand } from '../platform/record-definition.ts';
import {
  currency,
  date,
  decimal,
  instant,
  integer,
  json,
  oneOf,
  reference,
  text,
} from '../platform/record-fields.ts';
import { priceModels, productKinds } from '../products/commands.ts';

const pricing = { group: 'contract.pricing' };
const billing = { group: 'contract.billing' };

export const contractLineRecords = [
  recordCommand({
    record: 'contract_line',
    about: 'One version of a contract line; an amendment ends one version and brings the next.',
    object: 'CONTRACT_LINE',
    versions: 'contract_line_version',
    dated: false,
    group: 'contract.pricing',
    joins: 'left join contract k on k.contract_id = v.contract_id',
    derived: {
      lineage_id: {
        onInsert:
          'coalesce((select l.lineage_id from contract_line l where l.contract_line_id = v.first_line_id), ' +
          'v.first_line_id, v.target_id)',
      },
    },
    fields: {
      contract: reference('contract', 'contract_id', { required: true }),
      lineage: reference('contract_line', 'first_line_id', {
        aside: true,
        note: 'the first version of this line, where this is a later one (renewals and transfers too)',
      }),
      line_version: integer('line_version', { default: '1' }),
      position: integer('position', { required: true }),
      end_customer: reference('customer', 'end_customer_id', {
        default: 'k.customer_id',
        note: 'whose ARR it is; left out: the customer of the contract',
      }),
      product: reference('product', 'product_id', { byColumn: 'code' }),
      kind: oneOf('kind', productKinds, { required: true }),
      description: text('description'),
      price_model: oneOf('price_model', priceModels, { default: "'PER_UNIT'" }),
      quantity: decimal('quantity', { default: '1' }),
      unit_price: decimal('unit_price', { required: true, note: 'list, per unit and price period' }),
      discount_percent: decimal('discount_percent', { default: '0' }),
      net_unit_price: decimal('net_unit_price', {
        default: 'v.unit_price * (100 - coalesce(v.discount_percent, 0)) / 100',
        note: 'after discount; left out: unit_price less discount_percent',
      }),
      price_period_months: integer('price_period_months', {
        note: 'months that the price covers; empty for one-time',
      }),
      currency: currency('currency', { default: 'k.currency', note: 'left out: that of the contract' }),
      billing_frequency: oneOf(
        'billing_frequency',
        ['WEEKLY', 'MONTHLY', 'QUARTERLY', 'SEMI_ANNUAL', 'ANNUAL', 'MULTI_YEAR', 'ONCE'],
        { default: "'MONTHLY'", ...billing },
      ),
      billing_timing: oneOf('billing_timing', ['ADVANCE', 'ARREARS'], { default: "'ADVANCE'", ...billing }),
      trigger: oneOf('trigger', ['SIGNATURE', 'ACTIVATION', 'DELIVERY', 'MILESTONE', 'DATE', 'USAGE'], {
        default: "'DATE'",
        ...billing,
        note: 'the event from which it is billed',
      }),
      starts_on: date('starts_on', { required: true }),
      ends_on: date('ends_on', { note: 'inclusive; empty: open end' }),
      activated_on: date('activated_on', { ...billing, note: 'empty: not activated, so no ARR' }),
      suspended_from: date('suspended_from', billing),
      suspended_to: date('suspended_to', { ...billing, note: 'exclusive' }),
      min_commitment: decimal('min_commitment', { ...pricing, note: 'money per price period' }),
      included_quantity: decimal('included_quantity', { ...pricing, note: 'units per price period' }),
      overage_unit_price: decimal('overage_unit_price', pricing),
      ramp: json('ramp', {
        ...pricing,
        note: '[{"from","quantity","netUnitPrice"}], in force from that day on',
      }),
      tiers: json('tiers', pricing),
      amendment: reference('amendment', 'amendment_id', { note: 'the amendment that made this version' }),
      signed_on: date('signed_on'),
      valid_from: date('valid_from', { default: "'-infinity'", note: 'first day of this version' }),
      valid_to: date('valid_to', { default: "'infinity'", note: 'exclusive' }),
    },
  }),
  recordCommand({
    record: 'contract_party',
    plural: 'contract_parties',
    about: 'Who plays which part in a contract or in one of its lines.',
    fields: {
      contract: reference('contract', 'contract_id', { required: true }),
      contract_line: reference('contract_line', 'contract_line_id', { note: 'left out: the whole contract' }),
      role: oneOf('role', ['SOLD_TO', 'BILL_TO', 'SHIP_TO', 'PAYER', 'END_CUSTOMER'], { required: true }),
      customer: reference('customer', 'customer_id', { required: true }),
    },
  }),
  recordCommand({
    record: 'usage',
    about: 'What was metered; a correction is a further record, possibly negative.',
    table: 'usage_record',
    stampsSource: true,
    fields: {
      contract_line: reference('contract_line', 'contract_line_id'),
      customer: reference('customer', 'customer_id', { required: true }),
      product: reference('product', 'product_id', { byColumn: 'code' }),
      quantity: decimal('quantity', { required: true }),
      unit_of_measure: text('unit_of_measure'),
      used_from: instant('used_from', { required: true }),
      used_to: instant('used_to', { default: 'v.used_from', note: 'exclusive; left out: a single event' }),
      rated_amount: decimal('rated_amount', { note: 'empty: not rated' }),
      currency: currency('currency'),
    },
  }),
] as const;
