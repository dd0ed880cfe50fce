// Input that no honest client sends, or that an honest one sends by mistake: each gets one clear message that names what and where,
// nothing of the inside gets out, and the process answers the next request.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEVELOPMENT_ISSUER } from '../../src/graph/development-issuer.ts';
import { currencyCodes } from '../../src/kernel/currencies.ts';
import { NOON, openDemoApp, openTestApp, type TestApp } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openDemoApp();
});
afterAll(() => app.close());
afterEach(async () => {
  // Whatever came, the next one is served.
  expect(await app.read('{ customer(number: "C-1001") { name } }')).toEqual({
    customer: { name: 'Hesbront Aviation' },
  });
});

const ONE = '{ customers { totalCount } }';
const seconds = (iso: string) => Math.floor(Date.parse(iso) / 1000);
/** What would show that the inside got out. */
const INSIDE =
  /src\/|node_modules|\bat .+:\d+:\d+|select |syntax error at|relation "|postgres|revgraph_|Did you mean/i;

describe('a token', () => {
  const claims = {
    ...{ iss: DEVELOPMENT_ISSUER, aud: 'revgraph', sub: 'eve', roles: ['controller'], entities: '*' },
    ...{ iat: seconds(NOON), exp: seconds(NOON) + 3600 },
  };
  const forged = async (change: Record<string, unknown> = {}) => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    return await new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey);
  };
  /** A true token with other claims under the same signature. */
  const altered = async () => {
    const [header, payload = '', signature] = (await app.bearer({ roles: ['bi_reader'] }))
      .slice(7)
      .split('.');
    const body = { ...decodeJwt(`${header}.${payload}.${signature}`), roles: ['controller'] };
    return [header, Buffer.from(JSON.stringify(body)).toString('base64url'), signature].join('.');
  };

  it.each<[string, () => Promise<string> | string, string]>([
    ['signed by another key', forged, 'The token is not valid.'],
    ['altered after it was signed', altered, 'The token is not valid.'],
    ['not signed at all', () => new UnsecuredJWT(claims).encode(), "The token's algorithm is not accepted."],
    [
      'signed with the public key as a secret',
      async () => {
        const { publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
        const secret = new TextEncoder().encode((await exportJWK(publicKey)).x);
        return await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
      },
      "The token's algorithm is not accepted.",
    ],
    ['that is no token', () => 'abc', 'The Authorization header must read: Bearer, a space, a signed token.'],
    ['of three empty parts', () => 'a.b.c', 'The token is not valid.'],
  ])('%s is refused', async (_, token, message) => {
    const error = await app.fault(ONE, { as: `Bearer ${await token()}` });
    expect(error).toMatchObject({ status: 401, message, extensions: { code: 'UNAUTHENTICATED' } });
  });

  it('that has expired is refused, also where it was known before', async () => {
    const as = await app.bearer({ ttl: '30s' });
    expect((await app.ask(ONE, { as })).errors).toEqual([]);
    app.setClock(new Date(Date.parse(NOON) + 40_000).toISOString());
    const error = await app.fault(ONE, { as });
    app.setClock(NOON);
    expect(error).toMatchObject({ status: 401, message: 'The token has expired.' });
  });

  it('for somebody else, from somebody else, or older than a month is refused by the claim', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA' }] };
    const provider = createServer((_, response) => response.end(JSON.stringify(jwks))).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    const database = await freshDatabase();
    const strict = await openTestApp(database, {
      AUTH_ISSUER: 'https://issuer.example/',
      AUTH_AUDIENCE: 'revgraph-production',
      AUTH_JWKS_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks`,
    });
    const sign = (change: Record<string, unknown>) =>
      new SignJWT({ ...claims, iss: 'https://issuer.example/', aud: 'revgraph-production', ...change })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'k1' })
        .sign(privateKey);
    const answerTo = async (change: Record<string, unknown>) => {
      const { errors, status } = await strict.ask(ONE, { as: `Bearer ${await sign(change)}` });
      return errors[0] ? `${status} ${errors[0].message}` : status;
    };
    expect(await answerTo({})).toBe(200);
    const old = seconds(NOON) - 40 * 86_400;
    for (const [change, answer] of [
      [{ aud: 'revgraph' }, '401 The token\'s claim "aud" does not hold here.'],
      [{ iss: DEVELOPMENT_ISSUER }, '401 The token\'s claim "iss" does not hold here.'],
      [{ sub: undefined }, '401 The token\'s claim "sub" does not hold here.'],
      [{ exp: undefined }, '401 The token\'s claim "exp" does not hold here.'],
      [{ iat: old }, '401 The token has expired.'],
      [{ roles: ['root'] }, '403 The token carries no role that this graph knows.'],
      [{ entities: 7 }, '403 The claim "entities" must be a list of legal entity codes, or "*".'],
    ] as const) {
      expect(await answerTo(change)).toBe(answer);
    }
    const development = await strict.ask(ONE, { as: await app.bearer() });
    expect(development.status).toBe(401);
    provider.close();
    await strict.close();
  });

  it('that is missing leaves the schema and nothing else', async () => {
    expect((await app.ask('{ __schema { queryType { name } } }', { as: null })).errors).toEqual([]);
    const error = await app.fault('{ legalEntities { code } }', { as: null });
    expect(error).toMatchObject({ status: 401, message: 'A bearer token is required.' });
  });
});

describe('an argument', () => {
  const summary = (args: string) => `{ customer(number: "C-1001") { summary(${args}) { asOf currency } } }`;
  const cursorOf = async (orderBy: string) => {
    const { customers } = await app.read(
      `{ customers(first: 1, orderBy: ${orderBy}) { pageInfo { endCursor } } }`,
    );
    return customers.pageInfo.endCursor as string;
  };

  it.each<[string, string, string]>([
    [
      'a cursor made up',
      '{ customers(after: "b2ZmZXI=") { totalCount } }',
      'after: "b2ZmZXI=" is refused: a cursor is a value that a page gave out.',
    ],
    [
      'null in a filter',
      '{ customers(filter: { name: null }) { totalCount } }',
      'filter.name: null is refused: a filter is left out or has a value; ask for emptiness with isNull.',
    ],
    [
      'null in an operator',
      '{ customers(filter: { or: [{ segment: { eq: null } }] }) { totalCount } }',
      'filter.or[0].segment.eq: null is refused: an operator needs a value; ask for emptiness with isNull.',
    ],
    [
      'a page of 101',
      '{ customers(first: 101) { totalCount } }',
      'first: 101 is refused: a page has 0 to 100 records.',
    ],
    [
      'a page of less than nothing',
      '{ customers(last: -1) { totalCount } }',
      'last: -1 is refused: a page has 0 to 100 records.',
    ],
    ['no id', '{ customer(id: "4711") { name } }', 'id: "4711" is refused: an id is a UUID.'],
    [
      'no id in a filter',
      '{ invoices(filter: { customerId: { in: ["x"] } }) { totalCount } }',
      'filter.customerId.in: "x" is refused: an id is a UUID.',
    ],
    [
      'two keys',
      '{ customer(number: "C-1001", id: "00000000-0000-7000-8000-000000000000") { name } }',
      'id, number, external: "id and number" is refused: a lookup gives exactly one of its keys.',
    ],
    [
      'no key',
      '{ invoice { number } }',
      'id, number, external: "nothing" is refused: a lookup gives exactly one of its keys.',
    ],
    [
      'a currency nobody knows',
      summary('currency: "QQQ"'),
      'CurrencyCode cannot represent "QQQ": a currency of ISO 4217, in three capital letters',
    ],
    [
      'a currency in small letters',
      summary('currency: "eur"'),
      'CurrencyCode cannot represent "eur": a currency of ISO 4217, in three capital letters',
    ],
    [
      'a day that does not exist',
      summary('asOf: "2026-02-30"'),
      'Date cannot represent "2026-02-30": a date that exists, written YYYY-MM-DD',
    ],
    [
      'a day of another calendar',
      summary('asOf: "30.06.2026"'),
      'Date cannot represent "30.06.2026": a date that exists, written YYYY-MM-DD',
    ],
    [
      'an amount that is no number',
      '{ invoices(filter: { total: { gt: "1e3" } }) { totalCount } }',
      'Decimal cannot represent "1e3": a decimal number without exponent, written as a text',
    ],
    [
      'NUL in a text',
      '{ customer(number: "C\\u0000") { name } }',
      'String cannot represent "C\\u0000": a text without NUL',
    ],
    [
      'a window that ends before it begins',
      '{ contracts(first: 1) { nodes { billingPeriods(from: "2026-05-01", until: "2026-04-30") { startsOn } } } }',
      'until: "2026-04-30" is refused: the last day is not before the first, 2026-05-01.',
    ],
  ])('%s is named with its value and rule', async (_, query, message) => {
    const error = await app.fault(query);
    expect(error.message).toBe(message);
    expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(error.extensions.code);
    expect(error.extensions.field ?? error).toSatisfy(
      (where) => typeof where === 'string' || 'locations' in where,
      'a field, or a place in the document',
    );
    expect(JSON.stringify(error)).not.toMatch(INSIDE);
  });

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    [
      'a day',
      'query ($d: Date) { customer(number: "C-1001") { summary(asOf: $d) { asOf } } }',
      { d: '2025-02-29' },
      /^Variable "\$d" got invalid value "2025-02-29"; Date cannot represent .*: a date that exists/,
    ],
    [
      'a currency',
      'query ($c: CurrencyCode) { customer(number: "C-1001") { summary(currency: $c) { asOf } } }',
      { c: 'QQQ' },
      /^Variable "\$c" got invalid value "QQQ"; .*a currency of ISO 4217/,
    ],
    [
      'an amount',
      'query ($f: InvoiceFilter) { invoices(filter: $f) { totalCount } }',
      { f: { total: { gt: 'many' } } },
      /^Variable "\$f" got invalid value "many" at "f\.total\.gt"; /,
    ],
    [
      'a float for money',
      'query ($f: InvoiceFilter) { invoices(filter: $f) { totalCount } }',
      { f: { total: { gt: 1.1 } } },
      /at "f\.total\.gt"; Decimal cannot represent 1\.1: .* written as a text/,
    ],
    [
      'NUL',
      'query ($n: String) { customer(number: $n) { name } }',
      { n: 'C\0' },
      /^Variable "\$n" .*a text without NUL$/,
    ],
    [
      'an enum',
      'query ($f: InvoiceFilter) { invoices(filter: $f) { totalCount } }',
      { f: { settlement: { eq: 'PAYED' } } },
      /^Variable "\$f" got invalid value "PAYED" at "f\.settlement\.eq"; Value "PAYED" does not exist in "Settlement" enum\.$/,
    ],
    [
      'a page size',
      'query ($n: Int) { customers(first: $n) { totalCount } }',
      { n: 1e9 },
      /^first: 1000000000 is refused: a page has 0 to 100 records\.$/,
    ],
    [
      'nothing where something is due',
      'query ($e: ExternalIdInput) { customer(external: $e) { name } }',
      { e: { source: 'crm' } },
      /^Variable "\$e" .*Field "id" of required type "String!" was not provided\.$/,
    ],
  ])('%s in a variable is named by its path', async (_, query, variables, message) => {
    const error = await app.fault(query, { variables });
    expect(error.message).toMatch(message);
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(JSON.stringify(error)).not.toMatch(INSIDE);
  });

  it('a cursor of another order, or of another list, belongs there', async () => {
    const after = await cursorOf('{ field: NUMBER }');
    for (const query of [
      `{ customers(after: "${after}") { totalCount } }`,
      `{ customers(after: "${after}", orderBy: { field: NUMBER, direction: DESC }) { totalCount } }`,
      `{ products(after: "${after}") { totalCount } }`,
    ]) {
      const error = await app.fault(query);
      expect(error.message).toMatch(/^after: ".*is refused: the cursor belongs to another order\.$/);
      expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
    }
  });

  it('first and last do not go together', async () => {
    const { message } = await app.fault('{ customers(first: 1, last: 1) { totalCount } }');
    expect(message).toBe(
      'last: "first and last" is refused: a page is read from one end: give first or last.',
    );
  });

  it('the currencies that a client may name are those of the store', async () => {
    const known = await app.database.kysely.selectFrom('currency').select('code').execute();
    expect([...currencyCodes()].sort()).toEqual(known.map(({ code }) => code).sort());
  });

  it('a currency without a rate gives figures that are null, and says which rate it lacks', async () => {
    const { customer } = await app.read(
      '{ customer(number: "C-1001") { summary(currency: "ZWL") { currency billed { amount } arr { amount } missingRates { baseCurrency quoteCurrency } } } }',
    );
    expect(customer.summary).toMatchObject({ currency: 'ZWL', billed: null, arr: null });
    expect(customer.summary.missingRates).toContainEqual({ baseCurrency: 'EUR', quoteCurrency: 'ZWL' });
  });
});

describe('a document', () => {
  const aliases = (count: number) =>
    `{ ${Array.from({ length: count }, (_, at) => `a${at}: customers { totalCount }`).join(' ')} }`;
  const nested = (depth: number) =>
    `{ customer(number: "C-1001") { ${'parent { '.repeat(depth)}name${' }'.repeat(depth)} } }`;

  it.each<[string, string, string, RegExp]>([
    ['10,000 aliases', aliases(10_000), 'GRAPHQL_PARSE_FAILED', /2000 tokens/],
    [
      '60 aliases',
      aliases(60),
      'LIMIT_EXCEEDED',
      /^The operation exceeds the limit on aliases: 60, at most 50\.$/,
    ],
    [
      '20 levels',
      nested(20),
      'LIMIT_EXCEEDED',
      /^The operation exceeds the limit on depth: 22, at most 12\.$/,
    ],
    ['10,000 open braces', '{ a '.repeat(10_000), 'GRAPHQL_PARSE_FAILED', /2000 tokens/],
    [
      'more cost than is allowed',
      '{ customers(first: 100) { nodes { a: summary { asOf } b: summary { asOf } c: summary { asOf } } } }',
      'LIMIT_EXCEEDED',
      /^The operation exceeds the limit on cost: \d+, at most 50000\.$/,
    ],
    [
      'more records than are allowed',
      '{ customers(first: 100) { nodes { invoices(first: 100) { nodes { id } } } } }',
      'LIMIT_EXCEEDED',
      /^The operation exceeds the limit on nodes: \d+, at most 10000\.$/,
    ],
    [
      'a field that does not exist',
      '{ customers { nodes { nam } } }',
      'GRAPHQL_VALIDATION_FAILED',
      /^Cannot query field "nam" on type "Customer"\.$/,
    ],
    [
      'half a document',
      '{ customers {',
      'GRAPHQL_PARSE_FAILED',
      /^Syntax Error: Expected Name, found <EOF>\.$/,
    ],
    [
      'a fragment of itself',
      '{ customers { ...a } } fragment a on CustomerConnection { totalCount ...a }',
      'GRAPHQL_VALIDATION_FAILED',
      /^Cannot spread fragment "a" within itself\.$/,
    ],
    [
      'a mutation that does not exist',
      'mutation { pay }',
      'GRAPHQL_VALIDATION_FAILED',
      /^Cannot query field "pay" on type "Mutation"\.$/,
    ],
    [
      'a subscription',
      'subscription { pay }',
      'OPERATION_RESOLUTION_FAILURE',
      /^This graph has no subscriptions\.$/,
    ],
  ])('with %s is refused at once', async (_, query, code, message) => {
    const began = performance.now();
    const error = await app.fault(query);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(error.message).toMatch(message);
    expect(error.extensions.code).toBe(code);
    expect(JSON.stringify(error)).not.toMatch(INSIDE);
  });

  it('of which no operation has the name, or several have none, says so', async () => {
    const query = 'query A { viewer { subject } } query B { viewer { subject } }';
    expect((await app.fault(query, { operationName: 'C' })).message).toBe('Unknown operation named "C".');
    expect((await app.fault(query)).message).toMatch(/^Must provide operation name/);
  });

  it('of 50 MB is refused by its size', async () => {
    const error = await app.fault(`{ viewer { subject } } #${'x'.repeat(50_000_000)}`);
    expect(error).toMatchObject({ status: 413, message: 'The body is larger than 1048576 bytes.' });
  });
});

it('of all this the log holds no incident and no token', () => {
  expect(app.log.length).toBeGreaterThan(50);
  expect(app.log.filter((line) => line.includes('"incident"'))).toEqual([]);
  expect(app.log.filter((line) => /eyJ[\w-]+\.[\w-]+/.test(line))).toEqual([]);
});
