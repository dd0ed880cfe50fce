// The process: settings, store, migrations, app, listen, and a drain when it is told to stop.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from './app.ts';
import type { DemoSize } from './demo/world.ts';
import { writeDemo } from './demo/write.ts';
import { hasFed } from './entities/store.ts';
import { DEVELOPMENT_AUDIENCE, openDevelopmentIssuer } from './graph/development-issuer.ts';
import type { Format } from './ingestion/format.ts';
import { revgraph } from './ingestion/formats/revgraph.ts';
import { runImport } from './ingestion/import-jobs.ts';
import { listRuns } from './ingestion/store.ts';
import { type Config, loadConfig } from './platform/config.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { explain } from './platform/explain.ts';
import { createLog } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import { migrate } from './platform/migrate.ts';
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

/** How demo runs are told from those of real exports: the layout is the canonical one. */
const demoFormat: Format = { ...revgraph, name: 'demo' };

/** Serves until SIGTERM or SIGINT. With `demo`, an empty store is first filled with the demo company. */
export async function serve(config: Config, options: { demo: boolean }): Promise<void> {
  const log = createLog(config.log);
  const metrics = createMetrics();
  const database = await openDatabase(config.store, log, metrics.observeStatement);
  metrics.watchPool(() => database.poolFigures());
  const now = () => new Date();
  try {
    await migrate(database, log);
    if (options.demo) await loadDemoOnce(database, now().toISOString());
    const token = await developmentToken(config, now);
    const graphiql = {
      defaultQuery: SHOWPIECE,
      ...(token && { defaultHeaders: JSON.stringify({ authorization: `Bearer ${token}` }, null, 2) }),
    };
    const app = await buildApp({ config, database, log, metrics, now, graphiql });
    const addresses = await app.http.listen(config.http.host, config.http.port);
    announce(addresses, token);
    await stopSignal();
    log.info('draining');
    await app.close();
  } finally {
    await database.close();
  }
}

/**
 * Loads the demo company into a store that nothing was ever imported into, or finishes a load that was interrupted. A store
 * with anything else in it stays as it is.
 */
async function loadDemoOnce(database: Database, now: string): Promise<void> {
  const runs = await listRuns(database.kysely);
  if (runs.some((run) => run.format !== demoFormat.name)) return;
  if (await hasFed(database.kysely, LAST_OF_DEMO)) return;
  const [first] = runs;
  const what = first
    ? 'The demo company is half loaded: finishing it'
    : 'The store is empty: loading the demo company';
  process.stdout.write(`${what}\n`);
  const today = (first?.startedAt ?? now).slice(0, 10);
  const records = await loadDemo(database, { size: 's', seed: 'revgraph', today, now });
  process.stdout.write(`Loaded ${records} records of its CRM, billing and ERP\n`);
}

/** Only the last of the demo company's exports has these; the runs' number says nothing, where several were interrupted. */
const LAST_OF_DEMO = 'accounting_period';

export interface DemoRequest {
  readonly size: DemoSize;
  readonly seed: string;
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
      const request = { source, kind, paths, format: demoFormat, dryRun: false, now };
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
  const issuer = await openDevelopmentIssuer({
    directory: config.store.dataDir,
    audience: DEVELOPMENT_AUDIENCE,
    production: config.environment === 'production',
    now,
  });
  return await issuer.issueToken({ roles: ['controller'], entities: '*', subject: 'developer', ttl: '12h' });
}

function announce(addresses: readonly string[], token: string | undefined): void {
  for (const address of addresses) process.stdout.write(`Revgraph answers at ${address}/graphql\n`);
  const [address] = addresses;
  if (!token || !address) return;
  process.stdout.write(
    `Open it in a browser, or try:\n\n  curl ${address}/graphql -H 'content-type: application/json' \\\n` +
      `    -H 'authorization: Bearer ${token}' \\\n` +
      `    -d '{"query":"{ customer(number: \\"C-1001\\") { name summary { openReceivable { amount currency } } } }"}'\n\n`,
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
