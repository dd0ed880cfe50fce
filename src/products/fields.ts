// Products, and the slice's list of field maps.
import { sql } from 'kysely';
import { columnOf, fieldsOf } from '../graph/fields.ts';
import { keyParameter, oneKeyOf } from '../graph/lookup.ts';
import {
  paymentTermFields,
  paymentTermInstalmentFields,
  priceBookFields,
  priceFields,
  priceQueryFields,
} from './price-fields.ts';

const queryFields = fieldsOf('Query', 'currency', (f) => ({
  product: f.oneWhere('Product', ({ args }, product) =>
    oneKeyOf(args, ['id', 'code']) === 'id'
      ? sql`${columnOf(product, 'product_id')} = ${keyParameter(args, 'id', 'uuid')}`
      : sql`${columnOf(product, 'code')} = ${keyParameter(args, 'code', 'text')}`,
  ),
  products: f.manyWhere('Product', () => undefined),
}));

const productFields = fieldsOf(
  'Product',
  'product',
  (f) => ({
    id: f.column('product_id'),
    code: f.column('code'),
    name: f.column('name'),
    description: f.column('description'),
    family: f.column('family'),
    kind: f.column('kind'),
    unitOfMeasure: f.column('unit_of_measure'),
    active: f.column('active'),
    taxCode: f.column('tax_code'),
    revenueAccountCode: f.column('revenue_account_code'),
    recognitionTemplate: f.column('recognition_template'),
    standalonePrice: f.column('standalone_price'),
    standaloneCurrency: f.column('standalone_currency'),
    prices: f.many('Price', 'product_id', 'product_id', {
      order: (price) =>
        sql`${columnOf(price, 'price_book_id')}, ${columnOf(price, 'valid_from')}, ${columnOf(price, 'price_id')}`,
    }),
    version: f.column('version'),
    updatedAt: f.column('updated_at'),
  }),
  {
    table: 'product',
    key: 'product_id',
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('product_id') },
      code: { kind: 'text', expression: ({ row }) => row.ref('code') },
      name: { kind: 'text', expression: ({ row }) => row.ref('name') },
      family: { kind: 'text', expression: ({ row }) => row.ref('family') },
      kind: { kind: 'enum', expression: ({ row }) => row.ref('kind') },
      active: { kind: 'boolean', expression: ({ row }) => row.ref('active') },
      updatedAt: { kind: 'datetime', expression: ({ row }) => row.ref('updated_at') },
    },
    orders: {
      NAME: { type: 'text', expression: ({ row }) => row.ref('sort_name') },
      CODE: { type: 'text', expression: ({ row }) => row.ref('code') },
    },
    order: ['NAME', 'ASC'],
  },
);

/** What this slice says of the graph. */
export const productsFields = [
  queryFields,
  productFields,
  priceQueryFields,
  priceBookFields,
  priceFields,
  paymentTermFields,
  paymentTermInstalmentFields,
];
