// Which tokens count: everything that a forged, foreign or stale one can try, the memory of good ones, and the rotation of keys.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLError } from 'graphql';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { describe, expect, test, vi } from 'vitest';
import type { Access } from '../../src/graph/access.ts';
import {
  createVerifier,
  remoteKeys,
  SIGNATURE_ALGORITHMS,
  type VerifierParts,
} from '../../src/graph/tokens.ts';

const ISSUER = 'https://issuer.example/';
const AUDIENCE = 'revgraph';
const NOW = new Date('2025-06-01T12:00:00Z');
const SECONDS = NOW.getTime() / 1000;

const rsa = await generateKeyPair('RS256', { extractable: true });
const other = await generateKeyPair('RS256', { extractable: true });

async function jwkOf(key: CryptoKey) {
  const jwk = await exportJWK(key);
  return { ...jwk, alg: 'RS256', kid: await calculateJwkThumbprint(jwk) };
}

const publicJwk = await jwkOf(rsa.publicKey);

interface Signing {
  readonly claims?: Record<string, unknown>;
  readonly key?: CryptoKey | Uint8Array;
  readonly alg?: string;
  readonly kid?: string;
}

async function signed({
  claims = {},
  key = rsa.privateKey,
  alg = 'RS256',
  kid = publicJwk.kid,
}: Signing = {}) {
  const payload: JWTPayload = {
    sub: 'ada',
    iss: ISSUER,
    aud: AUDIENCE,
    iat: SECONDS - 10,
    exp: SECONDS + 3_600,
    roles: ['controller'],
    entities: '*',
    ...claims,
  };
  return `Bearer ${await new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(key)}`;
}

function verifierWith(parts: Partial<VerifierParts> = {}) {
  return createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    key: createLocalJWKSet({ keys: [publicJwk] }),
    algorithms: SIGNATURE_ALGORITHMS,
    maxAgeSeconds: 86_400,
    now: () => NOW,
    resolveEntities: async () => new Map(),
    ...parts,
  });
}

async function errorOf(run: () => unknown): Promise<GraphQLError | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error as GraphQLError;
  }
}

async function codeOf(authorization: string, parts: Partial<VerifierParts> = {}) {
  return (await errorOf(() => verifierWith(parts).accessOf(authorization)))?.extensions.code;
}

describe('a token counts', () => {
  test('with its subject, issuer, roles and the ids of its entities', async () => {
    const resolveEntities = vi.fn(async () => new Map([['DE01', 'id-of-de01']]));
    const verifier = verifierWith({ resolveEntities });
    const access = await verifier.accessOf(await signed({ claims: { entities: ['DE01', 'XX99'] } }));
    expect(access).toMatchObject({ subject: 'ada', issuer: ISSUER, entities: ['id-of-de01'] });
    expect(resolveEntities).toHaveBeenCalledExactlyOnceWith(['DE01', 'XX99']);
  });

  test('for one of several audiences, and with the scheme in any case', async () => {
    const token = await signed({ claims: { aud: ['elsewhere', AUDIENCE] } });
    expect(await codeOf(token)).toBeUndefined();
    expect(await codeOf(token.replace('Bearer', 'bearer'))).toBeUndefined();
  });

  test('no header at all is nobody', () => {
    expect(verifierWith().accessOf(undefined)).toBeUndefined();
  });
});

describe('a token does not count', () => {
  test.each<[why: string, claims: Record<string, unknown>]>([
    ['for another audience', { aud: 'elsewhere' }],
    ['for other audiences', { aud: ['elsewhere', 'revgraph2'] }],
    ['from another issuer', { iss: 'https://issuer.example' }],
    ['after its expiry', { exp: SECONDS - 60 }],
    ['before its time', { nbf: SECONDS + 60 }],
    ['from the future', { iat: SECONDS + 60 }],
    ['beyond the age that is allowed', { iat: SECONDS - 90_000, exp: SECONDS + 9e9 }],
    ['without subject', { sub: undefined }],
    ['with an empty subject', { sub: ' ' }],
    ['with a subject of any length', { sub: 'x'.repeat(256) }],
    ['without expiry', { exp: undefined }],
    ['without time of issue', { iat: undefined }],
    ['without issuer', { iss: undefined }],
    ['without audience', { aud: undefined }],
    ['with an expiry that is a text', { exp: '9999999999' }],
  ])('%s', async (_, claims) => {
    expect(await codeOf(await signed({ claims }))).toBe('UNAUTHENTICATED');
  });

  test('without signature', async () => {
    const unsecured = new UnsecuredJWT({ sub: 'ada', roles: ['controller'], entities: '*' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(SECONDS)
      .setExpirationTime(SECONDS + 60)
      .encode();
    expect(await codeOf(`Bearer ${unsecured}`)).toBe('UNAUTHENTICATED');
  });

  test('signed with the public key as if it were a shared secret', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(rsa.publicKey));
    expect(await codeOf(await signed({ key: secret, alg: 'HS256' }))).toBe('UNAUTHENTICATED');
    // The list of algorithms and the kind of key each refuse it: neither alone is trusted.
    const allowing = { algorithms: ['HS256'] };
    expect(await codeOf(await signed({ key: secret, alg: 'HS256' }), allowing)).toBe('UNAUTHENTICATED');
  });

  test('signed in a way that is not on the list, although the key could', async () => {
    const { alg: _, ...anyUse } = publicJwk;
    const key = createLocalJWKSet({ keys: [anyUse] });
    expect(await codeOf(await signed({ alg: 'RS256' }), { key, algorithms: ['RS256'] })).toBeUndefined();
    expect(await codeOf(await signed({ alg: 'RS256' }), { key, algorithms: ['PS256'] })).toBe(
      'UNAUTHENTICATED',
    );
  });

  test('signed by somebody else, under the right name of the key or his own', async () => {
    expect(await codeOf(await signed({ key: other.privateKey }))).toBe('UNAUTHENTICATED');
    const { kid } = await jwkOf(other.publicKey);
    expect(await codeOf(await signed({ key: other.privateKey, kid }))).toBe('UNAUTHENTICATED');
  });

  test('with a key that it brings itself', async () => {
    const token = await new SignJWT({ sub: 'ada', roles: ['controller'], entities: '*' })
      .setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(other.publicKey) })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(SECONDS)
      .setExpirationTime(SECONDS + 60)
      .sign(other.privateKey);
    expect(await codeOf(`Bearer ${token}`)).toBe('UNAUTHENTICATED');
  });

  test('with any byte of its claims changed', async () => {
    const token = await signed();
    const [head = '', claims = '', signature = ''] = token.split('.');
    const changed = Buffer.from(claims, 'base64url').toString().replace('"ada"', '"eve"');
    const forged = [head, Buffer.from(changed).toString('base64url'), signature].join('.');
    expect(await codeOf(forged)).toBe('UNAUTHENTICATED');
  });

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'Bearer a.b',
    'Bearer a.b.c.d.e',
    'Bearer a b',
    'Bearer a.b.c, Bearer d.e.f',
  ])('in a header like %j', async (header) => {
    expect(await codeOf(header)).toBe('UNAUTHENTICATED');
  });

  test('with no role: the viewer is known and has no right', async () => {
    expect(await codeOf(await signed({ claims: { roles: ['root'] } }))).toBe('FORBIDDEN');
  });
});

describe('a verified token is remembered', () => {
  const key = () => vi.fn(createLocalJWKSet({ keys: [publicJwk] }));

  test('so that the second request verifies nothing and waits for nothing', async () => {
    const keys = key();
    const verifier = verifierWith({ key: keys });
    const token = await signed();
    const first = await verifier.accessOf(token);
    expect(verifier.accessOf(token)).toBe(first);
    expect(keys).toHaveBeenCalledOnce();
  });

  test('once, when it comes many times at once', async () => {
    const keys = key();
    const verifier = verifierWith({ key: keys });
    const token = await signed();
    await Promise.all(Array.from({ length: 20 }, () => verifier.accessOf(token)));
    expect(keys).toHaveBeenCalledOnce();
  });

  test.each([
    ['for a minute', SECONDS + 3_600, 59_999, 60_000],
    ['no longer than it is valid', SECONDS + 20, 19_999, 20_000],
  ])('%s', async (_, exp, stillMs, overMs) => {
    let now = NOW;
    const keys = key();
    const verifier = verifierWith({ key: keys, now: () => now });
    const token = await signed({ claims: { exp } });
    await verifier.accessOf(token);
    now = new Date(NOW.getTime() + stillMs);
    expect(verifier.accessOf(token)).not.toBeInstanceOf(Promise);
    now = new Date(NOW.getTime() + overMs);
    expect(verifier.accessOf(token)).toBeInstanceOf(Promise);
  });

  test('and expires although requests keep coming', async () => {
    let now = NOW;
    const verifier = verifierWith({ now: () => now });
    const token = await signed({ claims: { exp: SECONDS + 90 } });
    for (let passed = 0; passed <= 95; passed += 1) {
      now = new Date(NOW.getTime() + passed * 1000);
      if (passed < 94) await verifier.accessOf(token);
    }
    expect((await errorOf(() => verifier.accessOf(token)))?.message).toBe('The token has expired.');
  });

  test('among a bounded number, of which the least recently used goes first', async () => {
    const verifier = verifierWith({ remembered: 3 });
    const tokens = await Promise.all(['a', 'b', 'c', 'd'].map((sub) => signed({ claims: { sub } })));
    const [a = '', b = '', c = '', d = ''] = tokens;
    for (const token of [a, b, c]) await verifier.accessOf(token);
    await verifier.accessOf(a);
    await verifier.accessOf(d);
    expect(verifier.remembered()).toBe(3);
    expect(verifier.accessOf(a)).not.toBeInstanceOf(Promise);
    expect(verifier.accessOf(b)).toBeInstanceOf(Promise);
  });

  test('but not when it was refused', async () => {
    const verifier = verifierWith();
    const token = await signed({ key: other.privateKey });
    for (let times = 0; times < 3; times += 1) {
      expect((await errorOf(() => verifier.accessOf(token)))?.extensions.code).toBe('UNAUTHENTICATED');
    }
    expect(verifier.remembered()).toBe(0);
  });

  test('and not when its entities could not be looked up', async () => {
    const resolveEntities = vi
      .fn<VerifierParts['resolveEntities']>()
      .mockRejectedValueOnce(new Error('the store is away'))
      .mockResolvedValue(new Map([['DE01', 'id']]));
    const verifier = verifierWith({ resolveEntities });
    const token = await signed({ claims: { entities: ['DE01'] } });
    expect((await errorOf(() => verifier.accessOf(token)))?.message).toBe('the store is away');
    expect(((await verifier.accessOf(token)) as Access).entities).toEqual(['id']);
  });
});

describe("a provider's keys", () => {
  interface Provider {
    keys: unknown;
    status: number;
    reads: number;
  }

  async function providerWith(keys: unknown[]) {
    const provider: Provider = { keys: { keys }, status: 200, reads: 0 };
    const server = createServer((_, response) => {
      provider.reads += 1;
      response.writeHead(provider.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(provider.keys));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`);
    return { provider, url, close: () => server.close() };
  }

  test('are read once, and again when a token names a key that is new', async () => {
    const { provider, url, close } = await providerWith([publicJwk]);
    const verifier = verifierWith({ key: remoteKeys(url, 0) });
    await verifier.accessOf(await signed());
    await verifier.accessOf(await signed({ claims: { sub: 'bob' } }));
    expect(provider.reads).toBe(1);

    const next = await jwkOf(other.publicKey);
    provider.keys = { keys: [next] };
    const rotated = await signed({ key: other.privateKey, kid: next.kid, claims: { sub: 'cleo' } });
    expect(await verifier.accessOf(rotated)).toMatchObject({ subject: 'cleo' });
    expect(provider.reads).toBe(2);
    const retired = await signed({ claims: { sub: 'dan' } });
    expect((await errorOf(() => verifier.accessOf(retired)))?.extensions.code).toBe('UNAUTHENTICATED');
    close();
  });

  test('are not read again for every made-up key name', async () => {
    const { provider, url, close } = await providerWith([publicJwk]);
    const verifier = verifierWith({ key: remoteKeys(url) });
    for (let times = 0; times < 5; times += 1) {
      const error = await errorOf(async () => verifier.accessOf(await signed({ kid: `made-up-${times}` })));
      expect(error?.extensions.code).toBe('UNAUTHENTICATED');
    }
    expect(provider.reads).toBe(1);
    close();
  });

  test.each<[what: string, provider: Partial<Provider>]>([
    ['answers with an error', { status: 500 }],
    ['answers with something else', { keys: 'maintenance' }],
  ])('that %s are an outage and no forgery', async (_, fault) => {
    const { provider, url, close } = await providerWith([publicJwk]);
    Object.assign(provider, fault);
    const error = await errorOf(async () => verifierWith({ key: remoteKeys(url) }).accessOf(await signed()));
    expect(error?.extensions.code).toBe('UNAVAILABLE');
    expect(error?.originalError?.message).toBe("the identity provider's keys cannot be read");
    close();
  });

  test('that nobody serves are an outage too', async () => {
    const { url, close } = await providerWith([]);
    close();
    const error = await errorOf(async () => verifierWith({ key: remoteKeys(url) }).accessOf(await signed()));
    expect(error?.extensions.code).toBe('UNAVAILABLE');
  });
});
