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

/** How events go out to endpoints. */
export interface WebhookConfig {
  /** `source` of every event, by which receivers tell two installations apart. */
  source: string;
  /** Hosts that may be private, as they stand in the endpoint's address: `erp.internal`, `127.0.0.1`, `localhost:8080`. */
  allowedHosts: readonly string[];
  /** By the name of an endpoint's secret. Every message is signed with all of them, so that one can be replaced. */
  secrets: ReadonlyMap<string, readonly string[]>;
  /** After so many attempts without success a delivery is parked. */
  attempts: number;
  timeoutMs: number;
  /** How many requests to one endpoint a process has open at a time. */
  concurrency: number;
}

/** What may be pushed by whom. Sources stand by their names in capitals, with _ for -. */
export interface IngestConfig {
  bodyLimitBytes: number;
  /** Each source's secrets: messages signed with any of them are its own, so that one can be replaced. */
  secrets: ReadonlyMap<string, readonly string[]>;
  sources: ReadonlyMap<string, IngestSource>;
}

/** What the messages of a source do not say themselves. */
export interface IngestSource {
  /** What kind of system it is, where it is not registered yet. */
  readonly kind?: string;
  readonly entity?: string;
  readonly currency?: string;
  /** Whether objects of test mode count. */
  readonly testMode: boolean;
}

export interface Config {
  environment: 'development' | 'test' | 'production';
  http: HttpConfig;
  store: StoreConfig;
  auth: AuthConfig;
  log: { level: z.infer<typeof logLevel> };
  limits: LimitsConfig;
  webhooks: WebhookConfig;
  ingest: IngestConfig;
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

  /** The settings that begin with these letters. */
  settings(prefix: string): string[] {
    return Object.keys(this.#env)
      .filter((setting) => setting.startsWith(prefix))
      .sort();
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
  if (setting.startsWith(SECRET) || setting.startsWith(INGEST_SECRET)) return '***';
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

/** How the settings begin that hold the secrets of endpoints. */
const SECRET = 'WEBHOOK_SECRET_';
const SECRET_RULE =
  'must be whsec_ and 24 to 64 bytes in Base64; to replace a secret the new and the old, by a blank';

/** One secret or several, as the Standard Webhooks scheme writes them. */
const secrets = z
  .string()
  .transform((value) => value.split(/\s+/))
  .refine((values) => values.every(isSecret), SECRET_RULE);

function isSecret(value: string): boolean {
  const bytes = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value)?.[1];
  const length = Buffer.from(bytes ?? '', 'base64').length;
  return length >= 24 && length <= 64;
}

const hosts = z
  .string()
  .transform((value) => value.toLowerCase().split(/[\s,]+/))
  .refine(
    (values) => values.every((value) => /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/.test(value)),
    'must be names or addresses of hosts, each with a port or without, by commas',
  );

function readWebhooks(read: Reader): WebhookConfig {
  const named = read.settings(SECRET).flatMap((setting): [string, readonly string[]][] => {
    const name = setting.slice(SECRET.length);
    if (!/^[A-Z][A-Z0-9_]{0,60}$/.test(name)) {
      read.fault(setting, `must end in a name of capitals, digits and _ after ${SECRET}`);
      return [];
    }
    const values = read.optional(setting, secrets);
    return values ? [[name, values]] : [];
  });
  return {
    source: read.value(
      'WEBHOOK_SOURCE',
      z.string().refine((value) => /^[\w:/?#[\]@!$&'()*+,;=.~%-]+$/.test(value), 'must be a URI'),
      'urn:revgraph',
    ),
    allowedHosts: read.value('WEBHOOK_ALLOWED_HOSTS', hosts, []),
    secrets: new Map(named),
    attempts: read.value('WEBHOOK_ATTEMPTS', whole(1, 100), 12),
    timeoutMs: read.value('WEBHOOK_TIMEOUT_MS', whole(10, 300_000), 15_000),
    concurrency: read.value('WEBHOOK_CONCURRENCY', whole(1, 1000), 8),
  };
}

/** How the settings begin that hold the secrets of sources, and what else is said of them. */
const INGEST_SECRET = 'INGEST_SECRET_';
const INGEST_SOURCE = 'INGEST_SOURCE_';

/** Long enough that nobody guesses one. */
const sourceSecrets = z
  .string()
  .transform((value) => value.split(/\s+/))
  .refine(
    (values) => values.every((value) => /^[\x21-\x7e]{16,512}$/.test(value)),
    'must be secrets of 16 characters or more; to replace one the new and the old, by a blank',
  );

const sourceRule =
  'must read like kind=PAYMENT entity=DE01 currency=EUR test_mode=true, each of them where it is needed';
const sourceSettings = z
  .string()
  .transform((value) => value.split(/\s+/).map((part) => part.split('=', 2)))
  .refine(
    (parts) =>
      parts.every(([name = '', value = '']) => sourcePatterns[name]?.test(value)) &&
      new Set(parts.map(([name]) => name)).size === parts.length,
    sourceRule,
  )
  .transform((parts): IngestSource => {
    const { kind, entity, currency, test_mode } = Object.fromEntries(parts);
    return {
      ...(kind && { kind }),
      ...(entity && { entity }),
      ...(currency && { currency }),
      testMode: test_mode === 'true',
    };
  });
const sourcePatterns: Readonly<Record<string, RegExp>> = {
  kind: /^(CRM|CPQ|BILLING|METERING|PAYMENT|TAX|ERP|MDM|SUITE|FILE)$/,
  entity: /^\S+$/,
  currency: /^[A-Z]{3}$/,
  test_mode: /^(true|false)$/,
};

function readIngest(read: Reader): IngestConfig {
  return {
    bodyLimitBytes: read.value('INGEST_BODY_LIMIT_BYTES', whole(1024, 1_073_741_824), 5_242_880),
    secrets: readNamed(read, INGEST_SECRET, sourceSecrets),
    sources: readNamed(read, INGEST_SOURCE, sourceSettings),
  };
}

/** The settings that begin with the prefix, by the name behind it. */
function readNamed<T>(read: Reader, prefix: string, schema: z.ZodType<T, string>): Map<string, T> {
  const named = new Map<string, T>();
  for (const setting of read.settings(prefix)) {
    const name = setting.slice(prefix.length);
    if (!/^[A-Z0-9][A-Z0-9_]{0,62}$/.test(name)) {
      read.fault(setting, `must end in the key of a source in capitals, with _ for -, after ${prefix}`);
      continue;
    }
    const value = read.optional(setting, schema);
    if (value !== undefined) named.set(name, value);
  }
  return named;
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
    webhooks: readWebhooks(read),
    ingest: readIngest(read),
  };
  if (read.faults.length > 0) throw new ConfigError(read.faults);
  return config;
}
