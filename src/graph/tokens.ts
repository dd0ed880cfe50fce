// Bearer tokens: what a token must prove before it counts, and the memory of those that did. Verifying a signature costs as much
// as the rest of a small request, so a verified token is remembered for up to a minute, under its hash.
import { hash } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Access, accessOf, type Claims, entityCodesOf } from './access.ts';
import { faulted, unauthenticated } from './errors.ts';

/** Signatures that only the holder of a private key can make. */
export const SIGNATURE_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

const REMEMBERED_MS = 60_000;
const REMEMBERED_TOKENS = 10_000;
const CLOCK_TOLERANCE_SECONDS = 5;
const LONGEST_SUBJECT = 255;
const JWKS_TIMEOUT_MS = 5_000;
const JWKS_COOLDOWN_MS = 30_000;
const JWKS_MAX_AGE_MS = 600_000;

export interface VerifierParts {
  readonly issuer: string;
  readonly audience: string;
  readonly key: JWTVerifyGetKey;
  readonly algorithms: readonly string[];
  /** How old a token may be, whatever expiry it states. */
  readonly maxAgeSeconds: number;
  readonly now: () => Date;
  /** The ids of the legal entities with these codes; codes that name none are left out. */
  readonly resolveEntities: (codes: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** How many verified tokens are remembered; the least recently used goes first. */
  readonly remembered?: number;
}

export interface Verifier {
  /** The access of an Authorization header; undefined where there is none. Synchronous for a token that is remembered. */
  accessOf(authorization: string | undefined): Access | Promise<Access> | undefined;
  /** How many tokens are remembered at the moment. */
  remembered(): number;
}

interface Remembered {
  readonly access: Access;
  readonly until: number;
}

/** The keys of an OIDC provider: read when needed, read again when a token names a key that is not among them. */
export function remoteKeys(url: URL, cooldownMs = JWKS_COOLDOWN_MS): JWTVerifyGetKey {
  return createRemoteJWKSet(url, {
    timeoutDuration: JWKS_TIMEOUT_MS,
    cooldownDuration: cooldownMs,
    cacheMaxAge: JWKS_MAX_AGE_MS,
  });
}

export function createVerifier(parts: VerifierParts): Verifier {
  const known = new Map<string, Remembered>();
  const pending = new Map<string, Promise<Access>>();
  const capacity = parts.remembered ?? REMEMBERED_TOKENS;

  function recall(key: string, now: number): Access | undefined {
    const found = known.get(key);
    if (found === undefined) return undefined;
    known.delete(key);
    if (found.until <= now) return undefined;
    known.set(key, found);
    return found.access;
  }

  function remember(key: string, entry: Remembered): void {
    known.set(key, entry);
    if (known.size <= capacity) return;
    for (const oldest of known.keys()) {
      known.delete(oldest);
      return;
    }
  }

  async function verify(token: string, key: string): Promise<Access> {
    const claims = await verifiedClaims(parts, token);
    const codes = entityCodesOf(claims);
    const named = codes === 'all' || codes.length === 0 ? new Map() : await parts.resolveEntities(codes);
    const access = accessOf(claims, named);
    const now = parts.now().getTime();
    const until = Math.min(claims.exp * 1000, now + REMEMBERED_MS);
    if (until > now) remember(key, { access, until });
    return access;
  }

  return {
    accessOf(authorization) {
      if (authorization === undefined) return undefined;
      const token = bearerToken(authorization);
      const key = hash('sha256', token, 'base64');
      const access = recall(key, parts.now().getTime());
      if (access !== undefined) return access;
      const running = pending.get(key);
      if (running !== undefined) return running;
      const started = verify(token, key).finally(() => pending.delete(key));
      pending.set(key, started);
      return started;
    },
    remembered: () => known.size,
  };
}

function bearerToken(authorization: string): string {
  const token = /^bearer +([\w-]+\.[\w-]+\.[\w-]*) *$/i.exec(authorization)?.[1];
  if (token === undefined)
    throw unauthenticated('The Authorization header must read: Bearer, a space, a signed token.');
  return token;
}

async function verifiedClaims(parts: VerifierParts, token: string): Promise<Claims & { exp: number }> {
  try {
    const { payload } = await jwtVerify(token, parts.key, {
      issuer: parts.issuer,
      audience: parts.audience,
      algorithms: [...parts.algorithms],
      requiredClaims: ['sub', 'exp', 'iat', 'iss', 'aud'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      maxTokenAge: parts.maxAgeSeconds,
      currentDate: parts.now(),
    });
    return claimsOf(payload);
  } catch (error) {
    throw refusalOf(error);
  }
}

function claimsOf(payload: JWTPayload): Claims & { exp: number } {
  const { sub, iss, exp, roles, entities, source } = payload;
  if (typeof sub !== 'string' || sub.trim() === '' || sub.length > LONGEST_SUBJECT) {
    throw unauthenticated(`The claim "sub" must be a text of 1 to ${LONGEST_SUBJECT} characters.`);
  }
  if (iss === undefined || exp === undefined)
    throw unauthenticated('The token lacks its issuer or its expiry.');
  return { sub, iss, exp, roles, entities, source };
}

/** A token that does not hold is the client's matter; keys that cannot be read are an outage and must not look like a forgery. */
function refusalOf(error: unknown): Error {
  if (error instanceof errors.JWTExpired) return unauthenticated('The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return unauthenticated(`The token's claim "${error.claim}" does not hold here.`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed)
    return unauthenticated("The token's algorithm is not accepted.");
  if (isFaultOfToken(error)) return unauthenticated('The token is not valid.');
  if (!(error instanceof Error) || 'extensions' in error) return error as Error;
  return faulted('UNAVAILABLE', new Error("the identity provider's keys cannot be read", { cause: error }));
}

function isFaultOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
