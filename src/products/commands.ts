// The records of what is sold and on which terms: payment terms, products, price books and prices.
import { recordCommand } from '../platform/record-definition.ts';
import {
  boolean,
  currency,
  date,
  decimal,
  integer,
  json,
  oneOf,
  reference,
  text,
} from '../platform/record-fields.ts';

export const productKinds = ['RECURRING', 'USAGE', 'ONE_TIME', 'SERVICE'] as const;
export const priceModels = [
  'FLAT',
  'PER_UNIT',
  'GRADUATED',
  'VOLUME',
  'PACKAGE',
  'PERCENTAGE',
  'USAGE',
] as const;

const definition = { group: 'product.definition' };
const pricing = { group: 'product.pricing' };
const accounting = { group: 'product.accounting' };

export const productRecords = [
  recordCommand({
    record: 'payment_term',
    about: 'When an invoice falls due, and the cash discount for paying early.',
    object: 'PAYMENT_TERM',
    group: 'payment_term',
    identity: ['code'],
    fields: {
      code: text('code', { required: true }),
      name: text('name', { required: true }),
      basis: oneOf('basis', ['INVOICE_DATE', 'END_OF_MONTH', 'DELIVERY'], { default: "'INVOICE_DATE'" }),
      days: integer('days', { default: '0', note: 'days from the basis to the due date' }),
      discount_percent: decimal('discount_percent'),
      discount_days: integer('discount_days'),
    },
  }),
  recordCommand({
    record: 'payment_term_instalment',
    about: 'One of the parts in which an invoice of that term falls due.',
    key: null,
    identity: ['payment_term', 'position'],
    fields: {
      payment_term: reference('payment_term', 'payment_term_id', { required: true, byColumn: 'code' }),
      position: integer('position', { required: true }),
      percent: decimal('percent', {
        required: true,
        note: 'share of the total; the shares of a term sum to 100',
      }),
      days: integer('days', { required: true }),
    },
  }),
  recordCommand({
    record: 'product',
    about: 'What is sold.',
    object: 'PRODUCT',
    identity: ['code'],
    counted: true,
    versions: 'product_version',
    group: 'product.definition',
    fields: {
      code: text('code', { required: true, ...definition, note: 'the same in all sources: one product' }),
      name: text('name', { required: true, ...definition }),
      description: text('description', definition),
      family: text('family', definition),
      kind: oneOf('kind', productKinds, { required: true, ...definition }),
      unit_of_measure: text('unit_of_measure', definition),
      active: boolean('active', { default: 'true', ...definition }),
      standalone_price: decimal('standalone_price', {
        ...pricing,
        note: 'per unit and price period (ASC 606 SSP), in standalone_currency',
      }),
      standalone_currency: currency('standalone_currency', pricing),
      revenue_account_code: text('revenue_account_code', accounting),
      recognition_template: text('recognition_template', accounting),
      tax_code: text('tax_code', accounting),
    },
  }),
  recordCommand({
    record: 'price_book',
    about: 'A list of prices in one currency.',
    object: 'PRICE_BOOK',
    identity: ['code'],
    group: 'product.pricing',
    fields: {
      code: text('code', { required: true }),
      name: text('name', { required: true }),
      currency: currency('currency', { required: true }),
      active: boolean('active', { default: 'true' }),
    },
  }),
  recordCommand({
    record: 'price',
    about: 'One version of the price of a product in a price book.',
    group: 'product.pricing',
    joins: 'left join price_book b on b.price_book_id = v.price_book_id',
    fields: {
      price_book: reference('price_book', 'price_book_id', { required: true, byColumn: 'code' }),
      product: reference('product', 'product_id', { required: true, byColumn: 'code' }),
      price_model: oneOf('price_model', priceModels, { default: "'PER_UNIT'" }),
      unit_amount: decimal('unit_amount', {
        note: 'per unit (FLAT: for all units; PERCENTAGE: percent) and price period',
      }),
      currency: currency('currency', { default: 'b.currency', note: 'left out: that of the price book' }),
      period_months: integer('period_months', { note: 'months that the amount covers; empty for one-time' }),
      package_size: decimal('package_size'),
      tiers: json('tiers', { note: '[{"upTo","unitAmount","flatAmount"}], upTo null in the last one' }),
      min_commitment: decimal('min_commitment', { note: 'money per price period' }),
      included_quantity: decimal('included_quantity', { note: 'units per price period without charge' }),
      valid_from: date('valid_from', { default: "'-infinity'" }),
      valid_to: date('valid_to', { default: "'infinity'", note: 'exclusive' }),
    },
  }),
] as const;
