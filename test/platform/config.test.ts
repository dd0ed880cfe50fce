// The settings: defaults, groups, and every fault named at once without giving away a secret.
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/platform/config.ts';

function faultsOf(env: Record<string, string>, purpose?: 'serve' | 'store'): ConfigError {
  try {
    loadConfig(env, purpose);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('no fault was found');
}

const oidc = {
  AUTH_ISSUER: 'https://id.example.com/',
  AUTH_AUDIENCE: 'revgraph',
  AUTH_JWKS_URL: 'https://id.example.com/keys',
};

const secret = `whsec_${'hunter2hunter2hunter2hunter2hunter2hunter2'}`;
const olderSecret = `whsec_${Buffer.alloc(24, 'hunter').toString('base64')}`;

describe('the configuration', () => {
  it('needs no setting at all', () => {
    expect(loadConfig({})).toEqual({
      environment: 'development',
      http: { port: 4000, host: 'localhost', bodyLimitBytes: 1_048_576, introspection: true },
      store: { dataDir: '.data', poolSize: 10, connectTimeoutMs: 5000, statementTimeoutMs: 15_000 },
      auth: { kind: 'local' },
      log: { level: 'info' },
      limits: { cost: 50_000, nodes: 10_000, depth: 12, aliases: 50, tokens: 2000 },
      webhooks: {
        source: 'urn:revgraph',
        allowedHosts: [],
        secrets: new Map(),
        attempts: 12,
        timeoutMs: 15_000,
        concurrency: 8,
      },
      ingest: { bodyLimitBytes: 5_242_880, secrets: new Map(), sources: new Map() },
    });
  });

  it('reads every setting', () => {
    const config = loadConfig({
      ...oidc,
      NODE_ENV: 'production',
      PORT: '0',
      HOST: '0.0.0.0',
      BODY_LIMIT_BYTES: '2048',
      INTROSPECTION: 'on',
      DATABASE_URL: 'postgres://app:a@db/revgraph',
      MIGRATE_DATABASE_URL: 'postgres://owner:o@db/revgraph',
      READ_DATABASE_URL: 'postgresql://app:a@replica:5433/revgraph',
      DATA_DIR: '/var/lib/revgraph',
      POOL_SIZE: '3',
      CONNECT_TIMEOUT_MS: '100',
      STATEMENT_TIMEOUT_MS: '200',
      LOG_LEVEL: 'warn',
      MAX_COST: '1',
      MAX_NODES: '2',
      MAX_DEPTH: '3',
      MAX_ALIASES: '4',
      MAX_TOKENS: '5',
      INGEST_BODY_LIMIT_BYTES: '9000',
      INGEST_SECRET_PAY: 'a-secret-of-16-chars another-of-16-chars',
      INGEST_SOURCE_PAY: 'kind=PAYMENT entity=DE01 currency=EUR test_mode=true',
      WEBHOOK_SOURCE: 'https://revgraph.example.com/',
      WEBHOOK_ALLOWED_HOSTS: 'erp.internal, LOCALHOST:8080 [::1]',
      WEBHOOK_SECRET_ERP: secret,
      WEBHOOK_SECRET_CRM_2: `${secret} ${olderSecret}`,
      WEBHOOK_ATTEMPTS: '6',
      WEBHOOK_TIMEOUT_MS: '7000',
      WEBHOOK_CONCURRENCY: '8',
    });
    expect(config).toEqual({
      environment: 'production',
      http: { port: 0, host: '0.0.0.0', bodyLimitBytes: 2048, introspection: true },
      store: {
        databaseUrl: 'postgres://app:a@db/revgraph',
        migrateDatabaseUrl: 'postgres://owner:o@db/revgraph',
        readDatabaseUrl: 'postgresql://app:a@replica:5433/revgraph',
        dataDir: '/var/lib/revgraph',
        poolSize: 3,
        connectTimeoutMs: 100,
        statementTimeoutMs: 200,
      },
      auth: {
        kind: 'oidc',
        issuer: 'https://id.example.com/',
        audience: 'revgraph',
        jwksUrl: 'https://id.example.com/keys',
      },
      log: { level: 'warn' },
      limits: { cost: 1, nodes: 2, depth: 3, aliases: 4, tokens: 5 },
      webhooks: {
        source: 'https://revgraph.example.com/',
        allowedHosts: ['erp.internal', 'localhost:8080', '[::1]'],
        secrets: new Map([
          ['CRM_2', [secret, olderSecret]],
          ['ERP', [secret]],
        ]),
        attempts: 6,
        timeoutMs: 7000,
        concurrency: 8,
      },
      ingest: {
        bodyLimitBytes: 9000,
        secrets: new Map([['PAY', ['a-secret-of-16-chars', 'another-of-16-chars']]]),
        sources: new Map([['PAY', { kind: 'PAYMENT', entity: 'DE01', currency: 'EUR', testMode: true }]]),
      },
    });
  });

  it('migrates with DATABASE_URL where no other user owns the schema', () => {
    const { store } = loadConfig({ DATABASE_URL: 'postgres://app@db/revgraph' });
    expect(store.migrateDatabaseUrl).toBe('postgres://app@db/revgraph');
  });

  it('takes an empty value for one that is not set, and ignores settings that are not its own', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: ' ', REVGRAPH_PORT: 'x' })).toEqual(loadConfig({}));
  });

  it('hides introspection in production', () => {
    expect(loadConfig({ ...oidc, NODE_ENV: 'production' }).http.introspection).toBe(false);
  });

  it('names every fault at once, with value and rule', () => {
    const { faults, message } = faultsOf({
      PORT: '70000',
      POOL_SIZE: '1e3',
      LOG_LEVEL: 'loud',
      INTROSPECTION: 'maybe',
      MAX_DEPTH: '0',
      NODE_ENV: 'prod',
      AUTH_ISSUER: 'not an address',
      DATABASE_URL: 'mysql://root@db/revgraph',
    });
    expect(faults).toEqual([
      { setting: 'NODE_ENV', value: 'prod', rule: 'must be development, test or production' },
      { setting: 'PORT', value: '70000', rule: 'must be a whole number from 0 to 65535' },
      { setting: 'INTROSPECTION', value: 'maybe', rule: 'must be true or false' },
      {
        setting: 'DATABASE_URL',
        value: 'mysql://root@db/revgraph',
        rule: 'must be an address like postgresql://user:password@host:5432/database',
      },
      { setting: 'POOL_SIZE', value: '1e3', rule: 'must be a whole number from 1 to 500' },
      { setting: 'AUTH_ISSUER', value: 'not an address', rule: 'must be an http or https address' },
      { setting: 'AUTH_AUDIENCE', value: undefined, rule: expect.stringContaining('go together') },
      { setting: 'AUTH_JWKS_URL', value: undefined, rule: expect.stringContaining('go together') },
      { setting: 'LOG_LEVEL', value: 'loud', rule: expect.stringContaining('must be fatal') },
      { setting: 'MAX_DEPTH', value: '0', rule: 'must be a whole number from 1 to 100' },
    ]);
    for (const { setting } of faults) expect(message).toContain(setting);
    expect(message).toContain('PORT="70000": must be a whole number from 0 to 65535');
  });

  it('shows no password, whatever is wrong with the address', () => {
    const { message } = faultsOf({
      DATABASE_URL: 'mysql://app:hunter2@db/revgraph',
      MIGRATE_DATABASE_URL: 'http//app:hunter2@db',
      READ_DATABASE_URL: 'ftp://app:p@ss:hunter2@db/revgraph?password=hunter2',
    });
    expect(message).not.toContain('hunter2');
    expect(message).toContain('mysql://app:***@db/revgraph');
  });

  it('shows no secret of an endpoint, whatever is wrong with it', () => {
    const { faults, message } = faultsOf({
      WEBHOOK_SECRET_SHORT: 'whsec_aHVudGVyMg==',
      WEBHOOK_SECRET_BARE: secret.slice(6),
      WEBHOOK_SECRET_ONE_OF_TWO: `${secret} hunter2`,
      WEBHOOK_SECRET_lower: secret,
      WEBHOOK_ALLOWED_HOSTS: 'https://erp.internal/',
      WEBHOOK_SOURCE: 'not a uri',
    });
    expect(faults.map(({ setting }) => setting)).toEqual([
      'WEBHOOK_SECRET_BARE',
      'WEBHOOK_SECRET_ONE_OF_TWO',
      'WEBHOOK_SECRET_SHORT',
      'WEBHOOK_SECRET_lower',
      'WEBHOOK_SOURCE',
      'WEBHOOK_ALLOWED_HOSTS',
    ]);
    expect(message).not.toMatch(/hunter2|aHVudGVy/);
  });

  it('wants DATABASE_URL where one of its companions is set', () => {
    const { faults } = faultsOf({ READ_DATABASE_URL: 'postgres://app@replica/revgraph' });
    expect(faults.map(({ setting }) => setting)).toEqual(['READ_DATABASE_URL']);
  });

  it('refuses the local development issuer in production, but for work on the store alone', () => {
    const { faults } = faultsOf({ NODE_ENV: 'production' });
    expect(faults.map(({ setting }) => setting)).toEqual(['AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL']);
    expect(loadConfig({ NODE_ENV: 'production' }, 'store').auth).toEqual({ kind: 'local' });
  });

  it('wants keys over https in production', () => {
    const { faults } = faultsOf({
      ...oidc,
      NODE_ENV: 'production',
      AUTH_JWKS_URL: 'http://id.example.com/keys',
    });
    expect(faults.map(({ setting }) => setting)).toEqual(['AUTH_JWKS_URL']);
  });

  it('names what is wrong with the settings of sources, and never shows their secrets', () => {
    const env = {
      INGEST_SECRET_PAY: 'short',
      INGEST_SOURCE_PAY: 'kind=SHOP',
      INGEST_SECRET_pay: 'a-secret-of-16-chars',
    };
    const settings = () => loadConfig(env);
    expect(settings).toThrow(/INGEST_SECRET_PAY="\*\*\*": must be secrets of 16 characters or more/);
    expect(settings).toThrow(/INGEST_SOURCE_PAY="kind=SHOP": must read like kind=PAYMENT/);
    expect(settings).toThrow(/INGEST_SECRET_pay="\*\*\*": must end in the key of a source in capitals/);
  });
});
