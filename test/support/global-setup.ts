// Once per test run: a PostgreSQL server and the migrated template on it. Tests ask for copies in database.ts.
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';
import { migrateTemplate } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: {
      port: number;
      password: string;
      /** Why there is no template; tests that need none run all the same. */
      fault: string | undefined;
    };
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  const fault = await migrateTemplate(server).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  provide('postgres', { port: server.port, password: server.password, fault });
  return () => server.stop();
}
