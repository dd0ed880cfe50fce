// The issuer of development tokens: one key for all processes over a folder, and tokens that only they accept.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  DEVELOPMENT_ALGORITHMS,
  DEVELOPMENT_ISSUER,
  LONGEST_TTL_SECONDS,
  openDevelopmentIssuer,
  ttlSeconds,
} from '../../src/graph/development-issuer.ts';
import { createVerifier } from '../../src/graph/tokens.ts';

const AUDIENCE = 'revgraph';
const NOW = new Date('2025-06-01T12:00:00Z');

describe('the development issuer', async () => {
  const root = await mkdtemp(join(tmpdir(), 'revgraph-issuer-'));
  afterAll(() => rm(root, { recursive: true, force: true }));
  let folders = 0;
  const folder = () => join(root, `data-${++folders}`, 'nested');

  const parts = (directory: string) => ({ directory, audience: AUDIENCE, production: false, now: () => NOW });
  const request = { roles: ['controller'], entities: '*' as const, subject: 'ada', ttl: '1h' };

  test('issues tokens that a server over the same folder accepts, and a server over another does not', async () => {
    const directory = folder();
    const token = await (await openDevelopmentIssuer(parts(directory))).issueToken({
      ...request,
      entities: ['DE01'],
    });
    const verifierOver = async (where: string) => {
      const issuer = await openDevelopmentIssuer(parts(where));
      return createVerifier({
        issuer: issuer.issuer,
        audience: AUDIENCE,
        key: issuer.key,
        algorithms: DEVELOPMENT_ALGORITHMS,
        maxAgeSeconds: LONGEST_TTL_SECONDS,
        now: () => NOW,
        resolveEntities: async () => new Map([['DE01', 'id']]),
      });
    };
    const verifier = await verifierOver(directory);
    expect(await verifier.accessOf(`Bearer ${token}`)).toMatchObject({
      subject: 'ada',
      issuer: DEVELOPMENT_ISSUER,
      entities: ['id'],
    });
    const stranger = await verifierOver(folder());
    await expect(stranger.accessOf(`Bearer ${token}`)).rejects.toThrow('The token is not valid.');
  });

  test('keeps one key, readable by its owner only, however many start at once', async () => {
    const directory = folder();
    const issuers = await Promise.all(
      Array.from({ length: 12 }, () => openDevelopmentIssuer(parts(directory))),
    );
    const tokens = await Promise.all(issuers.map((issuer) => issuer.issueToken(request)));
    expect(new Set(tokens).size).toBe(1);
    expect(await readdir(directory)).toEqual(['development-issuer.json']);
    expect((await stat(join(directory, 'development-issuer.json'))).mode & 0o777).toBe(0o600);
  });

  test('is refused in production, before it makes anything', async () => {
    const directory = folder();
    await expect(openDevelopmentIssuer({ ...parts(directory), production: true })).rejects.toThrow(
      'AUTH_ISSUER',
    );
    await expect(readdir(directory)).rejects.toThrow('ENOENT');
  });

  test('names a key file that is damaged and leaves it alone', async () => {
    const directory = folder();
    await openDevelopmentIssuer(parts(directory));
    const file = join(directory, 'development-issuer.json');
    for (const text of ['{"kty":', '{}', '[]', 'null', '{"kty":"oct","k":"c2VjcmV0"}']) {
      await writeFile(file, text);
      await expect(openDevelopmentIssuer(parts(directory))).rejects.toThrow(file);
      expect(await readFile(file, 'utf8')).toBe(text);
    }
  });

  test.each([
    ['an unknown role', { roles: ['controller', 'root'] }, 'No such role: root. The roles are sales_ops'],
    ['no role', { roles: [] }, 'A token needs a role'],
    ['no subject', { subject: ' ' }, 'A token needs a subject'],
    ['integration without its source', { roles: ['integration'] }, 'source system'],
    ['a source without integration', { source: 'sap' }, 'source system'],
    [
      'integration beside another role',
      { roles: ['integration', 'tax'], source: 'sap' },
      'goes with no other role',
    ],
    ['a lifetime without unit', { ttl: '60' }, '30m, 1h or 7d'],
  ])('refuses %s', async (_, fault, message) => {
    const issuer = await openDevelopmentIssuer(parts(folder()));
    await expect(issuer.issueToken({ ...request, ...fault })).rejects.toThrow(message);
  });

  test('reads lifetimes in seconds, minutes, hours and days up to thirty days', () => {
    expect(['45s', '30m', '1h', '7d', '30d'].map(ttlSeconds)).toEqual([45, 1_800, 3_600, 604_800, 2_592_000]);
    for (const ttl of [
      '',
      'h',
      '0h',
      '-1h',
      '1.5h',
      '1 h',
      '01h',
      '1w',
      '31d',
      '9999999d',
      '1h30m',
      'Infinity',
    ]) {
      expect(() => ttlSeconds(ttl)).toThrow(`"${ttl}"`);
    }
  });
});
