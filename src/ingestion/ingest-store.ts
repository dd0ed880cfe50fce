// Pushed messages in the store: who may send them, the messages as they came, and what became of each.
import type { Kysely, Transaction } from 'kysely';
import { arrayText } from '../platform/array-text.ts';
import { runSql } from '../platform/command.ts';
import { type Disposition, hashOf } from '../platform/record-unit.ts';
import type { DB } from '../platform/tables.gen.ts';

type Db = Kysely<DB>;

/** What stands in the file of rows that came in a message, with the message's uuid behind it. */
const MESSAGE = 'message ';

/** Where rows of a message come from, as exceptions say it. */
export function originOf(messageId: string): { file: string; line: number } {
  return { file: `${MESSAGE}${messageId}`, line: 1 };
}

/** The name of a source among the settings. */
export function settingNameOf(key: string): string {
  return key.toUpperCase().replaceAll('-', '_');
}

/** The source system by its key; and whether its settings might be meant for another one, because `-` and `_` look alike there. */
export async function findIngestSource(
  db: Db,
  key: string,
): Promise<{ sourceId: string | undefined; isAmbiguous: boolean }> {
  const rows = await runSql<{ key: string; source_system_id: string }>(
    db,
    "select key, source_system_id from source_system where upper(replace(key, '-', '_')) = $1 and kind <> 'GATEWAY'",
    [settingNameOf(key)],
  );
  const own = rows.find((row) => row.key === key);
  return { sourceId: own?.source_system_id, isAmbiguous: rows.some((row) => row.key !== key) };
}

export interface NewMessage {
  readonly format: string;
  readonly type: string;
  readonly id: string;
  readonly payload: string;
}

/** Keeps messages that came together, all or none; returns how many had not come before. */
export async function keepMessages(
  db: Db,
  sourceId: string,
  messages: readonly NewMessage[],
): Promise<number> {
  const rows = await runSql(
    db,
    `insert into inbound_message (source_system_id, format, message_type, message_id, payload, payload_hash, place)
     select $1, i.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[])
       with ordinality i (format, type, id, payload, hash, place)
     on conflict (source_system_id, message_type, message_id, payload_hash) do nothing returning place`,
    [
      sourceId,
      arrayText(messages.map(({ format }) => format)),
      arrayText(messages.map(({ type }) => type)),
      arrayText(messages.map(({ id }) => id)),
      arrayText(messages.map(({ payload }) => payload)),
      arrayText(messages.map(({ payload }) => hashOf(payload))),
    ],
  );
  return rows.length;
}

export interface WaitingSource {
  readonly sourceId: string;
  readonly key: string;
}

/** Sources with messages that have not been applied. */
export async function listWaitingSources(db: Db): Promise<WaitingSource[]> {
  return await runSql<{ sourceId: string; key: string }>(
    db,
    `select s.source_system_id as "sourceId", s.key from source_system s
     where exists (select from inbound_message m where m.source_system_id = s.source_system_id and m.disposition is null)
     order by s.key`,
  );
}

export interface StoredMessage {
  readonly messageId: string;
  readonly receivedOn: string;
  readonly type: string;
  readonly id: string;
  readonly payload: string;
}

/**
 * The oldest messages that wait, in the order in which they came. Only one process at a time takes those of a source: undefined
 * where another one is at it.
 */
export async function takeMessages(
  tx: Transaction<DB>,
  sourceId: string,
  limit: number,
): Promise<StoredMessage[] | undefined> {
  const [lock] = await runSql<{ taken: boolean }>(
    tx,
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as taken',
    [`messages ${sourceId}`],
  );
  if (!lock?.taken) return undefined;
  return await runSql<StoredMessage>(
    tx,
    `select inbound_message_id as "messageId", received_on::text as "receivedOn", message_type as type, message_id as id, payload
     from inbound_message where source_system_id = $1 and disposition is null
     order by received_at, place, inbound_message_id limit ${limit}`,
    [sourceId],
  );
}

export interface MessageEnd {
  readonly disposition: Disposition;
  /** The rule by which it was ignored or has failed. */
  readonly reason: string | null;
}

export async function endMessages(
  tx: Transaction<DB>,
  ends: readonly (readonly [message: StoredMessage, end: MessageEnd])[],
): Promise<void> {
  await runSql(
    tx,
    `update inbound_message m set disposition = i.disposition, reason = i.reason, processed_at = clock_timestamp()
     from unnest($1::date[], $2::uuid[], $3::text[], $4::text[]) i (day, id, disposition, reason)
     where m.received_on = i.day and m.inbound_message_id = i.id`,
    [
      arrayText(ends.map(([message]) => message.receivedOn)),
      arrayText(ends.map(([message]) => message.messageId)),
      arrayText(ends.map(([, end]) => end.disposition)),
      arrayText(ends.map(([, end]) => end.reason)),
    ],
  );
}

/**
 * What messages come to whose records waited and have been applied since: applied if anything was; still parked while another
 * record of theirs waits.
 */
export async function settleMessages(
  tx: Transaction<DB>,
  moved: readonly { readonly file: string; readonly disposition: Disposition }[],
): Promise<void> {
  const own = moved.filter(({ file }) => file.startsWith(MESSAGE));
  if (own.length === 0) return;
  await runSql(
    tx,
    `update inbound_message m set disposition = i.disposition, reason = null, processed_at = clock_timestamp()
     from (select id, case when bool_or(disposition = 'APPLIED') then 'APPLIED' else min(disposition) end as disposition
       from unnest($1::uuid[], $2::text[]) g (id, disposition) group by id) i
     where m.inbound_message_id = i.id and m.disposition = 'PARKED'
       and (i.disposition = 'APPLIED' or not exists (select from inbound_wait w
         where w.source_system_id = m.source_system_id and w.records->0->>'file' = '${MESSAGE}' || i.id))`,
    [
      arrayText(own.map(({ file }) => file.slice(MESSAGE.length))),
      arrayText(own.map(({ disposition }) => disposition)),
    ],
  );
}
