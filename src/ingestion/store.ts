// What a run reads and writes around its batches: the source it speaks for, the run itself, and its feeds.
import type { Kysely } from 'kysely';
import { arrayText } from '../platform/array-text.ts';
import { runSql } from '../platform/command.ts';
import type { DB } from '../platform/tables.gen.ts';

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

export async function loadCurrencies(db: Db): Promise<ReadonlySet<string>> {
  const rows = await runSql<{ code: string }>(db, 'select code from currency');
  return new Set(rows.map((row) => row.code));
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

/** Ends the run; its feeds have spoken now, whether or not they said anything new. */
export async function finishRun(
  db: Db,
  run: {
    runId: string;
    sourceId: string;
    counts: object;
    records: readonly string[];
    entities: readonly string[];
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
    [sourceId, arrayText(entities)],
  );
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

/** All runs that ever began, the first one first. */
export async function listRuns(db: Db): Promise<{ format: string; startedAt: string }[]> {
  const rows = await db
    .selectFrom('import_run')
    .select(['format', 'started_at'])
    .orderBy('started_at')
    .execute();
  return rows.map((row) => ({ format: row.format, startedAt: row.started_at }));
}
