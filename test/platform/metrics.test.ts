// The metrics as Prometheus reads them.
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/platform/metrics.ts';

describe('the metrics', () => {
  it('count requests, statements and connections, beside the figures of the process', async () => {
    const metrics = createMetrics();
    metrics.observeRequest({ outlet: 'raw', operation_type: 'query', outcome: 'ok' }, 0.004);
    metrics.observeRequest({ outlet: 'raw', operation_type: 'query', outcome: 'ok' }, 0.02);
    metrics.observeRequest({ outlet: 'none', operation_type: 'none', outcome: 'refused' }, 0.001);
    metrics.observeStatement('ok', 0.003);
    metrics.observeStatement('timeout', 15);
    metrics.watchPool(() => ({ total: 3, idle: 1, waiting: 2 }));
    const text = await metrics.registry.metrics();
    for (const line of [
      'revgraph_graphql_requests_total{outlet="raw",operation_type="query",outcome="ok"} 2',
      'revgraph_graphql_requests_total{outlet="none",operation_type="none",outcome="refused"} 1',
      'revgraph_graphql_seconds_bucket{le="0.005",outlet="raw",operation_type="query"} 1',
      'revgraph_graphql_seconds_count{outlet="raw",operation_type="query"} 2',
      'revgraph_statements_total{outcome="ok"} 1',
      'revgraph_statements_total{outcome="timeout"} 1',
      'revgraph_pool_connections{state="total"} 3',
      'revgraph_pool_connections{state="idle"} 1',
      'revgraph_pool_connections{state="waiting"} 2',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('say nothing of the outbox while the store is away, and everything else', async () => {
    const metrics = createMetrics();
    const figures = { notSent: 4, sent: 3, refused: 2, parked: 1, oldestSeconds: 60.5 };
    let isAway = false;
    metrics.watchOutbox(async () => {
      if (isAway) throw new Error('the store is away');
      return figures;
    });
    const outbox = async () =>
      (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('revgraph_outbox'));
    expect(await outbox()).toEqual([
      'revgraph_outbox_deliveries{state="NOT_SENT"} 4',
      'revgraph_outbox_deliveries{state="SENT"} 3',
      'revgraph_outbox_deliveries{state="REFUSED"} 2',
      'revgraph_outbox_deliveries{state="PARKED"} 1',
      'revgraph_outbox_oldest_seconds 60.5',
    ]);
    isAway = true;
    expect(await outbox()).toEqual(['revgraph_outbox_oldest_seconds Nan']);
    expect(await metrics.registry.metrics()).toContain('process_cpu_seconds_total');
  });

  it('belong to their process alone: a second set does not collide with the first', () => {
    expect(() => [createMetrics(), createMetrics()]).not.toThrow();
  });
});
