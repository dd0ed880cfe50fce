// `npm run bench`: reads of the gateway, PostGraphile 5 and the floor on one database, the import against its floor, and the start.
// `--rounds N`, `--seconds N`, `--only reads|import|start`, `--json FILE` for the samples.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { Client } from 'pg';
import { connect } from '../support/template.ts';
import { type Runner, type RunnerName, startRunners } from './contest.ts';
import { compareAnswers } from './equality.ts';
import { ruledListQuery } from './floor-queries.ts';
import { benchImport } from './imports.ts';
import { residentMegabytes } from './processes.ts';
import { QUERY_NAMES, type QueryName, type Subject } from './queries.ts';
import { benchReadiness } from './readiness.ts';
import { runRounds } from './rounds.ts';
import { type BenchStore, openBenchStore } from './store.ts';
import { printBounds, printImport, printStart, printTable, statementsKey } from './table.ts';

/** How many customers are asked for; of all of them a viewer of the first two entities sees everything. */
const SUBJECTS = 512;
const COMPARED = 12;

const say = (message: string) => void process.stderr.write(`${message}\n`);
const print = (line: string) => void process.stdout.write(`${line}\n`);

/** Customers by chance, the same in every run: pages of the list begin behind one that the viewer of two entities sees. */
async function readSubjects(client: Client): Promise<Readonly<Record<QueryName, readonly Subject[]>>> {
  const { rows } = await client.query<{ number: string; id: string; sortName: string }>(
    `select number, customer_id as id, sort_name as "sortName" from customer c
     where not exists (select from customer_entity e join legal_entity l using (legal_entity_id)
       where e.customer_id = c.customer_id and l.code not in ('US1', 'DE1'))
       and sort_name < (select sort_name from customer order by sort_name desc offset 400 limit 1)
     order by md5(number) limit ${SUBJECTS}`,
  );
  const subjects = rows.map(({ number, id, sortName }) => ({ number, behind: { id, sortName } }));
  return { 'customer-360': subjects, 'customer-list': subjects, 'three-scalars': subjects };
}

/** The same data from all, and to the viewer of two entities exactly what is theirs. */
async function checkAnswers(
  runners: readonly Runner[],
  client: Client,
  subjects: Readonly<Record<QueryName, readonly Subject[]>>,
): Promise<ReadonlyMap<QueryName, number>> {
  const few = subjects['customer-360'].slice(0, COMPARED);
  const none: readonly Subject[] = [];
  const [partial, ...others] = runners;
  if (!partial) throw new Error('nobody takes part');
  await compareAnswers(runners, { 'customer-360': few, 'customer-list': none, 'three-scalars': few });
  for (const subject of few) {
    const values = [subject.behind.sortName, subject.behind.id, ['US1', 'DE1']];
    const { rows } = await client.query<{ data: unknown }>(ruledListQuery, values);
    const given = await partial.answer('customer-list', subject);
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(given)), rows[0]?.data))
      throw new Error(
        `${partial.name} gives another list than the row rule allows, behind ${subject.number}`,
      );
  }
  return await compareAnswers(others, { 'customer-360': few, 'customer-list': few, 'three-scalars': few });
}

/** Statements per request, counted by PostgreSQL itself, apart from the rounds. */
async function countStatements(
  runners: readonly Runner[],
  client: Client,
  subjects: Readonly<Record<QueryName, readonly Subject[]>>,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  await track(client, 'top');
  for (const query of QUERY_NAMES) {
    for (const runner of runners) {
      await client.query('select pg_stat_statements_reset()');
      for (const subject of subjects[query].slice(0, COMPARED)) await runner.answer(query, subject);
      const { rows } = await client.query<{ calls: number }>(
        `select coalesce(sum(calls), 0)::float8 as calls from pg_stat_statements s join pg_roles r on r.oid = s.userid
         where query not like '%pg_stat_statements%' and r.rolname <> 'postgres'`,
      );
      counts.set(statementsKey(query, runner.name), (rows[0]?.calls ?? Number.NaN) / COMPARED);
    }
  }
  await track(client, 'none');
  return counts;
}

async function track(client: Client, what: 'top' | 'none'): Promise<void> {
  await client.query(`alter system set pg_stat_statements.track = '${what}'`);
  await client.query('select pg_reload_conf()');
  // Sessions read it before their next statement.
  await client.query('select pg_sleep(0.2)');
}

async function run(): Promise<boolean> {
  const { values: options } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      only: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const asked = (what: string) => options.only === undefined || options.only === what;
  const started = asked('start') ? printStart(await benchReadiness(), print) : true;
  if (!asked('reads') && !asked('import')) return started;
  const store = await openBenchStore(say);
  try {
    const read = asked('reads') ? await benchReads(store, options) : true;
    const imported = asked('import') ? printImport(await benchImport(store.server, say), print) : true;
    return read && imported && started;
  } finally {
    await store.stop();
  }
}

interface ReadOptions {
  readonly rounds: string;
  readonly seconds: string;
  readonly json?: string | undefined;
}

async function benchReads(store: BenchStore, options: ReadOptions): Promise<boolean> {
  const client = await connect(store.superuserUrl);
  let runners: readonly Runner[] = [];
  try {
    await client.query(readFileSync(join(import.meta.dirname, 'postgraphile.sql'), 'utf8'));
    const subjects = await readSubjects(client);
    runners = await startRunners(store);
    const sizes = await checkAnswers(runners, client, subjects);
    say('all give the same data');
    const statements = await countStatements(runners, client, subjects);
    const samples = await runRounds(runners, {
      rounds: Number(options.rounds),
      seconds: Number(options.seconds),
      warmUpSeconds: 4,
      postgresPid: store.pid,
      subjects,
      say,
    });
    const memory = new Map<RunnerName, number>(
      runners.map(({ name, contestant }) => [name, residentMegabytes(contestant.pid)]),
    );
    const outcome = { samples, sizes, statements, memory };
    printTable(outcome, print);
    print('');
    const kept = printBounds(outcome, print);
    if (options.json) writeFileSync(options.json, JSON.stringify(samples));
    return kept;
  } finally {
    const contestants = new Set(runners.map(({ contestant }) => contestant));
    await Promise.all([...contestants].map((contestant) => contestant.stop()));
    await client.end();
  }
}

if (!(await run())) process.exitCode = 1;
