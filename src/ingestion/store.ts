// What a run reads and writes around its batches: the source it speaks for, the run itself, and its feeds.
import type { Kysely } from 'kysely';
import { listSources } from '../entities/store.ts';
import { arrayText } from '../platform/array-text.ts';
import { runSql } from '../platform/command.ts';
import type { Disposition } from '../platform/record-unit.ts';
import type { DB } from '../platform/tables.gen.ts';
import type { OpenException } from './count-rules.ts';

type Db = Kysely<DB>;

/** The source by its key, made on first use; one that other sources only named so far learns here what it is. */
export async function registerSource(
  db: Db,
  { key, kind, stated }: { key: string; kind: string; stated: boolean },
): Promise<string> {
  const [row] = await runSql<{ source_system_id: string }>(
    db,
    `insert into source_system as s (key, name, kind) values ($1, $1, $2)
     on conflict (key) do update set kind = excluded.kind
       where s.kind <> excluded.kind and s.kind <> 'GATEWAY'
         and ($3 or not exists (select from import_run r where r.source_system_id = s.source_system_id))
     returning source_system_id`,
    [key, kind, stated],
  );
  if (row) return row.source_system_id;
  const [known] = await runSql<{ source_system_id: string }>(
    db,
    'select source_system_id from source_system where key = $1',
    [key],
  );
  if (!known) throw new Error(`the source ${key} was not registered`);
  return known.source_system_id;
}

export async function findEntity(db: Db, code: string): Promise<string | undefined> {
  const rows = await runSql<{ legal_entity_id: string }>(
    db,
    'select legal_entity_id from legal_entity where code = $1',
    [code],
  );
  return rows[0]?.legal_entity_id;
}

export async function addEntity(db: Db, code: string, currency: string): Promise<void> {
  await runSql(
    db,
    `insert into legal_entity (code, name, functional_currency) values ($1, $1, $2) on conflict do nothing`,
    [code, currency],
  );
}

/** The digits of the minor unit, by currency. */
export async function loadCurrencies(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await runSql<{ code: string; minor_digits: number }>(
    db,
    'select code, minor_digits from currency',
  );
  return new Map(rows.map((row) => [row.code, row.minor_digits]));
}

export async function startRun(db: Db, sourceId: string, format: string): Promise<string> {
  const [row] = await runSql<{ import_run_id: string }>(
    db,
    'insert into import_run (source_system_id, format) values ($1, $2) returning import_run_id',
    [sourceId, format],
  );
  if (!row) throw new Error('the run was not kept');
  return row.import_run_id;
}

/** Record types of which an exception of this source stands open. */
export async function listTroubledTypes(db: Db, sourceId: string): Promise<ReadonlySet<string>> {
  const rows = await runSql<{ record: string }>(
    db,
    `select distinct record_type as record from exception
     where source_system_id = $1 and resolved_at is null and record_type is not null`,
    [sourceId],
  );
  return new Set(rows.map(({ record }) => record));
}

/** Adds to what became of a run's rows. */
export async function countRows(
  db: Db,
  { runId, record }: { runId: string; record: string },
  rows: ReadonlyMap<Disposition, number>,
): Promise<void> {
  if (rows.size === 0) return;
  await runSql(
    db,
    `insert into import_run_count as c (import_run_id, record_type, disposition, rows)
     select $1, $2, i.* from unnest($3::text[], $4::bigint[]) i
     on conflict (import_run_id, record_type, disposition) do update set rows = c.rows + excluded.rows`,
    [runId, record, arrayText([...rows.keys()]), arrayText([...rows.values()].map(String))],
  );
}

/** Rows without an id are known by their place: what earlier runs said of these files is resolved, but for what they still say. */
export async function resolveNameless(
  db: Db,
  { sourceId, files, still }: { sourceId: string; files: readonly string[]; still: readonly Place[] },
): Promise<void> {
  await runSql(
    db,
    `update exception set resolved_at = now(), resolution = 'The file says so no more.'
     where source_system_id = $1 and external_id is null and resolved_at is null and file = any ($2::text[])
       and (file, line) not in (select * from unnest($3::text[], $4::bigint[]))`,
    [
      sourceId,
      arrayText(files),
      arrayText(still.map(({ file }) => file)),
      arrayText(still.map(({ line }) => String(line))),
    ],
  );
}

interface Place {
  readonly file: string;
  readonly line: number;
}

/** Ends the run; its feeds have spoken now, whether or not they said anything new. */
export async function finishRun(
  db: Db,
  run: {
    runId: string;
    sourceId: string;
    counts: object;
    records: readonly string[];
    /** Those that the records name, and those of what they refer to. */
    entities: { readonly codes: readonly string[]; readonly ids: readonly string[] };
  },
): Promise<void> {
  const { runId, sourceId, counts, records, entities } = run;
  await runSql(
    db,
    `insert into feed (source_system_id, record_type, first_record_at, last_record_at)
     select $1, r, clock_timestamp(), clock_timestamp() from unnest($2::text[]) r
     on conflict (source_system_id, record_type) do update set last_record_at = excluded.last_record_at`,
    [sourceId, arrayText(records)],
  );
  await runSql(
    db,
    `insert into source_system_entity (source_system_id, legal_entity_id)
     select $1, e.legal_entity_id from legal_entity e where e.code = any ($2::text[]) on conflict do nothing`,
    [sourceId, arrayText(entities.codes)],
  );
  await noteEntities(db, sourceId, entities.ids);
  await runSql(
    db,
    'update source_system set last_record_at = clock_timestamp() where source_system_id = $1',
    [sourceId],
  );
  await runSql(
    db,
    'update import_run set finished_at = clock_timestamp(), counts = $2::jsonb where import_run_id = $1',
    [runId, JSON.stringify(counts)],
  );
}

/** That a source serves these legal entities. */
export async function noteEntities(db: Db, sourceId: string, entityIds: readonly string[]): Promise<void> {
  if (entityIds.length === 0) return;
  await runSql(
    db,
    `insert into source_system_entity (source_system_id, legal_entity_id)
     select $1, i.id from unnest($2::uuid[]) i (id) on conflict do nothing`,
    [sourceId, arrayText(entityIds)],
  );
}

/** Sources that have sent something and name no legal entity: a CRM knows customers, and not who sells to them. */
export async function listUnservedSources(db: Db): Promise<string[]> {
  const rows = await runSql<{ id: string }>(
    db,
    `select s.source_system_id as id from source_system s where s.last_record_at is not null
       and not exists (select from source_system_entity e where e.source_system_id = s.source_system_id)`,
  );
  return rows.map((row) => row.id);
}

/** All runs that ever began, the first one first. */
export async function listRuns(db: Db): Promise<{ format: string; startedAt: string }[]> {
  const rows = await db
    .selectFrom('import_run')
    .select(['format', 'started_at'])
    .orderBy('started_at')
    .execute();
  return rows.map((row) => ({ format: row.format, startedAt: row.started_at }));
}

/** Exceptions that stand open, as they stand in the files; and how many there are in all. */
export async function listOpenExceptions(
  db: Db,
  { source, limit }: { source?: string | undefined; limit?: number | undefined },
): Promise<{ count: number; exceptions: OpenException[] }> {
  const sources = await listSources(db);
  const keys = new Map(sources.map(({ sourceId, key }) => [sourceId, key]));
  const wanted = sources.filter(({ key }) => source === undefined || key === source);
  const open = db
    .selectFrom('exception as r')
    .where('r.resolved_at', 'is', null)
    .where(({ eb, val }) => eb('r.source_system_id', '=', eb.fn.any(val(wanted.map((one) => one.sourceId)))));
  const { count } = await open
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  const rows = await open
    .select(['r.source_system_id', 'r.file', 'r.line', 'r.record_type as record'])
    .select(['r.external_id as id', 'r.field', 'r.value', 'r.class', 'r.rule', 'r.message'])
    .orderBy('r.source_system_id')
    .orderBy('r.file')
    .orderBy('r.line')
    .orderBy('r.exception_id')
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute();
  const exceptions = rows.map(({ source_system_id, line, ...row }) => ({
    source: keys.get(source_system_id ?? '') ?? '',
    ...row,
    file: row.file ?? '',
    line: Number(line),
  }));
  return { count: Number(count), exceptions };
}
