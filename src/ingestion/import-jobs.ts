// An import: checks the flags, opens the export, makes the source known, and has a run apply the records in dependency order.
// Killed at any moment, the next run goes on where this one stopped.
import type { Kysely } from 'kysely';
import { type Door, openDoor, openDoorWithin } from '../platform/command.ts';
import { readWantedTypes } from '../platform/outbox-endpoints.ts';
import type { DB } from '../platform/tables.gen.ts';
import type { RunReport } from './count-rules.ts';
import { type OpenExport, UnreadableInput } from './format.ts';
import { canonicalRecords, importOrder } from './record-commands.ts';
import { type ImportRequest, Run } from './run-jobs.ts';
import {
  addEntity,
  findEntity,
  listTroubledTypes,
  loadCurrencies,
  registerSource,
  startRun,
} from './store.ts';

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

function checkFlags({ source, format, entity, currency, paths }: ImportRequest): void {
  const faults = paths.length > 0 ? [] : ['say which files, or folders with them'];
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
    await run.drain(definition);
  }
  await run.releaseRest();
  const records = opened.streams.map((stream) => stream.record);
  await run.refuseBareRows(records);
  await run.finish(records);
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
  const troubled = await listTroubledTypes(db, sourceId);
  const wanted = await readWantedTypes(db);
  const runId = await startRun(db, sourceId, format.name);
  return new Run({ db, door, request, currencies, sourceId, troubled, wanted, runId, opened });
}
