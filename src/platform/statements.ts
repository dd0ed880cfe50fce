// Statements as text, for the read path, which compiles its own: alone, or several in one transaction that sees one moment.
import { Kysely } from 'kysely';
import type { Stop } from './cancel.ts';
import { SessionDialect } from './kysely-dialect.ts';
import type { Session, SessionPool } from './session.ts';
import type { DB } from './tables.gen.ts';

export interface RunOptions extends Stop {
  /** Prepares the statement under this name, at most 100 on a connection. */
  name?: string | undefined;
}

type Row = Record<string, unknown>;

/** One transaction: whatever is given to it, as text or by Kysely, runs on its connection, one after the other. */
export interface StatementHandle {
  readonly kysely: Kysely<DB>;
  run<R extends object = Row>(text: string, values: readonly unknown[], options?: RunOptions): Promise<R[]>;
}

export class Statements {
  readonly #sessions: SessionPool;

  constructor(sessions: SessionPool) {
    this.#sessions = sessions;
  }

  /** The rows of one statement, on any connection. */
  async run<R extends object = Row>(
    text: string,
    values: readonly unknown[],
    options?: RunOptions,
  ): Promise<R[]> {
    return await this.#withSession(async (session) => {
      if (options?.name !== undefined) await session.takeGenericPlans();
      return await runOn<R>(session, text, values, options);
    });
  }

  /** Runs the body in a REPEATABLE READ READ ONLY transaction: all its statements see the same moment. */
  async snapshot<T>(body: (handle: StatementHandle) => Promise<T>): Promise<T> {
    return await this.#withSession(async (session) => {
      await session.takeGenericPlans();
      await session.run({ text: 'begin isolation level repeatable read read only', values: [] });
      const handle = new SessionHandle(session);
      try {
        return await body(handle);
      } finally {
        handle.close();
        // There is nothing to keep, and a rollback ends a failed transaction as well as a sound one.
        await session.run({ text: 'rollback', values: [] }).catch(() => {
          session.usable = false;
        });
      }
    });
  }

  async #withSession<T>(use: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.#sessions.acquire();
    try {
      return await use(session);
    } finally {
      this.#sessions.release(session);
    }
  }
}

async function runOn<R extends object>(
  session: Session,
  text: string,
  values: readonly unknown[],
  { name, ...stop }: RunOptions = {},
): Promise<R[]> {
  const result = await session.run({ text, values, name }, stop);
  // What a row holds is known to whoever wrote the text.
  return result.rows as R[];
}

class SessionHandle implements StatementHandle {
  readonly kysely: Kysely<DB>;
  readonly #session: Session;
  #open = true;

  constructor(session: Session) {
    this.#session = session;
    const source = { acquire: async () => this.#lend(), release() {} };
    this.kysely = new Kysely<DB>({ dialect: new SessionDialect(source) });
  }

  async run<R extends object = Row>(
    text: string,
    values: readonly unknown[],
    options?: RunOptions,
  ): Promise<R[]> {
    return await runOn<R>(this.#lend(), text, values, options);
  }

  /** From here on the connection belongs to somebody else, whoever still holds this handle. */
  close(): void {
    this.#open = false;
  }

  #lend(): Session {
    if (!this.#open) throw new Error('the transaction is over: its handle cannot be used any more');
    return this.#session;
  }
}
