// The `revgraph` command: each subcommand is one call into a slice or the platform, with its result on a terminal or as JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { DemoSize } from './demo/world.ts';
import { listSources } from './entities/store.ts';
import { DEVELOPMENT_AUDIENCE, openDevelopmentIssuer } from './graph/development-issuer.ts';
import type { RunReport } from './ingestion/count-rules.ts';
import { type Format, sourceKinds, UnreadableInput } from './ingestion/format.ts';
import { listMappings, loadMappingFormat } from './ingestion/formats/mapping.ts';
import { revgraph } from './ingestion/formats/revgraph.ts';
import { salesforce } from './ingestion/formats/salesforce.ts';
import { sap } from './ingestion/formats/sap.ts';
import { stripe } from './ingestion/formats/stripe.ts';
import { xero } from './ingestion/formats/xero.ts';
import { runImport } from './ingestion/import-jobs.ts';
import { runSinger } from './ingestion/ingest-singer-jobs.ts';
import { canonicalRecords } from './ingestion/record-commands.ts';
import { exceptionLine, reportLines } from './ingestion/report-rules.ts';
import type { ImportRequest } from './ingestion/run-jobs.ts';
import { changeSource } from './ingestion/source-commands.ts';
import { listOpenExceptions } from './ingestion/store.ts';
import { type LedgerFault, verifyLedger } from './ingestion/verify-jobs.ts';
import { type Config, loadConfig } from './platform/config.ts';
import { openDataFolder } from './platform/data-folder.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { explain } from './platform/explain.ts';
import { createLog, type Logger } from './platform/log.ts';
import { migrate } from './platform/migrate.ts';
import { refreshStatistics } from './platform/statistics.ts';

/** What `--format` may say. */
export const formats: readonly Format[] = [revgraph, xero, salesforce, sap, stripe];

interface ImportOptions {
  readonly source: string;
  readonly format: string;
  readonly mapping?: string;
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
    .version(readVersion(), '--version', 'prints the version')
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
    .argument('[path...]', 'files or folders; of singer a file or -')
    .requiredOption('--source <key>', 'key of the source system, e.g. crm')
    .addOption(
      new Option('--format <format>', 'layout of the files')
        .choices([...formats.map(({ name }) => name), ...listMappings(), 'mapping', 'singer'])
        .makeOptionMandatory(),
    )
    .option('--mapping <file>', 'with --format mapping or singer: the mapping, YAML or JSON')
    .addOption(new Option('--kind <kind>', 'what kind of system the source is').choices(sourceKinds))
    .option('--entity <code>', 'legal entity of records that state none', toCode)
    .option('--currency <code>', 'currency of records that state none', toCurrency)
    .option('--dry-run', 'report what would happen, and keep nothing')
    .option('--json', 'print only the counts, as JSON')
    .action(importFiles);
  program
    .command('exceptions')
    .description(
      'Lists the exceptions that stand open: what could not be taken, waits for a parent, or is contradicted.',
    )
    .option('--source <key>', 'only of this source system')
    .option('--limit <n>', 'at most so many; with --json all unless given, else 100', toCount)
    .option('--json', 'one JSON object per line')
    .action(printExceptions);
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
  addMatchCommand(program);
  addSourceCommand(program);
  return program;
}

function addSourceCommand(program: Command): void {
  program
    .command('source')
    .description('Says how fresh a source system promises to be, and where it wants to hear of changes.')
    .requiredOption('--source <key>', 'key of the source system')
    .option('--fresh-minutes <n>', 'longest silence of its feed; 0: it promises nothing', toMinutes)
    .option('--endpoint <url>', 'where signed events go')
    .option(
      '--object <type>',
      'object type that the endpoint hears of, several times: CUSTOMER, INVOICE',
      collect,
    )
    .option('--secret <name>', 'name of the setting WEBHOOK_SECRET_<name> that signs', '')
    .action(changeSourceSystem);
}

interface SourceOptions {
  readonly source: string;
  readonly freshMinutes?: number;
  readonly endpoint?: string;
  readonly object?: readonly string[];
  readonly secret: string;
}

async function changeSourceSystem({
  source,
  freshMinutes,
  endpoint,
  object,
  secret,
}: SourceOptions): Promise<void> {
  await withStore(
    async ({ kysely }) =>
      await changeSource(kysely, {
        source,
        ...(freshMinutes !== undefined && { freshMinutes: freshMinutes === 0 ? null : freshMinutes }),
        ...(endpoint !== undefined && { endpoint: { url: endpoint, objects: object ?? [], secret } }),
      }),
  );
  print(`${source} is set`);
}

function addMatchCommand(program: Command): void {
  program
    .command('match')
    .description('Finds customers, products and contracts that may be one, for a steward to decide.')
    .option('--list <n>', 'also show the likeliest that stand open, with their evidence', toCount)
    .option('--evaluate', 'instead measure the matching on made-up sets of which the truth is known')
    .option('--size <n>', 'records of each made-up set', toCount, 5_000)
    .option('--seed <text>', 'another seed makes other sets', 'revgraph')
    .option('--json', 'print only the figures, as JSON')
    .action(matchRecords);
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : '';
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
  openDataFolder(config.store.dataDir);
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

function toCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number from 1.');
}

function toMinutes(text: string): number {
  return text === '0' ? 0 : toCount(text);
}

/** A format of its own, a built-in mapping, or the mapping of a file. */
async function findFormat({ format, mapping }: ImportOptions): Promise<Format> {
  if ((format === 'mapping') !== (mapping !== undefined))
    throw new UnreadableInput(['--format mapping and --mapping FILE go together']);
  const own = formats.find(({ name }) => name === format);
  const wanted = mapping === undefined ? { name: format } : { file: mapping };
  return own ?? (await loadMappingFormat(wanted, canonicalRecords));
}

async function importFiles(paths: readonly string[], options: ImportOptions): Promise<void> {
  const given = { ...options, paths, dryRun: options.dryRun ?? false, now: new Date().toISOString() };
  const isSinger = options.format === 'singer';
  const request = isSinger ? undefined : { ...given, format: await findFormat(options) };
  const report = await withStore(async (database) => {
    if (!request) return await runSinger(database.kysely, { ...given, state: print });
    const counted = await withProgress(request, options, database);
    if (!request.dryRun && counted.counts.applied > 0) await refreshStatistics(database);
    return counted;
  });
  const lines = options.json ? [JSON.stringify(report.counts)] : reportLines(report, options.source);
  // Whoever runs a Singer tap expects its states on standard output, and nothing else.
  (isSinger ? process.stderr : process.stdout).write(`${lines.join('\n')}\n`);
}

interface ExceptionsOptions {
  readonly source?: string;
  readonly limit?: number;
  readonly json?: boolean;
}

async function printExceptions({ source, limit, json }: ExceptionsOptions): Promise<void> {
  const { count, exceptions } = await withStore(async ({ kysely }) => {
    const known = (await listSources(kysely)).map(({ key }) => key);
    if (source !== undefined && !known.includes(source))
      throw new UnreadableInput([
        `there is no source ${source}; there are ${known.join(', ') || 'none yet'}`,
      ]);
    return await listOpenExceptions(kysely, { source, limit: limit ?? (json ? undefined : 100) });
  });
  for (const exception of exceptions) print(json ? JSON.stringify(exception) : exceptionLine(exception));
  if (json) return;
  if (count === 0) print('no exception stands open');
  else if (count > exceptions.length)
    print(`... and ${count - exceptions.length} more: --limit ${count} lists all`);
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

async function loadDemoCompany(wanted: { size: DemoSize; seed: string }): Promise<void> {
  const { loadDemoOnce } = await import('./main.ts');
  const now = new Date().toISOString();
  await withStore(async (database) => {
    const { isThere, holds } = await loadDemoOnce(database, { now, wanted });
    const found = `the store at ${database.place} holds ${holds}`;
    if (isThere) return print(found);
    process.exitCode = 1;
    process.stderr.write(
      `revgraph: ${found}; the demo company wants a store of its own: set another DATA_DIR or DATABASE_URL\n`,
    );
  });
}

async function serveGraph(): Promise<void> {
  const { serve } = await import('./main.ts');
  await serve(loadConfig(process.env), { demo: false });
}

async function migrateStore(): Promise<void> {
  await withStore(async (database) => print(`the store at ${database.place} is up to date`));
}

interface MatchOptions {
  readonly list?: number;
  readonly evaluate?: boolean;
  readonly size: number;
  readonly seed: string;
  readonly json?: boolean;
}

async function matchRecords({ list = 0, evaluate, size, seed, json }: MatchOptions): Promise<void> {
  if (evaluate) return await evaluateMatches(size, seed, json ?? false);
  // Loaded when asked for: the tables of countries and tax ids take a quarter of a second.
  const { listOpenCandidates, matchStore } = await import('./ingestion/match-jobs.ts');
  const { candidateLines, runLines } = await import('./customers/matching/report-rules.ts');
  const now = new Date().toISOString();
  const { runs, candidates } = await withStore(async ({ kysely }) => ({
    runs: await matchStore(kysely, now),
    candidates: list === 0 ? [] : await listOpenCandidates(kysely, list),
  }));
  if (json) print(JSON.stringify({ runs, ...(list > 0 && { candidates }) }));
  else for (const line of [...runLines(runs), ...candidates.flatMap(candidateLines)]) print(line);
}

/** Opens no store. */
async function evaluateMatches(size: number, seed: string, json: boolean): Promise<void> {
  const { evaluateMatching } = await import('./customers/matching/evaluation-rules.ts');
  const { matchPolicy } = await import('./customers/matching/match-policy-rules.ts');
  const { evaluationLines } = await import('./customers/matching/report-rules.ts');
  const { makeMatchSample } = await import('./demo/match-sample.ts');
  const known = evaluateMatching(makeMatchSample({ seed, size, heldOut: false }));
  const heldOut = evaluateMatching(makeMatchSample({ seed, size, heldOut: true }));
  if (json) return print(JSON.stringify({ known, heldOut }));
  for (const line of [
    ...evaluationLines('Noise that the weights were set with', known, matchPolicy),
    '',
    ...evaluationLines('Other noise, held out', heldOut, matchPolicy),
  ])
    print(line);
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
