// Records that mean nothing without others of theirs: a journal without postings. Their parts come in a later stream, so that
// only the end of the run can tell; the row itself stands by then, and is refused with the reason of its parts.
import { runSql } from './command.ts';
import { endExceptions, raiseExceptions } from './exceptions.ts';
import type { BatchContext, RecordDefinition, RecordParts } from './record-definition.ts';
import { exceptionClasses, fault, type RecordFault } from './record-fault.ts';
import { faultIdentity, ofRow } from './record-rejection.ts';

/** A row that stands and has none of its parts. */
export interface BareRow {
  readonly file: string;
  readonly line: number;
  readonly fault: RecordFault;
  /** This run made the row. */
  readonly isNew: boolean;
}

/** Refuses the source's rows that lack their parts, and ends the exceptions of those that have got them since. */
export async function refuseBareRows(
  context: BatchContext,
  definition: RecordDefinition,
): Promise<readonly BareRow[]> {
  const { record, parts } = definition;
  if (parts === null) return [];
  const plural = context.definitions.get(parts.record)?.plural ?? parts.record;
  await endMended(context, definition, parts);
  const found = await findBareRows(context, definition, parts);
  const rows = found.map(({ external_id, is_new, file, line, reason, message }) => ({
    record,
    externalId: external_id,
    file: file ?? '',
    line: Number(line ?? 0),
    values: null,
    isNew: is_new,
    fault: fault(
      exceptionClasses.find((name) => name === reason) ?? 'POSTING',
      parts.rule,
      toMessage(`${record} ${external_id} stands without ${plural}`, message),
    ),
  }));
  await raiseExceptions(
    context.tx,
    rows.map((row) => ofRow(context, definition, row.fault, row)),
  );
  return rows;
}

function toMessage(what: string, reason: string | null): string {
  return reason === null ? `${what}: none of them came` : `${what}, because they were refused: ${reason}`;
}

interface FoundRow {
  external_id: string;
  is_new: boolean;
  file: string | null;
  line: string | null;
  /** The class of the refusal of its parts. */
  reason: string | null;
  message: string | null;
}

async function findBareRows(
  { tx, sourceId, runId }: BatchContext,
  { record, table, key }: RecordDefinition,
  { record: part, exist }: RecordParts,
): Promise<FoundRow[]> {
  return await runSql<FoundRow>(
    tx,
    `select i.external_id, i.import_run_id = $2 as is_new, r.file, r.line, r.class as reason, r.message
     from inbound_record i join ${table} t on t.${key} = i.target_id
     left join lateral (select r.file, r.line, r.class, r.message from exception r
       where r.source_system_id = $1 and r.record_type = $4 and r.external_id = i.external_id and r.resolved_at is null
       order by r.last_seen_at desc, r.line limit 1) r on true
     where i.source_system_id = $1 and i.record_type = $3 and i.is_current and not ${exist}
       and not exists (select from inbound_wait w where w.source_system_id = $1 and w.record_type = $4 and w.external_id = i.external_id)
     order by i.external_id`,
    [sourceId, runId, record, part],
  );
}

async function endMended(
  { tx, sourceId }: BatchContext,
  { record, table, key }: RecordDefinition,
  { rule, exist }: RecordParts,
): Promise<void> {
  const mended = await runSql<{ external_id: string }>(
    tx,
    `select i.external_id from exception r
     join inbound_record i on i.source_system_id = $1 and i.record_type = $2 and i.external_id = r.external_id and i.is_current
     join ${table} t on t.${key} = i.target_id
     where r.source_system_id = $1 and r.record_type = $2 and r.rule = $3 and r.resolved_at is null and ${exist}`,
    [sourceId, record, rule],
  );
  const identities = mended.map((row) =>
    faultIdentity(sourceId, record, { externalId: row.external_id, rule }),
  );
  await endExceptions(tx, identities, 'What was missing has come.');
}
