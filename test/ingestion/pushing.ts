// Messages for tests: pushed over HTTP as a source would, and applied by a worker when the test says so.
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import {
  DEVELOPMENT_ALGORITHMS,
  DEVELOPMENT_AUDIENCE,
  openDevelopmentIssuer,
} from '../../src/graph/development-issuer.ts';
import { createVerifier } from '../../src/graph/tokens.ts';
import { createIntake } from '../../src/ingestion/ingest-commands.ts';
import { IngestWorker } from '../../src/ingestion/ingest-jobs.ts';
import { loadConfig } from '../../src/platform/config.ts';
import type { Database, Engine } from '../../src/platform/database.ts';
import { openSmallGraph } from '../graph/small-graph.ts';
import { freshStore, silentLog } from '../support/database.ts';

const NOON = '2026-11-23T12:00:00.000Z';

export const SECRET = `whsec_${Buffer.alloc(32, 'the secret of a source').toString('base64')}`;

/** Settings under which the sources of these tests may push: crm, pay and sales. */
const SETTINGS = {
  INGEST_SECRET_CRM: SECRET,
  INGEST_SECRET_PAY: SECRET,
  INGEST_SECRET_SALES: SECRET,
  INGEST_SOURCE_CRM: 'kind=CRM',
  INGEST_SOURCE_PAY: 'kind=PAYMENT entity=ACME currency=USD test_mode=true',
  INGEST_SOURCE_SALES: 'kind=CRM entity=ACME currency=USD',
};

interface Reply {
  readonly status: number;
  readonly body: { received?: number; repeated?: number; errors?: { message: string }[] };
  readonly message: string | undefined;
}

type Headers = Record<string, string>;

export interface Pushing {
  readonly database: Database;
  readonly url: string;
  /** All that the server logged. */
  readonly log: readonly unknown[];
  /** Moves the clock of tokens and signatures. */
  setClock(now: string): void;
  bearer(token: { roles: string[]; source?: string; ttl?: string }): Promise<string>;
  /** Pushes bytes as they are. */
  push(source: string, body: string | Buffer, headers: Headers): Promise<Reply>;
  /** Pushes JSON, signed by Standard Webhooks. */
  send(source: string, body: unknown, options?: { type?: string; id?: string }): Promise<Reply>;
  /** Applies all that was pushed, as another process would. */
  work(batch?: number): Promise<void>;
  rows<R extends object = Record<string, unknown>>(text: string, values?: unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

/** The intake behind the real HTTP server, with real tokens. */
export async function openPushing(
  engine: Engine = 'postgresql',
  settings: Record<string, string> = SETTINGS,
): Promise<Pushing> {
  const database = await freshStore(engine);
  const folder = mkdtempSync(join(tmpdir(), 'revgraph-push-'));
  let clock = NOON;
  const now = () => new Date(clock);
  const issuer = await openDevelopmentIssuer({
    directory: folder,
    audience: DEVELOPMENT_AUDIENCE,
    production: false,
    now,
  });
  const verifier = createVerifier({
    issuer: issuer.issuer,
    audience: DEVELOPMENT_AUDIENCE,
    key: issuer.key,
    algorithms: DEVELOPMENT_ALGORITHMS,
    maxAgeSeconds: 86_400,
    now,
    resolveEntities: async () => new Map(),
  });
  const server = await openSmallGraph({
    intake: createIntake({
      db: database.kysely,
      settings: loadConfig(settings).ingest,
      now,
      accessOf: (authorization) => verifier.accessOf(authorization),
    }),
  });
  const push: Pushing['push'] = async (source, body, headers) => {
    const bytes = new Uint8Array(Buffer.from(body));
    const response = await fetch(`${server.url}/ingest/${source}`, { method: 'POST', headers, body: bytes });
    const answer = (await response.json()) as Reply['body'];
    return { status: response.status, body: answer, message: answer.errors?.[0]?.message };
  };
  return {
    database,
    url: server.url,
    log: server.lines,
    setClock(instant) {
      clock = instant;
    },
    bearer: async ({ ttl = '1h', ...token }) =>
      `Bearer ${await issuer.issueToken({ entities: [], subject: 'middleware', ttl, ...token })}`,
    push,
    send: (source, body, { type = 'application/cloudevents+json', id } = {}) => {
      const text = JSON.stringify(body);
      return push(source, text, {
        'content-type': type,
        ...standardHeaders(text, { at: clock, ...(id && { id }) }),
      });
    },
    work: (batch) => workerOf(database, settings, batch).work(),
    rows: (text, values = []) => database.statements.run(text, values),
    async close() {
      await server.drain();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function workerOf(
  database: Database,
  settings: Record<string, string> = SETTINGS,
  batch?: number,
): IngestWorker {
  return new IngestWorker({
    db: database.kysely,
    settings: loadConfig(settings).ingest,
    now: () => new Date(NOON),
    log: silentLog,
    ...(batch !== undefined && { batch }),
  });
}

let count = 0;

/** As a sender signs by Standard Webhooks. */
export function standardHeaders(
  body: string,
  { id = `msg_${++count}`, at = NOON, secret = SECRET }: { id?: string; at?: string; secret?: string } = {},
): Headers {
  const moment = new Date(at);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(moment.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, moment, body),
  };
}

/** As Stripe signs. */
export function stripeHeaders(body: string, { at = NOON, secret = SECRET } = {}): Headers {
  const moment = Math.floor(new Date(at).getTime() / 1000);
  const sum = createHmac('sha256', secret).update(`${moment}.${body}`).digest('hex');
  return { 'content-type': 'application/json', 'stripe-signature': `t=${moment},v1=${sum},v0=0` };
}

/** A canonical record as an event. */
export function eventOf(type: string, subject: string, data: unknown, more: Record<string, unknown> = {}) {
  return { specversion: '1.0', id: `e${++count}`, source: '/tests', type, subject, data, ...more };
}
