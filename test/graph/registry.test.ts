// The registry: a graph whose schema and slices do not agree does not start, and every disagreement is named at once.
import { buildSchema } from 'graphql';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type FieldMap, fieldsOf } from '../../src/graph/fields.ts';
import { buildRegistry, isConnection, isListField, maskOf } from '../../src/graph/registry.ts';
import { schema as realSchema, registry } from './compiled.ts';

const schema = buildSchema(`
  enum Mask { TAX_ID }
  directive @masked(by: Mask!) on FIELD_DEFINITION
  type Query { product: Product, products: ProductConnection! }
  type Product { code: String!, taxCode: String @masked(by: TAX_ID), prices: [Price!]!, book: Book, load: Sheet }
  type Price { unitAmount: String }
  type Book { code: String }
  type Sheet { cell: String }
  type ProductConnection { nodes: [Product!]!, edges: [ProductEdge!]!, pageInfo: PageInfo!, totalCount: Int! }
  type ProductEdge { cursor: String!, node: Product! }
  type PageInfo { hasNextPage: Boolean! }
  type Problem { message: String }
  type PricePayload { product: Product, problems: [Problem!]! }
  type Mutation { setPrice: PricePayload! }
`);

const query = fieldsOf('Query', 'currency', (f) => ({
  product: f.oneWhere('Product', () => sql`true`),
  products: f.manyWhere('Product', () => undefined),
}));
const product = fieldsOf(
  'Product',
  'product',
  (f) => ({
    code: f.column('code'),
    taxCode: f.column('tax_code'),
    prices: f.many('Price', 'product_id', 'product_id'),
    book: f.oneWhere('Book', () => sql`true`),
    load: f.computed('product_id', async (keys) => keys),
  }),
  { table: 'product', key: 'product_id' },
);
const price = fieldsOf('Price', 'price', (f) => ({ unitAmount: f.column('unit_amount') }), {
  table: 'price',
  key: 'price_id',
});
const book = fieldsOf('Book', 'price_book', (f) => ({ code: f.column('code') }), {
  table: 'price_book',
  key: 'price_book_id',
});
const command = (root: string, field = 'product') =>
  fieldsOf('Mutation', 'currency', (f) => ({
    setPrice: f.command({
      object: { field, root },
      run: async () => ({ objectId: null, problems: [] }),
    }),
  }));
const priced = command('product');
const whole = [query, product, price, book, priced];

/** The faults that a graph of these maps is refused for. */
function faultsOf(maps: readonly FieldMap[]): string[] {
  try {
    buildRegistry(schema, maps);
  } catch (error) {
    const [title, ...faults] = (error as Error).message.split('\n- ');
    expect(title).toBe('The graph does not fit its schema:');
    return faults;
  }
  return [];
}

const without = (map: FieldMap, ...names: string[]): FieldMap => ({
  ...map,
  fields: Object.fromEntries(Object.entries(map.fields).filter(([name]) => !names.includes(name))),
});

describe('a graph', () => {
  it('that fits its schema is built', () => {
    expect(faultsOf(whole)).toEqual([]);
    const built = buildRegistry(schema, whole);
    expect(built.field('Product', 'code').kind).toBe('value');
    expect(built.source('Price').table).toBe('price');
  });

  it('may be said by several slices, one type among them', () => {
    const later = fieldsOf('Product', 'product', (f) => ({ code: f.column('code') }));
    expect(faultsOf([query, without(product, 'code'), price, book, priced, later])).toEqual([]);
  });

  it('needs no meaning for pages, Money, payloads and what a loader makes whole', () =>
    expect(faultsOf(whole)).toEqual([]));

  it('knows no field and no source that nobody said', () => {
    const built = buildRegistry(schema, whole);
    expect(() => built.field('Product', 'name')).toThrow('No meaning for Product.name');
    expect(() => built.source('Sheet')).toThrow('No meaning for Sheet (source)');
  });
});

describe('a fault of the house', () => {
  it('is a mutation without a command', () =>
    expect(faultsOf(whole.slice(0, 4))).toEqual(['Mutation.setPrice has no meaning']));

  it('is a read among commands, and a command among reads', () => {
    const read = fieldsOf('Mutation', 'currency', (f) => ({ setPrice: f.column('code') }));
    expect(faultsOf([...whole.slice(0, 4), read])).toEqual(['Mutation.setPrice is a read among commands']);
    const fields = { book: command('product').fields.setPrice } as FieldMap['fields'];
    expect(
      faultsOf([
        query,
        without(product, 'book'),
        { typeName: 'Product', fields },
        price,
        book,
        command('product'),
      ]),
    ).toEqual(['Product.book is a command among reads']);
  });

  it('is a payload that shows what its lookup does not find', () => {
    for (const wrong of [command('products'), command('nothing'), command('product', 'book')])
      expect(faultsOf([...whole.slice(0, 4), wrong])).toEqual([
        expect.stringMatching(/^Mutation\.setPrice shows \w+, which is not what the lookup \w+ finds$/),
      ]);
  });

  it('is a field without meaning', () =>
    expect(faultsOf([query, without(product, 'taxCode'), price, book, priced])).toEqual([
      'Product.taxCode has no meaning',
    ]));

  it('is a field said twice', () => {
    const again = fieldsOf('Product', 'product', (f) => ({ code: f.column('name') }));
    expect(faultsOf([...whole, again])).toEqual(['Product.code is said twice']);
  });

  it('is a meaning that is not in the schema', () => {
    const stray = fieldsOf('Product', 'product', (f) => ({ colour: f.column('name') }));
    expect(faultsOf([...whole, stray])).toEqual(['Product.colour is not in the schema']);
  });

  it('is a meaning of a type that is not in the schema', () => {
    const stray = fieldsOf('Shop', 'product', (f) => ({ code: f.column('code') }));
    expect(faultsOf([...whole, stray])).toEqual(['Shop.code is not in the schema']);
  });

  it('is a type with two sources', () => {
    const again = { ...price, fields: {} };
    expect(faultsOf([...whole, again])).toEqual(['Price has two sources']);
  });

  it('is a relation to a type without a source', () => {
    const { source: _, ...sourceless } = price;
    expect(faultsOf([query, product, sourceless, book, priced])).toEqual([
      'Product.prices leads to Price, which has no source',
    ]);
  });

  it('is a relation that leads to another type than the schema says', () => {
    const wrong = fieldsOf('Product', 'product', (f) => ({ book: f.oneWhere('Price', () => sql`true`) }));
    expect(faultsOf([query, without(product, 'book'), wrong, price, book, priced])).toEqual([
      'Product.book is a Book in the schema and leads to Price',
    ]);
  });

  it('does not hide another: all are named at once', () => {
    const again = fieldsOf('Product', 'product', (f) => ({
      code: f.column('name'),
      colour: f.column('name'),
    }));
    expect(faultsOf([query, without(product, 'taxCode'), again, book, priced])).toEqual([
      'Product.code is said twice',
      'Product.colour is not in the schema',
      'Product.taxCode has no meaning',
      'Product.prices leads to Price, which has no source',
      'Price.unitAmount has no meaning',
    ]);
  });
});

describe('the schema says', () => {
  const fields = schema.getType('Product');
  const field = (name: string) => {
    if (!fields || !('getFields' in fields)) throw new Error('no fields');
    const found = fields.getFields()[name];
    if (!found || !('args' in found)) throw new Error(`no ${name}`);
    return found;
  };

  it('which fields are masked, and by what', () => {
    expect(maskOf(field('taxCode').astNode)).toBe('TAX_ID');
    expect(maskOf(field('code').astNode)).toBeUndefined();
    expect(maskOf(undefined)).toBeUndefined();
  });

  it('which types are pages, and which fields lists', () => {
    const pages = Object.values(schema.getTypeMap()).filter(
      (type) => 'getInterfaces' in type && isConnection(type as never),
    );
    expect(pages.map((type) => type.name)).toEqual(['ProductConnection']);
    expect([field('prices'), field('book')].map((one) => isListField(one))).toEqual([true, false]);
  });
});

describe('the graph that is served', () => {
  it('has a meaning for every field of the root', () => {
    const fields = Object.keys(realSchema.getQueryType()?.getFields() ?? {});
    expect(fields.length).toBeGreaterThan(10);
    for (const field of fields)
      expect(registry.field('Query', field).kind).toMatch(/^(one|many|object|rows|value|computed)$/);
  });
});
