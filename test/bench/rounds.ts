// The rounds: every contestant in turn under the same load, never two at once, with what each request cost.
import type { Runner, RunnerName } from './contest.ts';
import { percentile, runLoad } from './load.ts';
import { cpuSeconds, treeCpuSeconds } from './processes.ts';
import { QUERY_NAMES, type QueryName, type Subject } from './queries.ts';

export const CONNECTIONS = 32;

export interface Sample {
  readonly query: QueryName;
  readonly runner: RunnerName;
  readonly round: number;
  /** Microseconds of processor time per request. */
  readonly node: number;
  readonly postgres: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface RoundsPlan {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** The process of PostgreSQL that started all others. */
  readonly postgresPid: number;
  readonly subjects: Readonly<Record<QueryName, readonly Subject[]>>;
  readonly say: (message: string) => void;
}

/** More requests than this no run sends, however fast it is. */
const MOST_REQUESTS = 200_000;

export async function runRounds(runners: readonly Runner[], plan: RoundsPlan): Promise<readonly Sample[]> {
  for (const query of QUERY_NAMES)
    for (const runner of runners) await runOnce(runner, query, 0, plan, plan.warmUpSeconds);
  const samples: Sample[] = [];
  for (let round = 1; round <= plan.rounds; round++) {
    for (const query of QUERY_NAMES) {
      // Each round begins with another one, so that none always follows the same.
      const turn = runners.map((_, index) => runners[(index + round) % runners.length]);
      for (const runner of turn)
        if (runner) samples.push(await runOnce(runner, query, round, plan, plan.seconds));
    }
    plan.say(`round ${round} of ${plan.rounds}`);
  }
  return samples;
}

async function runOnce(
  runner: Runner,
  query: QueryName,
  round: number,
  { postgresPid, subjects }: RoundsPlan,
  seconds: number,
): Promise<Sample> {
  const requests = subjects[query].map((subject) => runner.request(query, subject));
  const { pid, port } = runner.contestant;
  const before = { node: cpuSeconds(pid), postgres: treeCpuSeconds(postgresPid) };
  const result = await runLoad({ port, connections: CONNECTIONS, seconds, requests, most: MOST_REQUESTS });
  const perRequest = (used: number) => (used * 1e6) / result.requests;
  return {
    query,
    runner: runner.name,
    round,
    node: perRequest(cpuSeconds(pid) - before.node),
    postgres: perRequest(treeCpuSeconds(postgresPid) - before.postgres),
    perSecond: result.requests / result.seconds,
    p50: percentile(result.latencies, 0.5),
    p99: percentile(result.latencies, 0.99),
  };
}

export function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = ascending.length / 2;
  const upper = ascending[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? (upper + (ascending[middle - 1] ?? Number.NaN)) / 2 : upper;
}

/** The median over the rounds of one runner's figure for a query. */
export function figureOf(
  samples: readonly Sample[],
  query: QueryName,
  runner: RunnerName,
  read: (sample: Sample) => number,
): number {
  return median(samples.filter((sample) => sample.query === query && sample.runner === runner).map(read));
}

/** The median over the rounds of the ratio of two runners in the same round: what slows a round down slows both. */
export function ratioOf(
  samples: readonly Sample[],
  query: QueryName,
  [above, below]: readonly [RunnerName, RunnerName],
  read: (sample: Sample) => number,
): number {
  const of = (runner: RunnerName) =>
    samples.filter((sample) => sample.query === query && sample.runner === runner);
  return median(
    of(above).map((sample) => {
      const other = of(below).find(({ round }) => round === sample.round);
      return other ? read(sample) / read(other) : Number.NaN;
    }),
  );
}
