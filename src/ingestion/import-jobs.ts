// One run of an import: opens the export, applies its records in dependency order, one transaction per batch through the door,
// and counts what became of every record. Killed at any moment, the next run goes on where this one stopped.
import type { Kysely } from 'kysely';
import { type Door, openDoor, openDoorWithin } from '../platform/command.ts';
import { applyBatch, type BatchResult } from '../platform/record-command.ts';
import type { RecordDefinition } from '../platform/record-definition.ts';
import { hashOf, type UnitOutcome } from '../platform/record-unit.ts';
import type { DB } from '../platform/tables.gen.ts';
import { BatchMaker, type CheckedBatch } from './check-commands.ts';
import { noCounts, type RunReport, Tally } from './count-rules.ts';
import { type Format, type OpenExport, type SourceKind, UnreadableInput } from './format.ts';
import { canonicalRecords, importOrder } from './record-commands.ts';
import { addEntity, findEntity, finishRun, loadCurrencies, registerSource, startRun } from './store.ts';

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

/** Reads the export into the store. Throws `UnreadableInput` before anything is applied. */
export async function runImport(db: Kysely<DB>, request: ImportRequest): Promise<RunReport> {
  const { format, paths, source, entity, currency } = request;
  checkFlags(request);
  const opened = await format.open(paths, {
    source,
    definitions: canonicalRecords,
    ...(entity !== undefined && { entity }),
    ...(currency !== undefined && { currency }),
  });
  if (!request.dryRun) return await applyExport(db, openDoor(db), request, opened);
  const tx = await db.startTransaction().execute();
  try {
    return await applyExport(tx, openDoorWithin(tx), request, opened);
  } finally {
    await tx.rollback().execute();
  }
}

const KEY = /^[a-z0-9][a-z0-9_-]{0,62}$/;

function checkFlags({ source, format, entity, currency }: ImportRequest): void {
  const faults: string[] = [];
  if (!KEY.test(source) || source === 'gateway') {
    faults.push(
      `--source ${JSON.stringify(source)} is no key of a source: lower case, digits, - and _; gateway is Revgraph itself`,
    );
  }
  if (format.needs.entity && entity === undefined)
    faults.push(`${format.name} files state no legal entity: say whose books they are with --entity CODE`);
  if (format.needs.currency && currency === undefined)
    faults.push(`${format.name} files state no currency: say which it is with --currency CODE`);
  if (faults.length > 0) throw new UnreadableInput(faults);
}

async function applyExport(
  db: Kysely<DB>,
  door: Door,
  request: ImportRequest,
  opened: OpenExport,
): Promise<RunReport> {
  const run = await beginRun(db, door, request, opened);
  for (const definition of importOrder) {
    for (const stream of opened.streams) {
      if (stream.record === definition.record) await run.apply(definition, stream.items());
    }
  }
  await run.finish(opened.streams.map((stream) => stream.record));
  return run.tally;
}

async function beginRun(
  db: Kysely<DB>,
  door: Door,
  request: ImportRequest,
  opened: OpenExport,
): Promise<Run> {
  const { source, format, entity, currency, kind } = request;
  const currencies = await loadCurrencies(db);
  if (currency !== undefined && !currencies.has(currency))
    throw new UnreadableInput([`--currency ${currency} is no currency that ISO 4217 knows`]);
  const statesEntities = opened.streams.some((stream) => stream.record === 'legal_entity');
  if (entity !== undefined && !statesEntities && !(await findEntity(db, entity))) {
    if (currency === undefined)
      throw new UnreadableInput([
        `--entity ${entity} is a new legal entity: say its functional currency with --currency CODE`,
      ]);
    await addEntity(db, entity, currency);
  }
  const sourceId = await registerSource(db, {
    key: source,
    kind: kind ?? format.kind,
    stated: kind !== undefined,
  });
  const runId = await startRun(db, sourceId, format.name);
  return new Run({ db, door, request, currencies, sourceId, runId, total: opened.total });
}

interface RunParts {
  readonly db: Kysely<DB>;
  readonly door: Door;
  readonly request: ImportRequest;
  readonly currencies: ReadonlySet<string>;
  readonly sourceId: string;
  readonly runId: string;
  readonly total: number | null;
}

const definitions = new Map(canonicalRecords.map((definition) => [definition.record, definition]));

/** Records that wait for others of their own kind which stand further down; more than these stay failed until the next run. */
const MOST_WAITING = 100_000;

class Run {
  readonly tally: Tally;
  readonly #parts: RunParts;
  readonly #entities = new Set<string>();
  #batch = 0;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.tally = new Tally(parts.request.dryRun);
  }

  async apply(definition: RecordDefinition, items: Parameters<BatchMaker['batches']>[0]): Promise<void> {
    const { request, currencies, total } = this.#parts;
    const maker = new BatchMaker(definition, { currencies }, request);
    let waiting: UnitOutcome[] = [];
    for await (const batch of oneAhead(maker.batches(items))) {
      const { outcomes } = await this.#send(definition, batch);
      this.#countBatch(definition, batch);
      for (const outcome of outcomes) {
        if (waitsForOwnKind(definition, outcome) && waiting.length < MOST_WAITING) waiting.push(outcome);
        else this.#count(definition, outcome);
      }
      request.progress?.({ record: definition.record, read: this.tally.counts.read, total });
    }
    // Until no more of them find what they wait for.
    for (let before = waiting.length + 1; waiting.length > 0 && waiting.length < before; ) {
      before = waiting.length;
      const units = waiting.map(({ unit }) => unit);
      const { outcomes } = await this.#send(definition, { ...NOTHING, units });
      waiting = outcomes.filter((outcome) => waitsForOwnKind(definition, outcome));
      for (const outcome of outcomes) {
        if (!waiting.includes(outcome)) this.#count(definition, outcome);
      }
    }
    for (const outcome of waiting) this.#count(definition, outcome);
  }

  async #send(definition: RecordDefinition, batch: CheckedBatch): Promise<BatchResult> {
    const { door, request, sourceId, runId } = this.#parts;
    if (batch.units.length === 0 && batch.rejections.length === 0) return { outcomes: [], wrote: false };
    this.#batch++;
    const { value } = await door.run(
      {
        subject: request.source,
        requestId: `${runId}/${this.#batch}`,
        command: `import ${definition.record}`,
        inputHash: hashOf(batch.units.map((unit) => unit.hash).join()),
      },
      async (tx) => {
        const context = {
          tx,
          sourceId,
          sourceKey: request.source,
          runId,
          today: request.now.slice(0, 10),
          definitions,
        };
        const result = await applyBatch(context, definition, batch);
        return { value: result, outcome: result.wrote ? { units: batch.units.length } : null };
      },
    );
    if (!value) throw new Error('a batch of this run was applied by somebody else');
    return value;
  }

  #countBatch(
    { record, fields }: RecordDefinition,
    { read, ignored, rejections, units }: CheckedBatch,
  ): void {
    this.tally.read(record, read);
    for (const rule of ignored) this.tally.ignored(record, rule);
    for (const { fault } of rejections) this.tally.done(record, 'FAILED', 1, fault.class);
    if (!fields.legal_entity) return;
    for (const unit of units) {
      const code = unit.records[0]?.values.legal_entity;
      if (typeof code === 'string') this.#entities.add(code);
    }
  }

  #count({ record }: RecordDefinition, { unit, disposition, fault }: UnitOutcome): void {
    this.tally.done(record, disposition, unit.records.length, fault?.class ?? null);
  }

  async finish(records: readonly string[]): Promise<void> {
    const { db, runId, sourceId } = this.#parts;
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
      entities: [...this.#entities],
    });
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

const NOTHING: CheckedBatch = { units: [], faults: new Map(), rejections: [], ignored: [], read: 0 };

/** Whether the record refers to one of its own kind that has not come yet. */
function waitsForOwnKind({ record, fields }: RecordDefinition, { fault }: UnitOutcome): boolean {
  return fault?.rule === 'reference' && fields[fault.field ?? '']?.record === record;
}
