// The `revgraph` command: each subcommand is one call into a slice or the platform, with its result on a terminal or as JSON.
import { SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { DemoSize } from './demo/world.ts';
import { DEVELOPMENT_AUDIENCE, openDevelopmentIssuer } from './graph/development-issuer.ts';
import type { RunReport } from './ingestion/count-rules.ts';
import { type Format, sourceKinds, UnreadableInput } from './ingestion/format.ts';
import { revgraph } from './ingestion/formats/revgraph.ts';
import { salesforce } from './ingestion/formats/salesforce.ts';
import { xero } from './ingestion/formats/xero.ts';
import { type ImportRequest, runImport } from './ingestion/import-jobs.ts';
import { reportLines } from './ingestion/report-rules.ts';
import { type LedgerFault, verifyLedger } from './ingestion/verify-jobs.ts';
import { type Config, loadConfig } from './platform/config.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { explain } from './platform/explain.ts';
import { createLog, type Logger } from './platform/log.ts';
import { migrate } from './platform/migrate.ts';
import { refreshStatistics } from './platform/statistics.ts';

/** What `--format` may say. */
export const formats: readonly Format[] = [revgraph, xero, salesforce];

interface ImportOptions {
  readonly source: string;
  readonly format: string;
  readonly kind?: (typeof sourceKinds)[number];
  readonly entity?: string;
  readonly currency?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Exit code for input that cannot be read: nothing of it was applied. */
const UNREADABLE = 2;

function buildProgram(): Command {
  const program = new Command('revgraph')
    .description('One governed customer-360 graph over CRM, billing and ERP.')
    .exitOverride();
  program.command('serve').description('Serves the graph, without demo data.').action(serveGraph);
  program
    .command('migrate')
    .description('Brings the store to the state of this version.')
    .action(migrateStore);
  program.command('verify').description("Recomputes the ledger's invariants.").action(verifyStore);
  program
    .command('import')
    .description('Reads exports into the store.')
    .argument('<path...>', 'files, or folders with them')
    .requiredOption('--source <key>', 'key of the source system, e.g. crm')
    .addOption(
      new Option('--format <format>', 'layout of the files')
        .choices(formats.map(({ name }) => name))
        .makeOptionMandatory(),
    )
    .addOption(new Option('--kind <kind>', 'what kind of system the source is').choices(sourceKinds))
    .option('--entity <code>', 'legal entity of records that state none', toCode)
    .option('--currency <code>', 'currency of records that state none', toCurrency)
    .option('--dry-run', 'report what would happen, and keep nothing')
    .option('--json', 'print only the counts, as JSON')
    .action(importFiles);
  program
    .command('demo')
    .description('Loads the demo company into the store.')
    .addOption(new Option('--size <size>', 'how large').choices(['s', 'm', 'l']).default('s'))
    .option('--seed <text>', 'another seed makes another company', 'revgraph')
    .action(loadDemoCompany);
  program
    .command('token')
    .description('Prints a bearer token of the local development issuer.')
    .requiredOption('--role <role>', 'a role; may be given several times', collect)
    .option('--entity <code>', 'code of a legal entity, several times; left out: all', collect)
    .option('--subject <name>', 'whom the token names', 'developer')
    .option('--ttl <lifetime>', 'such as 30m, 1h or 7d', '1h')
    .option('--source <key>', 'key of the source system, with the role integration')
    .action(printToken);
  return program;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

interface TokenOptions {
  readonly role: readonly string[];
  readonly entity?: readonly string[];
  readonly subject: string;
  readonly ttl: string;
  readonly source?: string;
}

/** Opens no store: the issuer's key lies beside it. A refusal of the issuer is a wrong command line. */
async function printToken({ role, entity, subject, ttl, source }: TokenOptions): Promise<void> {
  const config = readConfig();
  const issuer = await openDevelopmentIssuer({
    directory: config.store.dataDir,
    audience: DEVELOPMENT_AUDIENCE,
    production: config.environment === 'production',
    now: () => new Date(),
  });
  const request = {
    roles: role,
    entities: entity === undefined || entity.includes('*') ? ('*' as const) : entity,
    subject,
    ttl,
    ...(source !== undefined && { source }),
  };
  const token = await issuer.issueToken(request).catch((error: unknown) => {
    throw new UnreadableInput([error instanceof Error ? error.message : String(error)], { cause: error });
  });
  print(token);
}

function toCode(text: string): string {
  if (/^\S+$/.test(text)) return text;
  throw new InvalidArgumentError('a code has no blanks.');
}

function toCurrency(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new InvalidArgumentError('three capital letters, as in ISO 4217.');
}

async function importFiles(paths: readonly string[], options: ImportOptions): Promise<void> {
  const format = formats.find(({ name }) => name === options.format);
  if (!format) throw new Error(`no format ${options.format}`);
  const request: ImportRequest = {
    source: options.source,
    format,
    paths,
    kind: options.kind,
    entity: options.entity,
    currency: options.currency,
    dryRun: options.dryRun ?? false,
    now: new Date().toISOString(),
  };
  const report = await withStore(async (database) => {
    const counted = await withProgress(request, options, database);
    if (!request.dryRun && counted.counts.applied > 0) await refreshStatistics(database);
    return counted;
  });
  if (options.json) print(JSON.stringify(report.counts));
  else for (const line of reportLines(report)) print(line);
}

/** A bar on a terminal; files and pipes get none. */
async function withProgress(
  request: ImportRequest,
  { json }: ImportOptions,
  database: Database,
): Promise<RunReport> {
  if (json || !process.stderr.isTTY) return await runImport(database.kysely, request);
  const bar = new SingleBar({
    format: '{bar} {percentage} % | {value} of {total} records | {record}',
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(0, 0, { record: '' });
  try {
    return await runImport(database.kysely, {
      ...request,
      progress({ read, total, record }) {
        bar.setTotal(Math.max(total ?? 0, read));
        bar.update(read, { record });
      },
    });
  } finally {
    bar.stop();
  }
}

/** Opens the store, migrated, for one piece of work. */
async function withStore<T>(work: (database: Database, log: Logger) => Promise<T>): Promise<T> {
  const config = readConfig();
  // What the command says goes to standard output; the log stands beside it.
  const log = createLog({ level: process.env.LOG_LEVEL ? config.log.level : 'warn' }, process.stderr);
  // One statement of a batch or a check may take longer than a request's.
  const statementTimeoutMs = Math.max(config.store.statementTimeoutMs, 600_000);
  const database = await openDatabase({ ...config.store, statementTimeoutMs }, log);
  try {
    await migrate(database, log);
    return await work(database, log);
  } finally {
    await database.close();
  }
}

function readConfig(): Config {
  return loadConfig(process.env, 'store');
}

async function loadDemoCompany({ size, seed }: { size: DemoSize; seed: string }): Promise<void> {
  const { loadDemo } = await import('./main.ts');
  const now = new Date().toISOString();
  const records = await withStore((database) =>
    loadDemo(database, { size, seed, today: now.slice(0, 10), now }),
  );
  print(`${records} records of the demo company's CRM, billing and ERP were read in`);
}

async function serveGraph(): Promise<void> {
  const { serve } = await import('./main.ts');
  await serve(loadConfig(process.env), { demo: false });
}

async function migrateStore(): Promise<void> {
  await withStore(async (database) => print(`the store at ${database.place} is up to date`));
}

async function verifyStore(): Promise<void> {
  const faults = await withStore((database) => verifyLedger(database.kysely));
  for (const { rule, what } of faults satisfies readonly LedgerFault[]) print(`${rule}: ${what}`);
  if (faults.length > 0) process.exitCode = 1;
  else
    print('journals balance, postings agree with their journals, and every customer is seen where it trades');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await buildProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said it already; a wrong command line is input that cannot be read.
    process.exitCode = error.exitCode === 0 ? 0 : UNREADABLE;
  } else {
    for (const line of explain(error, [UnreadableInput]).split('\n'))
      process.stderr.write(`revgraph: ${line}\n`);
    process.exitCode = error instanceof UnreadableInput ? UNREADABLE : 1;
  }
}
