// The settings of the process, read once from the environment. Every fault is found and named in one error, so that nobody
// mends a configuration one restart at a time.
import { z } from 'zod';
import { redactText } from './redact.ts';

export interface StoreConfig {
  /** PostgreSQL; without it the embedded store under `dataDir`. */
  databaseUrl?: string;
  /** The owner's connection, which migrates. */
  migrateDatabaseUrl?: string;
  /** A replica that queries may use. */
  readDatabaseUrl?: string;
  dataDir: string;
  poolSize: number;
  connectTimeoutMs: number;
  statementTimeoutMs: number;
}

export type AuthConfig =
  | { kind: 'local' }
  | { kind: 'oidc'; issuer: string; audience: string; jwksUrl: string };

export interface LimitsConfig {
  cost: number;
  nodes: number;
  depth: number;
  aliases: number;
  tokens: number;
}

export interface HttpConfig {
  port: number;
  host: string;
  bodyLimitBytes: number;
  introspection: boolean;
}

export interface Config {
  environment: 'development' | 'test' | 'production';
  http: HttpConfig;
  store: StoreConfig;
  auth: AuthConfig;
  log: { level: z.infer<typeof logLevel> };
  limits: LimitsConfig;
}

/** One setting that cannot be used as it stands. */
export interface ConfigFault {
  setting: string;
  /** As it was given; secrets are redacted, undefined means that it was not set. */
  value: string | undefined;
  rule: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    const lines = faults.map(({ setting, value, rule }) =>
      value === undefined
        ? `  ${setting} is not set: ${rule}`
        : `  ${setting}=${JSON.stringify(value)}: ${rule}`,
    );
    super(`the configuration cannot be used:\n${lines.join('\n')}`);
    this.faults = faults;
  }
}

/** Whether the process answers requests, or only works on the store (migrate, import, verify) and checks nobody's token. */
export type Purpose = 'serve' | 'store';

type Environment = Readonly<Record<string, string | undefined>>;

const logLevel = z.enum(
  ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
  'must be fatal, error, warn, info, debug, trace or silent',
);

/** A whole number in plain digits: `1e3`, `0x10` and ` 5` are more likely mistakes than intentions. */
function whole(from: number, to: number) {
  const rule = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, rule)
    .transform(Number)
    .refine((value) => value >= from && value <= to, rule);
}

function address(protocols: readonly string[], rule: string) {
  return z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), rule);
}

const postgres = address(
  ['postgres:', 'postgresql:'],
  'must be an address like postgresql://user:password@host:5432/database',
);
const web = address(['http:', 'https:'], 'must be an http or https address');
const text = z.string();
const flag = z
  .enum(['true', 'false', '1', '0', 'on', 'off'], 'must be true or false')
  .transform((value) => value === 'true' || value === '1' || value === 'on');

/** Reads one setting after the other and remembers every fault; an empty value counts as not set, as in compose files. */
class Reader {
  readonly faults: ConfigFault[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  given(setting: string): string | undefined {
    const value = this.#env[setting]?.trim();
    return value === '' ? undefined : value;
  }

  fault(setting: string, rule: string): void {
    const value = this.given(setting);
    this.faults.push({ setting, value: value === undefined ? undefined : shown(setting, value), rule });
  }

  /** The setting's value, or undefined where it is not set or faulty. */
  optional<T>(setting: string, schema: z.ZodType<T, string>): T | undefined {
    const value = this.given(setting);
    if (value === undefined) return undefined;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    this.fault(setting, result.error.issues[0]?.message ?? 'is not valid');
    return undefined;
  }

  /** The setting's value, or the default where it is not set; after a fault the default stands in, and is never used. */
  value<T>(setting: string, schema: z.ZodType<T, string>, standard: T): T {
    return this.optional(setting, schema) ?? standard;
  }
}

/** A value as it may be shown: an address that cannot be parsed might hide a password anywhere, so it is not shown at all. */
function shown(setting: string, value: string): string {
  if (!setting.endsWith('_URL')) return redactText(value);
  return URL.canParse(value) ? redactText(value) : '***';
}

function readStore(read: Reader): StoreConfig {
  const databaseUrl = read.optional('DATABASE_URL', postgres);
  const migrateDatabaseUrl = read.optional('MIGRATE_DATABASE_URL', postgres) ?? databaseUrl;
  const readDatabaseUrl = read.optional('READ_DATABASE_URL', postgres);
  if (read.given('DATABASE_URL') === undefined) {
    for (const setting of ['MIGRATE_DATABASE_URL', 'READ_DATABASE_URL']) {
      if (read.given(setting) !== undefined) read.fault(setting, 'needs DATABASE_URL, which is not set');
    }
  }
  return {
    ...(databaseUrl && { databaseUrl }),
    ...(migrateDatabaseUrl && { migrateDatabaseUrl }),
    ...(readDatabaseUrl && { readDatabaseUrl }),
    dataDir: read.value('DATA_DIR', text, '.data'),
    poolSize: read.value('POOL_SIZE', whole(1, 500), 10),
    connectTimeoutMs: read.value('CONNECT_TIMEOUT_MS', whole(1, 600_000), 5000),
    statementTimeoutMs: read.value('STATEMENT_TIMEOUT_MS', whole(1, 3_600_000), 15_000),
  };
}

const AUTH_SETTINGS = ['AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL'] as const;

function readAuth(read: Reader, environment: Config['environment'], purpose: Purpose): AuthConfig {
  const issuer = read.optional('AUTH_ISSUER', web);
  const audience = read.optional('AUTH_AUDIENCE', text);
  const jwksUrl = read.optional('AUTH_JWKS_URL', web);
  const missing = AUTH_SETTINGS.filter((setting) => read.given(setting) === undefined);
  if (missing.length > 0 && missing.length < AUTH_SETTINGS.length) {
    for (const setting of missing) read.fault(setting, `is needed: ${AUTH_SETTINGS.join(', ')} go together`);
  }
  if (missing.length === AUTH_SETTINGS.length && environment === 'production' && purpose === 'serve') {
    for (const setting of missing) {
      read.fault(
        setting,
        'is needed with NODE_ENV=production, where the local development issuer is refused',
      );
    }
  }
  if (environment === 'production' && jwksUrl && new URL(jwksUrl).protocol !== 'https:') {
    read.fault('AUTH_JWKS_URL', 'must be an https address with NODE_ENV=production');
  }
  return issuer && audience && jwksUrl ? { kind: 'oidc', issuer, audience, jwksUrl } : { kind: 'local' };
}

/** The configuration of the process, or a `ConfigError` that names every setting at fault. */
export function loadConfig(env: Environment, purpose: Purpose = 'serve'): Config {
  const read = new Reader(env);
  const environment = read.value(
    'NODE_ENV',
    z.enum(['development', 'test', 'production'], 'must be development, test or production'),
    'development',
  );
  const config: Config = {
    environment,
    http: {
      port: read.value('PORT', whole(0, 65_535), 4000),
      host: read.value('HOST', text, 'localhost'),
      bodyLimitBytes: read.value('BODY_LIMIT_BYTES', whole(1024, 1_073_741_824), 1_048_576),
      introspection: read.value('INTROSPECTION', flag, environment !== 'production'),
    },
    store: readStore(read),
    auth: readAuth(read, environment, purpose),
    log: { level: read.value('LOG_LEVEL', logLevel, 'info') },
    limits: {
      cost: read.value('MAX_COST', whole(1, 1_000_000_000), 50_000),
      nodes: read.value('MAX_NODES', whole(1, 1_000_000_000), 10_000),
      depth: read.value('MAX_DEPTH', whole(1, 100), 12),
      aliases: read.value('MAX_ALIASES', whole(1, 10_000), 50),
      tokens: read.value('MAX_TOKENS', whole(1, 1_000_000), 2000),
    },
  };
  if (read.faults.length > 0) throw new ConfigError(read.faults);
  return config;
}
