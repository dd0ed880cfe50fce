// Every field, filter and order of the ledger, billing and collections, asked over a history as viewers of all and of some legal
// entities: everything compiles, runs, is JSON and fits the schema.
import fc from 'fast-check';
import { buildASTSchema, concatAST, type GraphQLObjectType, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSchemaFiles } from '../../codegen.ts';
import type { Database } from '../../src/platform/database.ts';
import { sliceFields } from '../../src/slices.ts';
import { ask } from '../support/ask.ts';
import { freshDatabase } from '../support/database.ts';
import { everyField, everyFilterAndOrder, faultsOf } from '../support/every-field.ts';
import { customerIds, entityIds, insertHistory } from '../support/history-ground.ts';
import { history } from '../support/random-history.ts';

const schema = buildASTSchema(concatAST(readSchemaFiles().map((file) => file.document)));
const roots = ['invoices', 'journals', 'postings', 'ledgerAccounts', 'customers'];
const [customer] = customerIds;
const [entity] = entityIds;
/** What SQL cannot say has no place in a statement. */
const computed = new Set(
  sliceFields.flatMap(({ typeName, fields }) =>
    Object.entries(fields).flatMap(([name, { kind }]) =>
      kind === 'computed' ? [`${typeName}.${name}`] : [],
    ),
  ),
);
let database: Database;

/** What the history has none of: lines, taxes, a printed party, collections. */
const surroundings = `
  with line as (insert into invoice_line (invoice_id, position, description, quantity, unit_price, amount, tax_amount)
      select invoice_id, 1, 'A "line"', 2, 1.5, 3, 0.6 from invoice returning invoice_line_id, invoice_id),
    tax as (insert into invoice_tax (invoice_id, tax_code, rate, base, amount) select invoice_id, 'S', 20, 3, 0.6 from invoice),
    credit as (insert into credit_note_line (credit_note_id, position, invoice_line_id, amount)
      select n.credit_note_id, 1, l.invoice_line_id, 3 from credit_note n left join line l using (invoice_id)),
    disputed as (insert into dispute_line (dispute_id, invoice_line_id, amount)
      select d.dispute_id, l.invoice_line_id, 1 from dispute d join line l using (invoice_id)),
    party as (update invoice set snapshot = '{"legalName": "A", "billingAddress": {"street": "1 Road", "postalCode": "1"}, "taxIds": ["X1"]}'),
    chase as (insert into collections_case (customer_id, legal_entity_id, status, stage, opened_on, next_step, next_step_on, hold_until)
      values ('${customer}', '${entity}', 'DUNNING', 2, '2024-05-01', 'Call', '2026-07-01', '2026-12-31')
      returning collections_case_id, customer_id, legal_entity_id),
    promised as (insert into promise (customer_id, legal_entity_id, collections_case_id, made_on, promised_on, amount, currency)
      select customer_id, legal_entity_id, collections_case_id, '2024-05-02', '2024-06-01', 10, 'EUR' from chase returning promise_id),
    parts as (insert into promise_instalment (promise_id, position, due_on, amount) select promise_id, 1, '2024-06-01', 10 from promised),
    acted as (insert into collection_activity (collections_case_id, customer_id, legal_entity_id, kind, performed_on, fee, currency)
      select collections_case_id, customer_id, legal_entity_id, 'CALL', '2024-05-03', 5, 'EUR' from chase)
  insert into customer_account (customer_id, legal_entity_id, currency)
  select customer_id, legal_entity_id, 'EUR' from customer, legal_entity where customer.number in ('C0', 'C1', 'C2', 'C3')`;

beforeAll(async () => {
  database = await freshDatabase();
  const [rows] = fc.sample(history, { numRuns: 1, seed: 7 });
  await database.withOwner(async (client) => {
    await insertHistory(client, rows ?? new Map());
    await client.query(surroundings);
    await client.query(`update customer c set default_account_id = a.customer_account_id from customer_account a
      where a.customer_id = c.customer_id and a.legal_entity_id = '${entity}'`);
  });
});
afterAll(() => database?.close());

describe.each([
  ['all legal entities', undefined],
  ['one legal entity', [entityIds[0] ?? '']],
  ['no legal entity', []],
])('for a viewer of %s', (_, entities) => {
  const check = async (text: string) => {
    const data = await ask(database, text, entities ? { entities } : {});
    expect(faultsOf(schema, parse(text), data), text).toEqual([]);
    return data;
  };

  it('every field can be asked at once', async () => {
    const data = (await check(everyField(schema, roots, computed))) as { invoices: { totalCount: number } };
    expect(data.invoices.totalCount > 0).toBe(entities === undefined || entities.length > 0);
  });

  it('every filter and order can be asked', async () => {
    const mine =
      /^(invoices|journals|postings|ledgerAccounts|creditNotes|payments|refunds|chargebacks|deductions|writeOffs|disputes)$/;
    const typed = (name: string) => schema.getType(name) as GraphQLObjectType;
    const texts = [
      ...everyFilterAndOrder(typed('Query'), (inner) => `{ ${inner} }`),
      ...everyFilterAndOrder(typed('Customer'), (inner) => `{ customer(id: "${customer}") { ${inner} } }`),
      ...everyFilterAndOrder(typed('Invoice'), (inner) => `{ invoices { nodes { ${inner} } } }`),
      ...everyFilterAndOrder(
        typed('Collections'),
        (inner) => `{ customer(id: "${customer}") { collections { ${inner} } } }`,
      ),
    ];
    const asked = texts.filter(
      (text) =>
        mine.test(/(?:^|\s)\w+: (\w+)\(/.exec(text)?.[1] ?? '') || /collections|invoices \{/.test(text),
    );
    expect(asked.length).toBeGreaterThan(100);
    for (const text of asked) await check(text);
  });

  it('both bases of ageing, with and without children', async () => {
    await check(`{ customer(id: "${customer}") {
      one: summary(asOf: "2024-06-30", from: "2024-02-01", currency: "USD", includeChildren: true) {
        billed { amount } ageing(basis: INVOICE_DATE) { band amount { amount currency } } balances { currency openReceivable { amount } } }
      collections { ageing(basis: INVOICE_DATE) { band } } } }`);
  });
});
