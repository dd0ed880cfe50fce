// Exceptions as commands read and change them.
import type { Transaction } from 'kysely';
import { listSources } from '../entities/store.ts';
import { runSql } from '../platform/command.ts';
import type { DB } from '../platform/tables.gen.ts';
import type { OpenException } from './exception-rules.ts';

type Tx = Transaction<DB>;

/** The exception as it stands; locked, it stands so until the command has ended. */
export async function readException(tx: Tx, id: string, lock?: 'locked'): Promise<OpenException> {
  const [row] = await runSql<{
    class: string;
    rule: string;
    owner_role: string;
    assignee: string | null;
    source_system_id: string | null;
    record_type: string | null;
    external_id: string | null;
    import_run_id: string | null;
    line: string | null;
    records: unknown;
    resolution: string | null;
  }>(
    tx,
    `select class, rule, owner_role, assignee, source_system_id, record_type, external_id, import_run_id, line, records, resolution
     from exception where exception_id = $1${lock ? ' for update' : ''}`,
    [id],
  );
  if (!row) throw new Error(`the exception ${id} is gone`);
  const source = (await listSources(tx)).find(({ sourceId }) => sourceId === row.source_system_id);
  return {
    id,
    class: row.class,
    rule: row.rule,
    ownerRole: row.owner_role,
    assignee: row.assignee,
    sourceId: row.source_system_id,
    sourceKey: source?.key ?? null,
    recordType: row.record_type,
    externalId: row.external_id,
    runId: row.import_run_id,
    line: row.line === null ? null : Number(row.line),
    records: row.records,
    resolution: row.resolution,
    isResolved: row.resolution !== null,
  };
}

export interface HistoryEntry {
  readonly kind: 'ASSIGNED' | 'RETRIED' | 'EDITED' | 'RESOLVED';
  readonly actor: string;
  readonly note: string | null;
}

export async function addHistory(tx: Tx, id: string, { kind, actor, note }: HistoryEntry): Promise<void> {
  await runSql(tx, 'insert into exception_event (exception_id, kind, actor, note) values ($1, $2, $3, $4)', [
    id,
    kind,
    actor,
    note,
  ]);
}

export async function setAssignee(tx: Tx, id: string, assignee: string | null): Promise<void> {
  await runSql(tx, 'update exception set assignee = $2 where exception_id = $1', [id, assignee]);
}

export async function endException(
  tx: Tx,
  id: string,
  end: { by: string; at: string; reason: string },
): Promise<void> {
  await runSql(
    tx,
    'update exception set resolved_at = $3::timestamptz, resolved_by = $2, resolution = $4 where exception_id = $1',
    [id, end.by, end.at, end.reason],
  );
}

/** What an exception says once its record has failed again. */
export interface FailedAgain {
  readonly fingerprint: string;
  readonly rule: string;
  readonly class: string;
  readonly field: string | null;
}

/** The open exception goes on as that of another rule, unless one of that rule stands open already. */
export async function changeRule(tx: Tx, id: string, failed: FailedAgain): Promise<void> {
  await runSql(
    tx,
    `update exception set fingerprint = $2, rule = $3, class = $4, field = $5 where exception_id = $1
       and not exists (select from exception o where o.fingerprint = $2 and o.resolved_at is null)`,
    [id, failed.fingerprint, failed.rule, failed.class, failed.field],
  );
}

/** The rows as they came stay beside the values that a person tried. */
export async function keepOriginal(
  tx: Tx,
  id: string,
  { records, edited }: { records: unknown; edited: Readonly<Record<string, string | null>> | null },
): Promise<void> {
  await runSql(
    tx,
    'update exception set records = $2::jsonb, edited = coalesce($3::jsonb, edited) where exception_id = $1',
    [id, JSON.stringify(records), edited && JSON.stringify(edited)],
  );
}

/** How many records still wait for a parent. */
export async function countWaiting(
  tx: Tx,
  parent: { sourceId: string | null; type: string | null; id: string | null },
): Promise<number> {
  const [row] = await runSql<{ n: string }>(
    tx,
    `select count(*) as n from inbound_wait where source_system_id = $1 and waits_for_type = $2 and waits_for_id = $3`,
    [parent.sourceId, parent.type, parent.id],
  );
  return Number(row?.n ?? 0);
}
