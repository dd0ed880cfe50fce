// One database connection as everything here sees it: statements one after the other, prepared ones counted, stopped when
// nobody waits any more, and errors by their names. The same for a pool, for a transaction and for Kysely.
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { type Canceller, type Stop, Watch } from './cancel.ts';
import {
  DatabaseUnavailable,
  StatementCancelled,
  StatementTimeout,
  sqlStateOf,
  toConnectError,
  toDatabaseError,
} from './database-errors.ts';
import { PreparedNames } from './prepared-names.ts';

export interface Query {
  text: string;
  values: readonly unknown[];
  /** Under this name the statement is prepared and kept; the same name must always mean the same text. */
  name?: string | undefined;
}

export interface RawResult {
  rows: unknown[];
  command: string;
  rowCount: number | null;
}

export type StatementOutcome = 'ok' | 'error' | 'timeout' | 'cancelled' | 'unavailable';

/** What the sessions of one pool have in common. */
export interface SessionSettings {
  /** For messages: host and port, or the folder. */
  place: string;
  /** The embedded store has none: it runs in this thread, which cannot interrupt itself. */
  canceller?: Canceller;
  /** After this time without an answer the connection counts as lost: a server that vanished never says so. */
  answerTimeoutMs?: number;
  observe(outcome: StatementOutcome, seconds: number): void;
}

const GENERIC_PLANS: Query = { text: 'set plan_cache_mode = force_generic_plan', values: [] };

export class Session {
  /** False once the connection must not go back to its pool. */
  usable = true;
  readonly client: PoolClient;
  readonly #settings: SessionSettings;
  readonly #names: PreparedNames;
  #genericPlans = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: PoolClient, settings: SessionSettings) {
    this.client = client;
    this.#settings = settings;
    this.#names = new PreparedNames(client);
  }

  /**
   * From now on plans are made once per prepared statement, for whatever values. Left to itself PostgreSQL compares estimates, and
   * plans a large statement of ours anew each time, for ten times what running it takes.
   */
  async takeGenericPlans(): Promise<void> {
    if (this.#genericPlans) return;
    this.#genericPlans = true;
    // Part of making the connection ready, and no statement of anybody's.
    const next = this.#last.then(() => this.#named(GENERIC_PLANS));
    this.#last = next.catch(() => undefined);
    await next;
  }

  /** Runs the statement when those given before are over: a connection does one thing at a time. */
  run(query: Query, stop: Stop = {}): Promise<RawResult> {
    const next = this.#last.then(() => this.#observed(query, stop));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #observed(query: Query, stop: Stop): Promise<RawResult> {
    const startedAt = performance.now();
    let outcome: StatementOutcome = 'ok';
    try {
      return await this.#watched(query, stop);
    } catch (error) {
      outcome = outcomeOf(error);
      throw error;
    } finally {
      this.#settings.observe(outcome, (performance.now() - startedAt) / 1000);
    }
  }

  async #watched(query: Query, stop: Stop): Promise<RawResult> {
    if (stop.signal?.aborted) throw new StatementCancelled('nobody waits for the answer any more');
    const { canceller } = this.#settings;
    const backend = backendOf(this.client);
    if (!canceller || backend === undefined || !(stop.signal || stop.timeoutMs))
      return await this.#named(query);
    const watch = new Watch(stop, () => canceller.cancel(backend, query.text));
    try {
      return await this.#named(query);
    } catch (error) {
      throw (error instanceof StatementTimeout && watch.reason) || error;
    } finally {
      // A request to cancel that is still under way might hit the connection's next statement.
      await watch.end();
    }
  }

  async #named(query: Query): Promise<RawResult> {
    const inTransaction = this.client.getTransactionStatus() === 'T';
    try {
      return await this.#prepared(query);
    } catch (error) {
      const again = query.name !== undefined && (await this.#forgetStale(query.name, error, inTransaction));
      if (!again) throw this.#byName(error);
    }
    return await this.#prepared(query).catch((error: unknown) => {
      throw this.#byName(error);
    });
  }

  async #prepared(query: Query): Promise<RawResult> {
    if (query.name !== undefined) await this.#names.makeRoom(query.name);
    const { answerTimeoutMs } = this.#settings;
    const config: QueryConfig & { query_timeout?: number } = {
      ...query,
      // The driver reads its values only; its types do not say so.
      values: query.values as unknown[],
      ...(answerTimeoutMs !== undefined && { query_timeout: answerTimeoutMs }),
    };
    const result: RawResult | RawResult[] = await this.client.query(config);
    // A text of several statements, as migrations and tests have them, gives a result for each.
    return Array.isArray(result) ? (result.at(-1) ?? { rows: [], command: '', rowCount: null }) : result;
  }

  /**
   * Whether to try again because the backend no longer has the statement (a pooler gave another backend), or a migration
   * changed what its plan returns. Inside a transaction that has failed by then there is nothing to try.
   */
  async #forgetStale(name: string, error: unknown, inTransaction: boolean): Promise<boolean> {
    const state = sqlStateOf(error);
    if (state === '26000') this.#names.forget(name);
    else if (state !== '0A000' || !String(error).includes('cached plan')) return false;
    else if (!inTransaction) await this.#names.drop(name);
    return !inTransaction;
  }

  #byName(error: unknown): unknown {
    const named = toDatabaseError(error, this.#settings.place);
    if (named instanceof DatabaseUnavailable) this.usable = false;
    return named;
  }
}

function outcomeOf(error: unknown): StatementOutcome {
  if (error instanceof StatementTimeout) return 'timeout';
  if (error instanceof StatementCancelled) return 'cancelled';
  return error instanceof DatabaseUnavailable ? 'unavailable' : 'error';
}

/** The pid of the backend; a field of the driver's client that its types leave out. */
function backendOf(client: object): number | undefined {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : undefined;
}

/** Where sessions come from: a pool, or one transaction that lends its own. */
export interface SessionSource {
  acquire(): Promise<Session>;
  release(session: Session): void;
}

export class SessionPool implements SessionSource {
  readonly pool: Pool;
  readonly #settings: SessionSettings;
  /** A connection keeps its session, because that knows what is prepared on it. */
  readonly #sessions = new WeakMap<PoolClient, Session>();

  constructor(pool: Pool, settings: SessionSettings) {
    this.pool = pool;
    this.#settings = settings;
  }

  async acquire(): Promise<Session> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw toConnectError(error, this.#settings.place);
    });
    const known = this.#sessions.get(client);
    if (known) return known;
    const session = new Session(client, this.#settings);
    this.#sessions.set(client, session);
    return session;
  }

  release(session: Session): void {
    session.client.release(!session.usable);
  }
}
