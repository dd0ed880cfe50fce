// Where requests may go: the open internet and the hosts that are named, however an address is written and whatever a name
// resolves to; and only to a server that proves who it is.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type PostResult, post } from '../../src/platform/web-post.ts';
import { isPublic, type Resolve, resolveTarget, TargetRefused } from '../../src/platform/web-target.ts';
import { selfSigned } from '../support/certificate.ts';
import { startProcess } from '../support/processes.ts';

const PUBLIC = '93.184.216.34';
const resolvesTo =
  (...addresses: readonly string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function send(url: string, allowedHosts: readonly string[], resolve?: Resolve): Promise<PostResult> {
  const message = { url: new URL(url), headers: {}, body: '{}', beforeSend: async () => undefined };
  return post(message, { allowedHosts, timeoutMs: 5000, ...(resolve && { resolve }) });
}

describe('addresses', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:93.184.216.34',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'no address',
    '',
  ])('%s is not of the open internet', (address) => expect(isPublic(address)).toBe(false));

  it.each([
    PUBLIC,
    '1.1.1.1',
    '172.32.0.1',
    '100.128.0.1',
    '192.169.0.1',
    '2606:4700:4700::1111',
    '2a00:1450:4001:80b::200e',
  ])('%s is', (address) => expect(isPublic(address)).toBe(true));
});

describe('targets', () => {
  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://0/',
    'https://10.0.0.1:8443/',
    'https://%31%32%37.0.0.1/',
    'https://１２７.0.0.1/',
    'https://[fd00:ec2::254]/',
    'https://[64:ff9b::a9fe:a9fe]/',
  ])('%s is refused, without a question to anybody', async (url) => {
    const target = resolveTarget(new URL(url), [], async () => expect.fail('the address was resolved'));
    await expect(target).rejects.toThrow(TargetRefused);
  });

  it.each([
    ['one private address', ['10.0.0.1']],
    ['a private one among public ones', [PUBLIC, '127.0.0.1']],
    ['IPv4 inside IPv6', ['::ffff:10.0.0.1']],
    ['no address', []],
  ])('a name with %s is refused', async (_what, addresses) => {
    const target = resolveTarget(new URL('https://erp.example.com/'), [], resolvesTo(...addresses));
    await expect(target).rejects.toThrow(TargetRefused);
  });

  it('localhost is refused as the system resolves it', async () => {
    await expect(resolveTarget(new URL('https://localhost/'), [])).rejects.toThrow(TargetRefused);
  });

  it('a name with public addresses is let through with all of them', async () => {
    const target = resolveTarget(new URL('https://erp.example.com/'), [], resolvesTo(PUBLIC, '2606:4700::1'));
    expect((await target).map(({ address }) => address)).toEqual([PUBLIC, '2606:4700::1']);
  });

  it.each([
    ['http://erp.internal/', 'erp.internal'],
    ['https://erp.internal/', 'erp.internal'],
    ['https://ERP.internal./', 'erp.internal'],
    ['http://erp.internal:8080/', 'erp.internal:8080'],
    ['http://[::1]:8080/', '[::1]'],
    ['http://127.1/', '127.0.0.1'],
  ])('%s is let through where %s is named', async (url, name) => {
    expect(await resolveTarget(new URL(url), [name], resolvesTo('10.0.0.1'))).toHaveLength(1);
  });

  it.each([
    ['http://erp.internal:8081/', 'erp.internal:8080'],
    ['http://erp.internal.example.com/', 'erp.internal'],
    ['http://127.0.0.2/', '127.0.0.1'],
    ['http://erp.example.com/', ''],
    ['ftp://erp.internal/', 'erp.internal'],
  ])('%s is refused where only "%s" is named', async (url, name) => {
    await expect(resolveTarget(new URL(url), [name], resolvesTo('10.0.0.1'))).rejects.toThrow(TargetRefused);
  });
});

describe('requests', () => {
  it('go to the address that was checked: the name is resolved once, and what it says later counts for nothing', async () => {
    const port = await listen(createHttpServer((_request, response) => response.end()));
    const answers = ['127.0.0.1', '10.255.255.1'];
    let asked = 0;
    const resolve: Resolve = async () => [{ address: answers[asked++] ?? '10.255.255.1', family: 4 }];
    const url = `http://rebound.example.com:${port}/`;
    expect(await send(url, ['rebound.example.com'], resolve)).toMatchObject({
      kind: 'ANSWERED',
      status: 200,
    });
    expect(asked).toBe(1);
  });

  it('to a name that turns private are refused, though it was public before', async () => {
    const port = await listen(createHttpServer((_request, response) => response.end()));
    const refused = await send(`https://rebound.example.com:${port}/`, [], resolvesTo('127.0.0.1'));
    expect(refused).toEqual({
      kind: 'FAILED',
      hasLeft: false,
      reason: expect.stringContaining('private or reserved address'),
    });
  });

  it('to a server without a certificate that holds are given up before anything leaves, whatever the environment says', async () => {
    let received = 0;
    const port = await listen(createServer(selfSigned(), () => received++));
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const refused = await send(`https://localhost:${port}/`, ['localhost'], resolvesTo('127.0.0.1'));
      expect(refused).toMatchObject({
        kind: 'FAILED',
        hasLeft: false,
        reason: expect.stringMatching(/self-signed/),
      });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
    expect(received).toBe(0);
  });

  it('go out by TLS where the certificate holds', async () => {
    const certificate = selfSigned();
    const port = await listen(
      createServer(certificate, (_request, response) => response.writeHead(202).end()),
    );
    const file = join(mkdtempSync(join(tmpdir(), 'revgraph-ca-')), 'ca.pem');
    writeFileSync(file, certificate.cert);
    const child = startProcess(
      `
      import { post } from '/src/platform/web-post.ts';
      const send = (host) => post(
        { url: new URL('https://' + host + ':${port}/'), headers: {}, body: '{}', beforeSend: async () => {} },
        { allowedHosts: [host], timeoutMs: 5000, resolve: async () => [{ address: '127.0.0.1', family: 4 }] },
      );
      console.log(JSON.stringify(await send('localhost')));
      console.log(JSON.stringify(await send('another.example.com')));`,
      { NODE_EXTRA_CA_CERTS: file },
    );
    expect(JSON.parse((await child.nextLine()) ?? child.errors())).toMatchObject({
      kind: 'ANSWERED',
      status: 202,
    });
    expect(JSON.parse((await child.nextLine()) ?? child.errors())).toMatchObject({
      kind: 'FAILED',
      hasLeft: false,
      reason: expect.stringContaining("does not match certificate's altnames"),
    });
    expect(await child.ended, child.errors()).toBe(0);
  });

  it('are given up when a name does not resolve in time', async () => {
    const message = {
      url: new URL('https://erp.example.com/'),
      headers: {},
      body: '{}',
      beforeSend: async () => undefined,
    };
    const never: Resolve = () => new Promise(() => undefined);
    const result = await post(message, { allowedHosts: [], timeoutMs: 50, resolve: never });
    expect(result).toEqual({ kind: 'FAILED', hasLeft: false, reason: 'no answer within 50 ms' });
  });

  it('send nothing where whoever sends changes his mind before', async () => {
    let received = 0;
    const port = await listen(createHttpServer(() => received++));
    const message = {
      url: new URL(`http://127.0.0.1:${port}/`),
      headers: {},
      body: '{}',
      beforeSend: async () => {
        throw new Error('no longer mine');
      },
    };
    const result = await post(message, { allowedHosts: ['127.0.0.1'], timeoutMs: 1000 });
    expect(result).toEqual({ kind: 'FAILED', hasLeft: false, reason: 'no longer mine' });
    expect(received).toBe(0);
  });
});
