// The compiled read of one request: prepared before execution, run at most once, and what the resolvers take their values from.
import type { StatementHandle, Statements } from '../platform/statements.ts';
import type { Reader } from './compile.ts';
import type { Price } from './cost.ts';
import type { Plan } from './plan.ts';
import type { Bindings } from './slots.ts';

/** What a read is made of. */
export interface ReadParts {
  readonly plan: Plan;
  readonly bindings: Bindings;
  readonly reader: Reader;
  readonly price: Price;
  readonly statements: Statements;
  readonly signal: AbortSignal;
}

/** `data` of the operation as far as it compiles, and the transaction that it was read in. */
export interface Snapshot {
  readonly data: Record<string, unknown>;
  readonly handle: StatementHandle;
}

export class RequestRead {
  readonly plan: Plan;
  readonly bindings: Bindings;
  readonly reader: Reader;
  readonly price: Price;
  readonly #parts: ReadParts;
  /** The statement's parameters; reading them has checked ids, cursors and page sizes. */
  readonly #values: readonly unknown[];
  #snapshot: Promise<Snapshot> | undefined;
  #end: (() => void) | undefined;
  #ended: Promise<void> | undefined;

  /** Throws BAD_USER_INPUT where a value breaks a rule. */
  constructor(parts: ReadParts) {
    this.plan = parts.plan;
    this.bindings = parts.bindings;
    this.reader = parts.reader;
    this.price = parts.price;
    this.#parts = parts;
    this.#values = parts.plan.values(parts.bindings);
  }

  /** The answer as PostgreSQL wrote it. */
  async text(): Promise<string> {
    return await this.#run(this.#parts.statements);
  }

  /** The answer parsed, in a transaction that stays open for computed fields until `close`; the same one however often asked. */
  snapshot(): Promise<Snapshot> {
    this.#snapshot ??= new Promise((resolve, reject) => {
      const reading = this.#parts.statements.snapshot(async (handle) => {
        const data: Record<string, unknown> = JSON.parse(await this.#run(handle));
        const closed = new Promise<void>((end) => {
          this.#end = end;
        });
        resolve({ data, handle });
        await closed;
      });
      this.#ended = reading.catch(reject);
    });
    return this.#snapshot;
  }

  async close(): Promise<void> {
    await this.#snapshot?.catch(() => undefined);
    this.#end?.();
    await this.#ended;
  }

  async #run(on: Pick<StatementHandle, 'run'>): Promise<string> {
    const { plan, signal } = this.#parts;
    const [row] = await on.run<{ data: string }>(plan.text, this.#values, { name: plan.name, signal });
    if (!row) throw new Error('A compiled statement gave no row');
    return row.data;
  }
}
