// What is listed at the root as well as under a customer: payments, credit notes, disputes, opportunities and contacts, in their
// standing orders, found by each of their keys, and no further than the viewer may see.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { openDemoApp, type TestApp } from '../support/app.ts';
import { type Asking, ask } from '../support/ask.ts';
import { freshDatabase } from '../support/database.ts';

interface Root {
  readonly one: string;
  readonly many: string;
  readonly table: string;
  /** What the list goes by, and from which end. */
  readonly order: string;
  readonly ascending?: boolean;
  readonly numbered: boolean;
}

const roots: readonly Root[] = [
  { one: 'payment', many: 'payments', table: 'payment', order: 'receivedOn', numbered: true },
  { one: 'creditNote', many: 'creditNotes', table: 'credit_note', order: 'issuedOn', numbered: true },
  { one: 'dispute', many: 'disputes', table: 'dispute', order: 'openedOn', numbered: true },
  {
    one: 'opportunity',
    many: 'opportunities',
    table: 'opportunity',
    order: 'expectedCloseOn',
    numbered: false,
  },
  { one: 'contact', many: 'contacts', table: 'contact', order: 'fullName', ascending: true, numbered: false },
];

let app: TestApp;
beforeAll(async () => {
  app = await openDemoApp();
});
afterAll(() => app?.close());

describe.each(roots)('$many of the demo company', ({ one, many, table, order, ascending, numbered }) => {
  const counted = async (where: string, values: readonly unknown[]) =>
    (
      await app.database.statements.run<{ n: number }>(
        `select count(*)::int as n from ${table} t where ${where}`,
        values,
      )
    )[0]?.n;

  it('are all listed, in their order', async () => {
    const { list } = await app.read(`{ list: ${many}(first: 100) { totalCount nodes { ${order} } } }`);
    expect(list.totalCount).toBe(await counted('true', []));
    expect(list.nodes.length).toBeGreaterThan(2);
    const places: string[] = list.nodes.map((node: Record<string, string>) => node[order]?.toLowerCase());
    const sorted = places.toSorted();
    expect(places).toEqual(ascending ? sorted : sorted.toReversed());
  });

  it('are found by each of their keys', async () => {
    const number = numbered ? 'number legalEntity { code }' : '';
    const { list } = await app.read(
      `{ list: ${many}(first: 3) { nodes { id ${number} sources { source { key } externalId } } } }`,
    );
    for (const node of list.nodes) {
      const [link] = node.sources;
      const keys = [
        `id: "${node.id}"`,
        ...(numbered ? [`number: "${node.number}", legalEntity: "${node.legalEntity.code}"`] : []),
        ...(link ? [`external: { source: "${link.source.key}", id: "${link.externalId}" }`] : []),
      ];
      for (const key of keys) {
        expect(await app.read(`{ found: ${one}(${key}) { id } }`), key).toEqual({ found: { id: node.id } });
      }
    }
    const { message } = await app.fault(`{ ${one} { id } }`);
    expect(message).toContain('a lookup gives exactly one of its keys');
  });

  it('are listed of one customer as the customer lists them', async () => {
    const of = `${many}(first: 100) { totalCount nodes { id } }`;
    const { customer } = await app.read(`{ customer(number: "C-1001") { id ${of} } }`);
    const filtered = of.replace('(', `(filter: { customerId: { eq: "${customer.id}" } }, `);
    expect(customer[many].totalCount).toBeGreaterThan(0);
    expect(await app.read(`{ ${filtered} }`)).toEqual({ [many]: customer[many] });
  });

  it('are those of the legal entities that the viewer sees', async () => {
    const { legalEntities } = await app.read('{ legalEntities { id code } }');
    const [{ id, code }] = legalEntities;
    const { list } = await app.read(`{ list: ${many} { totalCount } }`, { as: { entities: [code] } });
    const ofCustomer = `exists (select from customer c join customer_entity e on e.customer_id = c.golden_id
      where c.customer_id = t.customer_id and e.legal_entity_id = $1)`;
    const rule = {
      contact: ofCustomer,
      opportunity: `(t.legal_entity_id = $1 or t.legal_entity_id is null and ${ofCustomer})`,
    }[table];
    const seen = await counted(rule ?? 't.legal_entity_id = $1', [id]);
    expect(list.totalCount).toBe(seen);
    expect(seen).toBeLessThan((await counted('true', [])) ?? 0);
  });
});

describe('a viewer of one legal entity', () => {
  const id = (suffix: string) => `00000000-0000-7000-8000-${suffix.padStart(12, '0')}`;
  const germany: Asking = { entities: [id('d1')] };
  let database: Database;

  /** Acme trades with Germany, Beta with America; some deals are placed with an entity, some are not yet. */
  beforeAll(async () => {
    database = await freshDatabase();
    await database.withOwner((client) =>
      client.query(`
        insert into legal_entity (legal_entity_id, code, name, functional_currency) values
          ('${id('d1')}', 'DE', 'Germany', 'EUR'), ('${id('d2')}', 'US', 'America', 'USD');
        insert into customer (customer_id, number, name) values ('${id('c1')}', 'C1', 'Acme'), ('${id('c2')}', 'C2', 'Beta');
        insert into customer_account (customer_id, legal_entity_id, currency) values
          ('${id('c1')}', '${id('d1')}', 'EUR'), ('${id('c2')}', '${id('d2')}', 'USD');
        insert into contact (contact_id, customer_id, full_name) values
          ('${id('11')}', '${id('c1')}', 'Zoe'), ('${id('12')}', '${id('c2')}', 'Ada');
        insert into opportunity (opportunity_id, customer_id, name, stage, legal_entity_id) values
          ('${id('21')}', '${id('c1')}', 'Acme, open to all', 'OPEN', null), ('${id('22')}', '${id('c2')}', 'Beta, open to all', 'OPEN', null),
          ('${id('23')}', '${id('c2')}', 'Beta, by Germany', 'OPEN', '${id('d1')}'), ('${id('24')}', '${id('c1')}', 'Acme, by America', 'OPEN', '${id('d2')}');`),
    );
  });
  afterAll(() => database?.close());

  it('sees the contacts of the customers that it sees, and no others', async () => {
    expect(await ask(database, '{ contacts { totalCount nodes { fullName } } }', germany)).toEqual({
      contacts: { totalCount: 1, nodes: [{ fullName: 'Zoe' }] },
    });
    expect(await ask(database, `{ contact(id: "${id('12')}") { fullName } }`, germany)).toEqual({
      contact: null,
    });
  });

  it('sees the deals of its entity, and those without one of the customers that it sees', async () => {
    const deals = '{ opportunities(orderBy: { field: NAME }) { nodes { name customer { number } } } }';
    expect(await ask(database, deals, germany)).toEqual({
      opportunities: {
        nodes: [
          { name: 'Acme, open to all', customer: { number: 'C1' } },
          { name: 'Beta, by Germany', customer: null },
        ],
      },
    });
    expect(await ask(database, `{ opportunity(id: "${id('22')}") { name } }`, germany)).toEqual({
      opportunity: null,
    });
  });
});
