// The audit trail: one row for each object that a command changed, written in the transaction of the change.
import type { Transaction } from 'kysely';
import { runSql } from './command.ts';
import type { DB } from './tables.gen.ts';

/** Who changes, by which command and request. */
export interface AuditedBy {
  readonly command: string;
  readonly subject: string;
  readonly roles: ReadonlySet<string>;
  readonly requestId: string;
  readonly inputHash: string;
}

/** One object with what changed of it. */
export interface AuditedChange {
  readonly objectType: string;
  readonly objectId: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

export async function auditChanges(
  tx: Transaction<DB>,
  { command, subject, roles, requestId, inputHash }: AuditedBy,
  changes: readonly AuditedChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await runSql(
    tx,
    `insert into audit_event (command, subject, roles, request_id, input_hash, object_type, object_id, before, after)
     select $1, $2, $3::text[], $4, $5, c ->> 'objectType', (c ->> 'objectId')::uuid, c -> 'before', c -> 'after'
     from jsonb_array_elements($6::jsonb) c`,
    [command, subject, [...roles], requestId, inputHash, JSON.stringify(changes)],
  );
}
