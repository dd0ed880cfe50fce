// Price books with their prices, and payment terms.
import { sql } from 'kysely';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, fieldsOf } from '../graph/fields.ts';

export const priceQueryFields = fieldsOf('Query', 'currency', (f) => ({
  priceBooks: f.manyWhere('PriceBook', () => undefined, {
    order: (book) => columnOf(book, 'code'),
    rows: 20,
  }),
  paymentTerms: f.manyWhere('PaymentTerm', () => undefined, {
    order: (term) => columnOf(term, 'code'),
    rows: 30,
  }),
}));

export const priceBookFields = fieldsOf(
  'PriceBook',
  'price_book',
  (f) => ({
    id: f.column('price_book_id'),
    code: f.column('code'),
    name: f.column('name'),
    currency: f.column('currency'),
    active: f.column('active'),
    prices: f.many('Price', 'price_book_id', 'price_book_id'),
  }),
  { table: 'price_book', key: 'price_book_id' },
);

export const priceFields = fieldsOf(
  'Price',
  'price',
  (f) => ({
    id: f.column('price_id'),
    product: f.one('Product', 'product_id', 'product_id'),
    priceBook: f.one('PriceBook', 'price_book_id', 'price_book_id'),
    priceModel: f.column('price_model'),
    unitAmount: f.column('unit_amount'),
    currency: f.column('currency'),
    periodMonths: f.column('period_months'),
    packageSize: f.column('package_size'),
    tiers: f.column('tiers'),
    minimumCommitment: f.money('min_commitment', 'currency'),
    includedQuantity: f.column('included_quantity'),
    validFrom: f.value(({ row }) => sql`nullif(${row.ref('valid_from')}, '-infinity')`),
    validTo: f.value(({ row }) => sql`nullif(${row.ref('valid_to')}, 'infinity')`),
  }),
  {
    table: 'price',
    key: 'price_id',
    orders: {
      PRODUCT: {
        type: 'text',
        expression: ({ row, fresh }) => {
          const product = fresh('product');
          return sql`(select ${product.ref('sort_name')} from ${tableOf(product)} where ${product.ref('product_id')} = ${row.ref('product_id')})`;
        },
      },
    },
    order: ['PRODUCT', 'ASC'],
  },
);

export const paymentTermFields = fieldsOf(
  'PaymentTerm',
  'payment_term',
  (f) => ({
    id: f.column('payment_term_id'),
    code: f.column('code'),
    name: f.column('name'),
    basis: f.column('basis'),
    days: f.column('days'),
    discountPercent: f.column('discount_percent'),
    discountDays: f.column('discount_days'),
    instalments: f.many('PaymentTermInstalment', 'payment_term_id', 'payment_term_id', {
      order: (part) => columnOf(part, 'position'),
      rows: 3,
    }),
  }),
  { table: 'payment_term', key: 'payment_term_id' },
);

export const paymentTermInstalmentFields = fieldsOf(
  'PaymentTermInstalment',
  'payment_term_instalment',
  (f) => ({
    position: f.column('position'),
    percent: f.column('percent'),
    days: f.column('days'),
  }),
  { table: 'payment_term_instalment', key: 'payment_term_id' },
);
