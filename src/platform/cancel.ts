// Stops a statement that runs in PostgreSQL, from a connection of its own, because the one that runs it is busy.
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { StatementCancelled, StatementTimeout } from './database-errors.ts';

/** Cancels what the backend runs, if it is still the statement meant: behind a pooler the pid may be somebody else's. */
const CANCEL = `select pg_cancel_backend(pid) from pg_stat_activity
  where pid = $1 and state in ('active', 'disabled') and starts_with($2, left(query, 200))`;

export class Canceller {
  readonly #control: Pool;
  readonly #log: Logger;

  /** The control pool connects as the same user without a role: only he may cancel his own sessions. */
  constructor(control: Pool, log: Logger) {
    this.#control = control;
    this.#log = log;
  }

  /** Never throws: where it fails, the statement timeout ends the statement later. */
  async cancel(backend: number, text: string): Promise<void> {
    try {
      await this.#control.query(CANCEL, [backend, text]);
    } catch (error) {
      this.#log.warn({ err: error }, 'a statement could not be cancelled and runs on until its timeout');
    }
  }
}

export interface Stop {
  signal?: AbortSignal | undefined;
  timeoutMs?: number | undefined;
}

/** Watches over one running statement: calls `cancel` once, when the signal fires or the time is over. */
export class Watch {
  readonly #stop: Stop;
  readonly #cancel: () => Promise<void>;
  readonly #timer: NodeJS.Timeout | undefined;
  #reason: Error | undefined;
  #cancelling: Promise<void> | undefined;

  constructor(stop: Stop, cancel: () => Promise<void>) {
    this.#stop = stop;
    this.#cancel = cancel;
    const { signal, timeoutMs } = stop;
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (timeoutMs === undefined) return;
    const late = `a statement took longer than ${timeoutMs} ms`;
    this.#timer = setTimeout(() => this.#give(new StatementTimeout(late)), timeoutMs);
  }

  /** Why the statement was stopped, if it was. */
  get reason(): Error | undefined {
    return this.#reason;
  }

  /** After the statement's end, when no request to cancel it is under way any more. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#stop.signal?.removeEventListener('abort', this.#onAbort);
    await this.#cancelling;
  }

  readonly #onAbort = (): void => this.#give(new StatementCancelled('nobody waits for the answer any more'));

  #give(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#cancelling = this.#cancel();
  }
}
