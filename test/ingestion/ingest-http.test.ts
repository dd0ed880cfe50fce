// What sources push over HTTP: who may, which forms of a message are understood, and what is said of those that are not. Received
// means kept: a repeat is received again and kept once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventOf, openPushing, type Pushing, SECRET, standardHeaders, stripeHeaders } from './pushing.ts';

let store: Pushing;
beforeAll(async () => {
  store = await openPushing();
});
afterAll(() => store.close());

const kept = async () =>
  (await store.rows<{ n: number }>('select count(*)::int as n from inbound_message'))[0]?.n;
const customer = (name: string) => eventOf('revgraph.customer', name, { name });
const JSON_EVENT = 'application/cloudevents+json';

describe('who may push', () => {
  const body = JSON.stringify(customer('Auth'));
  const as = async (token: { roles?: string[]; source?: string; ttl?: string }) =>
    await store.bearer({ roles: [], ...token });
  const pushAs = (source: string, authorization: string) =>
    store.push(source, body, { 'content-type': JSON_EVENT, authorization });

  it('is a source by its own token, for itself only', async () => {
    const token = await as({ roles: ['integration'], source: 'crm' });
    expect(await pushAs('crm', token)).toMatchObject({ status: 202, body: { received: 1 } });
    expect(await pushAs('pay', token)).toMatchObject({
      status: 403,
      message: 'The token is that of crm, which may push to /ingest/crm only.',
    });
  });

  it('is nobody with a token of a person, none, an expired or a broken one', async () => {
    expect(await pushAs('crm', await as({ roles: ['controller'] }))).toMatchObject({ status: 403 });
    expect(await store.push('crm', body, { 'content-type': JSON_EVENT })).toMatchObject({ status: 401 });
    expect(await pushAs('crm', 'Bearer a.b.c')).toMatchObject({ status: 401 });
    const token = await as({ roles: ['integration'], source: 'crm', ttl: '1s' });
    store.setClock('2026-11-23T13:00:00.000Z');
    expect(await pushAs('crm', token)).toMatchObject({ status: 401, message: 'The token has expired.' });
    store.setClock('2026-11-23T12:00:00.000Z');
  });

  it('is no source that is not known here', async () => {
    const token = await as({ roles: ['integration'], source: 'elsewhere' });
    expect(await pushAs('elsewhere', token)).toMatchObject({
      status: 404,
      message: 'There is no source system elsewhere here.',
    });
    const gateway = await as({ roles: ['integration'], source: 'gateway' });
    expect(await pushAs('gateway', gateway)).toMatchObject({ status: 404 });
    expect(
      await store.push('elsewhere', body, { 'content-type': JSON_EVENT, ...standardHeaders(body) }),
    ).toMatchObject({
      status: 401,
    });
  });

  it('is told the size before anything else, and the rest only after it is known', async () => {
    const large = Buffer.alloc(5_300_000, ' ');
    expect(await store.push('crm', large, {})).toMatchObject({
      status: 413,
      message: 'The body is larger than 5242880 bytes.',
    });
    expect(await store.push('crm', '{', { 'content-type': 'text/csv' })).toMatchObject({ status: 401 });
  });

  it('never finds the secret in the log', async () => {
    expect(JSON.stringify(store.log)).not.toContain(SECRET.slice(6, 30));
  });
});

describe('a signature by Standard Webhooks', () => {
  const body = JSON.stringify(customer('Signed'));
  const push = (headers: Record<string, string>) =>
    store.push('crm', body, { 'content-type': JSON_EVENT, ...headers });

  it('is sound, or wrong, or of another time', async () => {
    expect(await push(standardHeaders(body))).toMatchObject({ status: 202 });
    expect(await push(standardHeaders(`${body} `))).toMatchObject({
      status: 401,
      message: 'The signature does not fit the body.',
    });
    const other = `whsec_${Buffer.alloc(32, 'another').toString('base64')}`;
    expect(await push(standardHeaders(body, { secret: other }))).toMatchObject({ status: 401 });
    for (const at of ['2026-11-23T11:54:00Z', '2026-11-23T12:06:00Z'])
      expect(await push(standardHeaders(body, { at }))).toMatchObject({
        status: 401,
        message: 'The signature is older or younger than 300 seconds.',
      });
  });

  it('may come again within its time: received, and kept once', async () => {
    const text = JSON.stringify({
      type: 'revgraph.customer',
      timestamp: '2026-11-23T11:00:00Z',
      data: { id: 'RP', name: 'Replay' },
    });
    const headers = { 'content-type': 'application/json', ...standardHeaders(text, { id: 'msg_replayed' }) };
    const before = (await kept()) ?? 0;
    expect(await store.push('crm', text, headers)).toMatchObject({
      status: 202,
      body: { received: 1, repeated: 0 },
    });
    expect(await store.push('crm', text, headers)).toMatchObject({
      status: 202,
      body: { received: 1, repeated: 1 },
    });
    expect(await kept()).toBe(before + 1);
  });

  it('may be made with either secret while one is replaced', async () => {
    const old = `whsec_${Buffer.alloc(32, 'old').toString('base64')}`;
    const two = await openPushing('pglite', { INGEST_SECRET_CRM: `${SECRET} ${old}` });
    for (const secret of [SECRET, old]) {
      const headers = { 'content-type': JSON_EVENT, ...standardHeaders(body, { secret }) };
      expect(await two.push('crm', body, headers)).toMatchObject({ status: 202 });
    }
    await two.close();
  });
});

describe("a signature by Stripe's scheme", () => {
  const event = {
    id: 'evt_1',
    object: 'event',
    type: 'customer.created',
    created: 1763899200,
    livemode: false,
    data: { object: { id: 'cus_1', object: 'customer', name: 'Acme', livemode: false } },
  };
  const body = JSON.stringify(event);

  it('is sound, or wrong, or of another time', async () => {
    expect(await store.push('pay', body, stripeHeaders(body))).toMatchObject({ status: 202 });
    expect(await store.push('pay', body, stripeHeaders(body.replace('Acme', 'Evil')))).toMatchObject({
      status: 401,
    });
    expect(await store.push('pay', body, stripeHeaders(body, { at: '2026-11-23T11:54:00Z' }))).toMatchObject({
      status: 401,
    });
    expect(
      await store.push('pay', body, stripeHeaders(body, { secret: 'whsec_somebody_elses' })),
    ).toMatchObject({ status: 401 });
    expect(await store.push('pay', body, { 'stripe-signature': 'nonsense' })).toMatchObject({ status: 401 });
  });
});

describe('a request that is not understood', () => {
  const send = (body: string | Buffer, type: string, more: Record<string, string> = {}) =>
    store.push('crm', body, {
      ...(type && { 'content-type': type }),
      ...standardHeaders(Buffer.from(body).toString()),
      ...more,
    });

  it.each([
    ['text/csv', 'a,b', 415, 'A body is application/cloudevents+json'],
    ['application/json; charset=latin1', '{}', 415, 'A body is in UTF-8, not in latin1.'],
    ['application/json', '{', 400, 'The body is no JSON object.'],
    ['application/json', '[1]', 400, 'The body is no JSON object.'],
    ['application/json', '', 400, 'The body is empty.'],
    ['application/json', '{"a":1}', 400, 'it is no CloudEvents 1.0 event'],
    [
      JSON_EVENT,
      '{"specversion":"0.3","id":"1","source":"/a","type":"t"}',
      400,
      'specversion "0.3" is not taken',
    ],
    [JSON_EVENT, '{"specversion":"1.0","source":"/a","type":"t"}', 400, 'id is missing'],
    [
      JSON_EVENT,
      '{"specversion":"1.0","id":"1","source":"/a","type":"t","time":"today"}',
      400,
      'time "today" is no instant',
    ],
    [JSON_EVENT, '{"specversion":"1.0","id":"1","source":"/a","type":"t","some_thing":1}', 400, 'is no name'],
    [
      JSON_EVENT,
      '{"specversion":"1.0","id":"1","source":"/a","type":"t","data":1,"data_base64":"MQ=="}',
      400,
      'exclude each other',
    ],
    [
      JSON_EVENT,
      '{"specversion":"1.0","id":"a\\u0000b","source":"/a","type":"t"}',
      400,
      'id holds a control character',
    ],
    ['application/cloudevents-batch+json', '{}', 400, 'The body is no JSON array of events.'],
  ])('%s %s is refused with %i', async (type, body, status, message) => {
    const before = await kept();
    const reply = await send(body, type);
    expect(reply.status).toBe(status);
    expect(reply.message).toContain(message);
    expect(await kept()).toBe(before);
  });

  it('takes nothing of a batch of which one event is wrong', async () => {
    const before = await kept();
    const batch = JSON.stringify([customer('B1'), { ...customer('B2'), type: '' }]);
    expect(await send(batch, 'application/cloudevents-batch+json')).toMatchObject({
      status: 400,
      message: 'Message 2 of 2 is not readable: type is missing.',
    });
    expect(await kept()).toBe(before);
  });

  it('lives through deep nesting, bytes that are no UTF-8, and compression', async () => {
    const deep = `{"specversion":"1.0","id":"1","source":"/a","type":"t","data":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect((await send(deep, JSON_EVENT)).status).toBe(400);
    const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
    expect(await send(bytes, 'application/json')).toMatchObject({
      status: 400,
      message: 'The body is not valid UTF-8.',
    });
    expect(await send('{}', 'application/json', { 'content-encoding': 'gzip' })).toMatchObject({
      status: 415,
    });
  });
});
