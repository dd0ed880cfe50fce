// The process: settings, store, migrations, app, listen, and a drain when it is told to stop.
import { buildApp } from './app.ts';
import { type Config, ConfigError, loadConfig } from './platform/config.ts';
import { openDatabase } from './platform/database.ts';
import { createLog } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import { migrate } from './platform/migrate.ts';

/** Serves until SIGTERM or SIGINT. With `demo`, an empty store is first filled with the demo company. */
export async function serve(config: Config, options: { demo: boolean }): Promise<void> {
  const log = createLog(config.log);
  const metrics = createMetrics();
  const database = await openDatabase(config.store, log, (outcome, seconds) =>
    metrics.observeStatement(outcome, seconds),
  );
  metrics.watchPool(() => database.poolFigures());
  try {
    await migrate(database, log);
    void options;
    const app = await buildApp({ config, database, log, metrics, now: () => new Date() });
    const addresses = await app.http.listen(config.http.host, config.http.port);
    for (const address of addresses) process.stdout.write(`Revgraph answers at ${address}/graphql\n`);
    await stopSignal();
    log.info('draining');
    await app.close();
  } finally {
    await database.close();
  }
}

function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  return promise;
}

/** What a person can act on is said in one line; only a bug shows its stack. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

if (import.meta.main) {
  try {
    await serve(loadConfig(process.env), { demo: process.argv.includes('--demo') });
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}
