// Arguments that must agree with each other, or with what there is: refused with the request, each by its name, value and rule, the
// same wherever the field stands and on whichever outlet it is answered.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDemoApp, type TestApp } from '../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openDemoApp();
});
afterAll(() => app?.close());

const noId = '00000000-0000-7000-8000-000000000000';
const aside = 'legalEntity: "id" is refused: a legal entity goes with a number.';

it.each<[string, string, string]>([
  ...['contract', 'invoice', 'creditNote', 'payment', 'dispute'].map((one): [string, string, string] => [
    `a legal entity beside the id of a ${one}`,
    `{ ${one}(id: "${noId}", legalEntity: "DE01") { id } }`,
    aside,
  ]),
  [
    'figures of a time that ends before it begins',
    '{ customer(number: "C-1001") { summary(from: "2026-05-01", asOf: "2026-04-30") { billed { amount } } } }',
    'asOf: "2026-04-30" is refused: the last day is not before the first, 2026-05-01.',
  ],
  [
    'a field group that does not exist',
    '{ customer(number: "C-1001") { provenance(fields: ["customer.credit", "nonsense"]) { fieldGroup } } }',
    'fields: "nonsense" is refused: the field groups are customer.bank, customer.billing, customer.commercial, customer.contacts, customer.credit, customer.identity, customer.lifecycle, customer.tax.',
  ],
])('%s is named with its value and rule', async (_, query, message) => {
  const error = await app.fault(query);
  expect(error.message).toBe(message);
  expect(error.extensions.code).toBe('BAD_USER_INPUT');
});

it('every field group that the demo company has a word on may be asked for', async () => {
  const groups = await app.database.statements.run<{ name: string }>(
    "select distinct field_group as name from field_provenance where field_group like 'customer.%'",
    [],
  );
  expect(groups.length).toBeGreaterThan(4);
  const fields = JSON.stringify(groups.map(({ name }) => name));
  const query = `{ customer(number: "C-1001") { all: provenance { fieldGroup } named: provenance(fields: ${fields}) { fieldGroup } } }`;
  const { customer } = await app.read(query);
  expect(customer.named).toEqual(customer.all);
  expect(customer.all.length).toBeGreaterThan(0);
});

it('a time that ends before it begins is refused with the request, wherever it stands, on both outlets', async () => {
  const query = `query ($from: Date, $asOf: Date, $deep: Boolean!) {
    customers(first: 1) { nodes { children(first: 1) { nodes { summary(from: $from, asOf: $asOf) { billed { amount } } } } } }
    contracts(first: 0) @include(if: $deep) { nodes { billingPeriods { startsOn } } } }`;
  for (const deep of [false, true]) {
    const ask = (from: string | null, asOf: string | null) =>
      app.ask(query, { variables: { from, asOf, deep } });
    const { errors, data } = await ask('2026-03-02', '2026-03-01');
    expect(errors.map(({ message }) => message)).toEqual([
      'asOf: "2026-03-01" is refused: the last day is not before the first, 2026-03-02.',
    ]);
    expect(data ?? null).toBeNull();
    const fine = [await ask('2026-03-01', '2026-03-01'), await ask('2026-03-02', null)];
    expect(fine.flatMap((answer) => answer.errors)).toEqual([]);
  }
});

it('a window of billing that ends before a contract begins holds nothing of it, and fails none beside it', async () => {
  const { contracts } = await app.read(
    `{ contracts(first: 50) { nodes { startsOn
      none: billingPeriods(until: "1999-12-31") { startsOn } all: billingPeriods { startsOn }
      last: billingPeriods(from: "9999-06-01") { startsOn } } } }`,
  );
  const lists: { none: object[]; all: object[]; last: object[] }[] = contracts.nodes;
  expect(lists.every(({ none }) => none.length === 0)).toBe(true);
  expect(lists.some(({ all }) => all.length > 0)).toBe(true);
  // Lines without an end are billed for ever: as far as a date can be written.
  expect(lists.flatMap(({ last }) => last).every((period) => JSON.stringify(period).includes('9999-'))).toBe(
    true,
  );
});
