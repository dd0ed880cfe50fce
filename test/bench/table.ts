// What the benchmark prints: the figures of every contestant, the ratios, and whether they are within the bounds that the product
// promises.
import { RUNNERS, type RunnerName } from './contest.ts';
import type { ImportOutcome } from './imports.ts';
import { QUERY_NAMES, type QueryName } from './queries.ts';
import { figureOf, ratioOf, type Sample } from './rounds.ts';

/** The promised bounds of each query: processor time against the floor, requests per second against PostGraphile. */
const BOUNDS: Readonly<Record<QueryName, { readonly cpu: number; readonly rate?: number }>> = {
  'customer-360': { cpu: 1.2, rate: 3 },
  'customer-list': { cpu: 1.2, rate: 1.5 },
  'three-scalars': { cpu: 1.8 },
};
const TAIL_BOUND = 2;
const IMPORT_BOUND = 1 / 3;
const START_BOUND_SECONDS = 15;
const MEMORY_BOUND = 300;

/** What is known of a run beside its samples. */
export interface Outcome {
  readonly samples: readonly Sample[];
  readonly sizes: ReadonlyMap<QueryName, number>;
  readonly statements: ReadonlyMap<string, number>;
  readonly memory: ReadonlyMap<RunnerName, number>;
}

const cpu = (sample: Sample) => sample.node + sample.postgres;

export function statementsKey(query: QueryName, runner: RunnerName): string {
  return `${query} ${runner}`;
}

export function printTable(
  { samples, sizes, statements, memory }: Outcome,
  print: (line: string) => void,
): void {
  print(
    '| query | contestant | node µs | PostgreSQL µs | sum | requests/s | p50 ms | p99 ms | statements | memory MB | requests/s by node |',
  );
  print('|---|---|---|---|---|---|---|---|---|---|---|');
  for (const query of QUERY_NAMES) {
    for (const runner of RUNNERS) {
      const of = (read: (sample: Sample) => number) => figureOf(samples, query, runner, read);
      const cells = [
        runner === RUNNERS[0] ? `${query}, ${((sizes.get(query) ?? 0) / 1000).toFixed(1)} kB` : '',
        runner,
        ...[of((s) => s.node), of((s) => s.postgres), of(cpu), of((s) => s.perSecond)].map((value) =>
          value.toFixed(0),
        ),
        ...[of((s) => s.p50), of((s) => s.p99)].map((value) => value.toFixed(1)),
        (statements.get(statementsKey(query, runner)) ?? Number.NaN).toFixed(2).replace(/\.00$/, ''),
        (memory.get(runner) ?? Number.NaN).toFixed(0),
        (1e6 / of((s) => s.node)).toFixed(0),
      ];
      print(`| ${cells.join(' | ')} |`);
    }
  }
  print('');
  print(
    'Contestants, PostgreSQL and the load share the processors of one machine. "Requests/s by node" is computed, not measured: ' +
      'one second by the node µs, what one process would reach if nothing else were the limit.',
  );
}

/** Prints each promise with what was measured; gives whether all were kept. */
export function printBounds(
  { samples, statements, memory }: Outcome,
  print: (line: string) => void,
): boolean {
  let kept = true;
  const line = (what: string, value: number, relation: '<=' | '>=' | '<', bound: number) => {
    const holds = relation === '<=' ? value <= bound : relation === '<' ? value < bound : value >= bound;
    kept &&= holds;
    print(`| ${what} | ${value.toFixed(2)} | ${relation} ${bound} | ${holds ? 'pass' : 'FAIL'} |`);
  };
  print('| promise | measured | bound | |');
  print('|---|---|---|---|');
  for (const query of QUERY_NAMES) {
    const { cpu: most, rate } = BOUNDS[query];
    for (const runner of RUNNERS.slice(0, 2)) {
      line(
        `${query}: CPU against the floor, ${runner}`,
        ratioOf(samples, query, [runner, 'floor'], cpu),
        '<=',
        most,
      );
      const faster = ratioOf(samples, query, [runner, 'PostGraphile'], (sample) => sample.perSecond);
      if (rate !== undefined)
        line(`${query}: requests per second against PostGraphile, ${runner}`, faster, '>=', rate);
      const tail = ratioOf(samples, query, [runner, 'floor'], (sample) => sample.p99);
      line(`${query}: p99 against the floor, ${runner}`, tail, '<', TAIL_BOUND);
      line(
        `${query}: statements, ${runner}`,
        statements.get(statementsKey(query, runner)) ?? Number.NaN,
        '<=',
        1,
      );
    }
  }
  line('memory of the gateway after the run, MB', memory.get(RUNNERS[0]) ?? Number.NaN, '<', MEMORY_BOUND);
  return kept;
}

type Print = (line: string) => void;

/** Prints the import against its floor, and where its time goes; gives whether the promise was kept. */
export function printImport(
  { rows, importSeconds, floorSeconds, shares }: ImportOutcome,
  print: Print,
): boolean {
  const ratio = floorSeconds / importSeconds;
  print('');
  print('| import of canonical files | rows | seconds | rows per second |');
  print('|---|---|---|---|');
  for (const [name, seconds] of [
    ['import', importSeconds],
    ['floor: COPY, INSERT ... SELECT', floorSeconds],
  ] as const) {
    print(`| ${name} | ${rows} | ${seconds.toFixed(1)} | ${(rows / seconds).toFixed(0)} |`);
  }
  const parts = [...shares].map(([name, share]) => `${name} ${(share * 100).toFixed(0)} %`);
  print(`\nof the import: ${parts.join(', ')}`);
  const holds = ratio >= IMPORT_BOUND;
  print(`rows per second against the floor: ${ratio.toFixed(2)} >= 0.33 ${holds ? 'pass' : 'FAIL'}`);
  return holds;
}

export function printStart(seconds: number, print: Print): boolean {
  const holds = seconds <= START_BOUND_SECONDS;
  const verdict = holds ? 'pass' : 'FAIL';
  print(
    `npm start on the embedded store, demo company included: ${seconds.toFixed(1)} s <= ${START_BOUND_SECONDS} ${verdict}\n`,
  );
  return holds;
}
