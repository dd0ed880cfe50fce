// The figures of the process for Prometheus: its own, those of the requests and those of the store.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { PoolFigures } from './database.ts';
import type { StatementOutcome } from './session.ts';

/** How a GraphQL request was answered: by the text from PostgreSQL, by the executor, or by neither because it was refused. */
export interface RequestLabels {
  outlet: 'raw' | 'executor' | 'none';
  operation_type: 'query' | 'mutation' | 'none';
  outcome: 'ok' | 'error' | 'refused' | 'timeout' | 'unavailable';
}

export interface Metrics {
  readonly registry: Registry;
  observeRequest(labels: RequestLabels, seconds: number): void;
  observeStatement(outcome: StatementOutcome, seconds: number): void;
  /** Reads the pool's figures whenever the metrics are asked for. */
  watchPool(figures: () => PoolFigures): void;
}

/** From a fifth of a millisecond, which a small query takes, to the longest that a statement may. */
const SECONDS = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: 'revgraph_graphql_requests_total',
    help: 'GraphQL requests by the outlet that answered them, kind of operation and outcome.',
    labelNames: ['outlet', 'operation_type', 'outcome'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'revgraph_graphql_seconds',
    help: 'Time from the arrival of a GraphQL request to its answer.',
    labelNames: ['outlet', 'operation_type'],
    buckets: SECONDS,
    registers,
  });
  const statements = new Counter({
    name: 'revgraph_statements_total',
    help: 'SQL statements by their outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const statementSeconds = new Histogram({
    name: 'revgraph_statement_seconds',
    help: 'Time from sending a SQL statement to its last row.',
    buckets: SECONDS,
    registers,
  });
  return {
    registry,
    observeRequest({ outlet, operation_type, outcome }, seconds) {
      requests.inc({ outlet, operation_type, outcome });
      requestSeconds.observe({ outlet, operation_type }, seconds);
    },
    observeStatement(outcome, seconds) {
      statements.inc({ outcome });
      statementSeconds.observe(seconds);
    },
    watchPool: (figures) => watchPool(registry, figures),
  };
}

function watchPool(registry: Registry, figures: () => PoolFigures): void {
  new Gauge({
    name: 'revgraph_pool_connections',
    help: 'Database connections of this process by state; waiting counts the statements for which none is free.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(figures())) this.set({ state }, count);
    },
  });
}
