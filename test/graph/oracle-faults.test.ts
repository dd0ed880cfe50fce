// That the oracle sees: graphs with one planted fault each, which its questions and random operations must find.
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Field, FieldMap, TableName, TypeSource } from '../../src/graph/fields.ts';
import { sliceFields } from '../../src/slices.ts';
import { everyField, everyFilter } from '../support/access/questions.ts';
import { openCompany, viewers } from '../support/oracle/company.ts';
import { everyList } from '../support/oracle/every-list.ts';
import { randomOperation } from '../support/oracle/operations.ts';
import type { OutletOptions } from '../support/oracle/outlets.ts';

const value = (text: string): Field<TableName> => ({
  kind: 'value',
  expression: ({ row }) => sql.ref(`${row.alias}.${text}`),
});

function withField(typeName: string, name: string, field: Field<TableName>): readonly FieldMap[] {
  return sliceFields.map((map) =>
    map.typeName === typeName && name in map.fields
      ? { ...map, fields: { ...map.fields, [name]: field } }
      : map,
  );
}

function withSource(
  typeName: string,
  change: (source: TypeSource<TableName>) => Partial<TypeSource<TableName>>,
): readonly FieldMap[] {
  return sliceFields.map((map) =>
    map.typeName === typeName && map.source
      ? { ...map, source: { ...map.source, ...change(map.source) } }
      : map,
  );
}

const faults: readonly [name: string, options: Partial<OutletOptions>][] = [
  ['a field that reads another column', { fields: withField('Invoice', 'dueOn', value('issued_on')) }],
  [
    'a relation that forgets merged records',
    {
      fields: withField('Payment', 'customer', {
        kind: 'one',
        type: 'Customer',
        on: ({ row }, customer) =>
          sql`${sql.ref(`${customer.alias}.customer_id`)} = ${sql.ref(`${row.alias}.customer_id`)}`,
      }),
    },
  ],
  [
    'an amount without its minor digits',
    {
      fields: withField('Posting', 'functionalDebit', {
        kind: 'money',
        amount: ({ row }) => sql.ref(`${row.alias}.functional_debit`),
        currency: () => sql`'EUR'::text`,
      }),
    },
  ],
  [
    'a filter over another value',
    {
      fields: withSource('Invoice', (source) => ({
        filters: {
          ...source.filters,
          dueOn: { kind: 'date', expression: ({ row }) => sql.ref(`${row.alias}.issued_on`) },
        },
      })),
    },
  ],
  [
    'an order over another value',
    {
      fields: withSource('Invoice', (source) => ({
        orders: {
          ...source.orders,
          NUMBER: { type: 'date', expression: ({ row }) => sql.ref(`${row.alias}.due_on`) },
        },
      })),
    },
  ],
  ['a row rule left out', { fields: withSource('Invoice', () => ({ rule: () => undefined })) }],
  [
    'an executor that reads by field name, not by response key',
    { fieldResolver: (source, _args, _context, info) => source[info.fieldName] },
  ],
];

test.for(faults)('the oracle finds %s', { timeout: 120_000 }, async ([, options]) => {
  const company = await openCompany(options);
  try {
    const { outlets, world, book, differential } = company;
    const found = async (
      query: string,
      variables: Readonly<Record<string, unknown>>,
      access = viewers.auditor,
    ) => (await differential.judge({ query, variables, access })).difference !== undefined;
    const { schema } = outlets;
    const queries = [...everyList(schema), ...everyField(schema), ...everyFilter(schema, world)];
    for (const query of queries)
      for (const access of [viewers.controllerOfOne, viewers.auditor])
        if (await found(query, {}, access)) return;
    const run = await fc.check(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const below = (bound: number) => draw((max: number) => fc.noBias(fc.nat({ max })), bound - 1);
        const { query, variables } = randomOperation({ schema, world, book }, { below });
        return !(await found(query, variables, below(2) === 0 ? viewers.auditor : viewers.controllerOfOne));
      }),
      { seed: 1, numRuns: 300, endOnFailure: true },
    );
    expect(run.failed).toBe(true);
  } finally {
    await company.close();
  }
});
