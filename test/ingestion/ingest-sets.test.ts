// Real sets pushed over HTTP: the events of the CloudEvents conformance suite, 88 webhooks of Stripe, and change events of
// Salesforce.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { stripe } from '../../src/ingestion/formats/stripe.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import { freshStore } from '../support/database.ts';
import { describeReal } from '../support/real-data.ts';
import { openPushing, type Pushing, standardHeaders, stripeHeaders } from './pushing.ts';

describeReal('cloudevents_conformance', 'the CloudEvents conformance suite', (path) => {
  const feature = readFileSync(join(path, 'http-protocol-binding.feature'), 'utf8');
  /** The requests of the feature's scenarios, once for each example. */
  const requests = feature
    .split('Scenario Outline:')
    .slice(1)
    .flatMap((scenario) => {
      const raw = /"""\n([\s\S]*?)"""/.exec(scenario)?.[1] ?? '';
      const types = [...scenario.matchAll(/^ *\| (application\/\S[^|]*?) *\|$/gm)].map(
        ([, type = '']) => type,
      );
      return types.map((type) => ({
        title: `${scenario.split('(')[0]?.trim()} ${type}`,
        raw: raw.replaceAll('<contentType>', type),
      }));
    });

  it('states four requests', () => expect(requests).toHaveLength(4));

  it.each(requests)('$title is taken as it says', async ({ raw }) => {
    const store = await openPushing('pglite');
    const lines = raw.split('\n').map((line) => line.replace(/^ {8}/, ''));
    const end = lines.indexOf('');
    const headers = Object.fromEntries(
      lines.slice(1, end).flatMap((line) => {
        const [, name = '', value = ''] = /^([\w-]+): (.*)$/.exec(line) ?? [];
        return /^(host|content-length)$/i.test(name) ? [] : [[name.toLowerCase(), value]];
      }),
    );
    const body = lines.slice(end + 1).join('\n');
    expect(await store.push('crm', body, { ...headers, ...standardHeaders(body) })).toMatchObject({
      status: 202,
    });
    const [kept] = await store.rows<{ payload: string; message_type: string; message_id: string }>(
      'select * from inbound_message',
    );
    expect(kept).toMatchObject({ message_type: 'com.example.someevent', message_id: '1234-1234-1234' });
    expect(JSON.parse(kept?.payload ?? '')).toMatchObject({
      specversion: '1.0',
      source: '/mycontext/subcontext',
      time: '2018-04-05T03:56:24Z',
      data: { message: 'Hello World!' },
    });
    await store.close();
  });

  it('has events of all kinds of data, in both modes', async () => {
    const store = await openPushing('pglite');
    const documents = ['v1.yaml', 'v1.0/v1_minimum.yaml'].flatMap((file) =>
      [...parseAllDocuments(readFileSync(join(path, file), 'utf8'))].map((document) => document.toJS()),
    );
    expect(documents).toHaveLength(8);
    for (const { Mode, ContextAttributes, TransportExtensions, Data } of documents) {
      const { Extensions = {}, ...attributes } = ContextAttributes;
      const all = {
        ...attributes,
        specversion: '1.0',
        time: attributes.time && new Date(attributes.time).toISOString(),
        ...Extensions,
      };
      const given = Object.entries(all)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, String(value).trim()]);
      const isBinary = Mode !== 'structured';
      const named = given
        .filter(([name]) => name !== 'datacontenttype')
        .map(([name, value]) => [`ce-${name}`, encodeURI(value ?? '')]);
      const body = isBinary
        ? String(Data).trimEnd()
        : JSON.stringify({ ...Object.fromEntries(given), data: JSON.parse(Data) });
      const type = isBinary
        ? (attributes.datacontenttype ?? 'application/json')
        : 'application/cloudevents+json';
      const headers = {
        'content-type': type,
        ...TransportExtensions,
        ...(isBinary && Object.fromEntries(named)),
        ...standardHeaders(body),
      };
      expect(await store.push('crm', body, headers)).toMatchObject({ status: 202 });
    }
    const payloads = (
      await store.rows<{ payload: string }>('select payload from inbound_message order by received_at')
    ).map(({ payload }) => JSON.parse(payload).data);
    // The first two are one event in two modes, and yet two contents: member by member they differ.
    expect(payloads).toEqual([
      { world: 'hello' },
      { world: 'hello' },
      'Hello, World!',
      'Hello, 🌎!',
      'Hello, 🌎!',
      { msg: 'Hello, 🌎!' },
      ['Hello', '🌎!'],
      '<msg>Hello, 🌎!</msg>',
    ]);
    await store.close();
  });

  it('of version 0.3 are refused by name', async () => {
    const store = await openPushing('pglite');
    const { ContextAttributes } = parse(readFileSync(join(path, 'v03.yaml'), 'utf8').split('---')[0] ?? '');
    const body = JSON.stringify({
      specversion: '0.3',
      id: ContextAttributes.id,
      type: ContextAttributes.type,
      source: '/a',
    });
    const reply = await store.push('crm', body, {
      'content-type': 'application/cloudevents+json',
      ...standardHeaders(body),
    });
    expect(reply).toMatchObject({ status: 400, message: expect.stringContaining('specversion "0.3"') });
    await store.close();
  });
});

/** The rows of a table of facts, without the ids that each store makes for itself. */
async function graphOf(database: Pushing['database']) {
  const facts = {
    customers: 'select number, name, status, country from customer',
    accounts: 'select currency, billing_email, billing_city from customer_account',
    products: 'select code, name, kind, active from product',
    contracts: 'select number, status, starts_on, ends_on, currency from contract',
    lines: 'select position, description, quantity, net_unit_price, currency from contract_line',
    invoices: 'select number, status, total, currency, issued_on, due_on from invoice',
    invoiceLines: 'select position, description, amount from invoice_line',
    payments: 'select amount, currency, received_on, reversed_on from payment',
    allocations: 'select amount from allocation',
    refunds: 'select amount, currency from refund',
    chargebacks: 'select amount, currency from chargeback',
    links: 'select source_object, external_id, valid_to is null as open from source_link',
  };
  const graph: Record<string, string[]> = {};
  for (const [name, statement] of Object.entries(facts)) {
    const rows = await database.statements.run(statement, []);
    graph[name] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return graph;
}

describeReal('stripe_webhooks', '88 webhooks of Stripe', (path) => {
  const bodies = readdirSync(path)
    .sort()
    .map((file) => readFileSync(join(path, file), 'utf8'));

  it('pushed one by one in any order make the same graph as their files', async () => {
    const byFile = await freshStore('postgresql');
    await runImport(byFile.kysely, {
      source: 'pay',
      format: stripe,
      paths: [path],
      entity: 'ACME',
      currency: 'USD',
      dryRun: false,
      now: '2026-11-23T12:00:00Z',
    });
    const expected = await graphOf(byFile);
    await byFile.close();
    expect(bodies).toHaveLength(88);
    for (const order of [bodies, bodies.toReversed()]) {
      const store = await openPushing('postgresql');
      for (const body of order)
        expect(await store.push('pay', body, stripeHeaders(body))).toMatchObject({ status: 202 });
      expect(
        await store.rows(
          'select count(*)::int as n, count(distinct message_id)::int as ids from inbound_message',
        ),
      ).toEqual([{ n: 88, ids: 2 }]);
      await store.work(order === bodies ? 200 : 5);
      expect(await store.rows('select 1 from inbound_message where disposition is null')).toEqual([]);
      expect(await graphOf(store.database)).toEqual(expected);
      // All of them again: received, and nothing more.
      for (const body of order)
        expect(await store.push('pay', body, stripeHeaders(body))).toMatchObject({
          body: { received: 1, repeated: 1 },
        });
      await store.close();
    }
  }, 120_000);
});

describeReal('salesforce_cdc', 'change events of Salesforce', (path) => {
  it('make a customer, and ignore by rule what is no part of the graph', async () => {
    const store = await openPushing('postgresql');
    for (const file of ['account_create.json', 'expense_update.json']) {
      const body = readFileSync(join(path, file), 'utf8');
      expect(
        await store.push('sales', body, { 'content-type': 'application/json', ...standardHeaders(body) }),
      ).toMatchObject({ status: 202 });
    }
    await store.work();
    expect(
      await store.rows('select message_type, disposition, reason from inbound_message order by message_type'),
    ).toEqual([
      { message_type: 'Account.CREATE', disposition: 'APPLIED', reason: null },
      { message_type: 'Expense__c.UPDATE', disposition: 'IGNORED', reason: 'out-of-scope-expense-c' },
    ]);
    expect(await store.rows('select name, status from customer')).toEqual([
      { name: 'Acme', status: 'ACTIVE' },
    ]);
    await store.close();
  });
});
