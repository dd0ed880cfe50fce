// Kysely over our own sessions, so that its statements are counted, stopped and named like all others, on both engines.
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { Stop } from './cancel.ts';
import type { Session, SessionSource } from './session.ts';

class SessionConnection implements DatabaseConnection {
  readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  async executeQuery<R>(query: CompiledQuery, stop?: Stop): Promise<QueryResult<R>> {
    const result = await this.session.run({ text: query.sql, values: query.parameters }, stop);
    const changed = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command);
    return {
      // What a row holds is what the row types say; the compiler of the query has checked it against them.
      rows: result.rows as R[],
      ...(changed && { numAffectedRows: BigInt(result.rowCount ?? 0) }),
    };
  }

  // biome-ignore lint/correctness/useYield: the interface wants a generator, and this one has nothing to give.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('statements are not streamed: read them in pages');
  }
}

/** The savepoint's name is one of ours, never a user's; quoted all the same. */
function quoted(savepoint: string): string {
  return `"${savepoint.replaceAll('"', '""')}"`;
}

class SessionDriver implements Driver {
  readonly #source: SessionSource;

  constructor(source: SessionSource) {
    this.#source = source;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SessionConnection> {
    return new SessionConnection(await this.#source.acquire());
  }

  async beginTransaction(connection: SessionConnection, settings: TransactionSettings): Promise<void> {
    const { isolationLevel, accessMode } = settings;
    const level = isolationLevel ? ` isolation level ${isolationLevel}` : '';
    await run(connection, `start transaction${level}${accessMode ? ` ${accessMode}` : ''}`);
  }

  async commitTransaction(connection: SessionConnection): Promise<void> {
    // After a failed statement PostgreSQL answers a COMMIT with ROLLBACK, and without an error.
    if ((await run(connection, 'commit')) === 'ROLLBACK') throw new AbortedTransactionError();
  }

  async rollbackTransaction(connection: SessionConnection): Promise<void> {
    try {
      await run(connection, 'rollback');
    } catch (error) {
      connection.session.usable = false;
      throw error;
    }
  }

  async savepoint(connection: SessionConnection, name: string): Promise<void> {
    await run(connection, `savepoint ${quoted(name)}`);
  }

  async rollbackToSavepoint(connection: SessionConnection, name: string): Promise<void> {
    await run(connection, `rollback to ${quoted(name)}`);
  }

  async releaseSavepoint(connection: SessionConnection, name: string): Promise<void> {
    await run(connection, `release ${quoted(name)}`);
  }

  async releaseConnection(connection: SessionConnection): Promise<void> {
    this.#source.release(connection.session);
  }

  /** The pool belongs to whoever opened it. */
  async destroy(): Promise<void> {}
}

async function run(connection: SessionConnection, text: string): Promise<string> {
  return (await connection.session.run({ text, values: [] })).command;
}

export class SessionDialect implements Dialect {
  readonly #source: SessionSource;

  constructor(source: SessionSource) {
    this.#source = source;
  }

  createDriver(): Driver {
    return new SessionDriver(this.#source);
  }

  createAdapter(): DialectAdapter {
    return new PostgresAdapter();
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler();
  }

  createIntrospector<T>(db: Kysely<T>): DatabaseIntrospector {
    return new PostgresIntrospector(db);
  }
}
