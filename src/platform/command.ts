// The one door for writes: a transaction whose first statement takes the request id, so that a repeat gets the first outcome;
// deadlocks and serialisation failures are tried again; what changed nothing leaves nothing.
import { setTimeout as wait } from 'node:timers/promises';
import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import { sqlStateOf } from './database-errors.ts';
import type { DB } from './tables.gen.ts';

export type Outcome = Readonly<Record<string, unknown>>;

/** Who asks for what, and by which key a repeat is known. */
export interface CommandRequest {
  /** A person, or the key of a source system. */
  readonly subject: string;
  readonly requestId: string;
  readonly command: string;
  readonly inputHash: string;
}

export interface CommandResult<T> {
  /** Null where the whole command changed nothing and was taken back. */
  readonly kept: Outcome | null;
  readonly repeated: boolean;
  /** What the body returned; null for a repeat, whose body did not run. */
  readonly value: T | null;
}

/** The body's answer: what it found, and the outcome to store; null where nothing changed. */
export interface CommandAnswer<T> {
  readonly value: T;
  readonly outcome: Outcome | null;
}

/** How a command gets its transaction: one of its own, or a part of one that will be taken back (a dry run). */
export interface Door {
  run<T>(
    request: CommandRequest,
    body: (tx: Transaction<DB>) => Promise<CommandAnswer<T>>,
  ): Promise<CommandResult<T>>;
}

/** The same request id with another input. */
export class RequestReused extends Error {
  override readonly name = 'RequestReused';
}

/** Runs one statement of text with its parameters. */
export async function runSql<R extends object>(
  db: Kysely<DB>,
  text: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  // What a row holds is known to whoever wrote the text.
  return (await db.executeQuery(CompiledQuery.raw(text, [...values]))).rows as R[];
}

const ATTEMPTS = 5;
const RETRYABLE = new Set(['40001', '40P01']);

/** Each command in a transaction of its own. */
export function openDoor(db: Kysely<DB>, random: () => number = Math.random): Door {
  return {
    async run(request, body) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await inTransaction(db, request, body);
        } catch (error) {
          if (!RETRYABLE.has(sqlStateOf(error) ?? '') || attempt >= ATTEMPTS) throw error;
          await wait(random() * 50 * 2 ** attempt);
        }
      }
    },
  };
}

async function inTransaction<T>(
  db: Kysely<DB>,
  request: CommandRequest,
  body: (tx: Transaction<DB>) => Promise<CommandAnswer<T>>,
): Promise<CommandResult<T>> {
  const tx = await db.startTransaction().setIsolationLevel('read committed').execute();
  try {
    const result = await enter(tx, request, body);
    await (result.kept === null ? tx.rollback() : tx.commit()).execute();
    return result;
  } catch (error) {
    if (!tx.isCommitted && !tx.isRolledBack) {
      await tx
        .rollback()
        .execute()
        .catch(() => undefined);
    }
    throw error;
  }
}

/** Commands inside a transaction that its owner takes back in the end. */
export function openDoorWithin(tx: Transaction<DB>): Door {
  return {
    async run(request, body) {
      await runSql(tx, 'savepoint command');
      const result = await enter(tx, request, body);
      if (result.kept === null) await runSql(tx, 'rollback to command');
      await runSql(tx, 'release command');
      return result;
    },
  };
}

async function enter<T>(
  tx: Transaction<DB>,
  request: CommandRequest,
  body: (tx: Transaction<DB>) => Promise<CommandAnswer<T>>,
): Promise<CommandResult<T>> {
  const { subject, requestId, command, inputHash } = request;
  const taken = await runSql(
    tx,
    `insert into command_log (subject, request_id, command, input_hash) values ($1, $2, $3, $4)
     on conflict do nothing returning request_id`,
    [subject, requestId, command, inputHash],
  );
  if (taken.length === 0) return { kept: await findOutcome(tx, request), repeated: true, value: null };
  const { value, outcome } = await body(tx);
  if (outcome !== null) {
    await runSql(
      tx,
      `update command_log set outcome = $3::jsonb, finished_at = clock_timestamp() where subject = $1 and request_id = $2`,
      [subject, requestId, JSON.stringify(outcome)],
    );
  }
  return { kept: outcome, repeated: false, value };
}

async function findOutcome(
  tx: Transaction<DB>,
  { subject, requestId, command, inputHash }: CommandRequest,
): Promise<Outcome> {
  const [first] = await runSql<{ command: string; input_hash: string; outcome: Outcome | null }>(
    tx,
    'select command, input_hash, outcome from command_log where subject = $1 and request_id = $2',
    [subject, requestId],
  );
  if (first?.command !== command || first.input_hash !== inputHash) {
    throw new RequestReused(`request ${requestId} of ${subject} was made before with another input`);
  }
  return first.outcome ?? {};
}
