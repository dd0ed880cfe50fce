// The worker of pushed messages: takes them source by source in the order in which they came, applies them, and what waited for
// them. Any number of processes may work at once, and one that is killed leaves nothing half done.
import type { Kysely, Transaction } from 'kysely';
import { type Door, openDoor } from '../platform/command.ts';
import type { IngestConfig, IngestSource } from '../platform/config.ts';
import { DatabaseUnavailable, StatementTimeout, sqlStateOf } from '../platform/database-errors.ts';
import { type Loop, startLoop } from '../platform/job-loop.ts';
import { type Logger, newIncidentId } from '../platform/log.ts';
import { readWantedTypes } from '../platform/outbox-endpoints.ts';
import type { BatchContext } from '../platform/record-definition.ts';
import { hashOf } from '../platform/record-unit.ts';
import { raiseMissing, sweepWaits } from '../platform/record-wait.ts';
import type { DB } from '../platform/tables.gen.ts';
import { applyMessages, failMessage } from './ingest-apply-jobs.ts';
import {
  listWaitingSources,
  type StoredMessage,
  settingNameOf,
  takeMessages,
  type WaitingSource,
} from './ingest-store.ts';
import { drainParked } from './parked-jobs.ts';
import { canonicalRecords, importOrder } from './record-commands.ts';
import { addEntity, findEntity, finishRun, listTroubledTypes, loadCurrencies, startRun } from './store.ts';

export interface IngestParts {
  readonly db: Kysely<DB>;
  readonly settings: IngestConfig;
  readonly now: () => Date;
  readonly log: Logger;
  /** How often to look whether something has come, beside being woken. */
  readonly pollMs?: number;
  /** Messages in one transaction. */
  readonly batch?: number;
}

const POLL_MS = 1000;
const BATCH = 200;

const definitions = new Map(canonicalRecords.map((definition) => [definition.record, definition]));

export function startIngest(parts: IngestParts): Loop {
  const worker = new IngestWorker(parts);
  return startLoop({ name: 'messages', everyMs: parts.pollMs ?? POLL_MS, log: parts.log }, () =>
    worker.work(),
  );
}

/** What every transaction of the worker knows. */
interface Known {
  readonly currencies: ReadonlyMap<string, number>;
  readonly today: string;
  /** Object types of whose changes somebody wants to hear. */
  readonly wanted: ReadonlySet<string>;
}

export class IngestWorker {
  readonly #parts: IngestParts;
  readonly #door: Door;
  /** The run of each source, as long as this process lives. */
  readonly #runs = new Map<string, string>();
  #count = 0;
  /** What a process left that died between a message and what waited for it. */
  #mayWait = true;

  constructor(parts: IngestParts) {
    this.#parts = parts;
    this.#door = openDoor(parts.db);
  }

  /** Applies everything that waits. */
  async work(): Promise<void> {
    const sources = await listWaitingSources(this.#parts.db);
    if (sources.length === 0 && !this.#mayWait) return;
    const { db, now } = this.#parts;
    const known: Known = {
      currencies: await loadCurrencies(db),
      today: now().toISOString().slice(0, 10),
      wanted: await readWantedTypes(db),
    };
    for (const source of sources) {
      this.#mayWait = true;
      await this.#applySource(source, known);
    }
    await this.#drain(known);
    this.#mayWait = false;
  }

  /** A batch at which something fails is cut smaller, down to the message that is at fault. */
  async #applySource(source: WaitingSource, known: Known): Promise<void> {
    const settings = await this.#settingsOf(source);
    const runId = await this.#runOf(source);
    const most = this.#parts.batch ?? BATCH;
    for (let limit = most; ; ) {
      try {
        const done = await this.#applyBatch({ source, settings, runId, known }, limit);
        if (done < limit) return;
      } catch (error) {
        if (isPassing(error)) throw error;
        if (limit > 1) limit = Math.ceil(limit / 2);
        else {
          await this.#giveUp({ source, settings, runId, known }, error);
          limit = most;
        }
      }
    }
  }

  /** Returns how many messages it took; none where another process is at it. */
  async #applyBatch(given: SourceParts, limit: number): Promise<number> {
    const { source, settings, runId } = given;
    return await this.#enter(given, limit, async (context, messages) => {
      const { records, entityCodes, entityIds } = await applyMessages({ context, settings }, messages);
      await finishRun(context.tx, {
        runId,
        sourceId: source.sourceId,
        counts: {},
        records,
        entities: { codes: entityCodes, ids: entityIds },
      });
    });
  }

  async #giveUp(given: SourceParts, error: unknown): Promise<void> {
    const incident = newIncidentId();
    await this.#enter(given, 1, async (context, [message]) => {
      if (message) await failMessage(context, message, incident);
    });
    this.#parts.log.error(
      { err: error, incident, source: given.source.key },
      'a message could not be applied',
    );
  }

  async #enter(
    { source, runId, known }: SourceParts,
    limit: number,
    work: (context: BatchContext, messages: readonly StoredMessage[]) => Promise<void>,
  ): Promise<number> {
    const { sourceId, key } = source;
    this.#count++;
    const request = {
      subject: key,
      requestId: `${runId}/${this.#count}`,
      command: 'apply messages',
      inputHash: hashOf(`${runId}/${this.#count}`),
    };
    const { value } = await this.#door.run(request, async (tx) => {
      const messages = (await takeMessages(tx, sourceId, limit)) ?? [];
      const { length } = messages;
      // What changed nothing leaves nothing.
      if (length === 0) return { value: 0, outcome: null };
      const troubled = await listTroubledTypes(tx, sourceId);
      await work(contextOf(tx, { sourceId, sourceKey: key, runId }, known, troubled), messages);
      return { value: length, outcome: { messages: length } };
    });
    return value ?? 0;
  }

  /** Applies what waited for parents that have come; parents that are missing still become work. */
  async #drain(known: Known): Promise<void> {
    const { db } = this.#parts;
    const door = this.#door;
    await sweepWaits(db);
    const troubled = new Set(definitions.keys());
    for (const definition of importOrder) {
      await drainParked(
        { db, door, contextOf: (tx, origin) => contextOf(tx, origin, known, troubled) },
        definition,
        () => undefined,
      );
    }
    await db.transaction().execute(async (tx) => await raiseMissing(tx, null));
  }

  /** A legal entity that the settings name for the first time is made, where they say its currency. */
  async #settingsOf({ key }: WaitingSource): Promise<IngestSource> {
    const settings = this.#parts.settings.sources.get(settingNameOf(key)) ?? { testMode: false };
    const { entity, currency } = settings;
    const { db } = this.#parts;
    if (entity !== undefined && currency !== undefined && !(await findEntity(db, entity)))
      await addEntity(db, entity, currency);
    return settings;
  }

  async #runOf({ sourceId }: WaitingSource): Promise<string> {
    const known = this.#runs.get(sourceId);
    if (known !== undefined) return known;
    const runId = await startRun(this.#parts.db, sourceId, 'messages');
    this.#runs.set(sourceId, runId);
    return runId;
  }
}

interface SourceParts {
  readonly source: WaitingSource;
  readonly settings: IngestSource;
  readonly runId: string;
  readonly known: Known;
}

function contextOf(
  tx: Transaction<DB>,
  origin: Pick<BatchContext, 'sourceId' | 'sourceKey' | 'runId'>,
  { currencies, ...known }: Known,
  troubled: ReadonlySet<string>,
): BatchContext {
  return { tx, ...origin, ...known, minorDigits: currencies, troubled, definitions };
}

/** The store is away, slow or busy: no message is at fault, and the same is tried again later. */
function isPassing(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable || error instanceof StatementTimeout) return true;
  return /^(08|40|53|55|57|58)/.test(sqlStateOf(error) ?? '');
}
