// The whole application over a test's store, behind its real HTTP server, asked as whichever viewer; the demo company in that
// store; and a record of the statements that the store was given.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { type App, buildApp } from '../../src/app.ts';
import type { DemoOptions } from '../../src/demo/world.ts';
import { DEVELOPMENT_AUDIENCE, openDevelopmentIssuer } from '../../src/graph/development-issuer.ts';
import { loadDemo } from '../../src/main.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { createMetrics } from '../../src/platform/metrics.ts';
import { type Query, Session } from '../../src/platform/session.ts';
import { createDatabase, silentLog } from './database.ts';
import { connect, storeConfig } from './template.ts';

/** The demo company of these tests; its last day is also the day on which they ask. */
const DEMO: DemoOptions = { size: 's', seed: 'tindervale', today: '2026-11-23' };
export const NOON = `${DEMO.today}T12:00:00.000Z`;

export interface Viewer {
  readonly roles?: readonly string[];
  readonly entities?: readonly string[] | '*';
  readonly source?: string;
  readonly subject?: string;
}

/** A viewer from whom nothing is hidden. */
const EVERYTHING: Required<Pick<Viewer, 'roles' | 'entities'>> = { roles: ['controller'], entities: '*' };

interface AskOptions {
  /** Who asks; a text is a whole Authorization header, null sends none. */
  readonly as?: Viewer | string | null;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // The shape of the data is what each test asks for.
  // biome-ignore lint/suspicious/noExplicitAny: an answer's data is as its query says
  readonly data: any;
  readonly errors: readonly AnswerError[];
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

export interface TestApp {
  readonly app: App;
  readonly database: Database;
  readonly url: string;
  /** Lines of the log, each one JSON object. */
  readonly log: readonly string[];
  /** Where the issuer's key lies. */
  readonly folder: string;
  /** Moves the clock of tokens and requests. */
  setClock(now: string): void;
  bearer(viewer?: Viewer & { ttl?: string }): Promise<string>;
  ask(query: string, options?: AskOptions): Promise<Answer>;
  /** The data of a query that must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer's data is as its query says
  read(query: string, options?: AskOptions): Promise<any>;
  /** The one error of a query that must fail. */
  fault(query: string, options?: AskOptions): Promise<AnswerError & { status: number; data: unknown }>;
  close(): Promise<void>;
}

/** Builds and starts the application over the store, which is closed with it. */
export async function openTestApp(
  database: Database,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'revgraph-app-'));
  const config = loadConfig({ DATA_DIR: folder, ...settings });
  const log: string[] = [];
  let clock = NOON;
  const now = () => new Date(clock);
  const issuer = await openDevelopmentIssuer({
    directory: folder,
    audience: DEVELOPMENT_AUDIENCE,
    production: false,
    now,
  });
  const app = await buildApp({
    config,
    database,
    log: createLog({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    metrics: createMetrics(),
    now,
  });
  const [url = ''] = await app.http.listen('127.0.0.1', 0);
  const bearer: TestApp['bearer'] = async ({ ttl = '1h', subject = 'ada', source, ...given } = {}) => {
    const { roles, entities } = { ...EVERYTHING, ...given };
    return `Bearer ${await issuer.issueToken({ roles, entities, subject, ttl, ...(source && { source }) })}`;
  };
  const ask: TestApp['ask'] = async (query, options = {}) => {
    const { as = {}, variables, operationName, headers, signal } = options;
    const authorization = typeof as === 'string' || as === null ? as : await bearer(as);
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization !== null && { authorization }),
        ...headers,
      },
      body: JSON.stringify({ query, variables, operationName }),
      ...(signal && { signal }),
    });
    return await answerOf(response);
  };
  return {
    app,
    database,
    url,
    log,
    folder,
    setClock: (instant) => {
      clock = instant;
    },
    bearer,
    ask,
    async read(query, options) {
      const { data, errors, text } = await ask(query, options);
      if (errors.length > 0) {
        const incident = log.findLast((line) => line.includes('"incident"')) ?? '';
        throw new Error(`the query failed: ${text} ${incident}`);
      }
      return data;
    },
    async fault(query, options) {
      const { errors, status, data, text } = await ask(query, options);
      const [error] = errors;
      if (!error || errors.length > 1) throw new Error(`one error was due: ${text}`);
      return { ...error, status, data };
    },
    async close() {
      await app.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const { data, errors = [], extensions } = JSON.parse(text);
  return { status: response.status, headers: response.headers, text, data, errors, extensions };
}

/** Fills a store with the demo company, as the first `npm start` does. */
export async function loadTestDemo(database: Database): Promise<number> {
  return await loadDemo(database, { ...DEMO, now: NOON });
}

/** The application on PostgreSQL with the demo company, in a database of its own. */
export async function openDemoApp(
  settings: Readonly<Record<string, string>> = {},
): Promise<TestApp & { readonly superuserUrl: string }> {
  const { databaseUrl, migrateDatabaseUrl, superuserUrl, drop } = await createDatabase();
  const database = await openDatabase(storeConfig({ databaseUrl, migrateDatabaseUrl }), silentLog);
  await loadTestDemo(database);
  const app = await openTestApp(database, settings);
  return {
    ...app,
    superuserUrl,
    async close() {
      await app.close();
      await drop();
    },
  };
}

export interface TableLock {
  /** How many of the application's statements wait for the table. */
  awaited(): Promise<number>;
  release(): Promise<void>;
}

const WAITING = `select count(*)::int as n from pg_stat_activity
  where wait_event_type = 'Lock' and application_name = 'revgraph' and datname = current_database()`;

/** Holds a table against all readers, so that a request lasts as long as the test wants, and at most as long as the test. */
export async function lockTable(superuserUrl: string, table: string): Promise<TableLock> {
  const client = await connect(superuserUrl);
  onTestFinished(() => client.end().catch(() => undefined));
  await client.query(`begin; lock table ${table} in access exclusive mode`);
  return {
    async awaited() {
      // Inside a transaction the view stays as it was first read.
      await client.query('select pg_stat_clear_snapshot()');
      return (await client.query(WAITING)).rows[0].n;
    },
    async release() {
      await client.query('rollback');
    },
  };
}

export interface StatementRecord {
  /** Every statement since the start, or since the last call, with the connection that ran it. */
  take(): { text: string; name: string | undefined; session: Session }[];
  stop(): void;
}

/** Records every statement that any store of this process is given from now on, transactions' begins and ends included. */
export function recordStatements(): StatementRecord {
  const taken: { text: string; name: string | undefined; session: Session }[] = [];
  const run = Session.prototype.run;
  const spy = vi.spyOn(Session.prototype, 'run').mockImplementation(function (
    this: Session,
    query: Query,
    stop,
  ) {
    taken.push({ text: query.text, name: query.name, session: this });
    return run.call(this, query, stop);
  });
  return { take: () => taken.splice(0), stop: () => spy.mockRestore() };
}
