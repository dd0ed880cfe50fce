// One run of an import: one transaction per batch through the door, and a count of what became of every record.
import type { Kysely } from 'kysely';
import { entitiesOfCustomers } from '../customers/import-store.ts';
import type { Door } from '../platform/command.ts';
import { applyBatch } from '../platform/record-command.ts';
import type { BatchContext, RecordDefinition } from '../platform/record-definition.ts';
import { refuseBareRows } from '../platform/record-parts.ts';
import { type Disposition, hashOf, type Unit, type UnitOutcome } from '../platform/record-unit.ts';
import { raiseMissing, sweepWaits } from '../platform/record-wait.ts';
import type { DB } from '../platform/tables.gen.ts';
import { BatchMaker, type CheckedBatch } from './check-commands.ts';
import { noCounts, Tally } from './count-rules.ts';
import type { Format, OpenExport, SourceKind } from './format.ts';
import { drainParked } from './parked-jobs.ts';
import { canonicalRecords, importOrder } from './record-commands.ts';
import { countRows, finishRun, listUnservedSources, noteEntities, resolveNameless } from './store.ts';

export interface ImportRequest {
  /** Key of the source system. */
  readonly source: string;
  readonly format: Format;
  readonly paths: readonly string[];
  readonly kind?: SourceKind | undefined;
  readonly entity?: string | undefined;
  readonly currency?: string | undefined;
  readonly dryRun: boolean;
  /** Now, as the caller's clock says (ISO 8601). */
  readonly now: string;
  /** Told after every batch. */
  readonly progress?: (state: Progress) => void;
}

export interface Progress {
  readonly record: string;
  readonly read: number;
  readonly total: number | null;
}

export interface RunParts {
  readonly db: Kysely<DB>;
  readonly door: Door;
  readonly request: ImportRequest;
  readonly currencies: ReadonlyMap<string, number>;
  readonly sourceId: string;
  readonly troubled: ReadonlySet<string>;
  readonly wanted: ReadonlySet<string>;
  readonly runId: string;
  readonly opened: OpenExport;
}

const definitions = new Map(canonicalRecords.map((definition) => [definition.record, definition]));

/** Rows without an id whose places are remembered; with more of them nothing that was said of the files before is resolved. */
const MOST_NAMELESS = 100_000;

/** One run: everything that it takes in, and what became of it. */
export class Run {
  readonly tally: Tally;
  readonly #parts: RunParts;
  readonly #entityCodes = new Set<string>();
  readonly #entityIds = new Set<string>();
  readonly #nameless: { file: string; line: number }[] = [];
  #batch = 0;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.tally = new Tally(parts.request.dryRun);
  }

  async apply(definition: RecordDefinition, items: Parameters<BatchMaker['batches']>[0]): Promise<void> {
    const { request, currencies, opened } = this.#parts;
    const maker = new BatchMaker(definition, { currencies }, request);
    for await (const batch of oneAhead(maker.batches(items))) {
      const outcomes = await this.#send(definition, batch);
      this.#countBatch(definition, batch);
      for (const outcome of outcomes) this.#count(definition, outcome);
      request.progress?.({ record: definition.record, read: this.tally.counts.read, total: opened.total });
    }
  }

  async #send(definition: RecordDefinition, batch: CheckedBatch): Promise<readonly UnitOutcome[]> {
    if (isEmpty(batch)) return [];
    return await this.#enter(`import ${definition.record}`, batch.units, async (context) => {
      const { outcomes, entityIds } = await applyBatch(context, definition, batch);
      await countRows(
        context.tx,
        { runId: context.runId, record: definition.record },
        countsOf(batch, outcomes),
      );
      for (const id of entityIds) this.#entityIds.add(id);
      return outcomes;
    });
  }

  /** One transaction of the run. */
  async #enter<T>(
    command: string,
    units: readonly Unit[],
    work: (context: BatchContext) => Promise<T>,
  ): Promise<T> {
    const { door, request, sourceId, runId } = this.#parts;
    this.#batch++;
    const inputHash = hashOf(units.map((unit) => unit.hash).join());
    const { value } = await door.run(
      { subject: request.source, requestId: `${runId}/${this.#batch}`, command, inputHash },
      async (tx) => {
        const result = await work(this.#contextOf(tx, { sourceId, sourceKey: request.source, runId }));
        return { value: { result }, outcome: { units: units.length } };
      },
    );
    if (!value) throw new Error('a batch of this run was applied by somebody else');
    return value.result;
  }

  #contextOf(
    tx: BatchContext['tx'],
    origin: Pick<BatchContext, 'sourceId' | 'sourceKey' | 'runId'>,
  ): BatchContext {
    const { request, currencies, troubled, wanted } = this.#parts;
    return {
      tx,
      ...origin,
      today: request.now.slice(0, 10),
      minorDigits: currencies,
      troubled,
      wanted,
      definitions,
    };
  }

  /** Applies what waited for parents that have come, of whatever source; each level of parents before the next. */
  async drain(definition: RecordDefinition): Promise<void> {
    const { db, door, runId } = this.#parts;
    await drainParked(
      { db, door, contextOf: (tx, origin) => this.#contextOf(tx, origin) },
      definition,
      (from, outcome) => {
        if (from !== runId) return;
        this.tally.done(definition.record, 'PARKED', -outcome.unit.records.length);
        this.#count(definition, outcome);
      },
    );
  }

  /** What passed its parent unseen is applied now; parents that are missing still become work. */
  async releaseRest(): Promise<void> {
    await sweepWaits(this.#parts.db);
    for (const definition of importOrder) await this.drain(definition);
    await this.#enter('raise missing parents', [], async ({ tx, runId }) => await raiseMissing(tx, runId));
  }

  /** What came without the records that make it whole. Where none of those was sent, they may come with another export. */
  async refuseBareRows(records: readonly string[]): Promise<void> {
    for (const definition of importOrder) {
      const { record, parts } = definition;
      if (parts === null || !records.includes(parts.record)) continue;
      const bare = await this.#enter(`check ${record}`, [], async (context) => {
        const found = await refuseBareRows(context, definition);
        const taken = found.filter((row) => row.isNew).length;
        if (taken > 0) {
          const moved = new Map<Disposition, number>([
            ['APPLIED', -taken],
            ['FAILED', taken],
          ]);
          await countRows(context.tx, { runId: context.runId, record }, moved);
        }
        return found;
      });
      for (const row of bare) if (row.isNew) this.tally.takenBack(record, row);
    }
  }

  #countBatch(
    { record, fields }: RecordDefinition,
    { read, ignored, rejections, units }: CheckedBatch,
  ): void {
    this.tally.read(record, read);
    for (const rule of ignored) this.tally.ignored(record, rule);
    for (const rejection of rejections) {
      this.tally.failed(record, 1, rejection);
      if (rejection.externalId === null && this.#nameless.length <= MOST_NAMELESS)
        this.#nameless.push({ file: rejection.file, line: rejection.line });
    }
    const naming = record === 'legal_entity' ? 'code' : 'legal_entity';
    if (!fields[naming]) return;
    for (const unit of units) {
      const code = unit.records[0]?.values[naming];
      if (typeof code === 'string') this.#entityCodes.add(code);
    }
  }

  #count({ record }: RecordDefinition, { unit, disposition, fault }: UnitOutcome): void {
    const { length } = unit.records;
    const at = unit.at ?? unit.records[0];
    if (disposition === 'IGNORED') this.tally.superseded(record, length);
    else if (disposition === 'FAILED' && fault)
      this.tally.failed(record, length, { file: at?.file ?? '', line: at?.line ?? 0, fault });
    else this.tally.done(record, disposition, length);
  }

  async finish(records: readonly string[]): Promise<void> {
    const { db, runId, sourceId, troubled, opened } = this.#parts;
    if (troubled.size > 0 && this.#nameless.length <= MOST_NAMELESS)
      await resolveNameless(db, { sourceId, files: opened.files, still: this.#nameless });
    const { counts, ignoredByRule, byRecord } = this.tally;
    // A source that sends what is ignored only (bank transactions without amounts) feeds nothing: figures stay null, not zero.
    const fed = records.filter((record) => {
      const { read, ignored } = byRecord.get(record) ?? noCounts();
      return read > ignored;
    });
    await finishRun(db, {
      runId,
      sourceId,
      counts: { ...counts, ignoredByRule: Object.fromEntries(ignoredByRule) },
      records: [...new Set(fed)],
      entities: { codes: [...this.#entityCodes], ids: [...this.#entityIds] },
    });
    for (const { sourceId, entityId } of await entitiesOfCustomers(db, await listUnservedSources(db)))
      await noteEntities(db, sourceId, [entityId]);
  }
}

/** Makes the next batch while the database is busy with this one. */
async function* oneAhead<T>(batches: AsyncGenerator<T>): AsyncGenerator<T> {
  let coming = batches.next();
  try {
    for (;;) {
      const { value, done } = await coming;
      if (done) return;
      coming = batches.next();
      // Whoever takes this batch may fail first; then nobody asks for the next one, and its own failure is no news.
      coming.catch(() => undefined);
      yield value;
    }
  } finally {
    await batches.return(undefined);
  }
}

function isEmpty({ units, rejections, ignored }: CheckedBatch): boolean {
  return units.length === 0 && rejections.length === 0 && ignored.length === 0;
}

/** What became of the rows of a batch. */
function countsOf(
  { rejections, ignored }: CheckedBatch,
  outcomes: readonly UnitOutcome[],
): ReadonlyMap<Disposition, number> {
  const counts = new Map<Disposition, number>();
  const add = (disposition: Disposition, rows: number) => {
    if (rows > 0) counts.set(disposition, (counts.get(disposition) ?? 0) + rows);
  };
  add('FAILED', rejections.length);
  add('IGNORED', ignored.length);
  for (const { unit, disposition } of outcomes) add(disposition, unit.records.length);
  return counts;
}
