// The local issuer of tokens for development: one key pair in the data folder, which the server and `revgraph token` share
// without talking to each other. Never for production, where an OIDC provider issues the tokens.
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import { ROLES, type Role } from './access.ts';

export const DEVELOPMENT_ISSUER = 'urn:revgraph:development-issuer';
/** Whom its tokens are for: this graph. */
export const DEVELOPMENT_AUDIENCE = 'revgraph';
export const DEVELOPMENT_ALGORITHMS = ['EdDSA'] as const;
/** Also the oldest that a development token may be. */
export const LONGEST_TTL_SECONDS = 30 * 86_400;

const KEY_FILE = 'development-issuer.json';
const SECONDS_OF = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

export interface DevelopmentIssuerParts {
  /** The data folder; made when it is missing. */
  readonly directory: string;
  readonly audience: string;
  readonly production: boolean;
  readonly now: () => Date;
}

export interface TokenRequest {
  readonly roles: readonly string[];
  /** Codes of legal entities, or '*' for all. */
  readonly entities: readonly string[] | '*';
  readonly subject: string;
  /** Such as 30m, 1h or 7d. */
  readonly ttl: string;
  /** The key of the source system, with the role integration. */
  readonly source?: string;
}

export interface DevelopmentIssuer {
  readonly issuer: string;
  /** The public key, for the verifier. */
  readonly key: JWTVerifyGetKey;
  issueToken(request: TokenRequest): Promise<string>;
}

export async function openDevelopmentIssuer(parts: DevelopmentIssuerParts): Promise<DevelopmentIssuer> {
  if (parts.production) {
    throw new Error(
      'The development issuer does not run with NODE_ENV=production: set AUTH_ISSUER, AUTH_AUDIENCE and AUTH_JWKS_URL.',
    );
  }
  const file = join(parts.directory, KEY_FILE);
  const jwk = (await readKey(file)) ?? (await createKey(parts.directory, file));
  const privateKey = await importKey(jwk, file);
  const publicKey = await importKey({ kty: 'OKP', crv: 'Ed25519', x: jwk.x ?? '' }, file);
  return {
    issuer: DEVELOPMENT_ISSUER,
    key: async () => publicKey,
    async issueToken(request) {
      const seconds = ttlSeconds(request.ttl);
      const issuedAt = Math.floor(parts.now().getTime() / 1000);
      return new SignJWT(claimsOf(request))
        .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT' })
        .setIssuer(DEVELOPMENT_ISSUER)
        .setAudience(parts.audience)
        .setSubject(request.subject)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + seconds)
        .sign(privateKey);
    },
  };
}

/** A lifetime such as 30m, 1h or 7d in seconds. */
export function ttlSeconds(ttl: string): number {
  const [, count, unit] = /^([1-9]\d{0,6})([smhd])$/.exec(ttl) ?? [];
  const seconds = Number(count) * SECONDS_OF[unit as keyof typeof SECONDS_OF];
  if (unit !== undefined && seconds <= LONGEST_TTL_SECONDS) return seconds;
  throw new Error(`A lifetime is written like 30m, 1h or 7d and is at most 30d, but "${ttl}" was given.`);
}

function claimsOf(request: TokenRequest): Record<string, unknown> {
  const unknown = request.roles.filter((role) => !isRole(role));
  if (unknown.length > 0)
    throw new Error(`No such role: ${unknown.join(', ')}. The roles are ${ROLES.join(', ')}.`);
  if (request.roles.length === 0) throw new Error(`A token needs a role: ${ROLES.join(', ')}.`);
  if (request.subject.trim() === '') throw new Error('A token needs a subject.');
  const integration = request.roles.includes('integration');
  if (integration && request.roles.length > 1)
    throw new Error('The role integration goes with no other role.');
  if (integration !== (request.source !== undefined)) {
    throw new Error('The role integration, and no other, needs the key of its source system.');
  }
  const { roles, entities, source } = request;
  return { roles, entities, ...(source === undefined ? {} : { source }) };
}

function isRole(name: string): name is Role {
  return ROLES.some((role) => role === name);
}

/**
 * Makes the key so that of several processes that start at once exactly one wins: the file appears whole, under its name, and
 * only if nobody else's is there. The losers read the winner's.
 */
async function createKey(directory: string, file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  await mkdir(directory, { recursive: true });
  try {
    await writeFile(draft, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600, flag: 'wx' });
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw unusable(file, 'cannot be written', error);
  } finally {
    await rm(draft, { force: true });
  }
  const key = await readKey(file);
  if (key === undefined) throw unusable(file, 'vanished while it was made');
  return key;
}

async function readKey(file: string): Promise<JWK | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw unusable(file, 'cannot be read', error);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unusable(file, 'is damaged; delete it to get a new one (tokens issued so far end with it)', error);
  }
}

async function importKey(jwk: JWK, file: string): Promise<CryptoKey> {
  try {
    const key = await importJWK(jwk, 'EdDSA');
    if (!(key instanceof Uint8Array)) return key;
  } catch (error) {
    throw unusable(file, 'holds no Ed25519 key; delete it to get a new one', error);
  }
  throw unusable(file, 'holds no Ed25519 key; delete it to get a new one');
}

function unusable(file: string, reason: string, cause?: unknown): Error {
  return new Error(`The development issuer's key ${file} ${reason}.`, { cause });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
