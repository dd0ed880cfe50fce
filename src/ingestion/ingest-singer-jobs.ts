// An import of a Singer stream, as it flows: records are applied batch by batch, and a STATE is given back only when everything
// before it is committed. What was committed stays, whatever comes behind it.
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Kysely, Transaction } from 'kysely';
import { type Door, openDoor, openDoorWithin } from '../platform/command.ts';
import { readWantedTypes } from '../platform/outbox-endpoints.ts';
import type { BatchContext } from '../platform/record-definition.ts';
import { hashOf } from '../platform/record-unit.ts';
import { raiseMissing, sweepWaits } from '../platform/record-wait.ts';
import type { DB } from '../platform/tables.gen.ts';
import { type RunReport, Tally } from './count-rules.ts';
import { type FormatItem, type SourceKind, UnreadableInput } from './format.ts';
import { openSingerMapping, type SingerMapping } from './formats/singer.ts';
import { readSinger } from './formats/singer-message-rules.ts';
import { applyItems, type OwnItems } from './ingest-apply-jobs.ts';
import type { MessageItem } from './ingest-message-commands.ts';
import { keepTableVersions, takeOlderRecords, type VersionedRecord } from './ingest-singer-store.ts';
import { drainParked } from './parked-jobs.ts';
import { canonicalRecords, importOrder } from './record-commands.ts';
import {
  addEntity,
  findEntity,
  finishRun,
  listTroubledTypes,
  loadCurrencies,
  registerSource,
  startRun,
} from './store.ts';

export interface SingerRequest {
  readonly source: string;
  readonly kind?: SourceKind | undefined;
  readonly entity?: string | undefined;
  readonly currency?: string | undefined;
  /** The mapping file; without one all records are ignored by rule. */
  readonly mapping?: string | undefined;
  readonly dryRun?: boolean;
  /** Now, as the caller's clock says (ISO 8601). */
  readonly now: string;
  /** One file; none or `-`: standard input. */
  readonly paths: readonly string[];
  /** Given each STATE when what stands before it is committed. */
  readonly state: (text: string) => void;
}

/** Lines of one transaction. */
const BATCH = 2000;

const definitions = new Map(canonicalRecords.map((definition) => [definition.record, definition]));

/** Reads the stream to its end. Throws `UnreadableInput` at the first line that is no Singer message. */
export async function runSinger(db: Kysely<DB>, request: SingerRequest): Promise<RunReport> {
  if (!request.dryRun) return await read(db, openDoor(db), request);
  const tx = await db.startTransaction().execute();
  try {
    return await read(tx, openDoorWithin(tx), { ...request, state: () => undefined });
  } finally {
    await tx.rollback().execute();
  }
}

async function read(db: Kysely<DB>, door: Door, request: SingerRequest): Promise<RunReport> {
  const { name, input } = await openInput(request.paths);
  const run = await openRun(db, door, { ...request, name });
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    if (text.trim() !== '') await run.take(text, line);
  }
  await run.end();
  return run.tally;
}

async function openInput([path = '-', ...others]: readonly string[]): Promise<{
  name: string;
  input: Readable;
}> {
  if (others.length > 0) throw new UnreadableInput(['a Singer stream is one file, or - for standard input']);
  if (path === '-') return { name: 'standard input', input: process.stdin };
  const file = await open(path).catch((error: unknown) => {
    throw new UnreadableInput([`${path}: there is no such file`], { cause: error });
  });
  return { name: path, input: file.createReadStream() };
}

/** A request whose input has a name for messages. */
interface NamedRequest extends SingerRequest {
  readonly name: string;
}

async function openRun(db: Kysely<DB>, door: Door, request: NamedRequest): Promise<SingerRun> {
  const { source, kind, entity, currency, mapping, now } = request;
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(source) || source === 'gateway')
    throw new UnreadableInput([`--source ${JSON.stringify(source)} is no key of a source`]);
  const defaults = {
    source,
    ...(entity !== undefined && { entity }),
    ...(currency !== undefined && { currency }),
  };
  const translator = await openSingerMapping(mapping, canonicalRecords, defaults);
  if (entity !== undefined && !(await findEntity(db, entity))) {
    if (currency === undefined)
      throw new UnreadableInput([
        `--entity ${entity} is a new legal entity: say its functional currency with --currency CODE`,
      ]);
    await addEntity(db, entity, currency);
  }
  const sourceId = await registerSource(db, {
    key: source,
    kind: kind ?? translator.kind,
    stated: kind !== undefined,
  });
  const context = {
    sourceId,
    sourceKey: source,
    runId: await startRun(db, sourceId, 'singer'),
    today: now.slice(0, 10),
    minorDigits: await loadCurrencies(db),
    troubled: await listTroubledTypes(db, sourceId),
    wanted: await readWantedTypes(db),
    definitions,
  };
  return new SingerRun({ db, door, request, translator, context });
}

interface SingerParts {
  readonly db: Kysely<DB>;
  readonly door: Door;
  readonly request: NamedRequest;
  readonly translator: SingerMapping;
  readonly context: Omit<BatchContext, 'tx'>;
}

class SingerRun {
  readonly tally: Tally;
  readonly #parts: SingerParts;
  readonly #schemas = new Set<string>();
  /** Items of the lines since the last commit, such that no portion has a record twice. */
  #portions: MessageItem[][] = [];
  #times = new Map<string, number>();
  #versions = new Map<string, VersionedRecord>();
  #pending = 0;
  #batches = 0;

  constructor(parts: SingerParts) {
    this.#parts = parts;
    this.tally = new Tally(parts.request.dryRun ?? false);
  }

  async take(text: string, line: number): Promise<void> {
    const { request, translator } = this.#parts;
    const message = readSinger(text);
    const at = { file: request.name, line };
    if (message.kind === 'BROKEN') throw await this.#broken(line, message.reason);
    if (message.kind === 'SCHEMA') this.#schemas.add(message.stream);
    else if (message.kind === 'RECORD') {
      const { stream, cells, tableVersion } = message;
      if (!this.#schemas.has(stream)) throw await this.#broken(line, `RECORD of ${stream} before its SCHEMA`);
      for (const made of translator.translate(stream, cells, at)) this.#add(made, stream, tableVersion);
      if (++this.#pending >= BATCH) await this.#commit();
    } else if (message.kind === 'ACTIVATE_VERSION') await this.#activate(message, at);
    else if (message.kind === 'STATE') {
      await this.#commit();
      request.state(message.text);
    }
  }

  /** What stands before a broken line is kept; what stands behind it is not read. */
  async #broken(line: number, reason: string): Promise<UnreadableInput> {
    await this.#commit();
    return new UnreadableInput([`${this.#parts.request.name}:${line}: ${reason}`]);
  }

  #add(made: MessageItem, stream: string, tableVersion: string | null): void {
    const { item, record } = made;
    if (record !== null) this.tally.read(record, 1);
    if (item.kind === 'ignored') {
      if (record === null) this.tally.read(UNMAPPED, 1);
      this.tally.ignored(record ?? UNMAPPED, item.rule);
      return;
    }
    const key = item.kind === 'record' ? `${record} ${item.externalId}` : '';
    const time = key === '' ? 0 : (this.#times.get(key) ?? 0);
    this.#times.set(key, time + 1);
    const portion = this.#portions[time] ?? [];
    this.#portions[time] = portion;
    portion.push(made);
    if (item.kind !== 'record' || record === null || tableVersion === null) return;
    const { externalId } = item;
    this.#versions.set(`${stream} ${key}`, { stream, record, externalId, tableVersion });
  }

  /** Records that did not come with this version of their table are gone. */
  async #activate(
    { stream, tableVersion }: { stream: string; tableVersion: string },
    at: { file: string; line: number },
  ): Promise<void> {
    await this.#commit();
    const { context } = this.#parts;
    await this.#enter('activate version', async (tx) => {
      const gone = await takeOlderRecords(tx, context.sourceId, { stream, tableVersion });
      const items = gone.map(({ record, externalId }): MessageItem => {
        const item: FormatItem = {
          kind: 'record',
          record,
          externalId,
          values: {},
          removed: 'deleted',
          ...at,
        };
        return { record, item };
      });
      for (const { record } of gone) this.tally.read(record, 1);
      await this.#apply(tx, [{ file: at.file, items }]);
    });
  }

  async #commit(): Promise<void> {
    const portions = this.#portions;
    const versions = [...this.#versions.values()];
    this.#portions = [];
    this.#times = new Map();
    this.#versions = new Map();
    this.#pending = 0;
    if (portions.length === 0) return;
    const { request, context } = this.#parts;
    await this.#enter('import singer', async (tx) => {
      await this.#apply(
        tx,
        portions.map((items) => ({ file: request.name, items })),
      );
      await keepTableVersions(tx, context.sourceId, versions);
    });
  }

  async #apply(tx: Transaction<DB>, all: readonly OwnItems[]): Promise<void> {
    const { request, context } = this.#parts;
    const { entity, currency } = request;
    const settings = { testMode: false, ...(entity && { entity }), ...(currency && { currency }) };
    const { records, ...entities } = await applyItems(
      { context: { ...context, tx }, settings },
      all,
      (record, end) => {
        const { file, line, rows, disposition, fault } = end;
        if (disposition === 'IGNORED') this.tally.superseded(record, rows);
        else if (disposition === 'FAILED' && fault) this.tally.failed(record, rows, { file, line, fault });
        else this.tally.done(record, disposition, rows);
      },
    );
    await finishRun(tx, {
      runId: context.runId,
      sourceId: context.sourceId,
      counts: {},
      records,
      entities: { codes: entities.entityCodes, ids: entities.entityIds },
    });
  }

  async #enter(command: string, work: (tx: Transaction<DB>) => Promise<void>): Promise<void> {
    const { door, context } = this.#parts;
    this.#batches++;
    const requestId = `${context.runId}/${this.#batches}`;
    await door.run(
      { subject: context.sourceKey, requestId, command, inputHash: hashOf(requestId) },
      async (tx) => {
        await work(tx);
        return { value: null, outcome: {} };
      },
    );
  }

  /** Commits the rest, and applies what waited for parents that have come. */
  async end(): Promise<void> {
    await this.#commit();
    const { db, door, context } = this.#parts;
    await sweepWaits(db);
    for (const definition of importOrder) {
      const contextOf = (
        tx: Transaction<DB>,
        origin: Pick<BatchContext, 'sourceId' | 'sourceKey' | 'runId'>,
      ) => ({
        ...context,
        ...origin,
        tx,
      });
      await drainParked({ db, door, contextOf }, definition, (runId, { unit, disposition, fault }) => {
        if (runId !== context.runId) return;
        const { record } = definition;
        const { length } = unit.records;
        this.tally.done(record, 'PARKED', -length);
        const [first] = unit.records;
        if (disposition === 'FAILED' && fault)
          this.tally.failed(record, length, { file: first?.file ?? '', line: first?.line ?? 0, fault });
        else if (disposition === 'IGNORED') this.tally.superseded(record, length);
        else this.tally.done(record, disposition, length);
      });
    }
    await this.#enter('raise missing parents', async (tx) => await raiseMissing(tx, context.runId));
  }
}

/** Where records of streams are counted that nothing is made of. */
const UNMAPPED = 'singer';
