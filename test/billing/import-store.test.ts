// What the owner of invoices states as paid and due, from its export to a customer's figures; and that the figures of cash are
// known by that feed alone.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { readMigrations } from '../../src/platform/migrate.ts';
import { basics, importFolder, writeExport } from '../ingestion/exports.ts';
import { ask } from '../support/ask.ts';
import { freshDatabase } from '../support/database.ts';

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.close());

const invoices = (rows: string) => ({
  'invoices.csv': `id,legal_entity,customer,issued_on,due_on,currency,total,paid,due,stated_on\n${rows}\n`,
});
const cash = `{ customers { nodes { name summary(currency: "EUR", asOf: "2026-02-28") {
  billed { amount } collected { amount } openReceivable { amount } } } } }`;

async function figuresOfAcme(): Promise<unknown> {
  const { customers } = (await ask(database, cash)) as {
    customers: { nodes: { name: string; summary: Record<string, { amount: string } | null> }[] };
  };
  const { billed, collected, openReceivable } =
    customers.nodes.find(({ name }) => name === 'Acme')?.summary ?? {};
  return [billed?.amount, collected?.amount, openReceivable?.amount];
}

it('stated balances make cash known, and stay known without a new statement', async () => {
  await importFolder(
    database,
    'billing',
    writeExport({ ...basics, ...invoices('I1,DE01,C1,2026-02-01,2026-02-15,EUR,10.00,,,') }),
  );
  expect(await figuresOfAcme()).toEqual(['10.00', undefined, undefined]);

  const stated = invoices('I2,DE01,C1,2026-02-01,2026-02-15,EUR,30.00,12.00,18.00,2026-02-20');
  await importFolder(database, 'billing', writeExport(stated));
  expect(await figuresOfAcme()).toEqual(['40.00', '12.00', '28.00']);

  const feeds = () =>
    database.statements.run<{ key: string; record_type: string }>(
      `select s.key, f.record_type from feed f join source_system s using (source_system_id)
       where f.record_type like 'invoice%' order by 2`,
      [],
    );
  const both = ['invoice', 'invoice_stated_balance'].map((record_type) => ({ key: 'billing', record_type }));
  expect(await feeds()).toEqual(both);
  await importFolder(database, 'billing', writeExport(stated));
  expect(await feeds()).toEqual(both);
});

it('stores filled before that feed was noted get it when they are migrated', async () => {
  const { text } = (await readMigrations()).find(({ file }) => file.includes('billing_feeds')) ?? {
    text: '',
  };
  await database.withOwner(async (client) => {
    await client.query("delete from feed where record_type = 'invoice_stated_balance'");
    await client.query(text);
  });
  expect(await figuresOfAcme()).toEqual(['40.00', '12.00', '28.00']);
});

it('the settlement follows whatever the owner states: what is due, or only what is paid', async () => {
  await importFolder(
    database,
    'billing',
    writeExport(
      invoices(
        [
          'S1,DE01,C2,2026-02-01,2026-02-15,EUR,30.00,30.00,,2026-02-20',
          'S2,DE01,C2,2026-02-01,2026-02-15,EUR,30.00,12.00,,2026-02-20',
          'S3,DE01,C2,2026-02-01,2026-02-15,EUR,30.00,0.00,,2026-02-20',
          'S4,DE01,C2,2026-02-01,2026-02-15,EUR,30.00,35.00,-5.00,2026-02-20',
          'S5,DE01,C2,2026-02-01,2026-02-15,EUR,30.00,,30.00,2026-02-20',
          'S6,DE01,C2,2026-02-01,2026-02-15,EUR,30.00,,,',
        ].join('\n'),
      ),
    ),
  );
  const filter = '{ number: { startsWith: "S" } }';
  expect(
    await ask(
      database,
      `{ invoices(filter: ${filter}, orderBy: { field: NUMBER }) { nodes { number settlement due { amount } } } }`,
    ),
  ).toEqual({
    invoices: {
      nodes: [
        { number: 'S1', settlement: 'PAID', due: { amount: '0.00' } },
        { number: 'S2', settlement: 'PARTLY_PAID', due: { amount: '18.00' } },
        { number: 'S3', settlement: 'OPEN', due: { amount: '30.00' } },
        { number: 'S4', settlement: 'PAID', due: { amount: '-5.00' } },
        { number: 'S5', settlement: 'OPEN', due: { amount: '30.00' } },
        { number: 'S6', settlement: 'OPEN', due: { amount: '30.00' } },
      ],
    },
  });
});
