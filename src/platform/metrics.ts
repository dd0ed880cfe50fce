// The figures of the process for Prometheus: its own, those of the requests and those of the store.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { PoolFigures } from './database.ts';
import type { OutboxFigures } from './outbox.ts';
import type { Verdict } from './outbox-rules.ts';
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
  observeDelivery(verdict: Verdict): void;
  /** Reads the pool's figures whenever the metrics are asked for. */
  watchPool(figures: () => PoolFigures): void;
  /** Reads the outbox's figures whenever the metrics are asked for; while the store is away there are none. */
  watchOutbox(figures: () => Promise<OutboxFigures>): void;
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
  const deliveries = new Counter({
    name: 'revgraph_delivery_attempts_total',
    help: 'Attempts of this process to deliver an event, by what they came to.',
    labelNames: ['verdict'],
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
    observeDelivery: (verdict) => deliveries.inc({ verdict }),
    watchPool: (figures) => watchPool(registry, figures),
    watchOutbox: (figures) => watchOutbox(registry, figures),
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

function watchOutbox(registry: Registry, figures: () => Promise<OutboxFigures>): void {
  let reading: Promise<OutboxFigures | undefined> | undefined;
  /** Both gauges are asked at the same time, and one question to the store answers both. */
  const read = () => {
    reading ??= figures()
      .catch(() => undefined)
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  new Gauge({
    name: 'revgraph_outbox_deliveries',
    help: 'Deliveries in the store that are not confirmed, by state; parked ones are counted as such alone.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const found = await read();
      this.reset();
      if (!found) return;
      this.set({ state: 'NOT_SENT' }, found.notSent);
      this.set({ state: 'SENT' }, found.sent);
      this.set({ state: 'REFUSED' }, found.refused);
      this.set({ state: 'PARKED' }, found.parked);
    },
  });
  new Gauge({
    name: 'revgraph_outbox_oldest_seconds',
    help: 'How long the oldest delivery waits that is neither confirmed nor refused nor given up; 0 where there is none.',
    registers: [registry],
    async collect() {
      const found = await read();
      this.reset();
      if (found) this.set(found.oldestSeconds ?? 0);
      // A gauge without labels stands at zero after a reset, which would say that nothing waits.
      else this.set(Number.NaN);
    },
  });
}
