// The process: settings, store, migrations, app, listen, and a drain when it is told to stop.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppParts, buildApp } from './app.ts';
import type { DemoSize } from './demo/world.ts';
import { writeDemo } from './demo/write.ts';
import { hasFed } from './entities/store.ts';
import { DEVELOPMENT_AUDIENCE, openDevelopmentIssuer } from './graph/development-issuer.ts';
import { deliveryPorts } from './ingestion/delivery-jobs.ts';
import type { Format } from './ingestion/format.ts';
import { revgraph } from './ingestion/formats/revgraph.ts';
import { checkFreshness } from './ingestion/freshness-jobs.ts';
import { runImport } from './ingestion/import-jobs.ts';
import { startIngest } from './ingestion/ingest-jobs.ts';
import { listRuns } from './ingestion/store.ts';
import { type Config, loadConfig } from './platform/config.ts';
import { openDataFolder } from './platform/data-folder.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { explain } from './platform/explain.ts';
import { type Loop, startLoop } from './platform/job-loop.ts';
import { createLog } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import { migrate } from './platform/migrate.ts';
import { readOutboxFigures } from './platform/outbox.ts';
import { startDeliveries } from './platform/outbox-worker.ts';
import { refreshStatistics } from './platform/statistics.ts';

/** The customer of the demo company that has something of everything. */
const SHOWPIECE = `query Customer360 {
  customer(number: "C-1001") {
    number name status segment
    sources { source { key kind } externalId method }
    contracts(first: 3) { nodes { number status startsOn endsOn lines(first: 3) { nodes { description quantity netUnitPrice currency } } } }
    invoices(first: 5) { totalCount nodes { number issuedOn dueOn settlement total { amount currency } due { amount } } }
    collections { status stage nextStep overdue { amount currency } }
    postings(first: 5) { totalCount nodes { postedOn ledgerAccount { code name } functionalDebit { amount } functionalCredit { amount currency } } }
    summary { currency asOf arr { amount } billed { amount } collected { amount } openReceivable { amount } overdue { amount } deferredRevenue { amount } }
  }
}
`;

/** For a store without that customer: whatever stands in it. */
const FIRST_LOOK = `{ customers(first: 5) { totalCount nodes { number name summary { openReceivable { amount currency } } } } }
`;

/** Which demo company: another seed or size makes another one. */
export interface DemoChoice {
  readonly size: DemoSize;
  readonly seed: string;
}

const STANDARD_DEMO: DemoChoice = { size: 's', seed: 'revgraph' };

/** How demo runs are told from those of real exports, and from each other: the layout is the canonical one. */
function demoFormat({ size, seed }: DemoChoice): Format {
  return { ...revgraph, name: `demo:${size}:${seed}` };
}

/** The demo company that a run loaded; undefined where it was a real import. */
function demoOf(format: string): DemoChoice | undefined {
  const found = /^demo:([sml]):(.*)$/s.exec(format);
  const [size, seed] = [found?.[1], found?.[2]];
  if (seed !== undefined && (size === 's' || size === 'm' || size === 'l')) return { size, seed };
  return format === 'demo' ? STANDARD_DEMO : undefined;
}

/** Serves until SIGTERM or SIGINT. With `demo`, an empty store is first filled with the demo company. */
export async function serve(config: Config, options: { demo: boolean }): Promise<void> {
  const log = createLog(config.log);
  const metrics = createMetrics();
  const database = await openDatabase(config.store, log, metrics.observeStatement);
  metrics.watchPool(() => database.poolFigures());
  const now = () => new Date();
  try {
    await migrate(database, log);
    if (options.demo) await loadDemoOnce(database, { now: now().toISOString() });
    const token = await developmentToken(config, now);
    const holdsDemo = (await readHolding(database)).demo !== undefined;
    const graphiql = {
      defaultQuery: holdsDemo ? SHOWPIECE : FIRST_LOOK,
      ...(token && { defaultHeaders: JSON.stringify({ authorization: `Bearer ${token}` }, null, 2) }),
    };
    let messages: Loop | undefined;
    const messagesKept = () => messages?.wake();
    const app = await buildApp({ config, database, log, metrics, now, graphiql, messagesKept });
    const addresses = await app.http.listen(config.http.host, config.http.port);
    announce(addresses, token, holdsDemo);
    messages = startIngest({ db: database.kysely, settings: config.ingest, now, log });
    const loops = [messages, ...startLoops({ config, database, log, metrics, now })];
    await stopSignal();
    log.info('draining');
    await app.close();
    for (const loop of loops) await loop.stop();
  } finally {
    await database.close();
  }
}

/** What the process does beside answering requests. */
function startLoops({ config, database, log, metrics, now }: Omit<AppParts, 'graphiql'>): Loop[] {
  const { kysely } = database;
  metrics.watchOutbox(() => readOutboxFigures(kysely));
  return [
    startDeliveries({
      kysely,
      log,
      settings: config.webhooks,
      observe: metrics.observeDelivery,
      ports: deliveryPorts,
    }),
    startLoop({ name: 'freshness', everyMs: FRESHNESS_MS, log }, () =>
      checkFreshness(kysely, now().toISOString()),
    ),
  ];
}

const FRESHNESS_MS = 60_000;

/** What was loaded into a store so far. */
interface Holding {
  readonly isEmpty: boolean;
  /** The demo company, where there is one and nothing else. */
  readonly demo: DemoChoice | undefined;
  /** When the first of it came. */
  readonly since: string | undefined;
}

async function readHolding({ kysely }: Database): Promise<Holding> {
  const runs = await listRuns(kysely);
  const [first] = runs;
  const demo = first && demoOf(first.format);
  const isPure = demo && runs.every(({ format }) => isSame(demoOf(format), demo));
  return { isEmpty: !first, demo: isPure ? demo : undefined, since: first?.startedAt };
}

function isSame(one: DemoChoice | undefined, other: DemoChoice): boolean {
  return one?.size === other.size && one.seed === other.seed;
}

/** What the store holds now: the company that was wanted, or something else, which was left alone. */
export interface DemoOutcome {
  readonly isThere: boolean;
  readonly holds: string;
}

/**
 * Loads the demo company into an empty store, or finishes a load that was interrupted. A store with anything else in it stays
 * as it is.
 */
export async function loadDemoOnce(
  database: Database,
  { now, wanted }: { now: string; wanted?: DemoChoice },
): Promise<DemoOutcome> {
  const { isEmpty, demo, since = now } = await readHolding(database);
  if (!isEmpty && !demo) return { isThere: false, holds: 'other data than a demo company' };
  const chosen = demo ?? wanted ?? STANDARD_DEMO;
  const holds = `the demo company of size ${chosen.size} and seed ${chosen.seed}`;
  if (wanted && !isSame(wanted, chosen)) return { isThere: false, holds };
  if (await hasFed(database.kysely, LAST_OF_DEMO)) return { isThere: true, holds };
  process.stdout.write(
    isEmpty
      ? 'The store is empty: loading the demo company\n'
      : 'The demo company is half loaded: finishing it\n',
  );
  const records = await loadDemo(database, { ...chosen, today: since.slice(0, 10), now });
  process.stdout.write(`Loaded ${records} records of its CRM, billing and ERP\n`);
  return { isThere: true, holds };
}

/** Only the last of the demo company's exports has these; the runs' number says nothing, where several were interrupted. */
const LAST_OF_DEMO = 'accounting_period';

export interface DemoRequest extends DemoChoice {
  /** The last day of its history, YYYY-MM-DD. */
  readonly today: string;
  readonly now: string;
}

/** Writes the demo company's exports and reads them in, one after the other. Gives the number of records. */
export async function loadDemo(database: Database, { now, ...options }: DemoRequest): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'revgraph-demo-'));
  try {
    let records = 0;
    for (const { source, kind, paths } of writeDemo(folder, options)) {
      const request = { source, kind, paths, format: demoFormat(options), dryRun: false, now };
      const report = await runImport(database.kysely, request);
      records += report.counts.read;
    }
    await refreshStatistics(database);
    return records;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A token for whoever tries the graph on this machine; none where an identity provider is set. */
async function developmentToken(config: Config, now: () => Date): Promise<string | undefined> {
  if (config.auth.kind !== 'local') return undefined;
  openDataFolder(config.store.dataDir);
  const issuer = await openDevelopmentIssuer({
    directory: config.store.dataDir,
    audience: DEVELOPMENT_AUDIENCE,
    production: config.environment === 'production',
    now,
  });
  return await issuer.issueToken({ roles: ['controller'], entities: '*', subject: 'developer', ttl: '12h' });
}

function announce(addresses: readonly string[], token: string | undefined, holdsDemo: boolean): void {
  for (const address of addresses) process.stdout.write(`Revgraph answers at ${address}/graphql\n`);
  const [address] = addresses;
  if (!token || !address) return;
  const query = holdsDemo
    ? '{ customer(number: "C-1001") { name summary { openReceivable { amount currency } } } }'
    : FIRST_LOOK.trim();
  process.stdout.write(
    `Open it in a browser, or try:\n\n  curl ${address}/graphql -H 'content-type: application/json' \\\n` +
      `    -H 'authorization: Bearer ${token}' \\\n` +
      `    -d '${JSON.stringify({ query })}'\n\n`,
  );
}

function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  return promise;
}

if (import.meta.main) {
  try {
    await serve(loadConfig(process.env), { demo: process.argv.includes('--demo') });
  } catch (error) {
    process.stderr.write(`revgraph: ${explain(error)}\n`);
    process.exitCode = 1;
  }
}
