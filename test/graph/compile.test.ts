// The compiler: what is asked is in the statement and nothing else, fields come in the order of the selection, and a reader's
// rights are part of the text.
import { describe, expect, it } from 'vitest';
import { everyone, planOf, valuesOf } from './compiled.ts';

const someone = { ...everyone, profile: 'some', allEntities: false };

describe('an operation', () => {
  it('is one statement with one row and one column', () => {
    const { text, whole } = planOf(
      '{ a: products { nodes { code } } b: products { totalCount } viewer { subject } }',
    );
    expect(text).toMatch(/^select .* as "data"$/s);
    expect(text).not.toContain(';');
    expect(whole).toBe(true);
  });

  it('asks its own columns and no others', () => {
    const { text } = planOf('{ products { nodes { code } } }');
    expect(text).toContain('"code"');
    expect(text).not.toMatch(/"description"|"family"|count\(|row_number|offset/);
  });

  it('reads fragments as the fields that they stand for', () => {
    const fragments =
      '{ products { ...Page } } fragment Page on ProductConnection { nodes { ... on Product { code } } }';
    expect(planOf(fragments).text).toBe(planOf('{ products { nodes { code } } }').text);
  });

  it('leaves out what is skipped', () => {
    const text =
      'query ($all: Boolean!) { products { nodes { code name @include(if: $all) family @skip(if: true) } } }';
    const few = planOf(text, { variables: { all: false } });
    expect(few.text).toBe(planOf('{ products { nodes { code } } }').text);
    expect(planOf(text, { variables: { all: true } }).text).toContain('"name"');
  });

  it('with a computed field carries its key, and is not whole', () => {
    const { text, whole } = planOf('{ contracts { nodes { number billingPeriods { startsOn } } } }');
    expect(whole).toBe(false);
    expect(text).toContain('__key_contract_id');
  });

  it('with introspection is not whole', () =>
    expect(planOf('{ __schema { queryType { name } } viewer { subject } }').whole).toBe(false));
});

describe('the row rule', () => {
  it('is no part of the statement of a viewer of every entity', () => {
    const { text } = planOf('{ periods { totalCount nodes { name } } }');
    expect(text).not.toMatch(/ where |any\(/);
    expect(valuesOf('{ periods { totalCount nodes { name } } }')).toEqual([]);
  });

  it('stands in every list and before every count of a viewer of some', () => {
    const { text } = planOf('{ periods { totalCount nodes { name } } }', { reader: someone });
    expect(text.match(/"legal_entity_id" = any\(\$\d+::uuid\[\]\)/g)).toHaveLength(2);
    expect(valuesOf('{ periods { totalCount nodes { name } } }', { reader: someone })).toEqual([[]]);
  });

  it('says nothing of what is seen with its customer, but for what else it says', () => {
    const rules = (text: string) =>
      planOf(text, { reader: someone }).text.match(/"customer_entity" as|any\(/g) ?? [];
    const customer = rules('{ customers { nodes { name } } }').length;
    expect(rules('{ customers { nodes { contacts { nodes { fullName } } } } }')).toHaveLength(customer);
    expect(rules('{ customers { nodes { opportunities { nodes { name } } } } }')).toHaveLength(customer + 1);
    expect(rules('{ contacts { nodes { fullName } } }')).toHaveLength(customer);
    expect(rules('{ opportunities { nodes { name } } }')).toHaveLength(customer + 1);
  });

  it('leaves reference data open', () =>
    expect(
      planOf('{ products { nodes { code } } legalEntities { code } }', { reader: someone }).text,
    ).not.toContain('any('));

  it('refuses a type that the reader may not read, even where only a count of it is asked', () => {
    const reader = { ...everyone, denied: new Set(['Posting']) };
    for (const asked of ['{ postings { totalCount } }', '{ postings { pageInfo { endCursor } } }'])
      expect(() => planOf(asked, { reader })).toThrow('may not read Posting');
  });
});

describe('a masked field', () => {
  const reader = { ...everyone, lifted: new Set<string>() };
  const asked = (fields: string) =>
    `{ customers { nodes { taxRegistrations { ${fields} } bankAccounts { lastFour } } } }`;

  it('is null, and its column is not read', () => {
    const { text } = planOf(asked('registrationNumber: number country'), { reader });
    expect(text).toContain('"registrationNumber":null');
    expect(text).not.toMatch(/"t\d+"\."number"|iban_or_number/);
  });

  it('is no filter', () =>
    expect(() =>
      planOf(
        '{ contacts: customer(number: "1") { contacts(filter: { email: { eq: "a@b.example" } }) { totalCount } } }',
        { reader },
      ),
    ).toThrow('masked'));
});

describe('what a statement costs', () => {
  const count = (text: string, part: string) => text.split(part).length - 1;

  it('is one look for whose figures they are, however many are asked', () => {
    const { text } = planOf(
      '{ customers { nodes { summary { billed { amount } collected { amount } } collections { stage promises { totalCount } } } } }',
    );
    expect(count(text, 'array(select')).toBe(1);
  });

  it('is one conversion of each document, however many totals are asked', () => {
    const { text } = planOf(
      '{ customers { nodes { summary { billed { amount } openReceivable { amount } } } } }',
    );
    expect(count(text, "exchange_rate('SPOT'")).toBe(2);
    expect(count(text, 'from payment ')).toBe(1);
    expect(text).toContain('as d offset 0)');
  });

  it('is no sorting where the lines of an invoice stand in their index', () => {
    const { text } = planOf('{ invoices { nodes { lines { nodes { position } } } } }');
    expect(text).toMatch(/order by "t\d+"\."position" asc limit/);
  });

  it('is no preparing of what only stated balances need', () => {
    const { text } = planOf('{ invoices { nodes { paid { amount } due { amount } } } }');
    expect(text).not.toContain('from invoice_stated_balance');
  });
});

describe('a lookup', () => {
  it.each(['', '(id: null)', '(id: "00000000-0000-7000-8000-000000000001", code: "A")'])(
    'of a product by %s is refused: exactly one key',
    (keys) => expect(() => planOf(`{ product${keys} { name } }`)).toThrow('exactly one of its keys'),
  );

  it('by what is no UUID is refused when it is bound, naming the argument', () => {
    expect(() => valuesOf('{ product(id: "17") { name } }')).toThrow(/^id: /);
    expect(() =>
      valuesOf('query ($id: ID) { product(id: $id) { name } }', { variables: { id: '17' } }),
    ).toThrow('an id is a UUID');
  });
});
